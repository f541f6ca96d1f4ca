//! What is wrong where a text stops being JSON, in the words of somebody who has seen it before.

use super::syntax::{Problem, problem};

/// What would have been right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Value,
    Key,
    Colon,
    CommaOrEnd,
}

impl Expected {
    const fn words(self) -> &'static str {
        match self {
            Self::Value => "a value",
            Self::Key => "a key in double quotes",
            Self::Colon => "a `:` after the key",
            Self::CommaOrEnd => "a `,` or the end",
        }
    }
}

/// The letters, digits and underscores that a text starts with.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// What a text starts with, short enough for a message.
fn start_of(text: &str) -> &str {
    let word = word(text);
    let end = match word.chars().take(30).map(char::len_utf8).sum::<usize>() {
        0 => text.chars().next().map_or(0, char::len_utf8),
        length => length,
    };
    text.get(..end).unwrap_or_default()
}

const fn closing(bracket: u8) -> char {
    if bracket == b'{' { '}' } else { ']' }
}

/// Something stands where something else was expected. `open` is the innermost open bracket and its line.
pub(super) fn unexpected(rest: &str, expected: Expected, open: Option<(u8, usize)>) -> Problem {
    let wanted = expected.words();
    let Some(first) = rest.chars().next() else {
        return match open {
            None => problem("the file is empty", "Paste or choose a file with JSON in it."),
            Some((bracket, line)) => {
                let (open, close) = (char::from(bracket), closing(bracket));
                problem(
                    format!("the file ends here: a `{close}` is missing"),
                    format!(
                        "The `{open}` of line {line} is not closed. If the file was cut off, take it again from where it came from."
                    ),
                )
            }
        };
    };
    if let Some(placeholder) = placeholder(rest) {
        return problem(
            format!("`{placeholder}` stands outside a string"),
            format!(
                "Put it between double quotes, \"{placeholder}\", or fill in the template before it is imported."
            ),
        );
    }
    match first {
        '\'' => problem(
            "a text in single quotes",
            "JSON takes double quotes only. If this was printed by a program, let it write JSON.",
        ),
        '“' | '”' | '„' => {
            problem("a typographic quote", "JSON takes the plain double quote \" only.")
        }
        ',' => problem(
            format!("a comma where {wanted} belongs"),
            "Two commas in a row, or one too many at the start: take one away.",
        ),
        '}' | ']' if expected == Expected::Value => problem(
            format!("`{first}` where a value belongs"),
            "The value is missing: write one, or null.",
        ),
        '}' | ']' => match open {
            Some((bracket, line)) => {
                let (open, close) = (char::from(bracket), closing(bracket));
                problem(
                    format!("`{first}` where `{close}` belongs"),
                    format!("The `{open}` of line {line} is still open."),
                )
            }
            None => problem(format!("`{first}` closes nothing"), "Take it away."),
        },
        '=' if expected == Expected::Colon => {
            problem("`=` after a key", "JSON writes `:` between a key and its value.")
        }
        '"' | '{' | '[' | '0'..='9' | '-' if expected == Expected::CommaOrEnd => {
            problem("a comma is missing", "Write a `,` between the value before and this one.")
        }
        _ => {
            let word = word(rest);
            let found = start_of(rest);
            match (word, expected) {
                ("", _) => problem(format!("`{found}` where {wanted} belongs"), usual(expected)),
                ("True" | "False" | "None" | "undefined" | "nil", Expected::Value) => problem(
                    format!("`{found}` is not a JSON word"),
                    "JSON writes true, false and null.",
                ),
                ("NaN" | "Infinity", Expected::Value) => problem(
                    format!("`{found}` is no number that JSON has"),
                    "Write a number, or null.",
                ),
                (_, Expected::Key) => problem(
                    format!("the key `{found}` is not in quotes"),
                    format!("Write \"{found}\"."),
                ),
                (_, Expected::Value) => problem(
                    format!("the text `{found}` is not in quotes"),
                    "A text stands between double quotes; a placeholder such as `integer` has to be filled in.",
                ),
                _ => problem(format!("`{found}` where {wanted} belongs"), usual(expected)),
            }
        }
    }
}

const fn usual(expected: Expected) -> &'static str {
    match expected {
        Expected::Value => {
            "A value is a text in double quotes, a number, true, false, null, a list or an object."
        }
        Expected::Key => "Inside `{ }`, each value has a key in double quotes before it.",
        Expected::Colon => "Between a key and its value stands a `:`.",
        Expected::CommaOrEnd => {
            "Look at the line before, too: a quote or a comma may be missing there."
        }
    }
}

/// The longest placeholder that an error shows, in bytes.
const LONGEST: usize = 60;

/// A template's placeholder that a text starts with, short enough for a message.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    whole_placeholder(text).filter(|found| found.len() <= LONGEST)
}

/// A template's placeholder that a text starts with, on its first line.
pub(super) fn whole_placeholder(text: &str) -> Option<&str> {
    let line = text.lines().next().unwrap_or_default();
    let end = if let Some(after) = line.strip_prefix("{{") {
        after.find("}}")? + 4
    } else if line.starts_with("${") || line.starts_with("<%") {
        line.find(['}', '>'])? + 1
    } else if let Some(after) = line.strip_prefix(['$', '%', '@']) {
        let name = word(after).len();
        let closed = after.get(name..).is_some_and(|after| after.starts_with(['%', '@']));
        (name > 0).then_some(1 + name + usize::from(closed))?
    } else if line.starts_with('<') {
        line.find('>')? + 1
    } else if line.starts_with("__") {
        word(line).len()
    } else {
        return None;
    };
    line.get(..end)
}

/// Something follows the document.
pub(super) fn after_the_end(rest: &str) -> Problem {
    match rest.chars().next() {
        Some(bracket @ ('}' | ']')) => problem(
            format!("a `{bracket}` too many"),
            "Everything was closed before: take it away, or look for a bracket that closes too early.",
        ),
        Some(',') => problem(
            "a comma after the end",
            "Take it away, or put `[` and `]` around the whole if it is a list.",
        ),
        Some('{' | '[') => problem(
            "a second document follows the first",
            "Import them one by one, or make them one list: `[`, a comma between them, `]`.",
        ),
        _ => problem(
            format!("`{}` follows the end of the document", start_of(rest)),
            "Take away what is not JSON.",
        ),
    }
}

/// A number that JSON does not have.
pub(super) fn number(token: &str) -> Problem {
    let shown = start_of(token);
    let digits = token.strip_prefix('-').unwrap_or(token);
    let hint = if digits.len() > 1
        && digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        "A number does not start with 0; if it is meant as text, put it between double quotes."
    } else {
        "A number with a unit or other letters is a text: put it between double quotes."
    };
    problem(format!("`{shown}` is no number that JSON has"), hint)
}

/// A string that its line does not close; `inner` starts after its quote.
pub(super) fn open_string(inner: &str) -> Problem {
    if inner.contains(['\n', '\r']) {
        problem(
            "this text is not closed on its line",
            "Put a \" at its end; a line break inside a text is written \\n.",
        )
    } else {
        problem(
            "the file ends inside this text",
            "The closing \" is missing. If the file was cut off, take it again from where it came from.",
        )
    }
}

/// A string with an escape or a control character that JSON does not have.
pub(super) fn bad_escape(body: &str) -> Problem {
    let mut characters = body.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            continue;
        }
        match characters.next() {
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => {}
            Some('u') => {
                return problem(
                    "this text has a \\u that is no character",
                    "\\u is followed by four hexadecimal digits; characters beyond ffff are two of them.",
                );
            }
            Some(other) => {
                return problem(
                    format!("this text has a `\\{other}`, which JSON does not have"),
                    "A backslash that is meant as one is written twice: \\\\.",
                );
            }
            None => break,
        }
    }
    problem("this text has a control character", "Write it as \\u and four hexadecimal digits.")
}

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::super::place::Lines;

    /// Where the error is, and what it says.
    fn error(text: &str) -> (usize, usize, String) {
        let error = parse(text).unwrap_err();
        let lines = Lines::new(text);
        let hint = error.hint.unwrap_or_default();
        (lines.line(error.offset), lines.column(error.offset), format!("{}. {hint}", error.problem))
    }

    #[test]
    fn errors_know_their_place_and_the_way_out() {
        for (text, line, column, message) in [
            ("", 1, 1, "the file is empty"),
            (
                "{\n  \"cpu\": ${cpu},\n}",
                2,
                10,
                "`${cpu}` stands outside a string. Put it between double quotes, \"${cpu}\"",
            ),
            ("{\"port\": <SERVICE_PORT>}", 1, 10, "`<SERVICE_PORT>` stands outside a string"),
            ("{\"family\": $NAME}", 1, 12, "`$NAME` stands outside"),
            ("[\n{{command}}\n]", 2, 1, "`{{command}}` stands outside"),
            ("{\"a\": %PORT%}", 1, 7, "`%PORT%` stands outside"),
            ("{\"a\": __PORT__}", 1, 7, "`__PORT__` stands outside"),
            ("{'a': 1}", 1, 2, "single quotes"),
            ("{“a”: 1}", 1, 2, "typographic"),
            ("{\"a\": True}", 1, 7, "true, false and null"),
            ("{\"a\": NaN}", 1, 7, "no number"),
            ("{\"a\": boolean}", 1, 7, "the text `boolean` is not in quotes"),
            ("{family: 1}", 1, 2, "the key `family` is not in quotes. Write \"family\"."),
            ("{\"a\" = 1}", 1, 6, "JSON writes `:`"),
            ("{\"a\" 1}", 1, 6, "a `:` after the key"),
            ("{\n  \"a\": \"1\"\n  \"b\": 2\n}", 3, 3, "a comma is missing"),
            ("{\"a\": 1,, \"b\": 2}", 1, 9, "Two commas in a row"),
            ("{\"a\": }", 1, 7, "The value is missing"),
            ("[1, 2}", 1, 6, "`}` where `]` belongs. The `[` of line 1 is still open."),
            ("{\n\"a\": [1,\n2", 3, 2, "the file ends here: a `]` is missing. The `[` of line 2"),
            ("{\"a\": \"x", 1, 7, "the file ends inside this text"),
            ("{\"a\": \"x,\n\"b\": 1}", 1, 7, "not closed on its line"),
            ("{\"a\": 1}}", 1, 9, "a `}` too many"),
            ("{}\n{}", 2, 1, "a second document"),
            ("{},", 1, 3, "a comma after the end"),
            ("{\"a\": 1} x", 1, 10, "`x` follows the end"),
            ("{\"a\": 012}", 1, 7, "does not start with 0"),
            ("{\"a\": 1GB}", 1, 7, "`1GB` is no number"),
            ("{\"a\": .5}", 1, 7, "where a value belongs"),
            ("{\"a\": \"\\d\"}", 1, 7, "`\\d`, which JSON does not have"),
            ("{\"a\": \"\\ud800\"}", 1, 7, "no character"),
            ("{\"a\": \"\u{1}\"}", 1, 7, "control character"),
            ("/* a", 1, 1, "comment is not closed"),
            ("}", 1, 1, "`}` where a value belongs"),
        ] {
            let (found_line, found_column, said) = error(text);
            assert_eq!((found_line, found_column), (line, column), "{text}: {said}");
            assert!(said.contains(message), "{text}: {said}");
        }
    }
}
