//! `${VARIABLE}` in a Compose file: the default where there is one, else a variable of Terraform.
//!
//! Compose specification, "Interpolation". Keys are not interpolated.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::piece::{Part, Piece};

/// How deep defaults may hold variables with defaults.
const DEEPEST: usize = 8;

/// The variables of a file, and what was read for them.
#[derive(Debug, Default)]
pub(super) struct Variables {
    /// Those with a default, which was read.
    pub(super) defaults: BTreeMap<String, String>,
    /// Those without one.
    pub(super) open: BTreeMap<String, ()>,
    /// Those whose text is there only if they are set.
    pub(super) optional: BTreeMap<String, ()>,
}

impl Variables {
    /// Replaces the variables in every text of a document.
    pub(super) fn fill(&mut self, members: &mut Map<String, Value>) {
        members.values_mut().for_each(|value| self.fill_value(value));
    }

    fn fill_value(&mut self, value: &mut Value) {
        match value {
            Value::String(text) if text.contains('$') => {
                let parts = self.parts(text, 0);
                if let Some(filled) = Piece::of_parts(parts).into_value() {
                    *value = filled;
                }
            }
            Value::Array(elements) => {
                elements.iter_mut().for_each(|value| self.fill_value(value));
            }
            Value::Object(members) => self.fill(members),
            _ => {}
        }
    }

    fn parts(&mut self, text: &str, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            parts.push(Part::Literal(before.to_owned()));
            rest = after;
            if let Some(after) = rest.strip_prefix('$') {
                parts.push(Part::Literal("$".to_owned()));
                rest = after;
            } else if let Some(inner) = rest.strip_prefix('{') {
                let Some(length) = inner_length(inner) else {
                    // Never closed: none of what follows is either.
                    parts.push(Part::Literal(format!("${rest}")));
                    return parts;
                };
                let expression = inner.get(..length).unwrap_or_default();
                match self.braced(expression, depth) {
                    Some(more) => parts.extend(more),
                    None => parts.push(Part::Literal(format!("${{{expression}}}"))),
                }
                rest = inner.get(length + 1..).unwrap_or_default();
            } else {
                let name = name(rest);
                if name.is_empty() {
                    parts.push(Part::Literal("$".to_owned()));
                } else {
                    parts.push(self.open(name));
                    rest = rest.get(name.len()..).unwrap_or_default();
                }
            }
        }
        parts.push(Part::Literal(rest.to_owned()));
        parts
    }

    /// What stands between `${` and `}`; `None` for what is no variable.
    fn braced(&mut self, inner: &str, depth: usize) -> Option<Vec<Part>> {
        let name = name(inner);
        let operator = inner.get(name.len()..)?;
        if name.is_empty() || depth >= DEEPEST {
            return None;
        }
        let (sign, argument) = match operator.strip_prefix(':') {
            Some(rest) => (rest.chars().next(), rest.get(1..)),
            None => (operator.chars().next(), operator.get(1..)),
        };
        Some(match (sign, argument) {
            (None, _) if operator.is_empty() => vec![self.open(name)],
            (Some('?'), _) => vec![self.open(name)],
            (Some('-'), Some(default)) => {
                self.defaults.insert(name.to_owned(), default.to_owned());
                self.parts(default, depth + 1)
            }
            (Some('+'), Some(_)) => {
                self.optional.insert(name.to_owned(), ());
                Vec::new()
            }
            _ => return None,
        })
    }

    /// A variable without a value.
    pub(super) fn open(&mut self, name: &str) -> Part {
        self.open.insert(name.to_owned(), ());
        Part::Code(format!("var.{name}"))
    }
}

/// The name of a variable that a text starts with.
fn name(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let name = text.get(..end).unwrap_or_default();
    if name.starts_with(|c: char| c.is_ascii_digit()) { "" } else { name }
}

/// How many bytes come before the `}` that closes the variable.
fn inner_length(inner: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut after_dollar = false;
    for (offset, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' if after_dollar => depth += 1,
            b'}' if depth == 0 => return Some(offset),
            b'}' => depth -= 1,
            _ => {}
        }
        after_dollar = byte == b'$';
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn variables_are_filled() {
        for (text, filled) in [
            ("nginx:${TAG}", "nginx:${var.TAG}"),
            ("$TAG-x", "${var.TAG}-x"),
            ("${TAG:-latest}", "latest"),
            ("${TAG-${OTHER:-1}}", "1"),
            ("${TAG:?is needed}", "${var.TAG}"),
            ("a${TAG:+b}c", "ac"),
            ("$$HOME and $${HOME}", "$HOME and $${HOME}"),
            ("$1 costs $ 5", "$1 costs $ 5"),
            ("${open", "$${open"),
            ("${a b}", "$${a b}"),
            ("x", "x"),
        ] {
            let mut value = json!({ "a": [text] });
            Variables::default().fill(value.as_object_mut().unwrap());
            assert_eq!(value["a"][0], filled, "{text}");
        }
        let mut variables = Variables::default();
        variables.fill(json!({"a": "${A:-1} $B ${C:+x}"}).as_object_mut().unwrap());
        assert_eq!(variables.defaults.len() + variables.open.len() + variables.optional.len(), 3);
    }

    #[test]
    fn depth_and_length_are_no_trouble() {
        let mut deep = json!({"a": format!("{}x{}", "${A:-".repeat(100_000), "}".repeat(100_000))});
        Variables::default().fill(deep.as_object_mut().unwrap());
        let mut open = json!({"a": "${A:-".repeat(1_000_000)});
        Variables::default().fill(open.as_object_mut().unwrap());
    }
}
