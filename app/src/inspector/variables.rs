//! What a container's environment variables and secrets can do beyond other names with values: take a `.env` text, and
//! move from one list to the other.

use bayplan_model::dotenv::{self, Additions, DotEnv};
use bayplan_model::edit::Edit;
use bayplan_model::path::{Path, Segment};
use bayplan_model::record::Kind;
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};

use super::slot::{Slot, element_id, plain};
use crate::icon;
use crate::view::shown;

/// One of a container's two lists of variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Plain ones, with their values.
    Environment,
    /// Those whose values ECS reads when the task starts.
    Secrets,
}

impl List {
    /// Which of them stands in a field.
    pub fn of(slot: Slot) -> Option<Self> {
        let path = slot.path();
        let [Segment::Key(of), _, Segment::Key(key)] = path.segments() else { return None };
        match &**key {
            _ if slot.record().kind() != Kind::TaskDefinition || of != "containerDefinitions" => {
                None
            }
            "environment" => Some(Self::Environment),
            "secrets" => Some(Self::Secrets),
            _ => None,
        }
    }

    /// What the button in a row of this list does.
    const fn verb(self) -> &'static str {
        match self {
            Self::Environment => "a secret",
            Self::Secrets => "a variable",
        }
    }

    /// The list that the button moves a row to, and the member that has its value there.
    const fn other(self) -> (&'static str, &'static str) {
        match self {
            Self::Environment => ("secrets", "valueFrom"),
            Self::Secrets => ("environment", "value"),
        }
    }
}

/// Where a field beside another one is, of the same container.
fn sibling(slot: Slot, key: &'static str) -> Path {
    slot.path().parent().unwrap_or_default().key(key)
}

/// The button that moves a row to the other list.
pub fn move_button(
    slot: Slot,
    list: List,
    index: usize,
    name: impl Fn() -> String + Copy + Send + 'static,
) -> AnyView {
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=move || format!("Make {} {}", name(), list.verb())
            title=format!("Make it {}", list.verb())
            on:click=move |_| move_row(slot, list, index, &untrack(name))
        >
            {if list == List::Environment { icon::lock().into_any() } else { icon::unlock().into_any() }}
        </button>
    }
    .into_any()
}

fn move_row(slot: Slot, list: List, index: usize, name: &str) {
    let now = slot.value.get_untracked();
    let Some(element) = now.as_ref().and_then(|list| list.get(index)) else { return };
    let (key, value_key) = list.other();
    let to = sibling(slot, key);
    let made = match list {
        List::Environment => dotenv::as_secret(element),
        List::Secrets => dotenv::as_variable(element),
    };
    let is_lost = list == List::Environment
        && made.get("valueFrom") == Some(&"".into())
        && element.get("value").is_some_and(|value| !plain(value).is_empty());
    let (workbench, record) = (slot.workbench(), slot.record());
    let address = workbench.target(&record, &to);
    let at = workbench.length(&address);
    let edits = [
        Edit::Remove { address: workbench.target(&record, &slot.path().index(index)) },
        Edit::Insert { address, index: at, value: made },
    ];
    if !workbench.commit(&format!("Make {name} {}", list.verb()), &edits, None) {
        return;
    }
    workbench.notice(&match (list, is_lost) {
        (List::Environment, true) => format!(
            "{name} is a secret now, and its value is not in the design any more. Store it in Secrets Manager or \
             Parameter Store, and write its ARN or name here. Undo brings the value back."
        ),
        (List::Environment, false) => format!("{name} is a secret now."),
        (List::Secrets, _) => format!("{name} is a plain variable now: whoever reads the task definition reads it."),
    });
    super::focus_soon(element_id(&record, &to.index(at).key(value_key)));
}

/// What became of a `.env` text.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    summary: String,
    remarks: Vec<String>,
}

/// Reads `.env` texts into the environment variables of a container.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    slot: Slot,
    said: RwSignal<Option<Said>>,
    is_open: RwSignal<bool>,
    text: RwSignal<String>,
}

impl Reader {
    /// One for the list of a field, if that has environment variables.
    pub fn of(slot: Slot) -> Option<Self> {
        (List::of(slot) == Some(List::Environment)).then(|| Self {
            slot,
            said: RwSignal::new(None),
            is_open: RwSignal::new(false),
            text: RwSignal::new(String::new()),
        })
    }

    /// What a text says, and what adding it takes.
    fn look(self, text: &str) -> (DotEnv, Additions) {
        let parsed = dotenv::parse(text);
        let beside = sibling(self.slot, "secrets");
        let resolved = self.slot.workbench().resolved_now(&self.slot.record());
        let secrets = resolved.as_ref().and_then(|resolved| beside.get(&resolved.overlay));
        let additions = self
            .slot
            .value
            .with(|environment| Additions::of(&parsed, environment.as_ref(), secrets));
        (parsed, additions)
    }

    /// Adds the variables of a text as one step, the first of them to the row that it was pasted into, if that is
    /// empty.
    fn add(self, text: &str, row: Option<usize>) {
        let (slot, workbench, record) = (self.slot, self.slot.workbench(), self.slot.record());
        let path = slot.path();
        let (parsed, additions) = untrack(|| self.look(text));
        let set = |path: &Path, value: Value| Edit::Set {
            address: workbench.target(&record, path),
            value,
        };
        let mut edits: Vec<Edit> = additions
            .changed
            .iter()
            .map(|(at, value)| set(&path.index(*at).key("value"), value.clone().into()))
            .collect();
        let empty = slot.value.with_untracked(|list| {
            let list = list.as_ref().and_then(Value::as_array);
            let is_empty = |at: &usize| {
                let row = list.and_then(|list| list.get(*at));
                ["name", "value"].iter().all(|key| {
                    row.and_then(|row| row.get(key)).is_none_or(|value| plain(value).is_empty())
                })
            };
            row.filter(is_empty)
        });
        let mut added =
            additions.added.iter().map(|(name, value)| json!({"name": name, "value": value}));
        if let Some(row) = empty
            && let Some(first) = added.next()
        {
            edits.push(set(&path.index(row), first));
        }
        let address = workbench.target(&record, &path);
        let count = workbench.length(&address);
        edits.extend(added.enumerate().map(|(nth, value)| Edit::Insert {
            address: address.clone(),
            index: count + nth,
            value,
        }));
        let summary = additions.summary();
        if !edits.is_empty() && !workbench.commit("Add a .env text", &edits, None) {
            return;
        }
        let remarks = additions.remarks(&parsed);
        let more = match remarks.as_slice() {
            [] => String::new(),
            [one] => format!(" {one}"),
            [one, rest @ ..] => format!(" {one} And {} more.", rest.len()),
        };
        workbench.announce(&format!("{summary}{more}"));
        self.said.set(Some(Said { summary, remarks }));
    }

    /// Takes a pasted text if it is a `.env` one. Any other is the field's own.
    pub fn pasted(self, event: &web_sys::Event, row: usize) {
        let Some(text) = pasted_text(event) else { return };
        if DotEnv::is_one(&text) {
            event.prevent_default();
            self.add(&text, Some(row));
        }
    }

    /// The button that opens the place for a text.
    pub fn button(self) -> AnyView {
        let id = self.id();
        view! {
            <button
                type="button"
                class="button small"
                aria-expanded=move || self.is_open.get().to_string()
                on:click=move |_| {
                    let is_open = !self.is_open.get_untracked();
                    self.is_open.set(is_open);
                    if is_open {
                        super::focus_soon(id.clone());
                    }
                }
            >
                "Paste .env"
            </button>
        }
        .into_any()
    }

    fn id(self) -> String {
        format!("{}-env", self.slot.element_id())
    }

    fn close(self) {
        self.is_open.set(false);
        super::focus_soon(format!("{}-add", self.slot.element_id()));
    }

    /// The place for a text, while it is open, and what became of the last one.
    pub fn view(self) -> AnyView {
        view! {
            {shown(move || self.is_open.get(), move || self.place())}
            {move || self.said.get().map(|said| view! {
                <div class="read">
                    <p>{said.summary}</p>
                    {said.remarks.into_iter().map(|remark| view! { <p class="is-remark">{remark}</p> }).collect_view()}
                    <button type="button" class="icon-button" aria-label="Dismiss what was read" title="Dismiss" on:click=move |_| {
                        self.said.set(None);
                        super::focus_soon(format!("{}-add", self.slot.element_id()));
                    }>
                        {icon::close()}
                    </button>
                </div>
            })}
        }
        .into_any()
    }

    fn place(self) -> AnyView {
        let id = self.id();
        let found = Memo::new(move |_| {
            let (parsed, additions) = self.text.with(|text| self.look(text));
            let mut lines = additions.remarks(&parsed);
            if !(parsed.variables.is_empty() && lines.is_empty()) {
                lines.insert(0, would(&additions));
            }
            (lines, additions.is_empty())
        });
        view! {
            <div class="field paste">
                <div class="label"><label for=id.clone()>".env text"</label></div>
                <textarea
                    class="is-code"
                    id=id.clone()
                    rows="6"
                    spellcheck="false"
                    placeholder="# lines of NAME=value\nDB_HOST=db.internal"
                    aria-describedby=format!("{id}-found")
                    prop:value=move || self.text.get()
                    on:input:target=move |event| self.text.set(event.target().value())
                ></textarea>
                <div class="message" id=format!("{id}-found")>
                    {move || found.with(|(lines, _)| lines.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view())}
                </div>
                <button
                    type="button"
                    class="button small"
                    disabled=move || found.with(|(_, is_empty)| *is_empty)
                    on:click=move |_| {
                        let text = self.text.try_update(std::mem::take).unwrap_or_default();
                        self.add(&text, None);
                        self.close();
                    }
                >
                    "Add these variables"
                </button>
                <button type="button" class="button small" on:click=move |_| self.close()>"Cancel"</button>
            </div>
        }
        .into_any()
    }
}

/// What a text would do, before it is done.
fn would(additions: &Additions) -> String {
    format!("This text: {}", additions.summary())
}

/// The text on the clipboard at a paste.
fn pasted_text(event: &web_sys::Event) -> Option<String> {
    let data = js_sys::Reflect::get(event, &JsValue::from_str("clipboardData")).ok()?;
    data.dyn_into::<web_sys::DataTransfer>().ok()?.get_data("text/plain").ok()
}
