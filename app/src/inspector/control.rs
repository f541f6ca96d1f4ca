//! The controls for single values: text, numbers, choices, references, lists of lines, JSON.

use bayplan_model::catalogue::{self, Entry, Situation};
use bayplan_model::ecs::shape::Type;
use bayplan_model::quantity::Unit;
use bayplan_model::record::{EnvironmentName, Kind, RecordId};
use bayplan_model::reference::{Reference, has_expression};
use leptos::prelude::*;
use serde_json::Value;

use super::applies::OnFargate;
use super::draft::{Draft, Refused, Typed};
use super::slot::{Slot, plain};
use crate::actions::select_record;
use crate::icon;
use crate::view::shown;

/// A whole number, perhaps in groups of three digits: `1,024`, `1 024`. A comma elsewhere may be a decimal
/// one, and is not guessed at.
fn parse_integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let separator = [',', ' '].into_iter().find(|separator| digits.contains(*separator));
    if let Some(separator) = separator {
        let mut groups = digits.split(separator);
        let first = groups.next().unwrap_or_default();
        if !(1..=3).contains(&first.len()) || groups.any(|group| group.len() != 3) {
            return None;
        }
        return text.replace(separator, "").parse().ok();
    }
    text.parse().ok()
}

/// What was typed, as a value of a type. `Ok(None)` is nothing.
fn parse(text: &str, kind: Type, unit: Option<Unit>) -> Result<Option<Value>, &'static str> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    // An expression may stand anywhere; so may what is being typed towards one.
    if has_expression(text) {
        return Ok(Some(Value::String(trimmed.to_owned())));
    }
    match kind {
        Type::Integer => parse_integer(trimmed)
            .or_else(|| unit?.parse(trimmed))
            .map(|number| Some(number.into()))
            .ok_or("Not a whole number yet; it is not in the design."),
        // JSON wants a digit before the point, and people do not.
        Type::Number => serde_json::from_str::<Value>(&match trimmed.strip_prefix('.') {
            Some(fraction) => format!("0.{fraction}"),
            None => trimmed.to_owned(),
        })
        .ok()
        .filter(Value::is_number)
        .map(Some)
        .ok_or("Not a number yet; it is not in the design."),
        _ => Ok(Some(Value::String(text.to_owned()))),
    }
}

/// Text and numbers, with values to choose from where the catalogue offers some.
pub fn text(slot: Slot, kind: Type, entry: Entry) -> impl IntoView {
    let draft = Draft::new();
    let id = slot.element_id();
    let list_id = format!("{id}-offers");
    let offers = Memo::new(move |_| {
        let workbench = slot.workbench();
        let record = workbench.resolved(&slot.record());
        workbench.estate.with(|estate| match (estate, &record) {
            (Some(estate), Some(record)) => {
                let path = slot.path();
                entry
                    .suggestions(&Situation { estate, record, path: &path })
                    .into_iter()
                    .map(|offer| (plain(&offer.value), offer.label))
                    .collect::<Vec<_>>()
            }
            _ => Vec::new(),
        })
    });
    let numeric = matches!(kind, Type::Integer | Type::Number);
    let unit = entry.info.unit.and_then(Unit::named);
    // An amount with its unit written out becomes a number of the field's unit when it is left.
    let normalise = move || {
        // Not what undo has taken away meanwhile; nor of a field that is gone.
        let is_there = draft.with_untracked(|_| ()).is_some();
        let read = |typed: &Typed| unit?.parse(&typed.text);
        let amount = is_there.then(|| untrack(|| draft.with(slot, read))).flatten();
        if let (Type::Text, Some(Some(amount))) = (kind, amount) {
            slot.set(amount.to_string().into());
        }
    };
    // What holds where nothing stands; a sentence about it is beside the label.
    let placeholder = entry.info.default.filter(|default| !default.contains(' '));
    view! {
        <input
            type="text"
            id=id.clone()
            class:is-code=!numeric
            inputmode=(numeric && unit.is_none()).then_some("numeric")
            placeholder=placeholder
            autocomplete="off"
            spellcheck="false"
            list=move || offers.with(|offers| !offers.is_empty()).then(|| list_id.clone())
            aria-describedby=format!("{id}-problems")
            aria-invalid=move || (slot.is_invalid() || draft.refused(slot).is_some()).then_some("true")
            prop:value=move || draft.shown(slot, plain)
            on:input:target=move |event| {
                let typed = event.target().value();
                let parsed = parse(&typed, kind, unit);
                let refused = parsed.as_ref().err().copied();
                match parsed {
                    Ok(Some(value)) => slot.set(value),
                    Ok(None) => slot.remove(),
                    Err(_) => {}
                }
                draft.keep(slot, typed, refused);
            }
            on:blur=move |_| {
                normalise();
                draft.settle();
            }
        />
        {shown(move || offers.with(|offers| !offers.is_empty()), move || view! {
            <datalist id=format!("{}-offers", slot.element_id())>
                {move || {
                    offers
                        .get()
                        .into_iter()
                        .map(|(value, label)| view! { <option value=value>{label}</option> })
                        .collect_view()
                }}
            </datalist>
        })}
        <Refused of=slot draft/>
    }
}

/// One of the API's values. An expression, or a value newer than the tables, stays as it is.
pub fn choice(
    slot: Slot,
    values: &'static [&'static str],
    default: Option<&'static str>,
) -> impl IntoView {
    let options = values.iter().map(|value| ((*value).to_owned(), (*value).to_owned())).collect();
    select(slot, options, default, |text| Value::String(text.to_owned()))
}

/// Yes or no, or what holds when nothing is said.
pub fn flag(slot: Slot, default: Option<&'static str>) -> impl IntoView {
    let options =
        vec![("true".to_owned(), "yes".to_owned()), ("false".to_owned(), "no".to_owned())];
    select(slot, options, default, |text| match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        other => Value::String(other.to_owned()),
    })
}

fn select(
    slot: Slot,
    options: Vec<(String, String)>,
    default: Option<&'static str>,
    parse: fn(&str) -> Value,
) -> impl IntoView {
    let known: Vec<String> = options.iter().map(|(value, _)| value.clone()).collect();
    let other = Memo::new(move |_| {
        let text = slot.text();
        (!text.is_empty() && !known.contains(&text)).then_some(text)
    });
    let id = slot.element_id();
    // What Fargate does not take is not offered there; where it is set, it is seen.
    let on_fargate = OnFargate::expect();
    let refused = catalogue::values_refused_on_fargate(&slot.path().pattern());
    let default = default.map_or("not set".to_owned(), |default| format!("default ({default})"));
    view! {
        <select
            id=id.clone()
            aria-describedby=format!("{id}-problems")
            aria-invalid=move || slot.is_invalid().then_some("true")
            prop:value=move || slot.text()
            on:change:target=move |event| {
                let chosen = event.target().value();
                if chosen.is_empty() { slot.remove() } else { slot.set(parse(&chosen)) }
            }
        >
            <option value="" selected=move || slot.text().is_empty()>{default}</option>
            {options
                .into_iter()
                .map(|(value, label)| {
                    let own = value.clone();
                    let is_refused = refused.contains(&&*value);
                    let hidden = own.clone();
                    view! {
                        <option
                            value=value
                            selected=move || slot.text() == own
                            hidden=move || is_refused && on_fargate.get() && slot.text() != hidden
                        >
                            {label}
                        </option>
                    }
                })
                .collect_view()}
            {move || other.get().map(|text| view! { <option value=text.clone() selected=true>{text.clone()}</option> })}
        </select>
    }
}

/// Several of the API's values, as boxes to tick.
pub fn choices(slot: Slot, values: &'static [&'static str]) -> impl IntoView {
    let chosen = move || -> Vec<String> {
        slot.value.with(|value| {
            value
                .as_ref()
                .and_then(Value::as_array)
                .map(|list| list.iter().map(plain).collect())
                .unwrap_or_default()
        })
    };
    view! {
        <div class="boxes" id=slot.element_id() role="group" aria-label=slot.label() tabindex="-1">
            {values
                .iter()
                .map(|value| {
                    view! {
                        <label class="box">
                            <input
                                type="checkbox"
                                prop:checked=move || chosen().iter().any(|one| one == value)
                                on:change:target=move |event| {
                                    let mut list = untrack(chosen);
                                    if event.target().checked() {
                                        list.push((*value).to_owned());
                                    } else {
                                        list.retain(|one| one != value);
                                    }
                                    if list.is_empty() { slot.remove() } else { slot.set(list.into()) }
                                }
                            />
                            {*value}
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The records of a kind, as the design writes references to them.
fn candidates(slot: Slot, kind: Kind, attribute: Option<&'static str>) -> Vec<(String, String)> {
    slot.workbench().estate.with(|estate| {
        estate
            .iter()
            .flat_map(|estate| estate.records())
            .filter(|record| record.id.kind() == kind)
            .map(|record| {
                let reference = Reference {
                    record: record.id.clone(),
                    attribute: attribute.map(str::to_owned),
                };
                (reference.to_string(), record.display_name().to_owned())
            })
            .collect()
    })
}

/// Another record, or an ARN, an id or an expression in its place.
pub fn reference(slot: Slot, kind: Kind, attribute: Option<&'static str>) -> impl IntoView {
    let options = Memo::new(move |_| candidates(slot, kind, attribute));
    // What stands there now is text of another kind, or a person asked to type one.
    let typing = RwSignal::new(false);
    let is_text = Memo::new(move |_| {
        typing.get() || {
            let text = slot.text();
            !text.is_empty() && Reference::parse(&text).is_none()
        }
    });
    let target: Memo<Option<RecordId>> = Memo::new(move |_| {
        let reference = Reference::parse(&slot.text())?;
        slot.workbench().resolved(&reference.record).map(|record| record.id.clone())
    });
    let dangling = Memo::new(move |_| {
        let text = slot.text();
        (Reference::parse(&text).is_some()
            && options.with(|o| o.iter().all(|(value, _)| *value != text)))
        .then_some(text)
    });
    let id = StoredValue::new(slot.element_id());
    let draft = Draft::new();
    view! {
        <div class="reference">
            {move || {
                if is_text.get() {
                    view! {
                        <input
                            type="text"
                            class="is-code"
                            id=id.get_value()
                            autocomplete="off"
                            spellcheck="false"
                            placeholder="ARN, id or ${expression}"
                            aria-describedby=format!("{}-problems", id.get_value())
                            aria-invalid=move || slot.is_invalid().then_some("true")
                            prop:value=move || draft.shown(slot, plain)
                            on:input:target=move |event| {
                                let typed = event.target().value();
                                typing.set(true);
                                if typed.trim().is_empty() { slot.remove() } else { slot.set(typed.trim().into()) }
                                draft.keep(slot, typed, None);
                            }
                            on:blur=move |_| draft.settle()
                        />
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=format!("Choose a {} of the design", kind.label())
                            title=format!("Choose a {} of the design", kind.label())
                            on:click=move |_| {
                                typing.set(false);
                                draft.clear();
                                slot.remove();
                            }
                        >
                            {icon::close()}
                        </button>
                    }
                        .into_any()
                } else {
                    view! {
                        <select
                            id=id.get_value()
                            aria-describedby=format!("{}-problems", id.get_value())
                            aria-invalid=move || slot.is_invalid().then_some("true")
                            prop:value=move || slot.text()
                            on:change:target=move |event| {
                                match event.target().value().as_str() {
                                    "" => slot.remove(),
                                    "?" => {
                                        typing.set(true);
                                        super::focus_soon(id.get_value());
                                    }
                                    chosen => slot.set(chosen.into()),
                                }
                            }
                        >
                            <option value="" selected=move || slot.text().is_empty()>"none"</option>
                            {move || {
                                options
                                    .get()
                                    .into_iter()
                                    .map(|(value, label)| {
                                        let own = value.clone();
                                        view! { <option value=value selected=move || slot.text() == own>{label}</option> }
                                    })
                                    .collect_view()
                            }}
                            {move || dangling.get().map(|text| {
                                view! { <option value=text.clone() selected=true>{format!("{text} (missing)")}</option> }
                            })}
                            <option value="?">"An ARN, id or expression…"</option>
                        </select>
                    }
                        .into_any()
                }
            }}
            {move || target.get().map(|id| {
                let label = format!("Go to {}", id.name());
                view! {
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=label.clone()
                        title=label
                        on:click=move |_| select_record(slot.workbench(), id.clone())
                    >
                        {icon::external()}
                    </button>
                }
            })}
        </div>
    }
}

/// A list that is one record's attribute, or lines of ids and expressions.
pub fn reference_list(slot: Slot, kind: Kind, attribute: Option<&'static str>) -> impl IntoView {
    let options = Memo::new(move |_| candidates(slot, kind, attribute));
    let only = move || -> Option<String> {
        slot.value.with(|value| match value.as_ref()?.as_array()?.as_slice() {
            [Value::String(text)] => Reference::parse(text).map(|_| text.clone()),
            _ => None,
        })
    };
    let typing = RwSignal::new(false);
    let is_lines =
        Memo::new(move |_| typing.get() || (only().is_none() && slot.value.with(Option::is_some)));
    let id = StoredValue::new(slot.element_id());
    view! {
        <div class="reference">
            <select
                id=move || if is_lines.get() { format!("{}-from", id.get_value()) } else { id.get_value() }
                aria-label=move || is_lines.get().then(|| format!("{}: where from", slot.label()))
                prop:value=move || if is_lines.get() { "?".to_owned() } else { only().unwrap_or_default() }
                on:change:target=move |event| {
                    match event.target().value().as_str() {
                        "" => {
                            typing.set(false);
                            slot.remove();
                        }
                        "?" => typing.set(true),
                        chosen => {
                            typing.set(false);
                            slot.set(Value::Array(vec![chosen.into()]));
                        }
                    }
                }
            >
                <option value="" selected=move || !is_lines.get() && only().is_none()>"none"</option>
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(value, label)| {
                            let own = value.clone();
                            view! {
                                <option value=value selected=move || !is_lines.get() && only().as_ref() == Some(&own)>
                                    {format!("of {label}")}
                                </option>
                            }
                        })
                        .collect_view()
                }}
                <option value="?" selected=move || is_lines.get()>"ids or expressions…"</option>
            </select>
        </div>
        {shown(move || is_lines.get(), move || lines(slot))}
    }
}

/// A list of strings: one a line, or JSON when lines would not say the same.
pub fn lines(slot: Slot) -> impl IntoView {
    or_json(slot, is_lines, |slot| text_lines(slot).into_any())
}

/// A control for the values that fit it, and JSON for all others, so that nothing is lost.
pub fn or_json(slot: Slot, fits: fn(&Value) -> bool, control: fn(Slot) -> AnyView) -> AnyView {
    // What is being typed never changes the control under the person's hands: JSON stays JSON.
    let needs_json = Memo::new(move |before: Option<&(EnvironmentName, bool)>| {
        let environment = slot.workbench().environment.get();
        let was = before.is_some_and(|(other, was)| *was && *other == environment);
        let does_fit = slot.value.with(|value| value.as_ref().is_none_or(fits));
        (environment, was || !does_fit)
    });
    let needs_json = Memo::new(move |_| needs_json.get().1);
    (move || if needs_json.get() { json(slot).into_any() } else { control(slot) }).into_any()
}

/// Whether a value is a list of strings that lines say without loss.
fn is_lines(value: &Value) -> bool {
    let Value::Array(list) = value else { return false };
    list.iter().all(|element| {
        element.as_str().is_some_and(|text| !text.is_empty() && !text.contains(['\n', '\r']))
    })
}

fn text_lines(slot: Slot) -> impl IntoView {
    let draft = Draft::new();
    let id = slot.element_id();
    fn as_lines(value: &Value) -> String {
        match value {
            Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join("\n"),
            other => plain(other),
        }
    }
    let rows = move || {
        let count = slot.value.with(|v| v.as_ref().and_then(Value::as_array).map_or(0, Vec::len));
        (count + 1).clamp(2, 8).to_string()
    };
    view! {
        <textarea
            class="is-code"
            id=id.clone()
            rows=rows
            spellcheck="false"
            placeholder="one a line"
            aria-describedby=format!("{id}-problems")
            aria-invalid=move || slot.is_invalid().then_some("true")
            prop:value=move || draft.shown(slot, as_lines)
            on:input:target=move |event| {
                let typed = event.target().value();
                let list: Vec<Value> =
                    typed.lines().filter(|line| !line.is_empty()).map(Into::into).collect();
                if list.is_empty() { slot.remove() } else { slot.set(Value::Array(list)) }
                draft.keep(slot, typed, None);
            }
            on:blur=move |_| draft.settle()
        ></textarea>
    }
}

/// Any JSON.
pub fn json(slot: Slot) -> impl IntoView {
    let draft = Draft::new();
    fn pretty(value: &Value) -> String {
        format!("{value:#}")
    }
    view! {
        <textarea
            class="is-code"
            id=slot.element_id()
            rows="4"
            spellcheck="false"
            aria-describedby=format!("{}-problems", slot.element_id())
            aria-invalid=move || (slot.is_invalid() || draft.refused(slot).is_some()).then_some("true")
            prop:value=move || draft.shown(slot, pretty)
            on:input:target=move |event| {
                let typed = event.target().value();
                let refused = if typed.trim().is_empty() {
                    slot.remove();
                    None
                } else if let Ok(value) = serde_json::from_str::<Value>(&typed) {
                    slot.set(value);
                    None
                } else {
                    Some("Not JSON yet; it is not in the design.")
                };
                draft.keep(slot, typed, refused);
            }
            on:blur=move |_| draft.settle()
        ></textarea>
        <Refused of=slot draft/>
    }
}
