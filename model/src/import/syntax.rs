//! A text that breaks the rules of the format that it is in.

use super::ImportError;
use super::place::Lines;

/// Why a text could not be parsed, and where.
#[derive(Debug, PartialEq)]
pub(super) struct SyntaxError {
    /// In bytes from the start of the text.
    pub(super) offset: usize,
    pub(super) problem: String,
    /// The usual way out.
    pub(super) hint: Option<String>,
}

/// What is wrong, and the way out.
pub(super) type Problem = (String, Option<String>);

pub(super) fn problem(problem: impl Into<String>, hint: impl Into<String>) -> Problem {
    (problem.into(), Some(hint.into()))
}

impl SyntaxError {
    /// The error as it is told: with line, column and the line itself.
    pub(super) fn in_text(self, text: &str) -> ImportError {
        let lines = Lines::new(text);
        ImportError::Syntax {
            line: lines.line(self.offset),
            column: lines.column(self.offset),
            problem: self.problem,
            hint: self.hint,
            excerpt: lines.excerpt(self.offset),
        }
    }
}
