//! What rules' tests share: one record, one rule, what it finds and what its first fix makes of it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::design::Design;
use crate::diagnostic::Diagnostic;
use crate::edit::Edit;
use crate::record::{Kind, Record, RecordId};
use crate::rules::Rule;

/// A design with one environment, `production`, and these records: id, body.
pub(crate) fn design(records: &[(&str, Value)]) -> Design {
    let edits: Vec<Edit> = records
        .iter()
        .map(|(id, body)| Edit::AddRecord {
            id: id.parse().unwrap(),
            index: None,
            record: Arc::new(Record::new(body.as_object().unwrap().clone())),
        })
        .collect();
    Design::new("test").apply(&edits).unwrap().0
}

/// What one rule finds in a design, in every environment.
pub(crate) fn findings(rule: &Rule, design: &Design) -> Vec<Diagnostic> {
    super::check(design).merged().into_iter().filter(|found| found.rule.code == rule.code).collect()
}

/// The addresses at which one rule finds something.
pub(crate) fn addresses(rule: &Rule, design: &Design) -> Vec<String> {
    findings(rule, design).iter().map(|found| found.address.to_string()).collect()
}

/// The design after the first fix of the rule's first finding.
pub(crate) fn fixed(rule: &Rule, design: &Design) -> Design {
    let found = findings(rule, design);
    let fix = &found.first().expect("the rule finds nothing").fixes.first().expect("no fix").edits;
    let (fixed, _) = design.apply(fix).unwrap();
    let left = addresses(rule, &fixed);
    assert!(left.len() < found.len(), "the fix leaves {left:?}");
    fixed
}

/// The addresses at which one rule finds something in a task definition, `taskDefinition.subject`.
pub(crate) fn codes_in_task_definition(rule: &Rule, body: &Value) -> Vec<String> {
    addresses(rule, &design(&[("taskDefinition.subject", body.clone())]))
}

/// A task definition after the first fix of the rule's first finding.
pub(crate) fn fixed_task_definition(rule: &Rule, body: &Value) -> Value {
    let id = RecordId::new(Kind::TaskDefinition, "subject").unwrap();
    fixed(rule, &design(&[("taskDefinition.subject", body.clone())]))
        .record(&id)
        .unwrap()
        .body
        .clone()
}

/// A task definition for Fargate with these containers; the rest of it is as it should be.
pub(crate) fn fargate(containers: Value) -> Value {
    json!({
        "family": "web",
        "requiresCompatibilities": ["FARGATE"],
        "networkMode": "awsvpc",
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
        "containerDefinitions": containers,
    })
}

/// A task definition for EC2, in `bridge` mode, with these containers.
pub(crate) fn ec2(containers: Value) -> Value {
    json!({
        "family": "web",
        "requiresCompatibilities": ["EC2"],
        "networkMode": "bridge",
        "memory": "512",
        "containerDefinitions": containers,
    })
}

/// The same JSON with some members replaced; `null` takes one away.
pub(crate) fn with(mut base: Value, members: Value) -> Value {
    let object = base.as_object_mut().unwrap();
    for (key, value) in members.as_object().unwrap() {
        if value.is_null() {
            object.shift_remove(key);
        } else {
            object.insert(key.clone(), value.clone());
        }
    }
    base
}

/// A container that is as it should be, with some members replaced.
pub(crate) fn container(members: Value) -> Value {
    with(json!({"name": "app", "image": "app:1.0"}), members)
}

/// Where one rule finds something in a task definition, in the order in which it says so.
pub(crate) fn finds(rule: &Rule, body: &Value) -> Vec<String> {
    codes_in_task_definition(rule, body)
        .iter()
        .map(|address| {
            address.trim_start_matches("taskDefinition.subject").trim_start_matches('.').to_owned()
        })
        .collect()
}

/// What one rule says about a task definition first.
pub(crate) fn says(rule: &Rule, body: &Value) -> String {
    let design = design(&[("taskDefinition.subject", body.clone())]);
    findings(rule, &design).first().map(|found| found.message.clone()).unwrap_or_default()
}
