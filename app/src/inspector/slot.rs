//! `Slot`: one field of the selected record in the environment on screen: its value, where that comes from,
//! what is wrong with it, and changing it.

use std::sync::Arc;

use bayplan_model::catalogue;
use bayplan_model::diagnostic::Diagnostic;
use bayplan_model::edit::Edit;
use bayplan_model::path::Path;
use bayplan_model::record::{Provenance, RecordId};
use leptos::prelude::*;
use serde_json::Value;

use super::fields::{Fields, Shown};
use crate::workbench::Workbench;

/// A handle to one field; copied freely within the field's view.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    workbench: Workbench,
    at: StoredValue<(RecordId, Path)>,
    label: StoredValue<String>,
    /// What stands there, placeholders as written.
    pub value: ReadSignal<Option<Value>>,
    /// Where the value comes from.
    pub provenance: ReadSignal<Provenance>,
    /// What is wrong at this very place.
    pub problems: ReadSignal<Vec<Arc<Diagnostic>>>,
    /// Whether a person is typing in what was right before: such a field is not told off yet.
    pub is_quiet: RwSignal<bool>,
}

impl Slot {
    /// The field at a path.
    pub fn new(workbench: Workbench, record: &RecordId, path: &Path) -> Self {
        let at = StoredValue::new((record.clone(), path.clone()));
        let Shown { value, provenance, problems, .. } = Fields::expect().follow(path);
        let label = StoredValue::new(catalogue::label(record.kind(), path));
        let is_quiet = RwSignal::new(false);
        Self { workbench, at, label, value, provenance, problems, is_quiet }
    }

    /// The same field's label on another path: for what a structure wraps.
    pub fn with_path(self, path: Path) -> Self {
        let label = self.label.get_value();
        let other = Self::new(self.workbench, &self.record(), &path);
        other.label.set_value(label);
        other
    }

    /// The workbench it stands on.
    pub const fn workbench(self) -> Workbench {
        self.workbench
    }

    /// The record.
    pub fn record(self) -> RecordId {
        self.at.with_value(|(record, _)| record.clone())
    }

    /// The path, with list elements by position.
    pub fn path(self) -> Path {
        self.at.with_value(|(_, path)| path.clone())
    }

    /// What the field is called.
    pub fn label(self) -> String {
        self.label.get_value()
    }

    /// The id of the field's control in the page.
    pub fn element_id(self) -> String {
        self.at.with_value(|(record, path)| element_id(record, path))
    }

    /// The value as it stands in a text field.
    pub fn text(self) -> String {
        self.value.with(|value| value.as_ref().map(plain).unwrap_or_default())
    }

    /// What is wrong and said so. A field that was wrong when it got focus says so at every key.
    pub fn shown_problems(self) -> Vec<Arc<Diagnostic>> {
        if self.is_quiet.get() { Vec::new() } else { self.problems.get() }
    }

    /// Whether the field's control is marked as wrong: while the problems are shown.
    pub fn is_invalid(self) -> bool {
        !self.is_quiet.get() && self.problems.with(|problems| !problems.is_empty())
    }

    /// Gives the field a value; key presses, one after the other, are one step of undo.
    pub fn set(self, value: Value) {
        if self.value.with_untracked(|now| now.as_ref() != Some(&value)) {
            self.change(self.path(), &self.label(), Some(value));
        }
    }

    /// Takes the value away.
    pub fn remove(self) {
        if self.value.with_untracked(Option::is_some) {
            self.change(self.path(), &self.label(), None);
        }
    }

    /// Gives a member of the object that stands here a value.
    pub fn set_member(self, key: &str, value: Value) {
        self.change_member(key, Some(value));
    }

    /// Takes a member of the object that stands here away.
    pub fn remove_member(self, key: &str) {
        self.change_member(key, None);
    }

    fn change_member(self, key: &str, value: Option<Value>) {
        let path = self.path().key(key.to_owned());
        let label = catalogue::label(self.record().kind(), &path);
        self.change(path, &label, value);
    }

    fn change(self, path: Path, label: &str, value: Option<Value>) {
        let address = self.workbench.target(&self.record(), &path);
        let group = format!("set {} {path} {:?}", self.record(), address.environment);
        let (label, edit) = match value {
            Some(value) => (format!("Set {label}"), Edit::Set { address, value }),
            None => (format!("Take {label} away"), Edit::Remove { address }),
        };
        self.workbench.commit(&label, &[edit], Some(&group));
    }

    /// Adds an element at the end of a list.
    pub fn push(self, value: Value) {
        let (record, path) = self.at.get_value();
        let address = self.workbench.target(&record, &path);
        let index = self.workbench.length(&address);
        let label = format!("Add to {}", self.label());
        self.workbench.commit(&label, &[Edit::Insert { address, index, value }], None);
    }

    /// Whether it is a part of something that only the environment on screen has, and can be reset with that only.
    pub fn goes_with_more(self) -> bool {
        let environment = self.workbench.environment.get_untracked();
        self.at.with_value(|(record, path)| {
            self.workbench
                .resolved_now(record)
                .is_some_and(|resolved| resolved.record.is_part_of_override(path, &environment))
        })
    }

    /// Lets the base value hold again in the environment on screen.
    pub fn reset(self) {
        let (record, _) = self.at.get_value();
        let environment = self.workbench.environment.get_untracked();
        let address = self.workbench.target(&record, &self.path()).within(Some(environment));
        let label = format!("Reset {}", self.label());
        self.workbench.commit(&label, &[Edit::Reset { address }], None);
        self.workbench.announce(&format!("{} is the same everywhere again.", self.label()));
    }
}

/// The id of a field's control in the page.
pub fn element_id(record: &RecordId, path: &Path) -> String {
    format!("field-{record}.{path}")
}

/// A value as it stands in a text field.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
