//! References: `${…}` inside strings. One that names a record (`${cluster.main}`) is resolved by Bayplan,
//! any other (`${var.image_tag}`, `${data.aws_vpc.main.id}`) belongs to Terraform.

use std::fmt;

use crate::record::{Kind, RecordId};

/// A reference to a record of the same design, or to one of its attributes: `${network.main.subnets}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The record that is meant.
    pub record: RecordId,
    /// The attribute that is meant, or `None` for the one that the place calls for (a role's ARN, a log
    /// group's name).
    pub attribute: Option<String>,
}

impl Reference {
    /// A reference to a record.
    #[must_use]
    pub const fn to(record: RecordId) -> Self {
        Self { record, attribute: None }
    }

    /// Reads a text that is, as a whole, one reference to a record.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let inner = text.strip_prefix("${")?.strip_suffix('}')?;
        Self::parse_expression(inner)
    }

    /// Reads what stands between `${` and `}`.
    #[must_use]
    pub fn parse_expression(inner: &str) -> Option<Self> {
        let mut parts = inner.trim().splitn(3, '.');
        let kind: Kind = parts.next()?.parse().ok()?;
        let record = RecordId::new(kind, parts.next()?).ok()?;
        Some(Self { record, attribute: parts.next().map(str::to_owned) })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.attribute {
            Some(attribute) => write!(f, "${{{}.{attribute}}}", self.record),
            None => write!(f, "${{{}}}", self.record),
        }
    }
}

/// A part of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Plain text.
    Text(&'a str),
    /// What stands between `${` and its `}`.
    Expression(&'a str),
}

/// Splits a string into plain text and `${…}` expressions. Braces and quotes nest inside an expression;
/// `$${` is Terraform's escape for a plain `${`; one that is never closed is plain text.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut plain_from = 0;
    let mut search_from = 0;
    while let Some(start) = text.get(search_from..).and_then(|rest| rest.find("${")) {
        let start = search_from + start;
        if start > 0 && text.as_bytes().get(start - 1) == Some(&b'$') {
            search_from = start + 2;
            continue;
        }
        let Some(length) = text.get(start + 2..).and_then(expression_length) else { break };
        if let Some(plain) = text.get(plain_from..start).filter(|plain| !plain.is_empty()) {
            found.push(Part::Text(plain));
        }
        let end = start + 2 + length;
        found.extend(text.get(start + 2..end).map(Part::Expression));
        plain_from = end + 1;
        search_from = plain_from;
    }
    if let Some(plain) = text.get(plain_from..).filter(|plain| !plain.is_empty()) {
        found.push(Part::Text(plain));
    }
    found
}

/// Whether a string holds an expression.
#[must_use]
pub fn has_expression(text: &str) -> bool {
    text.contains("${") && parts(text).iter().any(|part| matches!(part, Part::Expression(_)))
}

/// How many bytes of `text` come before the `}` that closes the expression it starts with.
fn expression_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted && depth == 0 => return Some(offset),
            b'}' if !quoted => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_text_and_expressions() {
        use Part::{Expression, Text};
        for (text, expected) in [
            ("plain", vec![Text("plain")]),
            ("${var.a}", vec![Expression("var.a")]),
            ("a-${var.a}-b", vec![Text("a-"), Expression("var.a"), Text("-b")]),
            ("${f({a = \"}\"})}x", vec![Expression("f({a = \"}\"})"), Text("x")]),
            ("$${no}", vec![Text("$${no}")]),
            ("${open", vec![Text("${open")]),
            ("", vec![]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn only_kinds_of_record_are_references() {
        assert_eq!(Reference::parse("${var.cluster}"), None);
        assert_eq!(Reference::parse("x${cluster.main}"), None);
        let reference = Reference::parse("${network.main.subnets}").unwrap();
        assert_eq!(reference.record.to_string(), "network.main");
        assert_eq!(reference.to_string(), "${network.main.subnets}");
    }
}
