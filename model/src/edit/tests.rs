//! What each edit does, by tables. That nothing breaks whatever is done is `tests/properties.rs`'s to show.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{ApplyError, Edit};
use crate::address::Address;
use crate::change::Change;
use crate::design::{Design, Place, Settings};
use crate::record::{Origin, Provenance, Record, RecordId};

/// A task definition `web` with that body and those overrides for staging, and what refers to it.
fn design(body: Value, staging: Value) -> Design {
    Design::from_json(json!({
        "formatVersion": 1,
        "environments": [{"name": "production"}, {"name": "staging"}],
        "records": {
            "taskDefinition.web": {"body": body, "overrides": {"staging": staging}},
            "service.web": {
                "body": {"taskDefinition": "${taskDefinition.web}", "tags": [{"key": "of", "value": "a ${taskDefinition.web.family}"}]},
                "overrides": {"staging": {"set": {"taskDefinition": "${taskDefinition.web}"}}},
            },
            "cluster.main": {"body": {}, "environments": ["staging"]},
        },
    }))
    .unwrap()
}

fn body() -> Value {
    json!({
        "family": "web",
        "cpu": "256",
        "containerDefinitions": [
            {"name": "app", "image": "i:1", "command": ["a", "b"],
             "environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
             "portMappings": [{"containerPort": 80}, {"containerPort": 81}]},
            {"name": "log", "image": "l:1"},
        ],
    })
}

fn id(text: &str) -> RecordId {
    text.parse().unwrap()
}

/// An address in the task definition `web`.
fn at(path: &str) -> Address {
    let separator = if path.is_empty() || path.starts_with('@') { "" } else { "." };
    format!("taskDefinition.web{separator}{path}").parse().unwrap()
}

fn set(path: &str, value: impl Into<Value>) -> Edit {
    Edit::Set { address: at(path), value: value.into() }
}

fn remove(path: &str) -> Edit {
    Edit::Remove { address: at(path) }
}

fn reset(path: &str) -> Edit {
    Edit::Reset { address: at(path) }
}

fn insert(path: &str, index: usize, value: Value) -> Edit {
    Edit::Insert { address: at(path), index, value }
}

fn swap(path: &str, from: usize, to: usize) -> Edit {
    Edit::Move { address: at(path), from, to }
}

fn done(design: &Design, edits: &[Edit]) -> Design {
    let (next, change) = design.apply(edits).unwrap();
    assert_eq!(change.reversed().applied_to(&next).to_text(), design.to_text());
    next
}

fn web(design: &Design) -> &Record {
    design.record(&id("taskDefinition.web")).unwrap()
}

/// What staging says of `web`, as the design's file has it.
fn staging(design: &Design) -> Value {
    design.to_json()["records"]["taskDefinition.web"]["overrides"]["staging"].clone()
}

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

const IMAGE: &str = "containerDefinitions[app].image";

#[test]
fn base_edits_change_the_body() {
    let cases: Vec<(Edit, &str, Value)> = vec![
        (set("cpu", "512"), "/cpu", json!("512")),
        (
            set("runtimePlatform.cpuArchitecture", "ARM64"),
            "/runtimePlatform",
            json!({"cpuArchitecture": "ARM64"}),
        ),
        (set("containerDefinitions[log].cpu", 5), "/containerDefinitions/1/cpu", json!(5)),
        (
            set("containerDefinitions[0].command[2]", "c"),
            "/containerDefinitions/0/command",
            json!(["a", "b", "c"]),
        ),
        (set("", json!({"family": "other"})), "", json!({"family": "other"})),
        (remove("cpu"), "/cpu", Value::Null),
        (
            remove("containerDefinitions[app].command[0]"),
            "/containerDefinitions/0/command",
            json!(["b"]),
        ),
        (remove("containerDefinitions[app]"), "/containerDefinitions/0/name", json!("log")),
        (remove("containerDefinitions[ghost].image"), "", body()),
        (insert("volumes", 0, json!({"name": "v"})), "/volumes", json!([{"name": "v"}])),
        (
            insert("containerDefinitions[app].command", 1, json!("x")),
            "/containerDefinitions/0/command",
            json!(["a", "x", "b"]),
        ),
        (swap("containerDefinitions", 0, 1), "/containerDefinitions/0/name", json!("log")),
    ];
    for (edit, pointer, expected) in cases {
        let after = done(&design(body(), json!({})), std::slice::from_ref(&edit));
        let found = web(&after).body.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(found, expected, "{edit:?}");
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

#[test]
fn a_record_is_renamed_wherever_it_is_spoken_of() {
    let design = design(body(), json!({}));
    // The service was touched last: it is renamed in all the same.
    let first = Edit::Set { address: "service.web.desiredCount".parse().unwrap(), value: 1.into() };
    let rename = Edit::RenameRecord { id: id("taskDefinition.web"), name: "api".into() };
    let after = done(&design, &[first, rename]);
    let service = after.record(&id("service.web")).unwrap();
    assert_eq!(service.body["taskDefinition"], "${taskDefinition.api}");
    assert_eq!(service.body["tags"][0]["value"], "a ${taskDefinition.api.family}");
    assert_eq!(service.overlay("staging")["taskDefinition"], "${taskDefinition.api}");
    let ids: Vec<String> = after.entries().map(|(id, _)| id.to_string()).collect();
    assert_eq!(ids, ["taskDefinition.api", "service.web", "cluster.main"]);
    assert_eq!(after.references_to(&id("taskDefinition.web")), []);
}

#[test]
fn records_are_added_changed_and_removed() {
    let design = design(body(), json!({}));
    let record = Arc::new(Record::new(serde_json::Map::new()));
    let add = |index| Edit::AddRecord { id: id("role.r"), index, record: record.clone() };
    let position = |index| done(&design, &[add(index)]).records.get_index_of(&id("role.r"));
    assert_eq!(
        [position(None), position(Some(1)), position(Some(99))],
        [Some(3), Some(1), Some(3)]
    );

    let cluster = id("cluster.main");
    let edits = [
        Edit::SetOrigin { id: cluster.clone(), origin: Origin::LookUp },
        Edit::SetEnvironments { id: cluster.clone(), environments: None },
        Edit::SetPlace { id: cluster.clone(), place: Some(Place { x: 1.0, y: 2.0 }) },
    ];
    let after = done(&design, &edits);
    let entry = after.entry(&cluster).unwrap();
    assert_eq!((entry.record.origin, &entry.record.environments), (Origin::LookUp, &None));
    assert_eq!(entry.place, Some(Place { x: 1.0, y: 2.0 }));
    // A place that a file could not hold is none.
    let nowhere =
        Edit::SetPlace { id: cluster.clone(), place: Some(Place { x: f64::NAN, y: 2.0 }) };
    assert_eq!(done(&after, &[nowhere]).entry(&cluster).unwrap().place, None);
    assert_eq!(done(&after, &[Edit::RemoveRecord { id: cluster.clone() }]).record(&cluster), None);
}

#[test]
fn environments_take_along_what_is_said_of_them() {
    let design = design(body(), json!({"set": {"cpu": "512"}}));
    let rename = Edit::RenameEnvironment { from: "staging".into(), to: "test".into() };
    let renamed = done(&design, &[rename]);
    assert_eq!(
        renamed.environments().map(|name| &**name).collect::<Vec<_>>(),
        ["production", "test"]
    );
    assert_eq!(web(&renamed).overlay("test")["cpu"], "512");
    let cluster = renamed.record(&id("cluster.main")).unwrap();
    assert!(cluster.is_in("test") && !cluster.is_in("staging"));

    let mut settings = (*design.settings).clone();
    settings.environments.pop();
    for edit in [
        Edit::RemoveEnvironment { name: "staging".into() },
        Edit::SetSettings { settings: Box::new(settings) },
    ] {
        let removed = done(&design, &[edit]);
        assert!(web(&removed).overrides.is_empty());
        assert!(!removed.record(&id("cluster.main")).unwrap().is_in("staging"));
    }
}

/// A file can speak of an environment that it does not have.
#[test]
fn a_new_name_that_a_file_already_speaks_of_is_taken_over() {
    let mut json = design(body(), json!({"set": {"cpu": "512"}})).to_json();
    json["records"]["taskDefinition.web"]["overrides"] =
        json!({"test": {"set": {"cpu": "1"}}, "staging": {"set": {"cpu": "512"}}});
    let design = Design::from_json(json).unwrap();
    let rename = Edit::RenameEnvironment { from: "staging".into(), to: "test".into() };
    assert_eq!(web(&done(&design, &[rename])).overlay("test")["cpu"], "512");
}

#[test]
fn what_cannot_be_done_says_why_and_leaves_the_design_as_it_was() {
    let design = design(body(), json!({"set": {IMAGE: "i:2"}}));
    let settings = |names: &[&str]| {
        let mut settings = Settings::default();
        for name in names {
            settings
                .environments
                .push(crate::design::Environment { name: (*name).into(), ..Default::default() });
        }
        Edit::SetSettings { settings: Box::new(settings) }
    };
    let add = |id: &str, record: Record| Edit::AddRecord {
        id: self::id(id),
        index: None,
        record: Arc::new(record),
    };
    let object = || Record::new(serde_json::Map::new());
    let cases: Vec<(Edit, &str)> = vec![
        (Edit::Remove { address: "service.ghost.a".parse().unwrap() }, "there is no service.ghost"),
        (Edit::RemoveRecord { id: id("service.ghost") }, "there is no service.ghost"),
        (Edit::SetPlace { id: id("service.ghost"), place: None }, "there is no service.ghost"),
        (
            Edit::SetOrigin { id: id("service.ghost"), origin: Origin::Refer },
            "there is no service.ghost",
        ),
        (
            Edit::RenameRecord { id: id("service.ghost"), name: "x".into() },
            "there is no service.ghost",
        ),
        (set("cpu@ghost", 1), "there is no environment `ghost`"),
        (
            Edit::SetEnvironments {
                id: id("service.web"),
                environments: Some(vec!["ghost".into()]),
            },
            "there is no environment `ghost`",
        ),
        (
            add("role.r", Record { environments: Some(vec!["ghost".into()]), ..object() }),
            "there is no environment `ghost`",
        ),
        (add("service.web", object()), "there already is a service.web"),
        (add("role.r", Record { body: json!("text"), ..object() }), " is not an object"),
        (
            Edit::RenameEnvironment { from: "ghost".into(), to: "x".into() },
            "there is no environment `ghost`",
        ),
        (
            Edit::RenameEnvironment { from: "staging".into(), to: "production".into() },
            "there already is an environment `production`",
        ),
        (
            Edit::RenameEnvironment { from: "staging".into(), to: "a b".into() },
            "`a b` cannot name an environment",
        ),
        (settings(&[]), "at least one environment"),
        (settings(&["a", "a"]), "there already is an environment `a`"),
        (settings(&["a", ""]), "`` cannot name an environment"),
        (
            Edit::RenameRecord { id: id("service.web"), name: "1".into() },
            "`1` cannot name a record",
        ),
        (set("", "text"), "is not an object"),
        (set("@staging", json!({})), "is not a field that one environment can override"),
        (remove(""), "is not something that can be removed"),
        (remove("@staging"), "is not a field that one environment can leave out"),
        (set("cpu.deep", 1), "cpu is not an object"),
        (set("cpu[0]@staging", 1), "cpu is not a list"),
        (set("containerDefinitions[5]", json!({})), "there is nothing at containerDefinitions[5]"),
        (
            set("containerDefinitions[ghost]", json!({"name": "other"})),
            "there is nothing at containerDefinitions[ghost]",
        ),
        (
            set("containerDefinitions[ghost].cpu@staging", 1),
            "there is nothing at containerDefinitions[ghost]",
        ),
        (
            insert("containerDefinitions", 9, json!({})),
            "there is nothing at containerDefinitions[9]",
        ),
        (insert("cpu@staging", 0, json!({})), "cpu is not a list"),
        (swap("containerDefinitions", 0, 2), "there is nothing at containerDefinitions[2]"),
        (swap("volumes@staging", 0, 0), "there is nothing at volumes"),
    ];
    let before = design.to_text();
    for (edit, reason) in cases {
        // With an edit before it that could be done: all or none.
        let error = design.apply(&[set("cpu", "512"), edit.clone()]).unwrap_err();
        assert!(error.to_string().contains(reason), "{edit:?}: {error}");
        assert_eq!(design.to_text(), before);
    }
    let mut one = design.clone();
    one = done(&one, &[Edit::RemoveEnvironment { name: "staging".into() }]);
    let last = one.apply(&[Edit::RemoveEnvironment { name: "production".into() }]);
    assert_eq!(last.unwrap_err(), ApplyError::LastEnvironment);
}

#[test]
fn a_change_keeps_the_order_of_members_and_records() {
    let design = design(body(), json!({}));
    let turned = json!({"containerDefinitions": body()["containerDefinitions"], "cpu": "256", "family": "web"});
    let after = done(&design, &[set("", turned)]);
    assert_ne!(after.to_text(), design.to_text());

    // The service ends up where it was, between two others that changed places.
    let [first, middle, last] = ["taskDefinition.web", "service.web", "cluster.main"].map(id);
    let take = |id: &RecordId| Edit::RemoveRecord { id: id.clone() };
    let put = |id: &RecordId, at| {
        let record = design.record(id).unwrap().clone();
        Edit::AddRecord { id: id.clone(), index: Some(at), record }
    };
    let edits = [take(&middle), take(&last), put(&last, 0), put(&middle, 1)];
    let after = done(&design, &edits);
    let ids: Vec<_> = after.entries().map(|(id, _)| id).collect();
    assert_eq!(ids, [&last, &middle, &first]);
    let change = Change::of(&design, &after);
    assert_eq!(change.applied_to(&design).to_text(), after.to_text());
}
