//! The lower panel: problems, and what the selection exports to.

mod changed;
mod code;
mod highlight;
mod problems;

use bayplan_model::text::count;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::workbench::{Counts, Tab, Workbench};
use code::Code;
use problems::ProblemList;

const TABS: [(Tab, &str, &str); 4] = [
    (Tab::Problems, "tab-problems", "Problems"),
    (Tab::Terraform, "tab-terraform", "Terraform"),
    (Tab::Json, "tab-json", "JSON"),
    (Tab::Containers, "tab-containers", "Container array"),
];

/// The inside of the lower panel.
#[component]
pub fn Contents() -> impl IntoView {
    let workbench = Workbench::expect();
    let tab = Memo::new(move |_| workbench.tab.get());
    let go = move |by: usize| {
        let at =
            TABS.iter().position(|(tab, ..)| *tab == workbench.tab.get_untracked()).unwrap_or(0);
        if let Some((tab, id, _)) = TABS.get((at + by) % TABS.len()) {
            workbench.tab.set(*tab);
            if let Some(element) = document().get_element_by_id(id)
                && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = element.focus();
            }
        }
    };
    view! {
            <div
                class="tabs"
                role="tablist"
                aria-label="Problems and code"
                on:keydown=move |event| match event.key().as_str() {
                    "ArrowRight" => go(1),
                    "ArrowLeft" => go(TABS.len() - 1),
                    _ => {}
                }
            >
                {TABS
                    .into_iter()
                    .map(|(own, id, label)| {
                        let is_open = move || tab.get() == own;
                        view! {
                            <button
                                type="button"
                                role="tab"
                                id=id
                                aria-controls="panel-body"
                                aria-selected=move || is_open().to_string()
                                tabindex=move || if is_open() { "0" } else { "-1" }
                                on:click=move |_| workbench.tab.set(own)
                            >
                                {label}
                                {(own == Tab::Problems).then(|| view! {
                                    " " <span class="count">{move || match workbench.checked.with(Option::is_some) {
                                        true => workbench.problems.with(|p| p.len()).to_string(),
                                        false => String::new(),
                                    }}</span>
                                })}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <div
                class="panel-body"
                id="panel-body"
                role="tabpanel"
                tabindex="0"
                aria-labelledby=move || {
                    TABS.iter().find(|(own, ..)| *own == tab.get()).map_or("", |(_, id, _)| id)
                }
            >
                {move || match tab.get() {
                    Tab::Problems => view! { <ProblemList/> }.into_any(),
                    tab => view! { <Code tab/> }.into_any(),
                }}
            </div>
            <Summary/>
    }
}

/// How many problems there are, for whoever listens rather than looks.
#[component]
fn Summary() -> impl IntoView {
    let workbench = Workbench::expect();
    let text = move || {
        if workbench.checked.with(Option::is_none) {
            return String::new();
        }
        workbench.problems.with(|problems| {
            let counts = Counts::of(problems);
            format!(
                "{}, {}, {} of advice in {}",
                count(counts.errors, "error"),
                count(counts.warnings, "warning"),
                count(counts.advice, "piece"),
                workbench.environment.get(),
            )
        })
    };
    view! { <p class="visually-hidden" role="status" data-problems="">{text}</p> }
}
