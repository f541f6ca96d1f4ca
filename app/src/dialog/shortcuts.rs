//! The list of shortcuts, from the registry of actions.

use leptos::prelude::*;

use crate::actions::ACTIONS;

/// What the drawing does with keys, next to the registry's.
const DRAWING: [(&str, &str); 7] = [
    ("Arrows", "Go to the nearest card"),
    ("Ctrl + arrows", "Go along a line"),
    ("Alt + arrows", "Move the card"),
    ("Shift + arrows", "Move the card further"),
    ("Enter", "Open the settings of the card"),
    ("+  −  0", "Zoom in, out, to 100 %"),
    ("1", "Fit everything"),
];

/// A shortcut as people write it.
pub fn shown(keys: &str) -> String {
    keys.split('+')
        .map(|key| match key {
            one if one.chars().count() == 1 => one.to_ascii_uppercase(),
            other => other.to_owned(),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The body of the dialog.
pub fn body() -> impl IntoView {
    let row =
        |keys: String, label: &'static str| view! { <dt><kbd>{keys}</kbd></dt><dd>{label}</dd> };
    view! {
        // Longer than some windows: with a tab stop, keys can scroll it.
        <div class="two-columns" tabindex="0" role="region" aria-label="Shortcuts">
            <dl class="shortcuts">
                {ACTIONS
                    .iter()
                    .filter(|action| !action.keys.is_empty())
                    .map(|action| row(shown(action.keys), action.label))
                    .collect_view()}
            </dl>
            <section aria-label="In the drawing">
                <h3>"In the drawing"</h3>
                <dl class="shortcuts">
                    {DRAWING.into_iter().map(|(keys, label)| row(keys.to_owned(), label)).collect_view()}
                </dl>
            </section>
        </div>
    }
}
