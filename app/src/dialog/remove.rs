//! Removing something that others refer to or name: what would break, before it does.

use bayplan_model::address::Address;
use bayplan_model::catalogue;
use leptos::prelude::*;

use crate::change;
use crate::workbench::{Selection, Workbench};

/// The body of the dialog.
pub fn body(workbench: Workbench, selection: Selection, referring: Vec<Address>) -> impl IntoView {
    let (kind, name) = if selection.path.is_root() {
        (selection.record.kind().label(), selection.record.name().to_owned())
    } else {
        let name = workbench.resolved_now(&selection.record).and_then(|resolved| {
            Some(selection.path.key("name").get(&resolved.body)?.as_str()?.to_owned())
        });
        ("container", name.unwrap_or_default())
    };
    let count = referring.len();
    let places =
        if count == 1 { "1 place refers".to_owned() } else { format!("{count} places refer") };
    view! {
        <p>
            {places} " to the " {kind} " " <b>{name}</b>
            ". They stay, and point at nothing until you choose something else:"
        </p>
        <ul class="plain">
            {referring
                .iter()
                .map(|address| {
                    let label = catalogue::label(address.record.kind(), &address.path);
                    let only = address.environment.as_ref().map(|name| format!(" (in {name} only)"));
                    view! {
                        <li>
                            {address.record.kind().label()} " " <b>{address.record.name().to_owned()}</b> ": " {label} {only}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <div class="dialog-foot">
            <button type="button" class="button" on:click=move |_| workbench.dialog.set(None)>"Keep it"</button>
            <button
                type="button"
                class="button danger"
                on:click=move |_| {
                    workbench.dialog.set(None);
                    change::remove(workbench, &selection);
                }
            >
                {format!("Remove the {kind}")}
            </button>
        </div>
    }
}
