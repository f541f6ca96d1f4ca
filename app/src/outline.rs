//! The outline: the estate as a tree. Everything that the canvas can do, it can do.
//!
//! Only the lines in view are in the page's tree. The tree is one tab stop: arrow keys go from line to line,
//! and what they go to is selected.

mod add;
mod row;
mod structure;
mod tree;

use leptos::prelude::*;

use crate::icon;
use crate::number::px;
use crate::shell::Frame;
use crate::view::{rows, shown};
use crate::workbench::Workbench;
use add::Add;
use row::Row;
use structure::{Key, Part, ROW, Section};
use tree::{Tree, caption};

/// The estate as a tree, and what can be added to it.
#[component]
pub fn Outline() -> impl IntoView {
    let workbench = Workbench::expect();
    let open = Frame::expect().outline;
    let tree = Tree::new(workbench);
    let sections = Memo::new(move |_| {
        tree.shown.with(|shown| shown.parts.iter().map(|part| part.section).collect::<Vec<_>>())
    });
    let is_empty = Memo::new(move |_| sections.with(Vec::is_empty));
    let toggle = move || if open.get() { "Fold the outline" } else { "Unfold the outline" };
    view! {
        <nav
            class="outline"
            class:is-open=move || open.get()
            id="outline"
            aria-label="Outline"
            on:keydown=move |event| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.prevent_default();
                    open.set(false);
                }
            }
        >
            <button
                type="button"
                class="icon-button outline-toggle"
                aria-expanded=move || open.get().to_string()
                aria-controls="outline-tree"
                aria-label=move || toggle()
                title=move || toggle()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon::sidebar()}
            </button>
            {shown(move || is_empty.get(), move || view! {
                <p class="outline-empty">
                    {move || format!("Nothing is in {} yet. Add a service to start.", workbench.environment.get())}
                </p>
            })}
            <div
                class="tree"
                class:is-empty=move || is_empty.get()
                id="outline-tree"
                role="tree"
                aria-label=move || format!("Estate in {}", workbench.environment.get())
                node_ref=tree.element
                on:scroll=move |_| tree.on_scroll()
                on:focusin=move |_| tree.on_focus()
                on:keydown=move |event| tree.key_down(&event)
            >
                {rows(move || sections.get(), |section| *section, move |section| view! { <Group tree section/> })}
            </div>
            <Add/>
        </nav>
    }
}

/// A section of the tree.
#[component]
fn Group(tree: Tree, section: Section) -> impl IntoView {
    let title = move || caption(section, &tree.workbench.environment.get());
    let part = Memo::new(move |_| {
        tree.shown.with(|shown| shown.parts.iter().find(|part| part.section == section).cloned())
    });
    let mounted = Memo::new(move |_| {
        part.with(|part| part.as_ref().map(|part| tree.mounted(part)).unwrap_or_default())
    });
    let height = move || {
        let count = part.with(|part| part.as_ref().map_or(0, |part: &Part| part.count));
        px(count as f64 * ROW)
    };
    view! {
        <div class="section" role="group" aria-label=move || title()>
            <div class="caption" aria-hidden="true">
                <span>{move || title()}</span>
                {(section == Section::Elsewhere).then(|| view! {
                    <span class="note">
                        {move || part.with(|part| part.as_ref().map_or(0, |part| part.count)).to_string()}
                    </span>
                }.into_any())}
            </div>
            <div class="rows" role="presentation" style:height=move || height()>
                {rows(move || mounted.get(), Key::clone, move |key| view! { <Row tree key/> })}
            </div>
        </div>
    }
}
