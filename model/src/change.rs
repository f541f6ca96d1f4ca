//! `Change`: what an edit did, as before and after of each record it touched. Undo is the change reversed.

use std::sync::Arc;

use crate::design::{Design, Entry, Settings};
use crate::order::sort_by;
use crate::record::RecordId;

/// The difference between two designs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    settings: Option<(Arc<Settings>, Arc<Settings>)>,
    records: Vec<RecordChange>,
}

/// What happened to one record. `None` before: it was added; `None` after: it was removed.
#[derive(Clone, Debug, PartialEq)]
struct RecordChange {
    id: RecordId,
    before: Option<(usize, Entry)>,
    after: Option<(usize, Entry)>,
}

impl RecordChange {
    /// Whether the record stays where it stands among the others.
    fn is_in_place(&self) -> bool {
        matches!((&self.before, &self.after), (Some((a, _)), Some((b, _))) if a == b)
    }

    /// Whether the record is as it was, to the last byte.
    fn is_idle(&self) -> bool {
        match (&self.before, &self.after) {
            (Some((a, before)), Some((b, after))) => a == b && before.is_same(after),
            (before, after) => before.is_none() && after.is_none(),
        }
    }
}

/// Whether both are the same to the last byte.
fn is_same(one: &Arc<Settings>, other: &Arc<Settings>) -> bool {
    let text = |settings| serde_json::to_string(settings).ok();
    Arc::ptr_eq(one, other) || (one == other && text(&**one) == text(&**other))
}

impl Change {
    /// What differs between two designs of which `touched` names every record that may differ.
    pub(crate) fn between(before: &Design, after: &Design, mut touched: Vec<RecordId>) -> Self {
        sort_by(&mut touched, RecordId::cmp);
        touched.dedup();
        let at = |design: &Design, id: &RecordId| {
            design.records.get_full(id).map(|(index, _, entry)| (index, entry.clone()))
        };
        let records = touched
            .into_iter()
            .map(|id| RecordChange { before: at(before, &id), after: at(after, &id), id })
            .collect();
        let settings = Some((before.settings.clone(), after.settings.clone()));
        Self { settings, records }.without_idle()
    }

    /// The change without what is as it was.
    fn without_idle(mut self) -> Self {
        self.settings = self.settings.filter(|(before, after)| !is_same(before, after));
        // A record that others move around keeps its place only by being put back there.
        if self.records.iter().all(|change| change.is_in_place() || change.is_idle()) {
            self.records.retain(|change| !change.is_idle());
        }
        self
    }

    /// What differs between any two designs.
    #[must_use]
    pub fn of(before: &Design, after: &Design) -> Self {
        let touched = before.records.keys().chain(after.records.keys()).cloned().collect();
        Self::between(before, after, touched)
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.settings.is_none() && self.records.is_empty()
    }

    /// The records that were added, changed, moved or removed, sorted.
    pub fn touched(&self) -> impl Iterator<Item = &RecordId> {
        self.records.iter().filter(|change| !change.is_idle()).map(|change| &change.id)
    }

    /// The change that undoes this one.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            settings: self.settings.clone().map(|(before, after)| (after, before)),
            records: self
                .records
                .iter()
                .map(|change| RecordChange {
                    id: change.id.clone(),
                    before: change.after.clone(),
                    after: change.before.clone(),
                })
                .collect(),
        }
    }

    /// This change followed by `next`, as one. `None` when records were added, removed or moved, whose
    /// positions do not add up.
    #[must_use]
    pub fn then(&self, next: &Self) -> Option<Self> {
        if !self.records.iter().chain(&next.records).all(RecordChange::is_in_place) {
            return None;
        }
        let settings = match (&self.settings, &next.settings) {
            (Some((before, _)), Some((_, after))) => Some((before.clone(), after.clone())),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let mut records = self.records.clone();
        for change in &next.records {
            match records.iter_mut().find(|earlier| earlier.id == change.id) {
                Some(earlier) => earlier.after.clone_from(&change.after),
                None => records.push(change.clone()),
            }
        }
        sort_by(&mut records, |one, other| one.id.cmp(&other.id));
        Some(Self { settings, records }.without_idle())
    }

    /// The design after the change, given the design before it.
    #[must_use]
    pub fn applied_to(&self, design: &Design) -> Design {
        let mut next = design.clone();
        if let Some((_, settings)) = &self.settings {
            next.settings = settings.clone();
        }
        if self.records.iter().all(RecordChange::is_in_place) {
            for change in &self.records {
                if let (Some((_, after)), Some(entry)) =
                    (&change.after, next.records.get_mut(&change.id))
                {
                    *entry = after.clone();
                }
            }
            return next;
        }
        // Untouched records keep their order among themselves, so taking every touched one out and
        // putting them back in ascending order gives each its exact position.
        for change in &self.records {
            next.records.shift_remove(&change.id);
        }
        let mut added: Vec<_> = self
            .records
            .iter()
            .filter_map(|change| {
                change.after.as_ref().map(|(index, entry)| (*index, &change.id, entry))
            })
            .collect();
        sort_by(&mut added, |one, other| one.0.cmp(&other.0));
        for (index, id, entry) in added {
            let index = index.min(next.records.len());
            next.records.shift_insert(index, id.clone(), entry.clone());
        }
        next
    }
}
