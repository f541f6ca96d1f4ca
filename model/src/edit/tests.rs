//! What each edit does, by tables. That nothing breaks whatever is done is `tests/properties.rs`'s to show.

mod overrides;

use std::sync::Arc;

use serde_json::{Value, json};

use super::{ApplyError, Edit};
use crate::address::Address;
use crate::change::Change;
use crate::design::{Design, Place, Settings};
use crate::record::{Origin, Record, RecordId};

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

#[test]
fn what_is_added_at_the_end_of_a_layer_fits_beside_an_environments_own() {
    let list = "containerDefinitions";
    let own = insert(&format!("{list}@staging"), 2, json!({"name": "own", "image": "o:1"}));
    let design = done(&design(body(), json!({})), &[own]);
    let path = at(list).path;
    assert_eq!(web(&design).length(&path, None), 2);
    assert_eq!(web(&design).length(&path, Some("staging")), 3);
    assert_eq!(web(&design).length(&at("volumes").path, Some("staging")), 0);
    let base = web(&design).length(&path, None);
    let after = done(&design, &[insert(list, base, json!({"name": "all", "image": "a:1"}))]);
    let shown = web(&after).overlay("staging");
    let names: Vec<_> = shown[list].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["app", "log", "all", "own"]);
}
