use super::*;
use serde_json::json;

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

#[test]
fn text_round_trips() {
    for text in [
        "",
        "cpu",
        "containerDefinitions[web].portMappings[0].hostPort",
        "containerDefinitions[\"matabit-{env}\"].image",
        "dockerLabels.\"com.example.team\"",
        "environment[\"12\"].value",
        "environment[\"a\\\"b\\\\c\"]",
    ] {
        assert_eq!(path(text).to_string(), text);
    }
}

#[test]
fn what_is_not_a_path_says_why() {
    for text in ["a..b", "a[", "a[]", "a[\"x]", "a[0]b", "."] {
        assert!(text.parse::<Path>().is_err(), "{text}");
    }
}

#[test]
fn reads_by_position_and_by_name() {
    let body = json!({"containerDefinitions": [{"name": "a"}, {"name": "web", "cpu": 10}]});
    assert_eq!(path("containerDefinitions[1].cpu").get(&body), Some(&json!(10)));
    assert_eq!(path("containerDefinitions[web].cpu").get(&body), Some(&json!(10)));
    assert_eq!(path("containerDefinitions[ghost].cpu").get(&body), None);
    assert_eq!(
        path("containerDefinitions[1].cpu").canonical(&body),
        path("containerDefinitions[web].cpu")
    );
    assert_eq!(
        path("containerDefinitions[web].cpu").positional(&body),
        path("containerDefinitions[1].cpu")
    );
}

#[test]
fn set_makes_what_is_missing_and_keeps_order() {
    let mut body = json!({"b": 1, "a": {"x": 1}});
    path("a.y.z").set(&mut body, json!(2)).unwrap();
    path("b").set(&mut body, json!(3)).unwrap();
    assert_eq!(body.to_string(), r#"{"b":3,"a":{"x":1,"y":{"z":2}}}"#);
    assert!(matches!(path("b.c").set(&mut body, json!(1)), Err(PathError::NotA(..))));
    assert!(matches!(path("l[3]").set(&mut json!({}), json!(1)), Err(PathError::Missing(_))));
}

#[test]
fn remove_takes_emptied_objects_along() {
    let mut body = json!({"logConfiguration": {"options": {"a": "b"}}, "list": [{"x": 1}]});
    path("logConfiguration.options.a").remove(&mut body).unwrap();
    path("list[0].x").remove(&mut body).unwrap();
    assert_eq!(body, json!({"list": [{}]}));
    assert_eq!(path("nothing.here").remove(&mut body).unwrap(), None);
}

#[test]
fn duplicate_names_stay_positions() {
    let body = json!({"environment": [{"name": "A"}, {"name": "A"}]});
    assert_eq!(path("environment[1].value").canonical(&body), path("environment[1].value"));
    assert_eq!(path("environment[0]").canonical(&body), path("environment[A]"));
}

#[test]
fn a_list_within_a_list_has_no_natural_key() {
    let body = json!({"environment": [[{"name": "A"}]]});
    assert_eq!(path("environment[0][0]").canonical(&body), path("environment[0][0]"));
    assert_eq!(path("environment[0][A]").get(&body), None);
}
