//! The form of one structure: sections from the catalogue, the common things first, the rest folded.

use bayplan_model::catalogue::{self, Entry, Prominence, Section};
use bayplan_model::ecs;
use bayplan_model::path::Path;
use bayplan_model::record::RecordId;
use leptos::prelude::*;
use serde_json::Value;

use super::field::Field;
use super::fold::fold;
use crate::icon;
use crate::workbench::Workbench;

/// The form of the structure at a path: the record, a container, a port mapping.
#[component]
pub fn Form(record: RecordId, path: Path) -> impl IntoView {
    let workbench = Workbench::expect();
    let sections = catalogue::form(record.kind(), &path.pattern());
    // A section of its own heading belongs to a record or a container; a part of those is one plain list.
    let has_headings = sections.len() > 1;
    let place = StoredValue::new((record, path));
    // What is folded is settled anew in another environment, and never while a person is typing: a field does
    // not move from under the cursor.
    let set = Memo::new(move |_| {
        workbench.environment.track();
        place.with_value(|(record, path)| {
            let resolved = workbench.resolved_now(record);
            members(resolved.as_ref().and_then(|resolved| path.get(&resolved.overlay)))
        })
    });
    let unknown = Memo::new(move |_| {
        place.with_value(|(record, path)| {
            let resolved = workbench.resolved(record);
            let mut keys = members(resolved.as_ref().and_then(|r| path.get(&r.overlay)));
            keys.retain(|key| ecs::describe(record.kind(), &path.key(key.clone())).is_none());
            keys
        })
    });
    let view_of = move |section: &'static Section, set: &[String]| {
        place.with_value(|(record, path)| section_view(record, path, section, set, has_headings))
    };
    view! {
        {move || {
            let set = set.get();
            sections.iter().map(|section| view_of(section, &set)).collect_view()
        }}
        {move || {
            let (record, path) = place.get_value();
            unknown
                .get()
                .into_iter()
                .map(|key| view! { <Unknown record=record.clone() path=path.key(key)/> })
                .collect_view()
        }}
    }
    .into_any()
}

/// The members of the object that stands somewhere.
fn members(value: Option<&Value>) -> Vec<String> {
    let members = value.and_then(Value::as_object);
    members.map(|members| members.keys().cloned().collect()).unwrap_or_default()
}

fn section_view(
    record: &RecordId,
    path: &Path,
    section: &'static Section,
    set: &[String],
    has_heading: bool,
) -> AnyView {
    let is_set = |entry: &Entry| set.iter().any(|key| key == entry.info.key);
    let (shown, folded): (Vec<Entry>, Vec<Entry>) = section.entries().partition(|entry| {
        entry.info.prominence == Prominence::Common || is_set(entry) || !has_heading
    });
    let count = folded.len();
    let folded = (count > 0).then(|| {
        let title = section.title();
        let keys: Vec<&'static str> = folded.iter().map(|entry| entry.info.key).collect();
        let hint = fold_hint(record.clone(), path.clone(), keys);
        let label = if shown.is_empty() { title } else { "More" };
        let summary = view! {
            {icon::chevron()}
            <span>{label}</span>
            <span class="hint">{move || hint.get()}</span>
        };
        let places = folded.iter().map(|entry| path.key(entry.info.key)).collect();
        let (record, path) = (record.clone(), path.clone());
        fold("fold", false, (record.clone(), places), (None, summary.into_any()), move || {
            folded.iter().map(|entry| field(&record, &path, *entry)).collect_view().into_any()
        })
    });
    let heading = has_heading && !shown.is_empty();
    view! {
        <div class="group">
            {heading.then(|| view! { <h3>{section.title()}</h3> })}
            {shown.into_iter().map(|entry| field(record, path, entry)).collect_view()}
            {folded}
        </div>
    }
    .into_any()
}

fn field(record: &RecordId, path: &Path, entry: Entry) -> AnyView {
    view! { <Field record=record.clone() path=path.key(entry.info.key) entry/> }.into_any()
}

/// How many settings are in a fold, and whether some of them were given a value since it was made.
fn fold_hint(record: RecordId, path: Path, keys: Vec<&'static str>) -> Memo<String> {
    let workbench = Workbench::expect();
    Memo::new(move |_| {
        let resolved = workbench.resolved(&record);
        let set = members(resolved.as_ref().and_then(|resolved| path.get(&resolved.overlay)));
        let count = keys.iter().filter(|key| set.iter().any(|one| one == *key)).count();
        let settings = bayplan_model::text::count(keys.len(), "setting");
        if count == 0 {
            format!("{settings} at default")
        } else {
            format!("{settings}, {count} set")
        }
    })
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
