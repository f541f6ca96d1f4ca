//! What the design was before: every revision that the server keeps, to go back to.

use bayplan_api::RevisionSummary;
use bayplan_model::design::Design;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::persistence::Persistence;
use crate::workbench::Workbench;

/// The most revisions that are listed: each pause in editing makes one.
const MOST: usize = 200;

/// The body of the dialog.
pub fn body(workbench: Workbench) -> impl IntoView {
    let persistence = Persistence::expect();
    let list = RwSignal::new(None::<Result<Vec<RevisionSummary>, String>>);
    let problem = RwSignal::new(None::<String>);
    spawn_local(async move {
        let found = match persistence.stored_id() {
            Some(id) => bayplan_api::list_revisions(id).await.map_err(|error| error.to_string()),
            None => Ok(Vec::new()),
        };
        list.try_set(Some(found));
    });
    let go_back = move |revision: u32| {
        let Some(id) = persistence.stored_id() else { return };
        problem.set(None);
        spawn_local(async move {
            let loaded =
                bayplan_api::load_revision(id, revision).await.map_err(|error| error.to_string());
            let design = loaded
                .and_then(|stored| Design::parse(&stored.text).map_err(|error| error.to_string()));
            match design {
                // Closing the dialog is the way to think better of it.
                _ if list.try_get_untracked().is_none() => {}
                Ok(design) => {
                    workbench.dialog.set(None);
                    workbench.replace(&format!("Go back to revision {revision}"), design);
                    workbench.notice(&format!(
                        "This is revision {revision}, and is saved as the newest. Undo brings back what was there."
                    ));
                }
                Err(error) => drop(problem.try_set(Some(error))),
            }
        });
    };
    view! {
        <p>"Every pause in editing is saved as a revision, and all of them are kept. Going back is an edit like others: it can be undone."</p>
        <div role="alert">{move || problem.get().map(|problem| view! { <p class="message is-error">{problem}</p> })}</div>
        <div class="revisions">
            {move || match list.get() {
                None => view! { <p class="nothing">"Asking the server…"</p> }.into_any(),
                Some(Err(problem)) => view! { <pre class="refusal" role="alert">{problem}</pre> }.into_any(),
                Some(Ok(list)) if list.is_empty() => {
                    view! { <p class="nothing">"The server has no revision of this design yet."</p> }.into_any()
                }
                Some(Ok(list)) => {
                    let newest = list.first().map_or(0, |newest| newest.revision);
                    let row = |one: RevisionSummary| {
                        let revision = one.revision;
                        let is_newest = revision == newest;
                        view! {
                            <li>
                                <span>{format!("Revision {revision}")} {is_newest.then_some(" · newest")}</span>
                                <small>{when(one.saved_at)} {one.label.map(|label| format!(" · {label}"))}</small>
                                {(!is_newest).then(|| view! {
                                <button
                                        type="button"
                                        class="button small"
                                        aria-label=format!("Go back to revision {revision}")
                                        on:click=move |_| go_back(revision)
                                    >
                                        "Go back"
                                    </button>
                                })}
                            </li>
                        }
                    };
                    let more = list.len().saturating_sub(MOST);
                    view! {
                        <ul>{list.into_iter().take(MOST).map(row).collect_view()}</ul>
                        {(more > 0).then(|| view! { <p class="nothing">{format!("And {more} before these.")}</p> })}
                    }
                        .into_any()
                }
            }}
        </div>
        <div class="dialog-foot">
            <button type="button" class="button primary" on:click=move |_| workbench.dialog.set(None)>"Done"</button>
        </div>
    }
}

/// A time, in milliseconds since 1970-01-01 UTC, as the browser's language and time zone write it.
fn when(time: i64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a time far below 2^53")]
    let date = js_sys::Date::new(&JsValue::from_f64(time as f64));
    date.to_locale_string("default", &JsValue::UNDEFINED).into()
}
