//! The page: where everything stands.

use bayplan_model::design::Design;
use leptos::prelude::*;

use crate::canvas::Canvas;
use crate::dialog::Dialogs;
use crate::header::Header;
use crate::inspector::Inspector;
use crate::keyboard;
use crate::outline::Outline;
use crate::panel::Panel;
use crate::persistence::{Persistence, SaveState};
use crate::saved::SaveTrouble;
use crate::workbench::Workbench;

/// The whole page.
#[component]
pub fn Shell() -> impl IntoView {
    let workbench = Workbench::new(Design::new(""));
    let persistence = Persistence::new();
    provide_context(workbench);
    provide_context(persistence);
    keyboard::listen(workbench);
    persistence.start(workbench);
    let no_dialog = Memo::new(move |_| workbench.dialog.with(Option::is_none));
    let loaded = Memo::new(move |_| persistence.state.with(SaveState::is_open));
    Effect::new(move |_| {
        if loaded.get()
            && let Some(root) = document().document_element()
        {
            // The page accepts input from here on.
            let _ = root.set_attribute("data-ready", "1");
        }
    });
    view! {
        <a class="skip" href="#outline">"Skip to the outline"</a>
        <Header/>
        <Outline/>
        <main class="stage">
            <SaveTrouble/>
            <Canvas/>
            <Panel/>
        </main>
        <Inspector/>
        <Dialogs/>
        <Show when=move || no_dialog.get()><Notices/></Show>
    }
}

/// Messages at the edge of the screen, and what a screen reader says. They are a part of the open dialog: the
/// rest of the page is behind it, for eyes, pointers and screen readers.
#[component]
pub fn Notices() -> impl IntoView {
    let workbench = Workbench::expect();
    view! {
        <div class="notices" role="region" aria-label="Messages">
            <For each=move || workbench.notices.get() key=|notice| notice.number let:notice>
                <div class="notice" class:is-error=notice.is_error role=if notice.is_error { "alert" } else { "status" }>
                    <p>{notice.text.clone()}</p>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Dismiss"
                        on:click=move |_| {
                            workbench.notices.update(|notices| notices.retain(|other| other.number != notice.number));
                        }
                    >
                        {crate::icon::close()}
                    </button>
                </div>
            </For>
        </div>
        <div class="visually-hidden" aria-live="polite" role="status">{move || workbench.announcement.get()}</div>
    }
}
