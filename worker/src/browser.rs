//! Messages in and out.

use bayplan_model::design::Design;
use bayplan_model::resolve::Resolver;
use bayplan_worker::Answer;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::answer::answer;

/// Answers every message from now on, and tells the page so.
pub(crate) fn start() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let own = scope.clone();
    // The design of the message before.
    let mut design = None;
    let mut resolver = Resolver::default();
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: js_sys::Array = event.data().unchecked_into();
        let number = message.get(0);
        let answer = match open(&message.get(1), &mut design) {
            Ok(design) => {
                match message.get(2).as_string().map(|text| serde_json::from_str(&text)) {
                    Some(Ok(request)) => answer(&request, design, &mut resolver),
                    // Only a page of another version asks in other words.
                    _ => refused("This page is older than the server. Reload it."),
                }
            }
            Err(message) => refused(&message),
        };
        // A list of texts can always be written.
        let answer = serde_json::to_string(&answer).unwrap_or_default();
        let _ = own.post_message(&js_sys::Array::of2(&number, &answer.into()));
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // The worker's life is the closure's.
    listen.forget();
    let _ = scope.post_message(&JsValue::TRUE);
}

/// The design of a message: its own, or the one of the message before. One that cannot be read is none, for the
/// messages after it, too.
fn open<'a>(text: &JsValue, design: &'a mut Option<Design>) -> Result<&'a Design, String> {
    if let Some(text) = text.as_string() {
        *design = None;
        *design = Some(Design::parse(&text).map_err(|error| error.to_string())?);
    }
    design.as_ref().ok_or_else(|| "The design cannot be read. Reload the page.".to_owned())
}

fn refused(message: &str) -> Answer {
    Answer::Refused { message: message.to_owned() }
}
