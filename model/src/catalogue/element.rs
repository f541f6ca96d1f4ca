//! What a newly added element of a list starts with.

use serde_json::{Map, Value, json};

use super::starter::new_container;
use crate::ecs::describe;
use crate::ecs::shape::{Allowed, Member, Type};
use crate::path::{Path, Segment, natural_key};
use crate::record::Kind;

/// A new element of a list: one that is right as far as it goes, and whose natural key no other element has.
///
/// `body` is the record's, in which `list` leads to the list (or to nothing yet).
#[must_use]
pub fn new_element(kind: Kind, list: &Path, body: &Value) -> Value {
    let elements = list.get(body).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let free = |key: &str, stem: &str| free_text(elements, key, stem);
    match list.pattern().as_str() {
        "containerDefinitions" => {
            let mut container = new_container(&free("name", "container"));
            // A second container listens elsewhere, or not at all.
            if !elements.is_empty()
                && let Some(members) = container.as_object_mut()
            {
                members.shift_remove("portMappings");
            }
            container
        }
        "containerDefinitions[].portMappings" => {
            let taken = |port: i64| {
                elements
                    .iter()
                    .any(|it| it.get("containerPort").and_then(Value::as_i64) == Some(port))
            };
            let port = [80, 8_080].into_iter().chain(8_081..).find(|port| !taken(*port));
            json!({"containerPort": port, "protocol": "tcp"})
        }
        "containerDefinitions[].environment" => {
            json!({"name": free("name", "NAME"), "value": "value"})
        }
        "containerDefinitions[].mountPoints" => {
            let volume = body.pointer("/volumes/0/name").cloned().unwrap_or_else(|| "".into());
            json!({"sourceVolume": volume, "containerPath": "/data", "readOnly": false})
        }
        "containerDefinitions[].ulimits" => {
            json!({"name": "nofile", "softLimit": 65_535, "hardLimit": 65_535})
        }
        "volumes" => json!({"name": free("name", "volume")}),
        "listeners" => {
            let plain =
                elements.iter().any(|it| it.get("port").and_then(Value::as_i64) == Some(80));
            if plain {
                json!({"port": 443, "protocol": "HTTPS"})
            } else {
                json!({"port": 80, "protocol": "HTTP"})
            }
        }
        "policies" => json!({
            "policyName": free("policyName", "cpu"),
            "policyType": "TargetTrackingScaling",
            "targetTrackingScalingPolicyConfiguration": {
                "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
                "targetValue": 60,
            },
        }),
        "scheduledActions" => json!({
            "scheduledActionName": free("scheduledActionName", "evening"),
            "schedule": "cron(0 20 ? * MON-FRI *)",
            "scalableTargetAction": {"minCapacity": 1, "maxCapacity": 1},
        }),
        "settings" => json!({"name": "containerInsights", "value": "enhanced"}),
        "capacityProviderStrategy" | "defaultCapacityProviderStrategy" => {
            let spot =
                elements.iter().any(|it| it.get("capacityProvider") == Some(&"FARGATE".into()));
            json!({"capacityProvider": if spot { "FARGATE_SPOT" } else { "FARGATE" }, "weight": 1})
        }
        _ => match describe(kind, list) {
            Some((Type::List(element), member)) => {
                let mut made = of_type(*element, member);
                if let (Some(members), Some(key)) =
                    (made.as_object_mut(), natural_key(last_key(list)))
                    && !members.contains_key(key)
                {
                    members.insert(key.to_owned(), free(key, key).into());
                }
                made
            }
            _ => Value::Null,
        },
    }
}

fn last_key(list: &Path) -> &str {
    match list.segments().last() {
        Some(Segment::Key(key)) => key,
        _ => "",
    }
}

/// The plainest value of a type: with its required members, and the first allowed value where there is a list.
fn of_type(kind: Type, member: Option<&Member>) -> Value {
    let allowed = member.map_or(Allowed::Anything, |member| member.constraint.allowed);
    match (kind, allowed) {
        (Type::Text, Allowed::OneOf([first, ..])) => (*first).into(),
        (Type::Text, _) => "".into(),
        (Type::Integer, Allowed::Range(from, _)) => from.into(),
        (Type::Integer | Type::Number, _) => 0.into(),
        (Type::Flag, _) => false.into(),
        (Type::Texts | Type::Any, _) => json!({}),
        (Type::List(_), _) => json!([]),
        (Type::Structure(members), _) => members
            .iter()
            .filter(|member| member.constraint.required)
            .map(|member| (member.key.to_owned(), of_type(member.kind, Some(member))))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// `stem`, or `stem-2`, `stem-3` …: a text that no element has in its member `key`.
fn free_text(elements: &[Value], key: &str, stem: &str) -> String {
    let taken =
        |text: &str| elements.iter().any(|it| it.get(key).and_then(Value::as_str) == Some(text));
    let separator = if stem.chars().all(|letter| letter.is_ascii_uppercase()) { '_' } else { '-' };
    let mut text = stem.to_owned();
    let mut number = 2_u32;
    while taken(&text) {
        text = format!("{stem}{separator}{number}");
        number += 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::fields;

    #[test]
    fn new_elements_are_of_their_lists_type_and_never_twice_the_same() {
        for kind in Kind::ALL {
            for entry in fields(kind) {
                // One element in every list on the way.
                let list: Path = entry.pattern().replace("[]", "[0]").parse().unwrap();
                let Some((Type::List(element), _)) = describe(kind, &list) else { continue };
                let made = new_element(kind, &list, &json!({}));
                let fits = match element {
                    Type::Structure(members) => made.as_object().is_some_and(|made| {
                        members
                            .iter()
                            .all(|it| !it.constraint.required || made.contains_key(it.key))
                            && made.keys().all(|key| members.iter().any(|it| it.key == key))
                    }),
                    Type::Integer => made.is_i64(),
                    _ => made.is_string(),
                };
                assert!(fits, "{kind} {list}: {made}");
            }
        }
        let two = json!({"containerDefinitions": [{"name": "container"}, {"name": "container-2"}]});
        let list: Path = "containerDefinitions".parse().unwrap();
        assert_eq!(new_element(Kind::TaskDefinition, &list, &two)["name"], "container-3");
    }
}
