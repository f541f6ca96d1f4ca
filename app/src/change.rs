//! What actions do to the design beyond one field: adding, removing, going from problem to problem.

use std::sync::Arc;

use bayplan_model::catalogue;
use bayplan_model::design::Place;
use bayplan_model::edit::Edit;
use bayplan_model::layout::Point;
use bayplan_model::path::{Path, Segment};
use bayplan_model::record::{Kind, Record, RecordId};
use bayplan_model::reference::Reference;
use bayplan_model::uses::container_uses;
use leptos::prelude::*;
use serde_json::Value;

use crate::workbench::{Dialog, Selection, Visited, Workbench};

/// Adds a record of a kind, with sensible first values, and selects it.
pub fn add(workbench: Workbench, kind: Kind) {
    let selected = workbench.selection.get_untracked().map(|selection| selection.record);
    let (id, body) = workbench.design.with_untracked(|design| {
        let id = design.free_id(kind, starting_name(kind));
        let mut body = catalogue::new_body(kind, id.name(), design);
        // What is selected is what a new service is meant to run in, or to run, or what is meant to be scaled.
        if let Some(to) = selected {
            let key = match (kind, to.kind()) {
                (Kind::Service, Kind::Cluster) => Some("cluster"),
                (Kind::Service, Kind::TaskDefinition) => Some("taskDefinition"),
                (Kind::Scaling, Kind::Service) => Some("resourceId"),
                _ => None,
            };
            if let Some(key) = key {
                body.insert(key.to_owned(), Reference::to(to).to_string().into());
            }
        }
        (id, body)
    });
    let edit = Edit::AddRecord { id: id.clone(), index: None, record: Arc::new(Record::new(body)) };
    if workbench.commit(&format!("Add a {}", kind.label()), &[edit], None) {
        workbench.select(Some(Selection::record(id.clone())));
        workbench.announce(&format!("Added the {} {}.", kind.label(), id.name()));
    }
}

/// What the first record of a kind is called; a person renames it.
const fn starting_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Cluster => "main",
        Kind::Service
        | Kind::TaskDefinition
        | Kind::TargetGroup
        | Kind::LogGroup
        | Kind::Scaling => "web",
        Kind::Namespace => "internal",
        Kind::LoadBalancer => "public",
        Kind::Network => "private",
        Kind::Role => "execution",
    }
}

/// The task definition that is selected, as a whole or by one of its containers; else the one that the
/// selected service runs; else the only one there is.
fn task_definition(workbench: Workbench) -> Option<RecordId> {
    let selected =
        workbench.selection.with(|selection| selection.as_ref().map(|s| s.record.clone()));
    match selected {
        Some(id) if id.kind() == Kind::TaskDefinition => return Some(id),
        Some(id) if id.kind() == Kind::Service => {
            let run = workbench.resolved(&id).and_then(|resolved| {
                resolved.service()?.task_definition.reference().map(|to| to.record.clone())
            });
            if run.is_some() {
                return run;
            }
        }
        _ => {}
    }
    workbench.design.with(|design| {
        let mut all =
            design.entries().map(|(id, _)| id).filter(|id| id.kind() == Kind::TaskDefinition);
        let first = all.next().cloned();
        if all.next().is_none() { first } else { None }
    })
}

/// Whether it is clear which task definition a new container belongs to.
pub fn can_add_container(workbench: Workbench) -> bool {
    task_definition(workbench).is_some()
}

/// Adds a container to the task definition at hand, and selects it.
pub fn add_container(workbench: Workbench) {
    let Some(id) = untrack(|| task_definition(workbench)) else { return };
    let list = Path::root().key("containerDefinitions");
    let value = workbench.resolved_now(&id).map_or(Value::Null, |resolved| {
        catalogue::new_element(Kind::TaskDefinition, &list, &resolved.overlay)
    });
    let address = workbench.target(&id, &list);
    let index = workbench.length(&address);
    if workbench.commit("Add a container", &[Edit::Insert { address, index, value }], None) {
        workbench.select(Some(Selection { record: id, path: list.index(index) }));
        workbench.announce("Added a container.");
    }
}

/// Removes what is selected; asks first when something refers to it.
pub fn remove_selected(workbench: Workbench) {
    let Some(selection) = workbench.selection.get_untracked() else { return };
    let referring = workbench.design.with_untracked(|design| {
        if selection.path.is_root() {
            design.references_to(&selection.record)
        } else {
            let container = workbench.target(&selection.record, &selection.path).path;
            container_uses(design, &selection.record, &container)
        }
    });
    if referring.is_empty() {
        remove(workbench, &selection);
    } else {
        workbench.dialog.set(Some(Dialog::Remove { selection, referring }));
    }
}

/// Removes something, whatever refers to it.
pub fn remove(workbench: Workbench, selection: &Selection) {
    let (label, edit) = if selection.path.is_root() {
        let label =
            format!("Remove the {} {}", selection.record.kind().label(), selection.record.name());
        (label, Edit::RemoveRecord { id: selection.record.clone() })
    } else {
        let address = workbench.target(&selection.record, &selection.path);
        let name = match address.path.segments().last() {
            Some(Segment::Named(name)) => format!(" {name}"),
            _ => String::new(),
        };
        (format!("Remove the container{name}"), Edit::Remove { address })
    };
    if workbench.commit(&label, &[edit], None) {
        if !selection.path.is_root() {
            workbench.select(Some(Selection::record(selection.record.clone())));
        }
        workbench.announce(&format!("Done: {label}. Undo brings it back."));
    }
}

/// Goes to the problem after the one that was gone to last, or to the one before it. When that one is gone
/// from the list, the one that took its place is the next.
pub fn go_to_problem(workbench: Workbench, forward: bool) {
    let problems = workbench.problems.get_untracked();
    if problems.is_empty() {
        return;
    }
    let count = problems.len();
    let next = match (workbench.problem.get_untracked(), forward) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(last), forward) => {
            let here = |index: &usize| problems.get(*index).is_some_and(|one| last.is(one));
            let at = (0..count).filter(here).min_by_key(|at| at.abs_diff(last.index));
            match (at, forward) {
                (Some(at), true) => (at + 1) % count,
                (None, true) => last.index % count,
                (at, false) => (at.unwrap_or(last.index.min(count)) + count - 1) % count,
            }
        }
    };
    if let Some(problem) = problems.get(next) {
        workbench.problem.set(Some(Visited {
            index: next,
            code: problem.rule.code,
            address: problem.address.clone(),
        }));
        workbench.reveal(&problem.address);
        workbench.announce(&format!("{}: {}", problem.severity.name(), problem.message));
    }
}

/// Shows the environment after the one on screen.
pub fn next_environment(workbench: Workbench) {
    let now = workbench.environment.get_untracked();
    let next = workbench.design.with_untracked(|design| {
        let names: Vec<_> = design.environments().cloned().collect();
        let at = names.iter().position(|name| *name == now).map_or(0, |at| at + 1);
        names.get(at).or_else(|| names.first()).cloned()
    });
    if let Some(next) = next {
        workbench.announce(&format!("Showing {next}."));
        workbench.show_environment(&next);
    }
}

/// Puts a card somewhere. Moves of the same group, one after the other, are one step of undo.
pub fn place(workbench: Workbench, id: &RecordId, to: Point, group: Option<&str>) {
    let group = group.map(|by| format!("place {id} {by}"));
    let edit = Edit::SetPlace { id: id.clone(), place: Some(Place { x: to.x, y: to.y }) };
    workbench.commit(&format!("Move {}", id.name()), &[edit], group.as_deref());
}

/// Puts a service's card somewhere, into the frame of the cluster that it runs in from now on.
pub fn place_in(workbench: Workbench, id: &RecordId, to: Point, cluster: &RecordId) {
    let path = Path::root().key("cluster");
    let reference = Reference::to(cluster.clone()).to_string();
    let edits = [
        Edit::SetPlace { id: id.clone(), place: Some(Place { x: to.x, y: to.y }) },
        Edit::Set { address: workbench.target(id, &path), value: reference.into() },
    ];
    if workbench.commit(&format!("Move {} into {}", id.name(), cluster.name()), &edits, None) {
        workbench.announce(&format!("{} runs in {} now.", id.name(), cluster.name()));
    }
}

/// Gives every card back to the automatic layout.
pub fn arrange(workbench: Workbench) {
    let edits: Vec<Edit> = workbench.design.with_untracked(|design| {
        design
            .entries()
            .filter(|(_, entry)| entry.place.is_some())
            .map(|(id, _)| Edit::SetPlace { id: id.clone(), place: None })
            .collect()
    });
    workbench.commit("Arrange automatically", &edits, None);
}
