//! Text that other tools read, from a design: pure, deterministic, never failing half-way.

pub mod cloudformation;
pub mod cluster;
pub mod container_definitions;
pub(crate) mod document;
pub mod hcl;
mod needs;
mod place;
pub mod service;
pub mod task_definition;
pub mod terraform;
mod usage;

pub use document::Document;

use crate::record::Kind;
use crate::remark::Remark;

/// The kinds that people read before services and their task definitions, in that order.
const READ_FIRST: [Kind; 7] = [
    Kind::Network,
    Kind::Role,
    Kind::LogGroup,
    Kind::LoadBalancer,
    Kind::TargetGroup,
    Kind::Namespace,
    Kind::Cluster,
];

/// The files of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// In the order in which people read them.
    pub files: Vec<File>,
    /// What the files do not say, or say differently than the design.
    pub remarks: Vec<Remark>,
}

impl Export {
    /// The text of the file at `path`.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }
}

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where, from the export's root, with `/` between folders.
    pub path: String,
    /// What it holds.
    pub text: String,
}
