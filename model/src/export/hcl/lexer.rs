//! The tokens of an HCL expression.

use super::expression::{split_expression, tidy_nested, write_interpolation};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::export) enum Kind {
    Identifier,
    Number,
    /// A whole string, its quotes and the expressions in it included.
    Quoted,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Dot,
    Comma,
    Ellipsis,
    Bang,
    Minus,
    Colon,
    DoubleColon,
    Question,
    Equal,
    FatArrow,
    /// Any operator between two operands but the minus.
    Operator,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::export) struct Token {
    pub(in crate::export) kind: Kind,
    pub(in crate::export) text: String,
    /// Whether a line break stands before it.
    pub(super) on_new_line: bool,
}

impl Token {
    pub(super) fn comma() -> Self {
        Self { kind: Kind::Comma, text: ",".to_owned(), on_new_line: false }
    }
}

/// Longer ones first, so that the first that fits is right.
const SIGNS: [(&str, Kind); 28] = [
    ("...", Kind::Ellipsis),
    ("::", Kind::DoubleColon),
    ("=>", Kind::FatArrow),
    ("==", Kind::Operator),
    ("!=", Kind::Operator),
    ("<=", Kind::Operator),
    (">=", Kind::Operator),
    ("&&", Kind::Operator),
    ("||", Kind::Operator),
    ("(", Kind::OpenParenthesis),
    (")", Kind::CloseParenthesis),
    ("[", Kind::OpenBracket),
    ("]", Kind::CloseBracket),
    ("{", Kind::OpenBrace),
    ("}", Kind::CloseBrace),
    (".", Kind::Dot),
    (",", Kind::Comma),
    ("!", Kind::Bang),
    ("-", Kind::Minus),
    (":", Kind::Colon),
    ("?", Kind::Question),
    ("=", Kind::Equal),
    ("+", Kind::Operator),
    ("*", Kind::Operator),
    ("/", Kind::Operator),
    ("%", Kind::Operator),
    ("<", Kind::Operator),
    (">", Kind::Operator),
];

/// Splits an expression into tokens; `None` if something in it is not HCL.
pub(in crate::export) fn tokens(text: &str, depth: u32) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut on_new_line = false;
    loop {
        let skipped = skip_blank(rest)?;
        on_new_line |= rest.get(..rest.len() - skipped.len())?.contains('\n');
        rest = skipped;
        let Some(first) = rest.chars().next() else { return Some(tokens) };
        let (kind, text, after) = if first == '"' {
            let (text, after) = quoted(rest, depth)?;
            (Kind::Quoted, text, after)
        } else if first.is_alphabetic() || first == '_' {
            let end = |next: char| !(next.is_alphanumeric() || matches!(next, '_' | '-'));
            let (word, after) = split_where(rest, end);
            (Kind::Identifier, word.to_owned(), after)
        } else if first.is_ascii_digit() {
            let (number, after) = number(rest)?;
            (Kind::Number, number.to_owned(), after)
        } else {
            let (sign, kind) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
            (*kind, (*sign).to_owned(), rest.strip_prefix(sign)?)
        };
        tokens.push(Token { kind, text, on_new_line });
        on_new_line = false;
        rest = after;
    }
}

/// Skips white space and comments; `None` for a comment without end.
fn skip_blank(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        if rest.starts_with('#') || rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| rest.get(end..).unwrap_or_default());
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/")?.1;
        } else {
            return Some(rest);
        }
        rest = rest.trim_start();
    }
}

fn split_where(text: &str, end: impl FnMut(char) -> bool) -> (&str, &str) {
    text.find(end).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// `1`, `1.5`, `1e9`, `1.5e-9`.
fn number(text: &str) -> Option<(&str, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(text);
    if let Some(fraction) = text.get(length..)?.strip_prefix('.') {
        let count = digits(fraction);
        // `1...` and `a.0.b` end their number before the dot.
        length += if count > 0 { count + 1 } else { 0 };
    }
    if let Some(exponent) = text.get(length..)?.strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let count = digits(exponent.get(sign..)?);
        length += if count > 0 { count + sign + 1 } else { 0 };
    }
    text.split_at_checked(length)
}

/// A string from its first quote to its last, with the expressions in it tidied.
fn quoted(text: &str, depth: u32) -> Option<(String, &str)> {
    let mut out = String::from("\"");
    let mut rest = text.strip_prefix('"')?;
    loop {
        if let Some(escape) = ["$${", "%%{"].iter().find(|escape| rest.starts_with(**escape)) {
            out.push_str(escape);
            rest = rest.strip_prefix(escape)?;
            continue;
        }
        if let Some(after) = rest.strip_prefix("${") {
            let (inside, after) = split_expression(after)?;
            write_interpolation(&mut out, &tidy_nested(inside, depth + 1)?);
            rest = after;
            continue;
        }
        let mut characters = rest.chars();
        let character = characters.next()?;
        match character {
            '"' => {
                out.push('"');
                return Some((out, characters.as_str()));
            }
            '\n' | '\r' => return None,
            // A directive: see the module's description.
            '%' if characters.as_str().starts_with('{') => return None,
            '\\' => {
                let escaped = characters.next()?;
                let digits = match escaped {
                    'n' | 'r' | 't' | '"' | '\\' => 0,
                    'u' => 4,
                    'U' => 8,
                    _ => return None,
                };
                out.push('\\');
                out.push(escaped);
                for _ in 0..digits {
                    out.push(characters.next().filter(char::is_ascii_hexdigit)?);
                }
            }
            _ => out.push(character),
        }
        rest = characters.as_str();
    }
}
