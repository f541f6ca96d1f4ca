//! The dialogs. At most one is open; Escape closes it, and focus goes back to where it was.

mod brought;
mod compare;
mod designs;
mod environments;
mod export;
mod import;
mod palette;
mod remove;
mod revisions;
mod shortcuts;

use leptos::html;
use leptos::prelude::*;

pub use shortcuts::shown;

use crate::bring::Bring;
use crate::icon;
use crate::shell::Notices;
use crate::workbench::{Dialog, Workbench};

/// Whichever dialog is open.
#[component]
pub fn Dialogs() -> impl IntoView {
    let workbench = Workbench::expect();
    let open = Memo::new(move |_| workbench.dialog.get());
    Bring::expect().listen();
    move || {
        open.get().map(|dialog| match dialog {
            Dialog::Import(refused) => {
                let refused = StoredValue::new(refused);
                view! { <Modal title="Paste or open">{move || import::body(workbench, refused.get_value())}</Modal> }
                    .into_any()
            }
            Dialog::Read(files) => {
                let files = StoredValue::new(files);
                view! { <Modal title="What was read">{move || brought::body(workbench, files.get_value())}</Modal> }
                    .into_any()
            }
            Dialog::Compare => {
                view! { <Modal title="Compare">{move || compare::body(workbench)}</Modal> }.into_any()
            }
            Dialog::Revisions => {
                view! { <Modal title="Earlier revisions">{move || revisions::body(workbench)}</Modal> }.into_any()
            }
            Dialog::Export => view! { <Modal title="Export">{move || export::body(workbench)}</Modal> }.into_any(),
            Dialog::Palette => {
                view! { <Modal title="Find or do anything">{move || palette::body(workbench)}</Modal> }.into_any()
            }
            Dialog::Shortcuts => {
                view! { <Modal title="Shortcuts">{move || shortcuts::body()}</Modal> }.into_any()
            }
            Dialog::Environments => {
                view! { <Modal title="Environments">{move || environments::body(workbench)}</Modal> }.into_any()
            }
            Dialog::Remove { selection, referring } => {
                let what = StoredValue::new((selection, referring));
                view! {
                    <Modal title="Remove">
                        {move || what.with_value(|(selection, referring)| {
                            remove::body(workbench, selection.clone(), referring.clone())
                        })}
                    </Modal>
                }
                    .into_any()
            }
        })
    }
}

/// The frame of every dialog.
#[component]
fn Modal(title: &'static str, children: ChildrenFn) -> impl IntoView {
    let workbench = Workbench::expect();
    let element: NodeRef<html::Dialog> = NodeRef::new();
    let shown = StoredValue::new_local(None::<web_sys::HtmlDialogElement>);
    Effect::new(move |_| {
        if let Some(dialog) = element.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
            shown.set_value(Some(dialog));
        }
    });
    // Closing gives focus back to where it was; an element that is only taken out of the page does not.
    on_cleanup(move || {
        if let Some(Some(dialog)) = shown.try_get_value() {
            dialog.close();
        }
    });
    let closed = move |_: web_sys::Event| {
        // The event comes late: by then the element may be gone, or show the next dialog.
        if shown.try_get_value().flatten().is_some_and(|dialog| !dialog.open()) {
            workbench.dialog.set(None);
        }
    };
    view! {
        <dialog
            class="dialog"
            node_ref=element
            aria-labelledby="dialog-title"
            // Escape closes it at once, for whoever presses the next key before the event of closing comes.
            on:cancel=move |_: web_sys::Event| workbench.dialog.set(None)
            on:close=closed
        >
            <div class="dialog-head">
                <h2 id="dialog-title">{title}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close"
                    on:click=move |_| workbench.dialog.set(None)
                >
                    {icon::close()}
                </button>
            </div>
            {children()}
            <Notices/>
        </dialog>
    }
}
