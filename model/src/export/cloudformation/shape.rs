//! Bodies of records as properties: members in CloudFormation's names, keys that people choose as they are.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::reference::{Piece, list};
use crate::cloudformation::{FUNCTIONS, property};
use crate::ecs::members;
use crate::ecs::shape::{Member, Type};
use crate::export::place::element_path;
use crate::path::Path;
use crate::record::Kind;
use crate::resolve::Resolved;
use crate::text::capitalised;

/// Members that no property is for.
///
/// CloudFormation's resource schemas of 20 October 2026.
const WITHOUT_PROPERTY: [(Kind, &str); 3] = [
    // Makes a single call idempotent, and is nothing that a service has.
    (Kind::Service, "clientToken"),
    (Kind::Service, "gatewayConnectors[].deregistrationDelay"),
    (Kind::TaskDefinition, "trustedExecutionConfiguration"),
];

/// Values that CloudFormation does not take where the API does, because they say what holds anyway.
const DEFAULTS: [(&str, &str); 1] = [("propagateTags", "NONE")];

/// Members whose own keys somebody chose, where no shape says so.
const CHOSEN_KEYS: [&str; 6] =
    ["options", "labels", "dockerLabels", "driverOpts", "hookDetails", "variables"];

impl<'a> Draft<'a> {
    /// The members of a record's body as properties, but for those that its own writer takes care of.
    pub(super) fn properties(
        &mut self,
        resolved: &'a Resolved,
        elsewhere: &[&str],
    ) -> Map<String, Value> {
        let Some(body) = resolved.body.as_object() else { return Map::new() };
        let shape = Type::Structure(members(resolved.id.kind()));
        self.object(resolved, &Path::root(), body, shape, elsewhere)
    }

    /// One member of a record's body as a property's value.
    pub(super) fn member_value(
        &mut self,
        resolved: &'a Resolved,
        key: &'static str,
    ) -> Option<Value> {
        let value = super::draft::member(resolved, key)?;
        self.value_at(resolved, &Path::root().key(key), value)
    }

    /// A value of a record's body as a property's value.
    pub(super) fn value_at(
        &mut self,
        resolved: &'a Resolved,
        path: &Path,
        value: &'a Value,
    ) -> Option<Value> {
        let shape = crate::ecs::describe(resolved.id.kind(), path).map_or(Type::Any, |(it, _)| it);
        self.value(resolved, path, value, shape)
    }

    fn object(
        &mut self,
        resolved: &'a Resolved,
        path: &Path,
        object: &'a Map<String, Value>,
        shape: Type,
        elsewhere: &[&str],
    ) -> Map<String, Value> {
        let kind = resolved.id.kind();
        let parent = path.pattern();
        let is_chosen = is_chosen(&parent);
        let mut properties = Map::new();
        for (key, value) in object {
            if elsewhere.contains(&key.as_str()) {
                continue;
            }
            let path = path.key(key.clone());
            let (name, shape) = match shape {
                Type::Structure(members) => match find(members, key) {
                    Some(member) if is_without_property(kind, &path) => {
                        let message = format!(
                            "CloudFormation has no property for `{}`; it is left out.",
                            member.key
                        );
                        self.remark(resolved, &path, &message);
                        continue;
                    }
                    Some(member) => (property(kind, &parent, key), member.kind),
                    None => (self.unknown(resolved, &path, key, value), unknown_shape(key)),
                },
                Type::Texts => (key.clone(), Type::Text),
                Type::Any if is_chosen => (key.clone(), Type::Any),
                Type::Any => (property_like(key), unknown_shape(key)),
                _ => (key.clone(), Type::Any),
            };
            if let Some(value) = self.value(resolved, &path, value, shape) {
                properties.insert(name, value);
            }
        }
        properties
    }

    /// A key that no shape has: it may be newer than the shapes, and CloudFormation is asked.
    fn unknown(&mut self, resolved: &Resolved, path: &Path, key: &str, value: &Value) -> String {
        let name = property_like(key);
        if !value.is_null() {
            let message = format!(
                "`{key}` is not known here and written as `{name}`: see whether CloudFormation takes it."
            );
            self.remark(resolved, path, &message);
        }
        name
    }

    fn value(
        &mut self,
        resolved: &'a Resolved,
        path: &Path,
        value: &'a Value,
        shape: Type,
    ) -> Option<Value> {
        match value {
            Value::Null => {
                self.remark(resolved, path, "null was left out: CloudFormation takes no null.");
                None
            }
            Value::String(text) => {
                let key = path.pattern();
                let key = key.rsplit('.').next().unwrap_or_default();
                if DEFAULTS.contains(&(key, text)) {
                    let message = format!(
                        "CloudFormation has no word for {text}, which is the default: left out."
                    );
                    self.remark(resolved, path, &message);
                    return None;
                }
                self.piece(resolved, path, text, 0).into_value()
            }
            Value::Array(elements) => {
                let shape = match shape {
                    Type::List(element) => *element,
                    _ => Type::Any,
                };
                let pieces = elements
                    .iter()
                    .enumerate()
                    .map(|(index, element)| {
                        let path = element_path(path, index, element);
                        match element {
                            Value::String(text) => self.piece(resolved, &path, text, 0),
                            other => self
                                .value(resolved, &path, other, shape)
                                .map_or(Piece::Nothing, Piece::Other),
                        }
                    })
                    .collect();
                let empty_tags = elements.is_empty() && path.pattern().ends_with("tags");
                (!empty_tags).then(|| list(pieces))
            }
            Value::Object(members) => {
                let object = self.object(resolved, path, members, shape, &[]);
                self.unless_a_function(resolved, path, object)
            }
            Value::Number(_) | Value::Bool(_) if matches!(shape, Type::Text) => {
                Some(Value::String(value.to_string()))
            }
            other => Some(other.clone()),
        }
    }

    /// An object that CloudFormation would take for one of its functions cannot be said.
    fn unless_a_function(
        &mut self,
        resolved: &Resolved,
        path: &Path,
        object: Map<String, Value>,
    ) -> Option<Value> {
        let key = object.keys().next().filter(|_| object.len() == 1);
        let looks_like_one = key.is_some_and(|key| {
            key.starts_with("Fn::")
                || (key != "Condition" && FUNCTIONS.iter().any(|(_, long)| long == key))
        });
        if looks_like_one {
            let key = key.cloned().unwrap_or_default();
            let message = format!(
                "CloudFormation takes an object with nothing but `{key}` for a function: it is left out."
            );
            self.remark(resolved, path, &message);
            return None;
        }
        Some(Value::Object(object))
    }
}

fn find(members: &'static [Member], key: &str) -> Option<&'static Member> {
    members.iter().find(|member| member.key == key)
}

fn is_without_property(kind: Kind, path: &Path) -> bool {
    let pattern = path.pattern();
    WITHOUT_PROPERTY.iter().any(|(of, at)| *of == kind && *at == pattern)
}

/// Whether the keys of an object in this place are somebody's own: those of a policy are IAM's.
fn is_chosen(pattern: &str) -> bool {
    pattern.split(['.', '[']).any(|key| {
        CHOSEN_KEYS.contains(&key) || key.to_ascii_lowercase().ends_with("policydocument")
    })
}

/// What is known of the value of a member that is not.
fn unknown_shape(key: &str) -> Type {
    if CHOSEN_KEYS.contains(&key) { Type::Texts } else { Type::Any }
}

/// The property that a member is which no shape has.
fn property_like(key: &str) -> String {
    let is_name = key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_name { capitalised(key) } else { key.to_owned() }
}
