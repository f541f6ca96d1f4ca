//! The list of problems of the environment on screen, worst first.

use bayplan_model::catalogue;
use bayplan_model::diagnostic::{Diagnostic, Severity};
use leptos::prelude::*;

use crate::workbench::Workbench;

/// The most problems that are listed at once; a person reads the first ones.
const MOST: usize = 100;

/// The list of problems.
#[component]
pub fn ProblemList() -> impl IntoView {
    let workbench = Workbench::expect();
    let total = Memo::new(move |_| workbench.problems.with(|problems| problems.len()));
    let count = Memo::new(move |_| total.get().min(MOST));
    view! {
        <Show
            when=move || { count.get() > 0 }
            fallback=move || view! {
                <p class="nothing">{move || format!("No problems in {}.", workbench.environment.get())}</p>
            }
        >
            <ul class="problem-list">
                <For each=move || 0..count.get() key=|index| *index let:index>
                    <Problem index/>
                </For>
            </ul>
        </Show>
        <Show when=move || { total.get() > MOST }>
            <p class="nothing">{move || format!("And {} more, after these.", total.get() - MOST)}</p>
        </Show>
    }
}

#[component]
fn Problem(index: usize) -> impl IntoView {
    let workbench = Workbench::expect();
    let problem: Memo<Option<Diagnostic>> =
        Memo::new(move |_| workbench.problems.with(|problems| problems.get(index).cloned()));
    let is_current = Memo::new(move |_| {
        workbench.problem.with(|last| {
            problem
                .with(|problem| last.as_ref().zip(problem.as_ref()).is_some_and(|(l, p)| l.is(p)))
        })
    });
    move || {
        let problem = problem.get()?;
        let place = place(workbench, &problem);
        let address = problem.address.clone();
        let severity = problem.severity.name();
        let mark = match problem.severity {
            Severity::Error => "●",
            Severity::Warning => "◆",
            Severity::Advice => "○",
        };
        Some(view! {
            <li class=format!("problem is-{severity}") class:is-current=move || is_current.get()>
                <span class="mark-of" role="img" aria-label=severity>{mark}</span>
                <a class="code" href=problem.rule.url target="_blank" rel="noreferrer" title="AWS documentation">
                    {problem.rule.code}
                </a>
                <button type="button" class="what" on:click=move |_| workbench.reveal(&address)>
                    <span>{problem.message.clone()}</span>
                    <small>{place} {(!problem.help.is_empty()).then_some(" · ")} {problem.help.clone()}</small>
                </button>
                <span class="fixes">
                    {problem
                        .fixes
                        .iter()
                        .map(|fix| {
                            let fix = fix.clone();
                            let label = fix.label.clone();
                            view! {
                                <button type="button" class="button small" on:click=move |_| workbench.fix(&fix)>
                                    {label}
                                </button>
                            }
                        })
                        .collect_view()}
                </span>
            </li>
        })
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
