//! Keeping edits: in the browser at once, on the server after every pause.

use std::time::Duration;

use bayplan_api::{ApiError, SaveOutcome};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::draft::{self, Draft};
use super::opening::{name_of, remember, show_address};
use super::{Persistence, RETRY_PAUSE, SaveState};
use crate::workbench::Workbench;

/// What a draft may take for every edit to wait for it, in milliseconds: a tenth of a frame or so, which nobody
/// notices.
const UNNOTICED: f64 = 1.5;
/// The pause in editing after which the server saves, in milliseconds.
const SAVE_PAUSE: u64 = 600;

/// What keeps edits. A design is drawn without it: see [`crate::parts`].
#[derive(Clone, Copy, Debug)]
pub struct Saving {
    /// Keeps every edit from now on.
    pub start: fn(Persistence, Workbench, u32),
    /// Saves.
    pub save: fn(Persistence, Workbench),
    /// Saves after a pause.
    pub retry_later: fn(Persistence, Workbench),
    /// Makes a draft that another page kept this page's own.
    pub adopt: fn(Persistence, Workbench, &Draft),
}

/// All of it.
pub const SAVING: Saving = Saving {
    start: |persistence, workbench, as_opened| {
        persistence.watch(workbench, as_opened);
        Persistence::send_left_behind(workbench);
    },
    save: Persistence::save,
    retry_later: Persistence::retry_later,
    adopt: |persistence, workbench, draft| {
        persistence.write_draft(workbench);
        // Where there is no room for a copy, the original stays.
        if persistence.has_draft.get_value() {
            draft::adopt(draft);
        }
    },
};

impl Persistence {
    /// Keeps every edit from now on. `as_opened` is the number of edits of the design as it was opened.
    fn watch(self, workbench: Workbench, as_opened: u32) {
        Effect::new(move |_| {
            let edits = workbench.edits.get();
            // A design that was put on the workbench as the server has it is no edit.
            if edits == as_opened || self.clean.get_value() == Some(edits) {
                return;
            }
            if self.state.with_untracked(|state| {
                matches!(state, SaveState::Saved { .. } | SaveState::Saving | SaveState::Refused(_))
            }) {
                self.enter(SaveState::Unsaved);
            }
            self.keep(workbench);
            later(self.save_timer, SAVE_PAUSE, move || self.save(workbench));
        });
        // A page that goes away or out of sight keeps what waits for a paint. The page is the listeners' life.
        for event in ["pagehide", "visibilitychange", "blur"] {
            std::mem::forget(window_event_listener_untyped(event, move |_| self.flush(workbench)));
        }
        std::mem::forget(window_event_listener_untyped("online", move |_| self.save(workbench)));
    }

    /// Keeps a draft of an edit: in the same turn, before anything else can happen to the page, while that takes
    /// no time that anybody notices. A page that moves on to another site is told so late or never. A design so
    /// large that its draft would be felt at every key is kept right after the edit is on screen.
    fn keep(self, workbench: Workbench) {
        let cost = self.draft_cost.get_value();
        if cost < UNNOTICED {
            return self.flush(workbench);
        }
        if self.draft_waits.get_value() {
            return;
        }
        self.draft_waits.set_value(true);
        request_animation_frame(move || {
            // As long as a draft takes, so that keeping drafts takes half of the time at most.
            let pause = Duration::from_millis(cost as u64);
            let keep = move || {
                self.draft_waits.set_value(false);
                self.flush(workbench);
            };
            set_timeout(keep, pause);
        });
    }

    /// Keeps a draft of the newest edit, if there is none yet.
    pub(super) fn flush(self, workbench: Workbench) {
        if self.drafted.get_value() != Some(self.now(workbench)) {
            self.write_draft(workbench);
        }
    }

    fn now(self, workbench: Workbench) -> (u32, Option<String>, u32) {
        (workbench.edits.get_untracked(), self.id.get_value(), self.base.get_value())
    }

    fn retry_later(self, workbench: Workbench) {
        later(self.save_timer, RETRY_PAUSE, move || self.save(workbench));
    }

    pub(super) fn write_draft(self, workbench: Workbench) {
        // Not the state, which follows an edit only after it: a page may go away in between.
        let nothing_to_keep = !self.state.with_untracked(SaveState::is_open)
            || self.clean.get_value() == Some(workbench.edits.get_untracked());
        if nothing_to_keep {
            return;
        }
        let start = clock();
        let draft = Draft {
            id: self.id.get_value().unwrap_or_default(),
            base: self.base.get_value(),
            text: workbench.text(),
            sent: self.sent.get_value(),
            at: js_sys::Date::now(),
        };
        let kept = draft::keep(&draft).is_ok();
        // A single slow draft may be the machine's fault: what it counts for doubles at most.
        self.draft_cost.update_value(|cost| *cost = (clock() - start).min(2.0 * *cost + 1.0));
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
        let (id, base, text) = (self.id.get_value(), self.base.get_value(), workbench.text());
        let (edits, session) = (workbench.edits.get_untracked(), self.session.get_value());
        self.sent.update_value(|sent| sent.push(draft::fingerprint(&text)));
        self.write_draft(workbench);
        spawn_local(async move {
            let outcome = match id {
                Some(id) => bayplan_api::save_design(id.clone(), base, text, None)
                    .await
                    .map(|outcome| (id, outcome)),
                None => {
                    create(workbench, text.clone()).await.inspect(|_| draft::forget_left(&text))
                }
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
                Self::send_left_behind(workbench);
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
                let may_pass = error.may_pass();
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
}

async fn create(workbench: Workbench, text: String) -> Result<(String, SaveOutcome), ApiError> {
    let name = workbench.design.with_untracked(|design| name_of(design));
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

/// The time since the page was opened, in milliseconds and parts of them.
fn clock() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
