//! What differs between two records, as ECS understands it: neither the order of what has none, nor a default that one
//! side spells out, nor a number written as text is a difference.
//!
//! Two forms of a field mean the same when ECS answers with the same for both, or when Terraform's AWS provider takes
//! one for the other: `defaults` and `lists` hold what that is, as data with its sources. Nothing else is folded:
//! expressions and keys that Bayplan does not know are compared as they are written.

mod defaults;
mod estates;
mod lists;
mod meaning;
mod tables;
#[cfg(test)]
mod tests;
mod walk;

use serde_json::Value;

use crate::path::Path;
use crate::record::Kind;

pub use estates::{Pair, PartSide, compare_estates, compare_part, compare_sides};

/// What differs between two bodies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The fields that differ, in the order of the API's shape; keys that it does not have come last.
    pub differences: Vec<Difference>,
    /// How many fields are written in different ways that mean the same.
    pub folded: usize,
}

impl Comparison {
    /// Whether both mean the same to ECS.
    #[must_use]
    pub const fn is_same(&self) -> bool {
        self.differences.is_empty()
    }
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where it stands: in the first body, or where that has nothing, in the second. List elements are named where the
    /// API has a name for them.
    pub path: Path,
    /// What the first body has there, as written; `None` where it has nothing.
    pub before: Option<Value>,
    /// What the second body has there.
    pub after: Option<Value>,
}

/// Compares two bodies of a kind.
#[must_use]
pub fn compare(kind: Kind, before: &Value, after: &Value) -> Comparison {
    walk::compare(kind, before, after)
}
