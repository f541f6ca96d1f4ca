//! What is wrong where a text stops being YAML. The parser speaks of its own states; this speaks of the text.

use super::super::hint::placeholder;
use super::super::json::MAX_DEPTH;
use super::super::syntax::{Problem, SyntaxError, problem};

/// Parts of the parser's messages, what they mean to somebody who wrote the text, and the way out.
///
/// saphyr-parser 0.3.4. A message that is not among them is told as it is.
const MEANINGS: [(&[&str], &str, &str); 15] = [
    (
        &["found unknown anchor"],
        "this alias names no anchor",
        "`&name` has to stand before `*name`, in the same document. A text that starts with `*` has to be in quotes.",
    ),
    (
        &["tab cannot be used", "tabs disallowed", "cannot start with a tab", "found a tab"],
        "a tab where YAML takes only spaces",
        "Indent with spaces.",
    ),
    (
        &[
            "mapping values are not allowed",
            "illegal placement of ':'",
            "mapping keys are not allowed",
        ],
        "a key and its `:` where none can be",
        "Look at the indentation of this line and of the line before, and for a bracket that is not closed. A text that has `: ` in it has to be in quotes.",
    ),
    (
        &["indentation in quoted scalar"],
        "this text is not closed, or its next line is not indented",
        "Put a quote at its end, or indent each of its lines deeper than its key.",
    ),
    (
        &["unexpected end of stream", "found unexpected document indicator"],
        "this text is not closed",
        "The closing quote is missing. If the file was cut off, take it again from where it came from.",
    ),
    (
        &["unknown escape character", "hexadecimal number", "invalid Unicode character escape"],
        "a `\\` before a character that needs none",
        "In double quotes a backslash that is meant as one is written twice: \\\\. In single quotes it is written once.",
    ),
    (
        &["trailing content after double-quoted"],
        "something follows the closing quote",
        "Put the whole text into one pair of quotes; a quote inside is written \\\".",
    ),
    (
        &[
            "expected ',' or '}'",
            "expected ',' or ']'",
            "misplaced bracket",
            "is only valid inside a block",
        ],
        "a `,` or the closing bracket is missing",
        "Inside `{ }` and `[ ]` values have commas between them. A text that has brackets, `{` or `,` in it has to be in quotes.",
    ),
    (
        &["simple key expect", "did not find expected key"],
        "a key with its `:` belongs here",
        "Look at the indentation of this line and of the line before, and for a `:` that is missing.",
    ),
    (
        &[
            "indentation",
            "wrongly indented",
            "did not find expected '-'",
            "block sequence entries are not allowed",
        ],
        "the indentation does not fit what stands before",
        "The keys of one object, and the dashes of one list, stand below one another.",
    ),
    (
        &["recursion limit"],
        "lists and objects nest too deep",
        "No ECS document does; the file is probably something else.",
    ),
    (
        &["unexpected character", "plain scalar cannot start"],
        "a text cannot start with this character",
        "Put the text in quotes.",
    ),
    (
        &["found unprintable character"],
        "a character that no text has",
        "The file is probably not a text; if it is, take the character away.",
    ),
    (
        &["unterminated", "TAG", " tag", "handle wasn't declared"],
        "this tag cannot be read",
        "A tag is `!` and a name, such as `!Ref`. A text that starts with `!` has to be in quotes.",
    ),
    (
        &["document start", "document end", "document-start", "YAML document", "stream-start"],
        "the document ends before this",
        "Another document starts with `---`; if it belongs to the one before, look at the indentation.",
    ),
];

/// What the parser found wrong at an offset.
pub(super) fn of_parser(text: &str, offset: usize, info: &str) -> SyntaxError {
    // It tells of a tab where the text begins that the tab is in.
    let tab = text.get(offset..).and_then(|rest| rest.find('\t')).filter(|_| info.contains("tab"));
    let offset = offset + tab.unwrap_or(0);
    let (problem, hint) = template(text, offset)
        .or_else(|| {
            let (_, what, way_out) =
                MEANINGS.iter().find(|(parts, ..)| parts.iter().any(|part| info.contains(part)))?;
            Some(problem(*what, *way_out))
        })
        .unwrap_or_else(|| (format!("this is not YAML: {info}"), None));
    SyntaxError { offset, problem, hint }
}

/// A template's mark on the line of an offset, outside quotes as far as one can see.
fn template(text: &str, offset: usize) -> Option<Problem> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.lines().next()?;
    let at = ["{{", "{%", "<%"].iter().filter_map(|mark| line.find(mark)).min()?;
    let rest = line.get(at..)?;
    let shown = placeholder(rest).unwrap_or_else(|| rest.get(..2).unwrap_or(rest));
    Some(of_template(shown))
}

fn of_template(shown: &str) -> Problem {
    problem(
        format!("`{shown}` of a template stands outside a string"),
        "Fill in the template before it is imported, or put the placeholder in quotes.",
    )
}

/// A list or an object stands where a key belongs.
pub(super) fn collection_as_key(text: &str, offset: usize) -> Problem {
    template(text, offset).unwrap_or_else(|| {
        problem(
            "a list or an object where a key belongs",
            "A key is a text; one that has brackets in it has to be in quotes.",
        )
    })
}

pub(super) fn too_deep() -> Problem {
    problem(
        format!("lists and objects nest deeper than {MAX_DEPTH} levels"),
        "No ECS document does; the file is probably something else.",
    )
}
