//! What the selection exports to, live, with the lines that the last edit changed marked.

use bayplan_model::record::RecordId;
use bayplan_worker::{Answer, Format, Request};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::changed::changed_lines;
use super::highlight::html;
use crate::files::Files;
use crate::icon;
use crate::view;
use crate::workbench::{Tab, Workbench};

/// A text on screen.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    /// Whose text it is: lines are compared with an earlier text of the same only.
    of: Option<(RecordId, String)>,
    text: String,
    changed: Vec<bool>,
    /// How many edits there were: the marks are of the last one.
    edits: u32,
    /// What the text does not say, or says differently.
    remarks: Vec<String>,
    /// Why the text is not what is wanted.
    failure: Option<String>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    record: RecordId,
    environment: String,
    edits: u32,
}

impl Wanted {
    /// Whether both are the same thing, before and after an edit.
    fn is_of(&self, other: &Self) -> bool {
        self.record == other.record && self.environment == other.environment
    }
}

impl Shown {
    fn is_of(&self, wanted: &Wanted) -> bool {
        self.of.as_ref().is_some_and(|(record, environment)| {
            *record == wanted.record && *environment == wanted.environment
        })
    }

    /// What follows this text when an answer arrives.
    fn next(&self, wanted: &Wanted, text: String, remarks: Vec<String>) -> Self {
        let of = Some((wanted.record.clone(), wanted.environment.clone()));
        let changed = if self.of == of && self.text != text {
            changed_lines(&self.text, &text)
        } else if self.of == of && self.edits == wanted.edits {
            self.changed.clone()
        } else {
            Vec::new()
        };
        Self { of, text, changed, edits: wanted.edits, remarks, failure: None }
    }
}

/// Makes the text that of what is selected, again and again. One request is on its way at a time: while a key
/// is held down, what is shown is as new as the worker is fast.
fn follow(
    format: Format,
    shown: RwSignal<Shown>,
    is_waiting: RwSignal<bool>,
    again: RwSignal<u32>,
) {
    let workbench = Workbench::expect();
    let files = Files::expect();
    let wanted = Memo::new(move |_| {
        let record = workbench.selection.with(|s| s.as_ref().map(|s| s.record.clone()))?;
        let environment = workbench.environment.get().to_string();
        Some(Wanted { record, environment, edits: workbench.edits.get() })
    });
    Effect::new(move |_| {
        again.track();
        let Some(first) = wanted.get() else {
            shown.set(Shown::default());
            return;
        };
        // What another selection becomes does not stand under this one.
        if shown.with_untracked(|shown| !shown.is_of(&first)) {
            shown.set(Shown::default());
        }
        if is_waiting.get_untracked() {
            return;
        }
        is_waiting.set(true);
        spawn_local(async move {
            let mut next = Some(first);
            while let Some(now) = next {
                let request = Request::Write {
                    format,
                    environment: now.environment.clone(),
                    record: now.record.to_string(),
                };
                let answer = match files.ask(workbench, &request).await {
                    Ok(Answer::Written { text, remarks }) => Ok((text, remarks)),
                    Ok(Answer::Refused { message }) | Err(message) => Err(message),
                    Ok(Answer::Added { .. } | Answer::Opened { .. } | Answer::Compared { .. }) => {
                        return;
                    }
                };
                // Something else may be wanted by now, or nothing, or the panel may be gone.
                let Some(wanted) = wanted.try_get_untracked() else { return };
                shown.update(|shown| match &wanted {
                    Some(wanted) if wanted.is_of(&now) => match answer {
                        Ok((text, remarks)) => *shown = shown.next(&now, text, remarks),
                        // What was right before an edit stands until there is an answer.
                        Err(failure) => shown.failure = Some(failure),
                    },
                    Some(_) => {}
                    None => *shown = Shown::default(),
                });
                next = wanted.filter(|wanted| *wanted != now);
            }
            is_waiting.try_set(false);
        });
    });
}

/// A live text.
#[component]
pub fn Code(tab: Tab) -> impl IntoView {
    let workbench = Workbench::expect();
    let shown = RwSignal::new(Shown::default());
    let is_waiting = RwSignal::new(false);
    let format = match tab {
        Tab::Terraform => Format::Terraform,
        Tab::Json => Format::Json,
        Tab::Containers | Tab::Problems => Format::ContainerDefinitions,
    };
    let again = RwSignal::new(0_u32);
    follow(format, shown, is_waiting, again);
    let has_failed = Memo::new(move |_| shown.with(|shown| shown.failure.is_some()));
    let is_empty =
        Memo::new(move |_| shown.with(|shown| shown.text.is_empty() && shown.remarks.is_empty()));
    let nothing = match tab {
        Tab::Terraform => "Select something to see the Terraform that it becomes.",
        Tab::Json => "Select a task definition or a service to see the JSON that AWS takes.",
        _ => {
            "Select a task definition, or a service that runs one, to see its container definitions."
        }
    };
    view! {
        <div class="code" aria-busy=move || is_waiting.get().to_string()>
            {view::shown(move || is_empty.get() && !is_waiting.get() && !has_failed.get(), move || view! {
                <p class="nothing">{nothing}</p>
            })}
            {view::shown(move || has_failed.get(), move || view! {
                <p class="message is-error">
                    {move || shown.with(|shown| shown.failure.clone())} " "
                    <button type="button" class="button small" on:click=move |_| again.update(|again| *again += 1)>
                        "Try again"
                    </button>
                </p>
            })}
            {view::shown(move || !is_empty.get(), move || view! {
                <button
                    type="button"
                    class="icon-button copy"
                    aria-label="Copy"
                    title="Copy"
                    on:click=move |_| crate::browser::copy(workbench, shown.with_untracked(|s| s.text.clone()))
                >
                    {icon::copy()}
                </button>
                {move || {
                    shown.with(|shown| {
                        shown
                            .remarks
                            .iter()
                            .map(|remark| view! { <p class="message is-warning">{remark.clone()}</p> })
                            .collect_view()
                    })
                }}
                <pre inner_html=move || shown.with(|shown| html(&shown.text, &shown.changed))></pre>
            })}
        </div>
    }
}
