//! A cluster as `aws ecs create-cluster --cli-input-json` takes it.

use crate::record::RecordId;
use crate::resolve::Estate;

use super::document::{self, Document};

/// The create input of a cluster in one environment; `None` when there is no such cluster.
#[must_use]
pub fn create_input(estate: &Estate, id: &RecordId) -> Option<Document> {
    let resolved = estate.get(id)?;
    resolved.cluster()?;
    Some(document::of_record(estate, resolved))
}
