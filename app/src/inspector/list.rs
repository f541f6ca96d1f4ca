//! Structures and lists of structures: forms within the form.

use bayplan_model::catalogue;
use bayplan_model::ecs;
use bayplan_model::ecs::shape::Type;
use bayplan_model::path::Path;
use bayplan_model::record::Kind;
use leptos::prelude::*;
use serde_json::Value;

use super::field::{OverrideMark, Problems};
use super::fold::fold;
use super::form::Form;
use super::rows::row_keys;
use super::slot::Slot;
use crate::icon;
use crate::view::{rows, shown};
use crate::workbench::Selection;

/// A structure: folded while nothing of it is set. One that only wraps another is shown as that one.
pub fn structure(slot: Slot) -> impl IntoView {
    let slot = match wrapped(slot) {
        Some(path) => slot.with_path(path),
        None => slot,
    };
    let is_set = slot.value.with_untracked(Option::is_some);
    let default = default_of(slot);
    let state =
        Memo::new(
            move |_| {
                if slot.value.with(Option::is_some) { String::new() } else { default.clone() }
            },
        );
    let summary = view! {
        {icon::chevron()}
        <span>{slot.label()}</span>
        <span class="hint">{move || state.get()}</span>
    };
    let around = (slot.record(), vec![slot.path()]);
    let named = (Some(slot.element_id()), summary.into_any());
    fold("part", is_set, around, named, move || {
        view! {
            <div class="part-tools"><OverrideMark of=slot/></div>
            <div class="part-body">
                <Form record=slot.record() path=slot.path()/>
                {shown(move || slot.value.with(Option::is_some), move || view! {
                    <button type="button" class="button small" on:click=move |_| slot.remove()>
                        {format!("Take {} away", slot.label())}
                    </button>
                })}
            </div>
            <Problems problems=slot.problems id=format!("{}-problems", slot.element_id())/>
        }
        .into_any()
    })
}

/// What holds where nothing is set, as far as that is known.
pub fn default_of(slot: Slot) -> String {
    let entry = catalogue::field(slot.record().kind(), &slot.path());
    let default = entry.and_then(|entry| entry.info.default);
    default.map_or_else(|| "not set".to_owned(), |default| format!("default: {default}"))
}

/// The one structure inside a structure that has no other member.
fn wrapped(slot: Slot) -> Option<Path> {
    let path = slot.path();
    match ecs::describe(slot.record().kind(), &path) {
        Some((Type::Structure([only]), _)) if matches!(only.kind, Type::Structure(_)) => {
            Some(path.key(only.key))
        }
        _ => None,
    }
}

/// A list of structures: a part for each, and a button that adds one.
pub fn elements(slot: Slot) -> impl IntoView {
    let count = Memo::new(move |_| {
        slot.value.with(|value| value.as_ref().and_then(Value::as_array).map_or(0, Vec::len))
    });
    let keys = row_keys(slot);
    let record = slot.record();
    let is_containers =
        record.kind() == Kind::TaskDefinition && slot.path().to_string() == "containerDefinitions";
    let singular = catalogue::label(record.kind(), &slot.path().index(0));
    let singular = singular.trim_end_matches(" 1").to_ascii_lowercase();
    let add = {
        let record = record.clone();
        move |_| {
            let list = slot.path();
            let body = slot
                .workbench()
                .resolved_now(&record)
                .map(|resolved| (*resolved.overlay).clone())
                .unwrap_or_default();
            let index = count.get_untracked();
            slot.push(catalogue::new_element(record.kind(), &list, &body));
            if is_containers {
                slot.workbench()
                    .select(Some(Selection { record: record.clone(), path: list.index(index) }));
            }
        }
    };
    view! {
        <fieldset class="list" id=slot.element_id() tabindex="-1">
            <legend>
                {slot.label()}
                <OverrideMark of=slot/>
                <span class="hint">{move || match count.get() { 0 => "none".to_owned(), n => n.to_string() }}</span>
            </legend>
            {rows(move || keys.get(), |key| *key, move |key| {
                if is_containers {
                    container_link(slot, key.index).into_any()
                } else {
                    element(slot, key.index).into_any()
                }
            })}
            <button type="button" class="button small" on:click=add>{icon::plus()} {format!("Add {singular}")}</button>
            <Problems problems=slot.problems id=format!("{}-problems", slot.element_id())/>
        </fieldset>
    }
}

/// The words that tell an element from its neighbours.
fn summary(value: Option<&Value>, label: &str) -> String {
    let text = value.and_then(|value| {
        [
            "name",
            "key",
            "containerName",
            "containerPort",
            "sourceVolume",
            "port",
            "type",
            "namespace",
        ]
        .iter()
        .find_map(|key| value.get(key))
        .map(super::slot::plain)
    });
    match text {
        Some(text) if !text.is_empty() => text,
        _ => label.to_owned(),
    }
}

fn element(slot: Slot, index: usize) -> impl IntoView {
    let own = Slot::new(slot.workbench(), &slot.record(), &slot.path().index(index));
    let label = own.label();
    let title = {
        let label = label.clone();
        Memo::new(move |_| own.value.with(|value| summary(value.as_ref(), &label)))
    };
    view! {
        <details class="part" open=true>
            <summary id=own.element_id()>
                {icon::chevron()}
                <span>{move || title.get()}</span>
            </summary>
            <div class="part-tools">
                <OverrideMark of=own/>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove {}", title.get())
                    title="Remove"
                    on:click=move |_| own.remove()
                >
                    {icon::bin()}
                </button>
            </div>
            <div class="part-body" class:is-compact=is_compact(own)>
                <Form record=own.record() path=own.path()/>
            </div>
            <Problems problems=own.problems id=format!("{}-problems", own.element_id())/>
        </details>
    }
}

/// Whether an element has single values only, which then stand beside each other: a port mapping, a limit.
fn is_compact(own: Slot) -> bool {
    let described = ecs::describe(own.record().kind(), &own.path());
    let is_single =
        |kind: Type| matches!(kind, Type::Text | Type::Integer | Type::Number | Type::Flag);
    matches!(described, Some((Type::Structure(members), _))
        if members.iter().all(|member| is_single(member.kind)))
}

/// A container: it has a form of its own, this is the way there.
fn container_link(slot: Slot, index: usize) -> impl IntoView {
    let record = slot.record();
    let path = slot.path().index(index);
    let own = Slot::new(slot.workbench(), &record, &path);
    let name = move || own.value.with(|value| summary(value.as_ref(), "unnamed"));
    let image = move || {
        own.value.with(|value| {
            value
                .as_ref()
                .and_then(|value| value.get("image"))
                .map(super::slot::plain)
                .map(|image| image.rsplit('/').next().unwrap_or_default().to_owned())
                .unwrap_or_default()
        })
    };
    view! {
        <button
            type="button"
            class="row-link"
            on:click=move |_| {
                slot.workbench().select(Some(Selection { record: record.clone(), path: path.clone() }));
            }
        >
            {icon::container()}
            <span>{name}</span>
            <code>{image}</code>
        </button>
    }
}
