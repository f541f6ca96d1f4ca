//! Keeping edits: in the browser at once, on the server after every pause.

use std::time::Duration;

use bayplan_api::{ApiError, SaveOutcome};
use bayplan_model::design::Design;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::draft::{self, Draft};
use super::opening::{name_of, remember, show_address};
use super::{Persistence, RETRY_PAUSE, SaveState, changes};
use crate::pointer::Pointer;
use crate::workbench::Workbench;

/// The pause in editing after which the browser keeps the whole draft, in milliseconds: longer than between two keys
/// of somebody who types, and before the server saves.
const DRAFT_PAUSE: u64 = 300;
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

/// A whole draft that the browser took, and what it was written of.
#[derive(Debug)]
pub struct Drafted {
    /// The design's id on the server, and the revision that its edits started from.
    of: (Option<String>, u32),
    design: Pointer<Design>,
    /// When it was kept.
    at: f64,
    /// The number of edits in it.
    edits: u32,
    /// The number of edits in it and the changes beside it.
    kept: u32,
}

/// All of it.
pub const SAVING: Saving = Saving {
    start: |persistence, workbench, as_opened| {
        persistence.watch(workbench, as_opened);
        draft::forget_orphans();
        Persistence::send_left_behind(workbench);
    },
    save: Persistence::save,
    retry_later: Persistence::retry_later,
    adopt: |persistence, workbench, draft| {
        // Without room for both, it stays where it is.
        if persistence.write_draft(workbench) {
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
        // A page that goes away or out of sight does not wait for a pause. The page is the listeners' life.
        for event in ["pagehide", "visibilitychange", "blur"] {
            std::mem::forget(window_event_listener_untyped(event, move |_| self.flush(workbench)));
        }
        std::mem::forget(window_event_listener_untyped("online", move |_| self.save(workbench)));
    }

    /// Keeps an edit in the browser: in the same turn, before anything else can happen to the page, which is told
    /// late or never that it moves on to another site. What changed since the last whole draft is enough for that;
    /// the whole draft follows when nobody waits for it.
    fn keep(self, workbench: Workbench) {
        if self.is_drafted(workbench) {
            return;
        }
        if self.write_changes(workbench) {
            later(self.draft_timer, DRAFT_PAUSE, move || self.flush(workbench));
        } else {
            self.write_draft(workbench);
        }
    }

    /// Keeps a whole draft of the newest edit, if there is none yet.
    pub(super) fn flush(self, workbench: Workbench) {
        if !self.is_drafted(workbench) {
            self.write_draft(workbench);
        }
    }

    /// Whether the last whole draft is of the newest edit.
    fn is_drafted(self, workbench: Workbench) -> bool {
        let edits = workbench.edits.get_untracked();
        self.last_draft(|drafted| drafted.edits == edits).unwrap_or(false)
    }

    /// Something about the last whole draft, if it is of the design on the workbench.
    fn last_draft<T>(self, look: impl FnOnce(&mut Drafted) -> T) -> Option<T> {
        let of = self.of();
        let looked = self.drafted.try_update_value(|drafted| {
            drafted.as_mut().filter(|drafted| drafted.of == of).map(look)
        });
        looked.flatten()
    }

    fn of(self) -> (Option<String>, u32) {
        (self.id.get_value(), self.base.get_value())
    }

    pub(super) fn retry_later(self, workbench: Workbench) {
        later(self.save_timer, RETRY_PAUSE, move || self.save(workbench));
    }

    /// Keeps what changed since the last whole draft. Whether that is all that the draft lacks, and the browser took
    /// it.
    fn write_changes(self, workbench: Workbench) -> bool {
        let (edits, at) = (workbench.edits.get_untracked(), draft::time());
        let id = self.id.get_value().unwrap_or_default();
        let kept = self.last_draft(|drafted| {
            let changes = workbench
                .design
                .with_untracked(|design| changes::between(&drafted.design, design, drafted.at, at));
            let kept = changes.is_some_and(|changes| draft::keep_changes(&id, &changes));
            if kept {
                drafted.kept = edits;
            }
            kept
        });
        let kept = kept.unwrap_or(false);
        if kept {
            self.has_draft.set_value(true);
        }
        kept
    }

    /// Keeps a whole draft. Whether there was something to keep, and the browser took it.
    pub(super) fn write_draft(self, workbench: Workbench) -> bool {
        let edits = workbench.edits.get_untracked();
        // Not the state, which follows an edit only after it: a page may go away in between.
        let nothing_to_keep =
            !self.state.with_untracked(SaveState::is_open) || self.clean.get_value() == Some(edits);
        if nothing_to_keep {
            return false;
        }
        let of = self.of();
        let draft = Draft {
            id: of.0.clone().unwrap_or_default(),
            base: of.1,
            text: workbench.text(),
            sent: self.sent.get_value(),
            at: draft::time(),
        };
        let took = draft::keep(&draft);
        if took {
            let (design, at) = (workbench.design.get_untracked(), draft.at);
            self.drafted.set_value(Some(Drafted { of, design, at, edits, kept: edits }));
        }
        // Without room for the whole draft, the earlier one and its changes are still there.
        let kept = took || self.last_draft(|drafted| drafted.kept == edits).unwrap_or(false);
        self.has_draft.set_value(kept);
        if !kept && self.state.with_untracked(|s| *s == SaveState::Kept) {
            self.enter(SaveState::NowhereKept);
        }
        took
    }

    /// Sends the design to the server, unless the server has it or a person has to choose first.
    pub fn save(self, workbench: Workbench) {
        let waits = self.state.with_untracked(|s| {
            !s.is_open() || matches!(s, SaveState::Conflict(..) | SaveState::Saved { .. })
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
                self.merge_or_ask(workbench, stored);
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

    pub(super) fn kept_or_not(self) -> SaveState {
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
