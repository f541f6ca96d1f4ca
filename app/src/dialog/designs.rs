//! The designs that the server has.

use leptos::prelude::*;

use crate::persistence::Persistence;
use crate::workbench::Workbench;

/// The designs of the server, to open one.
#[component]
pub fn Designs() -> impl IntoView {
    let workbench = Workbench::expect();
    let persistence = Persistence::expect();
    let designs = RwSignal::new(None);
    wasm_bindgen_futures::spawn_local(async move {
        // Without the server there is nothing to list, and the bar says that it is away.
        if let Ok(list) = bayplan_api::list_designs().await {
            designs.try_set(Some(list));
        }
    });
    move || {
        designs.get().map(|list| {
            let rows = list
                .into_iter()
                .map(|design| {
                    let id = design.id.clone();
                    view! {
                        <button
                            type="button"
                            class="row-link"
                            on:click=move |_| {
                                workbench.dialog.set(None);
                                persistence.open_id(workbench, id.clone());
                            }
                        >
                            <span>{design.name}</span>
                            <code>{format!("revision {}", design.revision)}</code>
                        </button>
                    }
                })
                .collect_view();
            view! {
                <section class="designs" aria-label="Designs on this server">
                    <h3>"On this server"</h3>
                    {rows}
                </section>
            }
        })
    }
}
