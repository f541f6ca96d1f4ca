//! The parts of the program that are not needed to draw a design: the rules, and all that edits.
//!
//! A page is of use as soon as the design is drawn, and every kilobyte before that is waited for. So these parts are
//! files of their own, cut out of the program after it was linked: functions like any other, in the same memory, that
//! are there once they are loaded. The page loads them as soon as it has drawn. A dialog that is asked for before that
//! opens when it can; what would change the design is not done, and says so: by then something else may be selected.
//!
//! What belongs into a part is not written down: it is what nothing outside reaches but through [`rules`] and
//! [`editing`]. So the rest of the program never names what those name.

use bayplan_model::check::Checker;
use bayplan_model::layout::Point;
use bayplan_model::record::{Kind, RecordId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::browser::pause;
use crate::persistence::{SAVING, Saving};
use crate::workbench::{Check, Dialog, Workbench};

/// How long to wait before a part that could not be loaded is asked for again: at first, and at most, in milliseconds.
const RETRY_PAUSES: (u64, u64) = (3_000, 60_000);

/// What is said while a part cannot be loaded.
const MISSING: &str = "A part of Bayplan could not be loaded, and is asked for again from time to time. Check that the \
                       server is running and that the network is up. If Bayplan was just updated, reload the page.";
/// What is said of an edit that cannot be done yet.
const NOT_YET: &str = "Nothing was changed: Bayplan is still loading. Try again in a moment.";

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
    /// Puts a service's card into the frame of the cluster that it is to run in.
    pub place_in: fn(Workbench, &RecordId, Point, &RecordId),
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
        place_in: crate::change::place_in,
        next_problem: |workbench| crate::change::go_to_problem(workbench, true),
        previous_problem: |workbench| crate::change::go_to_problem(workbench, false),
    })
}

/// Loads the styles of what edits, unless they are there. scripts/split puts them in the page, disabled.
fn load_styles() {
    let link = document().query_selector("link[data-later]").ok().flatten();
    let link = link.and_then(|link| link.dyn_into::<web_sys::HtmlLinkElement>().ok());
    if let Some(link) = link.filter(|link| link.sheet().is_none()) {
        let _ = link.remove_attribute("disabled");
        // To write the same address once more is to ask for it once more.
        link.set_href(&link.href());
    }
}

type Act = Box<dyn FnOnce(&Editing)>;

/// The parts that are there. A handle to values owned by the root.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    editing: RwSignal<Option<Editing>>,
    /// What waits for it.
    waiting: StoredValue<Vec<Act>, LocalStorage>,
    /// The dialog that was asked for before it was there.
    wanted: StoredValue<Option<Dialog>>,
    /// How many parts were asked for in vain, and are still missing.
    missing: StoredValue<u32>,
}

impl Parts {
    /// None is loaded yet.
    pub fn new() -> Self {
        Self {
            editing: RwSignal::new(None),
            waiting: StoredValue::new_local(Vec::new()),
            wanted: StoredValue::new(None),
            missing: StoredValue::new(0),
        }
    }

    /// Loads all of them, again and again until they are there.
    pub fn load(self, workbench: Workbench) {
        load_styles();
        spawn_local(async move {
            let check = self.get(workbench, async || rules().await).await;
            workbench.start_checking(check);
        });
        spawn_local(async move {
            let editing = self.get(workbench, async || editing().await).await;
            self.arrived(workbench, editing);
        });
    }

    /// One part. That it is missing is said once, and taken back when none is missing any more.
    async fn get<T>(
        self,
        workbench: Workbench,
        load: impl AsyncFn() -> Result<T, SplitLoaderError>,
    ) -> T {
        let (mut wait, longest) = RETRY_PAUSES;
        let mut is_missing = false;
        loop {
            if let Ok(part) = load().await {
                if is_missing {
                    self.missing.update_value(|missing| *missing -= 1);
                    if self.missing.get_value() == 0 {
                        workbench.take_back(MISSING);
                    }
                }
                return part;
            }
            if !is_missing {
                is_missing = true;
                self.missing.update_value(|missing| *missing += 1);
                if self.missing.get_value() == 1 {
                    workbench.error(MISSING);
                }
            }
            pause(wait).await;
            wait = (2 * wait).min(longest);
        }
    }

    fn arrived(self, workbench: Workbench, editing: Editing) {
        // Where the part had to be asked for again, its styles have to be, too.
        load_styles();
        self.editing.set(Some(editing));
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        for act in waiting {
            act(&editing);
        }
        if let Some(Some(dialog)) = self.wanted.try_update_value(Option::take) {
            workbench.dialog.set(Some(dialog));
        }
        if let Some(root) = document().document_element() {
            // Everything can be edited from here on.
            let _ = root.set_attribute("data-editing", "1");
        }
    }

    /// Does something as soon as what edits is there.
    pub fn when_there(self, act: impl FnOnce(&Editing) + 'static) {
        match self.editing.get_untracked() {
            Some(editing) => act(&editing),
            None => self.waiting.update_value(|waiting| waiting.push(Box::new(act))),
        }
    }

    /// Changes the design; says that it cannot be done yet before what edits is there.
    pub fn edit(self, workbench: Workbench, act: impl FnOnce(&Editing)) {
        match self.editing.get_untracked() {
            Some(editing) => act(&editing),
            None => workbench.notice(NOT_YET),
        }
    }

    /// Opens a dialog, if need be when it is there.
    pub fn open(self, workbench: Workbench, dialog: Dialog) {
        if self.editing.with_untracked(Option::is_some) {
            workbench.dialog.set(Some(dialog));
        } else {
            self.wanted.set_value(Some(dialog));
            workbench.notice("This opens in a moment: Bayplan is still loading.");
        }
    }

    /// Whether what edits is still being loaded.
    pub fn is_loading(self) -> bool {
        self.editing.with(Option::is_none)
    }

    /// A view of what edits, as soon as it is there, and until then in its place.
    pub fn view(self, until_then: &'static str, which: fn(&Editing) -> fn() -> AnyView) -> AnyView {
        (move || match self.editing.get() {
            Some(editing) => which(&editing)(),
            None if until_then.is_empty() => ().into_any(),
            None => view! { <p class="nothing">{until_then}</p> }.into_any(),
        })
        .into_any()
    }
}
