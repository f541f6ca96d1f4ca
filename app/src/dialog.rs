//! The dialogs. At most one is open; Escape closes it, and focus goes back to where it was.

mod designs;
mod environments;
mod export;
mod import;
mod palette;
mod remove;
mod shortcuts;

use leptos::html;
use leptos::prelude::*;

use crate::icon;
use crate::workbench::{Dialog, Workbench};

/// Whichever dialog is open.
#[component]
pub fn Dialogs() -> impl IntoView {
    let workbench = Workbench::expect();
    let open = Memo::new(move |_| workbench.dialog.get());
    move || {
        open.get().map(|dialog| match dialog {
            Dialog::Import => {
                view! { <Modal title="Paste or open">{move || import::body(workbench)}</Modal> }.into_any()
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
    Effect::new(move |_| {
        if let Some(dialog) = element.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=element
            aria-labelledby="dialog-title"
            on:close=move |_: web_sys::Event| workbench.dialog.set(None)
            on:cancel=move |_: web_sys::Event| workbench.dialog.set(None)
        >
            <div class="dialog-head">
                <h2 id="dialog-title">{title}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close"
                    on:click=move |_| {
                        if let Some(dialog) = element.get_untracked() {
                            dialog.close();
                        }
                    }
                >
                    {icon::close()}
                </button>
            </div>
            {children()}
        </dialog>
    }
}
