//! Names with values: environment variables, secrets, tags, log options, labels.

use bayplan_model::catalogue::{self, LogOption};
use bayplan_model::ecs::shape::{Member, Type};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::field::{OverrideMark, Problems};
use super::rows::row_keys;
use super::slot::{Slot, plain};
use super::variables::{List, Reader, move_button};
use crate::icon;
use crate::view::{rows, shown};

/// Whether structures of these members are pairs of two texts.
pub fn is_pairs(members: &[Member]) -> bool {
    matches!(
        members,
        [a, b] if matches!((a.kind, b.kind), (Type::Text, Type::Text))
            && matches!(a.key, "name" | "key" | "namespace" | "hostname")
    )
}

/// A list of two-member structures, as rows.
pub fn pairs(slot: Slot, members: &'static [Member]) -> AnyView {
    let (first, second) = match members {
        [first, second, ..] => (first.key, second.key),
        _ => return ().into_any(),
    };
    let count = Memo::new(move |_| {
        slot.value.with(|value| value.as_ref().and_then(Value::as_array).map_or(0, Vec::len))
    });
    let keys = row_keys(slot);
    let add = move |_| {
        let mut element = Map::new();
        element.insert(first.into(), "".into());
        element.insert(second.into(), "".into());
        let index = count.get_untracked();
        slot.push(Value::Object(element));
        super::focus_soon(super::slot::element_id(
            &slot.record(),
            &slot.path().index(index).key(first),
        ));
    };
    let second_label = match second {
        "valueFrom" => "ARN or parameter name",
        "ipAddress" => "IP address",
        _ => "value",
    };
    let columns =
        Columns { first, second, second_label, list: List::of(slot), reader: Reader::of(slot) };
    let rows = view! {
        {rows(move || keys.get(), |key| *key, move |key| pair(slot, key.index, columns))}
    };
    table(slot, count, rows.into_any(), add, columns.reader)
}

/// What the rows of a list have in common.
#[derive(Clone, Copy)]
struct Columns {
    first: &'static str,
    second: &'static str,
    second_label: &'static str,
    list: Option<List>,
    reader: Option<Reader>,
}

fn pair(slot: Slot, index: usize, columns: Columns) -> impl IntoView {
    let Columns { first, second, second_label, list, reader } = columns;
    let element = slot.path().index(index);
    let own = Slot::new(slot.workbench(), &slot.record(), &element);
    let cell = move |key: &'static str, label: &'static str| {
        let cell = Slot::new(slot.workbench(), &slot.record(), &slot.path().index(index).key(key));
        view! {
            <input
                type="text"
                class="is-code"
                id=cell.element_id()
                aria-label=format!("{label} {}", index + 1)
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || (!own.is_quiet.get() && cell.is_invalid()).then_some("true")
                prop:value=move || cell.text()
                on:input:target=move |event| cell.set(event.target().value().into())
                on:paste=move |event| {
                    if let (Some(reader), true) = (reader, key == first) {
                        reader.pasted(&event, index);
                    }
                }
                on:blur=move |_| slot.workbench().close_group()
            />
        }
    };
    let name = move || {
        own.value.with(|v| v.as_ref().and_then(|v| v.get(first)).map(plain).unwrap_or_default())
    };
    let first_slot =
        Slot::new(slot.workbench(), &slot.record(), &slot.path().index(index).key(first));
    let second_slot =
        Slot::new(slot.workbench(), &slot.record(), &slot.path().index(index).key(second));
    let problems = Memo::new(move |_| {
        let mut all = own.problems.get();
        all.extend(first_slot.problems.get());
        all.extend(second_slot.problems.get());
        all
    });
    let shown = Memo::new(move |_| if own.is_quiet.get() { Vec::new() } else { problems.get() });
    view! {
        <div class="pair-of">
            <div
                class="pair"
                class:has-move=list.is_some()
                on:focusin=move |_| own.is_quiet.set(problems.with_untracked(Vec::is_empty))
                on:focusout=move |_| own.is_quiet.set(false)
                class:is-override=move || own.provenance.get() == bayplan_model::record::Provenance::Override
            >
                {cell(first, "name")}
                {cell(second, second_label)}
                {list.map(|list| move_button(slot, list, index, name))}
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove {}", name())
                    title="Remove"
                    on:click=move |_| own.remove()
                >
                    {icon::bin()}
                </button>
            </div>
            <Problems problems=shown id=format!("{}-problems", own.element_id())/>
        </div>
    }
}

/// An object of texts, as rows. A row's name is committed on leaving it, since two rows may for a moment be
/// called alike while one is typed.
pub fn map(slot: Slot) -> AnyView {
    let entries = Memo::new(move |_| -> Vec<(String, String)> {
        slot.value.with(|value| {
            value
                .as_ref()
                .and_then(Value::as_object)
                .map(|members| {
                    members.iter().map(|(key, value)| (key.clone(), plain(value))).collect()
                })
                .unwrap_or_default()
        })
    });
    let count = Memo::new(move |_| entries.with(Vec::len));
    let keys = row_keys(slot);
    let add = move |_| {
        let mut members = current(slot);
        let name = (1..)
            .map(|n| if n == 1 { "option".to_owned() } else { format!("option-{n}") })
            .find(|name| !members.contains_key(name))
            .unwrap_or_default();
        members.insert(name, "".into());
        slot.set(Value::Object(members));
        slot.workbench().close_group();
    };
    let rows = view! {
        {rows(move || keys.get(), |key| *key, move |key| map_row(slot, entries, key.index))}
    };
    let offers = log_options(slot, entries);
    view! { {table(slot, count, rows.into_any(), add, None)} {offers} }.into_any()
}

/// For a log driver's options, those of the driver that are not set: chosen, one is added.
fn log_options(slot: Slot, entries: Memo<Vec<(String, String)>>) -> Option<AnyView> {
    let path = slot.path();
    let around = path.parent()?;
    let is_of_driver = path.to_string().ends_with("logConfiguration.options");
    let driver = is_of_driver
        .then(|| Slot::new(slot.workbench(), &slot.record(), &around.key("logDriver")))?;
    let offered = Memo::new(move |_| {
        let all = catalogue::log_options(&driver.text());
        entries.with(|set| {
            let is_free = |option: &&LogOption| set.iter().all(|(key, _)| key != option.key);
            all.iter().filter(is_free).copied().collect::<Vec<LogOption>>()
        })
    });
    let choose = move |key: &str| {
        let chosen = offered.with_untracked(|all| all.iter().find(|it| it.key == key).copied());
        let Some(chosen) = chosen else { return };
        slot.set_member(chosen.key, chosen.usual.into());
        slot.workbench().close_group();
        super::focus_soon(super::slot::element_id(&slot.record(), &slot.path().key(chosen.key)));
    };
    let label = move || format!("Add an option of {}", driver.text());
    Some(shown(
        move || offered.with(|all| !all.is_empty()),
        move || {
            view! {
                <div class="field">
                    <select
                        aria-label=label
                        on:change:target=move |event| {
                            let select = event.target();
                            let key = select.value();
                            select.set_value("");
                            choose(&key);
                        }
                    >
                        <option value="" selected=true>{move || format!("{}…", label())}</option>
                        {move || offered.get().into_iter().map(|option| view! {
                            <option value=option.key>{format!("{}: {}", option.key, option.meaning)}</option>
                        }).collect_view()}
                    </select>
                </div>
            }
        },
    ))
}

fn current(slot: Slot) -> Map<String, Value> {
    slot.value.with_untracked(|value| {
        value.as_ref().and_then(Value::as_object).cloned().unwrap_or_default()
    })
}

fn map_row(slot: Slot, entries: Memo<Vec<(String, String)>>, index: usize) -> impl IntoView {
    let key = move || {
        entries.with(|entries| entries.get(index).map(|(key, _)| key.clone()).unwrap_or_default())
    };
    let value = move || {
        entries
            .with(|entries| entries.get(index).map(|(_, value)| value.clone()).unwrap_or_default())
    };
    let rename = move |input: &web_sys::HtmlInputElement| {
        let new = input.value();
        let old = untrack(key);
        let members = current(slot);
        if new == old {
            return;
        }
        if new.is_empty() || members.contains_key(&new) {
            input.set_value(&old);
            let label = slot.label();
            slot.workbench().error(&if new.is_empty() {
                format!("A name in {label} cannot be empty: it is still {old}.")
            } else {
                format!("{label} has a {new} already: this one is still {old}.")
            });
            return;
        }
        let renamed = members
            .into_iter()
            .map(|(name, value)| if name == old { (new.clone(), value) } else { (name, value) })
            .collect();
        slot.set(Value::Object(renamed));
        slot.workbench().close_group();
    };
    view! {
        <div class="pair">
            <input
                type="text"
                class="is-code"
                aria-label=format!("name {}", index + 1)
                title=key
                autocomplete="off"
                spellcheck="false"
                prop:value=key
                on:change:target=move |event| rename(&event.target())
            />
            <input
                type="text"
                class="is-code"
                id=super::slot::element_id(&slot.record(), &slot.path().key(untrack(key)))
                aria-label=format!("value {}", index + 1)
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                on:input:target=move |event| slot.set_member(&untrack(key), event.target().value().into())
                on:blur=move |_| slot.workbench().close_group()
            />
            <button
                type="button"
                class="icon-button"
                aria-label=move || format!("Remove {}", key())
                title="Remove"
                on:click=move |_| slot.remove_member(&untrack(key))
            >
                {icon::bin()}
            </button>
        </div>
    }
}

fn table(
    slot: Slot,
    count: Memo<usize>,
    rows: AnyView,
    add: impl Fn(web_sys::MouseEvent) + 'static,
    reader: Option<Reader>,
) -> AnyView {
    view! {
        <fieldset class="list pairs" class:is-map=move || slot.value.with(|value| value.as_ref().is_some_and(Value::is_object)) id=slot.element_id() tabindex="-1">
            <legend>
                {slot.label()}
                <OverrideMark of=slot/>
                <span class="hint">{move || match count.get() { 0 => "none".to_owned(), n => n.to_string() }}</span>
            </legend>
            {rows}
            <button
                type="button"
                class="button small"
                id=format!("{}-add", slot.element_id())
                aria-label=format!("Add to {}", slot.label())
                on:click=add
            >
                {icon::plus()} "Add"
            </button>
            {reader.map(|reader| view! { {reader.button()} {reader.view()} })}
            <Problems problems=slot.problems id=format!("{}-problems", slot.element_id())/>
        </fieldset>
    }
    .into_any()
}
