//! The names that ECS takes for families, containers and volumes.

use crate::path::Path;
use crate::text::number;

use super::Context;

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

/// Whether an object stands at a path, so that what it lacks is missing: an expression that stands for it may
/// have it.
pub(super) fn is_object(cx: &Context<'_>, path: &Path) -> bool {
    path.get(&cx.subject().body).is_some_and(serde_json::Value::is_object)
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
