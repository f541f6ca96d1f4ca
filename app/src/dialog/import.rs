//! Bringing files: pasted, chosen or dropped. What cannot be read says where and why; the design stays as it was.

use bayplan_worker::File;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::designs::Designs;
use crate::bring::{Bring, file_control, read_files};
use crate::pointer::Pointer;
use crate::workbench::{Refused, Workbench};

/// The body of the dialog; with what was refused on the way here, to be repaired.
pub fn body(workbench: Workbench, refused: Option<Pointer<Refused>>) -> impl IntoView {
    let text: NodeRef<html::Textarea> = NodeRef::new();
    let problem = RwSignal::new(refused.as_ref().map(|refused| refused.problem.clone()));
    let bring = Bring::expect();
    let waiting = RwSignal::new(false);
    let take = move |files: Vec<File>| {
        // One at a time: what is read second would be added to what the first has not changed yet.
        if waiting.get_untracked() {
            return;
        }
        waiting.set(true);
        problem.set(None);
        spawn_local(async move {
            // Closing the dialog is the way to think better of it.
            let is_wanted = move || waiting.try_get_untracked().is_some();
            if let Err(error) = bring.add(files, is_wanted).await {
                problem.try_set(Some(error));
            }
            waiting.try_set(false);
        });
    };
    let choose = move |files: Option<web_sys::FileList>| {
        let Some(files) = files.filter(|files| files.length() > 0) else { return };
        spawn_local(async move {
            match read_files(&files).await {
                Ok(files) => take(files),
                Err(error) => drop(problem.try_set(Some(error))),
            }
        });
    };
    view! {
        <Designs/>
        <p>
            "Task definitions, container arrays, services, clusters, CloudFormation templates, Compose files or a \
             Bayplan design, as JSON or YAML; several files at once find one another. They are added to the design; a \
             design is opened in its place. Pasting or dropping works anywhere on the drawing, too."
        </p>
        <textarea
            class="is-code"
            node_ref=text
            prop:value=refused.map(|refused| refused.text.clone()).unwrap_or_default()
            on:input=move |_| problem.set(None)
            rows="12"
            spellcheck="false"
            autofocus=true
            aria-label="JSON to add"
            aria-describedby="import-problem"
            placeholder="Paste here, or drop files"
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
                "Choose files…"
                {file_control(choose)}
            </label>
            <span class="grow"></span>
            <button type="button" class="button" on:click=move |_| workbench.dialog.set(None)>"Cancel"</button>
            <button
                type="button"
                class="button primary"
                aria-disabled=move || waiting.get().to_string()
                on:click=move |_| {
                    let text = text.get_untracked().map(|text| text.value()).unwrap_or_default();
                    take(vec![File { name: None, text }]);
                }
            >
                {move || if waiting.get() { "Reading…" } else { "Add to the design" }}
            </button>
        </div>
    }
}
