//! Keeping the design: on the server after every pause, in the browser at every edit, so that closing the tab,
//! killing the server or losing the network loses nothing.
//!
//! A save names the revision that the edits started from. When somebody else saved since, nothing is written
//! on either side until a person has chosen.

mod draft;

use std::time::Duration;

use bayplan_api::{ApiError, SaveOutcome, StoredDesign};
use bayplan_model::design::Design;
use gloo_storage::{LocalStorage, Storage};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::workbench::Workbench;
use draft::Draft;

/// The design that a first visit opens with.
const EXAMPLE: &str = include_str!("../../public/examples/matabit.json");
/// Which design this browser had open last.
const CURRENT: &str = "bayplan.current";
/// The pause in editing after which the browser keeps a draft, in milliseconds.
const DRAFT_PAUSE: u64 = 80;
/// The pause in editing after which the server saves, in milliseconds.
const SAVE_PAUSE: u64 = 600;
/// How long to wait before asking an absent server again, in milliseconds.
const RETRY_PAUSE: u64 = 3_000;

/// Where the edits are.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// The design is being fetched.
    Loading,
    /// The server has everything, as this revision.
    Saved { revision: u32 },
    /// There are edits that the server does not have yet.
    Unsaved,
    /// The server is being sent the edits.
    Saving,
    /// The server is away; the browser has everything.
    Kept,
    /// Somebody else saved first: their design.
    Conflict(Box<StoredDesign>),
    /// The server refused the design, and says why.
    Refused(String),
    /// Neither the server nor the browser has the edits.
    NowhereKept(String),
}

/// What keeps the design. A handle to signals owned by the root.
#[derive(Clone, Copy, Debug)]
pub struct Persistence {
    /// Where the edits are.
    pub state: RwSignal<SaveState>,
    /// The design's id on the server; `None` until the server has it.
    id: StoredValue<Option<String>>,
    /// The revision that the edits started from.
    base: StoredValue<u32>,
    in_flight: StoredValue<bool>,
    draft_timer: StoredValue<Option<TimeoutHandle>>,
    save_timer: StoredValue<Option<TimeoutHandle>>,
    /// The edits that the last draft had.
    drafted: StoredValue<u32>,
    /// What was sent and may have been saved, though no answer came.
    sent: StoredValue<Vec<String>>,
}

impl Persistence {
    /// Nothing is loaded yet.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(SaveState::Loading),
            id: StoredValue::new(None),
            base: StoredValue::new(0),
            in_flight: StoredValue::new(false),
            draft_timer: StoredValue::new(None),
            save_timer: StoredValue::new(None),
            drafted: StoredValue::new(0),
            sent: StoredValue::new(Vec::new()),
        }
    }

    /// What the page keeps its design with.
    ///
    /// # Panics
    /// Outside the page's component tree, which is a bug.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Loads the design that the address or the last visit names, and keeps every edit from then on.
    pub fn start(self, workbench: Workbench) {
        spawn_local(async move {
            self.load(workbench).await;
            self.watch(workbench);
        });
    }

    async fn load(self, workbench: Workbench) {
        let named = query("design");
        let remembered = LocalStorage::get::<String>(CURRENT).ok();
        let wanted = named.clone().or(remembered);
        if let Some(id) = wanted {
            let draft = draft::newest(&id);
            match bayplan_api::load_design(id.clone()).await {
                Ok(stored) => return self.open_stored(workbench, stored, draft),
                Err(error) if error.is_server_away() => {
                    if let Some(draft) = draft {
                        return self.open_draft(workbench, draft, SaveState::Kept);
                    }
                }
                Err(error) => {
                    if let Some(draft) = draft {
                        // The server lost it, or is another one: what the browser has becomes a new design.
                        self.open_draft(workbench, draft, SaveState::Unsaved);
                        self.id.set_value(None);
                        return self.save(workbench);
                    }
                    if named.is_some() {
                        workbench.error(&error.to_string());
                    }
                }
            }
        }
        match bayplan_api::list_designs().await {
            Ok(designs) => {
                if let Some(first) = designs.first()
                    && let Ok(stored) = bayplan_api::load_design(first.id.clone()).await
                {
                    let draft = draft::newest(&first.id);
                    return self.open_stored(workbench, stored, draft);
                }
                self.open_example(workbench, SaveState::Unsaved);
                self.save(workbench);
            }
            Err(_) => match draft::newest("") {
                Some(draft) => self.open_draft(workbench, draft, SaveState::Kept),
                None => self.open_example(workbench, SaveState::Kept),
            },
        }
    }

    fn open_example(self, workbench: Workbench, state: SaveState) {
        // The example is part of the program, and a test reads it.
        workbench.open(Design::parse(EXAMPLE).unwrap_or_else(|_| Design::new("Untitled")));
        self.state.set(state);
    }

    fn open_draft(self, workbench: Workbench, draft: Draft, state: SaveState) {
        match Design::parse(&draft.text) {
            Ok(design) => {
                workbench.open(design);
                self.id.set_value((!draft.id.is_empty()).then_some(draft.id));
                self.base.set_value(draft.base);
                self.state.set(state);
            }
            Err(error) => {
                workbench.error(&format!("The draft in this browser cannot be read: {error}."))
            }
        }
    }

    fn open_stored(self, workbench: Workbench, stored: StoredDesign, draft: Option<Draft>) {
        remember(&stored.id);
        if let Some(draft) = draft {
            let (base, text) = (draft.base, draft.text.clone());
            if same_design(&text, &stored.text) {
                draft::forget(&draft);
            } else {
                // What this browser sent before it was closed is not somebody else's.
                let own = draft.sent.contains(&draft::fingerprint(&stored.text));
                let behind = base != stored.revision && !own;
                let revision = stored.revision;
                let state =
                    if behind { SaveState::Conflict(Box::new(stored)) } else { SaveState::Unsaved };
                self.open_draft(workbench, draft, state);
                if !behind {
                    self.base.set_value(revision);
                    self.save(workbench);
                }
                return;
            }
        }
        match Design::parse(&stored.text) {
            Ok(design) => {
                workbench.open(design);
                self.id.set_value(Some(stored.id));
                self.base.set_value(stored.revision);
                self.state.set(SaveState::Saved { revision: stored.revision });
            }
            Err(error) => {
                workbench.error(&format!("The saved design cannot be read: {error}."));
                self.open_example(workbench, SaveState::Kept);
            }
        }
    }

    /// Puts another design on the workbench, as one of its own on the server. What was there stays there.
    pub fn open_as_new(self, workbench: Workbench, design: Design) {
        self.write_draft(workbench);
        self.save_now_then(workbench, move || {
            self.id.set_value(None);
            self.base.set_value(0);
            workbench.open(design);
            self.state.set(SaveState::Unsaved);
            self.write_draft(workbench);
            self.save(workbench);
        });
    }

    /// Sends what is not saved, then goes on whatever became of it: the draft has it.
    fn save_now_then(self, workbench: Workbench, next: impl FnOnce() + 'static) {
        let id = self.id.get_value();
        let unsaved = self.state.with_untracked(|state| matches!(state, SaveState::Unsaved));
        let Some(id) = id.filter(|_| unsaved) else { return next() };
        let (base, text) = (self.base.get_value(), text(workbench));
        spawn_local(async move {
            if let Ok(SaveOutcome::Saved(_)) =
                bayplan_api::save_design(id.clone(), base, text, None).await
            {
                draft::forget_of(&id);
            }
            next();
        });
    }

    /// Keeps every edit from now on.
    fn watch(self, workbench: Workbench) {
        let first = workbench.edits.get_untracked();
        Effect::new(move |_| {
            let edits = workbench.edits.get();
            if edits == first {
                return;
            }
            self.state.update(|state| {
                if matches!(
                    state,
                    SaveState::Saved { .. } | SaveState::Saving | SaveState::Refused(_)
                ) {
                    *state = SaveState::Unsaved;
                }
            });
            self.later(self.draft_timer, DRAFT_PAUSE, move || self.write_draft(workbench));
            self.later(self.save_timer, SAVE_PAUSE, move || self.save(workbench));
        });
        // A page that goes away writes what the pause held back.
        let flush = move || {
            if self.drafted.try_get_value() != Some(workbench.edits.get_untracked()) {
                self.write_draft(workbench);
            }
        };
        std::mem::forget(window_event_listener_untyped("pagehide", move |_| flush()));
        std::mem::forget(window_event_listener_untyped("blur", move |_| flush()));
        std::mem::forget(window_event_listener_untyped("online", move |_| self.save(workbench)));
    }

    fn later(
        self,
        timer: StoredValue<Option<TimeoutHandle>>,
        pause: u64,
        run: impl FnOnce() + 'static,
    ) {
        if let Some(Some(waiting)) = timer.try_update_value(Option::take) {
            waiting.clear();
        }
        let handle = set_timeout_with_handle(run, Duration::from_millis(pause)).ok();
        timer.set_value(handle);
    }

    fn write_draft(self, workbench: Workbench) {
        if self.state.with_untracked(|s| matches!(s, SaveState::Saved { .. } | SaveState::Loading))
        {
            return;
        }
        let id = self.id.get_value().unwrap_or_default();
        let draft = Draft {
            id,
            base: self.base.get_value(),
            text: text(workbench),
            sent: self.sent.get_value(),
            at: js_sys::Date::now(),
        };
        self.drafted.set_value(workbench.edits.get_untracked());
        if draft::keep(&draft).is_err() && self.state.with_untracked(|s| *s == SaveState::Kept) {
            self.state.set(SaveState::NowhereKept(
                "The server is away and the browser has no room. Download the design now (Export), so that nothing is lost.".to_owned(),
            ));
        }
    }

    /// Sends the design to the server.
    pub fn save(self, workbench: Workbench) {
        let waits = self
            .state
            .with_untracked(|s| matches!(s, SaveState::Conflict(_) | SaveState::Saved { .. }));
        if waits || self.in_flight.get_value() {
            return;
        }
        self.in_flight.set_value(true);
        self.write_draft(workbench);
        if self.state.with_untracked(|state| *state == SaveState::Unsaved) {
            self.state.set(SaveState::Saving);
        }
        let (id, base, text) = (self.id.get_value(), self.base.get_value(), text(workbench));
        let edits = workbench.edits.get_untracked();
        self.sent.update_value(|sent| sent.push(draft::fingerprint(&text)));
        spawn_local(async move {
            let outcome = match id.clone() {
                Some(id) => bayplan_api::save_design(id, base, text, None).await,
                None => create(workbench, text).await.map(|(id, saved)| {
                    draft::forget_of("");
                    remember(&id);
                    self.id.set_value(Some(id));
                    saved
                }),
            };
            self.in_flight.set_value(false);
            if self.id.get_value() != id && id.is_some() {
                // Another design was opened meanwhile.
                return;
            }
            self.settle(workbench, outcome, edits);
        });
    }

    fn settle(self, workbench: Workbench, outcome: Result<SaveOutcome, ApiError>, edits: u32) {
        match outcome {
            Ok(SaveOutcome::Saved(saved)) => {
                self.sent.set_value(Vec::new());
                self.base.set_value(saved.revision);
                if workbench.edits.get_untracked() == edits {
                    self.state.set(SaveState::Saved { revision: saved.revision });
                    draft::forget_of(&self.id.get_value().unwrap_or_default());
                } else {
                    self.state.set(SaveState::Unsaved);
                    self.later(self.save_timer, SAVE_PAUSE, move || self.save(workbench));
                }
            }
            // An earlier save arrived, and only its answer was lost.
            Ok(SaveOutcome::Conflict(stored))
                if self
                    .sent
                    .with_value(|sent| sent.contains(&draft::fingerprint(&stored.text))) =>
            {
                self.base.set_value(stored.revision);
                self.state.set(SaveState::Unsaved);
                self.save(workbench);
            }
            Ok(SaveOutcome::Conflict(stored)) => {
                self.state.set(SaveState::Conflict(Box::new(stored)))
            }
            Err(error) if error.is_server_away() => {
                if !matches!(self.state.get_untracked(), SaveState::NowhereKept(_)) {
                    self.state.set(SaveState::Kept);
                }
                self.later(self.save_timer, RETRY_PAUSE, move || self.save(workbench));
            }
            Err(ApiError::UnknownDesign { .. }) => {
                self.id.set_value(None);
                self.state.set(SaveState::Unsaved);
                self.save(workbench);
            }
            Err(error) => self.state.set(SaveState::Refused(error.to_string())),
        }
    }

    /// After a conflict: the edits here become a design of their own.
    pub fn keep_as_new(self, workbench: Workbench) {
        draft::forget_of(&self.id.get_value().unwrap_or_default());
        self.id.set_value(None);
        self.base.set_value(0);
        self.state.set(SaveState::Unsaved);
        self.save(workbench);
        workbench.notice("Your edits are a design of their own now. The other one is untouched.");
    }

    /// After a conflict: the edits here become the next revision; the other one stays in the history.
    pub fn save_on_top(self, workbench: Workbench, theirs: &StoredDesign) {
        self.base.set_value(theirs.revision);
        self.state.set(SaveState::Unsaved);
        self.save(workbench);
    }

    /// After a conflict: what the other one saved is shown. Undo brings the edits here back.
    pub fn take_theirs(self, workbench: Workbench, theirs: &StoredDesign) {
        match Design::parse(&theirs.text) {
            Ok(design) => {
                draft::forget_of(&theirs.id);
                workbench.replace("Take what the other window saved", design);
                self.base.set_value(theirs.revision);
                self.state.set(SaveState::Saved { revision: theirs.revision });
                workbench.notice("This is what was saved elsewhere. Undo brings your edits back.");
            }
            Err(error) => workbench.error(&format!("The saved design cannot be read: {error}.")),
        }
    }
}

async fn create(workbench: Workbench, text: String) -> Result<(String, SaveOutcome), ApiError> {
    let name = workbench.design.with_untracked(|design| design.settings.name.clone());
    let name = if name.trim().is_empty() { "Untitled".to_owned() } else { name };
    let summary = bayplan_api::create_design(name, text).await?;
    let saved = bayplan_api::Saved { revision: summary.revision, saved_at: summary.saved_at };
    Ok((summary.id, SaveOutcome::Saved(saved)))
}

fn remember(id: &str) {
    // A browser that keeps nothing opens the design that was saved last.
    let _ = LocalStorage::set(CURRENT, id);
}

/// The design as it is saved. Compact: the store keeps every revision.
fn text(workbench: Workbench) -> String {
    workbench.design.with_untracked(|design| design.to_json().to_string())
}

/// Whether two texts are the same design; spaces aside.
fn same_design(a: &str, b: &str) -> bool {
    a == b || matches!((Design::parse(a), Design::parse(b)), (Ok(a), Ok(b)) if a == b)
}

fn query(key: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(key).filter(|value| !value.is_empty())
}
