//! Focus never falls to the page as a whole. When what has it goes away, because it was removed, done or moved
//! elsewhere, the sensible neighbour among what is left takes it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement};

/// Where focus goes in what is left around the element that had it; the innermost that is left counts.
const HOMES: [(&str, &str); 10] = [
    // A field that was fixed, or whose control is another one now.
    (".field, .pair-of", "input, select, textarea"),
    // What a list or a structure was taken out of can be given another one.
    (".list", ":scope > .button"),
    (".part", ":scope > summary"),
    (".inspector", ".form"),
    (".panel", ".panel-body"),
    (".notices", ".notice button"),
    ("[role=tree]", "[tabindex='0']"),
    (".dialog", ".dialog-foot button"),
    (".stage", ".canvas"),
    ("body", ".canvas"),
];

/// An element, and its place among its neighbours.
type Place = (Element, u32);

/// Gives focus to the element of an id, if the page has it.
pub fn on(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into().ok()) {
        give(&element);
    }
}

/// Watches the whole page for as long as it lives.
pub fn watch() {
    // What has focus and what is around it, from the inside out; nothing when a person has left it.
    let trail = StoredValue::new_local(Vec::<Place>::new());
    let waits = StoredValue::new(false);
    let check_soon = move || {
        if !has_lost_focus() || trail.with_value(Vec::is_empty) || waits.get_value() {
            return;
        }
        waits.set_value(true);
        // By the next frame everything is where it belongs, focus too if somebody sees to it.
        request_animation_frame(move || {
            waits.set_value(false);
            if has_lost_focus() {
                let left = trail.try_update_value(std::mem::take).unwrap_or_default();
                if let Some(neighbour) = neighbour(&left) {
                    give(&neighbour);
                }
            }
        });
    };
    // On the way down: a form keeps some of these events to itself on their way up.
    on_the_way_down("focusin", move |event| {
        if let Some(target) = event.target().and_then(|target| target.dyn_into().ok()) {
            trail.set_value(trail_of(target));
        }
    });
    on_the_way_down("focusout", move |_| check_soon());
    // Not every browser says that focus is gone with what had it.
    let changed = Closure::<dyn Fn()>::new(check_soon);
    let options = web_sys::MutationObserverInit::new();
    options.set_child_list(true);
    options.set_subtree(true);
    if let Ok(observer) = web_sys::MutationObserver::new(changed.as_ref().unchecked_ref())
        && let Some(body) = document().body()
    {
        // An observer of nodes always has something to look for, and cannot refuse.
        let _ = observer.observe_with_options(&body, &options);
    }
    changed.forget();
}

fn on_the_way_down(event: &str, run: impl Fn(web_sys::Event) + 'static) {
    let run = Closure::<dyn Fn(web_sys::Event)>::new(run);
    // The events are the browser's own, and so is the window: it takes every listener.
    let _ = window().add_event_listener_with_callback_and_bool(
        event,
        run.as_ref().unchecked_ref(),
        true,
    );
    // The page is the listener's life.
    run.forget();
}

fn has_lost_focus() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

fn trail_of(target: Element) -> Vec<Place> {
    std::iter::successors(Some(target), |element| element.parent_element())
        .map(|element| {
            let before = std::iter::successors(Some(element.clone()), |element| {
                element.previous_element_sibling()
            });
            // Only rows are told apart by their place; to count the rest would be for nothing.
            let index = if element.tag_name() == "LI" { before.count() - 1 } else { 0 };
            (element, u32::try_from(index).unwrap_or(u32::MAX))
        })
        .collect()
}

/// What takes focus; nothing while the element itself is still there, and was left by somebody.
fn neighbour(trail: &[Place]) -> Option<HtmlElement> {
    let (own, _) = trail.first()?;
    if own.is_connected() && is_shown(own) {
        return None;
    }
    let mut inner = 0;
    for (element, index) in trail {
        if element.is_connected()
            && let Some(home) = home(element, inner)
        {
            return Some(home);
        }
        inner = *index;
    }
    None
}

/// Where focus goes within an element, of which the child at a place had it.
fn home(element: &Element, index: u32) -> Option<HtmlElement> {
    let found = if element.matches(".problem-list").unwrap_or(false) {
        // The problem that took the place, or the last one.
        let rows = element.children();
        let row = rows.item(index.min(rows.length().saturating_sub(1)))?;
        row.query_selector(".what")
    } else {
        let (_, inside) = HOMES.iter().find(|(what, _)| element.matches(what).unwrap_or(false))?;
        element.query_selector(inside)
    };
    let found = found.ok().flatten().filter(is_shown)?;
    found.dyn_into().ok()
}

fn is_shown(element: &Element) -> bool {
    element.get_client_rects().length() > 0
}

/// Gives focus, and scrolls only for those who see by it where they are.
fn give(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
    if element.matches(":focus-visible").unwrap_or(false) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
