//! What the inspector shows while nothing is selected: the design as a whole.

use bayplan_model::design::{ContainerDefinitionsStyle, Settings};
use bayplan_model::edit::Edit;
use leptos::prelude::*;

use crate::actions::action;
use crate::workbench::Workbench;

/// Nothing is selected: what the design is.
#[component]
pub fn Overview() -> impl IntoView {
    let workbench = Workbench::expect();
    let settings = Memo::new(move |_| workbench.design.with(|design| (*design.settings).clone()));
    let change = move |change: Box<dyn Fn(&mut Settings)>, label: &str| {
        let mut settings = settings.get_untracked();
        change(&mut settings);
        workbench.commit(label, &[Edit::SetSettings { settings: Box::new(settings) }], Some(label));
    };
    let style = move || match settings.with(|s| s.terraform.container_definitions) {
        ContainerDefinitionsStyle::Jsonencode => "jsonencode",
        ContainerDefinitionsStyle::Files => "files",
    };
    view! {
        <header class="head">
            <h2>"Design"</h2>
            <b class="title">{move || settings.with(|settings| settings.name.clone())}</b>
            <p>
                {move || {
                    let records = workbench.estate.with(|e| e.as_ref().map_or(0, |e| e.len()));
                    format!("{records} records in {}. Select one to see its settings.", workbench.environment.get())
                }}
            </p>
        </header>
        <div class="form" tabindex="-1">
            <div class="field">
                <div class="label"><label for="design-name">"Name"</label></div>
                <input
                    type="text"
                    id="design-name"
                    autocomplete="off"
                    prop:value=move || settings.with(|s| s.name.clone())
                    on:input:target=move |event| {
                        let typed = event.target().value();
                        change(Box::new(move |s| s.name.clone_from(&typed)), "Set the design's name");
                    }
                    on:blur=move |_| workbench.close_group()
                />
            </div>
            <div class="field">
                <div class="label"><label for="design-region">"Region"</label></div>
                <input
                    type="text"
                    id="design-region"
                    class="is-code"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || settings.with(|s| s.region.clone())
                    on:input:target=move |event| {
                        let typed = event.target().value();
                        change(Box::new(move |s| s.region = typed.trim().to_owned()), "Set the Region");
                    }
                    on:blur=move |_| workbench.close_group()
                />
            </div>
            <div class="field">
                <div class="label"><label for="design-containers">"Container definitions in Terraform"</label></div>
                <select
                    id="design-containers"
                    prop:value=style
                    on:change:target=move |event| {
                        let style = if event.target().value() == "files" {
                            ContainerDefinitionsStyle::Files
                        } else {
                            ContainerDefinitionsStyle::Jsonencode
                        };
                        change(Box::new(move |s| s.terraform.container_definitions = style), "Set how Terraform is written");
                        workbench.close_group();
                    }
                >
                    <option value="jsonencode" selected=move || style() == "jsonencode">"in the resource, with jsonencode"</option>
                    <option value="files" selected=move || style() == "files">"in JSON files beside it"</option>
                </select>
            </div>
            <button type="button" class="button" on:click=move |_| (action("environments").run)(workbench)>
                "Edit environments…"
            </button>
        </div>
    }
}
