//! What edits make of what one environment says otherwise.

use serde_json::{Value, json};

use super::{IMAGE, at, body, design, done, insert, remove, reset, set, staging, swap, web};
use crate::edit::Edit;
use crate::record::Provenance;

/// Does the edits one by one and compares what staging says then.
fn check_overrides(cases: &[(&str, Value, Vec<Edit>, Value)]) {
    for (name, before, edits, expected) in cases {
        let mut design = design(body(), before.clone());
        for edit in edits {
            design = done(&design, std::slice::from_ref(edit));
        }
        assert_eq!(staging(&design), *expected, "{name}");
    }
}

#[test]
fn a_value_in_an_environment_is_an_override_with_a_canonical_path() {
    check_overrides(&[
        (
            "by position",
            json!({}),
            vec![set("containerDefinitions[0].image@staging", "i:2")],
            json!({"set": {IMAGE: "i:2"}}),
        ),
        (
            "by name",
            json!({}),
            vec![set(&format!("{IMAGE}@staging"), "i:2")],
            json!({"set": {IMAGE: "i:2"}}),
        ),
        (
            "again",
            json!({"set": {IMAGE: "i:2"}}),
            vec![set("containerDefinitions[0].image@staging", "i:3")],
            json!({"set": {IMAGE: "i:3"}}),
        ),
        (
            "inside what is overridden already",
            json!({"set": {"containerDefinitions[app].environment": [{"name": "C"}]}}),
            vec![set("containerDefinitions[app].environment[C].value@staging", "3")],
            json!({"set": {"containerDefinitions[app].environment": [{"name": "C", "value": "3"}]}}),
        ),
        (
            "a broader one takes the place of narrower ones",
            json!({"set": {IMAGE: "i:2", "cpu": "512"}, "remove": ["containerDefinitions[log]"]}),
            vec![set("containerDefinitions@staging", json!([]))],
            json!({"set": {"cpu": "512", "containerDefinitions": []}}),
        ),
        (
            "instead of leaving it out",
            json!({"remove": ["cpu"]}),
            vec![set("cpu@staging", "1024")],
            json!({"set": {"cpu": "1024"}}),
        ),
        (
            "a part of what is left out",
            json!({"remove": ["containerDefinitions[app].environment"]}),
            vec![
                set("containerDefinitions[app].environment@staging", json!([])),
                remove("containerDefinitions[app].environment@staging"),
                set("containerDefinitions[app].environment[0]@staging", json!({"name": "C"})),
            ],
            json!({"set": {"containerDefinitions[app].environment": [{"name": "C"}]}}),
        ),
        (
            "an element without a name, one past the end",
            json!({}),
            vec![set(
                "containerDefinitions[app].portMappings[2]@staging",
                json!({"containerPort": 82}),
            )],
            json!({"set": {"containerDefinitions[app].portMappings": [{"containerPort": 80}, {"containerPort": 81}, {"containerPort": 82}]}}),
        ),
        (
            "an element with another name",
            json!({}),
            vec![set("containerDefinitions[app].environment[A]@staging", json!({"name": "C"}))],
            json!({"set": {"containerDefinitions[app].environment": [{"name": "C"}, {"name": "B", "value": "2"}]}}),
        ),
    ]);
}

#[test]
fn another_name_in_an_environment_is_one_override_however_it_is_typed() {
    let mut design = design(body(), json!({"set": {IMAGE: "i:2"}}));
    for name in ["", "w", "we", "web"] {
        design = done(&design, &[set("containerDefinitions[0].name@staging", name)]);
    }
    let renamed = json!({"set": {IMAGE: "i:2", "containerDefinitions[app].name": "web"}});
    assert_eq!(staging(&design), renamed);

    // What staging calls `web` is what the base calls `app`.
    let design = done(&design, &[set("containerDefinitions[web].image@staging", "i:3")]);
    let record = web(&design);
    assert_eq!(record.overlay("staging")["containerDefinitions"][0]["name"], "web");
    assert_eq!(record.overlay("staging")["containerDefinitions"][0]["image"], "i:3");
    let path = at("containerDefinitions[web].image").path;
    assert_eq!(record.provenance(&path, "staging"), Provenance::Override);
    assert_eq!(record.stored_path(&path, "staging"), at(IMAGE).path);

    assert!(record.is_own(&path, "staging"));
    assert!(!record.is_own(&at("containerDefinitions[web]").path, "staging"));

    let design = done(&design, &[set("containerDefinitions[app].name", "main")]);
    let design = done(&design, &[reset("containerDefinitions[web].image@staging")]);
    assert_eq!(staging(&design), json!({"set": {"containerDefinitions[main].name": "web"}}));
    let design = done(&design, &[reset("containerDefinitions[0].name@staging")]);
    assert_eq!(staging(&design), Value::Null);
}

#[test]
fn what_an_environment_leaves_out_is_remembered() {
    check_overrides(&[
        ("a field", json!({}), vec![remove("cpu@staging")], json!({"remove": ["cpu"]})),
        (
            "a named element",
            json!({}),
            vec![remove("containerDefinitions[1]@staging")],
            json!({"remove": ["containerDefinitions[log]"]}),
        ),
        (
            "an element without a name",
            json!({}),
            vec![remove("containerDefinitions[app].portMappings[0]@staging")],
            json!({"set": {"containerDefinitions[app].portMappings": [{"containerPort": 81}]}}),
        ),
        ("what is not there", json!({}), vec![remove("memory@staging")], Value::Null),
        (
            "what only the environment has",
            json!({"set": {"memory": "1"}}),
            vec![remove("memory@staging")],
            Value::Null,
        ),
        (
            "its own value",
            json!({"set": {"cpu": "1"}}),
            vec![remove("cpu@staging")],
            json!({"remove": ["cpu"]}),
        ),
        (
            "part of its own value",
            json!({"set": {"containerDefinitions[app].environment": [{"name": "C"}, {"name": "D"}]}}),
            vec![remove("containerDefinitions[app].environment[C]@staging")],
            json!({"set": {"containerDefinitions[app].environment": [{"name": "D"}]}}),
        ),
        (
            "the last part of its own value",
            json!({"set": {"runtimePlatform": {"cpuArchitecture": "ARM64"}}}),
            vec![remove("runtimePlatform.cpuArchitecture@staging")],
            Value::Null,
        ),
        (
            "everything below goes with it",
            json!({"set": {IMAGE: "i:2"}, "remove": ["containerDefinitions[app].command"]}),
            vec![remove("containerDefinitions[app]@staging")],
            json!({"remove": ["containerDefinitions[app]"]}),
        ),
    ]);
}

#[test]
fn positions_count_what_the_environment_shows() {
    let design = design(
        json!({"tags": [{"key": "a"}, {"value": "nameless"}, {"value": "too"}]}),
        json!({"remove": ["tags[a]"]}),
    );
    let design = done(&design, &[set("tags[1].value@staging", "x")]);
    assert_eq!(staging(&design), json!({"set": {"tags[2].value": "x"}, "remove": ["tags[a]"]}));
    let shown = json!([{"value": "nameless"}, {"value": "x"}]);
    assert_eq!(web(&design).overlay("staging")["tags"], shown);
    let design = done(&design, &[insert("tags", 0, json!({"key": "b"}))]);
    assert_eq!(web(&design).overlay("staging")["tags"][2]["value"], "x");
}

#[test]
fn reset_lets_the_base_hold_again() {
    let own = json!({"set": {IMAGE: "i:2", "cpu": "512"}, "remove": ["containerDefinitions[log]", "family"]});
    let cases = [
        (
            "cpu@staging",
            json!({"set": {IMAGE: "i:2"}, "remove": ["containerDefinitions[log]", "family"]}),
        ),
        ("containerDefinitions@staging", json!({"set": {"cpu": "512"}, "remove": ["family"]})),
        (
            "containerDefinitions[log].image@staging",
            json!({"set": {IMAGE: "i:2", "cpu": "512"}, "remove": ["family"]}),
        ),
        ("@staging", Value::Null),
        ("", Value::Null),
        (
            "containerDefinitions[0].image",
            json!({"set": {"cpu": "512"}, "remove": ["containerDefinitions[log]", "family"]}),
        ),
        ("memory@staging", own.clone()),
    ];
    for (path, expected) in cases {
        check_overrides(&[(path, own.clone(), vec![reset(path)], expected)]);
    }
    check_overrides(&[(
        "a part of what is overridden; the whole once nothing differs",
        json!({"set": {"containerDefinitions[app].environment": [{"name": "A", "value": "9"}, {"name": "B", "value": "8"}]}}),
        vec![
            reset("containerDefinitions[app].environment[A].value@staging"),
            reset("containerDefinitions[app].environment[1].value@staging"),
        ],
        Value::Null,
    )]);
}

#[test]
fn elements_are_added_by_name_or_with_the_whole_list() {
    check_overrides(&[
        (
            "by name",
            json!({}),
            vec![insert("containerDefinitions[0].environment@staging", 0, json!({"name": "C"}))],
            json!({"set": {"containerDefinitions[app].environment[C]": {"name": "C"}}}),
        ),
        (
            "by name, then renamed, then filled",
            json!({}),
            vec![
                insert("containerDefinitions@staging", 2, json!({"name": "new"})),
                set("containerDefinitions[2].name@staging", "own"),
                set("containerDefinitions[2].image@staging", "o:1"),
            ],
            json!({"set": {"containerDefinitions[own]": {"name": "own", "image": "o:1"}}}),
        ),
        (
            "without a name",
            json!({}),
            vec![insert("containerDefinitions[app].command@staging", 1, json!("x"))],
            json!({"set": {"containerDefinitions[app].command": ["a", "x", "b"]}}),
        ),
        (
            "with a name that is taken",
            json!({}),
            vec![insert("containerDefinitions[app].environment@staging", 2, json!({"name": "A"}))],
            json!({"set": {"containerDefinitions[app].environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, {"name": "A"}]}}),
        ),
        (
            "with the name of one that is called otherwise",
            json!({"set": {"containerDefinitions[app].environment[A].name": "Z"}}),
            vec![insert("containerDefinitions[app].environment@staging", 2, json!({"name": "A"}))],
            json!({"set": {"containerDefinitions[app].environment": [{"name": "Z", "value": "1"}, {"name": "B", "value": "2"}, {"name": "A"}]}}),
        ),
        (
            "moved",
            json!({"set": {"containerDefinitions[app].environment[A].value": "9"}}),
            vec![swap("containerDefinitions[app].environment@staging", 0, 1)],
            json!({"set": {"containerDefinitions[app].environment": [{"name": "B", "value": "2"}, {"name": "A", "value": "9"}]}}),
        ),
        (
            "moved to where it is",
            json!({}),
            vec![swap("containerDefinitions@staging", 1, 1)],
            Value::Null,
        ),
    ]);
}

#[test]
fn overrides_follow_what_the_base_does() {
    let port = "containerDefinitions[app].portMappings[1].containerPort";
    let list = "containerDefinitions[app].portMappings";
    let on_first = json!({"set": {"containerDefinitions[app].portMappings[0].containerPort": 90}});
    let on_second = json!({"set": {port: 90}});
    let gone = Value::Null;
    check_overrides(&[
        (
            "the container is renamed",
            json!({"set": {IMAGE: "i:2"}, "remove": ["containerDefinitions[app].command"]}),
            vec![
                set("containerDefinitions[0].name", ""),
                set("containerDefinitions[0].name", "main"),
            ],
            json!({"set": {"containerDefinitions[main].image": "i:2"}, "remove": ["containerDefinitions[main].command"]}),
        ),
        (
            "a left-out container is renamed",
            json!({"remove": ["containerDefinitions[app]", "containerDefinitions[log]"]}),
            vec![
                set("containerDefinitions[log].name", ""),
                set("containerDefinitions[1].name", "logs"),
            ],
            json!({"remove": ["containerDefinitions[app]", "containerDefinitions[logs]"]}),
        ),
        (
            "the container is replaced by one of another name",
            json!({"set": {IMAGE: "i:2"}}),
            vec![set("containerDefinitions[app]", json!({"name": "main"}))],
            json!({"set": {"containerDefinitions[main].image": "i:2"}}),
        ),
        (
            "the container is removed",
            json!({"set": {IMAGE: "i:2"}}),
            vec![remove("containerDefinitions[0]")],
            gone.clone(),
        ),
        (
            "the containers change places",
            json!({"set": {IMAGE: "i:2"}}),
            vec![swap("containerDefinitions", 0, 1)],
            json!({"set": {IMAGE: "i:2"}}),
        ),
        ("inserted before", on_first.clone(), vec![insert(list, 0, json!({}))], on_second.clone()),
        ("inserted behind", on_second.clone(), vec![insert(list, 2, json!({}))], on_second.clone()),
        (
            "removed before",
            on_second.clone(),
            vec![remove("containerDefinitions[0].portMappings[0]")],
            on_first.clone(),
        ),
        (
            "removed",
            on_second.clone(),
            vec![remove("containerDefinitions[0].portMappings[1]")],
            gone,
        ),
        ("moved forward", on_first.clone(), vec![swap(list, 0, 1)], on_second.clone()),
        ("moved back", on_second, vec![swap(list, 1, 0)], on_first),
    ]);
}

#[test]
fn a_file_written_by_hand_is_put_in_order() {
    for (written, expected) in [
        (json!({"set": {"containerDefinitions[0].image": "i:2"}}), json!({"set": {IMAGE: "i:2"}})),
        (
            json!({"set": {"containerDefinitions[0].image": "i:2", IMAGE: "i:3"}}),
            json!({"set": {IMAGE: "i:3"}}),
        ),
        (json!({"set": {"cpu": "1"}, "remove": ["cpu"]}), json!({"set": {"cpu": "1"}})),
        (
            json!({"set": {"containerDefinitions": [{"name": "app"}], IMAGE: "i:2"}}),
            json!({"set": {"containerDefinitions": [{"name": "app", "image": "i:2"}]}}),
        ),
        (json!({"set": {}, "remove": []}), Value::Null),
    ] {
        assert_eq!(staging(&design(body(), written.clone())), expected, "{written}");
    }
}

#[test]
fn an_override_without_a_place_has_no_effect() {
    for path in [
        "containerDefinitions[ghost].image",
        "containerDefinitions[2]",
        "containerDefinitions[app].command[7]",
        "cpu.deep",
        "volumes[v].name",
    ] {
        let design = design(body(), json!({"set": {path: "x"}}));
        assert_eq!(web(&design).overlay("staging"), body(), "{path}");
    }
}
