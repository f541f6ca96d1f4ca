//! Task definitions: what registers one, what describes one, and containers without one.

use serde_json::{Map, Value};

use crate::address::Address;
use crate::record::{Kind, RecordId};
use crate::remark::Remark;
use crate::text::{all_of, count};

use super::collect::{Collector, listed};

/// What `DescribeTaskDefinition` answers with and `RegisterTaskDefinition` does not take.
///
/// botocore 1.44.5, ECS service model 2014-11-13: members of TaskDefinition that the request does not have.
const READ_ONLY: [&str; 9] = [
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "deregisteredAt",
    "deleteRequestedAt",
    "registeredBy",
];

/// Adds a task definition. `beside` stood next to it in an answer of AWS.
pub(super) fn add(
    collector: &mut Collector<'_>,
    mut body: Map<String, Value>,
    mut beside: Map<String, Value>,
) {
    let read_only = take_away(&mut body, &READ_ONLY);
    let mut remarks = Vec::new();
    if !read_only.is_empty() {
        remarks.push(format!(
            "{} left out: AWS adds {} to its answers and does not take {} back.",
            was(&read_only),
            them(&read_only),
            them(&read_only)
        ));
        // Tools that put what AWS answers into one object write the tags there, none of them included.
        if body.get("tags").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            body.shift_remove("tags");
            remarks.push("The empty `tags` were left out: AWS does not take them back.".to_owned());
        }
    }
    if let Some(tags) = beside.shift_remove("tags")
        && !body.contains_key("tags")
        && tags.as_array().is_none_or(|tags| !tags.is_empty())
    {
        body.insert("tags".to_owned(), tags);
        remarks.push("The tags that stood beside the task definition are in it now.".to_owned());
    }
    let others: Vec<String> = beside.keys().cloned().collect();
    if !others.is_empty() {
        remarks.push(format!("{} left out: beside the task definition.", was(&others)));
    }
    if let Some(Value::String(text)) = body.get("containerDefinitions")
        && let Ok((containers @ Value::Array(_), _)) = super::json::parse(text)
    {
        body.insert("containerDefinitions".to_owned(), containers);
        remarks
            .push("`containerDefinitions` was JSON inside a text, and is a list now.".to_owned());
    }
    let family = text(&body, "family");
    let name = family
        .or(collector.file_stem())
        .or_else(|| first_name(body.get("containerDefinitions")?.as_array()?))
        .unwrap_or_default()
        .to_owned();
    // Both are in every answer, and in no file that somebody wrote.
    let is_printed = ["taskDefinitionArn", "registeredAt"]
        .iter()
        .all(|key| read_only.iter().any(|other| other == key));
    let id = if is_printed {
        collector.add_printed(Kind::TaskDefinition, &name, body)
    } else {
        collector.add(Kind::TaskDefinition, &name, body)
    };
    say(collector, &id, remarks);
}

/// Adds containers as a task definition of their own.
pub(super) fn add_containers(collector: &mut Collector<'_>, containers: Vec<Value>) {
    let family = collector.file_stem().or(first_name(&containers)).unwrap_or("task").to_owned();
    let id = collector.design.free_id(Kind::TaskDefinition, &family);
    let what = count(containers.len(), "container");
    let mut body = Map::new();
    body.insert("family".to_owned(), Value::String(id.name().to_owned()));
    body.insert("containerDefinitions".to_owned(), Value::Array(containers));
    let id = collector.add(Kind::TaskDefinition, id.name(), body);
    let remark = format!(
        "The list of {what} is a task definition of its own now, with the family `{}`. To run on Fargate it still needs `networkMode` awsvpc, `requiresCompatibilities` FARGATE, `cpu` and `memory`, and an `executionRoleArn` if it pulls from ECR or writes logs to CloudWatch.",
        id.name()
    );
    say(collector, &id, vec![remark]);
}

/// Says something about a record.
pub(super) fn say(collector: &mut Collector<'_>, id: &RecordId, remarks: Vec<String>) {
    for message in remarks {
        collector.remark(Remark::at(Address::record(id.clone()), message));
    }
}

/// A text that is there and not empty.
pub(super) fn text<'a>(body: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    body.get(key)?.as_str().filter(|text| !text.is_empty())
}

fn first_name(containers: &[Value]) -> Option<&str> {
    containers.first()?.get("name")?.as_str().filter(|name| !name.is_empty())
}

/// Takes members away, and says which were there.
pub(super) fn take_away(body: &mut Map<String, Value>, keys: &[&str]) -> Vec<String> {
    keys.iter()
        .filter(|key| body.shift_remove(**key).is_some())
        .map(|key| (*key).to_owned())
        .collect()
}

/// `a` was, `a` and `b` were.
pub(super) fn was(keys: &[String]) -> String {
    if keys.len() == 1 {
        format!("{} was", listed(keys))
    } else {
        let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        format!("{} were", all_of(&quoted))
    }
}

pub(super) const fn them(keys: &[String]) -> &'static str {
    if keys.len() == 1 { "it" } else { "them" }
}
