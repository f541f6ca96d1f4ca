//! A task definition as `aws ecs register-task-definition --cli-input-json` takes it.

use crate::record::RecordId;
use crate::resolve::Estate;

use super::document::{self, Document};

/// The register input of a task definition in one environment; `None` when there is no such task definition.
///
/// Members stand in the order of the record; what was not said stays unsaid, and members that this version
/// does not know stay in their place.
#[must_use]
pub fn register_input(estate: &Estate, id: &RecordId) -> Option<Document> {
    let resolved = estate.get(id)?;
    resolved.task_definition()?;
    Some(document::of_record(estate, resolved))
}
