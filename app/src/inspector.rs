//! The inspector: the form of what is selected. First a sentence that says what it is, then the few settings
//! that people change, then the rest, folded. Help for the focused field stays in view at the foot.

mod control;
mod field;
mod form;
mod list;
mod rows;
mod slot;
mod table;

use bayplan_model::catalogue::{self, Entry, Explanations};
use bayplan_model::edit::Edit;
use bayplan_model::path::Path;
use bayplan_model::record::{Kind, Origin, RecordId};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::actions::{action, select_record};
use crate::icon;
use crate::workbench::{Scope, Selection, Workbench};
use form::Form;

/// The field whose help is shown.
#[derive(Clone, Copy)]
struct Help(RwSignal<Option<Entry>>);

/// Shows the help of a field.
fn set_help(entry: Entry) {
    if let Some(Help(help)) = use_context::<Help>() {
        let same = help.with_untracked(|now| {
            now.is_some_and(|now| {
                now.pattern() == entry.pattern() && now.section.kind == entry.section.kind
            })
        });
        if !same {
            help.set(Some(entry));
        }
    }
}

/// Focuses a control that the next frame will have.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            let Some(element) = document().get_element_by_id(&id) else { return };
            open_folds(&element);
            element.scroll_into_view();
            if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
                // Left first where it has focus already, so that its field says at once what is wrong.
                let _ = element.blur();
                let _ = element.focus();
            }
        });
    });
}

/// Opens every fold around an element.
fn open_folds(element: &web_sys::Element) {
    let mut around = element.closest("details").ok().flatten();
    while let Some(fold) = around {
        let _ = fold.set_attribute("open", "");
        around = fold.parent_element().and_then(|parent| parent.closest("details").ok().flatten());
    }
}

/// The form of what is selected.
#[component]
pub fn Inspector() -> impl IntoView {
    let workbench = Workbench::expect();
    let help = Help(RwSignal::new(None));
    provide_context(help);
    // The form is built anew for another selection only; undo and a change of environment flow through it.
    let selection = Memo::new(move |_| workbench.selection.get());
    let in_environment = Memo::new(move |_| {
        selection.with(|selection| {
            selection
                .as_ref()
                .is_some_and(|selection| workbench.resolved(&selection.record).is_some())
        })
    });
    Effect::new(move |_| {
        if let Some(address) = workbench.focus.get() {
            focus_soon(first_control(&address.record, &address.path));
            workbench.focus.set(None);
        }
    });
    Effect::new(move |_| {
        selection.track();
        help.0.set(None);
    });
    view! {
        <aside class="inspector" aria-label="Settings">
            {move || match selection.get() {
                None => view! { <Overview/> }.into_any(),
                Some(selection) if in_environment.get() => {
                    view! {
                        <Head selection=selection.clone()/>
                        <div class="form" tabindex="-1">
                            <Form record=selection.record.clone() path=selection.path.clone()/>
                            {selection.path.is_root().then(|| view! { <About id=selection.record.clone()/> })}
                        </div>
                    }
                        .into_any()
                }
                Some(selection) => view! { <Absent id=selection.record/> }.into_any(),
            }}
            <HelpFoot/>
        </aside>
    }
}

/// The control to focus for an address: the field itself, or the first one of a record or container.
fn first_control(record: &RecordId, path: &Path) -> String {
    let is_structure = path.is_root()
        || matches!(path.segments().last(), Some(bayplan_model::path::Segment::Index(_)));
    if !is_structure {
        return slot::element_id(record, path);
    }
    let first = catalogue::form(record.kind(), &path.pattern())
        .first()
        .and_then(|section| section.entries().next())
        .map(|entry| path.key(entry.info.key));
    slot::element_id(record, &first.unwrap_or_else(|| path.clone()))
}

/// What it is, in one sentence; its name; where edits go.
#[component]
fn Head(selection: Selection) -> impl IntoView {
    let workbench = Workbench::expect();
    let is_container = !selection.path.is_root();
    let id = selection.record.clone();
    let title = Memo::new({
        let selection = selection.clone();
        move |_| {
            workbench.resolved(&selection.record).map_or_else(String::new, |resolved| {
                if is_container {
                    let name = selection.path.key("name").get(&resolved.body).map(slot::plain);
                    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "unnamed".to_owned())
                } else {
                    resolved.display_name().to_owned()
                }
            })
        }
    });
    let sentence = Memo::new({
        let selection = selection.clone();
        move |_| {
            let Some(resolved) = workbench.resolved(&selection.record) else {
                return String::new();
            };
            if is_container {
                let index = match selection.path.segments().last() {
                    Some(bayplan_model::path::Segment::Index(index)) => *index,
                    _ => 0,
                };
                resolved
                    .task_definition()
                    .and_then(|view| view.container_definitions.items().get(index))
                    .map(catalogue::container_sentence)
                    .unwrap_or_default()
            } else {
                workbench.estate.with(|estate| {
                    estate
                        .as_ref()
                        .map_or_else(String::new, |estate| catalogue::sentence(&resolved, estate))
                })
            }
        }
    });
    let caption = if is_container { "container".to_owned() } else { id.kind().label().to_owned() };
    let remove = action("remove");
    view! {
        <header class="head">
            <div class="head-line">
                <h2>{caption}</h2>
                {is_container.then(|| {
                    let id = id.clone();
                    let name = id.name().to_owned();
                    view! {
                        <button type="button" class="reset" on:click=move |_| select_record(workbench, id.clone())>
                            {format!("of {name}")}
                        </button>
                    }
                })}
                <span class="grow"></span>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove {}", title.get())
                    title="Remove (Delete)"
                    on:click=move |_| (remove.run)(workbench)
                >
                    {icon::bin()}
                </button>
            </div>
            <b class="title">{move || title.get()}</b>
            <p>{move || sentence.get()}</p>
            <ScopeSwitch/>
        </header>
    }
}

/// Where edits go: everywhere, or to the environment on screen only.
#[component]
fn ScopeSwitch() -> impl IntoView {
    let workbench = Workbench::expect();
    let several =
        Memo::new(move |_| workbench.design.with(|design| design.environments().count() > 1));
    let button = move |scope: Scope, label: Box<dyn Fn() -> String + Send>| {
        view! {
            <button
                type="button"
                aria-pressed=move || (workbench.scope.get() == scope).to_string()
                on:click=move |_| workbench.scope.set(scope)
            >
                {label}
            </button>
        }
    };
    view! {
        <Show when=move || several.get()>
            <div
                class="segments scope"
                class:is-override=move || workbench.scope.get() == Scope::ThisEnvironment
                role="group"
                aria-label="Edits apply"
            >
                {button(Scope::Everywhere, Box::new(|| "Edit everywhere".to_owned()))}
                {button(
                    Scope::ThisEnvironment,
                    Box::new(move || format!("In {} only", workbench.environment.get())),
                )}
            </div>
        </Show>
    }
}

/// What concerns the record as such: where it comes from, its name in Terraform, where it is.
#[component]
fn About(id: RecordId) -> impl IntoView {
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
fn Absent(id: RecordId) -> impl IntoView {
    let workbench = Workbench::expect();
    view! {
        <header class="head">
            <h2>{id.kind().label()}</h2>
            <b class="title">{id.name().to_owned()}</b>
            <p>{move || format!("It is not in {}.", workbench.environment.get())}</p>
        </header>
    }
}

/// Nothing is selected: what the design is.
#[component]
fn Overview() -> impl IntoView {
    let workbench = Workbench::expect();
    let settings = Memo::new(move |_| workbench.design.with(|design| (*design.settings).clone()));
    let change = move |change: Box<dyn Fn(&mut bayplan_model::design::Settings)>, label: &str| {
        let mut settings = settings.get_untracked();
        change(&mut settings);
        workbench.commit(label, &[Edit::SetSettings { settings: Box::new(settings) }], Some(label));
    };
    let style = move || match settings.with(|s| s.terraform.container_definitions) {
        bayplan_model::design::ContainerDefinitionsStyle::Jsonencode => "jsonencode",
        bayplan_model::design::ContainerDefinitionsStyle::Files => "files",
    };
    let name: NodeRef<html::Input> = NodeRef::new();
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
                    node_ref=name
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
                            bayplan_model::design::ContainerDefinitionsStyle::Files
                        } else {
                            bayplan_model::design::ContainerDefinitionsStyle::Jsonencode
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

/// Help for the focused field.
#[component]
fn HelpFoot() -> impl IntoView {
    let Help(help) = expect_context();
    // Long, and read by few: downloaded when the first help is shown. What failed is tried again with the next.
    let explanations = RwSignal::new(None::<Explanations>);
    Effect::new(move |_| {
        if help.get().is_some() && explanations.with_untracked(Option::is_none) {
            spawn_local(async move {
                if let Ok(text) = crate::browser::fetch_text("/catalogue.json").await {
                    explanations.try_set(Explanations::parse(&text));
                }
            });
        }
    });
    view! {
        <footer class="help" aria-live="off">
            {move || match help.get() {
                None => view! { <p>"Select a field to read what it does."</p> }.into_any(),
                Some(entry) => explanations.with(|explanations| {
                    let said = explanations.as_ref().and_then(|explanations| explanations.of(entry));
                    let terraform = said.and_then(|said| said.terraform);
                    view! {
                        <p><b>{entry.label()}</b> " " {said.map(|said| said.help.to_owned())}</p>
                        {entry.info.default.map(|default| view! { <p>"Default: " {default} "."</p> })}
                        <p class="links">
                            {terraform.map(|(resource, argument)| view! {
                                <code title=resource.to_owned()>{argument.to_owned()}</code>
                            })}
                            {said.map(|said| view! {
                                <a href=said.docs.to_owned() target="_blank" rel="noreferrer">"AWS documentation"</a>
                            })}
                        </p>
                    }
                        .into_any()
                }),
            }}
        </footer>
    }
}
