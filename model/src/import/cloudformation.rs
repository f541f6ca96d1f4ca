//! Recognised; refused for now.

use serde_json::{Map, Value};

use super::ImportError;
use super::collect::Collector;

pub(super) fn add(
    _collector: &mut Collector<'_>,
    _document: Map<String, Value>,
) -> Result<(), ImportError> {
    Err(ImportError::Unrecognised {
        found: "the template has no resource of ECS that can be read".to_owned(),
    })
}
