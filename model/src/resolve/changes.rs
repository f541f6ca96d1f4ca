//! `Changes`: what differs between two states of one environment.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::record::{Kind, RecordId};

use super::Estate;

/// What differs between two states of one environment.
#[derive(Debug)]
pub(crate) struct Changes<'a> {
    /// The records that one of them lacks, or that are not the same pointer in both.
    pub(crate) records: BTreeSet<&'a RecordId>,
    /// The kinds of which [`Estate::only`] says something else.
    pub(crate) only: Vec<Kind>,
    /// Whether the design's settings differ.
    pub(crate) settings: bool,
}

impl<'a> Changes<'a> {
    /// From one state to the next.
    pub(crate) fn between(before: &'a Estate, now: &'a Estate) -> Self {
        let mut records = BTreeSet::new();
        differing(&before.records, &now.records, &mut records);
        differing(&before.elsewhere, &now.elsewhere, &mut records);
        let only =
            Kind::ALL.into_iter().filter(|kind| before.only(*kind) != now.only(*kind)).collect();
        Self { records, only, settings: !Arc::ptr_eq(&before.settings, &now.settings) }
    }
}

type Records<T> = IndexMap<RecordId, Arc<T>>;

/// Adds the ids that lead to different pointers.
fn differing<'a, T>(
    before: &'a Records<T>,
    now: &'a Records<T>,
    found: &mut BTreeSet<&'a RecordId>,
) {
    for (at, (id, value)) in now.iter().enumerate() {
        if !get(before, at, id).is_some_and(|other| Arc::ptr_eq(other, value)) {
            found.insert(id);
        }
    }
    for (at, id) in before.keys().enumerate() {
        if get(now, at, id).is_none() {
            found.insert(id);
        }
    }
}

/// What an id leads to. Most edits leave every record where it stands among the others, so a look at the same
/// place spares nearly every search.
fn get<'a, T>(records: &'a Records<T>, at: usize, id: &RecordId) -> Option<&'a Arc<T>> {
    match records.get_index(at) {
        Some((here, value)) if here == id => Some(value),
        _ => records.get(id),
    }
}
