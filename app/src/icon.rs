//! The icons: 16 by 16, drawn in the colour of the text, hidden from screen readers.

use bayplan_model::record::Kind;
use leptos::prelude::*;

fn icon(paths: &'static str) -> impl IntoView {
    // One path each keeps an icon one element.
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=paths fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>
        </svg>
    }
}

/// The icon of a kind of record.
pub fn kind(kind: Kind) -> impl IntoView {
    icon(match kind {
        Kind::Cluster => "M2 4.5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2z",
        Kind::Service => "M3 5h10M3 8h10M3 11h10",
        Kind::TaskDefinition => "M4 2.5h6l3 3v8H4zM10 2.5v3h3",
        Kind::LoadBalancer => "M2.5 8h4M6.5 8l4-4M6.5 8l4 4M6.5 8h7M10.5 4h3M10.5 12h3",
        Kind::TargetGroup => {
            "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z"
        }
        Kind::Network => "M8 2.5v4M8 6.5h-4v3M8 6.5h4v3M2.5 9.5h3v3h-3zM10.5 9.5h3v3h-3z",
        Kind::Role => "M6 3.5a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5zM8 8l5 5M11 11l1.5-1.5",
        Kind::LogGroup => "M3 3.5h10M3 6.5h7M3 9.5h10M3 12.5h5",
        Kind::Namespace => "M2.5 3.5h7v9h-7zM9.5 5.5h4v7h-4M4.5 6h3M4.5 8.5h3",
        Kind::Scaling => "M8 2.5v11M5 5.5l3-3 3 3M5 10.5l3 3 3-3",
    })
}

/// A container.
pub fn container() -> impl IntoView {
    icon("M8 2l5.5 3v6L8 14l-5.5-3V5zM2.5 5 8 8l5.5-3M8 8v6")
}

/// Closes or dismisses.
pub fn close() -> impl IntoView {
    icon("M4 4l8 8M12 4l-8 8")
}

/// Undoes.
pub fn undo() -> impl IntoView {
    icon("M5.5 3 2.5 6l3 3M2.5 6h6.5a3.75 3.75 0 0 1 0 7.5H6")
}

/// Does again.
pub fn redo() -> impl IntoView {
    icon("M10.5 3l3 3-3 3M13.5 6H7a3.75 3.75 0 0 0 0 7.5h3")
}

/// Adds.
pub fn plus() -> impl IntoView {
    icon("M8 3v10M3 8h10")
}

/// Takes away, or zooms out.
pub fn minus() -> impl IntoView {
    icon("M3 8h10")
}

/// Removes for good.
pub fn bin() -> impl IntoView {
    icon("M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4")
}

/// Keeps secret.
pub fn lock() -> impl IntoView {
    icon("M3.5 7.5h9v6h-9z M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5")
}

/// Makes plain.
pub fn unlock() -> impl IntoView {
    icon("M3.5 7.5h9v6h-9z M5.5 7.5V5a2.5 2.5 0 0 1 4.8-1")
}

/// Opens what is folded.
pub fn chevron() -> impl IntoView {
    icon("M6 4l4 4-4 4")
}

/// Folds what is open.
pub fn chevron_down() -> impl IntoView {
    icon("M4 6l4 4 4-4")
}

/// Copies.
pub fn copy() -> impl IntoView {
    icon("M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3")
}

/// Leads somewhere else.
pub fn external() -> impl IntoView {
    icon("M6 3.5H3.5v9h9V10M9 3h4v4M13 3 7.5 8.5")
}

/// Finds.
pub fn search() -> impl IntoView {
    icon("M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14")
}

/// Opens a file, or what was copied.
pub fn open() -> impl IntoView {
    icon("M2 12.5v-9h4l1.5 2H14v7zM8 11V7.5M6.5 9 8 7.5 9.5 9")
}

/// Folds and unfolds the bar at the left.
pub fn sidebar() -> impl IntoView {
    icon("M2 3.5h12v9H2zM6 3.5v9")
}

/// Asks.
pub fn question() -> impl IntoView {
    icon("M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 9.9M8 12.6v.1")
}

/// The light theme.
pub fn sun() -> impl IntoView {
    icon(
        "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7",
    )
}

/// The dark theme.
pub fn moon() -> impl IntoView {
    icon("M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z")
}

/// The system's theme.
pub fn screen() -> impl IntoView {
    icon("M2 3h12v8H2zM6 13.5h4M8 11v2.5")
}

/// The product's mark: a bay plan.
pub fn mark() -> impl IntoView {
    view! {
        <span class="mark" aria-hidden="true">
            <i></i><i></i><i></i><i></i><i></i><i></i><i></i><i></i><i></i>
        </span>
    }
}
