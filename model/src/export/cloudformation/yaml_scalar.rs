//! Single values in YAML: what needs quotes, and which.

use serde_json::Value;

/// How a value is written.
#[derive(Debug, PartialEq)]
pub(super) enum Scalar<'a> {
    /// On one line.
    Line(String),
    /// Over several: what stands behind the key, and the lines.
    Block { header: &'static str, lines: Vec<&'a str> },
}

/// A value that is neither a list nor an object, unless that is empty.
pub(super) fn scalar(value: &Value) -> Scalar<'_> {
    match value {
        Value::String(text) => match lines(text) {
            Some((header, lines)) => Scalar::Block { header, lines },
            None => Scalar::Line(key(text)),
        },
        Value::Array(_) => Scalar::Line("[]".to_owned()),
        Value::Object(_) => Scalar::Line("{}".to_owned()),
        other => Scalar::Line(other.to_string()),
    }
}

/// A text on one line, in quotes where it needs them.
pub(super) fn key(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else if text.chars().all(is_printable) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        quoted(text)
    }
}

/// Words that are no texts without quotes, in YAML 1.1 or 1.2.
const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// Whether a text means itself without quotes. Texts that begin with anything but a letter are quoted without a
/// closer look: numbers, dates and times are among them, and `~`, `<<` and `=`.
fn is_plain(text: &str) -> bool {
    let starts =
        text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_' | '$'));
    let inside = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, ' ' | '!'..='/' | ':'..='@' | '['..='`' | '{'..='~')
    };
    starts
        && text.chars().all(inside)
        && !text.ends_with([' ', ':'])
        && ![": ", " #"].iter().any(|mark| text.contains(mark))
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a character stands for itself between quotes, in every version of YAML.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{a0}'..='\u{d7ff}' => !matches!(c, '\u{2028}' | '\u{2029}'),
        '\u{e000}'..='\u{fffd}' => c != '\u{feff}',
        '\u{10000}'..='\u{10ffff}' => true,
        _ => false,
    }
}

/// A text in double quotes, which know escapes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            printable if is_printable(printable) => quoted.push(printable),
            other => quoted.push_str(&match u32::from(other) {
                code @ ..=0xff => format!("\\x{code:02x}"),
                code @ 0x100..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    quoted.push('"');
    quoted
}

/// A text of several lines as a literal block. `None` where a block would not say it exactly: at its start, spaces
/// would count as indentation, and lines of nothing but spaces are read in more ways than one.
fn lines(text: &str) -> Option<(&'static str, Vec<&str>)> {
    let body = text.trim_end_matches('\n');
    let header = match text.len() - body.len() {
        0 => "|-",
        1 => "|",
        // `|+` would take the blank line before the next resource for the text's own.
        _ => return None,
    };
    let is_readable = |line: &str| {
        let is_blank = !line.is_empty() && line.trim().is_empty();
        !is_blank && line.chars().all(|c| is_printable(c) || c == '\t')
    };
    let starts = body.starts_with(|c: char| !c.is_whitespace());
    let fits = text.contains('\n') && starts && body.split('\n').all(is_readable);
    fits.then(|| (header, text.strip_suffix('\n').unwrap_or(text).split('\n').collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_reads_as_something_else_is_quoted() {
        for (text, written) in [
            ("web", "web"),
            ("/ecs/web", "/ecs/web"),
            ("arn:aws:iam::012345678901:role/x", "arn:aws:iam::012345678901:role/x"),
            ("a, b [c] {d}", "a, b [c] {d}"),
            ("it's", "it's"),
            ("${X}-a", "${X}-a"),
            ("", "''"),
            ("yes", "'yes'"),
            ("No", "'No'"),
            ("on", "'on'"),
            ("n", "'n'"),
            ("NULL", "'NULL'"),
            ("true", "'true'"),
            ("truest", "truest"),
            ("~", "'~'"),
            ("012345678901", "'012345678901'"),
            ("1.10", "'1.10'"),
            ("1e3", "'1e3'"),
            ("12:30:00", "'12:30:00'"),
            ("2026-01-01", "'2026-01-01'"),
            ("10.0.0.0/16", "'10.0.0.0/16'"),
            ("a: b", "'a: b'"),
            ("a:", "'a:'"),
            ("a #b", "'a #b'"),
            ("a#b", "a#b"),
            ("#a", "'#a'"),
            (" a", "' a'"),
            ("a ", "'a '"),
            ("- a", "'- a'"),
            ("-", "'-'"),
            ("*a", "'*a'"),
            ("&a", "'&a'"),
            ("!a", "'!a'"),
            ("%a", "'%a'"),
            ("@a", "'@a'"),
            ("`a", "'`a'"),
            ("{a}", "'{a}'"),
            ("'a'", "'''a'''"),
            ("\"a\"", "'\"a\"'"),
            ("ünï \u{1f980}", "'ünï \u{1f980}'"),
            ("a\tb", "\"a\\tb\""),
            ("a\r\nb\\\"", "\"a\\r\\nb\\\\\\\"\""),
            ("a\u{2028}\u{7}\u{feff}", "\"a\\u2028\\x07\\ufeff\""),
            ("\n", "\"\\n\""),
            (" a\nb", "\" a\\nb\""),
            ("a\n  \nb", "\"a\\n  \\nb\""),
            ("a\n\n", "\"a\\n\\n\""),
        ] {
            assert_eq!(scalar(&json!(text)), Scalar::Line(written.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn lines_are_a_block() {
        for (text, header, lines) in [
            ("a\nb", "|-", vec!["a", "b"]),
            ("a\n  b: #\n", "|", vec!["a", "  b: #"]),
            ("a\n\n\tb\n", "|", vec!["a", "", "\tb"]),
        ] {
            assert_eq!(scalar(&json!(text)), Scalar::Block { header, lines }, "{text:?}");
        }
    }
}
