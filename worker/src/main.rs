//! The worker: waits for requests, answers each. A message is a list: the request's number, the design's text
//! or null where it is the one of the message before, the [`Request`] as JSON; the answer is the number and the
//! [`Answer`] as JSON.
//!
//! [`Request`]: bayplan_worker::Request
//! [`Answer`]: bayplan_worker::Answer

#[cfg(any(target_arch = "wasm32", test))]
mod answer;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(any(target_arch = "wasm32", test))]
mod compare;

fn main() {
    #[cfg(target_arch = "wasm32")]
    browser::start();
}
