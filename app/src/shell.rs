//! The page: where everything stands.

use bayplan_model::design::Design;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::canvas::Canvas;
use crate::files::Files;
use crate::focus;
use crate::header::Header;
use crate::icon;
use crate::keyboard;
use crate::outline::Outline;
use crate::persistence::{Persistence, SaveState};
use crate::theme;
use crate::view::{rows, shown};
use crate::workbench::Workbench;

/// What a narrow page folds away, and whether it is open there. A wide page shows both.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The outline, else a strip of icons.
    pub outline: RwSignal<bool>,
    /// The inspector, as a sheet.
    pub sheet: RwSignal<bool>,
}

impl Frame {
    /// The frame of the page.
    ///
    /// # Panics
    /// Outside the page's component tree, which is a bug.
    pub fn expect() -> Self {
        expect_context()
    }
}

/// The whole page.
#[component]
pub fn Shell() -> impl IntoView {
    let workbench = Workbench::new(Design::new(""));
    let persistence = Persistence::new();
    provide_context(workbench);
    provide_context(persistence);
    let files = Files::new();
    provide_context(files);
    let frame = Frame { outline: RwSignal::new(false), sheet: RwSignal::new(false) };
    provide_context(frame);
    keyboard::listen(workbench);
    focus::watch();
    theme::watch(workbench);
    Effect::new(move |_| frame.sheet.set(workbench.selection.with(Option::is_some)));
    Effect::new(move |_| {
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-sheet", if frame.sheet.get() { "open" } else { "" });
        }
    });
    persistence.start(workbench);
    let no_dialog = Memo::new(move |_| workbench.dialog.with(Option::is_none));
    let loaded = Memo::new(move |_| persistence.state.with(SaveState::is_open));
    Effect::new(move |_| {
        if loaded.get()
            && let Some(root) = document().document_element()
        {
            // The design is drawn: the page can be read, moved about in and selected from. `data-editing` says when
            // it can be edited.
            let _ = root.set_attribute("data-ready", "1");
            workbench.parts.load(workbench);
            files.load_soon();
        }
    });
    let is_loading = move || workbench.parts.is_loading();
    view! {
        <nav class="skips" aria-label="Skip">
            <SkipLink to="[role=tree] [tabindex='0']" label="Skip to the outline"/>
            <SkipLink to=".canvas" label="Skip to the drawing"/>
        </nav>
        <Header/>
        <Outline/>
        <main class="stage">
            {workbench.parts.view("", |part| part.save_trouble)}
            <Canvas/>
            <section class="panel" aria-label="Problems and code" aria-busy=move || is_loading().to_string()>
                {workbench.parts.view("Loading…", |part| part.panel)}
            </section>
        </main>
        <aside class="inspector" aria-label="Settings" aria-busy=move || is_loading().to_string()>
            {workbench.parts.view("Loading…", |part| part.inspector)}
        </aside>
        <button
            type="button"
            class="icon-button sheet-close"
            aria-label="Close the settings"
            title="Close the settings"
            on:click=move |_| {
                workbench.select(None);
                frame.sheet.set(false);
            }
        >
            {icon::close()}
        </button>
        {workbench.parts.view("", |part| part.dialogs)}
        {shown(move || no_dialog.get(), || view! { <Notices/> })}
    }
}

/// A way for the keyboard past what comes first; seen only while it has focus.
#[component]
fn SkipLink(to: &'static str, label: &'static str) -> impl IntoView {
    let go = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        let target = document().query_selector(to).ok().flatten();
        if let Some(target) =
            target.and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = target.focus();
        }
    };
    view! { <a class="skip" href="#" on:click=go>{label}</a> }
}

/// Messages at the edge of the screen, and what a screen reader says. They are a part of the open dialog: the
/// rest of the page is behind it, for eyes, pointers and screen readers.
#[component]
pub fn Notices() -> impl IntoView {
    let workbench = Workbench::expect();
    view! {
        <div class="notices" role="region" aria-label="Messages">
            {rows(move || workbench.notices.get(), |notice| notice.number, move |notice| view! {
                <div class="notice" class:is-error=notice.is_error role=if notice.is_error { "alert" } else { "status" }>
                    <p>{notice.text.clone()}</p>
                    {notice.more.clone().map(|(label, dialog)| view! {
                        <button
                            type="button"
                            class="button small"
                            on:click=move |_| {
                                workbench.notices.update(|notices| notices.retain(|other| other.number != notice.number));
                                workbench.dialog.set(Some(dialog.clone()));
                            }
                        >
                            {label}
                        </button>
                    })}
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Dismiss"
                        on:click=move |_| {
                            workbench.notices.update(|notices| notices.retain(|other| other.number != notice.number));
                        }
                    >
                        {icon::close()}
                    </button>
                </div>
            })}
        </div>
        <div class="visually-hidden" aria-live="polite" role="status">{move || workbench.announcement.get()}</div>
    }
}
