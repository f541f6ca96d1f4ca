//! A service as `aws ecs create-service --cli-input-json` takes it.

use crate::record::RecordId;
use crate::resolve::Estate;

use super::document::{self, Document};

/// The create input of a service in one environment; `None` when there is no such service.
///
/// The cluster is named by its name and the task definition by its family, which is its newest revision.
#[must_use]
pub fn create_input(estate: &Estate, id: &RecordId) -> Option<Document> {
    let resolved = estate.get(id)?;
    resolved.service()?;
    Some(document::of_record(estate, resolved))
}
