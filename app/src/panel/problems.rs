//! The list of problems of the environment on screen, worst first.

use std::sync::Arc;

use bayplan_model::catalogue;
use bayplan_model::diagnostic::{Diagnostic, Severity};
use leptos::prelude::*;

use crate::view::{fix_buttons, rows, shown};
use crate::workbench::Workbench;

/// The most problems that are listed at once; a person reads the first ones.
const MOST: usize = 100;

/// The list of problems.
#[component]
pub fn ProblemList() -> impl IntoView {
    let workbench = Workbench::expect();
    let total = Memo::new(move |_| workbench.problems.with(|problems| problems.len()));
    let is_empty = Memo::new(move |_| total.get() == 0);
    let is_checked = Memo::new(move |_| workbench.checked.with(Option::is_some));
    let first = move || {
        workbench.problems.with(|problems| problems.iter().take(MOST).cloned().collect::<Vec<_>>())
    };
    view! {
        {shown(move || is_empty.get(), move || view! {
            <p class="nothing">
                {move || if is_checked.get() {
                    format!("No problems in {}.", workbench.environment.get())
                } else {
                    "Checking…".to_owned()
                }}
            </p>
        })}
        {shown(move || !is_empty.get(), move || view! {
            <ul class="problem-list">
                {rows(first, |problem| Arc::as_ptr(problem).addr(), |problem| view! { <Problem problem/> })}
            </ul>
        })}
        {shown(move || total.get() > MOST, move || view! {
            <p class="nothing">{move || format!("And {} more, after these.", total.get() - MOST)}</p>
        })}
    }
}

/// One problem. A row stays as long as its problem is the same pointer, which it is as long as it says the same:
/// a key pressed elsewhere leaves the row alone.
#[component]
fn Problem(problem: Arc<Diagnostic>) -> impl IntoView {
    let workbench = Workbench::expect();
    let is_current = Memo::new({
        let problem = problem.clone();
        move |_| workbench.problem.with(|last| last.as_ref().is_some_and(|last| last.is(&problem)))
    });
    // It holds the problem for as long as the row is there, so that no other one comes to have its key.
    let place = Memo::new({
        let problem = problem.clone();
        move |_| place(workbench, &problem)
    });
    let address = problem.address.clone();
    let severity = problem.severity.name();
    let mark = match problem.severity {
        Severity::Error => "●",
        Severity::Warning => "◆",
        Severity::Advice => "○",
    };
    view! {
        <li class=format!("problem is-{severity}") class:is-current=move || is_current.get()>
            <span class="mark-of" role="img" aria-label=severity>{mark}</span>
            <a class="code" href=problem.rule.url target="_blank" rel="noreferrer" title="AWS documentation">
                {problem.rule.code}
            </a>
            <button type="button" class="what" on:click=move |_| workbench.reveal(&address)>
                <span>{problem.message.clone()}</span>
                <small>{move || place.get()} {(!problem.help.is_empty()).then_some(" · ")} {problem.help.clone()}</small>
            </button>
            <span class="fixes">
                {fix_buttons(workbench, &problem.fixes)}
            </span>
        </li>
    }
}

/// `web · Public IP`: which thing, which field.
fn place(workbench: Workbench, problem: &Diagnostic) -> String {
    let record = &problem.address.record;
    let name = workbench
        .resolved(record)
        .map_or_else(|| record.name().to_owned(), |resolved| resolved.display_name().to_owned());
    if problem.address.path.is_root() {
        name
    } else {
        format!("{name} · {}", catalogue::label(record.kind(), &problem.address.path))
    }
}
