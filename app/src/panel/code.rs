//! What the selection exports to, live, with the lines that the last edit changed marked.

use bayplan_model::ecs::shape::Field;
use bayplan_model::export;
use bayplan_model::record::{Kind, RecordId};
use bayplan_model::resolve::Estate;
use leptos::prelude::*;

use super::changed::changed_lines;
use super::highlight::html;
use crate::icon;
use crate::workbench::{Tab, Workbench};

/// A text on screen.
#[derive(Clone, PartialEq)]
struct Shown {
    /// Whose text it is: lines are compared with an earlier text of the same only.
    of: Option<(RecordId, String)>,
    text: String,
    changed: Vec<bool>,
    /// How many edits there were: the marks are of the last one.
    edits: u32,
    /// What the text does not say, or says differently.
    remarks: Vec<String>,
}

/// A live text.
#[component]
pub fn Code(tab: Tab) -> impl IntoView {
    let workbench = Workbench::expect();
    let shown = Memo::new(move |before: Option<&Shown>| {
        let selected =
            workbench.selection.with(|selection| selection.as_ref().map(|s| s.record.clone()));
        let environment = workbench.environment.get();
        let edits = workbench.edits.get();
        workbench.estate.with(|estate| {
            let written =
                estate.as_ref().zip(selected.as_ref()).and_then(|(estate, id)| match tab {
                    Tab::Terraform => Some((terraform(workbench, id), Vec::new())),
                    _ => write(tab, estate, id),
                });
            let of = selected.map(|id| (id, environment.to_string()));
            let (text, remarks) = written.unwrap_or_default();
            let changed = match before {
                Some(before) if before.of == of && before.text != text => {
                    changed_lines(&before.text, &text)
                }
                Some(before) if before.of == of && before.edits == edits => before.changed.clone(),
                _ => Vec::new(),
            };
            Shown { of, text, changed, edits, remarks }
        })
    });
    let is_empty = Memo::new(move |_| shown.with(|shown| shown.text.is_empty()));
    let nothing = match tab {
        Tab::Terraform => "Select something to see the Terraform that it becomes.",
        Tab::Json => "Select a task definition or a service to see the JSON that AWS takes.",
        _ => {
            "Select a task definition, or a service that runs one, to see its container definitions."
        }
    };
    view! {
        <Show when=move || !is_empty.get() fallback=move || view! { <p class="nothing">{nothing}</p> }>
            <div class="code">
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
            </div>
        </Show>
    }
}

/// What a record becomes in Terraform.
fn terraform(workbench: Workbench, id: &RecordId) -> String {
    let environment = workbench.environment.get();
    workbench.design.with(|design| {
        workbench.checked.with(|checked| {
            export::terraform::resource_text(design, checked.estates(), &environment, id)
        })
    })
}

/// The JSON of a record, and remarks about it.
fn write(tab: Tab, estate: &Estate, id: &RecordId) -> Option<(String, Vec<String>)> {
    let task_definition = || match id.kind() {
        Kind::TaskDefinition => Some(id.clone()),
        Kind::Service => match &estate.get(id)?.service()?.task_definition {
            Field::Record(reference) => Some(reference.record.clone()),
            _ => None,
        },
        _ => None,
    };
    let document = match (tab, id.kind()) {
        (Tab::Json, Kind::TaskDefinition) => export::task_definition::register_input(estate, id)?,
        (Tab::Json, Kind::Service) => export::service::create_input(estate, id)?,
        (Tab::Containers, _) => export::container_definitions::array(estate, &task_definition()?)?,
        _ => return None,
    };
    let remarks = document.remarks.iter().map(|remark| remark.message.clone()).collect();
    Some((document.text(), remarks))
}
