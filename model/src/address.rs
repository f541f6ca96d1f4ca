//! `Address`: names one field of one record, optionally in one environment.
//!
//! Forms, overrides, diagnostics, fixes, diffs, help and deep links all meet here. Written
//! `taskDefinition.web.containerDefinitions[app].image@staging`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::path::{ParsePathError, Path};
use crate::record::{EnvironmentName, ParseRecordIdError, RecordId};

/// One field of one record, in every environment or in one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The record.
    pub record: RecordId,
    /// The way to the field; empty for the record itself.
    pub path: Path,
    /// The environment, or `None` for the value that holds in all of them.
    pub environment: Option<EnvironmentName>,
}

impl Address {
    /// The record as a whole.
    #[must_use]
    pub const fn record(record: RecordId) -> Self {
        Self { record, path: Path::root(), environment: None }
    }

    /// A field, in every environment.
    #[must_use]
    pub const fn field(record: RecordId, path: Path) -> Self {
        Self { record, path, environment: None }
    }

    /// The same field in one environment, or in all of them.
    #[must_use]
    pub fn within(mut self, environment: Option<EnvironmentName>) -> Self {
        self.environment = environment;
        self
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.record)?;
        if !self.path.is_root() {
            write!(f, ".{}", self.path)?;
        }
        if let Some(environment) = &self.environment {
            write!(f, "@{environment}")?;
        }
        Ok(())
    }
}

/// Why a text is not an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseAddressError {
    /// The record is not named.
    #[error(transparent)]
    Record(#[from] ParseRecordIdError),
    /// What follows the record is not a path.
    #[error(transparent)]
    Path(#[from] ParsePathError),
}

impl FromStr for Address {
    type Err = ParseAddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // An `@` inside quotes belongs to the path; an environment's name has no quote and no bracket.
        let (text, environment) = match text.rsplit_once('@') {
            Some((before, after)) if !after.contains(['"', ']', '.']) && !after.is_empty() => {
                (before, Some(after.into()))
            }
            _ => (text, None),
        };
        let mut parts = text.splitn(3, '.');
        let kind = parts.next().unwrap_or_default();
        let name = parts.next().unwrap_or_default();
        let record = RecordId::new(kind.parse()?, name)?;
        let path = parts.next().unwrap_or_default().parse()?;
        Ok(Self { record, path, environment })
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips() {
        for text in [
            "cluster.main",
            "cluster.main@staging",
            "taskDefinition.web.containerDefinitions[app].image@staging",
            "taskDefinition.web.containerDefinitions[0].dockerLabels.\"a@b.c\"",
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_address_says_why() {
        assert!(matches!("pod.web".parse::<Address>(), Err(ParseAddressError::Record(_))));
        assert!(matches!("service.1web".parse::<Address>(), Err(ParseAddressError::Record(_))));
        assert!(matches!("service.web.a..b".parse::<Address>(), Err(ParseAddressError::Path(_))));
    }
}
