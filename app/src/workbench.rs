//! `Workbench`: the state of the screen. The design and what is derived from it, what is selected, what is
//! open. Views read its signals; only its methods change the design.

use std::sync::Arc;

use bayplan_model::address::Address;
use bayplan_model::change::Change;
use bayplan_model::check::Diagnostics;
use bayplan_model::design::{Design, Writer};
use bayplan_model::diagnostic::{Diagnostic, Fix, Severity};
use bayplan_model::edit::Edit;
use bayplan_model::history::History;
use bayplan_model::path::Path;
use bayplan_model::record::{EnvironmentName, RecordId};
use bayplan_model::resolve::{Estate, Resolved, Resolver};
use bayplan_worker::Brought;
use leptos::prelude::*;
use serde_json::Value;

use crate::keyed::{Keyed, ProblemsOf, same_problems};
use crate::parts::Parts;
use crate::pointer::Pointer;

/// What is selected: a record, or a container of a task definition (its path then leads to it).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    /// The record.
    pub record: RecordId,
    /// Empty for the record as a whole. List elements are selected by position, which stays right while a
    /// name is being typed.
    pub path: Path,
}

impl Selection {
    /// A record as a whole.
    pub const fn record(record: RecordId) -> Self {
        Self { record, path: Path::root() }
    }
}

/// Where edits go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// To the value that holds in every environment without an override.
    Everywhere,
    /// To the environment on screen only: an override.
    ThisEnvironment,
}

/// What the lower panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Problems,
    Terraform,
    Json,
    Containers,
}

/// A dialog that is open; there is at most one.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Paste or open files; with what was refused when it was pasted or dropped elsewhere.
    Import(Option<Pointer<Refused>>),
    /// What was read, and how.
    Read(Pointer<Vec<Brought>>),
    /// Download or copy.
    Export,
    /// What differs between two environments, or from a file.
    Compare,
    /// What the design was before.
    Revisions,
    /// Find a record or an action.
    Palette,
    /// The list of shortcuts.
    Shortcuts,
    /// Removing something that others refer to.
    Remove { selection: Selection, referring: Vec<Address> },
    /// The environments and their variables.
    Environments,
}

/// A text that was brought and cannot be read.
#[derive(Debug)]
pub struct Refused {
    /// The text; empty where several were brought.
    pub text: String,
    /// Why, and the way out.
    pub problem: String,
}

/// A message at the edge of the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Counts up, so that equal messages are told apart.
    pub number: u32,
    /// Whether something went wrong; such a message stays until it is dismissed.
    pub is_error: bool,
    pub text: String,
    /// What is to be read about it, and in which dialog; such a message stays, too.
    pub more: Option<(String, Dialog)>,
}

/// The problem that a person went to last. The list changes with every edit: the problem is found again by
/// what it says about which place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// Where it stood in the list; tells equal problems apart.
    pub index: usize,
    /// The code of its rule.
    pub code: &'static str,
    /// The place that it is about.
    pub address: Address,
}

impl Visited {
    /// Whether a problem is the one, wherever it stands.
    pub fn is(&self, problem: &Diagnostic) -> bool {
        problem.rule.code == self.code && problem.address == self.address
    }
}

/// How many problems there are, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
}

impl Counts {
    /// How many there are of these.
    pub fn of(problems: &[Arc<Diagnostic>]) -> Self {
        let mut counts = Self::default();
        problems.iter().for_each(|problem| counts.add(problem.severity));
        counts
    }

    /// Counts one more.
    pub const fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Advice => self.advice += 1,
        }
    }

    /// Both together.
    pub const fn and(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            advice: self.advice + other.advice,
        }
    }

    /// The worst severity counted.
    pub const fn worst(self) -> Option<Severity> {
        if self.errors > 0 {
            Some(Severity::Error)
        } else if self.warnings > 0 {
            Some(Severity::Warning)
        } else if self.advice > 0 {
            Some(Severity::Advice)
        } else {
            None
        }
    }

    /// All of them.
    pub const fn total(self) -> usize {
        self.errors + self.warnings + self.advice
    }
}

/// The design's environments, in order.
type Estates = Vec<Arc<Estate>>;

/// What runs the rules. It comes when the page has drawn the design: see [`crate::parts`].
pub type Check = Box<dyn FnMut(&Design, Estates) -> Diagnostics + Send + Sync>;

/// The state of the screen. A handle to signals owned by the root: copied freely, never disposed of.
#[derive(Clone, Copy, Debug)]
pub struct Workbench {
    /// The design. Changed only by the methods below.
    pub design: ReadSignal<Pointer<Design>>,
    set_design: WriteSignal<Pointer<Design>>,
    set_estates: WriteSignal<Pointer<Estates>>,
    /// What the rules found, in every environment. `None` until they ran.
    pub checked: ReadSignal<Option<Pointer<Diagnostics>>>,
    set_checked: WriteSignal<Option<Pointer<Diagnostics>>>,
    /// The environment on screen. Changed only by [`Workbench::show_environment`].
    pub environment: ReadSignal<EnvironmentName>,
    set_environment: WriteSignal<EnvironmentName>,
    /// Where edits go.
    pub scope: RwSignal<Scope>,
    /// What is selected.
    pub selection: RwSignal<Option<Selection>>,
    /// The environment on screen, resolved.
    pub estate: Memo<Option<Pointer<Estate>>>,
    /// The problems of the environment on screen, worst first.
    pub problems: Memo<Pointer<Vec<Arc<Diagnostic>>>>,
    /// The same by record.
    problems_of: Memo<Pointer<ProblemsOf>>,
    /// Who looks at which record.
    keyed: Keyed,
    /// What undo would undo, and redo would redo.
    pub steps: ReadSignal<(Option<String>, Option<String>)>,
    set_steps: WriteSignal<(Option<String>, Option<String>)>,
    /// Counts the changes of the design, those by undo and redo included.
    pub edits: ReadSignal<u32>,
    set_edits: WriteSignal<u32>,
    /// What the lower panel shows.
    pub tab: RwSignal<Tab>,
    /// Which of the problems was gone to last.
    pub problem: RwSignal<Option<Visited>>,
    /// The open dialog.
    pub dialog: RwSignal<Option<Dialog>>,
    /// What is loaded of the program.
    pub parts: Parts,
    /// Counts the designs that were put on the workbench.
    pub opened: RwSignal<u32>,
    /// Changes when the page's colours do.
    pub theme: RwSignal<u32>,
    /// Messages at the edge of the screen.
    pub notices: RwSignal<Vec<Notice>>,
    /// What a screen reader says next.
    pub announcement: RwSignal<String>,
    /// An address that the inspector shall focus; taken once.
    pub focus: RwSignal<Option<Address>>,
    history: StoredValue<History>,
    resolver: StoredValue<Resolver>,
    check: StoredValue<Option<Check>>,
    /// What brings the form on screen up to date.
    form: StoredValue<Option<Arc<dyn Fn() + Send + Sync>>>,
    /// The design as it is saved, and the version that it was written of.
    text: StoredValue<Option<((u32, u32), String)>>,
    writer: StoredValue<Writer>,
    notice_number: StoredValue<u32>,
}

impl Workbench {
    /// A workbench with a design on it.
    pub fn new(design: Design) -> Self {
        let mut resolver = Resolver::default();
        let estates = resolver.resolve_all(&design);
        let first = design.environments().next().cloned().unwrap_or_else(|| "production".into());
        let (design, set_design) = signal(Pointer::new(design));
        let (estates, set_estates) = signal(Pointer::new(estates));
        let (checked, set_checked) = signal(None);
        let (steps, set_steps) = signal((None, None));
        let (edits, set_edits) = signal(0);
        let (environment, set_environment) = signal(first);
        let estate = Memo::new(move |_| {
            let environment = environment.get();
            estates.with(|estates| {
                let shown = estates.iter().find(|estate| estate.environment == environment);
                shown.cloned().map(Pointer::from)
            })
        });
        let problems = Memo::new(move |before: Option<&Pointer<Vec<Arc<Diagnostic>>>>| {
            let environment = environment.get();
            let now = checked.with(|checked: &Option<Pointer<Diagnostics>>| {
                checked.as_ref().map(|checked| checked.of_environment(&environment))
            });
            let now = now.unwrap_or_default();
            match before {
                Some(before) if same_problems(before, &now) => before.clone(),
                _ => Pointer::new(now),
            }
        });
        let problems_of = Memo::new(move |_| {
            let mut of = ProblemsOf::new();
            for problem in problems.get().iter() {
                of.entry(problem.address.record.clone()).or_default().push(problem.clone());
            }
            Pointer::new(of)
        });
        Self {
            design,
            set_design,
            set_estates,
            checked,
            set_checked,
            environment,
            set_environment,
            scope: RwSignal::new(Scope::Everywhere),
            selection: RwSignal::new(None),
            estate,
            problems,
            problems_of,
            keyed: Keyed::new(),
            steps,
            set_steps,
            edits,
            set_edits,
            tab: RwSignal::new(Tab::Problems),
            problem: RwSignal::new(None),
            dialog: RwSignal::new(None),
            parts: Parts::new(),
            opened: RwSignal::new(0),
            theme: RwSignal::new(0),
            notices: RwSignal::new(Vec::new()),
            announcement: RwSignal::new(String::new()),
            focus: RwSignal::new(None),
            history: StoredValue::new(History::default()),
            resolver: StoredValue::new(resolver),
            check: StoredValue::new(None),
            form: StoredValue::new(None),
            text: StoredValue::new(None),
            writer: StoredValue::new(Writer::default()),
            notice_number: StoredValue::new(0),
        }
    }

    /// The workbench that the page stands on.
    ///
    /// # Panics
    /// Outside the page's component tree, which is a bug.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Changes the design, as one step of undo. Steps of the same `group`, one after the other, are one:
    /// typing in one field. Says so on screen, and changes nothing, when an address does not exist.
    pub fn commit(self, label: &str, edits: &[Edit], group: Option<&str>) -> bool {
        if self.opened.get_untracked() == 0 {
            self.notice("The design is still being opened.");
            return false;
        }
        let applied = self.design.with_untracked(|design| design.apply(edits));
        match applied {
            Ok((next, change)) => {
                if !change.is_empty() {
                    self.history.update_value(|history| history.record(label, change, group));
                    self.show(next);
                }
                true
            }
            Err(error) => {
                self.error(&format!("Nothing was changed: {error}."));
                false
            }
        }
    }

    /// Does what the button of a problem says.
    pub fn fix(self, fix: &Fix) {
        if self.commit(&fix.label, &fix.edits, None) {
            self.announce(&format!("Done: {}.", fix.label));
        }
    }

    /// Undoes the newest step.
    pub fn undo(self) {
        let undone = self.history.try_update_value(|history| {
            let label = history.undo_label().map(str::to_owned);
            let design = self.design.with_untracked(|design| history.undo(design));
            design.zip(label)
        });
        if let Some(Some(((design, _), label))) = undone {
            self.show(design);
            self.announce(&format!("Undone: {label}."));
        }
    }

    /// Does again what was undone last.
    pub fn redo(self) {
        let redone = self.history.try_update_value(|history| {
            let label = history.redo_label().map(str::to_owned);
            let design = self.design.with_untracked(|design| history.redo(design));
            design.zip(label)
        });
        if let Some(Some(((design, _), label))) = redone {
            self.show(design);
            self.announce(&format!("Redone: {label}."));
        }
    }

    /// Ends a group of steps: the next change is a step of its own.
    pub fn close_group(self) {
        self.history.update_value(History::close_group);
    }

    /// Puts another version of the design on the workbench, as one step of undo.
    pub fn replace(self, label: &str, design: Design) {
        let change = self.design.with_untracked(|before| Change::of(before, &design));
        self.history.update_value(|history| history.record(label, change, None));
        self.show(design);
    }

    /// Puts another design on the workbench, with a history of its own.
    pub fn open(self, design: Design) {
        self.history.set_value(History::default());
        self.selection.set(None);
        self.show(design);
        self.opened.update(|opened| *opened = opened.wrapping_add(1));
    }

    /// Runs the rules, from now on after every edit.
    pub fn start_checking(self, check: Check) {
        self.check.set_value(Some(check));
        let estates = self.resolved_environments(&self.design.get_untracked());
        let found = self.design.with_untracked(|design| self.found(design, estates));
        self.set_checked.set(found);
        self.tell();
    }

    fn resolved_environments(self, design: &Design) -> Estates {
        self.resolver.try_update_value(|resolver| resolver.resolve_all(design)).unwrap_or_default()
    }

    fn found(self, design: &Design, estates: Estates) -> Option<Pointer<Diagnostics>> {
        let found = self.check.try_update_value(|check| {
            let check = check.as_mut()?;
            Some(Pointer::new(check(design, estates)))
        });
        found.flatten()
    }

    fn show(self, design: Design) {
        let estates = self.resolved_environments(&design);
        let found = self.found(&design, estates.clone());
        let environment = self.environment.get_untracked();
        let shown = if design.has_environment(&environment) {
            environment.clone()
        } else {
            design.environments().next().cloned().unwrap_or_else(|| environment.clone())
        };
        let steps = self.history.with_value(|history| {
            (history.undo_label().map(str::to_owned), history.redo_label().map(str::to_owned))
        });
        self.follow_selection(&environment, &design, &shown);
        if shown != environment {
            self.set_environment.set(shown);
        }
        self.set_design.set(Pointer::new(design));
        self.set_estates.set(Pointer::new(estates));
        if found.is_some() {
            self.set_checked.set(found);
        }
        self.set_steps.update(|before| {
            if *before != steps {
                *before = steps;
            }
        });
        self.set_edits.update(|edits| *edits = edits.wrapping_add(1));
        self.tell();
    }

    /// Shows another environment. What is selected stays selected, wherever it stands there.
    pub fn show_environment(self, name: &EnvironmentName) {
        let before = self.environment.get_untracked();
        if before == *name {
            return;
        }
        self.close_group();
        // "Only here" was said of the other environment.
        self.scope.set(Scope::Everywhere);
        self.design.with_untracked(|design| self.follow_selection(&before, design, name));
        self.set_environment.set(name.clone());
        self.tell();
    }

    /// Lets the selection mean the same container in another version of the design, or in another
    /// environment; its record, if the container is not there; nothing, if the record is gone.
    fn follow_selection(self, shown: &str, design: &Design, environment: &str) {
        let Some(selection) = self.selection.get_untracked() else { return };
        let Some(record) = design.record(&selection.record) else {
            self.selection.set(None);
            return;
        };
        if selection.path.is_root() {
            return;
        }
        let after = record.overlay(environment);
        let before = self.design.with_untracked(|now| {
            now.record(&selection.record).map_or(Value::Null, |now| now.overlay(shown))
        });
        let path = if shown == environment && !moved(&selection.path, &before, &after) {
            selection.path.clone()
        } else {
            selection.path.canonical(&before).positional(&after)
        };
        let path = if path.get(&after).is_some() { path } else { Path::root() };
        if path != selection.path {
            self.selection.set(Some(Selection { record: selection.record, path }));
        }
    }

    /// Selects something, or nothing.
    pub fn select(self, selection: Option<Selection>) {
        self.close_group();
        if self.selection.read_untracked() != selection {
            self.selection.set(selection);
        }
    }

    /// What tells the design as it is now from every other that was on the workbench: which design it is, and its
    /// edits.
    pub fn version(self) -> (u32, u32) {
        (self.opened.get_untracked(), self.edits.get_untracked())
    }

    /// The design as it is saved, as it is now. Compact: the store keeps every revision.
    pub fn text(self) -> String {
        let version = self.version();
        let known = self.text.with_value(|text| match text {
            Some((of, text)) if *of == version => Some(text.clone()),
            _ => None,
        });
        known.unwrap_or_else(|| {
            let text = self.design.with_untracked(|design| {
                self.writer.try_update_value(|writer| writer.write(design)).unwrap_or_default()
            });
            self.text.set_value(Some((version, text.clone())));
            text
        })
    }

    /// A record, resolved for the environment on screen; follows changes of it.
    pub fn resolved(self, id: &RecordId) -> Option<Arc<Resolved>> {
        let resolved = self.resolved_now(id);
        self.keyed.track_resolved(id, resolved.as_ref());
        resolved
    }

    /// What is wrong with a record in the environment on screen; follows changes of it.
    pub fn problems_of(self, id: &RecordId) -> Vec<Arc<Diagnostic>> {
        let problems = self
            .problems_of
            .with_untracked(|problems| problems.get(id).cloned().unwrap_or_default());
        self.keyed.track_problems(id, &problems);
        problems
    }

    /// How much is wrong with a record in the environment on screen; follows changes of it.
    pub fn counts_of(self, id: &RecordId) -> Counts {
        Counts::of(&self.problems_of(id))
    }

    /// Tells the views of single records what changed, after the design or the environment did.
    fn tell(self) {
        let estate = self.estate.get_untracked();
        let problems = self.problems_of.get_untracked();
        self.keyed.tell(estate.as_deref(), &problems);
        if let Some(Some(form)) = self.form.try_get_value() {
            form();
        }
    }

    /// Tells the form on screen right after every change, before any view runs: what a view reads of the environment and
    /// what it reads of the form then belong together. `None` when the form goes.
    pub fn set_form(self, form: Option<Arc<dyn Fn() + Send + Sync>>) {
        self.form.try_set_value(form);
    }

    /// A record, resolved for the environment on screen, as it is now.
    pub fn resolved_now(self, id: &RecordId) -> Option<Arc<Resolved>> {
        self.estate
            .with_untracked(|estate| estate.as_ref().and_then(|estate| estate.get(id).cloned()))
    }

    /// The address that an edit of a field goes to: in this environment only, if the scope says so or if
    /// what stands there is already this environment's own.
    pub fn target(self, record: &RecordId, path: &Path) -> Address {
        let environment = self.environment.get_untracked();
        let own = self.scope.get_untracked() == Scope::ThisEnvironment
            || self.design.with_untracked(|design| {
                design.record(record).is_some_and(|record| record.is_own(path, &environment))
            });
        // A list position means the element that the environment on screen shows there.
        let path = self.design.with_untracked(|design| match design.record(record) {
            Some(record) if own => path.canonical(&record.overlay(&environment)),
            Some(record) => record.stored_path(path, &environment),
            None => path.clone(),
        });
        Address::field(record.clone(), path).within(own.then_some(environment))
    }

    /// How many elements the list at an address has, in the layer that an edit of it goes to.
    pub fn length(self, address: &Address) -> usize {
        self.design.with_untracked(|design| {
            let record = design.record(&address.record);
            record.map_or(0, |record| record.length(&address.path, address.environment.as_deref()))
        })
    }

    /// Shows the place that a problem, a link or a search result points at: selects it and focuses its field.
    pub fn reveal(self, address: &Address) {
        if let Some(environment) = &address.environment {
            self.show_environment(environment);
        }
        let environment = self.environment.get_untracked();
        let path = self.design.with_untracked(|design| match design.record(&address.record) {
            Some(record) => address.path.positional(&record.overlay(&environment)),
            None => Path::root(),
        });
        let container = path.segments().get(..2).filter(|head| {
            matches!(head.first(), Some(bayplan_model::path::Segment::Key(key)) if key == "containerDefinitions")
        });
        let selected = container.map(|head| Path::root().join(head)).unwrap_or_default();
        self.select(Some(Selection { record: address.record.clone(), path: selected }));
        self.focus.set(Some(Address::field(address.record.clone(), path)));
    }

    /// Says something to a screen reader.
    pub fn announce(self, text: &str) {
        // A screen reader speaks when the text changes: what is said twice ends in a space without width.
        let again = self.announcement.with_untracked(|now| now == text);
        self.announcement.set(if again { format!("{text}\u{200b}") } else { text.to_owned() });
    }

    /// Shows a message for a while.
    pub fn notice(self, text: &str) {
        self.push_notice(text, false, None);
    }

    /// Shows a message with more to read about it.
    pub fn notice_about(self, text: &str, label: &str, dialog: Dialog) {
        self.push_notice(text, false, Some((label.to_owned(), dialog)));
    }

    /// Shows a message about something that went wrong.
    pub fn error(self, text: &str) {
        self.push_notice(text, true, None);
    }

    /// Takes a message away that no longer holds.
    pub fn take_back(self, text: &str) {
        if self.notices.with_untracked(|notices| notices.iter().any(|notice| notice.text == text)) {
            self.notices.update(|notices| notices.retain(|notice| notice.text != text));
        }
    }

    fn push_notice(self, text: &str, is_error: bool, more: Option<(String, Dialog)>) {
        let number = self.notice_number.get_value().wrapping_add(1);
        self.notice_number.set_value(number);
        let stays = is_error || more.is_some();
        self.notices.update(|notices| {
            // What was brought before has been read, or is not of interest any more.
            notices
                .retain(|notice| notice.text != text && (more.is_none() || notice.more.is_none()));
            notices.push(Notice { number, is_error, text: text.to_owned(), more });
        });
        if !stays {
            let notices = self.notices;
            set_timeout(
                move || {
                    notices.try_update(|notices| notices.retain(|notice| notice.number != number));
                },
                std::time::Duration::from_secs(6),
            );
        }
    }
}

/// Whether the elements of the list around a path stand elsewhere now. A single changed name is not that: it
/// is being typed.
fn moved(path: &Path, before: &Value, after: &Value) -> bool {
    let names = |root: &Value| -> Vec<Value> {
        let list = path.parent().and_then(|list| list.get(root)?.as_array().cloned());
        let name = |element: &Value| element.get("name").cloned().unwrap_or_default();
        list.unwrap_or_default().iter().map(name).collect()
    };
    let (before, after) = (names(before), names(after));
    let changed = before.iter().zip(&after).filter(|(before, after)| before != after).count();
    before.len() != after.len() || changed > 1
}
