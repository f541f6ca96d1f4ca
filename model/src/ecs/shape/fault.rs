//! What reading finds wrong with the form of a tree.

use serde_json::Value;

use super::member::Member;
use crate::path::Path;

/// Something that is wrong with the form of a tree, found while reading it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where.
    pub at: Path,
    /// What.
    pub kind: FaultKind,
}

/// What is wrong with the form.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultKind {
    /// A value of another type than the API's.
    WrongType {
        /// The API's type, in words.
        expected: &'static str,
        /// The same value in the API's type, where that is plain (`"80"` for 80, 256 for `"256"`).
        repaired: Option<Value>,
    },
    /// A member that the API does not have.
    UnknownMember {
        /// The member that is probably meant.
        similar: Option<&'static str>,
    },
    /// A member that the API demands is not there.
    Missing {
        /// Its name.
        key: &'static str,
    },
    /// A string that is not one of those that the API takes.
    NotOneOf {
        /// What stands there.
        found: String,
        /// What the API takes.
        allowed: &'static [&'static str],
    },
    /// A number outside what the API takes.
    OutOfRange {
        /// What stands there.
        found: i64,
        /// The smallest that the API takes.
        from: i64,
        /// The largest that the API takes.
        to: i64,
    },
}

/// Reports the members of an object that its shape does not have.
#[cold]
#[inline(never)]
fn report_unknown(key: &str, members: &'static [Member], parent: &Path, faults: &mut Vec<Fault>) {
    let similar = members
        .iter()
        .map(|member| {
            (distance(&member.key.to_ascii_lowercase(), &key.to_ascii_lowercase()), member.key)
        })
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, similar)| similar);
    faults
        .push(Fault { at: parent.key(key.to_owned()), kind: FaultKind::UnknownMember { similar } });
}

/// Reports what an object holds beyond its shape.
pub(crate) fn check_unknown(
    object: &Value,
    members: &'static [Member],
    parent: &Path,
    faults: &mut Vec<Fault>,
) {
    let Value::Object(found) = object else { return };
    for key in found.keys() {
        if !members.iter().any(|member| member.key == key) {
            report_unknown(key, members, parent, faults);
        }
    }
}

/// How many letters must be added, taken away, changed or swapped with a neighbour to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut least = at(&last, j) + usize::from(x != y);
            least = least.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                least = least.min(at(&before_last, j - 1) + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}
