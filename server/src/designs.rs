//! The backend of the server functions: checks what came from the network, then uses the store.

use async_trait::async_trait;
use bayplan_api::{
    ApiError, Archive, Backend, DesignSummary, MAX_LABEL_CHARS, MAX_NAME_CHARS, RevisionSummary,
    SaveOutcome, StoredDesign,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::task::spawn_blocking;

use crate::{
    archive::{archive, file_name},
    document,
    store::{NewRevision, Store, StoreError},
};

/// Designs in a [`Store`].
#[derive(Debug, Clone)]
pub struct Designs {
    store: Store,
}

impl Designs {
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

#[async_trait]
impl Backend for Designs {
    async fn list_designs(&self) -> Result<Vec<DesignSummary>, ApiError> {
        self.store.list_designs().await.map_err(api_error)
    }

    async fn load_design(&self, id: &str) -> Result<StoredDesign, ApiError> {
        self.store.load_design(id).await.map_err(api_error)
    }

    async fn create_design(&self, name: &str, text: &str) -> Result<DesignSummary, ApiError> {
        let name = one_line(name);
        let length = char_count(&name);
        if length == 0 || length > MAX_NAME_CHARS {
            return Err(ApiError::InvalidName { length, limit: MAX_NAME_CHARS });
        }
        document::parse(text)?;
        self.store.create_design(&name, text).await.map_err(api_error)
    }

    async fn save_design(
        &self,
        id: &str,
        base_revision: u32,
        text: &str,
        label: Option<&str>,
    ) -> Result<SaveOutcome, ApiError> {
        let label = label.map(one_line).filter(|label| !label.is_empty());
        let length = label.as_deref().map_or(0, char_count);
        if length > MAX_LABEL_CHARS {
            return Err(ApiError::LabelTooLong { length, limit: MAX_LABEL_CHARS });
        }
        let name = one_line(&document::parse(text)?.settings.name);
        // A name that the list could not show is no reason to refuse the work.
        let name = (1..=MAX_NAME_CHARS).contains(&char_count(&name)).then_some(name);
        let new = NewRevision { text, label: label.as_deref(), name: name.as_deref() };
        self.store.save_design(id, base_revision, new).await.map_err(api_error)
    }

    async fn list_revisions(&self, id: &str) -> Result<Vec<RevisionSummary>, ApiError> {
        self.store.list_revisions(id).await.map_err(api_error)
    }

    async fn load_revision(&self, id: &str, revision: u32) -> Result<StoredDesign, ApiError> {
        self.store.load_revision(id, revision).await.map_err(api_error)
    }

    async fn export_archive(
        &self,
        text: &str,
        environment: Option<&str>,
    ) -> Result<Archive, ApiError> {
        let design = document::parse(text)?;
        if let Some(name) = environment.filter(|name| !design.has_environment(name)) {
            return Err(ApiError::UnknownEnvironment { name: name.to_owned() });
        }
        let file_name = file_name(&design, environment);
        let environment = environment.map(str::to_owned);
        // A large design takes a while, in which others want answers, too.
        let bytes = spawn_blocking(move || archive(&design, environment.as_deref()))
            .await
            .map_err(|error| ApiError::Internal { detail: error.to_string() })?
            .map_err(|error| ApiError::Internal { detail: error.to_string() })?;
        Ok(Archive { file_name, base64: STANDARD.encode(bytes) })
    }
}

fn api_error(error: StoreError) -> ApiError {
    match error {
        StoreError::UnknownDesign { id } => ApiError::UnknownDesign { id },
        StoreError::UnknownRevision { id, revision, newest } => {
            ApiError::UnknownRevision { id, revision, newest }
        }
        StoreError::Database(_) | StoreError::Random(_) => {
            ApiError::Storage { detail: error.to_string() }
        }
    }
}

/// `text` on one line: runs of spaces, line breaks and control characters become one space, and none
/// is left at either end.
fn one_line(text: &str) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn char_count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line() {
        assert_eq!(one_line("  Matabit\u{0}\n production\t"), "Matabit production");
        assert_eq!(one_line(" \n"), "");
    }
}
