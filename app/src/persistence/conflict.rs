//! The ways out when somebody else saved first.

use bayplan_api::StoredDesign;
use bayplan_model::design::Design;
use bayplan_model::merge::{MergeError, merge};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Persistence, SaveState, draft};
use crate::workbench::Workbench;

impl Persistence {
    /// Somebody else saved since this page's edits began: puts both together where nothing of either is lost, and asks
    /// where both changed the same.
    pub(super) fn merge_or_ask(self, workbench: Workbench, theirs: StoredDesign) {
        let (base, session) = (self.base.get_value(), self.session.get_value());
        // Nothing is sent until this is settled.
        self.in_flight.set_value(true);
        spawn_local(async move {
            let started = bayplan_api::load_revision(theirs.id.clone(), base).await;
            self.in_flight.set_value(false);
            if self.session.get_value() != session {
                return self.save(workbench);
            }
            let started = match started {
                Ok(started) => Design::parse(&started.text).ok(),
                Err(error) if error.is_server_away() => {
                    self.enter(self.kept_or_not());
                    return self.retry_later(workbench);
                }
                Err(_) => None,
            };
            let merged = started.zip(Design::parse(&theirs.text).ok()).map(|(started, theirs)| {
                workbench.design.with_untracked(|mine| merge(&started, mine, &theirs))
            });
            match merged {
                Some(Ok(design)) => {
                    workbench.replace("Take in what was saved elsewhere", design);
                    self.base.set_value(theirs.revision);
                    self.sent.set_value(Vec::new());
                    self.enter(SaveState::Unsaved);
                    self.save(workbench);
                    workbench.notice(&format!(
                        "Revision {} was saved elsewhere meanwhile. What it changed and what you changed are both in the \
                         design now.",
                        theirs.revision,
                    ));
                }
                Some(Err(MergeError::Both(fields))) => {
                    self.enter(SaveState::Conflict(Box::new(theirs), fields));
                }
                _ => self.enter(SaveState::Conflict(Box::new(theirs), Vec::new())),
            }
        });
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
                workbench.replace("Take what the other window saved", design);
                // The server has it: there is nothing to save until the next edit.
                self.base.set_value(theirs.revision);
                self.sent.set_value(Vec::new());
                self.clean.set_value(Some(workbench.edits.get_untracked()));
                self.enter(SaveState::Saved { revision: theirs.revision });
                draft::forget_of(&theirs.id);
                workbench.notice("This is what was saved elsewhere. Undo brings your edits back.");
            }
            Err(error) => workbench.error(&format!("The saved design cannot be read: {error}.")),
        }
    }
}
