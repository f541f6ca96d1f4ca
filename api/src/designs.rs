//! Designs as the store keeps them: a name, and revisions of one JSON document.

use serde::{Deserialize, Serialize};

/// The largest design that is stored, in bytes of UTF-8: 16 MiB.
///
/// A design of a hundred services is well under one; the limit keeps a mistaken file from filling
/// the store, where every revision stays.
pub const MAX_DESIGN_BYTES: u32 = 16 * 1024 * 1024;

/// The largest request body, in bytes.
///
/// A design travels as a string inside JSON, where each quotation mark, backslash and line break
/// takes two bytes: twice the largest design, and room for the other arguments. So every design that
/// may be stored can be sent, and one that may not is refused by its own size.
pub const MAX_REQUEST_BYTES: u32 = 2 * MAX_DESIGN_BYTES + 64 * 1024;

/// The longest name of a design, in characters.
pub const MAX_NAME_CHARS: u32 = 200;

/// The longest label of a revision, in characters.
pub const MAX_LABEL_CHARS: u32 = 200;

/// A design in the list of designs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DesignSummary {
    /// Identifies the design on its server: 16 lower-case letters and digits, never reused.
    pub id: String,
    pub name: String,
    /// The number of the newest revision, from 1.
    pub revision: u32,
    /// When the newest revision was saved, in milliseconds since 1970-01-01 UTC.
    pub saved_at: i64,
}

/// One revision of a design, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredDesign {
    pub id: String,
    pub name: String,
    pub revision: u32,
    /// When this revision was saved, in milliseconds since 1970-01-01 UTC.
    pub saved_at: i64,
    /// The design's JSON, byte for byte as it was saved.
    pub text: String,
}

/// A file to be saved by the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Archive {
    /// The name to save it under, such as `Matabit-staging.zip`.
    pub file_name: String,
    /// The bytes of a zip archive in Base64, which `atob` reads.
    pub base64: String,
}

/// One revision of a design in the list of its revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RevisionSummary {
    pub revision: u32,
    /// When this revision was saved, in milliseconds since 1970-01-01 UTC.
    pub saved_at: i64,
    /// What the person who saved it called it; autosaves have none.
    pub label: Option<String>,
}

/// What became of a save.
///
/// A conflict is an answer, not an error: the save did what it should, which is not to overwrite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SaveOutcome {
    /// The store holds the text as this revision.
    Saved(Saved),
    /// Somebody else saved since the base revision. Nothing was written; this is the newest revision.
    Conflict(StoredDesign),
}

/// The revision that a save became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// The base of the next save.
    pub revision: u32,
    /// When it was saved, in milliseconds since 1970-01-01 UTC.
    pub saved_at: i64,
}
