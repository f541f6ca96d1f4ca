//! A field of a form: label, control, what is wrong with it.

use std::sync::Arc;

use bayplan_model::catalogue::{Control, Entry, Group};
use bayplan_model::diagnostic::Diagnostic;
use bayplan_model::ecs::shape::{Allowed, Type};
use bayplan_model::ecs::{self};
use bayplan_model::path::Path;
use bayplan_model::quantity::Unit;
use bayplan_model::record::{Provenance, RecordId};
use leptos::prelude::*;

use super::slot::Slot;
use super::{command, control, list, table};
use crate::view::{fix_buttons, shown};
use crate::workbench::Workbench;

/// A field of the catalogue.
#[component]
pub fn Field(record: RecordId, path: Path, entry: Entry) -> impl IntoView {
    let workbench = Workbench::expect();
    let slot = Slot::new(workbench, &record, &path);
    let described = ecs::describe(record.kind(), &path);
    let kind = described.map_or(Type::Any, |(kind, _)| kind);
    let allowed = described
        .and_then(|(_, member)| member)
        .map_or(Allowed::Anything, |member| member.constraint.allowed);
    let control = match (kind, entry.info.control, allowed) {
        (Type::Structure(_), ..) => {
            return part(entry, list::structure(slot).into_any()).into_any();
        }
        (Type::List(Type::Structure(members)), ..) => {
            let rows = if table::is_pairs(members) {
                table::pairs(slot, members).into_any()
            } else {
                list::elements(slot).into_any()
            };
            return part(entry, rows).into_any();
        }
        (Type::Texts, ..) => return part(entry, table::map(slot).into_any()).into_any(),
        (Type::Text, Some(Control::Reference { kind, attribute }), _) => {
            control::reference(slot, kind, attribute).into_any()
        }
        (Type::List(Type::Text), Some(Control::Reference { kind, attribute }), _) => {
            control::reference_list(slot, kind, attribute).into_any()
        }
        (Type::List(Type::Text), _, Allowed::OneOf(values)) => {
            control::choices(slot, values).into_any()
        }
        (Type::List(Type::Text), Some(Control::CommandLine), _) => {
            let is_check = entry.section.group == Group::Health;
            if is_check { command::health_check(slot) } else { command::words(slot) }
        }
        (Type::List(_), ..) => control::lines(slot).into_any(),
        (Type::Text, _, Allowed::OneOf(values)) => {
            control::choice(slot, values, entry.info.default).into_any()
        }
        (Type::Flag, ..) => control::flag(slot, entry.info.default).into_any(),
        (Type::Any, ..) => control::json(slot).into_any(),
        (kind, ..) => control::text(slot, kind, entry).into_any(),
    };
    frame(slot, entry, control).into_any()
}

/// Shows the help of a list or structure while something in it has focus that has no help of its own.
fn part(entry: Entry, body: AnyView) -> impl IntoView {
    let help = move |event: web_sys::FocusEvent| {
        event.stop_propagation();
        super::set_help(entry);
    };
    view! { <div class="part-of" on:focusin=help>{body}</div> }
}

/// Label, marks and problems around a control.
fn frame(slot: Slot, entry: Entry, control: AnyView) -> impl IntoView {
    let shown = Memo::new(move |_| slot.shown_problems());
    let worst =
        Memo::new(move |_| shown.with(|shown| shown.first().map(|problem| problem.severity)));
    let id = slot.element_id();
    view! {
        <div
            class="field"
            class:is-override=move || slot.provenance.get() == Provenance::Override
            class:is-error=move || worst.get() == Some(bayplan_model::diagnostic::Severity::Error)
            class:is-warning=move || worst.get() == Some(bayplan_model::diagnostic::Severity::Warning)
            on:focusin=move |event| {
                event.stop_propagation();
                slot.is_quiet.set(slot.problems.with_untracked(Vec::is_empty));
                super::set_help(entry);
            }
            on:focusout=move |_| {
                slot.is_quiet.set(false);
                slot.workbench().close_group();
            }
        >
            <div class="label">
                <label for=id.clone()>{slot.label()}</label>
                <OverrideMark of=slot/>
                <span class="hint">{move || hint(slot, entry)}</span>
            </div>
            {control}
            <Problems problems=shown id=format!("{id}-problems")/>
        </div>
    }
}

/// The unit, and the amount in other words where they say more; the default while nothing is set.
fn hint(slot: Slot, entry: Entry) -> String {
    if slot.provenance.get() == Provenance::Default
        && let Some(default) = entry.info.default
    {
        return format!("default: {}", amount(default, entry.info.unit));
    }
    let Some(unit) = entry.info.unit else { return String::new() };
    let words = slot.text().parse().ok().and_then(|amount| Unit::named(unit)?.words(amount));
    words.map_or_else(|| unit.to_owned(), |words| format!("{unit} = {words}"))
}

/// A number with its unit, such as the default `30`; what is said in words already stays.
fn amount(text: &str, unit: Option<&str>) -> String {
    match (unit, text.parse::<i64>()) {
        (Some("%"), Ok(_)) => format!("{text} %"),
        (Some(unit), Ok(amount)) => match Unit::named(unit).and_then(|unit| unit.words(amount)) {
            Some(words) => format!("{text} {unit} = {words}"),
            None => format!("{text} {unit}"),
        },
        _ => text.to_owned(),
    }
}

/// Says that the environment on screen has a value of its own, and takes it back.
#[component]
pub fn OverrideMark(of: Slot) -> impl IntoView {
    let slot = of;
    let is_override =
        Memo::new(move |_| slot.provenance.get() == Provenance::Override && !slot.goes_with_more());
    view! {
        {shown(move || is_override.get(), move || view! {
            <span class="tag">{move || slot.workbench().environment.get().to_string()} " only"</span>
            <button
                type="button"
                class="reset"
                aria-label=format!("Reset {}", slot.label())
                on:click=move |_| slot.reset()
            >
                "Reset"
            </button>
        })}
    }
}

/// What is wrong with a field, and the buttons that end it.
#[component]
pub fn Problems(
    #[prop(into)] problems: Signal<Vec<Arc<Diagnostic>>>,
    #[prop(into)] id: String,
) -> impl IntoView {
    let workbench = Workbench::expect();
    view! {
        <div class="problems" id=id>
            {move || {
                problems
                    .get()
                    .into_iter()
                    .map(|problem| {
                        view! {
                            <div class=format!("message is-{}", problem.severity.name())>
                                <p title=problem.help.clone()>{problem.message.clone()}</p>
                                {fix_buttons(workbench, &problem.fixes)}
                            </div>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn defaults_say_their_unit() {
        for (text, unit, said) in [
            ("30", Some("seconds"), "30 seconds"),
            ("300", Some("seconds"), "300 seconds = 5 min"),
            ("100", Some("%"), "100 %"),
            ("the task's memory", Some("MiB"), "the task's memory"),
            ("yes", None, "yes"),
        ] {
            assert_eq!(amount(text, unit), said);
        }
    }
}
