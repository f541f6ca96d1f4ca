//! Places on the way through a tree, which are made paths only where somebody wants one.

use serde_json::Value;

use super::Path;

/// Where a value stands.
#[derive(Debug)]
pub(crate) enum Place<'a> {
    /// At this path.
    At(&'a Path),
    /// A member that the API names.
    Member(&'a Self, &'static str),
    /// A member of any name.
    Entry(&'a Self, &'a str),
    /// A list element, by position.
    Element(&'a Self, usize),
}

impl Place<'_> {
    /// The path to it.
    pub(crate) fn path(&self) -> Path {
        match self {
            Self::At(path) => (*path).clone(),
            Self::Member(parent, key) => parent.path().key(*key),
            Self::Entry(parent, key) => parent.path().key((*key).to_owned()),
            Self::Element(parent, index) => parent.path().index(*index),
        }
    }
}

/// Calls `visit` with every string below `value` and its place.
pub(crate) fn each_string(value: &Value, visit: &mut dyn FnMut(&Place<'_>, &str)) {
    below(value, &Place::At(&Path::root()), visit);
}

fn below(value: &Value, place: &Place<'_>, visit: &mut dyn FnMut(&Place<'_>, &str)) {
    match value {
        Value::String(text) => visit(place, text),
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                below(element, &Place::Element(place, index), visit);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                below(member, &Place::Entry(place, key), visit);
            }
        }
        _ => {}
    }
}
