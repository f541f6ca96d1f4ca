//! A line of the outline.

use bayplan_model::record::Origin;
use bayplan_model::text;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

use super::structure::{Key, Line, ROW};
use super::tree::Tree;
use crate::icon;
use crate::number::px;

/// A line.
#[component]
pub fn Row(tree: Tree, key: Key) -> impl IntoView {
    let workbench = tree.workbench;
    // The key lives as long as the line; each memo below looks at one thing of it.
    let key = StoredValue::new(key);
    let line =
        Memo::new(move |_| key.with_value(|key| tree.shown.with(|shown| shown.line(key).cloned())));
    let of_line = move |what: fn(&Line) -> usize| {
        line.with(|line| line.as_ref().map(|line| what(line).to_string()))
    };
    let top = Memo::new(move |_| {
        key.with_value(|key| {
            tree.shown.with(|shown| {
                let at = shown.position(key)?;
                let first = shown.parts.iter().rev().find(|part| part.first <= at)?.first;
                Some((at - first) as f64 * ROW)
            })
        })
        .unwrap_or_default()
    });
    let name = Memo::new(move |_| key.with_value(|key| tree.name(key)));
    let counts = Memo::new(move |_| key.with_value(|key| tree.counts(key)));
    let differs = Memo::new(move |_| key.with_value(|key| tree.has_overrides(key)));
    let origin = Memo::new(move |_| {
        key.with_value(|key| workbench.resolved(&key.record).map(|record| record.origin()))
    });
    let open = Memo::new(move |_| {
        let has_children = line.with(|line| line.as_ref().is_some_and(|line| line.has_children));
        has_children.then(|| key.with_value(|key| tree.is_open(key)))
    });
    let is_current = Memo::new(move |_| {
        key.with_value(|key| {
            tree.current.with(|current| current.as_ref().is_some_and(|(_, other)| other == key))
        })
    });
    let is_chosen = Memo::new(move |_| {
        key.with_value(|key| tree.chosen.with(|chosen| chosen.as_ref() == Some(key)))
    });
    // The same task definition below another service.
    let is_echo = Memo::new(move |_| {
        !is_chosen.get()
            && key.with_value(|key| {
                workbench.selection.with(|selection| selection.as_ref() == Some(&key.selection()))
            })
    });
    let (id, kind, container) =
        key.with_value(|key| (key.element_id(), key.record.kind(), key.container));
    let what = if container.is_some() { "container" } else { kind.label() };
    // Looked up and referred to things say so; what the export makes goes without saying.
    let note = move || match origin.get() {
        Some(Origin::LookUp) => "looked up",
        Some(Origin::Refer) => "referred to",
        _ => "",
    };
    // First what is to be seen, in its order: who speaks to the page says what they see.
    let spoken = move || {
        let mut parts = vec![name.get()];
        if !note().is_empty() {
            parts.push(note().to_owned());
        }
        match counts.get().total() {
            0 => {}
            total => parts.push(text::count(total, "problem")),
        }
        parts.push(what.to_owned());
        let environment = workbench.environment.get();
        if differs.get() {
            parts.push(format!("differs in {environment}"));
        }
        if origin.get().is_none() {
            parts.push(format!("not in {environment}"));
        }
        parts.join(", ")
    };
    let go = move |_| key.with_value(|key| tree.go(key));
    let open_form = move |_| key.with_value(|key| tree.open_form(key, false));
    let toggle = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        key.with_value(|key| tree.toggle(key));
    };
    view! {
        <div
            {..custom_attribute("aria-level", move || of_line(|line| line.level))}
            class="row"
            class:is-echo=move || is_echo.get()
            class:is-elsewhere=move || origin.get().is_none()
            role="treeitem"
            id=id
            aria-posinset=move || of_line(|line| line.position)
            aria-setsize=move || of_line(|line| line.siblings)
            aria-expanded=move || open.get().map(|open| open.to_string())
            aria-selected=move || is_chosen.get().to_string()
            aria-label=move || spoken()
            title=move || format!("{} ({what})", name.get())
            tabindex=move || if is_current.get() { "0" } else { "-1" }
            style:top=move || px(top.get())
            on:click=go
            on:dblclick=open_form
        >
            <span class="fold" on:click=toggle on:dblclick=|event| event.stop_propagation()>
                {move || open.get().map(|is_open| if is_open { icon::chevron_down().into_any() } else { icon::chevron().into_any() })}
            </span>
            {if container.is_some() { icon::container().into_any() } else { icon::kind(kind).into_any() }}
            <span class="name">{move || name.get()}</span>
            " "
            {move || differs.get().then(|| view! {
                <i class="differs" title=format!("Has values of its own in {}", workbench.environment.get())></i>
            }.into_any())}
            <span class="note" aria-hidden="true">{move || note()}</span>
            " "
            {move || {
                let counts = counts.get();
                counts.worst().map(|worst| view! {
                    <span class=format!("count is-{}", worst.name()) aria-hidden="true">{counts.total().to_string()}</span>
                }.into_any())
            }}
        </div>
    }
}
