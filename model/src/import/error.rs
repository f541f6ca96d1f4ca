//! Why a text could not be imported.

use crate::design::DesignError;

use super::MAX_BYTES;
use super::format::Format;
use crate::text::number;

/// Why a text could not be imported. The design stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The text is larger than [`MAX_BYTES`].
    #[error(
        "the file has {}, and at most {} are read: a task definition has at most 64 kB, so this is probably another file",
        megabytes(*bytes), megabytes(MAX_BYTES)
    )]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// It holds more things than are read at once.
    #[error(
        "there are {} {what} in it, and at most {} are read at once: split the file",
        number_of(*count), number_of(*most)
    )]
    TooMany {
        /// How many there are.
        count: usize,
        /// What they are.
        what: &'static str,
        /// How many of them are read at most.
        most: usize,
    },
    /// There is nothing but white space.
    #[error("there is nothing in it: paste or choose a file with JSON or YAML in it")]
    Empty,
    /// The text is neither JSON nor YAML.
    #[error("line {line}, column {column}: {problem}{}", sentence(hint.as_deref()))]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// In characters, counted from 1.
        column: usize,
        /// What is wrong there.
        problem: String,
        /// The usual way out.
        hint: Option<String>,
        /// The line with a mark under the place; for a fixed-width font.
        excerpt: String,
    },
    /// The text is in a format that is known and not read.
    #[error("this is {}, which Bayplan does not read. {}", format.name(), format.way_out())]
    OtherFormat {
        /// The format.
        format: Format,
    },
    /// The text is JSON or YAML, and none of the shapes that are read.
    #[error(
        "{found}. What can be imported, as JSON or YAML: a task definition (as for `aws ecs register-task-definition`, or what `describe-task-definition` prints), a list of container definitions, a service or a cluster (as for `create-service` and `create-cluster`, or what `describe-services` and `describe-clusters` print), a CloudFormation template, a Compose file, or a Bayplan design"
    )]
    Unrecognised {
        /// What the text is instead.
        found: String,
    },
    /// The text is a design that cannot be read.
    #[error(transparent)]
    Design(#[from] DesignError),
}

fn number_of(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn sentence(hint: Option<&str>) -> String {
    hint.map(|hint| format!(". {hint}")).unwrap_or_default()
}

/// A size in MiB, with one decimal, rounded up so that what is over a limit never reads as equal.
fn megabytes(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    match tenths % 10 {
        0 => format!("{} MiB", tenths / 10),
        tenth => format!("{}.{tenth} MiB", tenths / 10),
    }
}
