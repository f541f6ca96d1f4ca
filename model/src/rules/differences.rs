//! How environments differ from one another by their overrides, as several rules look at it.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::address::Address;
use crate::edit::Edit;
use crate::path::{Path, Segment, natural_key};
use crate::record::{EnvironmentName, Kind, Record, RecordId};
use crate::resolve::{Estate, Resolved};

/// A value that one environment has otherwise than another one.
pub(super) struct Difference<'a> {
    /// Where: a value that is no object, or a named list element that one of them lacks.
    pub(super) at: Path,
    /// The record in the environment with the override.
    pub(super) here: &'a Resolved,
    /// The record in an environment without it.
    pub(super) there: &'a Resolved,
    /// The value here.
    pub(super) value: Option<&'a Value>,
    /// The value there.
    pub(super) other: Option<&'a Value>,
}

impl Difference<'_> {
    /// The place in every environment.
    pub(super) fn address(&self) -> Address {
        Address::field(self.here.id.clone(), self.at.clone())
    }

    /// The edit that makes the base value hold here again.
    pub(super) fn reset(&self) -> Edit {
        Edit::Reset { address: self.address().within(Some(self.here.environment.clone())) }
    }

    /// The environments, the one that has the thing first, when the other one lacks it.
    pub(super) fn only_in(&self) -> (&EnvironmentName, &EnvironmentName) {
        if self.value.is_some() {
            (&self.here.environment, &self.there.environment)
        } else {
            (&self.there.environment, &self.here.environment)
        }
    }
}

/// The wanted differences that the overrides of a record make.
pub(super) fn of_record<'a>(
    id: &RecordId,
    record: &Record,
    estates: &'a [Arc<Estate>],
    wanted: fn(Kind, &Path) -> bool,
) -> Vec<Difference<'a>> {
    let mut found = Vec::new();
    for (name, overrides) in &record.overrides {
        let estate = estates.iter().find(|estate| estate.environment == *name);
        let Some(here) = estate.and_then(|estate| estate.get(id)) else { continue };
        for path in overrides.set.keys().chain(&overrides.remove) {
            let Some(there) = reference(estates, record, id, name, path) else { continue };
            let (value, other) = (path.get(&here.overlay), path.get(&there.overlay));
            walk(path, value, other, &mut |at, value, other| {
                if wanted(id.kind(), at) {
                    found.push(Difference { at: at.clone(), here, there, value, other });
                }
            });
        }
    }
    found
}

/// The record in the first environment that says nothing of its own about a path; else in the first other one.
fn reference<'a>(
    estates: &'a [Arc<Estate>],
    record: &Record,
    id: &RecordId,
    here: &EnvironmentName,
    path: &Path,
) -> Option<&'a Resolved> {
    let others = || {
        estates
            .iter()
            .filter(|estate| estate.environment != *here)
            .filter_map(|estate| estate.get(id))
    };
    let says_nothing = |resolved: &&Arc<Resolved>| {
        record.overrides.get(&resolved.environment).is_none_or(|overrides| {
            !overrides
                .set
                .keys()
                .chain(&overrides.remove)
                .any(|other| other.starts_with(path) || path.starts_with(other))
        })
    };
    others().find(says_nothing).or_else(|| others().next()).map(|resolved| &**resolved)
}

type Visit<'v, 'a> = &'v mut dyn FnMut(&Path, Option<&'a Value>, Option<&'a Value>);

fn walk<'a>(at: &Path, value: Option<&'a Value>, other: Option<&'a Value>, visit: Visit<'_, 'a>) {
    if value == other {
        return;
    }
    let lacking = value.is_none() || other.is_none();
    if lacking && matches!(at.segments().last(), Some(Segment::Named(_))) {
        return visit(at, value, other);
    }
    let object = |value: Option<&'a Value>| value.and_then(Value::as_object);
    let list = |value: Option<&'a Value>| {
        value.and_then(Value::as_array).filter(|list| list.iter().any(Value::is_object))
    };
    match (object(value), object(other), list(value), list(other)) {
        (a @ Some(_), b, ..) | (a, b @ Some(_), ..) if lacking || (a.is_some() && b.is_some()) => {
            let get = |members: Option<&'a Map<String, Value>>, key: &str| {
                members.and_then(|it| it.get(key))
            };
            let of_b = b.into_iter().flat_map(Map::keys).filter(|key| get(a, key).is_none());
            for key in a.into_iter().flat_map(Map::keys).chain(of_b) {
                walk(&at.key(key.clone()), get(a, key), get(b, key), visit);
            }
        }
        (_, _, a @ Some(_), b) | (_, _, a, b @ Some(_)) => match natural_key(at.list_name()) {
            Some(key) => {
                let named = |list: Option<&'a Vec<Value>>, name: &str| {
                    list.and_then(|list| list.iter().find(|one| name_of(one, key) == Some(name)))
                };
                let names = |list: Option<&'a Vec<Value>>| {
                    list.into_iter().flatten().filter_map(|one| name_of(one, key))
                };
                let of_b = names(b).filter(|name| named(a, name).is_none());
                for name in names(a).chain(of_b) {
                    walk(&at.named(name.to_owned()), named(a, name), named(b, name), visit);
                }
            }
            None => {
                let length = |list: Option<&Vec<Value>>| list.map_or(0, Vec::len);
                for index in 0..length(a).max(length(b)) {
                    let get = |list: Option<&'a Vec<Value>>| list.and_then(|list| list.get(index));
                    walk(&at.index(index), get(a), get(b), visit);
                }
            }
        },
        _ => visit(at, value, other),
    }
}

fn name_of<'a>(element: &'a Value, key: &str) -> Option<&'a str> {
    element.get(key).and_then(Value::as_str)
}
