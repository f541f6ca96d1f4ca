//! From a design to its diagnostics.
//!
//! What the rules found about a record is kept until the record, or another one that they read, changes: a
//! key press costs what it touches.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::design::{Design, Settings};
use crate::diagnostic::Diagnostic;
use crate::record::{EnvironmentName, RecordId};
use crate::resolve::{Estate, Resolved, Resolver};
use crate::rules::{Check, Context, DesignContext, RULES, Reads};

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

/// What the rules found in a design.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// By environment: what concerns single records, and what concerns the environment as a whole.
    environments: IndexMap<EnvironmentName, EnvironmentDiagnostics>,
    /// What concerns the design as a whole.
    design: Arc<[Diagnostic]>,
    estates: Vec<Arc<Estate>>,
}

#[derive(Clone, Debug, Default)]
struct EnvironmentDiagnostics {
    records: IndexMap<RecordId, Arc<[Diagnostic]>>,
    whole: Vec<Diagnostic>,
}

impl Diagnostics {
    /// What was found in one environment, what concerns the whole design included: worst first.
    #[must_use]
    pub fn of_environment(&self, environment: &str) -> Vec<&Diagnostic> {
        let mut found: Vec<&Diagnostic> = self
            .environments
            .get(environment)
            .into_iter()
            .flat_map(|found| {
                found.records.values().flat_map(|list| list.iter()).chain(&found.whole)
            })
            .chain(self.design.iter())
            .collect();
        found.sort_by(|a, b| a.order(b));
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
            for diagnostic in
                found.records.values().flat_map(|list| list.iter()).chain(&found.whole)
            {
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
                    merged.push(diagnostic.clone());
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
        merged.extend(self.design.iter().cloned());
        merged.sort_by(Diagnostic::order);
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
    resolver: Resolver,
    found: HashMap<EnvironmentName, HashMap<RecordId, Remembered>>,
}

#[derive(Debug)]
struct Remembered {
    subject: Arc<Resolved>,
    settings: Arc<Settings>,
    reads: Reads,
    diagnostics: Arc<[Diagnostic]>,
}

impl Remembered {
    fn still_holds(&self, estate: &Estate, subject: &Arc<Resolved>) -> bool {
        Arc::ptr_eq(&self.subject, subject)
            && Arc::ptr_eq(&self.settings, &estate.settings)
            && self.reads.still_hold(estate)
    }
}

impl Checker {
    /// Runs every rule on every environment.
    pub fn check(&mut self, design: &Design) -> Diagnostics {
        let names: Vec<EnvironmentName> = design.environments().cloned().collect();
        let estates: Vec<Arc<Estate>> =
            names.iter().filter_map(|name| self.resolver.resolve(design, name)).collect();
        self.found.retain(|name, _| names.contains(name));
        let environments = estates
            .iter()
            .map(|estate| {
                let found = self.check_estate(design, estate, &estates);
                (estate.environment.clone(), found)
            })
            .collect();
        let mut cx = DesignContext::new(design, &estates);
        for rule in RULES {
            if let Check::Design(check) = rule.check {
                check(&mut cx);
            }
        }
        Diagnostics { environments, design: cx.finish().into(), estates }
    }

    fn check_estate(
        &mut self,
        design: &Design,
        estate: &Arc<Estate>,
        estates: &[Arc<Estate>],
    ) -> EnvironmentDiagnostics {
        let before = self.found.remove(&estate.environment).unwrap_or_default();
        let mut now = HashMap::with_capacity(estate.len());
        let mut before = before;
        let mut records = IndexMap::new();
        for subject in estate.records() {
            let remembered = match before.remove(&subject.id) {
                Some(remembered) if remembered.still_holds(estate, subject) => remembered,
                _ => check_record(estate, subject),
            };
            if !remembered.diagnostics.is_empty() {
                records.insert(subject.id.clone(), remembered.diagnostics.clone());
            }
            now.insert(subject.id.clone(), remembered);
        }
        self.found.insert(estate.environment.clone(), now);
        let mut cx = DesignContext::new(design, estates);
        for rule in RULES {
            if let Check::Estate(check) = rule.check {
                check(&mut cx, estate);
            }
        }
        EnvironmentDiagnostics { records, whole: cx.finish() }
    }
}

/// Runs every rule on every environment of a design, once.
#[must_use]
pub fn check(design: &Design) -> Diagnostics {
    Checker::default().check(design)
}

fn check_record(estate: &Estate, subject: &Arc<Resolved>) -> Remembered {
    let mut cx = Context::new(estate, subject);
    for rule in RULES {
        match rule.check {
            Check::Record(check) => check(&mut cx),
            Check::Cluster(check) => run(&mut cx, subject.cluster(), check),
            Check::Service(check) => run(&mut cx, subject.service(), check),
            Check::TaskDefinition(check) => run(&mut cx, subject.task_definition(), check),
            Check::LoadBalancer(check) => run(&mut cx, subject.load_balancer(), check),
            Check::TargetGroup(check) => run(&mut cx, subject.target_group(), check),
            Check::Network(check) => run(&mut cx, subject.network(), check),
            Check::Role(check) => run(&mut cx, subject.role(), check),
            Check::LogGroup(check) => run(&mut cx, subject.log_group(), check),
            Check::Estate(_) | Check::Design(_) => {}
        }
    }
    let (diagnostics, reads) = cx.finish();
    Remembered {
        subject: subject.clone(),
        settings: estate.settings.clone(),
        reads,
        diagnostics: diagnostics.into(),
    }
}

fn run<V>(cx: &mut Context<'_>, view: Option<&V>, check: fn(&mut Context<'_>, &V)) {
    if let Some(view) = view {
        check(cx, view);
    }
}
