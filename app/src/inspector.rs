//! The inspector: the form of what is selected. First a sentence that says what it is, then the few settings
//! that people change, then the rest, folded. Help for the focused field stays in view at the foot.

mod about;
mod applies;
mod command;
mod control;
mod draft;
mod field;
mod fields;
mod fold;
mod form;
mod list;
mod overview;
mod rows;
mod search;
mod slot;
mod table;
mod variables;

use bayplan_model::catalogue::{self, Entry, Explanations};
use bayplan_model::path::Path;
use bayplan_model::record::RecordId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::actions::{action, select_record};
use crate::icon;
use crate::keyboard;
use crate::view::shown;
use crate::workbench::{Scope, Selection, Workbench};
use about::{About, Absent};
use applies::{OnFargate, Refused};
use fields::Fields;
use fold::Wanted;
use form::Form;
use overview::Overview;
use search::{Query, Search};

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

/// The explanations of the fields. Long, and read by few: downloaded when they are first asked for. What failed is
/// tried again with the next that asks.
#[derive(Clone, Copy)]
struct Explained {
    explanations: RwSignal<Option<Explanations>>,
    is_asked: StoredValue<bool>,
    has_failed: RwSignal<bool>,
}

impl Explained {
    fn new() -> Self {
        Self {
            explanations: RwSignal::new(None),
            is_asked: StoredValue::new(false),
            has_failed: RwSignal::new(false),
        }
    }

    /// Those of the inspector.
    ///
    /// # Panics
    /// Outside the inspector, which is a bug.
    fn expect() -> Self {
        expect_context()
    }

    fn with<T>(self, of: impl FnOnce(Option<&Explanations>) -> T) -> T {
        self.explanations.with(|explanations| of(explanations.as_ref()))
    }

    fn load(self) {
        if self.explanations.with_untracked(Option::is_some) || self.is_asked.get_value() {
            return;
        }
        self.is_asked.set_value(true);
        spawn_local(async move {
            let text = crate::browser::fetch_text("/catalogue.json").await;
            let read = text.ok().and_then(|text| Explanations::parse(&text));
            self.has_failed.try_set(read.is_none());
            self.explanations.try_set(read);
            self.is_asked.try_set_value(false);
        });
    }
}

/// Focuses a control that the next frame will have.
pub fn focus_soon(id: String) {
    focus_first_soon(vec![id]);
}

/// Focuses the first of these controls that the next frame has.
fn focus_first_soon(ids: Vec<String>) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            let there = |id: &String| document().get_element_by_id(id);
            let Some(element) = ids.iter().find_map(there) else { return };
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

/// Focuses the form as a whole, when what had focus is gone.
fn focus_form() {
    focus_soon("settings-form".to_owned());
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
pub fn Contents() -> impl IntoView {
    let workbench = Workbench::expect();
    let help = Help(RwSignal::new(None));
    provide_context(help);
    let wanted = Wanted(RwSignal::new(None));
    provide_context(wanted);
    // The form is built anew for another selection only; undo and a change of environment flow through it.
    let selection = Memo::new(move |_| workbench.selection.get());
    let in_environment = Memo::new(move |_| {
        selection.with(|selection| {
            selection
                .as_ref()
                .is_some_and(|selection| workbench.resolved(&selection.record).is_some())
        })
    });
    let query = Query(RwSignal::new(String::new()));
    Effect::new(move |_| {
        if let Some(address) = workbench.focus.get() {
            // A field behind what was found cannot get focus.
            query.0.set(String::new());
            let path = first_control(&address.record, &address.path);
            // What has no control of its own, such as an option that is not set, is in a list that has.
            let around = (0..=path.segments().len()).rev().map(|length| path.first(length));
            let ids = around.map(|path| slot::element_id(&address.record, &path)).collect();
            wanted.0.set(Some((address.record, path)));
            focus_first_soon(ids);
            workbench.focus.set(None);
        }
    });
    Effect::new(move |_| {
        selection.track();
        help.0.set(None);
        query.0.set(String::new());
    });
    provide_context(Explained::new());
    // Where no letters are typed, a single key is free for the search.
    let slash = move |event: web_sys::KeyboardEvent| {
        if event.key() == "/" && keyboard::keys(&event) == "/" && !keyboard::takes_text(&event) {
            event.prevent_default();
            (action("find-setting").run)(workbench);
        }
    };
    view! {
            {move || match selection.get() {
                None => view! { <Overview/> }.into_any(),
                Some(selection) if in_environment.get() => {
                    provide_context(Fields::new(workbench, selection.record.clone()));
                    provide_context(OnFargate::of(workbench, selection.record.clone()));
                    view! {
                        <Head selection=selection.clone()/>
                        <Search selection=selection.clone() query/>
                        <div
                            class="form"
                            id="settings-form"
                            tabindex="-1"
                            hidden=move || !query.is_empty()
                            on:keydown=slash
                        >
                            <Refused selection=selection.clone()/>
                            <Form record=selection.record.clone() path=selection.path.clone()/>
                            {selection.path.is_root().then(|| view! { <About id=selection.record.clone()/> })}
                        </div>
                    }
                        .into_any()
                }
                Some(selection) => view! { <Absent id=selection.record/> }.into_any(),
            }}
            <HelpFoot/>
    }
}

/// The control to focus for an address: the field itself, or the first one of a record or container.
fn first_control(record: &RecordId, path: &Path) -> Path {
    let is_structure = path.is_root()
        || matches!(path.segments().last(), Some(bayplan_model::path::Segment::Index(_)));
    if !is_structure {
        return path.clone();
    }
    let first = catalogue::form(record.kind(), &path.pattern())
        .first()
        .and_then(|section| section.entries().next())
        .map(|entry| path.key(entry.info.key));
    first.unwrap_or_else(|| path.clone())
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
    // A container that only the environment on screen has says so here, once for all of its fields.
    let only_here = Memo::new({
        let selection = selection.clone();
        move |_| {
            let environment = workbench.environment.get();
            workbench.resolved(&selection.record).is_some_and(|resolved| {
                let first = selection.path.key("name");
                is_container && resolved.record.is_part_of_override(&first, &environment)
            })
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
                {shown(move || only_here.get(), move || view! {
                    <span class="tag">{move || workbench.environment.get().to_string()} " only"</span>
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
        {shown(move || several.get(), move || view! {
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
        })}
    }
}

/// Help for the focused field.
#[component]
fn HelpFoot() -> impl IntoView {
    let Help(help) = expect_context();
    let explained = Explained::expect();
    let has_failed = explained.has_failed;
    Effect::new(move |_| {
        if help.get().is_some() {
            explained.load();
        }
    });
    view! {
        <footer class="help" aria-live="off">
            {move || match help.get() {
                None => view! { <p>"Select a field to read what it does."</p> }.into_any(),
                Some(entry) => explained.with(|explanations| {
                    let said = explanations.and_then(|explanations| explanations.of(entry));
                    let terraform = said.and_then(|said| said.terraform);
                    view! {
                        <p><b>{entry.label()}</b> " " {said.map(|said| said.help.to_owned())}</p>
                        {(said.is_none() && has_failed.get()).then(|| view! {
                            <p>"The explanations could not be loaded: the server does not answer."</p>
                        })}
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
