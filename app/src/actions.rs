//! The registry of named actions: buttons, the palette, shortcuts and the list of shortcuts come from it.

use bayplan_model::record::Kind;
use leptos::prelude::*;

use crate::change;
use crate::parts::Editing;
use crate::theme;
use crate::workbench::{Dialog, Scope, Selection, Tab, Workbench};

/// Something that a person can do, by whatever means.
#[derive(Debug)]
pub struct Action {
    /// The stable name.
    pub id: &'static str,
    /// A verb and what it does, as in menus.
    pub label: &'static str,
    /// The shortcut, such as `Ctrl+Z`: modifiers in the order Ctrl, Alt, Shift, then the key as
    /// `KeyboardEvent.key` names it. `Ctrl` is also the Command key. Empty: none.
    pub keys: &'static str,
    /// Whether it can be done now.
    pub enabled: fn(Workbench) -> bool,
    /// Does it.
    pub run: fn(Workbench),
}

/// Does something with the part of the program that edits.
fn edit(workbench: Workbench, which: fn(&Editing) -> fn(Workbench)) {
    workbench.parts.edit(workbench, |part| which(part)(workbench));
}

fn add(workbench: Workbench, kind: Kind) {
    workbench.parts.edit(workbench, |part| (part.add)(workbench, kind));
}

const fn always(_: Workbench) -> bool {
    true
}

fn has_selection(workbench: Workbench) -> bool {
    workbench.selection.with(Option::is_some)
}

/// Every action, in the order of the palette.
pub static ACTIONS: &[Action] = &[
    Action {
        id: "undo",
        label: "Undo",
        keys: "Ctrl+z",
        enabled: |w| w.steps.with(|s| s.0.is_some()),
        run: |w| edit(w, |part| part.undo),
    },
    Action {
        id: "redo",
        label: "Redo",
        keys: "Ctrl+Shift+z",
        enabled: |w| w.steps.with(|s| s.1.is_some()),
        run: |w| edit(w, |part| part.redo),
    },
    Action {
        id: "find",
        label: "Find or do anything",
        keys: "Ctrl+k",
        enabled: always,
        run: |w| w.parts.open(w, Dialog::Palette),
    },
    Action {
        id: "find-setting",
        label: "Find a setting of what is selected",
        keys: "/",
        enabled: has_selection,
        run: |_| crate::focus::on("find-setting"),
    },
    Action {
        id: "add-cluster",
        label: "Add a cluster",
        keys: "u",
        enabled: always,
        run: |w| add(w, Kind::Cluster),
    },
    Action {
        id: "add-service",
        label: "Add a service",
        keys: "s",
        enabled: always,
        run: |w| add(w, Kind::Service),
    },
    Action {
        id: "add-task-definition",
        label: "Add a task definition",
        keys: "t",
        enabled: always,
        run: |w| add(w, Kind::TaskDefinition),
    },
    Action {
        id: "add-container",
        label: "Add a container",
        keys: "c",
        enabled: change::can_add_container,
        run: |w| edit(w, |part| part.add_container),
    },
    Action {
        id: "add-load-balancer",
        label: "Add a load balancer",
        keys: "l",
        enabled: always,
        run: |w| add(w, Kind::LoadBalancer),
    },
    Action {
        id: "add-target-group",
        label: "Add a target group",
        keys: "g",
        enabled: always,
        run: |w| add(w, Kind::TargetGroup),
    },
    Action {
        id: "add-network",
        label: "Add a network",
        keys: "n",
        enabled: always,
        run: |w| add(w, Kind::Network),
    },
    Action {
        id: "add-role",
        label: "Add a role",
        keys: "r",
        enabled: always,
        run: |w| add(w, Kind::Role),
    },
    Action {
        id: "add-log-group",
        label: "Add a log group",
        keys: "o",
        enabled: always,
        run: |w| add(w, Kind::LogGroup),
    },
    Action {
        id: "add-scaling",
        label: "Add scaling",
        keys: "a",
        enabled: always,
        run: |w| add(w, Kind::Scaling),
    },
    Action {
        id: "add-namespace",
        label: "Add a namespace",
        keys: "d",
        enabled: always,
        run: |w| add(w, Kind::Namespace),
    },
    Action {
        id: "import",
        label: "Paste or open…",
        keys: "Ctrl+o",
        enabled: always,
        run: |w| w.parts.open(w, Dialog::Import(None)),
    },
    Action {
        id: "export",
        label: "Export…",
        keys: "Ctrl+e",
        enabled: always,
        run: |w| w.parts.open(w, Dialog::Export),
    },
    Action {
        id: "compare",
        label: "Compare…",
        keys: "v",
        enabled: always,
        run: |w| w.parts.open(w, Dialog::Compare),
    },
    Action {
        id: "revisions",
        label: "Earlier revisions…",
        keys: "h",
        enabled: always,
        run: |w| w.parts.open(w, Dialog::Revisions),
    },
    Action {
        id: "remove",
        label: "Remove what is selected",
        keys: "Delete",
        enabled: has_selection,
        run: |w| edit(w, |part| part.remove_selected),
    },
    Action {
        id: "deselect",
        label: "Select nothing",
        keys: "Escape",
        enabled: has_selection,
        run: |w| w.select(None),
    },
    Action {
        id: "next-problem",
        label: "Go to the next problem",
        keys: "F8",
        enabled: |w| w.problems.with(|p| !p.is_empty()),
        run: |w| edit(w, |part| part.next_problem),
    },
    Action {
        id: "previous-problem",
        label: "Go to the previous problem",
        keys: "Shift+F8",
        enabled: |w| w.problems.with(|p| !p.is_empty()),
        run: |w| edit(w, |part| part.previous_problem),
    },
    Action {
        id: "next-environment",
        label: "Show the next environment",
        keys: "e",
        enabled: |w| w.design.with(|d| d.environments().count() > 1),
        run: change::next_environment,
    },
    Action {
        id: "scope",
        label: "Change where edits go: everywhere, or here only",
        keys: "Shift+E",
        enabled: always,
        run: |w| {
            w.scope.update(|s| {
                *s = if *s == Scope::Everywhere {
                    Scope::ThisEnvironment
                } else {
                    Scope::Everywhere
                };
            });
        },
    },
    Action {
        id: "environments",
        label: "Edit environments…",
        keys: "",
        enabled: always,
        run: |w| w.parts.open(w, Dialog::Environments),
    },
    Action {
        id: "show-problems",
        label: "Show problems",
        keys: "Alt+1",
        enabled: always,
        run: |w| w.tab.set(Tab::Problems),
    },
    Action {
        id: "show-terraform",
        label: "Show Terraform",
        keys: "Alt+2",
        enabled: always,
        run: |w| w.tab.set(Tab::Terraform),
    },
    Action {
        id: "show-json",
        label: "Show JSON",
        keys: "Alt+3",
        enabled: always,
        run: |w| w.tab.set(Tab::Json),
    },
    Action {
        id: "show-containers",
        label: "Show the container array",
        keys: "Alt+4",
        enabled: always,
        run: |w| w.tab.set(Tab::Containers),
    },
    Action {
        id: "arrange",
        label: "Arrange automatically",
        keys: "",
        enabled: always,
        run: |w| edit(w, |part| part.arrange),
    },
    Action {
        id: "theme",
        label: "Change the theme: light, dark, as the system",
        keys: "",
        enabled: always,
        run: theme::next,
    },
    Action {
        id: "shortcuts",
        label: "Show shortcuts",
        keys: "?",
        enabled: always,
        run: |w| w.parts.open(w, Dialog::Shortcuts),
    },
];

/// The action of a name.
///
/// # Panics
/// When there is none, which is a bug that every test of the screen would meet.
pub fn action(id: &str) -> &'static Action {
    ACTIONS.iter().find(|action| action.id == id).expect("the action is in the registry")
}

/// The action of a shortcut, such as `Ctrl+z`.
pub fn by_keys(keys: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| !action.keys.is_empty() && action.keys == keys)
}

/// Selects a record as a whole.
pub fn select_record(workbench: Workbench, record: bayplan_model::record::RecordId) {
    workbench.select(Some(Selection::record(record)));
}

#[cfg(test)]
mod tests {
    use super::ACTIONS;

    #[test]
    fn no_two_actions_have_one_name_or_one_shortcut() {
        for (at, action) in ACTIONS.iter().enumerate() {
            for other in ACTIONS.iter().skip(at + 1) {
                assert_ne!(action.id, other.id);
                assert!(action.keys.is_empty() || action.keys != other.keys, "{}", action.keys);
            }
        }
    }
}
