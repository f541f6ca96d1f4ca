//! What a rule sees, and how it reports.

use std::cell::RefCell;
use std::sync::Arc;

use serde_json::Value;

use crate::address::Address;
use crate::design::Design;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::ecs::shape::Field;
use crate::edit::Edit;
use crate::path::Path;
use crate::record::{EnvironmentName, Kind, Provenance, RecordId};
use crate::resolve::{Changes, Estate, Presence, Resolved};

use super::Rule;

/// What a finding rests on, next to its subject: it holds as long as these are the same.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    records: Vec<RecordId>,
    only: Vec<Kind>,
}

impl Reads {
    /// Whether something of it changed.
    pub(crate) fn are_among(&self, changes: &Changes<'_>) -> bool {
        self.records.iter().any(|id| changes.records.contains(id))
            || self.only.iter().any(|kind| changes.only.contains(kind))
    }
}

/// One record in one environment, with the way to its neighbours.
#[derive(Debug)]
pub struct Context<'a> {
    estate: &'a Estate,
    subject: &'a Arc<Resolved>,
    reads: RefCell<Reads>,
    found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub(crate) const fn new(estate: &'a Estate, subject: &'a Arc<Resolved>) -> Self {
        Self {
            estate,
            subject,
            reads: RefCell::new(Reads { records: Vec::new(), only: Vec::new() }),
            found: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> (Vec<Diagnostic>, Reads) {
        (self.found, self.reads.into_inner())
    }

    /// The record that the rule looks at.
    #[must_use]
    pub fn subject(&self) -> &'a Resolved {
        self.subject
    }

    /// The environment that is looked at.
    #[must_use]
    pub const fn environment(&self) -> &'a EnvironmentName {
        &self.estate.environment
    }

    /// The design's AWS Region, if it says one.
    #[must_use]
    pub fn region(&self) -> Option<&'a str> {
        Some(self.estate.settings.region.as_str()).filter(|region| !region.is_empty())
    }

    /// Whether a text is the name of one of the design's environments, or the value of a variable with which
    /// they are told apart.
    #[must_use]
    pub fn names_environment(&self, text: &str) -> bool {
        self.estate.settings.environments.iter().any(|environment| {
            environment.name.eq_ignore_ascii_case(text)
                || environment.variables.values().any(|value| value.eq_ignore_ascii_case(text))
        })
    }

    /// The record that a field refers to. `None` when it refers to none, or to one that is not in this
    /// environment.
    pub fn follow<T>(&self, field: &Field<T>) -> Option<&'a Resolved> {
        self.get(&field.reference()?.record)
    }

    /// A record of this environment.
    pub fn get(&self, id: &RecordId) -> Option<&'a Resolved> {
        let found = self.estate.get(id);
        let reads = &mut self.reads.borrow_mut().records;
        if !reads.contains(id) {
            reads.push(id.clone());
        }
        found.map(|resolved| &**resolved)
    }

    /// What an id leads to in this environment.
    pub fn presence(&self, id: &RecordId) -> Presence {
        self.get(id);
        self.estate.presence(id)
    }

    /// The only record of a kind in this environment: the plain choice where one is missing.
    pub fn only(&self, kind: Kind) -> Option<&'a RecordId> {
        let found = self.estate.only(kind);
        let reads = &mut self.reads.borrow_mut().only;
        if !reads.contains(&kind) {
            reads.push(kind);
        }
        found
    }

    /// Says that something is wrong at a path of the record.
    ///
    /// The message says what happens, with the actual values; [`Report::help`] says why and the way out.
    pub fn report(
        &mut self,
        rule: &'static Rule,
        path: &Path,
        message: impl Into<String>,
    ) -> Report<'_> {
        let address = Address::field(self.subject.id.clone(), self.subject.canonical(path));
        self.found.push(Diagnostic {
            rule,
            severity: rule.severity,
            address,
            environment: Some(self.estate.environment.clone()),
            message: message.into(),
            help: String::new(),
            fixes: Vec::new(),
        });
        Report { found: &mut self.found }
    }

    /// The edit that gives a field of the record a value: in this environment only, if what stands there now
    /// is this environment's own, else in all of them.
    #[must_use]
    pub fn set(&self, path: &Path, value: impl Into<Value>) -> Edit {
        Edit::Set { address: self.address(path), value: value.into() }
    }

    /// The edit that takes a field of the record away, in this environment only if it is this environment's
    /// own.
    #[must_use]
    pub fn remove(&self, path: &Path) -> Edit {
        Edit::Remove { address: self.address(path) }
    }

    /// The edit that adds an element to a list of the record.
    #[must_use]
    pub fn insert(&self, list: &Path, index: usize, value: impl Into<Value>) -> Edit {
        Edit::Insert { address: self.address(list), index, value: value.into() }
    }

    /// The address that a fix changes.
    #[must_use]
    pub fn address(&self, path: &Path) -> Address {
        self.address_in(self.subject, path)
    }

    /// The address that a fix changes, in another record.
    #[must_use]
    pub fn address_in(&self, resolved: &Resolved, path: &Path) -> Address {
        let environment = &self.estate.environment;
        let own = resolved.record.provenance(path, environment) == Provenance::Override;
        // The base may call an element otherwise than this environment does.
        let path = if own {
            resolved.canonical(path)
        } else {
            resolved.record.stored_path(path, environment)
        };
        Address::field(resolved.id.clone(), path).within(own.then(|| environment.clone()))
    }
}

/// Adds to what was just reported.
#[derive(Debug)]
pub struct Report<'a> {
    found: &'a mut Vec<Diagnostic>,
}

impl Report<'_> {
    /// Why, and the way out.
    pub fn help(self, help: impl Into<String>) -> Self {
        if let Some(last) = self.found.last_mut() {
            last.help = help.into();
        }
        self
    }

    /// A change that ends it. The label is a verb and what it does: "Set memory to 2,048".
    pub fn fix(self, label: impl Into<String>, edits: Vec<Edit>) -> Self {
        if let Some(last) = self.found.last_mut() {
            last.fixes.push(Fix { label: label.into(), edits });
        }
        self
    }

    /// This finding is milder, or worse, than the rule usually is.
    pub fn severity(self, severity: Severity) -> Self {
        if let Some(last) = self.found.last_mut() {
            last.severity = severity;
        }
        self
    }
}

/// A design as a whole, or one environment of it.
#[derive(Debug)]
pub struct DesignContext<'a> {
    /// The design.
    pub design: &'a Design,
    /// Its environments, in order.
    pub estates: &'a [Arc<Estate>],
    found: Vec<Diagnostic>,
}

impl<'a> DesignContext<'a> {
    pub(crate) const fn new(design: &'a Design, estates: &'a [Arc<Estate>]) -> Self {
        Self { design, estates, found: Vec::new() }
    }

    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Says that something is wrong at an address; with the environment it holds in, if it is only one.
    pub fn report(
        &mut self,
        rule: &'static Rule,
        address: Address,
        environment: Option<EnvironmentName>,
        message: impl Into<String>,
    ) -> Report<'_> {
        self.found.push(Diagnostic {
            rule,
            severity: rule.severity,
            address,
            environment,
            message: message.into(),
            help: String::new(),
            fixes: Vec::new(),
        });
        Report { found: &mut self.found }
    }
}
