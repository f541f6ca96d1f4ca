//! From a text that people have to edits of a design: pure, never failing half-way, never guessing silently.
//!
//! What is read: register-task-definition input, describe-task-definition output, a bare list of container
//! definitions, create/update-service input, describe-services output, create-cluster input,
//! describe-clusters output, and a whole design. Keys that no shape has stay, in their place.
//!
//! Nothing is lost unsaid: what is taken away (what AWS adds to its answers and does not take back), renamed
//! or linked is a [`Remark`].

mod case;
mod collect;
mod error;
mod format;
mod hint;
mod json;
mod link;
mod place;
mod recognise;
mod service;
mod task_definition;
#[cfg(test)]
mod tests;

pub use error::ImportError;
pub use format::Format;
pub use json::MAX_DEPTH;

use crate::design::Design;
use crate::edit::Edit;
use crate::record::RecordId;
use crate::remark::Remark;

use collect::Collector;
use place::Lines;
use recognise::{Found, Recognised};

/// The largest text that is read, in bytes: as large as the largest design that a server stores.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What a text turned out to be.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Records to add to the design.
    Records(Imported),
    /// A whole design: to be opened, not merged.
    Design {
        /// The design.
        design: Box<Design>,
        /// What is to be said about it.
        remarks: Vec<Remark>,
    },
}

/// Records to add to a design.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Done together, as one step of undo, they add the records and link them to what is there.
    pub edits: Vec<Edit>,
    /// What was read in its own way.
    pub remarks: Vec<Remark>,
    /// The records that are added.
    pub added: Vec<RecordId>,
}

/// Reads a text to be added to the design `into`. The file's name, if there is one, names what has no name
/// of its own and tells formats apart.
///
/// # Errors
/// When the text is too large, is not JSON, or is none of the shapes that are read.
pub fn read(text: &str, file_name: Option<&str>, into: &Design) -> Result<Outcome, ImportError> {
    if text.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { bytes: text.len() });
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let (value, mut remarks) = json::parse(text).map_err(|error| {
        if let Some(format) = format::of_text(text, file_name) {
            return ImportError::OtherFormat { format };
        }
        let lines = Lines::new(text);
        ImportError::NotJson {
            line: lines.line(error.offset),
            column: lines.column(error.offset),
            problem: error.problem,
            hint: error.hint,
            excerpt: lines.excerpt(error.offset),
        }
    })?;
    let found = match recognise::recognise(value, &mut remarks)? {
        Recognised::Design(value) => {
            let design = Box::new(Design::from_json(value)?);
            return Ok(Outcome::Design { design, remarks });
        }
        Recognised::Records(found) => found,
    };
    let mut collector = Collector::new(into, file_name, remarks);
    for found in found {
        match found {
            Found::TaskDefinition { body, beside } => {
                task_definition::add(&mut collector, body, beside);
            }
            Found::Containers(containers) => {
                task_definition::add_containers(&mut collector, containers);
            }
            Found::Service(body) => service::add(&mut collector, body),
            Found::Cluster(body) => service::add_cluster(&mut collector, body),
        }
    }
    link::link(&mut collector);
    Ok(Outcome::Records(collector.finish()))
}
