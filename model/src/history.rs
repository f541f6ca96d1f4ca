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
            if last.change.is_empty() {
                // What was typed is taken back.
                self.done.pop();
            }
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
        self.close_group();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;

    /// What a person does: typing into a field is a step for each key, of one group.
    struct Editor {
        design: Design,
        history: History,
    }

    impl Editor {
        fn new() -> Self {
            let text =
                r#"{"formatVersion":1,"records":{"cluster.c":{"body":{"clusterName":"a"}}}}"#;
            Self { design: Design::parse(text).unwrap(), history: History::default() }
        }

        fn type_into(&mut self, field: &str, text: &str) -> &mut Self {
            let address = format!("cluster.c.{field}").parse().unwrap();
            let (design, change) =
                self.design.apply(&[Edit::Set { address, value: text.into() }]).unwrap();
            self.history.record(&format!("Set {field}"), change, Some(field));
            self.design = design;
            self
        }

        fn undo(&mut self) -> &mut Self {
            self.design = self.history.undo(&self.design).unwrap().0;
            self
        }

        fn redo(&mut self) -> &mut Self {
            self.design = self.history.redo(&self.design).unwrap().0;
            self
        }

        fn shows(&mut self, name: &str, undo: Option<&str>, redo: Option<&str>) -> &mut Self {
            let body = &self.design.record(&"cluster.c".parse().unwrap()).unwrap().body;
            assert_eq!(body["clusterName"], name);
            assert_eq!((self.history.undo_label(), self.history.redo_label()), (undo, redo));
            self
        }
    }

    const NAME: Option<&str> = Some("Set clusterName");

    #[test]
    fn typing_in_one_field_is_one_step() {
        let mut editor = Editor::new();
        editor.type_into("clusterName", "ab").type_into("clusterName", "abc");
        editor.undo().shows("a", None, NAME).redo().shows("abc", NAME, None);
        // Another field, or leaving the field, ends the step.
        editor.type_into("tags", "x").type_into("clusterName", "d").undo().shows(
            "abc",
            Some("Set tags"),
            NAME,
        );
        editor.type_into("clusterName", "e");
        editor.history.close_group();
        editor.type_into("clusterName", "f").undo().shows("e", NAME, NAME);
    }

    #[test]
    fn typing_after_an_undo_is_a_step_of_its_own() {
        let mut editor = Editor::new();
        editor.type_into("clusterName", "b").type_into("tags", "x").undo();
        editor.type_into("clusterName", "c").shows("c", NAME, None).undo().shows("b", NAME, NAME);
    }

    #[test]
    fn what_was_typed_and_taken_back_is_no_step() {
        let mut editor = Editor::new();
        editor.type_into("clusterName", "ab").type_into("clusterName", "a").shows("a", None, None);
        assert!(editor.history.undo(&editor.design).is_none());
    }

    #[test]
    fn only_so_many_steps_are_kept() {
        let mut editor = Editor::new();
        for number in 0..=LIMIT {
            editor.type_into("clusterName", &number.to_string());
            editor.history.close_group();
        }
        while editor.history.undo_label().is_some() {
            editor.undo();
        }
        editor.shows("0", None, NAME);
    }
}
