//! The server functions: in the browser a request each, on the server the [`Backend`]'s work.
//!
//! Input is JSON like output, not Leptos' default of a URL-encoded form: a design would grow
//! threefold in it, and its decoder would be in the wasm for nothing.
//!
//! [`Backend`]: crate::Backend

use leptos::{server, server_fn::codec::Json};

#[cfg(feature = "ssr")]
use crate::backend::backend;
use crate::{ApiError, Archive, DesignSummary, RevisionSummary, SaveOutcome, StoredDesign};

/// Lists the designs, the one saved last first.
#[server(endpoint = "list_designs", input = Json)]
pub async fn list_designs() -> Result<Vec<DesignSummary>, ApiError> {
    backend()?.list_designs().await
}

/// Loads the newest revision of a design.
///
/// # Errors
///
/// [`ApiError::UnknownDesign`] if there is no such design.
#[server(endpoint = "load_design", input = Json)]
pub async fn load_design(id: String) -> Result<StoredDesign, ApiError> {
    backend()?.load_design(&id).await
}

/// Stores a new design as its revision 1, under an id that the server chooses.
///
/// # Errors
///
/// [`ApiError::InvalidName`], or one of the errors about the text: [`ApiError::NotJson`],
/// [`ApiError::NotADesign`], [`ApiError::NewerFormat`], [`ApiError::DesignTooLarge`].
#[server(endpoint = "create_design", input = Json)]
pub async fn create_design(name: String, text: String) -> Result<DesignSummary, ApiError> {
    backend()?.create_design(&name, &text).await
}

/// Saves a design as the revision after `base_revision`, the one that the edits started from.
///
/// If the newest revision is another one, nothing is written and the answer is
/// [`SaveOutcome::Conflict`]. If the newest revision already has this very text, nothing is written
/// and the answer is that revision as saved: a save whose answer was lost can be repeated as it is.
///
/// The design is listed under the `name` in its text from then on, if it has one.
///
/// # Errors
///
/// [`ApiError::UnknownDesign`], [`ApiError::LabelTooLong`], or one of the errors about the text, as
/// for [`create_design`].
#[server(endpoint = "save_design", input = Json)]
pub async fn save_design(
    id: String,
    #[server(rename = "baseRevision")] base_revision: u32,
    text: String,
    label: Option<String>,
) -> Result<SaveOutcome, ApiError> {
    backend()?.save_design(&id, base_revision, &text, label.as_deref()).await
}

/// Lists the revisions of a design, newest first.
///
/// # Errors
///
/// [`ApiError::UnknownDesign`] if there is no such design.
#[server(endpoint = "list_revisions", input = Json)]
pub async fn list_revisions(id: String) -> Result<Vec<RevisionSummary>, ApiError> {
    backend()?.list_revisions(&id).await
}

/// Loads one revision of a design.
///
/// # Errors
///
/// [`ApiError::UnknownDesign`] or [`ApiError::UnknownRevision`].
#[server(endpoint = "load_revision", input = Json)]
pub async fn load_revision(id: String, revision: u32) -> Result<StoredDesign, ApiError> {
    backend()?.load_revision(&id, revision).await
}

/// Exports a design as a zip archive of Terraform, JSON and the design itself, for one environment or for all.
///
/// The text is the design as it is on the screen, saved or not.
///
/// # Errors
///
/// [`ApiError::UnknownEnvironment`], or one of the errors about the text, as for [`create_design`].
#[server(endpoint = "export_archive", input = Json)]
pub async fn export_archive(
    text: String,
    environment: Option<String>,
) -> Result<Archive, ApiError> {
    backend()?.export_archive(&text, environment.as_deref()).await
}
