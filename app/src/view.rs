//! Pieces of views that are compiled once, whatever they hold.
//!
//! Leptos compiles what makes and updates a list for every type in it, about ten kilobytes each, and what is shown
//! on a condition for every condition and every view: the page downloads them all. Here they stand behind boxes.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use bayplan_model::diagnostic::Fix;
use leptos::prelude::*;

use crate::workbench::Workbench;

/// Leptos' `For`: a view for each item, kept while an item with an equal key is there.
pub fn rows<T: Send + 'static, K: Hash, V: IntoView + 'static>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Send + 'static,
    view: impl Fn(T) -> V + Send + Sync + 'static,
) -> AnyView {
    struct Row {
        // Of 64 bits: the keys of a list are told apart as surely as by themselves.
        key: u64,
        make: Box<dyn FnOnce() -> AnyView + Send>,
    }
    fn erased(each: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
        view! { <For each=each key=|row| row.key children=|row: Row| (row.make)()/> }.into_any()
    }
    let view = Arc::new(view);
    erased(Box::new(move || {
        let row = |item| {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let view = view.clone();
            Row { key: hasher.finish(), make: Box::new(move || view(item).into_any()) }
        };
        each().into_iter().map(row).collect()
    }))
}

/// Leptos' `Show` without a fallback: a view while a condition holds.
pub fn shown<V: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + Sync + 'static,
) -> AnyView {
    fn erased(
        when: Box<dyn Fn() -> bool + Send + Sync>,
        view: Box<dyn Fn() -> AnyView + Send + Sync>,
    ) -> AnyView {
        let when = ArcMemo::new(move |_| when());
        (move || when.get().then(&*view)).into_any()
    }
    erased(Box::new(when), Box::new(move || view().into_any()))
}

/// A button for each fix of a problem.
pub fn fix_buttons(workbench: Workbench, fixes: &[Fix]) -> AnyView {
    let button = |fix: &Fix| {
        let fix = fix.clone();
        let label = fix.label.clone();
        view! {
            <button type="button" class="button small" on:click=move |_| workbench.fix(&fix)>
                {label}
            </button>
        }
    };
    fixes.iter().map(button).collect_view().into_any()
}
