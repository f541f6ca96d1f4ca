//! Names as several rules look at them: what AWS takes as one, and names that are right.

use serde_json::Value;

use crate::ecs::shape::Text;
use crate::path::Path;
use crate::text::number;

use super::{Context, Rule};

/// What AWS takes as a name of some kind of thing.
#[derive(Debug)]
pub(super) struct Naming {
    /// The thing, with its article: "a service".
    pub(super) thing: &'static str,
    /// The characters in words: "letters, digits, - and _".
    pub(super) characters: &'static str,
    /// The characters.
    pub(super) takes: fn(char) -> bool,
    /// How many characters, at most.
    pub(super) at_most: usize,
}

impl Naming {
    /// Reports a name that AWS does not take. Says whether it did.
    pub(super) fn check(
        &self,
        cx: &mut Context<'_>,
        rule: &'static Rule,
        name: &Text,
        at: &Path,
    ) -> bool {
        let Self { thing, characters, takes, at_most } = *self;
        let Some(name) = name.text() else { return false };
        let length = name.chars().count();
        if name.is_empty() {
            cx.report(rule, at, format!("The name of {thing} is empty."))
                .help(format!("AWS takes {characters}. Give it a name."));
            return true;
        }
        if let Some(wrong) = name.chars().find(|character| !takes(*character)) {
            let help = if matches!(wrong, '{' | '}') {
                "Braces stand around a variable of the environment, and this environment has none of that name. \
                 Add the variable to the environment, or write the name out."
                    .to_owned()
            } else {
                format!("AWS takes {characters} in the name of {thing}, and refuses the rest.")
            };
            let fix = repaired(cx, at, takes, at_most);
            let report = cx
                .report(
                    rule,
                    at,
                    format!("\"{name}\" has a \"{wrong}\", which the name of {thing} cannot have."),
                )
                .help(help);
            if let Some((label, edit)) = fix {
                report.fix(label, vec![edit]);
            }
            return true;
        }
        if length > at_most {
            let (length, most) = (count(length), count(at_most));
            let fix = repaired(cx, at, takes, at_most);
            let message = format!(
                "\"{name}\" has {length} characters, and the name of {thing} has at most {most}."
            );
            let report = cx.report(rule, at, message).help(
                "AWS refuses a longer one. What placeholders stand for counts as well: shorten the rest.",
            );
            if let Some((label, edit)) = fix {
                report.fix(label, vec![edit]);
            }
            return true;
        }
        false
    }

    /// Reports a name with a hyphen at its start or end, where AWS takes none there.
    pub(super) fn check_ends(
        &self,
        cx: &mut Context<'_>,
        rule: &'static Rule,
        name: &str,
        at: &Path,
    ) {
        if !name.starts_with('-') && !name.ends_with('-') {
            return;
        }
        let written = at.get(&cx.subject().overlay).and_then(Value::as_str).unwrap_or_default();
        let right = written.trim_matches('-');
        let edit = cx.set(at, right);
        cx.report(rule, at, format!("\"{name}\" has a hyphen at its end."))
            .help(format!(
                "AWS takes hyphens only between letters and digits in the name of {}.",
                self.thing
            ))
            .fix(format!("Call it {right}"), vec![edit]);
    }
}

fn count(characters: usize) -> String {
    number(i64::try_from(characters).unwrap_or(i64::MAX))
}

/// The name as it was written, with `-` for what AWS does not take, and cut to what it takes. Placeholders
/// stay; a name with placeholders that is too long is left to people.
fn repaired(
    cx: &Context<'_>,
    at: &Path,
    takes: fn(char) -> bool,
    at_most: usize,
) -> Option<(String, crate::edit::Edit)> {
    let written = at.get(&cx.subject().overlay)?.as_str()?;
    let filled = at.get(&cx.subject().body)?.as_str()?;
    let placeholders = written != filled;
    if filled.contains(['{', '}']) || (placeholders && filled.chars().count() > at_most) {
        return None;
    }
    let keeps = |c: char| takes(c) || (placeholders && matches!(c, '{' | '}'));
    let name: String = written.chars().map(|c| if keeps(c) { c } else { '-' }).collect();
    let name: String = if placeholders { name } else { name.chars().take(at_most).collect() };
    let name = name.trim_matches('-');
    (!name.is_empty()).then(|| (format!("Call it {name}"), cx.set(at, name)))
}

/// How many characters ECS takes in most names.
const MOST: usize = 255;

/// Whether another tool fills something into a text before it registers the task definition: `{{ … }}` of
/// templates, or `<…>` for people to replace. Nothing is known about it then.
pub(super) fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains('<')
}

/// Whether a text is 1 to 255 letters, digits, hyphens and underscores, or may become so.
pub(super) fn is_name(text: &str) -> bool {
    is_template(text) || (1..=MOST).contains(&text.len()) && text.bytes().all(is_name_byte)
}

const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// A name made of any text: what ECS would not take becomes one hyphen. `None` when nothing is left.
pub(super) fn clean_name(text: &str) -> Option<String> {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
            cleaned.push(c);
        } else if !cleaned.ends_with('-') {
            cleaned.push('-');
        }
    }
    cleaned.truncate(MOST);
    let cleaned = cleaned.trim_matches('-');
    (!cleaned.is_empty()).then(|| cleaned.to_owned())
}

/// What is wrong with a name: it is empty, too long, or has a character that it must not have.
pub(super) fn name_message(what: &str, text: &str) -> String {
    if text.is_empty() {
        return format!("The {what} is empty.");
    }
    match text.chars().find(|c| !c.is_ascii() || !is_name_byte(*c as u8)) {
        Some(' ') => format!("The {what} \"{text}\" has a space in it."),
        Some(c) => format!("The {what} \"{text}\" has a \"{c}\" in it."),
        None => {
            let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
            format!("The {what} has {} characters, and ECS takes 255 at most.", number(length))
        }
    }
}
