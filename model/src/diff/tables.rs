//! What is known of single places of a body, as tables by kind.

use crate::record::Kind;

/// Rows of one sort, for each kind of record. A row's place is the path to a member with `[]` for every element of a
/// list; those of containers are below `containerDefinitions[].`.
pub(super) struct Tables<T: 'static> {
    pub(super) task_definition: &'static [T],
    pub(super) container: &'static [T],
    pub(super) service: &'static [T],
    pub(super) cluster: &'static [T],
    /// Of everything around ECS.
    pub(super) neighbour: &'static [T],
}

impl<T> Tables<T> {
    /// The rows among which a place of a record is, and the place as they have it.
    pub(super) fn at<'p>(&self, kind: Kind, pattern: &'p str) -> (&'static [T], &'p str) {
        match kind {
            Kind::TaskDefinition => match pattern.strip_prefix("containerDefinitions[].") {
                Some(pattern) => (self.container, pattern),
                None => (self.task_definition, pattern),
            },
            Kind::Service => (self.service, pattern),
            Kind::Cluster => (self.cluster, pattern),
            _ => (self.neighbour, pattern),
        }
    }
}
