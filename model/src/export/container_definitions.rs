//! The bare list of container definitions, as Terraform's `container_definitions` takes it.

use serde_json::Value;

use crate::path::Path;
use crate::record::RecordId;
use crate::resolve::Estate;

use super::document::{self, Document};

/// The container definitions of a task definition in one environment; `None` when there is no such task
/// definition.
#[must_use]
pub fn array(estate: &Estate, id: &RecordId) -> Option<Document> {
    const LIST: &str = "containerDefinitions";
    let resolved = estate.get(id)?;
    resolved.task_definition()?;
    let none = Value::Array(Vec::new());
    let list = resolved.body.get(LIST).unwrap_or(&none);
    Some(document::of_value(estate, resolved, list, &Path::root().key(LIST)))
}
