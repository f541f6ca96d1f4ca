//! Whole files that people keep, imported, and exported again as they were.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use bayplan_model::design::Design;
use bayplan_model::export::{container_definitions, service, task_definition};
use bayplan_model::import::{Imported, Outcome, read};
use bayplan_model::record::Kind;
use bayplan_model::resolve::resolve;
use proptest::prelude::*;
use serde_json::Value;

/// Task definitions with their sources in `SOURCES.md` beside them, and those of a folder of one's own.
fn files() -> &'static [(PathBuf, String)] {
    static FILES: LazyLock<Vec<(PathBuf, String)>> = LazyLock::new(read_files);
    &FILES
}

fn read_files() -> Vec<(PathBuf, String)> {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/task-definitions");
    let more = std::env::var("BAYPLAN_TASK_DEFINITIONS").ok();
    let mut files: Vec<PathBuf> = [Some(fixtures.to_owned()), more]
        .into_iter()
        .flatten()
        .flat_map(|folder| fs::read_dir(&folder).unwrap_or_else(|_| panic!("no folder {folder}")))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    assert!(files.len() >= 10);
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

fn import(text: &str, path: &Path) -> Option<(Design, Imported)> {
    let into = Design::new("test");
    match read(text, path.to_str(), &into).ok()? {
        Outcome::Records(imported) => {
            let (design, _) = into.apply(&imported.edits).unwrap();
            Some((design, imported))
        }
        Outcome::Design { .. } => panic!("{} is no design", path.display()),
    }
}

/// A document without what the exports leave out and name.
fn accepted(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(key, value)| {
                let empty = value.as_array().is_some_and(Vec::is_empty);
                !(value.is_null() || *key == "tags" && empty)
            })
            .map(|(key, value)| (key.clone(), accepted(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(elements) => elements
            .iter()
            .filter(|value| !value.is_null())
            .map(accepted)
            .collect::<Vec<_>>()
            .into(),
        other => other.clone(),
    }
}

#[test]
fn strict_json_goes_out_as_it_came_in() {
    let (mut registered, mut lists, mut services) = (0, 0, 0);
    for (path, text) in files() {
        let Ok(before) = serde_json::from_str::<Value>(text) else { continue };
        let name = path.display();
        let (design, imported) = import(text, path).unwrap_or_else(|| panic!("{name}"));
        let estate = resolve(&design, "production").unwrap();
        let id = imported.added.first().unwrap();
        // Compared as text, because JSON values are equal whatever the order of their keys.
        if before.is_array() {
            let after = container_definitions::array(&estate, id).unwrap();
            assert_eq!(after.value.to_string(), accepted(&before).to_string(), "{name}");
            lists += 1;
        } else if id.kind() == Kind::TaskDefinition {
            let after = task_definition::register_input(&estate, id).unwrap();
            let mut expected =
                before.get("taskDefinition").cloned().unwrap_or_else(|| before.clone());
            let members = expected.as_object_mut().unwrap();
            // Whatever went missing was named.
            let said: String = imported.remarks.iter().map(|remark| format!("{remark} ")).collect();
            members.retain(|key, _| {
                after.value.get(key).is_some() || !said.contains(&format!("`{key}`"))
            });
            assert_eq!(after.value.to_string(), accepted(&expected).to_string(), "{name}");
            registered += 1;
        } else {
            assert!(service::create_input(&estate, id).is_some(), "{name}");
            services += 1;
        }
    }
    assert!(registered >= 5 && lists >= 1 && services >= 1, "{registered} {lists} {services}");
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    for (path, text) in files() {
        if import(text, path).is_none() {
            let error = read(text, None, &Design::new("test")).unwrap_err().to_string();
            assert!(error.starts_with("line "), "{}: {error}", path.display());
        }
    }
}

/// Reads anything, and checks that what comes of it can be applied and exported.
fn survives(text: &str) {
    let into = Design::new("test");
    if let Ok(Outcome::Records(imported)) = read(text, Some("file.json"), &into) {
        let (design, _) = into.apply(&imported.edits).unwrap();
        let estate = resolve(&design, "production").unwrap();
        for id in &imported.added {
            let document = task_definition::register_input(&estate, id)
                .or_else(|| service::create_input(&estate, id));
            if let Some(document) = document {
                serde_json::from_str::<Value>(&document.text()).unwrap();
            }
        }
        assert_eq!(Design::parse(&design.to_text()).unwrap(), design);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_json_like_text_is_read_or_refused(text in r#"([\[\]{},:"'/*#\\ \n\t]|\$\{|true|null|[0-9.eE+-]|[a-zé😀]|"family"|"containerDefinitions"|"services"|"name"){0,80}"#) {
        survives(&text);
    }

    #[test]
    fn real_files_with_mistakes_are_read_or_refused(
        file in any::<prop::sample::Index>(),
        mistakes in proptest::collection::vec((any::<prop::sample::Index>(), 0_u8..4, any::<char>()), 1..6),
    ) {
        let mut characters: Vec<char> = file.get(files()).1.chars().collect();
        for (at, mistake, character) in mistakes {
            if characters.is_empty() {
                break;
            }
            let at = at.index(characters.len());
            match mistake {
                0 => { characters.remove(at); }
                1 => characters.insert(at, character),
                2 => characters[at] = character,
                _ => characters.truncate(at),
            }
        }
        survives(&characters.into_iter().collect::<String>());
    }
}
