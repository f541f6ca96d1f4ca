//! Reading JSON as people keep it: a byte-order mark, comments, commas before a closing bracket, tabs in
//! strings and keys that are there twice are read, and said; anything else that is not JSON is an error that
//! knows its place and the usual way out.
//!
//! Key order is kept. Nesting is limited, so that no text overflows the stack.

use serde_json::{Map, Value};

use crate::remark::Remark;
use crate::text::count;

use super::hint;
use super::place::Lines;
use super::syntax::{Problem, SyntaxError};

/// How deep lists and objects may nest. Real files nest less than ten deep; a saved design adds a few levels
/// of its own, and what reads it stops at 128.
pub const MAX_DEPTH: usize = 100;

/// At most this many keys that are there twice are named.
const NAMED_DUPLICATES: usize = 10;

/// Reads a text of one document, and says what it holds that is not quite JSON.
pub(super) fn parse(text: &str) -> Result<(Value, Vec<Remark>), SyntaxError> {
    let mut parser = Parser::new(text);
    let value = parser.value()?;
    parser.skip_space()?;
    if parser.at < text.len() {
        return Err(parser.error(hint::after_the_end(parser.rest())));
    }
    Ok((value, parser.notes.remarks(&Lines::new(text))))
}

/// Reads a text of one document or several, one behind the other as programs print them and as JSON Lines has them:
/// what follows a list or an object and is one is a document of its own.
pub(super) fn parse_documents(text: &str) -> Result<(Vec<Value>, Vec<Remark>), SyntaxError> {
    let mut parser = Parser::new(text);
    let mut documents = vec![parser.value()?];
    parser.skip_space()?;
    let is_closed = |documents: &[Value]| {
        documents.last().is_some_and(|value| value.is_object() || value.is_array())
    };
    while is_closed(&documents) && matches!(parser.peek(), Some(b'{' | b'[')) {
        documents.push(parser.value()?);
        parser.skip_space()?;
    }
    if parser.at < text.len() {
        return Err(parser.error(hint::after_the_end(parser.rest())));
    }
    let mut remarks = parser.notes.remarks(&Lines::new(text));
    if documents.len() > 1 {
        let what = count(documents.len(), "document");
        remarks.push(Remark::new(format!(
            "{what} follow one another in it, and each was read by itself."
        )));
    }
    Ok((documents, remarks))
}

struct Parser<'a> {
    text: &'a str,
    /// In bytes; always at the start of a character.
    at: usize,
    /// The brackets that are open, with their offsets.
    open: Vec<(u8, usize)>,
    notes: Notes,
}

/// What is not quite JSON, by offset.
#[derive(Default)]
struct Notes {
    byte_order_mark: bool,
    comments: Vec<usize>,
    commas: Vec<usize>,
    tabs: Vec<usize>,
    duplicates: Vec<(String, usize)>,
}

impl Notes {
    fn remarks(self, lines: &Lines<'_>) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if self.byte_order_mark {
            remarks.push(Remark::new("The byte-order mark at the start was left out."));
        }
        for (offsets, noun, what) in [
            (&self.comments, "comment", "left out: JSON has none"),
            (&self.commas, "comma", "ignored before a closing bracket"),
            (&self.tabs, "text", "read with a tab as it stands; JSON writes it \\t"),
        ] {
            if let Some(first) = offsets.first() {
                let was = if offsets.len() == 1 { "was" } else { "were" };
                let message = format!("{} {was} {what}.", count(offsets.len(), noun));
                remarks.push(Remark::on_line(lines.line(*first), message));
            }
        }
        for (key, offset) in self.duplicates.iter().take(NAMED_DUPLICATES) {
            remarks.push(Remark::on_line(
                lines.line(*offset),
                format!("`{key}` is there a second time in the same object; this one holds."),
            ));
        }
        if let Some(more @ 1..) = self.duplicates.len().checked_sub(NAMED_DUPLICATES) {
            let message = format!("{} more are there a second time.", count(more, "key"));
            remarks.push(Remark::new(message));
        }
        remarks
    }
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let byte_order_mark = text.starts_with('\u{feff}');
        let at = if byte_order_mark { '\u{feff}'.len_utf8() } else { 0 };
        let notes = Notes { byte_order_mark, ..Notes::default() };
        Self { text, at, open: Vec::new(), notes }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, (problem, hint): Problem) -> SyntaxError {
        SyntaxError { offset: self.at, problem, hint }
    }

    /// An error here, where `expected` was; at the end of the text it says what is still open.
    fn unexpected(&self, expected: hint::Expected) -> SyntaxError {
        let lines = Lines::new(self.text);
        let open = self.open.last().map(|(bracket, offset)| (*bracket, lines.line(*offset)));
        self.error(hint::unexpected(self.rest(), expected, open))
    }

    /// Goes past white space and comments.
    fn skip_space(&mut self) -> Result<(), SyntaxError> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b'/') if self.rest().starts_with("/*") => {
                    let inner = self.rest().get(2..).unwrap_or_default();
                    let Some(length) = inner.find("*/") else {
                        return Err(self.error((
                            "this comment is not closed".to_owned(),
                            Some("Close it with `*/`.".to_owned()),
                        )));
                    };
                    self.notes.comments.push(self.at);
                    self.at += length + "/**/".len();
                }
                Some(b'/') if self.rest().starts_with("//") => self.skip_line(),
                Some(b'#') => self.skip_line(),
                _ => return Ok(()),
            }
        }
    }

    fn skip_line(&mut self) {
        self.notes.comments.push(self.at);
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn value(&mut self) -> Result<Value, SyntaxError> {
        self.skip_space()?;
        match self.peek() {
            // `{{` begins no JSON: it is a template's placeholder.
            Some(b'{') if !self.rest().starts_with("{{") => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                for (word, value) in [
                    ("true", Value::Bool(true)),
                    ("false", Value::Bool(false)),
                    ("null", Value::Null),
                ] {
                    if hint::word(self.rest()) == word {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.unexpected(hint::Expected::Value))
            }
        }
    }

    /// Goes into a bracket.
    fn enter(&mut self, bracket: u8) -> Result<(), SyntaxError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.error((
                format!("lists and objects nest deeper than {MAX_DEPTH} levels"),
                Some("No ECS document does; the file is probably something else.".to_owned()),
            )));
        }
        self.open.push((bracket, self.at));
        self.at += 1;
        Ok(())
    }

    /// After an element: goes past the comma, or past the closing bracket. Whether it was the last.
    fn next(&mut self, close: u8) -> Result<bool, SyntaxError> {
        self.skip_space()?;
        match self.peek() {
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.skip_space()?;
                if self.peek() != Some(close) {
                    return Ok(false);
                }
                self.notes.commas.push(comma);
            }
            Some(byte) if byte == close => {}
            _ => return Err(self.unexpected(hint::Expected::CommaOrEnd)),
        }
        self.at += 1;
        self.open.pop();
        Ok(true)
    }

    /// Whether the bracket closes at once.
    fn is_empty(&mut self, close: u8) -> Result<bool, SyntaxError> {
        self.skip_space()?;
        if self.peek() != Some(close) {
            return Ok(false);
        }
        self.at += 1;
        self.open.pop();
        Ok(true)
    }

    fn object(&mut self) -> Result<Value, SyntaxError> {
        self.enter(b'{')?;
        let mut members = Map::new();
        if self.is_empty(b'}')? {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space()?;
            let key_at = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.unexpected(hint::Expected::Key));
            }
            let key = self.string()?;
            self.skip_space()?;
            if self.peek() != Some(b':') {
                return Err(self.unexpected(hint::Expected::Colon));
            }
            self.at += 1;
            let value = self.value()?;
            if members.contains_key(&key) {
                self.notes.duplicates.push((key.clone(), key_at));
            }
            members.insert(key, value);
            if self.next(b'}')? {
                return Ok(Value::Object(members));
            }
        }
    }

    fn array(&mut self) -> Result<Value, SyntaxError> {
        self.enter(b'[')?;
        let mut elements = Vec::new();
        if self.is_empty(b']')? {
            return Ok(Value::Array(elements));
        }
        loop {
            elements.push(self.value()?);
            if self.next(b']')? {
                return Ok(Value::Array(elements));
            }
        }
    }

    fn number(&mut self) -> Result<Value, SyntaxError> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
            .unwrap_or(rest.len());
        let token = rest.get(..length).unwrap_or_default();
        let number: Value =
            serde_json::from_str(token).map_err(|_| self.error(hint::number(token)))?;
        self.at += length;
        Ok(number)
    }

    fn string(&mut self) -> Result<String, SyntaxError> {
        let inner = self.rest().get(1..).unwrap_or_default();
        let mut escaped = false;
        let mut plain = true;
        let mut tab = false;
        let mut end = None;
        for (offset, byte) in inner.bytes().enumerate() {
            match byte {
                b'\n' | b'\r' => break,
                b'\t' => tab = true,
                _ => {}
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' => {
                    escaped = true;
                    plain = false;
                }
                b'"' => {
                    end = Some(offset);
                    break;
                }
                _ => {}
            }
        }
        let Some(body) = end.and_then(|end| inner.get(..end)) else {
            return Err(self.error(hint::open_string(inner)));
        };
        if tab {
            self.notes.tabs.push(self.at);
        }
        let text = if plain && !body.bytes().any(|byte| byte < 0x20 && byte != b'\t') {
            body.to_owned()
        } else {
            let token = format!("\"{}\"", body.replace('\t', "\\t"));
            match serde_json::from_str(&token) {
                Ok(Value::String(text)) => text,
                _ => return Err(self.error(hint::bad_escape(body))),
            }
        };
        self.at += body.len() + 2;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> (Value, Vec<String>) {
        let (value, remarks) = parse(text).unwrap();
        (value, remarks.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn strict_json_is_read_as_serde_json_reads_it() {
        for text in [
            r#"{"b": 1, "a": [true, false, null, -1.5e3, 0, "x\n\u00e9\ud83d\ude00 é😀"], "c": {}}"#,
            "[]",
            " \"text\" ",
            "[[], {}, [[1]]]",
            "12345678901234567890123",
            "{\"\": \"\"}",
        ] {
            let (value, remarks) = read(text);
            let expected: Value = serde_json::from_str(text).unwrap();
            // As text, because equal values may differ in the order of keys.
            assert_eq!((value.to_string(), remarks), (expected.to_string(), vec![]), "{text}");
        }
    }

    #[test]
    fn what_is_not_quite_json_is_read_and_said() {
        let (value, remarks) = read(
            "\u{feff}// header\n{\n  \"a\": [1, 2,], /* why */\n  \"a\": \"x\ty\", # old\n  \"b\": {\"c\": 1,},\n}\n// end",
        );
        assert_eq!(value, json!({"a": "x\ty", "b": {"c": 1}}));
        assert_eq!(
            remarks,
            [
                "The byte-order mark at the start was left out.",
                "line 1: 4 comments were left out: JSON has none.",
                "line 3: 3 commas were ignored before a closing bracket.",
                "line 4: 1 text was read with a tab as it stands; JSON writes it \\t.",
                "line 4: `a` is there a second time in the same object; this one holds.",
            ]
        );
    }

    #[test]
    fn nesting_is_limited() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(parse(&nested(MAX_DEPTH + 1)).unwrap_err().problem.contains("100 levels"));
        assert!(parse(&"{\"a\":".repeat(100_000)).is_err());
    }
}
