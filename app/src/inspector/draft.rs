//! Half-typed text: it stays in its field, and is not in the design before it is a value.

use bayplan_model::record::EnvironmentName;
use leptos::prelude::*;
use serde_json::Value;

use super::slot::Slot;

/// What is being typed, while it is not (or not yet) what the design has.
#[derive(Clone, Copy)]
pub struct Draft(RwSignal<Option<Typed>>);

/// A text that was typed, and what the design had then: the text is of no use once the design has something
/// else, by undo or in another environment.
#[derive(Clone)]
pub struct Typed {
    pub text: String,
    /// Why the text is not a value.
    refused: Option<&'static str>,
    environment: EnvironmentName,
    value: Option<Value>,
}

impl Draft {
    /// Nothing is being typed.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Keeps what was typed, after the design took it or did not.
    pub fn keep(self, slot: Slot, text: String, refused: Option<&'static str>) {
        let environment = slot.workbench().environment.get_untracked();
        let value = slot.value.get_untracked();
        self.0.set(Some(Typed { text, refused, environment, value }));
    }

    /// Forgets what was typed.
    pub fn clear(self) {
        self.0.set(None);
    }

    /// What was typed, while the design still has what it had then.
    pub fn with<T>(self, slot: Slot, of: impl FnOnce(&Typed) -> T) -> Option<T> {
        let environment = slot.workbench().environment.get();
        self.0.with(|typed| {
            let typed = typed.as_ref()?;
            let stands =
                typed.environment == environment && slot.value.with(|value| *value == typed.value);
            stands.then(|| of(typed))
        })
    }

    /// The same, now, whatever the design has.
    pub fn with_untracked<T>(self, of: impl FnOnce(&Typed) -> T) -> Option<T> {
        // A field that is taken out of the page while it has focus is left, too, when its signals are gone.
        self.0.try_with_untracked(|typed| typed.as_ref().map(of)).flatten()
    }

    /// What the field shows.
    pub fn shown(self, slot: Slot, as_text: fn(&Value) -> String) -> String {
        self.with(slot, |typed| typed.text.clone()).unwrap_or_else(|| {
            slot.value.with(|value| value.as_ref().map(as_text).unwrap_or_default())
        })
    }

    /// Why the text is not a value.
    pub fn refused(self, slot: Slot) -> Option<&'static str> {
        self.with(slot, |typed| typed.refused).flatten()
    }

    /// On leaving the field: what became a value is shown as the design has it, what did not stays.
    pub fn settle(self) {
        if self.with_untracked(|typed| typed.refused.is_none()) == Some(true) {
            self.clear();
        }
    }
}

/// Why what was typed is not in the design.
#[component]
pub fn Refused(of: Slot, draft: Draft) -> impl IntoView {
    let refused = Memo::new(move |_| draft.refused(of));
    move || {
        refused.get().map(|why| {
            view! { <p class="message is-error" role="status">{why}</p> }
        })
    }
}
