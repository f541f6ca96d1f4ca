//! A hundred task definitions, every fifth with one seeded mistake: each mistake is found, and nothing else is
//! called an error.
//!
//! The fixture was made by a deterministic generator for comparing validators, and holds at most four
//! environment variables a container.

use std::sync::Arc;

use bayplan_model::check::check;
use bayplan_model::design::Design;
use bayplan_model::diagnostic::Severity;
use bayplan_model::edit::Edit;
use bayplan_model::record::{Kind, Record, RecordId};
use serde_json::Value;

/// The rule that must find each mistake.
const EXPECTED: &[(&str, &str)] = &[
    ("pair", "FG003"),
    ("noimage", "CD002"),
    ("port", "PM001"),
    ("type", "FM001"),
    ("enum", "FM001"),
    ("dup", "TD004"),
    ("dep", "DP001"),
    ("unknown", "FM001"),
    ("volume", "VO001"),
    ("essential", "TD003"),
    ("netmode", "FG002"),
    ("family", "TD005"),
    ("disk", "VO003"),
    ("logopts", "LG002"),
    ("norole", "TD012"),
    ("health", "HC002"),
    ("timeout", "RS001"),
    ("priv", "FG005"),
    ("emptycmd", "TD001"),
    ("hostport", "PM003"),
];

/// What one task definition's errors are, by code.
fn errors(body: &Value) -> Vec<(&'static str, String)> {
    let id = RecordId::new(Kind::TaskDefinition, "subject").unwrap();
    let record = Arc::new(Record::new(body.as_object().unwrap().clone()));
    let add = Edit::AddRecord { id, index: None, record };
    let (design, _) = Design::new("seeded").apply(&[add]).unwrap();
    check(&design)
        .merged()
        .into_iter()
        .filter(|found| found.severity != Severity::Advice)
        .filter(|found| found.severity == Severity::Error || found.rule.code == "FM001")
        .map(|found| (found.rule.code, format!("{}: {}", found.address, found.message)))
        .collect()
}

#[test]
fn every_mistake_is_found_and_nothing_else() {
    let cases: Value = serde_json::from_str(include_str!("fixtures/seeded.json")).unwrap();
    let cases = cases.as_array().unwrap();
    assert_eq!(cases.len(), 100);
    let mut found_mistakes = Vec::new();
    for case in cases {
        let found = errors(&case["taskDefinition"]);
        match case["mistake"].as_str() {
            None => assert!(found.is_empty(), "{found:?}"),
            Some(mistake) => {
                let (_, code) = EXPECTED.iter().find(|(name, _)| *name == mistake).unwrap();
                assert!(found.iter().any(|(found, _)| found == code), "{mistake}: {found:?}");
                found_mistakes.push(mistake);
            }
        }
    }
    let expected: Vec<&str> = EXPECTED.iter().map(|(name, _)| *name).collect();
    assert_eq!(found_mistakes, expected);
}
