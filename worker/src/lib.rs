//! What the page asks of its worker, and what the worker answers: texts that people take away or bring.
//!
//! Exporters and importers are a program of their own, which the browser loads when they are wanted first and
//! runs beside the page: what most visits do not need is not waited for, and writing a large design as
//! Terraform holds up no key. This library is what both programs share; `main.rs` is the worker.

use serde::{Deserialize, Serialize};

/// The program that starts the worker, relative to the page. It is the only file that a page names; it loads
/// the others.
pub const SCRIPT: &str = "worker.js";

/// What the page wants to know of a design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "camelCase")]
pub enum Request {
    /// What a record becomes in another tool's own format.
    Write {
        /// The format.
        format: Format,
        /// The environment's name.
        environment: String,
        /// The record's id, such as `taskDefinition.web`.
        record: String,
    },
    /// What texts would add to the design, one after the other: a service finds the task definition that came before
    /// it or comes after it.
    Read {
        /// At least one.
        files: Vec<File>,
    },
    /// What differs, as ECS understands it.
    Compare {
        /// The one side.
        before: Side,
        /// The other.
        after: Side,
    },
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// An environment of the design, by its name.
    Environment(String),
    /// What a person brings. Of the other side, only what these hold is compared.
    Files(Vec<File>),
}

/// A text that a person brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The file's name, where the text is from one.
    pub name: Option<String>,
    /// The text, as it was pasted or as the file has it.
    pub text: String,
}

/// A format that a record is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Format {
    /// The resources or data sources of the record.
    Terraform,
    /// A CloudFormation template of the record with what it needs, as YAML.
    CloudFormation,
    /// What `aws ecs register-task-definition` or `aws ecs create-service` takes.
    Json,
    /// The bare list of a task definition's containers; of a service, those of what it runs.
    ContainerDefinitions,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase")]
pub enum Answer {
    /// The record in the format that was asked for. Empty when it has none.
    Written {
        /// The text.
        text: String,
        /// What the text does not say, or says differently.
        remarks: Vec<String>,
    },
    /// The design with what was read.
    Added {
        /// The design, as it is saved.
        design: String,
        /// What came of each text, in the order in which they were brought. Of at least one, something was added.
        files: Vec<Brought>,
    },
    /// A whole design was read: to be opened, not merged.
    Opened {
        /// The design, as it is saved.
        design: String,
        /// What is to be said about it.
        remarks: Vec<String>,
    },
    /// What was compared.
    Compared {
        /// The records that differ.
        records: Vec<Compared>,
        /// How many records there are on both sides.
        same: usize,
        /// How many fields are written in different ways that mean the same: defaults that are spelled out, another
        /// order where none counts.
        folded: usize,
        /// What is to be said about what was compared.
        notes: Vec<String>,
    },
    /// What was asked cannot be done.
    Refused {
        /// Why, and the way out.
        message: String,
    },
}

/// What came of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// The file's name, where the text is from one.
    pub name: Option<String>,
    /// The ids of the records that were added.
    pub added: Vec<String>,
    /// What was read in its own way.
    pub notes: Vec<Note>,
    /// Why nothing of it was added, and the way out.
    pub refused: Option<String>,
}

/// A record that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// What it is, such as `task definition`.
    pub kind: String,
    /// Its name: of the side that has it, and of both where they differ.
    pub name: String,
    /// Whether the first side has it.
    pub is_before: bool,
    /// Whether the second side has it.
    pub is_after: bool,
    /// The fields that differ. Empty where only one side has the record.
    pub fields: Vec<ComparedField>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedField {
    /// What people call it.
    pub label: String,
    /// Its path in the record, such as `containerDefinitions[web].image`.
    pub path: String,
    /// What the first side has, as text; `None` where it is not set.
    pub before: Option<String>,
    /// What the second side has.
    pub after: Option<String>,
    /// Whether both sides say the same, and only placeholders such as `{environment}` make it differ.
    pub is_placeholder: bool,
    /// Where the field stands in the design, if a side is of the design.
    pub address: Option<String>,
}

/// What was read in its own way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The line of the text that is meant, counted from 1, where one line is meant.
    pub line: Option<usize>,
    /// The field that is meant, where one is.
    pub address: Option<String>,
    /// What was done, and what to do where that is not what was meant.
    pub message: String,
}
