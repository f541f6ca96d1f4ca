//! Colours for JSON and HCL, as HTML with one block a line.

use std::fmt::Write as _;

/// The text as HTML: every line a `<span class="line">`, or a `<mark>` when it is new; tokens coloured,
/// everything escaped.
pub fn html(text: &str, changed: &[bool]) -> String {
    let mut html = String::with_capacity(text.len() * 3);
    for (index, line) in text.lines().enumerate() {
        let element = if changed.get(index) == Some(&true) { "mark" } else { "span" };
        let _ = write!(html, "<{element} class=\"line\">");
        tokens(line, &mut html);
        let _ = write!(html, "</{element}>");
    }
    html
}

fn tokens(line: &str, html: &mut String) {
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '#' => rest.len(),
            c if c.is_ascii_alphanumeric() || c == '_' => rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
                .unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length.clamp(1, rest.len()));
        let class = match first {
            '"' if after.trim_start().starts_with([':', '=']) => "key",
            '"' => "string",
            '#' => "comment",
            c if c.is_ascii_digit() => "number",
            c if c.is_ascii_alphabetic() && is_word(token) => "word",
            c if c.is_ascii_alphabetic() && after.trim_start().starts_with('=') => "key",
            _ => "",
        };
        if class.is_empty() {
            escape(token, html);
        } else {
            let _ = write!(html, "<i class=\"{class}\">");
            escape(token, html);
            html.push_str("</i>");
        }
        rest = after;
    }
}

/// The length of the string that `text` starts with, quotes included, in bytes.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return offset + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_word(token: &str) -> bool {
    matches!(
        token,
        "true"
            | "false"
            | "null"
            | "resource"
            | "data"
            | "variable"
            | "output"
            | "provider"
            | "terraform"
            | "locals"
            | "module"
            | "jsonencode"
            | "file"
            | "for"
            | "in"
            | "if"
    )
}

fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn everything_is_escaped() {
        let shown = html("a = \"<img src=x onerror=alert(1)>\" # </span>", &[true]);
        assert!(!shown.contains("<img"));
        assert!(shown.starts_with("<mark class=\"line\">"));
        assert_eq!((shown.matches("</mark>").count(), shown.matches("</span>").count()), (1, 0));
    }

    #[test]
    fn keys_strings_and_numbers_are_told_apart() {
        let shown = html("\"cpu\": 256, \"name\": \"web\"", &[]);
        for expected in [
            "<i class=\"key\">&quot;cpu&quot;</i>",
            "<i class=\"number\">256</i>",
            "<i class=\"string\">&quot;web&quot;</i>",
        ] {
            assert!(shown.contains(expected), "{shown}");
        }
    }
}
