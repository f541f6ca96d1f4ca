//! Through two bodies, side by side.

use serde_json::{Map, Value};

use super::defaults::{self, Facts};
use super::lists::{Alignment, align};
use super::{Comparison, Difference};
use crate::ecs;
use crate::ecs::shape::{Member, Type};
use crate::path::{Path, natural_key};
use crate::record::Kind;

/// Compares two bodies.
pub(super) fn compare(kind: Kind, before: &Value, after: &Value) -> Comparison {
    let mut walk = Walk {
        kind,
        facts: (Facts::of(kind, before), Facts::of(kind, after)),
        found: Comparison::default(),
    };
    let here = Type::Structure(ecs::members(kind));
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            walk.objects(&Path::root(), "", here, before, after);
        }
        _ if before == after => {}
        _ => walk.differ(&Path::root(), Some(before), Some(after)),
    }
    walk.found
}

/// Objects of which one member is more telling than the whole, where only one side has them: each of their members has
/// a default of its own, or may be absent.
const MEMBERS_TELL: [&str; 9] = [
    "deploymentConfiguration",
    "deploymentCircuitBreaker",
    "deploymentController",
    "runtimePlatform",
    "linuxParameters",
    "capabilities",
    "networkConfiguration",
    "authorizationConfig",
    "options",
];

struct Walk {
    kind: Kind,
    /// Of the first body and the second.
    facts: (Facts, Facts),
    found: Comparison,
}

impl Walk {
    fn differ(&mut self, path: &Path, before: Option<&Value>, after: Option<&Value>) {
        self.found.differences.push(Difference {
            path: path.clone(),
            before: before.cloned(),
            after: after.cloned(),
        });
    }

    fn objects(
        &mut self,
        path: &Path,
        pattern: &str,
        here: Type,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) {
        let members: &[Member] = match here {
            Type::Structure(members) => members,
            _ => &[],
        };
        let known = members.iter().map(|member| member.key);
        let is_known = |key: &str| members.iter().any(|member| member.key == key);
        let others = before.keys().map(String::as_str).filter(|key| !is_known(key));
        let added = after
            .keys()
            .map(String::as_str)
            .filter(|key| !is_known(key) && !before.contains_key(*key));
        for key in known.chain(others).chain(added) {
            let (one, other) = (before.get(key), after.get(key));
            if one.is_none() && other.is_none() {
                continue;
            }
            let member = members.iter().find(|member| member.key == key);
            let kind = match (member, here) {
                (Some(member), _) => member.kind,
                (None, Type::Texts) => Type::Text,
                _ => Type::Any,
            };
            let pattern =
                if pattern.is_empty() { key.to_owned() } else { format!("{pattern}.{key}") };
            let path = path.key(key.to_owned());
            self.member(&path, &pattern, kind, (before, one), (after, other));
        }
    }

    /// One member, and the objects that it is of.
    fn member(
        &mut self,
        path: &Path,
        pattern: &str,
        kind: Type,
        (before_parent, before): (&Map<String, Value>, Option<&Value>),
        (after_parent, after): (&Map<String, Value>, Option<&Value>),
    ) {
        let says = |parent, value: &Value, facts| {
            !defaults::is_nothing(self.kind, pattern, parent, value, facts)
        };
        let one = before.filter(|value| says(before_parent, value, self.facts.0));
        let other = after.filter(|value| says(after_parent, value, self.facts.1));
        let empty = Value::Object(Map::new());
        let tells = |value: &Value| {
            value.is_object()
                && MEMBERS_TELL.contains(&pattern.rsplit('.').next().unwrap_or(pattern))
        };
        match (one, other) {
            (None, None) => {
                if before != after {
                    self.found.folded += 1;
                }
            }
            (Some(one), Some(other)) => self.values(path, pattern, kind, one, other),
            (Some(one), None) if tells(one) => self.values(path, pattern, kind, one, &empty),
            (None, Some(other)) if tells(other) => self.values(path, pattern, kind, &empty, other),
            (one, other) => self.differ(path, one.and(before), other.and(after)),
        }
    }

    fn values(&mut self, path: &Path, pattern: &str, kind: Type, before: &Value, after: &Value) {
        match (before, after) {
            (Value::Object(one), Value::Object(other)) => {
                self.objects(path, pattern, kind, one, other);
            }
            (Value::Array(one), Value::Array(other)) => {
                self.elements(path, pattern, kind, one, other);
            }
            _ if before == after => {}
            _ if defaults::is_same(self.kind, pattern, before, after) => self.found.folded += 1,
            _ => self.differ(path, Some(before), Some(after)),
        }
    }

    fn elements(
        &mut self,
        path: &Path,
        pattern: &str,
        kind: Type,
        before: &[Value],
        after: &[Value],
    ) {
        let element = match kind {
            Type::List(element) => *element,
            _ => Type::Any,
        };
        let list = pattern.rsplit('.').next().unwrap_or(pattern);
        let pattern = format!("{pattern}[]");
        let mut is_same = |one: &Value, other: &Value| {
            let mut trial =
                Walk { kind: self.kind, facts: self.facts, found: Comparison::default() };
            trial.values(&Path::root(), &pattern, element, one, other);
            trial.found.is_same()
        };
        let Alignment { pairs, is_reordered } = align(list, before, after, &mut is_same);
        // A single value in a list of single values is told by the list: `command`, `subnets`.
        let is_plain =
            |elements: &[Value]| elements.iter().all(|one| !one.is_object() && !one.is_array());
        if is_plain(before) && is_plain(after) {
            let differs = pairs.iter().any(|(one, other)| {
                let one = one.and_then(|at| before.get(at));
                let other = other.and_then(|at| after.get(at));
                match (one, other) {
                    (Some(one), Some(other)) => !is_same(one, other),
                    _ => true,
                }
            });
            if differs {
                let (one, other) = (Value::Array(before.to_vec()), Value::Array(after.to_vec()));
                self.differ(path, Some(&one), Some(&other));
            } else if before != after {
                self.found.folded += 1;
            }
            return;
        }
        let found = self.found.differences.len();
        for (one, other) in &pairs {
            let (before_value, after_value) =
                (one.and_then(|at| before.get(at)), other.and_then(|at| after.get(at)));
            let at = match (one, other) {
                (Some(at), _) => element_path(path, list, before, *at),
                (None, Some(at)) => element_path(path, list, after, *at),
                (None, None) => continue,
            };
            match (before_value, after_value) {
                (Some(one), Some(other)) => self.values(&at, &pattern, element, one, other),
                (one, other) => self.differ(&at, one, other),
            }
        }
        let is_shorter = before.len() != after.len();
        if is_reordered || (is_shorter && found == self.found.differences.len()) {
            self.found.folded += 1;
        }
    }
}

/// The path to an element, by its name where the API has one.
fn element_path(list_path: &Path, list: &str, elements: &[Value], at: usize) -> Path {
    let name = |element: &Value| {
        let key = natural_key(list)?;
        element.get(key).and_then(Value::as_str).filter(|name| !name.is_empty()).map(str::to_owned)
    };
    let own = elements.get(at).and_then(name);
    match own {
        // The first of that name: others are told by their position.
        Some(own)
            if elements.iter().position(|one| name(one).as_ref() == Some(&own)) == Some(at) =>
        {
            list_path.named(own)
        }
        _ => list_path.index(at),
    }
}
