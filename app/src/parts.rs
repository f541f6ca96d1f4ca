//! The parts of the program that are not needed to draw a design: the rules, and all that edits.
//!
//! A page is of use as soon as the design is drawn, and every kilobyte before that is waited for. So these parts are
//! files of their own, cut out of the program after it was linked: functions like any other, in the same memory, that
//! are there once they are loaded. The page loads them as soon as it has drawn; what is asked of one before it is
//! there is done when it comes.
//!
//! What belongs into a part is not written down: it is what nothing outside reaches but through [`rules`] and
//! [`editing`]. So the rest of the program never names what those name.

use bayplan_model::check::Checker;
use bayplan_model::layout::Point;
use bayplan_model::record::{Kind, RecordId};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::browser::pause;
use crate::persistence::{SAVING, Saving};
use crate::workbench::{Check, Workbench};

/// How long to wait before a part that could not be loaded is asked for again, in milliseconds.
const RETRY_PAUSE: u64 = 3_000;

/// What is said while a part cannot be loaded.
const MISSING: &str = "A part of Bayplan could not be loaded, and is asked for again every few seconds. Check that \
                       the server is running and that the network is up. If Bayplan was just updated, reload the page.";

/// Says that a part is missing, and waits a while.
async fn missing(workbench: Workbench) {
    workbench.error(MISSING);
    pause(RETRY_PAUSE).await;
}

#[wasm_split(rules, fallible)]
fn rules() -> Result<Check, SplitLoaderError> {
    let mut checker = Checker::default();
    Ok(Box::new(move |design, estates| checker.check(design, estates)))
}

/// What changes the design, and the views that do.
#[derive(Clone, Copy, Debug)]
pub struct Editing {
    /// The inside of the inspector.
    pub inspector: fn() -> AnyView,
    /// The inside of the lower panel.
    pub panel: fn() -> AnyView,
    /// Whichever dialog is open.
    pub dialogs: fn() -> AnyView,
    /// What stands in the way of saving.
    pub save_trouble: fn() -> AnyView,
    pub saving: Saving,
    pub undo: fn(Workbench),
    pub redo: fn(Workbench),
    pub add: fn(Workbench, Kind),
    pub add_container: fn(Workbench),
    pub remove_selected: fn(Workbench),
    pub arrange: fn(Workbench),
    pub connect: fn(Workbench, &RecordId, &RecordId),
    pub place: fn(Workbench, &RecordId, Point, Option<&str>),
    pub next_problem: fn(Workbench),
    pub previous_problem: fn(Workbench),
}

#[wasm_split(editing, fallible)]
fn editing() -> Result<Editing, SplitLoaderError> {
    Ok(Editing {
        inspector: || crate::inspector::Contents().into_any(),
        panel: || crate::panel::Contents().into_any(),
        dialogs: || crate::dialog::Dialogs().into_any(),
        save_trouble: || crate::saved::SaveTrouble().into_any(),
        saving: SAVING,
        undo: Workbench::undo,
        redo: Workbench::redo,
        add: crate::change::add,
        add_container: crate::change::add_container,
        remove_selected: crate::change::remove_selected,
        arrange: crate::change::arrange,
        connect: crate::connect::connect,
        place: crate::change::place,
        next_problem: |workbench| crate::change::go_to_problem(workbench, true),
        previous_problem: |workbench| crate::change::go_to_problem(workbench, false),
    })
}

type Act = Box<dyn FnOnce(&Editing)>;

/// The parts that are there. A handle to values owned by the root.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    editing: RwSignal<Option<Editing>>,
    /// What was asked for before it was there.
    waiting: StoredValue<Vec<Act>, LocalStorage>,
}

impl Parts {
    /// None is loaded yet.
    pub fn new() -> Self {
        Self { editing: RwSignal::new(None), waiting: StoredValue::new_local(Vec::new()) }
    }

    /// Loads all of them, again and again until they are there.
    pub fn load(self, workbench: Workbench) {
        spawn_local(async move {
            loop {
                match rules().await {
                    Ok(check) => break workbench.start_checking(check),
                    Err(_) => missing(workbench).await,
                }
            }
            workbench.take_back(MISSING);
        });
        spawn_local(async move {
            loop {
                match editing().await {
                    Ok(editing) => break self.arrived(editing),
                    Err(_) => missing(workbench).await,
                }
            }
            workbench.take_back(MISSING);
        });
    }

    fn arrived(self, editing: Editing) {
        self.editing.set(Some(editing));
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        for act in waiting {
            act(&editing);
        }
    }

    /// Does something with what edits: at once, or as soon as it is there.
    pub fn edit(self, act: impl FnOnce(&Editing) + 'static) {
        match self.editing.get_untracked() {
            Some(editing) => act(&editing),
            None => self.waiting.update_value(|waiting| waiting.push(Box::new(act))),
        }
    }

    /// A view of what edits, as soon as it is there.
    pub fn view(self, which: fn(&Editing) -> fn() -> AnyView) -> AnyView {
        (move || self.editing.get().map(|editing| which(&editing)())).into_any()
    }
}
