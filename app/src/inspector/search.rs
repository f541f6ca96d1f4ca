//! Finding a setting of what is selected. While something is looked for, what was found stands in place of the form;
//! the form stays as it is behind that, drafts included.

use bayplan_model::address::Address;
use bayplan_model::catalogue::{self, Hit};
use bayplan_model::path::Path;
use bayplan_model::text::count;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Explained;
use super::applies::OnFargate;
use crate::focus;
use crate::icon;
use crate::workbench::{Selection, Workbench};

/// The id of the place to type in, which the action `find-setting` focuses.
pub const INPUT: &str = "find-setting";
/// How many settings are listed at most: who sees more than these types another letter.
const MOST: usize = 50;

/// What is looked for. Empty: nothing.
#[derive(Clone, Copy, Debug)]
pub struct Query(pub RwSignal<String>);

impl Query {
    /// Whether nothing is looked for.
    pub fn is_empty(self) -> bool {
        self.0.with(|query| query.trim().is_empty())
    }

    fn clear(self) {
        self.0.set(String::new());
    }
}

/// The place to type in, and what was found.
#[component]
pub fn Search(selection: Selection, query: Query) -> impl IntoView {
    let workbench = Workbench::expect();
    let on_fargate = OnFargate::expect();
    let explained = Explained::expect();
    let place = StoredValue::new(selection);
    // Nothing is looked for most of the time, and then no key in a field comes here.
    let hits: Memo<Vec<Hit>> = Memo::new(move |_| {
        if query.is_empty() {
            return Vec::new();
        }
        place.with_value(|Selection { record, path }| {
            let Some(resolved) = workbench.resolved(record) else { return Vec::new() };
            explained.with(|explanations| {
                let help = |entry| explanations?.of(entry).map(|said| said.help);
                query.0.with(|query| {
                    let where_ = (record.kind(), &*resolved.overlay, path);
                    catalogue::search(where_, query, on_fargate.get(), &help)
                })
            })
        })
    });
    let go = move |path: &Path| {
        let record = place.with_value(|selection| selection.record.clone());
        query.clear();
        workbench.reveal(&Address::field(record, path.clone()));
    };
    let said = Memo::new(move |_| {
        if query.is_empty() {
            return String::new();
        }
        hits.with(|hits| match hits.len() {
            0 => "No setting is called that.".to_owned(),
            number if number > MOST => format!("{}, the first {MOST}", count(number, "setting")),
            number => count(number, "setting"),
        })
    });
    let keys = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            // The page's own Escape, which selects nothing, is not meant.
            event.prevent_default();
            event.stop_propagation();
            if untrack(|| query.is_empty()) {
                super::focus_form();
            } else {
                query.clear();
                focus::on(INPUT);
            }
        }
        "ArrowDown" => step(&event, 1),
        "ArrowUp" => step(&event, -1),
        "Enter" if is_input(&event) => {
            if let Some(first) =
                hits.with_untracked(|hits| hits.first().map(|hit| hit.path.clone()))
            {
                event.prevent_default();
                go(&first);
            }
        }
        _ => {}
    };
    let row = move |hit: Hit| {
        let path = hit.path;
        let value = match (hit.value, hit.default) {
            (Some(value), _) => value,
            (None, Some(default)) => format!("default: {default}"),
            (None, None) => "not set".to_owned(),
        };
        view! {
            <li>
                <button type="button" class="row-link hit" on:click=move |_| go(&path)>
                    <span>{hit.label} <small>{hit.of}</small></span>
                    <code>{value}</code>
                </button>
            </li>
        }
    };
    view! {
        <search class="find-setting" on:keydown=keys>
            <div class="find-line">
                {icon::search()}
                <input
                    type="search"
                    class="find-input"
                    id=INPUT
                    aria-label="Find a setting"
                    placeholder="Find a setting"
                    autocomplete="off"
                    spellcheck="false"
                    on:focus=move |_| explained.load()
                    prop:value=move || query.0.get()
                    on:input:target=move |event| query.0.set(event.target().value())
                />
                <kbd aria-hidden="true">"/"</kbd>
            </div>
            <p class="hits-count" role="status">{move || said.get()}</p>
            {move || (!query.is_empty()).then(|| view! {
                <ul class="hits">{hits.get().into_iter().take(MOST).map(row).collect_view()}</ul>
            })}
        </search>
    }
}

fn is_input(event: &web_sys::KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|it| it.id() == INPUT)
}

/// Focuses the next or the previous of what was found; before the first one, the place to type in.
fn step(event: &web_sys::KeyboardEvent, by: i32) {
    let found = document().get_elements_by_class_name("hit");
    let length = i32::try_from(found.length()).unwrap_or(0);
    let focused = document().active_element();
    let is_focused = |at: &i32| {
        let item = u32::try_from(*at).ok().and_then(|at| found.item(at));
        item.is_some_and(|item| {
            focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(&item)))
        })
    };
    let now = (0..length).find(is_focused).unwrap_or(-1);
    let next = now + by;
    event.prevent_default();
    if next < 0 {
        focus::on(INPUT);
    } else if let Some(item) = u32::try_from(next).ok().and_then(|at| found.item(at)) {
        let _ = item.dyn_into::<web_sys::HtmlElement>().map(|element| element.focus());
    }
}
