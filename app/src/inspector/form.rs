//! The form of one structure: sections from the catalogue, the common things first, the rest folded.

use bayplan_model::catalogue::{self, Entry, Prominence, Section};
use bayplan_model::ecs;
use bayplan_model::path::Path;
use bayplan_model::record::RecordId;
use leptos::prelude::*;
use serde_json::Value;

use super::applies::{MoreOnEc2, OnFargate};
use super::field::Field;
use super::fold::fold;
use crate::icon;
use crate::view::shown;
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
    let (record, path) = place.get_value();
    view! {
        {move || {
            let set = set.get();
            sections.iter().map(|section| view_of(section, &set)).collect_view()
        }}
        <MoreOnEc2 kind=record.kind() at=path.pattern()/>
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
    let folded =
        (!folded.is_empty()).then(|| fold_of(record, path, section, folded, shown.is_empty()));
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

/// What few people set, folded. Where all of it is for EC2 and nothing is set, there is no fold on Fargate.
fn fold_of(
    record: &RecordId,
    path: &Path,
    section: &'static Section,
    folded: Vec<Entry>,
    is_alone: bool,
) -> AnyView {
    let label = if is_alone { section.title() } else { "More" };
    let keys =
        StoredValue::new(folded.iter().map(|entry| (entry.info.key, is_ec2_only(entry))).collect());
    let hint = fold_hint(record.clone(), path.clone(), keys);
    let is_there = Memo::new(move |_| hint.with(|(count, _)| *count > 0));
    let folded = StoredValue::new(folded);
    let place = StoredValue::new((record.clone(), path.clone()));
    shown(
        move || is_there.get(),
        move || {
            let summary = view! {
                {icon::chevron()}
                <span>{label}</span>
                <span class="hint">{move || hint.with(|(_, text)| text.clone())}</span>
            };
            let (record, path) = place.get_value();
            let places = folded
                .with_value(|folded| folded.iter().map(|entry| path.key(entry.info.key)).collect());
            fold("fold", false, (record, places), (None, summary.into_any()), move || {
                let (record, path) = place.get_value();
                folded.with_value(|folded| {
                    folded
                        .iter()
                        .map(|entry| field(&record, &path, *entry))
                        .collect_view()
                        .into_any()
                })
            })
        },
    )
}

fn is_ec2_only(entry: &Entry) -> bool {
    entry.info.prominence == Prominence::Ec2Only
}

/// A field; one that only EC2 has, as long as that is what the record runs on, or it is set.
fn field(record: &RecordId, path: &Path, entry: Entry) -> AnyView {
    let (record, path) = (record.clone(), path.key(entry.info.key));
    if !is_ec2_only(&entry) {
        return view! { <Field record path entry/> }.into_any();
    }
    let on_fargate = OnFargate::expect();
    let workbench = Workbench::expect();
    let place = StoredValue::new((record, path));
    // Taken away, it stays while the record stays where it runs: a field does not go from under the cursor with its
    // last letter.
    let seen = Memo::new(move |before: Option<&(bool, bool)>| {
        let now = on_fargate.get();
        let stays = before.is_some_and(|(on_fargate, is_shown)| *on_fargate == now && *is_shown);
        let is_set = place.with_value(|(record, path)| {
            let resolved = workbench.resolved(record);
            resolved.is_some_and(|resolved| path.get(&resolved.overlay).is_some())
        });
        (now, !now || stays || is_set)
    });
    let is_shown = Memo::new(move |_| seen.get().1);
    shown(
        move || is_shown.get(),
        move || {
            let (record, path) = place.get_value();
            view! { <Field record path entry/> }
        },
    )
}

/// How many settings are in a fold, and whether some of them were given a value since it was made. The number of those
/// that can be set, and words.
fn fold_hint(
    record: RecordId,
    path: Path,
    keys: StoredValue<Vec<(&'static str, bool)>>,
) -> Memo<(usize, String)> {
    let workbench = Workbench::expect();
    let on_fargate = OnFargate::expect();
    Memo::new(move |_| {
        let on_fargate = on_fargate.get();
        let resolved = workbench.resolved(&record);
        let set = members(resolved.as_ref().and_then(|resolved| path.get(&resolved.overlay)));
        let is_set = |key: &str| set.iter().any(|one| one == key);
        let (all, count) = keys.with_value(|keys| {
            let all =
                keys.iter().filter(|(key, ec2_only)| !(*ec2_only && on_fargate) || is_set(key));
            (all.count(), keys.iter().filter(|(key, _)| is_set(key)).count())
        });
        let settings = bayplan_model::text::count(all, "setting");
        let text = if count == 0 {
            format!("{settings} at default")
        } else {
            format!("{settings}, {count} set")
        };
        (all, text)
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
