//! What the server functions need of the server.

use std::sync::Arc;

use async_trait::async_trait;
use leptos::prelude::use_context;

use crate::{ApiError, Archive, DesignSummary, RevisionSummary, SaveOutcome, StoredDesign};

/// The work behind the server functions, one method for each.
///
/// The server provides an `Arc<dyn Backend>` as Leptos context to every call. Arguments come from
/// the network and are not checked before they arrive here.
#[async_trait]
pub trait Backend: Send + Sync {
    /// See [`list_designs`](crate::list_designs).
    async fn list_designs(&self) -> Result<Vec<DesignSummary>, ApiError>;

    /// See [`load_design`](crate::load_design).
    async fn load_design(&self, id: &str) -> Result<StoredDesign, ApiError>;

    /// See [`create_design`](crate::create_design).
    async fn create_design(&self, name: &str, text: &str) -> Result<DesignSummary, ApiError>;

    /// See [`save_design`](crate::save_design).
    async fn save_design(
        &self,
        id: &str,
        base_revision: u32,
        text: &str,
        label: Option<&str>,
    ) -> Result<SaveOutcome, ApiError>;

    /// See [`list_revisions`](crate::list_revisions).
    async fn list_revisions(&self, id: &str) -> Result<Vec<RevisionSummary>, ApiError>;

    /// See [`load_revision`](crate::load_revision).
    async fn load_revision(&self, id: &str, revision: u32) -> Result<StoredDesign, ApiError>;

    /// See [`export_archive`](crate::export_archive).
    async fn export_archive(
        &self,
        text: &str,
        environment: Option<&str>,
    ) -> Result<Archive, ApiError>;
}

/// The backend that the server provided to this call.
pub(crate) fn backend() -> Result<Arc<dyn Backend>, ApiError> {
    use_context::<Arc<dyn Backend>>().ok_or_else(|| ApiError::Internal {
        detail: "no backend was provided to the server function".to_owned(),
    })
}
