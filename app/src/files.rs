//! The page's side of the worker that writes and reads the formats of other tools.
//!
//! The worker is a program of its own. It is loaded when it is wanted first, or when the page has been open for
//! a while, so that it is there when the network is not.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use bayplan_worker::{Answer, Request, SCRIPT};
use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, Worker};

use crate::workbench::Workbench;

/// How long the page is left alone before the worker is loaded without being wanted, in milliseconds.
const SETTLED: u64 = 4_000;

/// How long the worker may take to load, in milliseconds.
const PATIENCE: u64 = 30_000;

/// What is said when there is no worker.
const AWAY: &str = "The part of Bayplan that reads and writes files could not be loaded. Check that the server \
                    is running and that the network is up, then try again.";
/// What is said when the worker was there and gives no answer that this page understands.
const STOPPED: &str = "The part of Bayplan that reads and writes files has stopped, and is started again with the \
                       next try. If it stops again, reload the page.";

/// The worker, and who waits for its answers. A handle to a value owned by the root.
#[derive(Clone, Copy, Debug)]
pub struct Files(StoredValue<Rc<RefCell<State>>, LocalStorage>);

#[derive(Debug, Default)]
struct State {
    worker: Option<Worker>,
    /// Whether the worker has said that it listens; until then, messages wait.
    listens: bool,
    waiting: Vec<Array>,
    /// Who waits for which answer.
    asked: BTreeMap<u32, Function>,
    last: u32,
    /// The version of the design that the worker has.
    has: Option<(u32, u32)>,
}

impl Files {
    /// Nothing is loaded yet.
    pub fn new() -> Self {
        Self(StoredValue::new_local(Rc::default()))
    }

    /// The worker of the page.
    ///
    /// # Panics
    /// Outside the page's component tree, which is a bug.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Loads the worker, and what the forms explain at length, once the page has settled.
    pub fn load_soon(self) {
        let load = move || {
            drop(start(&self.0.get_value()));
            // Into the browser's cache.
            spawn_local(async { drop(crate::browser::fetch_text("/catalogue.json").await) });
        };
        set_timeout(load, Duration::from_millis(SETTLED));
    }

    /// Asks about the design on the workbench.
    ///
    /// # Errors
    /// A sentence for the screen when the worker cannot be loaded or has stopped.
    pub async fn ask(self, workbench: Workbench, request: &Request) -> Result<Answer, String> {
        let state = self.0.get_value();
        let worker = start(&state).map_err(|_| AWAY.to_owned())?;
        let now = workbench.version();
        // A request is made of texts, which can always be written.
        let request = serde_json::to_string(request).unwrap_or_default();
        let answer = Promise::new(&mut |resolve, _| {
            let mut state = state.borrow_mut();
            state.last = state.last.wrapping_add(1);
            let number = state.last;
            state.asked.insert(number, resolve);
            let design =
                if state.has == Some(now) { JsValue::NULL } else { workbench.text().into() };
            state.has = Some(now);
            let message = Array::of3(&number.into(), &design, &request.as_str().into());
            if state.listens {
                let _ = worker.post_message(&message);
            } else {
                state.waiting.push(message);
            }
        });
        // `true` in the place of an answer says that the worker had been there.
        let answer = JsFuture::from(answer).await.unwrap_or(JsValue::FALSE);
        let failure = if answer.is_falsy() { AWAY } else { STOPPED };
        let answer = answer.as_string().and_then(|answer| serde_json::from_str(&answer).ok());
        answer.ok_or_else(|| failure.to_owned())
    }
}

/// The worker, started if there is none.
fn start(state: &Rc<RefCell<State>>) -> Result<Worker, JsValue> {
    if let Some(worker) = &state.borrow().worker {
        return Ok(worker.clone());
    }
    let worker = Worker::new(SCRIPT)?;
    let own = state.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if let Some(loaded) = data.as_bool() {
            let next = if loaded { listen } else { stop };
            return next(&own);
        }
        let answer: Array = data.unchecked_into();
        let number = answer.get(0).as_f64().unwrap_or_default();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a u32 that was sent"
        )]
        let asked = own.borrow_mut().asked.remove(&(number as u32));
        if let Some(asked) = asked {
            let _ = asked.call1(&JsValue::UNDEFINED, &answer.get(1));
        }
    });
    let own = state.clone();
    let fail = Closure::<dyn FnMut()>::new(move || stop(&own));
    worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
    // Left to a worker that stops, which it does once, if ever.
    hear.forget();
    fail.forget();
    state.borrow_mut().worker = Some(worker.clone());
    let (own, started) = (state.clone(), worker.clone());
    let give_up = move || {
        let is_late = {
            let state = own.borrow();
            !state.listens && state.worker.as_ref() == Some(&started)
        };
        if is_late {
            stop(&own);
        }
    };
    set_timeout(give_up, Duration::from_millis(PATIENCE));
    Ok(worker)
}

/// Sends what waited until the worker listens.
fn listen(state: &Rc<RefCell<State>>) {
    let mut state = state.borrow_mut();
    state.listens = true;
    let waiting = std::mem::take(&mut state.waiting);
    if let Some(worker) = &state.worker {
        for message in waiting {
            let _ = worker.post_message(&message);
        }
    }
}

/// Gives everybody who waits no answer. The next one who asks starts another worker.
fn stop(state: &Rc<RefCell<State>>) {
    let before = std::mem::take(&mut *state.borrow_mut());
    state.borrow_mut().last = before.last;
    if let Some(worker) = before.worker {
        // What it still has to say must not stop its successor.
        worker.set_onmessage(None);
        worker.set_onerror(None);
        worker.terminate();
    }
    for asked in before.asked.into_values() {
        let _ = asked.call1(&JsValue::UNDEFINED, &before.listens.into());
    }
}
