//! Task definitions and services that other people wrote: each comes in or is refused for a reason, and what comes in
//! goes out again as it was.
//!
//! The files are no part of this repository: `BAYPLAN_SHARED` names the folder that has `corpus`, with what is known of
//! each file in `verdicts.tsv`. Without it there is nothing to read; the files in `tests/fixtures` are read by
//! `import.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

use bayplan_model::design::Design;
use bayplan_model::export::{service, task_definition};
use bayplan_model::import::{self, Outcome};
use bayplan_model::record::Kind;
use bayplan_model::resolve::resolve;
use serde_json::Value;

/// What is known of a file.
struct Verdict {
    file: String,
    kind: String,
    is_strict: bool,
}

fn corpus() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("BAYPLAN_SHARED")?).join("corpus");
    folder.join("verdicts.tsv").exists().then_some(folder)
}

fn verdicts(corpus: &Path) -> Vec<Verdict> {
    let table = fs::read_to_string(corpus.join("verdicts.tsv")).unwrap();
    table
        .lines()
        .skip(1)
        .map(|line| {
            let mut columns = line.split('\t').map(str::to_owned);
            let mut next = || columns.next().unwrap();
            Verdict { file: next(), kind: next(), is_strict: next() == "yes" }
        })
        .collect()
}

/// Without nulls and empty `tags`, which AWS does not take and an export leaves out.
fn as_aws_takes_it(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(key, value)| {
                !(value.is_null() || key == "tags" && value.as_array().is_some_and(Vec::is_empty))
            })
            .map(|(key, value)| (key, as_aws_takes_it(value)))
            .collect(),
        Value::Array(elements) => {
            elements.into_iter().filter(|one| !one.is_null()).map(as_aws_takes_it).collect()
        }
        other => other,
    }
}

#[test]
fn what_people_wrote_comes_in_and_goes_out_as_it_was() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: BAYPLAN_SHARED names no folder with a corpus");
        return;
    };
    let (mut read, mut refused, mut same, mut repaired) = (0, 0, 0, 0);
    let mut lost = Vec::new();
    for Verdict { file, kind, is_strict } in verdicts(&corpus) {
        let path = corpus.join(&file);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let empty = Design::new("");
        let imported = match import::read(&text, Some(&name), &empty) {
            Ok(Outcome::Records(imported)) => imported,
            Ok(Outcome::Design { .. }) => panic!("{file} is no design"),
            Err(error) => {
                refused += 1;
                println!("refused {file}: {}", error.to_string().lines().next().unwrap());
                assert!(!is_strict, "{file} is what AWS takes, and was refused: {error}");
                continue;
            }
        };
        read += 1;
        assert!(!imported.added.is_empty(), "{file}: nothing came of it");
        let (design, _) = empty.apply(&imported.edits).unwrap();
        let estate = resolve(&design, "production").unwrap();
        if !is_strict
            || !matches!(kind.as_str(), "register-input" | "create-service" | "service-definition")
        {
            continue;
        }
        let id = &imported.added[0];
        let exported = match id.kind() {
            Kind::TaskDefinition => task_definition::register_input(&estate, id),
            _ => service::create_input(&estate, id),
        };
        let written = exported.unwrap().value.to_string();
        let before: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        // As texts: the order of members counts, too.
        let before = as_aws_takes_it(before).to_string();
        if before == written {
            same += 1;
        } else if imported.remarks.is_empty() {
            lost.push(file);
        } else {
            repaired += 1;
            println!(
                "repaired {file}: {}",
                imported.remarks.iter().map(|r| r.message.as_str()).collect::<Vec<_>>().join(" | ")
            );
        }
    }
    println!(
        "{read} read, {refused} refused, {same} out as they were, {repaired} with repairs that were named"
    );
    assert!(lost.is_empty(), "something of these changed and nothing was said: {lost:?}");
    assert!(read > 100 && same > 40, "the corpus was hardly read");
}
