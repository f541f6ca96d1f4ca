//! The parts of the program that are not needed to draw a design: the rules, and what edits it in words.
//!
//! A page is of use as soon as the design is drawn, and every kilobyte before that is waited for. So these parts are
//! files of their own, cut out of the program after it was linked: functions like any other, in the same memory,
//! that are there once they are loaded. The page loads them as soon as it has drawn.

use bayplan_model::check::Checker;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::browser::pause;
use crate::workbench::{Check, Workbench};

/// How long to wait before a part that could not be loaded is asked for again, in milliseconds.
const RETRY_PAUSE: u64 = 3_000;

/// What the parts of the page show.
#[derive(Clone, Copy, Debug)]
pub struct Views {
    /// The inside of the inspector.
    pub inspector: fn() -> AnyView,
    /// The inside of the lower panel.
    pub panel: fn() -> AnyView,
    /// Whichever dialog is open.
    pub dialogs: fn() -> AnyView,
    /// What stands in the way of saving.
    pub save_trouble: fn() -> AnyView,
}

#[wasm_split(rules, fallible)]
fn rules() -> Result<Check, SplitLoaderError> {
    let mut checker = Checker::default();
    Ok(Box::new(move |design, estates| checker.check(design, estates)))
}

#[wasm_split(views, fallible)]
fn views() -> Result<Views, SplitLoaderError> {
    Ok(Views {
        inspector: || crate::inspector::Contents().into_any(),
        panel: || crate::panel::Contents().into_any(),
        dialogs: || crate::dialog::Dialogs().into_any(),
        save_trouble: || crate::saved::SaveTrouble().into_any(),
    })
}

/// The parts that are there.
#[derive(Clone, Copy, Debug)]
pub struct Parts(RwSignal<Option<Views>>);

impl Parts {
    /// None is loaded yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Loads all of them, again and again until they are there.
    pub fn load(self, workbench: Workbench) {
        spawn_local(async move {
            loop {
                match rules().await {
                    Ok(check) => return workbench.start_checking(check),
                    Err(_) => pause(RETRY_PAUSE).await,
                }
            }
        });
        spawn_local(async move {
            loop {
                match views().await {
                    Ok(views) => return self.0.set(Some(views)),
                    Err(_) => pause(RETRY_PAUSE).await,
                }
            }
        });
    }

    /// A view, as soon as it is there.
    pub fn show(self, which: fn(&Views) -> fn() -> AnyView) -> AnyView {
        (move || self.0.get().map(|views| which(&views)())).into_any()
    }
}
