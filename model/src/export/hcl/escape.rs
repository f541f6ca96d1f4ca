//! Strings between quotes, and names without.

use std::fmt::Write as _;

/// Whether `text` can stand unquoted as an attribute's name, a block's type or an object's key:
/// an ASCII letter or underscore, then letters, digits, underscores and dashes. HCL also takes
/// letters of other scripts; those are quoted here, which is as good.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '-'))
}

/// Writes `text` in quotes, standing for itself.
pub(super) fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    write_literal(out, text, false);
    out.push('"');
}

/// Writes an object's key. Unquoted, `for` would begin a `for` expression and the others would be
/// values.
///
/// `terraform fmt` aligns by what a reader sees as one character, for which it needs a table of
/// Unicode. Characters that could join their neighbours are therefore escaped in keys.
pub(super) fn write_key(out: &mut String, key: &str) {
    if is_identifier(key) && !matches!(key, "for" | "true" | "false" | "null") {
        out.push_str(key);
        return;
    }
    let mut quoted = String::new();
    write_quoted(&mut quoted, key);
    for character in quoted.chars() {
        if stands_alone(character) {
            out.push(character);
        } else {
            write_code_point(out, character);
        }
    }
}

/// ASCII, Latin, Greek, Cyrillic, kana and the common CJK ideographs, without combining marks.
fn stands_alone(character: char) -> bool {
    matches!(character,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}')
}

/// Writes text that stands for itself inside quotes. `before_expression` says that a `${` of the
/// template follows, which a `$` at the end of the text would turn into an escape.
pub(super) fn write_literal(out: &mut String, text: &str, before_expression: bool) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if next == Some('{') => {
                out.push(character);
                out.push(character);
            }
            '$' if next.is_none() && before_expression => write_code_point(out, '$'),
            // Invisible, or a line break to some readers.
            _ if character.is_control()
                || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}') =>
            {
                write_code_point(out, character);
            }
            _ => out.push(character),
        }
    }
}

fn write_code_point(out: &mut String, character: char) {
    let code = u32::from(character);
    // Writing to a `String` cannot fail.
    let _ =
        if code <= 0xffff { write!(out, "\\u{code:04x}") } else { write!(out, "\\U{code:08x}") };
}
