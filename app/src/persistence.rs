//! Keeping the design: on the server after every pause, in the browser at every edit, so that closing the tab,
//! killing the server or losing the network loses nothing.
//!
//! A save names the revision that the edits started from. When somebody else saved since, both are put together
//! where they changed different things; where they changed the same, nothing is written on either side until a person has
//! chosen.

mod changes;
mod conflict;
mod draft;
mod opening;
mod saving;
mod turn;

use bayplan_api::StoredDesign;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

pub use saving::{SAVING, Saving};

use self::saving::Drafted;
use crate::workbench::Workbench;

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
    /// Somebody else saved first, and both changed the same: their design, and what both changed.
    Conflict(Box<StoredDesign>, Vec<String>),
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
    /// What the last whole draft was of.
    drafted: StoredValue<Option<Drafted>>,
    /// The number of edits up to which the server has everything.
    clean: StoredValue<Option<u32>>,
    /// Whether the browser took the newest edit.
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
            let as_opened = workbench.edits.get_untracked();
            workbench.parts.when_there(move |part| (part.saving.start)(self, workbench, as_opened));
        });
    }

    /// The design's id on the server, if it has one.
    pub fn stored_id(self) -> Option<String> {
        self.id.get_value()
    }

    fn enter(self, state: SaveState) {
        if self.state.with_untracked(|now| *now != state) {
            self.state.set(state);
        }
    }
}
