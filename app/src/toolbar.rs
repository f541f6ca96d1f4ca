//! Several buttons as one tab stop: arrow keys go from one to the next.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A key press in a toolbar whose buttons are its children, one of them with a `tabindex` of 0.
pub fn walk(event: web_sys::KeyboardEvent) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let Some(toolbar) =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Some(here) = document().active_element() else { return };
    let target = match event.key().as_str() {
        "ArrowDown" | "ArrowRight" => {
            here.next_element_sibling().or_else(|| toolbar.first_element_child())
        }
        "ArrowUp" | "ArrowLeft" => {
            here.previous_element_sibling().or_else(|| toolbar.last_element_child())
        }
        "Home" => toolbar.first_element_child(),
        "End" => toolbar.last_element_child(),
        _ => return,
    };
    event.prevent_default();
    if let Some(target) = target.and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = here.set_attribute("tabindex", "-1");
        let _ = target.set_attribute("tabindex", "0");
        let _ = target.focus();
    }
}
