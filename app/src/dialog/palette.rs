//! Finding a record or an action by typing a part of its name.

use bayplan_model::address::Address;
use bayplan_model::path::Path;
use bayplan_model::record::Kind;
use leptos::html;
use leptos::prelude::*;

use super::shortcuts::shown;
use crate::actions::{ACTIONS, Action};
use crate::browser::lower;
use crate::pointer::Pointer;
use crate::workbench::{Selection, Workbench};

/// The most results that are shown.
const MOST: usize = 12;

/// Something that was found.
#[derive(Clone, Debug)]
enum Found {
    Place { selection: Selection, label: String, kind: &'static str },
    Action(&'static Action),
}

impl Found {
    fn label(&self) -> String {
        match self {
            Self::Place { label, .. } => label.clone(),
            Self::Action(action) => action.label.to_owned(),
        }
    }
}

/// How well `text` matches what was typed: a start of a word is better than a middle. `None`: not at all.
fn score(text: &str, typed: &str) -> Option<usize> {
    let text = lower(text);
    typed.split_whitespace().try_fold(0, |sum, word| {
        let at = text.find(word)?;
        let starts = at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric();
        Some(sum + if starts { at } else { at + 100 })
    })
}

fn find(workbench: Workbench, typed: &str) -> Vec<Found> {
    let typed = lower(typed);
    let mut all: Vec<Found> = Vec::new();
    workbench.estate.with(|estate| {
        for record in estate.iter().flat_map(|estate| estate.records()) {
            all.push(Found::Place {
                selection: Selection::record(record.id.clone()),
                label: record.display_name().to_owned(),
                kind: record.id.kind().label(),
            });
            if record.id.kind() == Kind::TaskDefinition {
                let containers = record
                    .task_definition()
                    .map(|view| view.container_definitions.items())
                    .unwrap_or_default();
                for (index, container) in containers.iter().enumerate() {
                    all.push(Found::Place {
                        selection: Selection {
                            record: record.id.clone(),
                            path: Path::root().key("containerDefinitions").index(index),
                        },
                        label: container.name.text().unwrap_or("unnamed").to_owned(),
                        kind: "container",
                    });
                }
            }
        }
    });
    all.extend(
        ACTIONS
            .iter()
            .filter(|action| action.id != "find" && untrack(|| (action.enabled)(workbench)))
            .map(Found::Action),
    );
    let mut scored: Vec<((usize, usize), Found)> = all
        .into_iter()
        .filter_map(|found| {
            let label = found.label();
            // Of two that match alike, the one with less around what was typed.
            Some(((score(&label, &typed)?, label.len()), found))
        })
        .collect();
    if !typed.trim().is_empty() {
        scored.sort_by_key(|(score, _)| *score);
    }
    scored.into_iter().map(|(_, found)| found).take(MOST).collect()
}

fn choose(workbench: Workbench, found: &Found) {
    workbench.dialog.set(None);
    match found {
        Found::Place { selection, .. } => {
            workbench.select(Some(selection.clone()));
            workbench
                .focus
                .set(Some(Address::field(selection.record.clone(), selection.path.clone())));
        }
        Found::Action(action) => (action.run)(workbench),
    }
}

/// The body of the dialog.
pub fn body(workbench: Workbench) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| Pointer::new(find(workbench, &typed.get())));
    let input: NodeRef<html::Input> = NodeRef::new();
    view! {
        <input
            type="text"
            class="find-input"
            node_ref=input
            role="combobox"
            aria-label="Find or do anything"
            aria-expanded="true"
            aria-controls="found"
            aria-activedescendant=move || format!("found-{}", at.get())
            autocomplete="off"
            spellcheck="false"
            autofocus=true
            placeholder="A name, or what you want to do"
            prop:value=move || typed.get()
            on:input:target=move |event| {
                typed.set(event.target().value());
                at.set(0);
            }
            on:keydown=move |event| {
                let total = found.with_untracked(|found| found.len());
                match event.key().as_str() {
                    "ArrowDown" if total > 0 => {
                        event.prevent_default();
                        at.update(|at| *at = (*at + 1) % total);
                    }
                    "ArrowUp" if total > 0 => {
                        event.prevent_default();
                        at.update(|at| *at = (*at + total - 1) % total);
                    }
                    "Enter" => {
                        event.prevent_default();
                        let chosen = found.with_untracked(|found| found.get(at.get_untracked()).cloned());
                        if let Some(chosen) = chosen {
                            choose(workbench, &chosen);
                        }
                    }
                    _ => {}
                }
            }
        />
        <ul class="found" id="found" role="listbox" aria-label="Found">
            {move || {
                found
                    .get()
                    .iter()
                    .cloned()
                    .enumerate()
                    .map(|(index, one)| {
                        let (kind, keys) = match &one {
                            Found::Place { kind, .. } => (*kind, String::new()),
                            Found::Action(action) => ("", shown(action.keys)),
                        };
                        let label = one.label();
                        view! {
                            <li
                                role="option"
                                id=format!("found-{index}")
                                aria-selected=move || (at.get() == index).to_string()
                                on:pointerdown=move |event| {
                                    event.prevent_default();
                                    choose(workbench, &one);
                                }
                            >
                                <span>{label}</span>
                                <small>{kind}</small>
                                {(!keys.is_empty()).then(|| view! { <kbd>{keys}</kbd> })}
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}
