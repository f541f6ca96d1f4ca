//! Bringing a file: pasted, chosen or dropped. What cannot be read says where and why; the design stays as it
//! was.

use bayplan_model::design::Design;
use bayplan_model::edit::Edit;
use bayplan_model::import::MAX_BYTES;
use bayplan_model::record::RecordId;
use bayplan_worker::{Answer, Request};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::designs::Designs;
use crate::files::Files;
use crate::number;
use crate::persistence::Persistence;
use crate::workbench::{Selection, Workbench};

/// The body of the dialog.
pub fn body(workbench: Workbench) -> impl IntoView {
    let text: NodeRef<html::Textarea> = NodeRef::new();
    let problem = RwSignal::new(None::<String>);
    let persistence = Persistence::expect();
    let files = Files::expect();
    let waiting = RwSignal::new(false);
    let take = move |text: String, file_name: Option<String>| {
        // One at a time: what is read second would be added to what the first has not changed yet.
        if waiting.get_untracked() {
            return;
        }
        waiting.set(true);
        problem.set(None);
        spawn_local(async move {
            // Closing the dialog is the way to think better of it.
            let is_wanted = move || waiting.try_get_untracked().is_some();
            let request = Request::Read { text, file_name };
            if let Err(error) = add(workbench, persistence, files, request, is_wanted).await {
                problem.try_set(Some(error));
            }
            waiting.try_set(false);
        });
    };
    let choose = move |files: Option<web_sys::FileList>| {
        let Some(file) = files.and_then(|files| files.get(0)) else { return };
        // The browser says how large a file is before any of it is read.
        #[allow(clippy::cast_precision_loss, reason = "a limit far below 2^53")]
        if file.size() > MAX_BYTES as f64 {
            problem.set(Some(format!(
                "{} has {} MiB, and at most {} MiB are read. A task definition has at most 64 kB, so this is probably another file.",
                file.name(),
                number::text((file.size() / 104_857.6).round() / 10.0),
                MAX_BYTES / 1_048_576,
            )));
            return;
        }
        spawn_local(async move {
            let name = file.name();
            match JsFuture::from(file.text()).await {
                Ok(text) => take(text.as_string().unwrap_or_default(), Some(name)),
                Err(_) => problem.set(Some(format!(
                    "{name} could not be read. Choose it again, or paste its text."
                ))),
            }
        });
    };
    view! {
        <Designs/>
        <p>
            "A task definition, its container array, a service, a CloudFormation template, a Compose file, or a \
             Bayplan design, as JSON or YAML. It is added to the design; a design is opened in its place."
        </p>
        <textarea
            class="is-code"
            node_ref=text
            on:input=move |_| problem.set(None)
            rows="12"
            spellcheck="false"
            autofocus=true
            aria-label="JSON to add"
            aria-describedby="import-problem"
            placeholder="Paste here, or drop a file"
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                if let Some(transfer) = event.data_transfer()
                    && transfer.files().is_some_and(|files| files.length() > 0)
                {
                    event.prevent_default();
                    choose(transfer.files());
                }
            }
        ></textarea>
        <div id="import-problem" role="alert">
            {move || problem.get().map(|problem| view! { <pre class="refusal">{problem}</pre> })}
        </div>
        <p class="visually-hidden" role="status">{move || waiting.get().then_some("Reading…")}</p>
        <div class="dialog-foot">
            <label class="button file">
                "Choose a file…"
                <input
                    type="file"
                    class="visually-hidden"
                    accept=".json,.yaml,.yml,.template,application/json,text/plain"
                    on:change=move |event| {
                        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
                        choose(input.and_then(|input| input.files()));
                    }
                />
            </label>
            <span class="grow"></span>
            <button type="button" class="button" on:click=move |_| workbench.dialog.set(None)>"Cancel"</button>
            <button
                type="button"
                class="button primary"
                aria-disabled=move || waiting.get().to_string()
                on:click=move |_| {
                    let typed = text.get_untracked().map(|text| text.value()).unwrap_or_default();
                    take(typed, None);
                }
            >
                {move || if waiting.get() { "Reading…" } else { "Add to the design" }}
            </button>
        </div>
    }
}

/// Adds what a text holds to the design, or opens it; the reason if it is neither. Does nothing when it is no
/// longer wanted by the time it is read.
async fn add(
    workbench: Workbench,
    persistence: Persistence,
    files: Files,
    request: Request,
    is_wanted: impl Fn() -> bool,
) -> Result<(), String> {
    if workbench.opened.get_untracked() == 0 {
        return Err("The design is still being opened. Try again in a moment.".to_owned());
    }
    let remarks = loop {
        let before = workbench.version();
        let answer = files.ask(workbench, &request).await?;
        if !is_wanted() {
            return Ok(());
        }
        // Added to a design that is no longer there, it would undo what was edited meanwhile.
        if before != workbench.version() {
            continue;
        }
        match answer {
            Answer::Refused { message } => return Err(message),
            Answer::Written { remarks, .. } => break remarks,
            Answer::Opened { design, remarks } => {
                let design = read(&design)?;
                workbench.dialog.set(None);
                persistence.open_as_new(workbench, design);
                break remarks;
            }
            Answer::Added { design, added, remarks } => {
                let after = read(&design)?;
                let edits = workbench.design.with_untracked(|before| edits(before, &after));
                if !workbench.commit("Add from JSON", &edits, None) {
                    return Err("It could not be added to this design.".to_owned());
                }
                workbench.dialog.set(None);
                let added: Vec<RecordId> = added.iter().filter_map(|id| id.parse().ok()).collect();
                if let Some(first) = added.first() {
                    workbench.select(Some(Selection::record(first.clone())));
                }
                let names: Vec<&str> = added.iter().map(RecordId::name).collect();
                workbench.announce(&format!("Added {}.", bayplan_model::text::all_of(&names)));
                break remarks;
            }
        }
    };
    for remark in remarks {
        workbench.notice(&remark);
    }
    Ok(())
}

/// A design as the worker wrote it.
fn read(design: &str) -> Result<Design, String> {
    Design::parse(design).map_err(|error| error.to_string())
}

/// What makes one design of the other: records added, and in their place those that were linked to them.
fn edits(before: &Design, after: &Design) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, (id, entry)) in after.entries().enumerate() {
        let record = entry.record.clone();
        match before.entry(id) {
            Some(same) if same.record == record => {}
            Some(linked) => {
                edits.push(Edit::RemoveRecord { id: id.clone() });
                edits.push(Edit::AddRecord { id: id.clone(), index: Some(index), record });
                edits.push(Edit::SetPlace { id: id.clone(), place: linked.place });
            }
            None => edits.push(Edit::AddRecord { id: id.clone(), index: None, record }),
        }
    }
    edits
}
