//! Which design is opened: the one that the address names, or that this browser had open last, or the first
//! one that there is, or the example; with the edits that this browser kept of it.

use std::time::Duration;

use bayplan_api::{SaveOutcome, StoredDesign};
use bayplan_model::design::Design;
use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::turn::Turn;
use super::{Persistence, RETRY_PAUSE, SaveState, draft, text};
use crate::workbench::Workbench;

/// The design that a first visit opens with.
const EXAMPLE: &str = include_str!("../../../public/examples/matabit.json");
/// Which design this browser had open last.
const CURRENT: &str = "bayplan.current";

impl Persistence {
    pub(super) async fn load(self, workbench: Workbench) {
        let named = query("design");
        let wanted = named.clone().or_else(|| LocalStorage::get::<String>(CURRENT).ok());
        if let Some(id) = wanted {
            loop {
                match bayplan_api::load_design(id.clone()).await {
                    Ok(stored) => return self.open_stored(workbench, stored),
                    Err(error) if error.is_server_away() => {
                        if self.open_draft(workbench, &id, SaveState::Kept) {
                            self.retry_later(workbench);
                            return;
                        }
                        self.enter(SaveState::Waiting);
                        pause(RETRY_PAUSE).await;
                    }
                    Err(error) => {
                        // The server lost it, or is another one: what the browser has becomes a new design.
                        if self.open_draft(workbench, &id, SaveState::Unsaved) {
                            self.id.set_value(None);
                            self.save(workbench);
                            return;
                        }
                        if named.is_some() {
                            workbench.error(&error.to_string());
                        }
                        break;
                    }
                }
            }
        }
        // Of two tabs that are opened together, one makes the first design, and the other one finds it.
        let turn = Turn::take("bayplan.first").await;
        // What was begun while the server was away comes before what the server has.
        if self.open_draft(workbench, "", SaveState::Unsaved) {
            return self.save_in_turn(workbench, turn);
        }
        match bayplan_api::list_designs().await {
            Ok(designs) => {
                if let Some(first) = designs.first()
                    && let Ok(stored) = bayplan_api::load_design(first.id.clone()).await
                {
                    return self.open_stored(workbench, stored);
                }
                self.open_example(workbench, SaveState::Unsaved);
                self.save_in_turn(workbench, turn);
            }
            Err(_) => {
                self.open_example(workbench, SaveState::Kept);
                self.retry_later(workbench);
            }
        }
    }

    /// Puts a design on the workbench, as `id` has it at a revision.
    fn put(
        self,
        workbench: Workbench,
        design: Design,
        id: Option<String>,
        base: u32,
        state: SaveState,
    ) {
        self.session.update_value(|session| *session = session.wrapping_add(1));
        self.sent.set_value(Vec::new());
        show_address(id.as_deref());
        self.id.set_value(id);
        self.base.set_value(base);
        workbench.open(design);
        self.drafted.set_value(None);
        let is_saved = matches!(state, SaveState::Saved { .. });
        self.clean.set_value(is_saved.then(|| workbench.edits.get_untracked()));
        self.enter(state);
    }

    fn open_example(self, workbench: Workbench, state: SaveState) {
        // The example is part of the program, and a test reads it.
        let example = Design::parse(EXAMPLE).unwrap_or_else(|_| Design::new("Untitled"));
        self.put(workbench, example, None, 0, state);
    }

    /// Opens the newest draft of a design, if there is one that can be read, and makes it this tab's.
    fn open_draft(self, workbench: Workbench, id: &str, state: SaveState) -> bool {
        while let Some(draft) = draft::newest(id) {
            match Design::parse(&draft.text) {
                Ok(design) => {
                    let own = (!draft.id.is_empty()).then(|| draft.id.clone());
                    self.put(workbench, design, own, draft.base, state);
                    self.sent.set_value(draft.sent.clone());
                    self.write_draft(workbench);
                    draft::adopt(&draft);
                    return true;
                }
                Err(error) => {
                    workbench.error(&format!(
                        "A draft in this browser cannot be read, and was set aside: {error}."
                    ));
                    draft::set_aside(&draft);
                }
            }
        }
        false
    }

    fn open_stored(self, workbench: Workbench, stored: StoredDesign) {
        remember(&stored.id);
        while let Some(draft) = draft::newest(&stored.id) {
            if same_design(&draft.text, &stored.text) {
                draft::forget(&draft);
                continue;
            }
            // What this browser sent before it was closed is not somebody else's.
            let own = draft.sent.contains(&draft::fingerprint(&stored.text));
            let is_current = draft.base == stored.revision || own;
            let (id, revision) = (stored.id.clone(), stored.revision);
            let state = if is_current {
                SaveState::Unsaved
            } else {
                SaveState::Conflict(Box::new(stored.clone()))
            };
            if self.open_draft(workbench, &id, state) {
                if is_current {
                    self.base.set_value(revision);
                    self.save(workbench);
                }
                return;
            }
        }
        match Design::parse(&stored.text) {
            Ok(design) => {
                let state = SaveState::Saved { revision: stored.revision };
                self.put(workbench, design, Some(stored.id), stored.revision, state);
            }
            Err(error) => {
                workbench.error(&format!("The saved design cannot be read: {error}."));
                self.open_example(workbench, SaveState::Unsaved);
            }
        }
    }

    /// Puts another design on the workbench, as one of its own on the server. What was there stays there.
    pub fn open_as_new(self, workbench: Workbench, design: Design) {
        self.leave(workbench, move || {
            self.put(workbench, design, None, 0, SaveState::Unsaved);
            self.save(workbench);
        });
    }

    /// Opens a design that the server has.
    pub fn open_id(self, workbench: Workbench, id: String) {
        self.leave(workbench, move || {
            spawn_local(async move {
                match bayplan_api::load_design(id).await {
                    Ok(stored) => self.open_stored(workbench, stored),
                    Err(error) => workbench.error(&error.to_string()),
                }
            });
        });
    }

    /// Sends what is not saved of the design on the workbench, then goes on, whatever became of it: the
    /// browser has it.
    fn leave(self, workbench: Workbench, next: impl FnOnce() + 'static) {
        self.write_draft(workbench);
        let unsaved =
            self.state.with_untracked(|s| matches!(s, SaveState::Unsaved | SaveState::Saving));
        let (base, text) = (self.base.get_value(), text(workbench));
        let Some(id) = self.id.get_value().filter(|_| unsaved) else { return next() };
        spawn_local(async move {
            if let Ok(SaveOutcome::Saved(_)) =
                bayplan_api::save_design(id.clone(), base, text, None).await
            {
                draft::forget_of(&id);
            }
            next();
        });
    }
}

async fn pause(milliseconds: u64) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                // A promise's own resolve cannot fail.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            },
            Duration::from_millis(milliseconds),
        );
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

pub(super) fn remember(id: &str) {
    // A browser that keeps nothing opens the design that was saved last.
    let _ = LocalStorage::set(CURRENT, id);
}

/// Lets the page's address name the design, so that it can be kept and sent.
pub(super) fn show_address(id: Option<&str>) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    let address = match id {
        Some(id) => format!("{path}?design={id}{hash}"),
        None => format!("{path}{hash}"),
    };
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Whether two texts are the same design; spaces aside.
fn same_design(a: &str, b: &str) -> bool {
    a == b || matches!((Design::parse(a), Design::parse(b)), (Ok(a), Ok(b)) if a == b)
}

fn query(key: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(key).filter(|value| !value.is_empty())
}
