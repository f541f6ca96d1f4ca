//! Light, dark, or as the system has it.
//!
//! `index.html` sets the theme that was chosen before anything is drawn; this changes it, and tells what is
//! painted when the colours or the font have changed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::workbench::Workbench;

/// Where the browser keeps the choice; `index.html` reads it too.
const CHOICE: &str = "bayplan.theme";

/// Whose colours the page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    /// The one on the page.
    pub fn now() -> Self {
        let name = document().document_element().and_then(|root| root.get_attribute("data-theme"));
        match name.as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// In the middle of a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "as the system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one that the button leads to.
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// Gives the page the next theme, and keeps the choice in this browser.
pub fn next(workbench: Workbench) {
    let theme = Theme::now().next();
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme.name());
    }
    // Without storage the choice lasts as long as the page.
    if let Some(storage) = crate::storage::storage() {
        let _ = storage.set_item(CHOICE, theme.name());
    }
    changed(workbench);
    workbench.announce(&format!("The theme is {}.", theme.label()));
}

/// Watches for what changes the page's looks from outside, for as long as the page lives.
pub fn watch(workbench: Workbench) {
    if let Ok(Some(dark)) = window().match_media("(prefers-color-scheme: dark)") {
        let callback = Closure::<dyn Fn()>::new(move || changed(workbench));
        let _ = dark.add_event_listener_with_callback("change", callback.as_ref().unchecked_ref());
        callback.forget();
    }
    // What was painted before the font arrived is painted again with it.
    let ready = js_sys::Reflect::get(&document(), &"fonts".into())
        .and_then(|fonts| js_sys::Reflect::get(&fonts, &"ready".into()));
    if let Ok(ready) = ready
        && let Ok(ready) = ready.dyn_into::<js_sys::Promise>()
    {
        spawn_local(async move {
            if JsFuture::from(ready).await.is_ok() {
                changed(workbench);
            }
        });
    }
}

fn changed(workbench: Workbench) {
    workbench.theme.try_update(|theme| *theme = theme.wrapping_add(1));
}
