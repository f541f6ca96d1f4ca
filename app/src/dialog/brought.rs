//! What was read, and how: for each file what was added, what was read in its own way, and what was not read.

use bayplan_model::address::Address;
use bayplan_model::catalogue;
use bayplan_model::text::all_of;
use bayplan_worker::{Brought, Note};
use leptos::prelude::*;

use crate::pointer::Pointer;
use crate::workbench::Workbench;

/// The body of the dialog.
pub fn body(workbench: Workbench, files: Pointer<Vec<Brought>>) -> impl IntoView {
    view! {
        <div class="brought">{files.iter().map(|file| section(workbench, file)).collect_view()}</div>
        <div class="dialog-foot">
            <button type="button" class="button primary" autofocus=true on:click=move |_| workbench.dialog.set(None)>
                "Done"
            </button>
        </div>
    }
}

fn section(workbench: Workbench, file: &Brought) -> AnyView {
    let name = file.name.clone().unwrap_or_else(|| "What was pasted".to_owned());
    let refused = file.refused.clone().map(|reason| view! { <pre class="refusal">{reason}</pre> });
    let added = file.refused.is_none().then(|| match file.added.as_slice() {
        [] => "Nothing new was in there.".to_owned(),
        added => format!("Added {}.", all_of(added)),
    });
    view! {
        <section>
            <h3>{name}</h3>
            {refused}
            {added.map(|added| view! { <p>{added}</p> })}
            <ul class="notes">{file.notes.iter().map(|note| row(workbench, note)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn row(workbench: Workbench, note: &Note) -> AnyView {
    let line = note.line.map(|line| format!("line {line}"));
    let message = note.message.clone();
    let address: Option<Address> = note.address.as_deref().and_then(|text| text.parse().ok());
    let place = address.map(|address| {
        let label = match catalogue::label(address.record.kind(), &address.path) {
            label if label.is_empty() => address.record.name().to_owned(),
            label => format!("{} · {label}", address.record.name()),
        };
        view! {
            <button
                type="button"
                class="link"
                on:click=move |_| {
                    workbench.dialog.set(None);
                    workbench.reveal(&address);
                }
            >
                {label}
            </button>
        }
    });
    view! { <li><span>{message}</span> <small>{line} " " {place}</small></li> }.into_any()
}
