//! Undo and redo: the changes that led to a design, newest last.

use crate::change::Change;
use crate::design::Design;

/// How many steps are kept; older ones are forgotten.
const LIMIT: usize = 1_000;

/// The steps that can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

#[derive(Clone, Debug)]
struct Step {
    label: String,
    change: Change,
    /// Steps with the same group, one after the other, are one: typing in one field, for example.
    group: Option<String>,
}

impl History {
    /// Remembers a change under the words that name it in the menu ("Set memory").
    ///
    /// A change of the same group as the newest step is joined to it, until [`History::close_group`].
    pub fn record(&mut self, label: &str, change: Change, group: Option<&str>) {
        if change.is_empty() {
            return;
        }
        self.undone.clear();
        if let Some(last) = self.done.last_mut()
            && group.is_some()
            && last.group.as_deref() == group
            && let Some(joined) = last.change.then(&change)
        {
            last.change = joined;
            return;
        }
        if self.done.len() == LIMIT {
            self.done.remove(0);
        }
        self.done.push(Step { label: label.to_owned(), change, group: group.map(str::to_owned) });
    }

    /// Ends the group of the newest step: the next change is a step of its own.
    pub fn close_group(&mut self) {
        if let Some(last) = self.done.last_mut() {
            last.group = None;
        }
    }

    /// What undo would undo.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    /// What redo would redo.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }

    /// The design before the newest step, and the change that leads there. `None` when there is none.
    pub fn undo(&mut self, design: &Design) -> Option<(Design, Change)> {
        let mut step = self.done.pop()?;
        step.group = None;
        let change = step.change.reversed();
        self.undone.push(step);
        Some((change.applied_to(design), change))
    }

    /// The design after the step that was undone last, and the change that leads there.
    pub fn redo(&mut self, design: &Design) -> Option<(Design, Change)> {
        let step = self.undone.pop()?;
        let change = step.change.clone();
        self.done.push(step);
        Some((change.applied_to(design), change))
    }
}
