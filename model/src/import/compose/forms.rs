//! The forms in which Compose takes one thing: a text or a list, a list of `NAME=value` or an object.

use serde_json::Value;

/// A scalar as text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// One text, or a list of them.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) => elements.iter().filter_map(text).collect(),
        other => text(other).into_iter().collect(),
    }
}

/// `NAME=value` in a list, or an object; `None` for a name without a value.
pub(super) fn pairs(value: &Value, separators: &[char]) -> Vec<(String, Option<String>)> {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), text(value))).collect()
        }
        Value::Array(elements) => elements
            .iter()
            .filter_map(text)
            .map(|pair| match pair.split_once(separators) {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (pair, None),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The parts of a text between colons, but for those inside `${…}`.
pub(super) fn colon_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => {
                parts.extend(text.get(from..offset));
                from = offset + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(from..));
    parts
}

/// A whole number where the text is one, else the text: an expression stays one.
pub(super) fn integer(text: &str) -> Value {
    text.trim().parse::<i64>().map_or_else(|_| Value::String(text.to_owned()), Value::from)
}
