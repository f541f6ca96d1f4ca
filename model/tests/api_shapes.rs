//! The tables of members against the ECS API's own model (`fixtures/api-shapes.json`).

use bayplan_model::catalogue;
use bayplan_model::ecs::describe;
use bayplan_model::ecs::shape::{Allowed, Type};
use bayplan_model::path::Path;
use bayplan_model::record::Kind;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Shapes {
    operations: HashMap<String, Vec<Member>>,
}

#[derive(Deserialize)]
struct Member {
    path: String,
    #[serde(rename = "type")]
    kind: String,
    #[cfg_attr(
        not(feature = "docs"),
        expect(dead_code, reason = "only links are compared with it")
    )]
    shape: String,
    element: Option<String>,
    required: bool,
    #[serde(default, rename = "enum")]
    allowed: Vec<String>,
    min: Option<i64>,
    max: Option<i64>,
}

const OPERATIONS: [(&str, Kind); 3] = [
    ("RegisterTaskDefinition", Kind::TaskDefinition),
    ("CreateService", Kind::Service),
    ("CreateCluster", Kind::Cluster),
];

/// Members that differ from the API's model on purpose, and why.
const EXCLUDED: &[(&str, &str)] = &[(
    "deploymentConfiguration.lifecycleHooks[].hookDetails",
    "a structure without members that holds any JSON",
)];

fn shapes() -> Shapes {
    serde_json::from_str(include_str!("fixtures/api-shapes.json")).unwrap()
}

fn path(pattern: &str) -> Path {
    pattern.replace("[]", "[0]").parse().unwrap()
}

fn words(kind: Type) -> (&'static str, Option<&'static str>) {
    match kind {
        Type::Text => ("string", None),
        Type::Integer => ("integer", None),
        Type::Number => ("double", None),
        Type::Flag => ("boolean", None),
        Type::Texts => ("map", None),
        Type::Any => ("document", None),
        Type::List(element) => ("list", Some(words(*element).0)),
        Type::Structure(_) => ("structure", None),
    }
}

/// What a member should be, or is: type, element, required, allowed values, range.
type Row = (String, Option<String>, bool, Vec<String>, Option<(i64, i64)>);

fn expected(member: &Member) -> Row {
    let range = (member.kind == "integer").then_some(member.min).flatten();
    (
        member.kind.clone(),
        member.element.clone(),
        member.required,
        member.allowed.clone(),
        range.map(|from| (from, member.max.unwrap_or(i64::MAX))),
    )
}

fn found(kind: Kind, pattern: &str) -> Option<Row> {
    let (described, member) = describe(kind, &path(pattern))?;
    let constraint = member?.constraint;
    let (name, element) = words(described);
    let (allowed, range) = match constraint.allowed {
        Allowed::Anything => (Vec::new(), None),
        Allowed::OneOf(values) => (values.iter().map(|&value| value.to_owned()).collect(), None),
        Allowed::Range(from, to) => (Vec::new(), Some((from, to))),
    };
    Some((name.to_owned(), element.map(str::to_owned), constraint.required, allowed, range))
}

#[test]
fn every_input_member_is_known_as_the_api_has_it() {
    let shapes = shapes();
    let mut different = Vec::new();
    let mut compared = 0;
    for (operation, kind) in OPERATIONS {
        for member in &shapes.operations[operation] {
            let excluded = EXCLUDED.iter().any(|(pattern, _)| *pattern == member.path);
            let (expected, found) = (Some(expected(member)), found(kind, &member.path));
            assert!(found.is_some(), "{kind} does not know {}", member.path);
            if excluded {
                assert_ne!(expected, found, "{} need not be excluded", member.path);
            } else if expected != found {
                different.push(format!("{kind} {}: {expected:?}, found {found:?}", member.path));
            }
            compared += 1;
        }
    }
    assert_eq!(different, [] as [String; 0]);
    assert_eq!(compared, 362);
}

#[test]
fn no_member_is_made_up() {
    let shapes = shapes();
    for (operation, kind) in OPERATIONS {
        let known: Vec<&str> =
            shapes.operations[operation].iter().map(|member| member.path.as_str()).collect();
        for entry in catalogue::fields(kind) {
            // Known keys of a map are entries without being members.
            let in_map = matches!(describe(kind, &path(entry.section.at)), Some((Type::Texts, _)));
            let pattern = entry.pattern();
            assert!(in_map || known.contains(&pattern.as_str()), "{kind} has no {pattern}");
        }
    }
}

#[test]
#[cfg(feature = "docs")]
fn documentation_links_name_the_apis_own_types() {
    use bayplan_model::catalogue::Page;

    let shapes = shapes();
    for (operation, kind) in OPERATIONS {
        for section in catalogue::sections(kind) {
            let here = shapes.operations[operation].iter().find(|member| member.path == section.at);
            let is = |kind| here.filter(|member| member.kind == kind);
            match section.docs.page() {
                Page::Request(name) => assert_eq!((name, section.at), (operation, "")),
                // Of a list the model names only the list, not its element's type.
                Page::DataType(name) => assert_eq!(
                    name,
                    is("structure").map_or(name, |member| member.shape.as_str()),
                    "{kind} {}",
                    section.at
                ),
                // The keys of a map have no anchors of their own.
                Page::Other(page) => assert!(is("map").is_some(), "{kind} {}: {page}", section.at),
            }
        }
    }
}
