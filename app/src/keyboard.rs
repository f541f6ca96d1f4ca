//! Shortcuts: from a key press to an action of the registry.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::actions;
use crate::workbench::Workbench;

/// Listens to the whole page for as long as it lives.
pub fn listen(workbench: Workbench) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || workbench.dialog.with_untracked(Option::is_some) {
            return;
        }
        let Some(action) = actions::by_keys(&keys(&event)) else { return };
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        // Undo and redo go to the design while a field has focus, too: its changes are steps of the design.
        let key = event.key();
        let refused = match key.as_str() {
            _ if !plain || is_function_key(&key) => false,
            // Escape in a field belongs to the field.
            "Escape" => takes_text(&event),
            // Single keys work where nobody types and no control has a use for them: on the drawing, in the
            // outline, and while nothing has focus (WCAG 2.1.4).
            _ => takes_text(&event) || !is_on_the_design(&event),
        };
        if refused {
            return;
        }
        if untrack(|| (action.enabled)(workbench)) {
            event.prevent_default();
            (action.run)(workbench);
        }
    });
    // The page is the listener's life.
    std::mem::forget(handle);
}

fn is_function_key(key: &str) -> bool {
    key.len() > 1 && key.starts_with('F') && key[1..].bytes().all(|byte| byte.is_ascii_digit())
}

/// A key press in the spelling of the registry: `Ctrl+Shift+z`.
pub fn keys(event: &web_sys::KeyboardEvent) -> String {
    let key = event.key();
    let letter = key.chars().count() == 1;
    let mut text = String::new();
    if event.ctrl_key() || event.meta_key() {
        text.push_str("Ctrl+");
    }
    if event.alt_key() {
        text.push_str("Alt+");
    }
    // The shift that makes a `?` belongs to the key; the one beside a letter or a named key does not.
    if event.shift_key() && (!letter || key.chars().all(char::is_alphabetic)) {
        text.push_str("Shift+");
    }
    if letter && (event.ctrl_key() || event.meta_key()) {
        text.push_str(&key.to_ascii_lowercase());
    } else if key == "Backspace" {
        text.push_str("Delete");
    } else {
        text.push_str(&key);
    }
    text
}

fn target(event: &web_sys::KeyboardEvent) -> Option<web_sys::Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether the drawing, the outline or nothing at all has focus.
fn is_on_the_design(event: &web_sys::KeyboardEvent) -> bool {
    target(event).is_none_or(|target| {
        matches!(target.tag_name().as_str(), "BODY" | "HTML")
            || target.closest(".canvas, .outline").ok().flatten().is_some()
    })
}

/// Whether what has focus takes typed text.
pub fn takes_text(event: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = target(event) else { return false };
    match target.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            target.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button")
        ),
        _ => target.get_attribute("contenteditable").is_some(),
    }
}
