//! Which design is opened: the one that the address names, or that this browser had open last, or the first
//! one that there is, or the example; with the edits that this browser kept of it.

use bayplan_api::{MAX_NAME_CHARS, SaveOutcome, StoredDesign};
use bayplan_model::design::Design;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::turn::Turn;
use super::{Persistence, RETRY_PAUSE, SaveState, draft};
use crate::browser::pause;
use crate::storage;
use crate::workbench::Workbench;

/// The design that a first visit opens with.
const EXAMPLE: &str = include_str!("../../../public/examples/matabit.json");
/// Which design this browser had open last.
const CURRENT: &str = "bayplan.current";

impl Persistence {
    pub(super) async fn load(self, workbench: Workbench) {
        let named = query("design");
        let wanted = named.clone().or_else(|| storage::get::<String>(CURRENT));
        if let Some(id) = wanted {
            let mut has_waited = false;
            loop {
                match bayplan_api::load_design(id.clone()).await {
                    Ok(stored) => {
                        if has_waited {
                            workbench.announce("The server is back.");
                        }
                        if !self.open_stored(workbench, stored) {
                            self.open_example(workbench, SaveState::Unsaved);
                        }
                        return;
                    }
                    Err(error) if error.is_server_away() || error.may_pass() => {
                        if self.open_draft(workbench, &id, SaveState::Kept).is_some() {
                            return self.save_later(workbench);
                        }
                        self.wait_for_server(workbench, &mut has_waited).await;
                    }
                    Err(error) => {
                        // The server lost it, or is another one: what the browser has becomes a new design.
                        if self.open_draft(workbench, &id, SaveState::Unsaved).is_some() {
                            self.id.set_value(None);
                            return self.save_opened(workbench);
                        }
                        if named.is_some() {
                            workbench.error(&error.to_string());
                        }
                        break;
                    }
                }
            }
        }
        // Of two tabs that are opened together, one makes the first design, and the other one finds it. The turn ends
        // with this function.
        let _turn = Turn::take("bayplan.first").await;
        // What was begun while the server was away comes before what the server has.
        if let Some(text) = self.open_draft(workbench, "", SaveState::Saving) {
            return self.create_opened(workbench, text).await;
        }
        let first = self.first_design(workbench).await;
        if first.is_none_or(|stored| !self.open_stored(workbench, stored)) {
            self.open_example(workbench, SaveState::Saving);
            self.create_opened(workbench, EXAMPLE.to_owned()).await;
        }
    }

    /// The design that was saved last, if the server has any. Asks until there is an answer: an example in the place of
    /// what somebody has would look like a loss.
    async fn first_design(self, workbench: Workbench) -> Option<StoredDesign> {
        let mut has_waited = false;
        loop {
            let found = match bayplan_api::list_designs().await {
                Ok(designs) => match designs.first() {
                    None => return None,
                    Some(first) => bayplan_api::load_design(first.id.clone()).await,
                },
                Err(error) => Err(error),
            };
            match found {
                Ok(stored) => {
                    if has_waited {
                        workbench.announce("The server is back.");
                    }
                    return Some(stored);
                }
                Err(error) => {
                    if !error.is_server_away() && !error.may_pass() {
                        workbench.error(&error.to_string());
                    }
                    self.wait_for_server(workbench, &mut has_waited).await;
                }
            }
        }
    }

    /// Says that the server is away, once, and waits a while.
    async fn wait_for_server(self, workbench: Workbench, has_waited: &mut bool) {
        if !*has_waited {
            *has_waited = true;
            workbench.announce("The server is away. Trying again.");
        }
        self.enter(SaveState::Waiting);
        pause(RETRY_PAUSE).await;
    }

    /// Gives the server what was opened and is not there yet: at once, not when what saves is there, since another tab
    /// may wait to find it.
    async fn create_opened(self, workbench: Workbench, text: String) {
        let (edits, session) = (workbench.edits.get_untracked(), self.session.get_value());
        let name = workbench.design.with_untracked(|design| name_of(design));
        self.in_flight.set_value(true);
        let created = bayplan_api::create_design(name, text.clone()).await;
        self.in_flight.set_value(false);
        if self.session.get_value() != session {
            // Another design is on the workbench by now, and waited. This one is on the server, or was left behind.
            if created.is_ok() {
                draft::forget_left(&text);
            }
            return self.save_opened(workbench);
        }
        let created = match created {
            Ok(created) => created,
            Err(error) => {
                if !error.is_server_away() && !error.may_pass() {
                    workbench.error(&error.to_string());
                }
                self.enter(SaveState::Kept);
                return self.save_later(workbench);
            }
        };
        self.id.set_value(Some(created.id.clone()));
        self.base.set_value(created.revision);
        remember(&created.id);
        show_address(Some(&created.id));
        if workbench.edits.get_untracked() == edits {
            self.clean.set_value(Some(edits));
            self.enter(SaveState::Saved { revision: created.revision });
        } else {
            self.enter(SaveState::Unsaved);
            self.save_opened(workbench);
        }
        draft::forget_saved("", &text);
    }

    /// Saves what was opened.
    fn save_opened(self, workbench: Workbench) {
        workbench.parts.when_there(move |part| (part.saving.save)(self, workbench));
    }

    /// Saves what was opened, after a pause.
    fn save_later(self, workbench: Workbench) {
        workbench.parts.when_there(move |part| (part.saving.retry_later)(self, workbench));
    }

    /// Puts a design on the workbench, as `id` has it at a revision. The last edit of the design that goes may still
    /// wait for its draft: [`Persistence::flush`] comes first.
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

    /// Opens the newest draft of a design, if there is one that can be read, and makes it this tab's. Gives its text.
    fn open_draft(self, workbench: Workbench, id: &str, state: SaveState) -> Option<String> {
        while let Some(draft) = draft::newest(id) {
            match Design::parse(&draft.text) {
                Ok(design) => {
                    let own = (!draft.id.is_empty()).then(|| draft.id.clone());
                    self.put(workbench, design, own, draft.base, state);
                    self.sent.set_value(draft.sent.clone());
                    let text = draft.text.clone();
                    workbench
                        .parts
                        .when_there(move |part| (part.saving.adopt)(self, workbench, &draft));
                    return Some(text);
                }
                Err(error) => {
                    workbench.error(&format!(
                        "A draft in this browser cannot be read, and was set aside: {error}."
                    ));
                    if !draft::set_aside(&draft) {
                        return None;
                    }
                }
            }
        }
        None
    }

    /// Opens a design as the server has it, with the edits of it that this browser kept. Whether it could be
    /// read; if not, says so and leaves the workbench as it is.
    fn open_stored(self, workbench: Workbench, stored: StoredDesign) -> bool {
        while let Some(draft) = draft::newest(&stored.id) {
            if same_design(&draft.text, &stored.text) {
                draft::forget(&draft);
                continue;
            }
            // What this browser sent before it was closed is not somebody else's.
            let own = draft.sent.contains(&draft::fingerprint(&stored.text));
            let (id, revision) = (stored.id.clone(), stored.revision);
            if self.open_draft(workbench, &id, SaveState::Unsaved).is_none() {
                break;
            }
            remember(&id);
            if own {
                self.base.set_value(revision);
            }
            // Where somebody else saved since, that tells.
            self.save_opened(workbench);
            return true;
        }
        match Design::parse(&stored.text) {
            Ok(design) => {
                let state = SaveState::Saved { revision: stored.revision };
                remember(&stored.id);
                self.put(workbench, design, Some(stored.id), stored.revision, state);
                true
            }
            Err(error) => {
                workbench.error(&format!("The saved design cannot be read: {error}."));
                false
            }
        }
    }

    /// Puts another design on the workbench, as one of its own on the server. What was there stays there.
    pub fn open_as_new(self, workbench: Workbench, design: Design) {
        self.leave(workbench, move || {
            self.flush(workbench);
            self.put(workbench, design, None, 0, SaveState::Unsaved);
            self.save(workbench);
        });
    }

    /// Opens a design that the server has.
    pub fn open_id(self, workbench: Workbench, id: String) {
        self.leave(workbench, move || {
            spawn_local(async move {
                match bayplan_api::load_design(id).await {
                    Ok(stored) => {
                        self.flush(workbench);
                        self.open_stored(workbench, stored);
                    }
                    Err(error) => workbench.error(&error.to_string()),
                }
            });
        });
    }

    /// Sends what is not saved of the design on the workbench, then goes on, whatever became of it: the
    /// browser has it.
    fn leave(self, workbench: Workbench, next: impl FnOnce() + 'static) {
        self.flush(workbench);
        let Some(id) = self.id.get_value() else {
            let is_unsaved =
                self.clean.get_value().is_none() && self.state.with_untracked(SaveState::is_open);
            if is_unsaved && !draft::leave_behind() {
                return workbench.error(
                    "The design here is nowhere but on this page: the server does not have it, and the browser has no \
                     room to keep it beside another. Export it as a file first, or wait until it is saved.",
                );
            }
            return next();
        };
        spawn_local(async move {
            // What is typed while an answer is awaited is sent, too.
            while self.state.with_untracked(|s| matches!(s, SaveState::Unsaved | SaveState::Saving))
            {
                let (edits, base) = (workbench.edits.get_untracked(), self.base.get_value());
                let saved =
                    bayplan_api::save_design(id.clone(), base, workbench.text(), None).await;
                let Ok(SaveOutcome::Saved(saved)) = saved else { break };
                self.base.set_value(saved.revision);
                if workbench.edits.get_untracked() == edits {
                    self.clean.set_value(Some(edits));
                    draft::forget_of(&id);
                    break;
                }
            }
            next();
        });
    }

    /// Gives the server the designs that were left behind while it was away.
    pub(super) fn send_left_behind(workbench: Workbench) {
        if draft::left_behind().is_empty() {
            return;
        }
        spawn_local(async move {
            // Of several windows one sends them.
            let turn = Turn::take("bayplan.left").await;
            for (_, draft) in draft::left_behind() {
                let name = name_of(&Design::parse(&draft.text).unwrap_or_default());
                match bayplan_api::create_design(name.clone(), draft.text.clone()).await {
                    Ok(_) => {}
                    Err(error) if error.is_server_away() || error.may_pass() => break,
                    // It stays in the browser; those after it are sent.
                    Err(error) => {
                        workbench.error(&format!("{name} was left unsaved: {error}"));
                        continue;
                    }
                }
                draft::forget_left(&draft.text);
                workbench.notice(&format!(
                    "{name}, which was begun while the server was away, is saved now: Open lists it."
                ));
            }
            drop(turn);
        });
    }
}

/// What the server calls a design: as much of its name as the server takes.
pub(super) fn name_of(design: &Design) -> String {
    match design.settings.name.trim() {
        "" => "Untitled".to_owned(),
        name => name.chars().take(MAX_NAME_CHARS as usize).collect(),
    }
}

pub(super) fn remember(id: &str) {
    // A browser that keeps nothing opens the design that was saved last.
    storage::set(CURRENT, &id);
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
