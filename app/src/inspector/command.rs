//! Commands: a line of words in place of a list, and the kinds of command that a health check has.

use bayplan_model::command_line::{parse_words, write_words};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::control::or_json;
use super::draft::{Draft, Refused};
use super::slot::{Slot, plain};

/// A command with its arguments, as words in one line; JSON when words would not say the same.
pub fn words(slot: Slot) -> AnyView {
    or_json(slot, is_words, |slot| text(slot, 0))
}

/// Whether a value is a list of strings.
fn is_words(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
}

/// The strings of a list, from one on.
fn strings(value: &Value, from: usize) -> Vec<String> {
    value.as_array().into_iter().flatten().skip(from).map(plain).collect()
}

/// A line of words: all of the list, or what follows the first element, which stays.
fn text(slot: Slot, from: usize) -> AnyView {
    let draft = Draft::new();
    let id = slot.element_id();
    let as_text: fn(&Value) -> String = if from == 0 {
        |value| write_words(&strings(value, 0))
    } else {
        |value| write_words(&strings(value, 1))
    };
    view! {
        <textarea
            class="is-code is-line"
            id=id.clone()
            rows="1"
            spellcheck="false"
            placeholder=if from == 0 { "program 'one argument' another" } else { "curl -f http://localhost/" }
            aria-label=(from > 0).then(|| format!("{}: program and arguments", slot.label()))
            aria-describedby=format!("{id}-problems")
            aria-invalid=move || (slot.is_invalid() || draft.refused(slot).is_some()).then_some("true")
            prop:value=move || draft.shown(slot, as_text)
            on:input:target=move |event| {
                let typed = event.target().value();
                let refused = match parse_words(&typed) {
                    Ok(words) if words.is_empty() && from == 0 => {
                        slot.remove();
                        None
                    }
                    Ok(words) => {
                        let mut list = slot.value.with_untracked(|now| {
                            now.as_ref().map(|now| strings(now, 0)).unwrap_or_default()
                        });
                        list.truncate(from);
                        list.extend(words);
                        slot.set(list.into());
                        None
                    }
                    Err(_) => Some("A quote or a backslash is not finished yet; this is not in the design."),
                };
                draft.keep(slot, typed, refused);
            }
            on:blur=move |_| draft.settle()
        ></textarea>
        <Refused of=slot draft/>
    }
    .into_any()
}

/// The kinds of command that a health check has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    NotSet,
    /// One line, which the container's shell reads: `CMD-SHELL`.
    Shell,
    /// A program with its arguments: `CMD`.
    Program,
    /// Anything else that somebody wrote.
    Other,
}

impl Check {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::NotSet, "", "not set"),
        (Self::Shell, "shell", "a shell line (CMD-SHELL)"),
        (Self::Program, "program", "a program and its arguments (CMD)"),
    ];

    fn of(value: Option<&Value>) -> Self {
        let Some(value) = value else { return Self::NotSet };
        if !is_words(value) {
            return Self::Other;
        }
        match (strings(value, 0).first().map(String::as_str), strings(value, 1).len()) {
            (Some("CMD-SHELL"), 1) => Self::Shell,
            (Some("CMD"), _) => Self::Program,
            _ => Self::Other,
        }
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("other", |(_, name, _)| name)
    }

    /// A command of this kind that says what another one says, as far as that can be.
    fn from(self, now: Option<&Value>) -> Option<Value> {
        let list = now.map(|now| strings(now, 0)).unwrap_or_default();
        let (head, rest) = list.split_first().map_or(("", &[][..]), |(head, rest)| (&**head, rest));
        let words = match head {
            "CMD" => rest.to_vec(),
            "CMD-SHELL" => parse_words(&rest.join(" ")).unwrap_or_else(|_| rest.to_vec()),
            _ => list.clone(),
        };
        let line = match head {
            "CMD-SHELL" => rest.join(" "),
            _ => write_words(&words),
        };
        match self {
            Self::NotSet | Self::Other => None,
            Self::Shell => Some(json!(["CMD-SHELL", line])),
            Self::Program => Some(std::iter::once("CMD".to_owned()).chain(words).collect()),
        }
    }
}

/// A health check's command.
pub fn health_check(slot: Slot) -> AnyView {
    let kind = Memo::new(move |_| slot.value.with(|value| Check::of(value.as_ref())));
    let id = StoredValue::new(slot.element_id());
    view! {
        <select
            id=move || if kind.get() == Check::NotSet { id.get_value() } else { format!("{}-kind", id.get_value()) }
            aria-label=move || (kind.get() != Check::NotSet).then(|| format!("{}: what it is", slot.label()))
            prop:value=move || kind.get().name()
            on:change:target=move |event| {
                let name = event.target().value();
                let chosen = Check::ALL.iter().find(|(_, other, _)| *other == name);
                let Some((chosen, ..)) = chosen else { return };
                match slot.value.with_untracked(|now| chosen.from(now.as_ref())) {
                    Some(value) => slot.set(value),
                    None => slot.remove(),
                }
                slot.workbench().close_group();
            }
        >
            {Check::ALL
                .iter()
                .map(|(this, name, label)| {
                    view! { <option value=*name selected=move || kind.get() == *this>{*label}</option> }
                })
                .collect_view()}
            {move || (kind.get() == Check::Other).then(|| view! {
                <option value="other" selected=true>"something else"</option>
            })}
        </select>
        {move || match kind.get() {
            Check::NotSet => ().into_any(),
            Check::Shell => shell(slot),
            Check::Program => text(slot, 1),
            Check::Other => words(slot),
        }}
    }
    .into_any()
}

/// One line for the container's shell.
fn shell(slot: Slot) -> AnyView {
    let id = slot.element_id();
    view! {
        <textarea
            class="is-code is-line"
            id=id.clone()
            rows="1"
            spellcheck="false"
            placeholder="curl -f http://localhost/ || exit 1"
            aria-label=format!("{}: shell line", slot.label())
            aria-describedby=format!("{id}-problems")
            aria-invalid=move || slot.is_invalid().then_some("true")
            prop:value=move || slot.value.with(|value| {
                value.as_ref().and_then(|value| value.get(1)).map(plain).unwrap_or_default()
            })
            on:input:target=move |event| slot.set(json!(["CMD-SHELL", event.target().value()]))
        ></textarea>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_of_a_kind() {
        for (value, kind) in [
            (json!(["CMD-SHELL", "curl -f x || exit 1"]), Check::Shell),
            (json!(["CMD-SHELL", ""]), Check::Shell),
            (json!(["CMD", "curl", "-f"]), Check::Program),
            (json!(["CMD"]), Check::Program),
            (json!(["CMD-SHELL", "a", "b"]), Check::Other),
            (json!(["curl"]), Check::Other),
            (json!(["CMD", 1]), Check::Other),
            (json!("curl"), Check::Other),
            (json!([]), Check::Other),
        ] {
            assert_eq!(Check::of(Some(&value)), kind, "{value}");
        }
        assert_eq!(Check::of(None), Check::NotSet);
    }

    #[test]
    fn another_kind_says_the_same() {
        for (now, kind, then) in [
            (json!(["CMD", "sh", "-c", "a b"]), Check::Shell, json!(["CMD-SHELL", "sh -c 'a b'"])),
            (
                json!(["CMD-SHELL", "curl -f 'a b'"]),
                Check::Program,
                json!(["CMD", "curl", "-f", "a b"]),
            ),
            (json!(["CMD-SHELL", "it's"]), Check::Program, json!(["CMD", "it's"])),
            (json!(["curl", "x"]), Check::Program, json!(["CMD", "curl", "x"])),
            (json!(["CMD-SHELL", "a", "b"]), Check::Shell, json!(["CMD-SHELL", "a b"])),
            (json!([]), Check::Shell, json!(["CMD-SHELL", ""])),
        ] {
            assert_eq!(kind.from(Some(&now)), Some(then), "{now}");
        }
        assert_eq!(Check::NotSet.from(Some(&json!(["CMD"]))), None);
        assert_eq!(Check::Program.from(None), Some(json!(["CMD"])));
    }
}
