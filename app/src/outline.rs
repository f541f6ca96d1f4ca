//! The outline: the estate as a tree. Everything that the canvas can do, it can do.

use leptos::prelude::*;

use crate::actions::select_record;
use crate::icon;
use crate::workbench::Workbench;

/// The estate as a tree.
#[component]
pub fn Outline() -> impl IntoView {
    let workbench = Workbench::expect();
    let records = Memo::new(move |_| {
        workbench
            .design
            .with(|design| design.entries().map(|(id, _)| id.clone()).collect::<Vec<_>>())
    });
    view! {
        <nav class="outline" id="outline" aria-label="Estate">
            <For each=move || records.get() key=Clone::clone let:id>
                {
                    let shown = id.clone();
                    view! {
                        <button type="button" on:click=move |_| select_record(workbench, id.clone())>
                            {icon::kind(shown.kind())} {shown.name().to_owned()}
                        </button>
                    }
                }
            </For>
        </nav>
    }
}
