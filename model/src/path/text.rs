//! Paths as people read and write them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Path, Segment};

/// Why a text is not a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a path: {reason}")]
pub struct ParsePathError {
    text: String,
    reason: &'static str,
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Writes `text` between double quotes, with `"` and `\` escaped by a backslash.
fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{character}")?;
    }
    f.write_str("\"")
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) => {
                    if depth > 0 {
                        f.write_str(".")?;
                    }
                    if is_plain(key) { f.write_str(key)? } else { write_quoted(f, key)? }
                }
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Named(name) => {
                    f.write_str("[")?;
                    if is_plain(name) && !name.bytes().all(|byte| byte.is_ascii_digit()) {
                        f.write_str(name)?;
                    } else {
                        write_quoted(f, name)?;
                    }
                    f.write_str("]")?;
                }
            }
        }
        Ok(())
    }
}

impl FromStr for Path {
    type Err = ParsePathError;

    fn from_str(text: &str) -> Result<Self, ParsePathError> {
        let fail = |reason| ParsePathError { text: text.to_owned(), reason };
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (segment, after) = if inner.starts_with('"') {
                    let (name, after) =
                        unquote(inner).ok_or_else(|| fail("a quote is not closed"))?;
                    (Segment::Named(Cow::Owned(name)), after)
                } else {
                    let (name, _) =
                        inner.split_once(']').ok_or_else(|| fail("`[` is not closed"))?;
                    let segment = match name.parse() {
                        Ok(index) => Segment::Index(index),
                        Err(_) if name.is_empty() => return Err(fail("`[]` selects nothing")),
                        Err(_) => Segment::Named(Cow::Owned(name.to_owned())),
                    };
                    (segment, inner.get(name.len()..).unwrap_or_default())
                };
                segments.push(segment);
                rest = after.strip_prefix(']').ok_or_else(|| fail("`[` is not closed"))?;
                continue;
            }
            if !segments.is_empty() {
                rest = rest
                    .strip_prefix('.')
                    .ok_or_else(|| fail("`.` is missing between two keys"))?;
            }
            if rest.starts_with('"') {
                let (key, after) = unquote(rest).ok_or_else(|| fail("a quote is not closed"))?;
                segments.push(Segment::Key(Cow::Owned(key)));
                rest = after;
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, after) = rest.split_at(end);
                if key.is_empty() {
                    return Err(fail("a key is empty"));
                }
                segments.push(Segment::Key(Cow::Owned(key.to_owned())));
                rest = after;
            }
        }
        Ok(Self(segments))
    }
}

/// Reads a quoted text from the start of `text`; also gives what follows it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut characters = text.strip_prefix('"')?.char_indices();
    while let Some((offset, character)) = characters.next() {
        match character {
            '"' => return Some((name, text.get(offset + 2..)?)),
            '\\' => name.push(characters.next()?.1),
            _ => name.push(character),
        }
    }
    None
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
