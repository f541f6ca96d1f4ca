//! Where the edits are, in words; and what to do when somebody else saved first.

use bayplan_model::text::all_of;
use leptos::prelude::*;

use crate::persistence::{Persistence, SaveState};
use crate::workbench::Workbench;

/// Where the edits are, in the bar at the top.
#[component]
pub fn SaveStatus() -> impl IntoView {
    let state = Persistence::expect().state;
    let text = move || match state.get() {
        SaveState::Loading => "Opening…".to_owned(),
        SaveState::Waiting => "The server is away: trying again".to_owned(),
        SaveState::Saved { revision } => format!("Saved · revision {revision}"),
        SaveState::Unsaved => "Not saved yet".to_owned(),
        SaveState::Saving => "Saving…".to_owned(),
        SaveState::Kept => "Kept in this browser: the server is away".to_owned(),
        SaveState::Conflict(..) => "Not saved: changed elsewhere".to_owned(),
        SaveState::Refused(_) => "Not saved".to_owned(),
        SaveState::NowhereKept => "Not kept anywhere".to_owned(),
    };
    let is_bad = move || {
        state.with(|state| {
            matches!(
                state,
                SaveState::Kept
                    | SaveState::Conflict(..)
                    | SaveState::Refused(_)
                    | SaveState::NowhereKept
                    | SaveState::Waiting
            )
        })
    };
    // Read on request only: it changes with every key.
    view! {
        <span class="saved" class:is-warning=move || is_bad() role="status" aria-live="off" aria-label="Save state" title=move || text()>
            {move || text()}
        </span>
    }
}

/// Where the edits were the last time that this was known: while a save is tried again, what was wrong still is.
fn settled(state: RwSignal<SaveState>) -> Memo<SaveState> {
    Memo::new(move |before: Option<&SaveState>| match (state.get(), before) {
        (
            SaveState::Unsaved | SaveState::Saving,
            Some(before @ (SaveState::Kept | SaveState::Refused(_) | SaveState::NowhereKept)),
        ) => before.clone(),
        (now, _) => now,
    })
}

/// What a screen reader says when the edits of an open design are somewhere else than before. That they are saved, as always, goes
/// without saying; what stands between them and the server is an alert of its own.
fn said(before: &SaveState, now: &SaveState) -> Option<&'static str> {
    match (before, now) {
        (before, now) if before == now => None,
        (_, SaveState::Kept) => Some("The server is away. Your edits are kept in this browser."),
        (SaveState::Kept | SaveState::NowhereKept, SaveState::Saved { .. }) => {
            Some("The server is back, and has every edit.")
        }
        (SaveState::Refused(_), SaveState::Saved { .. }) => Some("Saved now."),
        _ => None,
    }
}

/// What stands between the edits and the server, with the ways out.
#[component]
pub fn SaveTrouble() -> impl IntoView {
    let workbench = Workbench::expect();
    let persistence = Persistence::expect();
    let settled = settled(persistence.state);
    Effect::new(move |before: Option<SaveState>| {
        let now = settled.get();
        if let Some(text) = said(&before.unwrap_or(SaveState::Loading), &now) {
            workbench.announce(text);
        }
        now
    });
    let trouble = Memo::new(move |_| {
        settled.with(|state| {
            let is_trouble = matches!(
                state,
                SaveState::Conflict(..) | SaveState::Refused(_) | SaveState::NowhereKept
            );
            is_trouble.then(|| state.clone())
        })
    });
    move || {
        match trouble.get()? {
        SaveState::Conflict(theirs, both) => {
            let revision = theirs.revision;
            let (on_top, take) = (theirs.clone(), theirs);
            let what = match both.as_slice() {
                [] => format!("Revision {revision} came from another window or person."),
                [.., _, _, _, _] => format!("Revision {revision} and you changed the same {} fields.", both.len()),
                both => format!("Revision {revision} and you both changed {}.", all_of(both)),
            };
            // It replaces what somebody did, and comes up where a person may be about to click.
            let is_sure = RwSignal::new(false);
            Some(
                view! {
                    <section class="trouble" role="group" aria-label="Changed elsewhere">
                        // The buttons are no part of the alert: one that asks again would be read out with all of it.
                        <p role="alert">
                            <b>"This design was saved elsewhere first. "</b>
                            {format!("{what} Your edits are kept in this browser; nothing was overwritten.")}
                        </p>
                        <button type="button" class="button" on:click=move |_| persistence.keep_as_new(workbench)>
                            "Keep mine as a new design"
                        </button>
                        <button type="button" class="button" on:click=move |_| persistence.take_theirs(workbench, &take)>
                            "Show theirs"
                        </button>
                        <button
                            type="button"
                            class="button"
                            on:click=move |_| match is_sure.get_untracked() {
                                true => persistence.save_on_top(workbench, &on_top),
                                false => is_sure.set(true),
                            }
                        >
                            {move || match is_sure.get() {
                                true => format!("Replace revision {revision} with mine"),
                                false => format!("Save mine over revision {revision}…"),
                            }}
                        </button>
                    </section>
                }
                    .into_any(),
            )
        }
        state @ (SaveState::Refused(_) | SaveState::NowhereKept) => Some(
            view! {
                <section class="trouble" role="alert" aria-label="Not saved">
                    <p><b>"Not saved. "</b> {why(&state)}</p>
                    <button type="button" class="button" on:click=move |_| persistence.save(workbench)>
                        "Try again"
                    </button>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| (crate::actions::action("export").run)(workbench)
                    >
                        "Export…"
                    </button>
                </section>
            }
            .into_any(),
        ),
        _ => None,
    }
    }
}

/// Why the server does not have the edits.
fn why(state: &SaveState) -> String {
    match state {
        SaveState::Refused(why) => why.clone(),
        _ => "The server is away and the browser has no room. Download the design now, so that nothing is \
              lost."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{SaveState, said};

    #[test]
    fn only_what_is_out_of_the_ordinary_is_said() {
        let saved = |revision| SaveState::Saved { revision };
        for (before, now) in [
            (SaveState::Loading, saved(1)),
            (saved(1), SaveState::Unsaved),
            (SaveState::Unsaved, SaveState::Saving),
            (SaveState::Saving, saved(2)),
            (SaveState::Kept, SaveState::Kept),
        ] {
            assert_eq!(said(&before, &now), None, "{before:?}, {now:?}");
        }
        assert!(
            said(&SaveState::Saving, &SaveState::Kept).is_some_and(|text| text.contains("away"))
        );
        for away in [SaveState::Kept, SaveState::NowhereKept] {
            assert!(said(&away, &saved(2)).is_some_and(|text| text.contains("back")), "{away:?}");
        }
    }
}
