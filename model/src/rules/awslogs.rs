//! The fix that gives a container a log group: the record, and the log configuration that refers to it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::ecs::container_definition::ContainerDefinition;
use crate::edit::Edit;
use crate::record::{Kind, Record, RecordId};
use crate::reference::Reference;

use super::Context;

/// How long logs are kept, unless somebody says otherwise. CloudWatch Logs itself would keep them for ever.
const RETENTION_IN_DAYS: i64 = 30;
/// What the console puts in front of a log stream's name: `ecs/<container>/<task>`.
pub(super) const STREAM_PREFIX: &str = "ecs";

/// The task definition's own log group: the text that refers to it, and the edit that makes it where there is
/// none yet.
pub(super) fn log_group(cx: &Context<'_>) -> (String, Option<Edit>) {
    let subject = cx.subject();
    let id = RecordId::from_text(Kind::LogGroup, subject.id.name());
    let reference = Reference::to(id.clone()).to_string();
    if cx.get(&id).is_some() {
        return (reference, None);
    }
    // As written, with placeholders: each environment gets a group of its own where it has a family of its own.
    let family = subject.overlay.get("family").and_then(Value::as_str).unwrap_or(subject.id.name());
    let mut body = Map::new();
    body.insert("logGroupName".to_owned(), format!("/ecs/{family}").into());
    body.insert("retentionInDays".to_owned(), RETENTION_IN_DAYS.into());
    let record = Record { environments: subject.record.environments.clone(), ..Record::new(body) };
    (reference, Some(Edit::AddRecord { id, index: None, record: Arc::new(record) }))
}

/// The edits that let a container log with awslogs, whatever it says about logs now. `None` while the design
/// does not say its Region, which awslogs needs.
pub(super) fn add_awslogs(cx: &Context<'_>, container: &ContainerDefinition) -> Option<Vec<Edit>> {
    let region = cx.region()?;
    let (group, add_group) = log_group(cx);
    let configuration = json!({
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": group,
            "awslogs-region": region,
            "awslogs-stream-prefix": STREAM_PREFIX,
        },
    });
    let set = cx.set(&container.path("logConfiguration"), configuration);
    Some(add_group.into_iter().chain([set]).collect())
}
