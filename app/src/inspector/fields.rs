//! The fields of the form on screen, brought up to date together: after a key, one look at the record tells those
//! that changed. Were each field to follow the record, a key would run all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use bayplan_model::diagnostic::Diagnostic;
use bayplan_model::path::Path;
use bayplan_model::record::{EnvironmentName, Provenance, RecordId};
use bayplan_model::resolve::Resolved;
use leptos::prelude::*;
use serde_json::Value;

use crate::keyed::same_problems;
use crate::workbench::Workbench;

/// What is known of one field in the environment on screen.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What stands there, placeholders as written.
    pub value: RwSignal<Option<Value>>,
    /// Where the value comes from.
    pub provenance: RwSignal<Provenance>,
    /// What is wrong at this very place.
    pub problems: RwSignal<Vec<Arc<Diagnostic>>>,
}

/// The fields that the form of a record shows. A handle to values that live as long as the form.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    workbench: Workbench,
    record: StoredValue<RecordId>,
    shown: StoredValue<BTreeMap<u32, (Path, Known)>>,
    last: StoredValue<u32>,
    seen: StoredValue<Seen>,
}

/// What the fields were brought up to date with.
#[derive(Clone, Debug, Default)]
struct Seen {
    environment: EnvironmentName,
    resolved: Option<Arc<Resolved>>,
    problems: Vec<Arc<Diagnostic>>,
}

impl Seen {
    fn is(&self, other: &Self) -> bool {
        self.environment == other.environment
            && self.resolved.as_ref().map(Arc::as_ptr) == other.resolved.as_ref().map(Arc::as_ptr)
            && same_problems(&self.problems, &other.problems)
    }

    fn value(&self, path: &Path) -> Option<Value> {
        path.get(&self.resolved.as_ref()?.overlay).cloned()
    }

    fn provenance(&self, path: &Path) -> Provenance {
        self.resolved.as_ref().map_or(Provenance::Default, |resolved| {
            resolved.record.provenance(path, &self.environment)
        })
    }

    fn problems(&self, path: &Path) -> Vec<Arc<Diagnostic>> {
        let Some(resolved) = self.resolved.as_ref().filter(|_| !self.problems.is_empty()) else {
            return Vec::new();
        };
        let canonical = resolved.canonical(path);
        self.problems.iter().filter(|problem| problem.address.path == canonical).cloned().collect()
    }
}

impl Fields {
    /// The fields of a record's form, kept up to date until the form is gone.
    pub fn new(workbench: Workbench, record: RecordId) -> Self {
        let fields = Self {
            workbench,
            record: StoredValue::new(record),
            shown: StoredValue::new(BTreeMap::new()),
            last: StoredValue::new(0),
            seen: StoredValue::new(Seen::default()),
        };
        fields.seen.set_value(untrack(|| fields.look()));
        Effect::new(move |_| fields.bring_up_to_date(fields.look()));
        fields
    }

    /// The fields of the form around.
    ///
    /// # Panics
    /// Outside a form, which is a bug.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Follows the field at a path for as long as its view is there.
    pub fn follow(self, path: &Path) -> Known {
        let known = self.seen.with_value(|seen| Known {
            value: RwSignal::new(seen.value(path)),
            provenance: RwSignal::new(seen.provenance(path)),
            problems: RwSignal::new(seen.problems(path)),
        });
        let key = self.last.get_value().wrapping_add(1);
        self.last.set_value(key);
        self.shown.update_value(|shown| drop(shown.insert(key, (path.clone(), known))));
        // The form may be gone before its fields.
        on_cleanup(move || drop(self.shown.try_update_value(|shown| shown.remove(&key))));
        known
    }

    /// Brings the fields up to date in the middle of an event: what is typed is compared with what the design has.
    pub fn refresh(self) {
        self.bring_up_to_date(untrack(|| self.look()));
    }

    fn look(self) -> Seen {
        self.record.with_value(|record| Seen {
            environment: self.workbench.environment.get(),
            resolved: self.workbench.resolved(record),
            problems: self.workbench.problems_of(record),
        })
    }

    fn bring_up_to_date(self, now: Seen) {
        if self.seen.with_value(|seen| seen.is(&now)) {
            return;
        }
        self.shown.with_value(|shown| {
            for (path, known) in shown.values() {
                set(known.value, now.value(path));
                set(known.provenance, now.provenance(path));
                let problems = now.problems(path);
                if !known.problems.with_untracked(|before| same_problems(before, &problems)) {
                    known.problems.set(problems);
                }
            }
        });
        self.seen.set_value(now);
    }
}

/// Sets a signal to another value; to the same one, nobody is told.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}
