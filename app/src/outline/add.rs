//! What can be added, below the outline.

use bayplan_model::record::Kind;
use leptos::prelude::*;

use crate::actions::action;
use crate::dialog::shown;
use crate::icon;
use crate::toolbar;
use crate::workbench::Workbench;

/// The kinds, by the name of the action that adds one.
const KINDS: [(Kind, &str, &str); 10] = [
    (Kind::Cluster, "Cluster", "add-cluster"),
    (Kind::Service, "Service", "add-service"),
    (Kind::TaskDefinition, "Task definition", "add-task-definition"),
    (Kind::LoadBalancer, "Load balancer", "add-load-balancer"),
    (Kind::TargetGroup, "Target group", "add-target-group"),
    (Kind::Network, "Network", "add-network"),
    (Kind::Role, "Role", "add-role"),
    (Kind::LogGroup, "Log group", "add-log-group"),
    (Kind::Scaling, "Scaling", "add-scaling"),
    (Kind::Namespace, "Namespace", "add-namespace"),
];

/// What can be added: one tab stop, arrow keys go through it.
#[component]
pub fn Add() -> impl IntoView {
    let kind = |(kind, label, id): (Kind, &'static str, &'static str)| {
        view! { <AddButton icon=icon::kind(kind).into_any() label id/> }
    };
    let (ecs, around) = KINDS.split_at(3);
    view! {
        <section class="add" aria-labelledby="add-caption">
            <h2 id="add-caption">"Add"</h2>
            <div
                class="add-list"
                role="toolbar"
                aria-orientation="vertical"
                aria-labelledby="add-caption"
                on:keydown=toolbar::walk
            >
                {ecs.iter().copied().map(kind).collect_view()}
                <AddButton icon=icon::container().into_any() label="Container" id="add-container"/>
                {around.iter().copied().map(kind).collect_view()}
                <AddButton icon=icon::open().into_any() label="Paste or open…" id="import"/>
            </div>
        </section>
    }
}

#[component]
fn AddButton(icon: AnyView, label: &'static str, id: &'static str) -> impl IntoView {
    let workbench = Workbench::expect();
    let action = action(id);
    let enabled = Memo::new(move |_| (action.enabled)(workbench));
    view! {
        <button
            type="button"
            class="row"
            aria-label=format!("{}, {}", action.label, shown(action.keys))
            title=move || {
                if enabled.get() {
                    action.label.to_owned()
                } else {
                    format!("{}: select a task definition first", action.label)
                }
            }
            // Not `disabled`: it can still be reached, and its title says why nothing happens.
            aria-disabled=move || (!enabled.get()).to_string()
            // The first one is the list's tab stop until arrow keys go to another.
            tabindex=if id == KINDS[0].2 { "0" } else { "-1" }
            on:click=move |_| {
                if enabled.get_untracked() {
                    (action.run)(workbench);
                }
            }
        >
            {icon}
            <span class="name">{label}</span>
            " "
            <kbd>{shown(action.keys)}</kbd>
        </button>
    }
}
