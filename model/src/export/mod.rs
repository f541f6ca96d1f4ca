//! Text that other tools read, from a design: pure, deterministic, never failing half-way.

pub mod container_definitions;
mod document;
pub mod hcl;
pub mod service;
pub mod task_definition;

pub use document::Document;
