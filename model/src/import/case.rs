//! Documents whose keys begin with a capital letter, as CloudFormation and some SDKs write them.

use serde_json::{Map, Value};

use crate::ecs::container_definition::ContainerDefinition;
use crate::ecs::shape::{Member, Type};
use crate::record::Kind;

/// Renames the keys of a document whose own keys begin with capital letters to those of the API's shape. Keys
/// that the shape does not have, and those that people choose (labels, options), stay. Whether it did.
pub(super) fn to_camel_case(document: &mut Value) -> bool {
    let (first, shape) = match document {
        Value::Array(elements) => (elements.first(), ContainerDefinition::MEMBERS),
        Value::Object(members) if members.contains_key("ServiceName") => {
            (Some(&*document), crate::ecs::members(Kind::Service))
        }
        Value::Object(members) if members.contains_key("ClusterName") => {
            (Some(&*document), crate::ecs::members(Kind::Cluster))
        }
        Value::Object(_) => (Some(&*document), crate::ecs::members(Kind::TaskDefinition)),
        _ => return false,
    };
    let is_pascal = first.and_then(Value::as_object).is_some_and(|members| {
        members.keys().any(|key| {
            key.starts_with(|c: char| c.is_ascii_uppercase()) && member(key, shape).is_some()
        })
    });
    if is_pascal {
        match document {
            Value::Array(elements) => {
                for element in elements {
                    rename(element, Type::Structure(shape));
                }
            }
            object => rename(object, Type::Structure(shape)),
        }
    }
    is_pascal
}

/// Renames the keys of an object to those of a kind's shape, whatever their case.
pub(super) fn to_shape(body: Map<String, Value>, kind: Kind) -> Map<String, Value> {
    let mut value = Value::Object(body);
    rename(&mut value, Type::Structure(crate::ecs::members(kind)));
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn member(key: &str, shape: &'static [Member]) -> Option<&'static Member> {
    shape.iter().find(|member| member.key.eq_ignore_ascii_case(key))
}

fn rename(value: &mut Value, shape: Type) {
    match (value, shape) {
        (Value::Object(members), Type::Structure(shape)) => {
            let before = std::mem::take(members);
            let names: Vec<String> = before.keys().cloned().collect();
            let mut after = Map::new();
            for (key, mut value) in before {
                let member = member(&key, shape);
                if let Some(member) = member {
                    rename(&mut value, member.kind);
                }
                // Of two keys that differ in their case only, neither is lost.
                let free =
                    |name: &str| !after.contains_key(name) && names.iter().all(|key| key != name);
                let renamed = member.map(|member| member.key).filter(|name| free(name));
                after.insert(renamed.map_or(key, str::to_owned), value);
            }
            *members = after;
        }
        (Value::Array(elements), Type::List(element)) => {
            for value in elements {
                rename(value, *element);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_of_the_shape_are_renamed_and_chosen_ones_stay() {
        let mut document = json!({
            "Family": "web", "Unknown": {"Family": 1},
            "ContainerDefinitions": [{
                "Name": "app", "DockerLabels": {"Name": "x"},
                "LogConfiguration": {"LogDriver": "awslogs", "Options": {"Mode": "y"}}
            }],
            "Volumes": [{"EFSVolumeConfiguration": {"FilesystemId": "fs-1"}}]
        });
        assert!(to_camel_case(&mut document));
        assert_eq!(
            document.to_string(),
            json!({
                "family": "web", "Unknown": {"Family": 1},
                "containerDefinitions": [{
                    "name": "app", "dockerLabels": {"Name": "x"},
                    "logConfiguration": {"logDriver": "awslogs", "options": {"Mode": "y"}}
                }],
                "volumes": [{"efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]
            })
            .to_string()
        );
        let mut camel = json!({"family": "web", "containerDefinitions": [{"Name": "kept"}]});
        let before = camel.clone();
        assert!(!to_camel_case(&mut camel));
        assert_eq!(camel, before);
    }

    #[test]
    fn two_keys_that_become_one_are_both_kept() {
        let mut document = json!({"Family": "a", "family": "b"});
        assert!(to_camel_case(&mut document));
        assert_eq!(document.as_object().unwrap().len(), 2);
    }
}
