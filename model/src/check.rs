//! From a design to its diagnostics.
//!
//! What the rules found about a record is kept until the record, or another one that they read, changes: a
//! key press costs what it touches. What is found again is the same pointer, so that whoever shows it sees at
//! once that it did not change.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::design::{Design, Settings};
use crate::diagnostic::Diagnostic;
use crate::order::sort_by;
use crate::record::{EnvironmentName, Record, RecordId};
use crate::resolve::{Estate, Resolver};
use crate::rules::{Check, DesignContext, RULES};

use environment::Checked;

mod environment;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

/// What the rules found in a design.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// What concerns one environment, in the order of its records.
    environments: IndexMap<EnvironmentName, Arc<[Arc<Diagnostic>]>>,
    /// What concerns several environments together.
    design: Vec<Arc<Diagnostic>>,
    estates: Vec<Arc<Estate>>,
}

impl Diagnostics {
    /// What was found in one environment, what concerns the whole design included: worst first.
    #[must_use]
    pub fn of_environment(&self, environment: &str) -> Vec<Arc<Diagnostic>> {
        let own = self.environments.get(environment);
        let mut found: Vec<Arc<Diagnostic>> =
            own.into_iter().flat_map(|own| own.iter()).chain(&self.design).cloned().collect();
        sort_by(&mut found, |one, other| one.order(other));
        found
    }

    /// What was found in all environments, worst first. What holds in every environment that has the record
    /// is one diagnostic without an environment.
    #[must_use]
    pub fn merged(&self) -> Vec<Diagnostic> {
        let mut merged: Vec<Diagnostic> = Vec::new();
        let mut counts: Vec<usize> = Vec::new();
        let mut seen: HashMap<(&str, String), Vec<usize>> = HashMap::new();
        for found in self.environments.values() {
            for diagnostic in found.iter() {
                let key = (diagnostic.rule.code, diagnostic.address.to_string());
                let same = seen.entry(key).or_default();
                let known = same.iter().copied().find(|at| {
                    merged.get(*at).is_some_and(|other| other.says_the_same(diagnostic))
                });
                if let Some(at) = known {
                    if let Some(count) = counts.get_mut(at) {
                        *count += 1;
                    }
                } else {
                    same.push(merged.len());
                    merged.push((**diagnostic).clone());
                    counts.push(1);
                }
            }
        }
        for (diagnostic, count) in merged.iter_mut().zip(counts) {
            let having = self
                .estates
                .iter()
                .filter(|estate| estate.get(&diagnostic.address.record).is_some())
                .count();
            if count == having {
                diagnostic.environment = None;
            }
        }
        merged.extend(self.design.iter().map(|diagnostic| (**diagnostic).clone()));
        sort_by(&mut merged, Diagnostic::order);
        merged
    }

    /// The environments as the rules saw them, in order.
    #[must_use]
    pub fn estates(&self) -> &[Arc<Estate>] {
        &self.estates
    }

    /// One environment as the rules saw it.
    #[must_use]
    pub fn estate(&self, environment: &str) -> Option<&Arc<Estate>> {
        self.estates.iter().find(|estate| estate.environment.as_ref() == environment)
    }
}

/// Checks designs, and remembers what it found.
#[derive(Debug, Default)]
pub struct Checker {
    settings: Arc<Settings>,
    environments: HashMap<EnvironmentName, Checked>,
    /// What the overrides of records make of them.
    overrides: HashMap<RecordId, Remembered>,
    /// What concerns the design as a whole.
    whole: Vec<Arc<Diagnostic>>,
}

/// What the rules found about a record in all its environments together.
#[derive(Debug)]
struct Remembered {
    record: Arc<Record>,
    diagnostics: Vec<Arc<Diagnostic>>,
}

impl Checker {
    /// Runs every rule on every environment. `estates` are the design's, as a [`Resolver`] gives them: those that
    /// did not change are known by their pointers.
    pub fn check(&mut self, design: &Design, estates: Vec<Arc<Estate>>) -> Diagnostics {
        if !Arc::ptr_eq(&self.settings, &design.settings) {
            self.settings = design.settings.clone();
            self.overrides.clear();
        }
        let mut before = std::mem::take(&mut self.environments);
        let mut environments = IndexMap::with_capacity(estates.len());
        let mut outlines_differ = before.len() != estates.len();
        for estate in &estates {
            let name = &estate.environment;
            let checked = before.remove(name).unwrap_or_default().again(design, estate, &estates);
            outlines_differ |= checked.outline_differs;
            environments.insert(name.clone(), checked.diagnostics());
            self.environments.insert(name.clone(), checked);
        }
        let mut found = self.check_overrides(design, &estates);
        if outlines_differ {
            let mut cx = DesignContext::new(design, &estates);
            for rule in RULES {
                if let Check::Design(check) = rule.check {
                    check(&mut cx);
                }
            }
            self.whole = keep_pointers(&self.whole, cx.finish());
        }
        found.extend(self.whole.iter().cloned());
        Diagnostics { environments, design: found, estates }
    }

    fn check_overrides(
        &mut self,
        design: &Design,
        estates: &[Arc<Estate>],
    ) -> Vec<Arc<Diagnostic>> {
        let mut before = std::mem::take(&mut self.overrides);
        let mut found = Vec::new();
        for (id, entry) in design.entries() {
            let record = &entry.record;
            if record.overrides.is_empty() {
                continue;
            }
            let remembered = before
                .remove(id)
                .filter(|remembered| Arc::ptr_eq(&remembered.record, record))
                .unwrap_or_else(|| {
                    let mut cx = DesignContext::new(design, estates);
                    for rule in RULES {
                        if let Check::Overrides(check) = rule.check {
                            check(&mut cx, id, record);
                        }
                    }
                    let diagnostics = cx.finish().into_iter().map(Arc::new).collect();
                    Remembered { record: record.clone(), diagnostics }
                });
            found.extend(remembered.diagnostics.iter().cloned());
            self.overrides.insert(id.clone(), remembered);
        }
        found
    }
}

/// Runs every rule on every environment of a design, once.
#[must_use]
pub fn check(design: &Design) -> Diagnostics {
    Checker::default().check(design, Resolver::default().resolve_all(design))
}

/// The new findings, as the same pointers as before where they say the same.
fn keep_pointers(before: &[Arc<Diagnostic>], now: Vec<Diagnostic>) -> Vec<Arc<Diagnostic>> {
    now.into_iter()
        .map(|found| {
            let same = before.iter().find(|other| ***other == found);
            same.cloned().unwrap_or_else(|| Arc::new(found))
        })
        .collect()
}
