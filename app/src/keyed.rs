//! `Keyed`: what is known of each record, followed record by record.
//!
//! An edit touches one record or few, and hundreds of views look at one record each. Were they to follow the
//! estate, every key would run all of them; here only those run whose record is another one.

use std::sync::Arc;

use bayplan_model::diagnostic::Diagnostic;
use bayplan_model::record::RecordId;
use bayplan_model::resolve::{Estate, Resolved};
use indexmap::IndexMap;
use leptos::prelude::*;

/// What is wrong with each record that has something wrong.
pub type ProblemsOf = IndexMap<RecordId, Vec<Arc<Diagnostic>>>;

/// Whether both are the same findings: the checker gives what it finds again as the same pointers.
pub fn same_problems(a: &[Arc<Diagnostic>], b: &[Arc<Diagnostic>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Arc::ptr_eq(a, b))
}

/// A record as views know it, and who is told when it changes.
#[derive(Debug, Default)]
struct Known {
    resolved: Option<Arc<Resolved>>,
    on_resolved: ArcTrigger,
    problems: Vec<Arc<Diagnostic>>,
    on_problems: ArcTrigger,
}

/// The records that some view looked at.
#[derive(Clone, Copy, Debug)]
pub struct Keyed(StoredValue<IndexMap<RecordId, Known>>);

impl Keyed {
    /// Nobody looked at anything yet.
    pub fn new() -> Self {
        Self(StoredValue::new(IndexMap::new()))
    }

    /// Lets who runs now run again when the record is another one in the environment on screen.
    pub fn track_resolved(self, id: &RecordId, now: Option<&Arc<Resolved>>) {
        self.known(id, |known| {
            known.resolved = now.cloned();
            known.on_resolved.clone()
        });
    }

    /// Lets who runs now run again when other things are wrong with the record.
    pub fn track_problems(self, id: &RecordId, now: &[Arc<Diagnostic>]) {
        self.known(id, |known| {
            known.problems = now.to_vec();
            known.on_problems.clone()
        });
    }

    fn known(self, id: &RecordId, look: impl FnOnce(&mut Known) -> ArcTrigger) {
        let trigger = self.0.try_update_value(|known| match known.get_mut(id) {
            Some(known) => look(known),
            None => look(known.entry(id.clone()).or_default()),
        });
        if let Some(trigger) = trigger {
            trigger.track();
        }
    }

    /// Tells those whose record changed.
    pub fn tell(self, estate: Option<&Estate>, problems: &ProblemsOf) {
        let mut changed = Vec::new();
        self.0.update_value(|known| {
            for (id, known) in known {
                let resolved = estate.and_then(|estate| estate.get(id));
                if resolved.map(Arc::as_ptr) != known.resolved.as_ref().map(Arc::as_ptr) {
                    known.resolved = resolved.cloned();
                    changed.push(known.on_resolved.clone());
                }
                let problems = problems.get(id).map_or(&[][..], Vec::as_slice);
                if !same_problems(problems, &known.problems) {
                    known.problems = problems.to_vec();
                    changed.push(known.on_problems.clone());
                }
            }
        });
        for trigger in changed {
            trigger.notify();
        }
    }
}
