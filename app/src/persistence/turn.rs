//! Turns: what only one tab of the browser does at a time.

use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long a tab waits for one that does not come to an end.
const PATIENCE: Duration = Duration::from_secs(5);

/// A tab's turn. It ends when this is dropped, or with the tab.
#[derive(Debug)]
pub struct Turn(Function);

impl Turn {
    /// Waits until no other tab has the turn of this name. `None` when the browser has no locks to offer, as on a
    /// page that came neither encrypted nor from this machine.
    pub async fn take(name: &str) -> Option<Self> {
        let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
        let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
        let mut end = None;
        // The lock is held until this promise is kept.
        let turn = Promise::new(&mut |resolve, _| end = Some(resolve));
        let begun = Promise::new(&mut |begin, _| {
            let (turn, on_lock) = (turn.clone(), begin.clone());
            let has_lock = Closure::once_into_js(move |_lock: JsValue| {
                // A promise's own resolve cannot fail.
                let _ = on_lock.call0(&JsValue::UNDEFINED);
                turn
            });
            if request.call2(&locks, &name.into(), &has_lock).is_err() {
                let _ = begin.call0(&JsValue::UNDEFINED);
            }
            set_timeout(move || drop(begin.call0(&JsValue::UNDEFINED)), PATIENCE);
        });
        let _ = JsFuture::from(begun).await;
        end.map(Self)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}
