//! Records of two environments or designs, side by side.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::{Comparison, compare};
use crate::export::document::of_record;
use crate::record::RecordId;
use crate::reference::{Part, Reference, parts};
use crate::resolve::{Estate, Resolved};

/// A record of one side, of the other, or of both.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Of the first side.
    pub before: Option<Arc<Resolved>>,
    /// Of the second side.
    pub after: Option<Arc<Resolved>>,
    /// What differs; nothing where one side has no such record.
    pub comparison: Comparison,
}

impl Pair {
    /// Whether both sides have it and it means the same to ECS.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.before.is_some() && self.after.is_some() && self.comparison.is_same()
    }
}

/// Compares all records of two environments or designs. Records belong together by their id, else by their name in
/// AWS, else when each side has only this one of its kind left. In the order of the first side; what only the second has
/// comes last.
#[must_use]
pub fn compare_estates(before: &Estate, after: &Estate) -> Vec<Pair> {
    let paired = pair(before, after);
    // What the second side calls otherwise: a reference to it is one to the first side's record.
    let renamed: HashMap<RecordId, RecordId> = paired
        .iter()
        .filter_map(|(one, other)| Some((one.as_ref()?.id.clone(), other.as_ref()?.id.clone())))
        .filter(|(one, other)| one != other)
        .map(|(one, other)| (other, one))
        .collect();
    compare_paired(paired, &mut |one, other| {
        if renamed.is_empty() {
            return compare(one.id.kind(), &one.body, &other.body);
        }
        let mut body = Value::clone(&other.body);
        rename(&mut body, &renamed);
        compare(one.id.kind(), &one.body, &body)
    })
}

/// Which of two sides is a part of an environment: what a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartSide {
    /// The first.
    Before,
    /// The second.
    After,
}

impl PartSide {
    /// Which of two sides is a part of an environment, when one is and the other is a whole one.
    #[must_use]
    pub const fn of(is_before_whole: bool, is_after_whole: bool) -> Option<Self> {
        match (is_before_whole, is_after_whole) {
            (true, false) => Some(Self::After),
            (false, true) => Some(Self::Before),
            (true, true) | (false, false) => None,
        }
    }
}

/// Compares two sides of a kind, or a part of an environment with a whole one.
#[must_use]
pub fn compare_sides(before: &Estate, after: &Estate, part: Option<PartSide>) -> Vec<Pair> {
    match part {
        None => compare_estates(before, after),
        Some(part) => compare_part(before, after, part),
    }
}

/// Compares what a file holds with a whole environment, as AWS takes it: the records that only the environment has are
/// left out, for of them a file says nothing; those that only the file has are not. The name of a role is compared with
/// the role that the environment has of that name.
#[must_use]
pub fn compare_part(before: &Estate, after: &Estate, part: PartSide) -> Vec<Pair> {
    let mut paired = pair(before, after);
    paired.retain(|(one, other)| match part {
        PartSide::Before => one.is_some(),
        PartSide::After => other.is_some(),
    });
    compare_paired(paired, &mut |one, other| {
        let (body, other) = (of_record(before, one).value, of_record(after, other).value);
        compare(one.id.kind(), &body, &other)
    })
}

type Paired = Vec<(Option<Arc<Resolved>>, Option<Arc<Resolved>>)>;

fn pair(before: &Estate, after: &Estate) -> Paired {
    let mut left: Vec<Arc<Resolved>> = after.records().cloned().collect();
    let mut paired: Paired = before.records().map(|one| (Some(one.clone()), None)).collect();
    let by_id = |one: &Resolved, other: &Resolved| one.id == other.id;
    let by_name = |one: &Resolved, other: &Resolved| {
        one.id.kind() == other.id.kind()
            && one.known_name().is_some()
            && one.known_name() == other.known_name()
    };
    for belongs in [by_id as fn(&Resolved, &Resolved) -> bool, by_name] {
        for pair in &mut paired {
            if let (Some(one), None) = (&pair.0, &pair.1)
                && let Some(at) = left.iter().position(|candidate| belongs(one, candidate))
            {
                pair.1 = Some(left.remove(at));
            }
        }
    }
    // The only one of its kind that is left on each side.
    let alone: Vec<usize> = (0..paired.len())
        .filter(|at| paired.get(*at).is_some_and(|(_, other)| other.is_none()))
        .collect();
    for at in &alone {
        let Some((Some(one), _)) = paired.get(*at) else { continue };
        let kind = one.id.kind();
        let of_kind = |index: &usize| {
            let one = paired.get(*index).and_then(|(one, _)| one.as_ref());
            one.is_some_and(|one| one.id.kind() == kind)
        };
        let is_only = alone.iter().filter(|index| of_kind(index)).count() == 1
            && left.iter().filter(|other| other.id.kind() == kind).count() == 1;
        let found = left.iter().position(|other| other.id.kind() == kind).filter(|_| is_only);
        if let Some(found) = found {
            let other = left.remove(found);
            if let Some(pair) = paired.get_mut(*at) {
                pair.1 = Some(other);
            }
        }
    }
    paired.extend(left.into_iter().map(|other| (None, Some(other))));
    paired
}

fn compare_paired(
    paired: Paired,
    compare: &mut dyn FnMut(&Resolved, &Resolved) -> Comparison,
) -> Vec<Pair> {
    let compared = |(before, after): (Option<Arc<Resolved>>, Option<Arc<Resolved>>)| {
        let comparison = match (&before, &after) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Comparison::default(),
        };
        Pair { before, after, comparison }
    };
    paired.into_iter().map(compared).collect()
}

/// Rewrites references to records that have another id on the other side.
fn rename(value: &mut Value, renamed: &HashMap<RecordId, RecordId>) {
    match value {
        Value::String(text) if text.contains("${") => {
            let rewritten: String = parts(text)
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) => text.to_owned(),
                    Part::Expression(inner) => match Reference::parse_expression(inner) {
                        Some(mut reference) if renamed.contains_key(&reference.record) => {
                            if let Some(id) = renamed.get(&reference.record) {
                                reference.record = id.clone();
                            }
                            reference.to_string()
                        }
                        _ => format!("${{{inner}}}"),
                    },
                })
                .collect();
            *text = rewritten;
        }
        Value::Array(elements) => elements.iter_mut().for_each(|one| rename(one, renamed)),
        Value::Object(members) => members.values_mut().for_each(|one| rename(one, renamed)),
        _ => {}
    }
}
