//! From a text that people have to edits of a design: pure, never failing half-way, never guessing silently.
//!
//! What is read, as JSON or YAML: register-task-definition input, describe-task-definition output, a bare list of
//! container definitions, create/update-service input, describe-services output, create-cluster input,
//! describe-clusters output, CloudFormation templates, Compose files, and a whole design. Keys that no shape has
//! stay, in their place.
//!
//! Nothing is lost unsaid: what is taken away (what AWS adds to its answers and does not take back), renamed
//! or linked is a [`Remark`].

mod case;
mod cloudformation;
mod coerce;
mod collect;
mod compose;
mod error;
mod format;
mod hint;
mod json;
mod link;
mod piece;
mod place;
mod recognise;
mod service;
mod syntax;
mod task_definition;
#[cfg(test)]
mod tests;
mod yaml;

pub use error::ImportError;
pub use format::Format;
pub use json::MAX_DEPTH;

use serde_json::{Map, Value};

use crate::design::Design;
use crate::edit::Edit;
use crate::record::RecordId;
use crate::remark::Remark;

use coerce::Scalars;
use collect::Collector;
use format::Sight;
use recognise::{Found, Recognised};

/// The largest text that is read, in bytes: as large as the largest design that a server stores.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most task definitions, services and clusters that are read from one text, the most resources of a template
/// and the most services of a Compose file. A CloudFormation template has at most 500 resources.
pub const MAX_RECORDS: usize = 1_000;

/// The most values that are read of a template or a Compose file, of which each makes several. Templates have at
/// most 1 MB.
const MAX_VALUES: usize = 200_000;

/// The most elements of one list that are read of a task definition, a service or a cluster. ECS takes 10 containers and
/// 64 KiB in all, which is fewer than 10,000 of anything.
const MAX_ELEMENTS: usize = 2_000;

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
/// When the text is too large, is neither JSON nor YAML, or is none of the shapes that are read.
pub fn read(text: &str, file_name: Option<&str>, into: &Design) -> Result<Outcome, ImportError> {
    if text.len() > MAX_BYTES {
        return Err(ImportError::TooLarge { bytes: text.len() });
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let Parsed { documents, scalars, mut remarks } = parse(text, file_name)?;
    let count = documents.len();
    let mut found = Vec::new();
    for (index, value) in documents.into_iter().enumerate() {
        let of_several = |problem: String| match count {
            1 => problem,
            _ => format!("document {} of {count}: {problem}", index + 1),
        };
        match recognise::recognise(value, &mut remarks) {
            Ok(Recognised::Design(value)) if count == 1 => {
                let design = Box::new(Design::from_json(value)?);
                return Ok(Outcome::Design { design, remarks });
            }
            Ok(Recognised::Design(_)) => {
                let problem =
                    "a whole design, which is opened and not added: take it out".to_owned();
                return Err(ImportError::Unrecognised { found: of_several(problem) });
            }
            Ok(Recognised::Records(records)) => found.extend(records),
            Err(ImportError::Unrecognised { found }) => {
                return Err(ImportError::Unrecognised { found: of_several(found) });
            }
            Err(error) => return Err(error),
        }
    }
    if found.len() > MAX_RECORDS {
        let what = "task definitions, services and clusters";
        return Err(ImportError::TooMany { count: found.len(), what, most: MAX_RECORDS });
    }
    let mut collector = Collector::new(into, file_name, scalars, remarks);
    for found in found {
        found.values().try_for_each(check_lists)?;
        match found {
            Found::TaskDefinition { body, beside } => {
                task_definition::add(&mut collector, body, beside);
            }
            Found::Containers(containers) if containers.len() > MAX_ELEMENTS => {
                let (count, what) = (containers.len(), "containers");
                return Err(ImportError::TooMany { count, what, most: MAX_ELEMENTS });
            }
            Found::Containers(containers) => {
                task_definition::add_containers(&mut collector, containers);
            }
            Found::Service(body) => service::add(&mut collector, body),
            Found::Cluster(body) => service::add_cluster(&mut collector, body),
            Found::Template(template) => {
                check_size(&template)?;
                cloudformation::add(&mut collector, template)?;
            }
            Found::Compose(file) => {
                check_size(&file)?;
                compose::add(&mut collector, file)?;
            }
        }
    }
    link::link(&mut collector);
    Ok(Outcome::Records(collector.finish()))
}

/// The documents of a text as YAML, for tests of what is written.
#[cfg(test)]
pub(crate) fn parse_yaml(text: &str) -> Option<Vec<Value>> {
    yaml::parse(text).ok().map(|(documents, _)| documents)
}

/// Refuses a document of more than [`MAX_VALUES`].
fn check_size(members: &Map<String, Value>) -> Result<(), ImportError> {
    fn number_of(value: &Value) -> usize {
        1 + match value {
            Value::Array(elements) => elements.iter().map(number_of).sum(),
            Value::Object(members) => members.values().map(number_of).sum(),
            _ => 0,
        }
    }
    let count: usize = members.values().map(number_of).sum();
    if count > MAX_VALUES {
        return Err(ImportError::TooMany { count, what: "values", most: MAX_VALUES });
    }
    Ok(())
}

/// Refuses lists of more than [`MAX_ELEMENTS`]: whatever they are, AWS does not take them, and the rules look at each
/// beside every other.
fn check_lists(value: &Value) -> Result<(), ImportError> {
    match value {
        Value::Array(elements) if elements.len() > MAX_ELEMENTS => {
            let what = "elements of one list";
            Err(ImportError::TooMany { count: elements.len(), what, most: MAX_ELEMENTS })
        }
        Value::Array(elements) => elements.iter().try_for_each(check_lists),
        Value::Object(members) => members.values().try_for_each(check_lists),
        _ => Ok(()),
    }
}

/// A text as trees.
struct Parsed {
    documents: Vec<Value>,
    scalars: Scalars,
    remarks: Vec<Remark>,
}

/// Reads a text as JSON, or as YAML if it looks like that.
fn parse(text: &str, file_name: Option<&str>) -> Result<Parsed, ImportError> {
    let error = match json::parse_documents(text) {
        Ok((documents, remarks)) => {
            return Ok(Parsed { documents, scalars: Scalars::Exact, remarks });
        }
        Err(error) => error,
    };
    match format::of_text(text, file_name) {
        Some(Sight::Other(format)) => Err(ImportError::OtherFormat { format }),
        Some(Sight::Yaml) => match yaml::parse(text) {
            Ok((documents, _)) if documents.is_empty() => Err(ImportError::Empty),
            Ok((documents, remarks)) => Ok(Parsed { documents, scalars: Scalars::Yaml, remarks }),
            Err(error) => Err(error.in_text(text)),
        },
        None => Err(error.in_text(text)),
    }
}
