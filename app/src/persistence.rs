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
use wasm_bindgen::JsValue;
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
    /// The design cannot be fetched yet: the server is away, and the browser has no edits of it.
    Waiting,
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
    /// The server did not take the design, and says why; the browser has everything.
    Refused(String),
    /// Neither the server nor the browser has the edits.
    NowhereKept,
}

impl SaveState {
    /// Whether a design is on the workbench.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Loading | Self::Waiting)
    }
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
    /// Counts the designs on the workbench: an answer about an earlier one concerns nobody any more.
    session: StoredValue<u32>,
    in_flight: StoredValue<bool>,
    draft_timer: StoredValue<Option<TimeoutHandle>>,
    save_timer: StoredValue<Option<TimeoutHandle>>,
    /// What the last draft was of: the number of edits, the design, its base.
    drafted: StoredValue<Option<(u32, Option<String>, u32)>>,
    /// The number of edits up to which the server has everything.
    clean: StoredValue<Option<u32>>,
    /// Whether the browser took the last draft.
    has_draft: StoredValue<bool>,
    /// The fingerprints of what was sent and may have been saved, though no answer came.
    sent: StoredValue<Vec<String>>,
}

impl Persistence {
    /// Nothing is loaded yet.
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(SaveState::Loading),
            id: StoredValue::new(None),
            base: StoredValue::new(0),
            session: StoredValue::new(0),
            in_flight: StoredValue::new(false),
            draft_timer: StoredValue::new(None),
            save_timer: StoredValue::new(None),
            drafted: StoredValue::new(None),
            clean: StoredValue::new(None),
            has_draft: StoredValue::new(true),
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

    fn enter(self, state: SaveState) {
        if self.state.with_untracked(|now| *now != state) {
            self.state.set(state);
        }
    }

    async fn load(self, workbench: Workbench) {
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
        // What was begun while the server was away comes before what the server has.
        if self.open_draft(workbench, "", SaveState::Unsaved) {
            return self.save(workbench);
        }
        match bayplan_api::list_designs().await {
            Ok(designs) => {
                if let Some(first) = designs.first()
                    && let Ok(stored) = bayplan_api::load_design(first.id.clone()).await
                {
                    return self.open_stored(workbench, stored);
                }
                self.open_example(workbench, SaveState::Unsaved);
                self.save(workbench);
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

    /// Keeps every edit from now on.
    fn watch(self, workbench: Workbench) {
        let first = workbench.edits.get_untracked();
        Effect::new(move |_| {
            if workbench.edits.get() == first {
                return;
            }
            if self.state.with_untracked(|state| {
                matches!(state, SaveState::Saved { .. } | SaveState::Saving | SaveState::Refused(_))
            }) {
                self.enter(SaveState::Unsaved);
            }
            later(self.draft_timer, DRAFT_PAUSE, move || self.write_draft(workbench));
            later(self.save_timer, SAVE_PAUSE, move || self.save(workbench));
        });
        // A page that goes away writes what the pause held back.
        let flush = move || {
            if self.drafted.get_value() != Some(self.now(workbench)) {
                self.write_draft(workbench);
            }
        };
        // The page is the listeners' life.
        std::mem::forget(window_event_listener_untyped("pagehide", move |_| flush()));
        std::mem::forget(window_event_listener_untyped("blur", move |_| flush()));
        std::mem::forget(window_event_listener_untyped("online", move |_| self.save(workbench)));
    }

    fn now(self, workbench: Workbench) -> (u32, Option<String>, u32) {
        (workbench.edits.get_untracked(), self.id.get_value(), self.base.get_value())
    }

    fn retry_later(self, workbench: Workbench) {
        later(self.save_timer, RETRY_PAUSE, move || self.save(workbench));
    }

    fn write_draft(self, workbench: Workbench) {
        // Not the state, which follows an edit only after it: a page may go away in between.
        let nothing_to_keep = !self.state.with_untracked(SaveState::is_open)
            || self.clean.get_value() == Some(workbench.edits.get_untracked());
        if nothing_to_keep {
            return;
        }
        let draft = Draft {
            id: self.id.get_value().unwrap_or_default(),
            base: self.base.get_value(),
            text: text(workbench),
            sent: self.sent.get_value(),
            at: js_sys::Date::now(),
        };
        let kept = draft::keep(&draft).is_ok();
        self.has_draft.set_value(kept);
        self.drafted.set_value(kept.then(|| self.now(workbench)));
        if !kept && self.state.with_untracked(|s| *s == SaveState::Kept) {
            self.enter(SaveState::NowhereKept);
        }
    }

    /// Sends the design to the server, unless the server has it or a person has to choose first.
    pub fn save(self, workbench: Workbench) {
        let waits = self.state.with_untracked(|s| {
            !s.is_open() || matches!(s, SaveState::Conflict(_) | SaveState::Saved { .. })
        });
        // While one is on its way, its answer sees to the next.
        if waits || self.in_flight.get_value() {
            return;
        }
        self.in_flight.set_value(true);
        if self.state.with_untracked(|state| *state == SaveState::Unsaved) {
            self.enter(SaveState::Saving);
        }
        let (id, base, text) = (self.id.get_value(), self.base.get_value(), text(workbench));
        let (edits, session) = (workbench.edits.get_untracked(), self.session.get_value());
        self.sent.update_value(|sent| sent.push(draft::fingerprint(&text)));
        self.write_draft(workbench);
        spawn_local(async move {
            let outcome = match id {
                Some(id) => bayplan_api::save_design(id.clone(), base, text, None)
                    .await
                    .map(|outcome| (id, outcome)),
                None => create(workbench, text).await,
            };
            self.in_flight.set_value(false);
            if self.session.get_value() == session {
                self.settle(workbench, outcome, edits);
            } else {
                // Another design is on the workbench by now, and waited.
                self.save(workbench);
            }
        });
    }

    fn settle(
        self,
        workbench: Workbench,
        outcome: Result<(String, SaveOutcome), ApiError>,
        edits: u32,
    ) {
        match outcome {
            Ok((id, SaveOutcome::Saved(saved))) => {
                let was_new = self.id.get_value().is_none();
                self.sent.set_value(Vec::new());
                self.base.set_value(saved.revision);
                self.id.set_value(Some(id.clone()));
                if workbench.edits.get_untracked() == edits {
                    self.clean.set_value(Some(edits));
                    self.enter(SaveState::Saved { revision: saved.revision });
                    draft::forget_of(&id);
                } else {
                    self.enter(SaveState::Unsaved);
                    self.write_draft(workbench);
                    later(self.save_timer, SAVE_PAUSE, move || self.save(workbench));
                }
                if was_new {
                    draft::forget_of("");
                    remember(&id);
                    show_address(Some(&id));
                }
            }
            // An earlier save arrived, and only its answer was lost.
            Ok((_, SaveOutcome::Conflict(stored)))
                if self
                    .sent
                    .with_value(|sent| sent.contains(&draft::fingerprint(&stored.text))) =>
            {
                self.base.set_value(stored.revision);
                self.enter(SaveState::Unsaved);
                self.save(workbench);
            }
            Ok((_, SaveOutcome::Conflict(stored))) => {
                self.enter(SaveState::Conflict(Box::new(stored)));
            }
            Err(error) if error.is_server_away() => {
                self.enter(self.kept_or_not());
                self.retry_later(workbench);
            }
            Err(ApiError::UnknownDesign { .. }) => {
                self.id.set_value(None);
                self.enter(SaveState::Unsaved);
                self.save(workbench);
            }
            Err(error) => {
                let may_pass =
                    matches!(error, ApiError::Storage { .. } | ApiError::Internal { .. });
                self.enter(SaveState::Refused(error.to_string()));
                if may_pass {
                    self.retry_later(workbench);
                }
            }
        }
    }

    fn kept_or_not(self) -> SaveState {
        if self.has_draft.get_value() { SaveState::Kept } else { SaveState::NowhereKept }
    }

    /// After a conflict: the edits here become a design of their own.
    pub fn keep_as_new(self, workbench: Workbench) {
        let id = self.id.get_value().unwrap_or_default();
        self.session.update_value(|session| *session = session.wrapping_add(1));
        self.id.set_value(None);
        self.base.set_value(0);
        self.sent.set_value(Vec::new());
        self.enter(SaveState::Unsaved);
        self.write_draft(workbench);
        draft::forget_of(&id);
        self.save(workbench);
        workbench.notice("Your edits are a design of their own now. The other one is untouched.");
    }

    /// After a conflict: the edits here become the next revision; the other one stays in the history.
    pub fn save_on_top(self, workbench: Workbench, theirs: &StoredDesign) {
        self.base.set_value(theirs.revision);
        self.enter(SaveState::Unsaved);
        self.save(workbench);
    }

    /// After a conflict: what the other one saved is shown. Undo brings the edits here back.
    pub fn take_theirs(self, workbench: Workbench, theirs: &StoredDesign) {
        match Design::parse(&theirs.text) {
            Ok(design) => {
                // As saved before the design changes, so that this change is not taken for an edit to save.
                self.base.set_value(theirs.revision);
                workbench.replace("Take what the other window saved", design);
                self.enter(SaveState::Unsaved);
                self.save(workbench);
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

/// Does something after a pause, instead of what the timer waits to do.
fn later(timer: StoredValue<Option<TimeoutHandle>>, pause: u64, run: impl FnOnce() + 'static) {
    if let Some(Some(waiting)) = timer.try_update_value(Option::take) {
        waiting.clear();
    }
    timer.set_value(set_timeout_with_handle(run, Duration::from_millis(pause)).ok());
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

fn remember(id: &str) {
    // A browser that keeps nothing opens the design that was saved last.
    let _ = LocalStorage::set(CURRENT, id);
}

/// Lets the page's address name the design, so that it can be kept and sent.
fn show_address(id: Option<&str>) {
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
