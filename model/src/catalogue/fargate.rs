//! Which settings Fargate has no use for, and which of those a record has all the same.
//!
//! Which they are stands in the catalogue's tables ([`Prominence::Ec2Only`]), from
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html>.

use serde_json::Value;

use crate::ecs::service::Service;
use crate::ecs::shape::Field;
use crate::path::Path;
use crate::record::Kind;
use crate::resolve::{Estate, Resolved};

use super::search::around;
use super::{Entry, Prominence, fields, label};

/// Whether a record's tasks run on Fargate, as far as the design says so.
///
/// A task definition that lists FARGATE is held to Fargate's rules, whatever else it lists.
#[must_use]
pub fn is_on_fargate(record: &Resolved, estate: &Estate) -> bool {
    if let Some(task) = record.task_definition() {
        return task.is_for_fargate();
    }
    record.service().is_some_and(|service| runs_on_fargate(service, estate))
}

fn runs_on_fargate(service: &Service, estate: &Estate) -> bool {
    let provider = |provider: Option<&str>| matches!(provider, Some("FARGATE" | "FARGATE_SPOT"));
    match (&service.launch_type, service.capacity_provider_strategy.items()) {
        (Field::Known(launch_type), _) => launch_type == "FARGATE",
        (Field::Absent, []) => {
            let cluster = estate.follow(&service.cluster).and_then(|cluster| cluster.cluster());
            let strategy =
                cluster.map(|cluster| cluster.default_capacity_provider_strategy.items());
            strategy
                .and_then(<[_]>::first)
                .is_some_and(|first| provider(first.capacity_provider.text()))
        }
        (Field::Absent, [first, ..]) => provider(first.capacity_provider.text()),
        _ => false,
    }
}

/// The patterns of what only EC2 has, without what is inside of another one. Worth keeping: it takes a look at every
/// entry.
#[must_use]
pub fn ec2_only(kind: Kind) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for entry in fields(kind).filter(|entry| is_ec2_only(*entry)) {
        found.push(entry.pattern());
    }
    let is_inside = |pattern: &str| {
        found.iter().any(|around| {
            pattern.strip_prefix(&**around).is_some_and(|rest| rest.starts_with(['.', '[']))
        })
    };
    let is_outermost: Vec<bool> = found.iter().map(|pattern| !is_inside(pattern)).collect();
    let kept = found.into_iter().zip(is_outermost).filter(|(_, is_outermost)| *is_outermost);
    kept.map(|(pattern, _)| pattern).collect()
}

/// The settings of the patterns that `body` has, at or below `at`: each with its path, list elements by position. What
/// says nothing (`false`, an empty list) is not among them.
#[must_use]
pub fn settings_of(patterns: &[String], body: &Value, at: &Path) -> Vec<Path> {
    let mut found = Vec::new();
    for pattern in patterns {
        let steps: Vec<&str> = pattern.split('.').collect();
        collect(body, &Path::root(), &steps, &mut found);
    }
    found.retain(|path| path.starts_with(at));
    found
}

/// The labels of what only EC2 has, in the form of the structure at a place: `containerDefinitions[]`. None where the
/// whole structure is for EC2.
#[must_use]
pub fn labels_of_ec2_only(kind: Kind, at: &str) -> Vec<String> {
    let (ec2_only, others): (Vec<Entry>, Vec<Entry>) =
        fields(kind).filter(|entry| entry.section.at == at).partition(|entry| is_ec2_only(*entry));
    if others.is_empty() {
        return Vec::new();
    }
    ec2_only.into_iter().map(Entry::label).collect()
}

/// The API's values of a field that Fargate does not take: `host` of `pidMode`.
#[must_use]
pub fn values_refused_on_fargate(pattern: &str) -> &'static [&'static str] {
    match pattern {
        "networkMode" => &["bridge", "host", "none"],
        "pidMode" => &["host"],
        "runtimePlatform.operatingSystemFamily" => {
            &["WINDOWS_SERVER_2016_FULL", "WINDOWS_SERVER_2004_CORE", "WINDOWS_SERVER_20H2_CORE"]
        }
        "containerDefinitions[].logConfiguration.logDriver" => {
            &["json-file", "syslog", "journald", "gelf", "fluentd"]
        }
        _ => &[],
    }
}

/// What a setting of a record is called, with what it is in below `at`: `Devices in app › Linux parameters`.
#[must_use]
pub fn label_in(kind: Kind, body: &Value, path: &Path, at: &Path) -> String {
    let (own, around) = (label(kind, path), around(kind, body, path, at));
    if around.is_empty() { own } else { format!("{own} in {around}") }
}

fn is_ec2_only(entry: Entry) -> bool {
    entry.info.prominence == Prominence::Ec2Only
}

/// Follows the steps of a pattern, `containerDefinitions[]` and `privileged`, through what stands there.
fn collect(value: &Value, path: &Path, steps: &[&str], found: &mut Vec<Path>) {
    let [step, rest @ ..] = steps else {
        if says_something(value) {
            found.push(path.clone());
        }
        return;
    };
    let key = step.strip_suffix("[]").unwrap_or(step);
    let Some(member) = value.get(key) else { return };
    let path = path.key(key.to_owned());
    if key == *step {
        collect(member, &path, rest, found);
        return;
    }
    for (index, element) in member.as_array().into_iter().flatten().enumerate() {
        collect(element, &path.index(index), rest, found);
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(list) => !list.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::check::testing::design;
    use crate::resolve::resolve;

    fn refused(body: Value, at: &str) -> Vec<String> {
        let at: Path = at.parse().unwrap();
        settings_of(&ec2_only(Kind::TaskDefinition), &body, &at)
            .iter()
            .map(Path::to_string)
            .collect()
    }

    #[test]
    fn what_fargate_does_not_take_is_found_wherever_it_stands() {
        let body = json!({
            "ipcMode": "task",
            "placementConstraints": [],
            "volumes": [{"name": "a", "host": {}}, {"name": "b", "host": {"sourcePath": "/x"}}, {"dockerVolumeConfiguration": {"scope": "task"}}],
            "containerDefinitions": [
                {"privileged": false, "links": ["b"], "linuxParameters": {"tmpfs": [{}], "maxSwap": 0, "devices": [{"hostPath": "/dev/fuse"}]}},
                {"privileged": true, "resourceRequirements": [{"type": "GPU", "value": "1"}]},
            ],
        });
        assert_eq!(
            refused(body.clone(), ""),
            [
                "ipcMode",
                "containerDefinitions[1].resourceRequirements",
                "containerDefinitions[0].links",
                "containerDefinitions[1].privileged",
                "containerDefinitions[0].linuxParameters.devices",
                "containerDefinitions[0].linuxParameters.maxSwap",
                "volumes[2].dockerVolumeConfiguration",
                "volumes[1].host.sourcePath",
            ]
        );
        assert_eq!(
            refused(body, "containerDefinitions[1]"),
            ["containerDefinitions[1].resourceRequirements", "containerDefinitions[1].privileged"]
        );
        assert_eq!(refused(json!({"containerDefinitions": "wrong"}), ""), [""; 0]);
    }

    #[test]
    fn what_the_rules_refuse_on_fargate_is_not_offered_there() {
        let labels = labels_of_ec2_only(Kind::TaskDefinition, "containerDefinitions[]");
        for label in ["Privileged", "Links", "Resource requirements", "Docker security options"] {
            assert!(labels.iter().any(|it| it == label), "{label}: {labels:?}");
        }
        let linux =
            labels_of_ec2_only(Kind::TaskDefinition, "containerDefinitions[].linuxParameters");
        assert_eq!(linux, ["Devices", "Shared memory size", "Max swap", "Swappiness"]);
        let path: Path = "containerDefinitions[0].linuxParameters.devices".parse().unwrap();
        let body = json!({"containerDefinitions": [{"name": "app"}]});
        let label = |at: &str| label_in(Kind::TaskDefinition, &body, &path, &at.parse().unwrap());
        assert_eq!(label(""), "Devices in app › Linux parameters");
        assert_eq!(label("containerDefinitions[0]"), "Devices in Linux parameters");
        let docker = "volumes[].dockerVolumeConfiguration";
        assert_eq!(labels_of_ec2_only(Kind::TaskDefinition, docker), [""; 0]);
    }

    #[test]
    fn of_the_apis_values_some_are_left_on_fargate() {
        use crate::ecs::describe;
        use crate::ecs::shape::Allowed;

        for (at, left) in [
            ("networkMode", &["awsvpc"][..]),
            ("pidMode", &["task"]),
            (
                "containerDefinitions[].logConfiguration.logDriver",
                &["awslogs", "splunk", "awsfirelens"],
            ),
        ] {
            let path: Path = at.replace("[]", "[0]").parse().unwrap();
            let (_, member) = describe(Kind::TaskDefinition, &path).unwrap();
            let Allowed::OneOf(values) = member.unwrap().constraint.allowed else {
                panic!("{at} has a list of values")
            };
            let refused = values_refused_on_fargate(at);
            assert!(refused.iter().all(|value| values.contains(value)), "{at}");
            let taken: Vec<_> = values.iter().filter(|value| !refused.contains(value)).collect();
            assert!(taken.len() == left.len() && left.iter().all(|it| taken.contains(&it)), "{at}");
        }
    }

    #[test]
    fn a_service_runs_where_it_or_its_cluster_says() {
        let cluster =
            |strategy: Value| ("cluster.c", json!({"defaultCapacityProviderStrategy": strategy}));
        let spot = json!([{"capacityProvider": "FARGATE_SPOT"}]);
        for (service, strategy, expected) in [
            (json!({"launchType": "FARGATE"}), json!([]), true),
            (json!({"launchType": "EC2"}), spot.clone(), false),
            (json!({"launchType": "${var.type}"}), spot.clone(), false),
            (json!({"capacityProviderStrategy": spot}), json!([]), true),
            (json!({"cluster": "${cluster.c}"}), spot.clone(), true),
            (json!({"cluster": "${cluster.c}"}), json!([]), false),
        ] {
            let estate = resolve(
                &design(&[cluster(strategy), ("service.s", service.clone())]),
                "production",
            )
            .unwrap();
            let record = estate.get(&"service.s".parse().unwrap()).unwrap();
            assert_eq!(is_on_fargate(record, &estate), expected, "{service}");
        }
    }
}
