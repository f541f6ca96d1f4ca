//! The normal form of container definitions.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::order::sort_by;
use crate::path::Path;

/// What had to be said differently than the design says it, and where.
type Remarks = Vec<(Path, String)>;

/// Lists that AWS answers with even when nobody sent them. Absent, they show in a plan as `[] -> null` as soon
/// as anything else changes.
const ALWAYS: [&str; 5] =
    ["portMappings", "environment", "mountPoints", "volumesFrom", "systemControls"];

/// Members whose `false` means the same as their absence, but not to the provider.
const FALSE_IS_ABSENT: [&str; 7] = [
    "readonlyRootFilesystem",
    "privileged",
    "interactive",
    "pseudoTerminal",
    "disableNetworking",
    "readOnly",
    "initProcessEnabled",
];

/// Members of a container whose empty text means the same as their absence, but not to the provider.
const EMPTY_IS_ABSENT: [&str; 3] = ["user", "workingDirectory", "hostname"];

/// Containers with their positions in the design, sorted by name.
pub(super) fn containers(containers: &[Value], awsvpc: bool) -> (Vec<(usize, Value)>, Remarks) {
    let mut remarks = Remarks::new();
    let list = Path::root().key("containerDefinitions");
    let mut normal: Vec<(usize, Value)> = containers
        .iter()
        .enumerate()
        .filter(|(_, container)| !container.is_null())
        .map(|(index, value)| match value {
            Value::Object(members) => {
                (index, Value::Object(container(members, awsvpc, &list.index(index), &mut remarks)))
            }
            other => (index, other.clone()),
        })
        .collect();
    sort_by(&mut normal, |(_, one), (_, other)| name(one).cmp(name(other)));
    (normal, remarks)
}

fn name(element: &Value) -> &str {
    element.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn container(
    members: &Map<String, Value>,
    awsvpc: bool,
    path: &Path,
    remarks: &mut Remarks,
) -> Map<String, Value> {
    let mut normal = Map::new();
    for (key, member) in members {
        let path = path.key(key.clone());
        let kept = match (key.as_str(), member) {
            (_, Value::Null) => None,
            ("environment", Value::Array(elements)) => {
                Some(Value::Array(environment(elements, &path, remarks)))
            }
            ("secrets", Value::Array(elements)) => {
                Some(Value::Array(by_name(elements, &path, remarks)))
            }
            ("portMappings", Value::Array(elements)) => {
                Some(elements.iter().map(|element| port_mapping(element, awsvpc)).collect())
            }
            ("healthCheck", Value::Object(check)) if !check.is_empty() => {
                Some(Value::Object(health_check(check)))
            }
            ("linuxParameters", Value::Object(parameters)) => linux_parameters(parameters),
            (key, Value::String(text)) if text.is_empty() && EMPTY_IS_ABSENT.contains(&key) => None,
            // The meaning of empty texts and the case of keys in these maps is the driver's business.
            ("dockerLabels", Value::Object(labels)) => (!labels.is_empty()).then(|| member.clone()),
            (_, Value::Array(elements)) if elements.is_empty() => Some(member.clone()),
            _ => settled(member),
        };
        if FALSE_IS_ABSENT.contains(&key.as_str()) && member == &Value::Bool(false) {
            continue;
        }
        if let Some(kept) = kept {
            normal.insert(key.clone(), kept);
        }
    }
    if !normal.contains_key("essential") {
        let at = normal
            .keys()
            .position(|key| {
                !matches!(key.as_str(), "name" | "image" | "cpu" | "memory" | "memoryReservation")
            })
            .unwrap_or(normal.len());
        normal.shift_insert(at, "essential".to_owned(), Value::Bool(true));
    }
    for key in ALWAYS {
        normal.entry(key).or_insert_with(|| Value::Array(Vec::new()));
    }
    normal
}

/// A value without `null`s, without `false` where that means absent, and without the empty lists and objects
/// that this leaves or that were there. `None` when nothing is left.
fn settled(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(elements) => {
            let kept: Vec<Value> = elements.iter().filter_map(settled).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        Value::Object(members) => {
            let kept: Map<String, Value> = members
                .iter()
                .filter(|(key, member)| {
                    !(FALSE_IS_ABSENT.contains(&key.as_str()) && *member == &Value::Bool(false))
                })
                .filter_map(|(key, member)| Some((key.clone(), settled(member)?)))
                .collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        other => Some(other.clone()),
    }
}

/// Environment variables sorted by name. AWS drops those without a value; of two with one name only one can
/// be meant. Both would be differences in every plan.
fn environment(elements: &[Value], path: &Path, remarks: &mut Remarks) -> Vec<Value> {
    let (kept, empty): (Vec<Value>, Vec<Value>) = elements.iter().cloned().partition(|element| {
        !element.is_object()
            || !matches!(element.get("value"), None | Some(Value::Null))
                && element.get("value").and_then(Value::as_str) != Some("")
    });
    for element in empty {
        let message = format!(
            "The variable `{}` has no value and is left out: AWS would drop it, and every plan would add it again.",
            name(&element)
        );
        remarks.push((path.named(name(&element).to_owned()), message));
    }
    by_name(&kept, path, remarks)
}

/// Elements sorted by name, of several with one name the last.
fn by_name(elements: &[Value], path: &Path, remarks: &mut Remarks) -> Vec<Value> {
    let mut last: HashMap<&str, usize> = HashMap::new();
    for (index, element) in elements.iter().enumerate() {
        if !name(element).is_empty() {
            last.insert(name(element), index);
        }
    }
    let mut kept: Vec<Value> = Vec::with_capacity(elements.len());
    for (index, element) in elements.iter().enumerate() {
        if last.get(name(element)).is_some_and(|last| *last != index) {
            let message = format!(
                "`{}` is there more than once: the last one is written, because with two of them no plan would ever be empty.",
                name(element)
            );
            remarks.push((path.named(name(element).to_owned()), message));
        } else if let Some(element) = settled(element) {
            kept.push(element);
        }
    }
    sort_by(&mut kept, |one, other| name(one).cmp(name(other)));
    kept
}

fn port_mapping(mapping: &Value, awsvpc: bool) -> Value {
    let Some(Value::Object(mut mapping)) = settled(mapping) else { return mapping.clone() };
    if awsvpc
        && !mapping.contains_key("hostPort")
        && let Some(port) = mapping.get("containerPort").cloned()
    {
        let at = mapping.keys().position(|key| key == "containerPort").unwrap_or_default();
        mapping.shift_insert(at + 1, "hostPort".to_owned(), port);
    }
    mapping.entry("protocol").or_insert_with(|| Value::from("tcp"));
    Value::Object(mapping)
}

/// A health check with the defaults that ECS answers with.
fn health_check(check: &Map<String, Value>) -> Map<String, Value> {
    let mut check: Map<String, Value> = check
        .iter()
        .filter(|(_, member)| !member.is_null())
        .map(|(key, member)| (key.clone(), member.clone()))
        .collect();
    for (key, default) in [("interval", 30), ("timeout", 5), ("retries", 3)] {
        check.entry(key).or_insert_with(|| Value::from(default));
    }
    check
}

/// Linux parameters. Of the capabilities, AWS answers with both lists when it got one.
fn linux_parameters(parameters: &Map<String, Value>) -> Option<Value> {
    let mut normal = match settled(&Value::Object(parameters.clone())) {
        Some(Value::Object(normal)) => normal,
        other => return other,
    };
    if let Some(Value::Object(capabilities)) = normal.get_mut("capabilities") {
        for key in ["add", "drop"] {
            capabilities.entry(key).or_insert_with(|| Value::Array(Vec::new()));
        }
    }
    Some(Value::Object(normal))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn normal(container: Value) -> Value {
        let (containers, _) = containers(&[container], true);
        containers[0].1.clone()
    }

    /// The members that the normal form of `container` has beyond those that are always there.
    fn member(key: &str, value: Value) -> Option<Value> {
        let mut container = json!({ "name": "a", "image": "i" });
        container[key] = value;
        normal(container).get(key).cloned()
    }

    #[test]
    fn what_aws_answers_with_is_written() {
        assert_eq!(
            normal(json!({ "name": "a", "image": "i", "command": ["x"], "portMappings": [{ "containerPort": 80 }] }))
                .to_string(),
            json!({
                "name": "a", "image": "i", "essential": true, "command": ["x"],
                "portMappings": [{ "containerPort": 80, "hostPort": 80, "protocol": "tcp" }],
                "environment": [], "mountPoints": [], "volumesFrom": [], "systemControls": [],
            })
            .to_string()
        );
    }

    #[test]
    fn what_is_said_stays_and_what_says_nothing_goes() {
        for (key, said, written) in [
            ("essential", json!(false), Some(json!(false))),
            ("readonlyRootFilesystem", json!(false), None),
            ("readonlyRootFilesystem", json!(true), Some(json!(true))),
            ("user", json!(""), None),
            ("memory", json!(null), None),
            ("cpu", json!(0), Some(json!(0))),
            ("newKey", json!({ "a": [1, { "b": "" }] }), Some(json!({ "a": [1, { "b": "" }] }))),
            ("dockerLabels", json!({}), None),
            ("dockerLabels", json!({ "Team.A": "" }), Some(json!({ "Team.A": "" }))),
            (
                "mountPoints",
                json!([{ "sourceVolume": "v", "readOnly": false }]),
                Some(json!([{ "sourceVolume": "v" }])),
            ),
            (
                "logConfiguration",
                json!({ "logDriver": "syslog", "options": { "tag": "" }, "secretOptions": [] }),
                Some(json!({ "logDriver": "syslog", "options": { "tag": "" } })),
            ),
            ("linuxParameters", json!({ "capabilities": {}, "devices": [] }), None),
            (
                "linuxParameters",
                json!({ "capabilities": { "drop": ["ALL"] }, "initProcessEnabled": false }),
                Some(json!({ "capabilities": { "drop": ["ALL"], "add": [] } })),
            ),
            (
                "healthCheck",
                json!({ "command": ["CMD", "true"], "interval": 10 }),
                Some(
                    json!({ "command": ["CMD", "true"], "interval": 10, "timeout": 5, "retries": 3 }),
                ),
            ),
            (
                "secrets",
                json!([{ "name": "B", "valueFrom": "b" }, { "name": "A", "valueFrom": "a" }]),
                Some(json!([{ "name": "A", "valueFrom": "a" }, { "name": "B", "valueFrom": "b" }])),
            ),
            (
                "portMappings",
                json!([{ "containerPort": 53, "hostPort": 53, "protocol": "udp" }]),
                Some(json!([{ "containerPort": 53, "hostPort": 53, "protocol": "udp" }])),
            ),
            ("environment", json!("${var.environment}"), Some(json!("${var.environment}"))),
        ] {
            assert_eq!(member(key, said.clone()), written, "{key}: {said}");
        }
    }

    #[test]
    fn variables_without_a_value_and_second_ones_are_named() {
        let container = json!({ "name": "a", "environment": [
            { "name": "B", "value": "1" }, { "name": "EMPTY", "value": "" }, { "name": "A", "value": "1" },
            { "name": "B", "value": "2" }, { "name": "NULL", "value": null }] });
        let (containers, remarks) = containers(&[container], false);
        assert_eq!(
            containers[0].1["environment"],
            json!([{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }])
        );
        let places: Vec<String> = remarks.iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(
            places,
            [
                "containerDefinitions[0].environment[EMPTY]",
                "containerDefinitions[0].environment[NULL]",
                "containerDefinitions[0].environment[B]"
            ]
        );
    }

    #[test]
    fn containers_are_sorted_and_keep_their_places() {
        let (containers, _) =
            containers(&[json!({ "name": "b" }), json!({ "name": "a" }), json!(7)], false);
        let order: Vec<usize> = containers.iter().map(|(index, _)| *index).collect();
        assert_eq!(order, [2, 1, 0]);
    }
}
