//! `Path`: the way to one value inside a record's JSON tree, and reading and changing what it leads to.
//!
//! Written as people read it: `containerDefinitions[web].portMappings[0].hostPort`. A bracket selects a
//! list element, by number or by its natural key; a key with unusual characters is quoted:
//! `dockerLabels."com.example.team"`, `environment["LOG LEVEL"]`.

mod place;
mod text;
mod tree;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use place::{Place, each_string};
pub use text::ParsePathError;
pub(crate) use tree::position;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A member of an object.
    Key(Cow<'static, str>),
    /// A list element by position, counted from 0.
    Index(usize),
    /// The first list element whose natural key ([`natural_key`]) has this value.
    Named(Cow<'static, str>),
}

/// The way from a record's root to one value in it. The empty path is the record itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(Vec<Segment>);

/// The member that identifies an element of the list called `list`, where the ECS API has one.
#[must_use]
pub fn natural_key(list: &str) -> Option<&'static str> {
    match list {
        "containerDefinitions"
        | "environment"
        | "secrets"
        | "secretOptions"
        | "volumes"
        | "ulimits"
        | "settings" => Some("name"),
        "dependsOn" => Some("containerName"),
        "systemControls" => Some("namespace"),
        "extraHosts" => Some("hostname"),
        "tags" => Some("key"),
        "policies" => Some("policyName"),
        "scheduledActions" => Some("scheduledActionName"),
        _ => None,
    }
}

/// Why a value could not be reached or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// A list element that the path names is not there.
    #[error("there is nothing at {0}")]
    Missing(Path),
    /// The path goes through a value of another type, such as a member of a string.
    #[error("{0} is not {1}")]
    NotA(Path, &'static str),
}

impl Path {
    /// The record itself.
    #[must_use]
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// Whether this is the record itself.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// This path with a member name added.
    #[must_use]
    pub fn key(&self, key: impl Into<Cow<'static, str>>) -> Self {
        self.with(Segment::Key(key.into()))
    }

    /// This path with a list position added.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    /// This path with an element's natural key added.
    #[must_use]
    pub fn named(&self, name: impl Into<Cow<'static, str>>) -> Self {
        self.with(Segment::Named(name.into()))
    }

    /// This path with a segment added.
    #[must_use]
    pub fn with(&self, segment: Segment) -> Self {
        let mut segments = Vec::with_capacity(self.0.len() + 1);
        segments.extend_from_slice(&self.0);
        segments.push(segment);
        Self(segments)
    }

    /// This path followed by `rest`.
    #[must_use]
    pub fn join(&self, rest: &[Segment]) -> Self {
        let mut segments = self.0.clone();
        segments.extend_from_slice(rest);
        Self(segments)
    }

    /// The steps, from the record's root on.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The path without its last step, and that step. `None` at the root.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, &Segment)> {
        self.0.split_last().map(|(last, parent)| (Self(parent.to_vec()), last))
    }

    /// The path without its last step.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.split_last().map(|(parent, _)| parent)
    }

    /// The first `count` steps.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        Self(self.0.iter().take(count).cloned().collect())
    }

    /// The list element whose natural key this path leads to.
    pub(crate) fn named_element(&self) -> Option<Self> {
        let (element, last) = self.split_last()?;
        let (list, selector) = element.split_last()?;
        let Segment::Key(key) = last else { return None };
        (!matches!(selector, Segment::Key(_))
            && natural_key(list.list_name()) == Some(key.as_ref()))
        .then_some(element)
    }

    /// How many steps lead to the first list that has nothing at the position that this path selects from it.
    pub(crate) fn missing_position(&self, root: &Value) -> Option<usize> {
        self.0.iter().enumerate().position(|(depth, segment)| {
            matches!(segment, Segment::Index(_)) && self.first(depth + 1).get(root).is_none()
        })
    }

    /// What follows `prefix` in this path, when it starts with it.
    #[must_use]
    pub fn strip_prefix(&self, prefix: &Self) -> Option<&[Segment]> {
        self.0.strip_prefix(prefix.0.as_slice())
    }

    /// Whether this path is `prefix` or leads through it.
    #[must_use]
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// The path with every element selector written `[]`: the key into the catalogue.
    #[must_use]
    pub fn pattern(&self) -> String {
        let mut text = String::new();
        for segment in &self.0 {
            match segment {
                Segment::Key(key) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(key);
                }
                Segment::Index(_) | Segment::Named(_) => text.push_str("[]"),
            }
        }
        text
    }

    /// The member name of the list that an element selector after this path would select from.
    pub(crate) fn list_name(&self) -> &str {
        match self.0.last() {
            Some(Segment::Key(key)) => key,
            _ => "",
        }
    }
}
