//! The form of one structure: sections from the catalogue, the common things first, the rest folded.

use bayplan_model::catalogue::{self, Entry, Prominence, Section};
use bayplan_model::ecs;
use bayplan_model::path::Path;
use bayplan_model::record::RecordId;
use leptos::prelude::*;
use serde_json::Value;

use super::field::Field;
use crate::icon;
use crate::workbench::Workbench;

/// The form of the structure at a path: the record, a container, a port mapping.
#[component]
pub fn Form(record: RecordId, path: Path) -> impl IntoView {
    let workbench = Workbench::expect();
    let sections = catalogue::form(record.kind(), &path.pattern());
    // A section of its own heading belongs to a record or a container; a part of those is one plain list.
    let has_headings = sections.len() > 1;
    let now =
        workbench.resolved_now(&record).and_then(|resolved| path.get(&resolved.overlay).cloned());
    let unknown = unknown_members(&record, &path, now.as_ref());
    view! {
        {sections
            .into_iter()
            .map(|section| section_view(&record, &path, section, now.as_ref(), has_headings))
            .collect_view()}
        {unknown
            .into_iter()
            .map(|key| view! { <Unknown record=record.clone() path=path.key(key)/> })
            .collect_view()}
    }
    .into_any()
}

fn section_view(
    record: &RecordId,
    path: &Path,
    section: &'static Section,
    now: Option<&Value>,
    has_heading: bool,
) -> AnyView {
    let is_set = |entry: &Entry| now.is_some_and(|now| now.get(entry.info.key).is_some());
    let (shown, folded): (Vec<Entry>, Vec<Entry>) = section.entries().partition(|entry| {
        entry.info.prominence == Prominence::Common || is_set(entry) || !has_heading
    });
    let field = |entry: Entry| {
        view! { <Field record=record.clone() path=path.key(entry.info.key) entry/> }
    };
    let count = folded.len();
    let folded = (count > 0).then(|| {
        let title = section.title();
        let fields = folded.into_iter().map(field).collect_view();
        let settings = if count == 1 { "setting" } else { "settings" };
        let label = if shown.is_empty() { title } else { "More" };
        view! {
            <details class="fold">
                <summary>
                    {icon::chevron()}
                    <span>{label}</span>
                    <span class="hint">{format!("{count} {settings} at default")}</span>
                </summary>
                {fields}
            </details>
        }
    });
    let heading = has_heading && !shown.is_empty();
    view! {
        <div class="group">
            {heading.then(|| view! { <h3>{section.title()}</h3> })}
            {shown.into_iter().map(field).collect_view()}
            {folded}
        </div>
    }
    .into_any()
}

/// The members that stand there and that the API does not have.
fn unknown_members(record: &RecordId, path: &Path, now: Option<&Value>) -> Vec<String> {
    let Some(Value::Object(members)) = now else { return Vec::new() };
    members
        .keys()
        .filter(|key| ecs::describe(record.kind(), &path.key((*key).clone())).is_none())
        .cloned()
        .collect()
}

/// A member that the API does not have: shown, kept, and taken away on request.
#[component]
fn Unknown(record: RecordId, path: Path) -> impl IntoView {
    let slot = super::slot::Slot::new(Workbench::expect(), &record, &path);
    let id = slot.element_id();
    view! {
        <div class="field">
            <div class="label">
                <label for=id.clone()>{slot.label()}</label>
                <span class="hint">"not in the API"</span>
            </div>
            {super::control::json(slot)}
            <super::field::Problems problems=slot.problems id=format!("{id}-problems")/>
        </div>
    }
}
