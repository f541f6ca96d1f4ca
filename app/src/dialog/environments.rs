//! The environments: their names, and what `{placeholders}` stand for in each.

use bayplan_model::design::{Environment, Settings};
use bayplan_model::edit::Edit;
use bayplan_model::record::EnvironmentName;
use indexmap::IndexMap;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::icon;
use crate::view::rows;
use crate::workbench::Workbench;

fn change(workbench: Workbench, label: &str, change: impl FnOnce(&mut Settings)) {
    let mut settings = workbench.design.with_untracked(|design| (*design.settings).clone());
    change(&mut settings);
    workbench.commit(label, &[Edit::SetSettings { settings: Box::new(settings) }], None);
}

fn typed(event: &web_sys::Event) -> String {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        .map(|input| input.value().trim().to_owned())
        .unwrap_or_default()
}

/// `a=b, c=d`: an environment's variables in one line.
fn shown(variables: &IndexMap<String, String>) -> String {
    variables.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(", ")
}

fn parse(text: &str) -> IndexMap<String, String> {
    text.split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// The body of the dialog.
pub fn body(workbench: Workbench) -> impl IntoView {
    let environments =
        Memo::new(move |_| workbench.design.with(|design| design.settings.environments.clone()));
    let add = move |_| {
        let names: Vec<EnvironmentName> =
            environments.with_untracked(|all| all.iter().map(|one| one.name.clone()).collect());
        let free = ["staging", "development", "test"]
            .into_iter()
            .map(str::to_owned)
            .chain((2..).map(|n| format!("environment-{n}")))
            .find(|name| names.iter().all(|other| other.as_ref() != name))
            .unwrap_or_default();
        change(workbench, &format!("Add the environment {free}"), |settings| {
            settings
                .environments
                .push(Environment { name: free.as_str().into(), variables: IndexMap::new() });
        });
    };
    view! {
        <p>
            "Records belong to every environment; what differs is an override. In any text, "
            <code>"{environment}"</code> " stands for the environment's name, and each may have words of its own."
        </p>
        {rows(
            move || environments.get(),
            |environment| environment.name.clone(),
            move |environment| row(workbench, environment.name),
        )}
        <div class="dialog-foot">
            <button type="button" class="button" on:click=add>"Add an environment"</button>
            <span class="grow"></span>
            <button type="button" class="button primary" on:click=move |_| workbench.dialog.set(None)>"Done"</button>
        </div>
    }
}

fn row(workbench: Workbench, name: EnvironmentName) -> impl IntoView {
    let variables = Memo::new({
        let name = name.clone();
        move |_| {
            workbench.design.with(|design| {
                design
                    .settings
                    .environments
                    .iter()
                    .find(|one| one.name == name)
                    .map(|one| shown(&one.variables))
                    .unwrap_or_default()
            })
        }
    });
    let several =
        Memo::new(move |_| workbench.design.with(|design| design.environments().count() > 1));
    let rename = {
        let from = name.clone();
        move |event: web_sys::Event| {
            let to = typed(&event);
            let refuse = || {
                if let Some(target) = event.target()
                    && let Ok(input) = target.dyn_into::<web_sys::HtmlInputElement>()
                {
                    input.set_value(&from);
                }
            };
            let is_name = !to.is_empty()
                && to.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            if !is_name {
                workbench.error(&format!(
                    "An environment's name has letters, digits, - and _ only: it is still {from}."
                ));
                return refuse();
            }
            let shown_now = workbench.environment.get_untracked() == from;
            let edit = Edit::RenameEnvironment { from: from.clone(), to: to.as_str().into() };
            if !workbench.commit(&format!("Rename {from} to {to}"), &[edit], None) {
                return refuse();
            }
            if shown_now {
                workbench.show_environment(&to.as_str().into());
            }
        }
    };
    let set_variables = {
        let name = name.clone();
        move |event: web_sys::Event| {
            let variables = parse(&typed(&event));
            change(workbench, &format!("Set the words of {name}"), |settings| {
                if let Some(own) = settings.environments.iter_mut().find(|one| one.name == name) {
                    own.variables = variables;
                }
            });
        }
    };
    let remove = {
        let name = name.clone();
        move |_| {
            let edit = Edit::RemoveEnvironment { name: name.clone() };
            workbench.commit(&format!("Remove the environment {name}"), &[edit], None);
        }
    };
    let label = name.to_string();
    view! {
        <div class="pair">
            <input type="text" aria-label=format!("Name of {label}") prop:value=label.clone() on:change=rename/>
            <input
                type="text"
                class="is-code"
                aria-label=format!("Words of {label}")
                placeholder="env=prod, domain=example.com"
                spellcheck="false"
                prop:value=move || variables.get()
                on:change=set_variables
            />
            <button
                type="button"
                class="icon-button"
                aria-label=format!("Remove {label}")
                title="Remove"
                disabled=move || !several.get()
                on:click=remove
            >
                {icon::bin()}
            </button>
        </div>
    }
}
