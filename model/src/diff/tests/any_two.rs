//! What must hold of any two bodies.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{TASK, container};
use crate::diff::{Comparison, compare};
use crate::record::Kind;

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..4_i64).prop_map(Value::from),
        prop::sample::select(vec!["", "a", "80", "true", "FARGATE", "awsvpc", "${var.a}"])
            .prop_map(Value::from),
    ];
    let keys = prop::sample::select(vec![
        "name",
        "containerDefinitions",
        "environment",
        "value",
        "portMappings",
        "containerPort",
        "hostPort",
        "command",
        "cpu",
        "healthCheck",
        "options",
        "volumes",
        "tags",
        "key",
        "future",
    ]);
    leaf.prop_recursive(8, 120, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((keys.clone(), inner), 0..6).prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

/// Variables with names of their own.
fn variables() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::btree_map("[A-Z]{1,3}", "[a-z0-9]{0,3}", 1..8).prop_map(|variables| {
        variables.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
    })
}

proptest! {
    #[test]
    fn a_body_is_what_it_is(kind in kind(), body in json_value()) {
        prop_assert_eq!(compare(kind, &body, &body), Comparison::default());
    }

    #[test]
    fn what_is_the_same_is_so_from_both_sides(kind in kind(), one in json_value(), other in json_value()) {
        let (there, back) = (compare(kind, &one, &other), compare(kind, &other, &one));
        prop_assert_eq!(there.is_same(), back.is_same());
        prop_assert_eq!(there.differences.len(), back.differences.len());
    }

    #[test]
    fn the_order_of_what_has_none_is_no_difference(
        (variables, shuffled) in variables().prop_flat_map(|variables| (Just(variables.clone()), Just(variables).prop_shuffle()))
    ) {
        let with = |variables: &[Value]| container(json!({"environment": variables, "secrets": variables}));
        prop_assert_eq!(compare(TASK, &with(&variables), &with(&shuffled)).differences, []);
    }

    #[test]
    fn one_edit_is_one_difference_there(
        variables in variables().prop_filter("a variable without a value is none", |all| all.iter().all(|one| one["value"] != "")), at in any::<prop::sample::Index>(), value in "[a-z]{1,4}"
    ) {
        let at = at.index(variables.len());
        let mut edited = variables.clone();
        edited[at]["value"] = json!(format!("{value}-edited"));
        edited.reverse();
        let with = |variables: &[Value]| container(json!({"environment": variables}));
        let found = compare(TASK, &with(&variables), &with(&edited)).differences;
        prop_assert_eq!(found.len(), 1);
        let name = variables[at]["name"].as_str().unwrap();
        let expected = format!("containerDefinitions[app].environment[{name}]");
        prop_assert!(found[0].path.to_string().starts_with(&expected), "{}", found[0].path);
    }

    #[test]
    fn a_difference_shows_what_stands_there(kind in kind(), one in json_value(), other in json_value()) {
        for difference in compare(kind, &one, &other).differences {
            prop_assert_ne!(&difference.before, &difference.after);
            if let Some(before) = &difference.before {
                prop_assert_eq!(difference.path.get(&one), Some(before), "{}", difference.path);
            }
        }
    }
}
