//! Taking the design away: Terraform and JSON as an archive, the design itself as a file.

use bayplan_model::record::EnvironmentName;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{self, download, file_name};
use crate::view::shown;
use crate::workbench::Workbench;

/// The body of the dialog.
pub fn body(workbench: Workbench) -> impl IntoView {
    let environment = RwSignal::new(String::new());
    let names: Vec<EnvironmentName> =
        workbench.design.with_untracked(|design| design.environments().cloned().collect());
    let errors = Memo::new(move |_| {
        workbench.problems.with(|problems| {
            problems
                .iter()
                .filter(|p| p.severity == bayplan_model::diagnostic::Severity::Error)
                .count()
        })
    });
    let waiting = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let archive = move |_| {
        let (name, text) = workbench
            .design
            .with_untracked(|design| (design.settings.name.clone(), design.to_json().to_string()));
        let chosen = environment.get_untracked();
        let chosen = (!chosen.is_empty()).then_some(chosen);
        waiting.set(true);
        problem.set(None);
        spawn_local(async move {
            match bayplan_api::export_archive(text, chosen).await {
                Ok(archive) => {
                    let kept = browser::from_base64(&archive.base64).and_then(|bytes| {
                        download(&archive.file_name, "application/zip", &bytes).ok()
                    });
                    match kept {
                        Some(()) => workbench.notice(&format!("Downloaded {}.", archive.file_name)),
                        None => problem
                            .set(Some("The browser did not take the file. Try again.".to_owned())),
                    }
                }
                Err(error) => problem.set(Some(format!(
                    "{error} The design itself can be downloaded without the server: {}.",
                    file_name(&name, "json")
                ))),
            }
            waiting.set(false);
        });
    };
    let design_file = move |_| {
        let (name, text) = workbench
            .design
            .with_untracked(|design| (design.settings.name.clone(), design.to_text()));
        let name = file_name(&name, "json");
        match download(&name, "application/json", text.as_bytes()) {
            Ok(()) => workbench.notice(&format!("Downloaded {name}.")),
            Err(_) => {
                problem.set(Some("The browser did not take the file. Copy it instead.".to_owned()));
            }
        }
    };
    view! {
        <p>
            "Terraform for every record, and register-ready JSON for every task definition, as one archive. \
             What a record is made of on its own is in the tabs below the drawing."
        </p>
        {shown(move || errors.get() > 0, move || view! {
            <p class="message is-error">
                {move || format!(
                    "{} in {}: AWS would refuse this as it stands.",
                    bayplan_model::text::count(errors.get(), "error"),
                    workbench.environment.get(),
                )}
            </p>
        })}
        <div class="field">
            <div class="label"><label for="export-environment">"Environments"</label></div>
            <select id="export-environment" on:change:target=move |event| environment.set(event.target().value())>
                <option value="">"all of them"</option>
                {names
                    .into_iter()
                    .map(|name| view! { <option value=name.to_string()>{name.to_string()} " only"</option> })
                    .collect_view()}
            </select>
        </div>
        <div role="alert">{move || problem.get().map(|problem| view! { <p class="message is-error">{problem}</p> })}</div>
        <div class="dialog-foot">
            <button
                type="button"
                class="button"
                on:click=move |_| {
                    browser::copy(workbench, workbench.design.with_untracked(|design| design.to_text()));
                }
            >
                "Copy the design"
            </button>
            <button type="button" class="button" on:click=design_file>"Download the design"</button>
            <span class="grow"></span>
            <button type="button" class="button primary" disabled=move || waiting.get() on:click=archive>
                {move || if waiting.get() { "Writing…" } else { "Download Terraform and JSON" }}
            </button>
        </div>
    }
}
