//! The catalogue: what every field of every kind of record is, in words.
//!
//! Forms, help, the matrix and the documentation come from here together with the tables of members
//! ([`crate::ecs::members`], [`crate::ecs::describe`]), which know types, required members, enums and ranges.
//! The catalogue adds what the API's model does not say: unit, default, explanation, documentation link,
//! Terraform argument, where the field stands in a form, and values to offer.
//!
//! An [`Entry`] is written once for each member of a structure. Structures that stand in several places (tags,
//! log configuration) share their entries. Labels, documentation links and Terraform arguments are derived
//! from the member's name unless the entry says otherwise.

mod cluster;
mod container;
mod deployment;
mod element;
mod entry;
mod explanation;
mod fargate;
mod gateway;
mod glossary;
mod load_balancer;
mod log_options;
mod neighbour;
mod scaling;
mod search;
mod sentence;
mod service;
mod service_connect;
mod shared;
mod sizes;
mod starter;
mod suggest;
mod task_definition;
mod volume;
mod words;

#[cfg(test)]
mod tests;

use crate::order::sort_by;
use crate::path::{Path, Segment};
use crate::record::Kind;

pub use element::new_element;
pub use entry::{Control, Entry, Group, Info, Prominence, Section, Situation, Suggestion};
#[cfg(feature = "docs")]
pub use explanation::render_json;
pub use explanation::{Docs, Explanation, Explanations, Page, Terraform};
pub use fargate::{
    ec2_only, is_on_fargate, label_in, labels_of_ec2_only, settings_of, values_refused_on_fargate,
};
pub use glossary::{GLOSSARY, Term};
pub use log_options::{LogOption, log_options};
pub use search::{Hit, search};
pub use sentence::{container_sentence, sentence};
pub use starter::new_body;

/// Every section of a kind's forms, those of the record itself and those of what is nested in it.
pub fn sections(kind: Kind) -> impl Iterator<Item = &'static Section> {
    const NONE: &[Section] = &[];
    let tables: [&'static [Section]; 4] = match kind {
        Kind::Cluster => [cluster::SECTIONS, NONE, NONE, NONE],
        Kind::Service => {
            [service::SECTIONS, deployment::SECTIONS, service_connect::SECTIONS, gateway::SECTIONS]
        }
        Kind::TaskDefinition => {
            [task_definition::SECTIONS, container::SECTIONS, container::PARTS, volume::SECTIONS]
        }
        Kind::LoadBalancer => [load_balancer::LOAD_BALANCER, NONE, NONE, NONE],
        Kind::TargetGroup => [load_balancer::TARGET_GROUP, NONE, NONE, NONE],
        Kind::Network => [neighbour::NETWORK, NONE, NONE, NONE],
        Kind::Role => [neighbour::ROLE, NONE, NONE, NONE],
        Kind::LogGroup => [neighbour::LOG_GROUP, NONE, NONE, NONE],
        Kind::Scaling => [scaling::SCALING, NONE, NONE, NONE],
        Kind::Namespace => [neighbour::NAMESPACE, NONE, NONE, NONE],
    };
    tables.into_iter().flatten()
}

/// The sections of the form for the structures at a place, in the order in which the form shows them.
///
/// The place is a pattern: `""` is the record itself, `containerDefinitions[]` one of its containers.
#[must_use]
pub fn form(kind: Kind, at: &str) -> Vec<&'static Section> {
    let mut found: Vec<_> = sections(kind).filter(|section| section.at == at).collect();
    sort_by(&mut found, |one, other| one.group.cmp(&other.group));
    found
}

/// Every entry of a kind.
pub fn fields(kind: Kind) -> impl Iterator<Item = Entry> {
    sections(kind).flat_map(Section::entries)
}

/// What the catalogue says about the field at a path; for a list's element, what it says about the list.
/// `None` for the record itself and for members that the API does not have.
#[must_use]
pub fn field(kind: Kind, path: &Path) -> Option<Entry> {
    let mut segments = path.segments();
    while let [rest @ .., Segment::Index(_) | Segment::Named(_)] = segments {
        segments = rest;
    }
    let (Segment::Key(key), parent) = segments.split_last()? else { return None };
    let at = Path::root().join(parent).pattern();
    sections(kind)
        .filter(|section| section.at == at)
        .flat_map(Section::entries)
        .find(|entry| entry.info.key == key)
}

/// What a field is called. A member that the catalogue does not know is called by its key, made readable; a
/// list's element by its natural key or its number.
#[must_use]
pub fn label(kind: Kind, path: &Path) -> String {
    match path.segments().last() {
        None => words::sentence_case(kind.label()),
        Some(Segment::Named(name)) => name.clone().into_owned(),
        Some(Segment::Index(index)) => {
            let list = path.parent().map(|list| label(kind, &list)).unwrap_or_default();
            format!("{} {}", words::singular(&list), index + 1)
        }
        Some(Segment::Key(key)) => {
            // The keys of a map are the user's own words.
            let parent = path.parent().unwrap_or_default();
            let in_map = matches!(
                crate::ecs::describe(kind, &parent),
                Some((crate::ecs::shape::Type::Texts, _))
            );
            match field(kind, path) {
                Some(entry) => entry.label(),
                None if in_map => key.clone().into_owned(),
                None => words::label(key),
            }
        }
    }
}
