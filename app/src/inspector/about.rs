//! What concerns a record as such: where it comes from, which environments it is in, its name in Terraform.

use bayplan_model::edit::Edit;
use bayplan_model::record::{EnvironmentName, Kind, Origin, RecordId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::actions::select_record;
use crate::view::rows;
use crate::workbench::Workbench;

/// The last group of a record's form.
#[component]
pub fn About(id: RecordId) -> impl IntoView {
    let workbench = Workbench::expect();
    let origin = Memo::new({
        let id = id.clone();
        move |_| workbench.resolved(&id).map(|record| record.origin()).unwrap_or_default()
    });
    let can_refer = !matches!(id.kind(), Kind::Service | Kind::TaskDefinition);
    let set_origin = {
        let id = id.clone();
        move |text: String| {
            let origin = match text.as_str() {
                "lookUp" => Origin::LookUp,
                "refer" => Origin::Refer,
                _ => Origin::Generate,
            };
            workbench.commit(
                "Say where it comes from",
                &[Edit::SetOrigin { id: id.clone(), origin }],
                None,
            );
        }
    };
    let rename = {
        let id = id.clone();
        move |event: web_sys::Event| {
            let Some(input) =
                event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok())
            else {
                return;
            };
            let name = input.value();
            if name == id.name() {
                return;
            }
            let edit = Edit::RenameRecord { id: id.clone(), name: name.clone() };
            if workbench.commit(&format!("Rename {} to {name}", id.name()), &[edit], None) {
                if let Ok(new) = RecordId::new(id.kind(), &name) {
                    select_record(workbench, new);
                }
            } else {
                input.set_value(id.name());
            }
        }
    };
    let name = id.name().to_owned();
    let value = move || match origin.get() {
        Origin::Generate => "generate",
        Origin::LookUp => "lookUp",
        Origin::Refer => "refer",
    };
    view! {
        <div class="group">
            <h3>"In the design"</h3>
            {can_refer.then(|| view! {
                <div class="field">
                    <div class="label"><label for="record-origin">"Comes from"</label></div>
                    <select id="record-origin" prop:value=value on:change:target=move |event| set_origin(event.target().value())>
                        <option value="generate" selected=move || origin.get() == Origin::Generate>"Terraform makes it"</option>
                        <option value="lookUp" selected=move || origin.get() == Origin::LookUp>"It exists: looked up by name"</option>
                        <option value="refer" selected=move || origin.get() == Origin::Refer>"It exists: referred to by ARN, id or expression"</option>
                    </select>
                </div>
            })}
            <Membership id=id/>
            <div class="field">
                <div class="label"><label for="record-name">"Terraform name"</label></div>
                <input
                    type="text"
                    class="is-code"
                    id="record-name"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=name
                    on:change=rename
                />
            </div>
        </div>
    }
}

/// What is selected is not in the environment on screen.
#[component]
pub fn Absent(id: RecordId) -> impl IntoView {
    let workbench = Workbench::expect();
    view! {
        <header class="head">
            <h2>{id.kind().label()}</h2>
            <b class="title">{id.name().to_owned()}</b>
            <p>{move || format!("It is not in {}.", workbench.environment.get())}</p>
        </header>
        <div class="form" tabindex="-1"><Membership id/></div>
    }
}

/// Which environments it is in.
#[component]
fn Membership(id: RecordId) -> impl IntoView {
    let workbench = Workbench::expect();
    // All environments, and whether it is in each.
    let places = Memo::new({
        let id = id.clone();
        move |_| {
            workbench.design.with(|design| {
                let record = design.record(&id);
                let is_in = |name: &str| record.is_some_and(|record| record.is_in(name));
                design.environments().map(|name| (name.clone(), is_in(name))).collect::<Vec<_>>()
            })
        }
    });
    let names = Memo::new(move |_| {
        places.with(|places| places.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())
    });
    let is_in = move |name: &EnvironmentName| {
        places.with(|places| places.iter().any(|(other, is_in)| *is_in && other == name))
    };
    let only_one =
        Memo::new(move |_| places.with(|places| places.iter().filter(|(_, is)| *is).count() == 1));
    let set = move |name: &EnvironmentName, is_in: bool| {
        let now = places.get_untracked();
        let names: Vec<EnvironmentName> = now
            .iter()
            .filter(|(other, was_in)| if other == name { is_in } else { *was_in })
            .map(|(name, _)| name.clone())
            .collect();
        let label = format!("{} {name}", if is_in { "Add to" } else { "Take out of" });
        // In all of them: in one that is added later, too.
        let environments = (names.len() < now.len()).then_some(names);
        workbench.commit(&label, &[Edit::SetEnvironments { id: id.clone(), environments }], None)
    };
    let choice = move |name: EnvironmentName| {
        let (set, label) = (set.clone(), name.to_string());
        let (checked, last) = (name.clone(), name.clone());
        view! {
            <label class="box">
                <input
                    type="checkbox"
                    prop:checked=move || is_in(&checked)
                    disabled=move || only_one.get() && is_in(&last)
                    on:change:target=move |event| {
                        let input = event.target();
                        if !set(&name, input.checked()) {
                            input.set_checked(!input.checked());
                        }
                    }
                />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="list" hidden=move || names.with(|names| names.len() < 2)>
            <legend>"Is in"</legend>
            <div class="boxes">
                {rows(move || names.get(), EnvironmentName::clone, choice)}
            </div>
        </fieldset>
    }
}
