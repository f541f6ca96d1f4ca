//! What differs, as ECS understands it: between two environments, or between one and files that a person has.

use bayplan_model::address::Address;
use bayplan_model::text::count;
use bayplan_worker::{Answer, Compared, ComparedField, File, Request, Side};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::bring::{file_control, read_files};
use crate::files::Files;
use crate::view::shown;
use crate::workbench::Workbench;

/// The choice that is not an environment. No environment has such a name.
const FILES: &str = "?";

/// What came of a comparison. In order: the records that differ, how many there are on both sides, how many fields are
/// written differently and mean the same, and what is to be said.
#[derive(Clone)]
struct Result {
    records: Vec<Compared>,
    same: usize,
    folded: usize,
    notes: Vec<String>,
}

/// One side, as a person chooses it.
#[derive(Clone, Copy)]
struct Choice {
    id: &'static str,
    label: &'static str,
    /// What is done with a text: `compare`, `compare with`.
    verb: &'static str,
    chosen: RwSignal<String>,
    pasted: RwSignal<String>,
    files: RwSignal<Vec<File>>,
}

impl Choice {
    fn new(id: &'static str, label: &'static str, verb: &'static str, environment: String) -> Self {
        Self {
            id,
            label,
            verb,
            chosen: RwSignal::new(environment),
            pasted: RwSignal::new(String::new()),
            files: RwSignal::new(Vec::new()),
        }
    }

    /// What is to be compared; `None` before anything was brought.
    fn side(self) -> Option<Side> {
        let chosen = self.chosen.get();
        if chosen != FILES {
            return Some(Side::Environment(chosen));
        }
        let (files, text) = (self.files.get(), self.pasted.get());
        match (files.is_empty(), text.trim().is_empty()) {
            (false, _) => Some(Side::Files(files)),
            (true, false) => Some(Side::Files(vec![File { name: None, text }])),
            (true, true) => None,
        }
    }

    /// What heads its column.
    fn heading(self) -> String {
        match self.chosen.get() {
            chosen if chosen != FILES => chosen,
            _ => self.files.with(|files| match files.as_slice() {
                [File { name: Some(name), .. }] => name.clone(),
                [] => "what was pasted".to_owned(),
                files => count(files.len(), "file"),
            }),
        }
    }
}

/// The body of the dialog.
pub fn body(workbench: Workbench) -> impl IntoView {
    let files = Files::expect();
    let names: Vec<String> = workbench
        .design
        .with_untracked(|design| design.environments().map(ToString::to_string).collect());
    let on_screen = workbench.environment.get_untracked().to_string();
    let other = names.iter().find(|name| **name != on_screen).cloned();
    let names = StoredValue::new(names);
    let before = Choice::new("compare-before", "Compare", "compare", on_screen);
    let after = Choice::new(
        "compare-after",
        "with",
        "compare with",
        other.unwrap_or_else(|| FILES.to_owned()),
    );
    let result = RwSignal::new(None::<std::result::Result<Result, String>>);
    let asked = StoredValue::new(0_u32);
    // Asked anew whenever a side changes; only the answer to the last question is of interest.
    Effect::new(move |_| {
        let sides = before.side().zip(after.side());
        workbench.design.track();
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        let Some((before, after)) = sides else { return result.set(None) };
        spawn_local(async move {
            let answer = files.ask(workbench, &Request::Compare { before, after }).await;
            if asked.try_get_value() != Some(number) {
                return;
            }
            let answer = match answer {
                Ok(Answer::Compared { records, same, folded, notes }) => {
                    Ok(Result { records, same, folded, notes })
                }
                Ok(Answer::Refused { message }) | Err(message) => Err(message),
                Ok(_) => return,
            };
            result.try_set(Some(answer));
        });
    });
    let swap = move |_| {
        for (one, other) in [(before.chosen, after.chosen), (before.pasted, after.pasted)] {
            let value = one.get_untracked();
            one.set(other.get_untracked());
            other.set(value);
        }
        let value = before.files.get_untracked();
        before.files.set(after.files.get_untracked());
        after.files.set(value);
    };
    view! {
        <div class="compare-sides">
            {choose(before, names)}
            <button type="button" class="button small" on:click=swap aria-label="Swap the sides" title="Swap the sides">
                "⇄"
            </button>
            {choose(after, names)}
        </div>
        <div class="compare-result">
            {move || match result.get() {
                None => view! {
                    <p class="nothing">"Paste or choose a task definition, a service, a template or a design to compare with."</p>
                }
                    .into_any(),
                Some(Err(problem)) => view! { <pre class="refusal" role="alert">{problem}</pre> }.into_any(),
                Some(Ok(result)) => outcome(workbench, before, after, &result),
            }}
        </div>
        <p class="visually-hidden" role="status">
            {move || match result.get() {
                Some(Ok(result)) => summary(&result),
                _ => String::new(),
            }}
        </p>
        <div class="dialog-foot">
            <button type="button" class="button primary" on:click=move |_| workbench.dialog.set(None)>"Done"</button>
        </div>
    }
}

/// The choice of one side.
fn choose(choice: Choice, names: StoredValue<Vec<String>>) -> AnyView {
    let is_files = move || choice.chosen.get() == FILES;
    let problem = RwSignal::new(None::<String>);
    let take = move |files: Option<web_sys::FileList>| {
        let Some(files) = files.filter(|files| files.length() > 0) else { return };
        problem.set(None);
        spawn_local(async move {
            match read_files(&files).await {
                Ok(files) => drop(choice.files.try_set(files)),
                Err(error) => drop(problem.try_set(Some(error))),
            }
        });
    };
    view! {
        <div class="field">
            <div class="label"><label for=choice.id>{choice.label}</label></div>
            <select
                id=choice.id
                prop:value=move || choice.chosen.get()
                on:change:target=move |event| choice.chosen.set(event.target().value())
            >
                {names
                    .get_value()
                    .into_iter()
                    .map(|name| {
                        let own = name.clone();
                        view! { <option value=name.clone() selected=move || choice.chosen.get() == own>{name.clone()}</option> }
                    })
                    .collect_view()}
                <option value=FILES selected=is_files>"files, or what I paste…"</option>
            </select>
            {shown(is_files, move || view! {
                <textarea
                    class="is-code"
                    rows="4"
                    spellcheck="false"
                    aria-label=format!("Text to {}", choice.verb)
                    placeholder="Paste here"
                    prop:value=move || choice.pasted.get()
                    on:input:target=move |event| {
                        choice.files.set(Vec::new());
                        choice.pasted.set(event.target().value());
                    }
                ></textarea>
                <label class="button small file">
                    {move || choice.files.with(|files| match files.as_slice() {
                        [] => "Choose files…".to_owned(),
                        [File { name: Some(name), .. }] => format!("{name}: choose others…"),
                        files => format!("{}: choose others…", count(files.len(), "file")),
                    })}
                    {file_control(take)}
                </label>
            })}
            <div role="alert">{move || problem.get().map(|problem| view! { <p class="message is-error">{problem}</p> })}</div>
        </div>
    }
    .into_any()
}

/// What came of it, in a sentence.
fn summary(result: &Result) -> String {
    let fields = result.records.iter().flat_map(|record| &record.fields);
    let (placeholders, meant): (Vec<_>, Vec<_>) = fields.partition(|field| field.is_placeholder);
    let alone = result.records.iter().filter(|record| is_alone(record)).count();
    let mut text = match (meant.len(), alone) {
        (0, 0) if result.same == 0 => "There is nothing to compare on both sides.".to_owned(),
        (0, 0) => "The same to ECS.".to_owned(),
        (0, alone) => format!("{} on one side only.", count(alone, "record")),
        (fields, 0) => format!("{} with different values.", count(fields, "field")),
        (fields, alone) => format!(
            "{} with different values, and {} on one side only.",
            count(fields, "field"),
            count(alone, "record"),
        ),
    };
    if !placeholders.is_empty() {
        text.push_str(&format!(" {} more through placeholders.", placeholders.len()));
    }
    match result.folded {
        0 => {}
        1 => text.push_str(" 1 field is written differently and means the same."),
        folded => {
            text.push_str(&format!(" {folded} fields are written differently and mean the same."));
        }
    }
    text
}

const fn is_alone(record: &Compared) -> bool {
    record.is_before != record.is_after
}

/// The records with those of their fields that are chosen; none without any.
fn with_fields(records: &[Compared], chosen: fn(&ComparedField) -> bool) -> Vec<Compared> {
    let only = |record: &Compared| Compared {
        fields: record.fields.iter().filter(|field| chosen(field)).cloned().collect(),
        ..record.clone()
    };
    records.iter().map(only).filter(|record| !record.fields.is_empty()).collect()
}

fn outcome(workbench: Workbench, before: Choice, after: Choice, result: &Result) -> AnyView {
    let said = summary(result);
    let notes = result.notes.iter().map(|note| view! { <p>{note.clone()}</p> }).collect_view();
    let mut meant = with_fields(&result.records, |field| !field.is_placeholder);
    meant.extend(result.records.iter().filter(|record| is_alone(record)).cloned());
    let placeholders = with_fields(&result.records, |field| field.is_placeholder);
    let number = placeholders.iter().map(|record| record.fields.len()).sum();
    view! {
        <p class="compare-summary">{said}</p>
        {notes}
        {(!meant.is_empty()).then(|| table(workbench, before, after, meant))}
        {(number > 0).then(|| view! {
            <details class="compare-placeholders">
                <summary>{format!("{} through placeholders", count(number, "difference"))}</summary>
                {table(workbench, before, after, placeholders)}
            </details>
        })}
    }
    .into_any()
}

fn table(workbench: Workbench, before: Choice, after: Choice, records: Vec<Compared>) -> AnyView {
    view! {
        <table class="compared">
            <thead>
                <tr>
                    <th scope="col">"Field"</th>
                    <th scope="col">{before.heading()}</th>
                    <th scope="col">{after.heading()}</th>
                </tr>
            </thead>
            {records.into_iter().map(|record| group(workbench, record)).collect_view()}
        </table>
    }
    .into_any()
}

/// The lines of one record.
fn group(workbench: Workbench, record: Compared) -> AnyView {
    let side = match (record.is_before, record.is_after) {
        (true, false) => Some("on the left only"),
        (false, true) => Some("on the right only"),
        _ => None,
    };
    view! {
        <tbody>
            <tr class="record">
                <th scope="rowgroup" colspan="3">{record.name} " " <small>{record.kind} {side.map(|side| format!(" · {side}"))}</small></th>
            </tr>
            {record.fields.into_iter().map(|field| row(workbench, field)).collect_view()}
        </tbody>
    }
    .into_any()
}

fn row(workbench: Workbench, field: ComparedField) -> AnyView {
    let value = |value: Option<String>| match value {
        Some(text) if text.is_empty() => view! { <small>"empty"</small> }.into_any(),
        Some(text) => view! { <code>{text}</code> }.into_any(),
        None => view! { <small>"not set"</small> }.into_any(),
    };
    let address: Option<Address> = field.address.as_deref().and_then(|text| text.parse().ok());
    let label = field.label;
    let name = match address {
        Some(address) => view! {
            <button
                type="button"
                class="link"
                title=field.path.clone()
                on:click=move |_| {
                    workbench.dialog.set(None);
                    workbench.reveal(&address);
                }
            >
                {label}
            </button>
        }
        .into_any(),
        None => view! { <span title=field.path.clone()>{label}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{value(field.before)}</td>
            <td>{value(field.after)}</td>
        </tr>
    }
    .into_any()
}
