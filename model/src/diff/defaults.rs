//! What the absence of a member means.
//!
//! Sources: the API reference of `RegisterTaskDefinition` and `CreateService` ("the default value is …"), what
//! `DescribeTaskDefinition` answers with for members that were not sent, and the equivalence of Terraform's AWS provider
//! (`containerDefinitionsAreEquivalent`, 2026). A default that depends on account settings or on the cluster is not
//! here: whether containers insights are on, which launch type a service without one has, how logs are delivered, whether
//! availability zones are rebalanced (on when a service is created, kept when it is updated).

use serde_json::{Map, Value};

use crate::ecs::task_size;
use crate::record::Kind;

/// What defaults depend on, of one body.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// A task definition for Fargate.
    is_fargate: bool,
    /// A task definition for EC2 whose containers have the host's network, or one of their own address: the port of the
    /// host is the container's.
    has_container_ports: bool,
    /// A service with one task on each container instance.
    is_daemon: bool,
}

impl Facts {
    /// Of a body.
    pub(super) fn of(kind: Kind, body: &Value) -> Self {
        let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
        match kind {
            Kind::TaskDefinition => {
                let is_fargate = body
                    .get("requiresCompatibilities")
                    .and_then(Value::as_array)
                    .is_some_and(|list| list.iter().any(|one| one == "FARGATE"));
                Self {
                    is_fargate,
                    has_container_ports: matches!(text("networkMode"), "awsvpc" | "host"),
                    is_daemon: false,
                }
            }
            Kind::Service => {
                Self { is_daemon: text("schedulingStrategy") == "DAEMON", ..Self::default() }
            }
            _ => Self::default(),
        }
    }
}

/// A default.
enum Means {
    Text(&'static str),
    Number(i64),
    Flag(bool),
    /// Of a list, in any order.
    Texts(&'static [&'static str]),
}

/// The default of a member; `pattern` leads to it with every list element written `[]`.
fn default_of(
    kind: Kind,
    pattern: &str,
    parent: &Map<String, Value>,
    facts: Facts,
) -> Option<Means> {
    use Means::{Flag, Number, Text};
    Some(match kind {
        Kind::TaskDefinition => match pattern {
            "networkMode" if !facts.is_fargate => Text("bridge"),
            "enableFaultInjection" => Flag(false),
            "runtimePlatform.operatingSystemFamily" if facts.is_fargate => Text("LINUX"),
            "runtimePlatform.cpuArchitecture" if facts.is_fargate => Text("X86_64"),
            "proxyConfiguration.type" => Text("APPMESH"),
            "volumes[].configuredAtLaunch" => Flag(false),
            "volumes[].efsVolumeConfiguration.rootDirectory" => Text("/"),
            "volumes[].efsVolumeConfiguration.transitEncryption"
            | "volumes[].efsVolumeConfiguration.authorizationConfig.iam" => Text("DISABLED"),
            "volumes[].dockerVolumeConfiguration.scope" => Text("task"),
            "volumes[].dockerVolumeConfiguration.autoprovision" => Flag(false),
            _ => return container_default(pattern, parent, facts),
        },
        Kind::Service => match pattern {
            "cluster" => Text("default"),
            "schedulingStrategy" => Text("REPLICA"),
            "platformVersion" => Text("LATEST"),
            "deploymentController.type" => Text("ECS"),
            "propagateTags" => Text("NONE"),
            "enableECSManagedTags"
            | "enableExecuteCommand"
            | "deploymentConfiguration.deploymentCircuitBreaker.enable"
            | "deploymentConfiguration.deploymentCircuitBreaker.rollback"
            | "deploymentConfiguration.alarms.enable"
            | "deploymentConfiguration.alarms.rollback"
            | "serviceConnectConfiguration.enabled" => Flag(false),
            "healthCheckGracePeriodSeconds"
            | "deploymentConfiguration.bakeTimeInMinutes"
            | "capacityProviderStrategy[].base"
            | "capacityProviderStrategy[].weight" => Number(0),
            "deploymentConfiguration.strategy" => Text("ROLLING"),
            "deploymentConfiguration.maximumPercent" => {
                Number(if facts.is_daemon { 100 } else { 200 })
            }
            "deploymentConfiguration.minimumHealthyPercent" => {
                Number(if facts.is_daemon { 0 } else { 100 })
            }
            "networkConfiguration.awsvpcConfiguration.assignPublicIp" => Text("DISABLED"),
            _ => return None,
        },
        Kind::Cluster => match pattern {
            "defaultCapacityProviderStrategy[].base"
            | "defaultCapacityProviderStrategy[].weight" => Number(0),
            "configuration.executeCommandConfiguration.logging" => Text("DEFAULT"),
            _ => return None,
        },
        _ => return None,
    })
}

/// The default of a member of a container.
fn container_default(pattern: &str, parent: &Map<String, Value>, facts: Facts) -> Option<Means> {
    use Means::{Flag, Number, Text, Texts};
    Some(match pattern.strip_prefix("containerDefinitions[].")? {
        "essential" => Flag(true),
        "cpu" => Number(0),
        "versionConsistency" => Text("enabled"),
        "stopTimeout" if facts.is_fargate => Number(30),
        "readonlyRootFilesystem"
        | "privileged"
        | "interactive"
        | "pseudoTerminal"
        | "disableNetworking"
        | "mountPoints[].readOnly"
        | "volumesFrom[].readOnly"
        | "linuxParameters.initProcessEnabled"
        | "restartPolicy.enabled" => Flag(false),
        "restartPolicy.restartAttemptPeriod" => Number(300),
        "portMappings[].protocol" => Text("tcp"),
        "portMappings[].hostPort" if facts.has_container_ports => {
            Number(parent.get("containerPort").and_then(whole)?)
        }
        "portMappings[].hostPort" => Number(0),
        "healthCheck.interval" => Number(30),
        "healthCheck.timeout" => Number(5),
        "healthCheck.retries" => Number(3),
        "healthCheck.startPeriod" => Number(0),
        "linuxParameters.devices[].permissions" => Texts(&["read", "write", "mknod"]),
        "logConfiguration.options.awslogs-create-group" => Text("false"),
        "firelensConfiguration.options.enable-ecs-log-metadata" => Text("true"),
        _ => return None,
    })
}

/// Members whose empty text means the same as their absence: ECS answers without them.
const EMPTY_IS_ABSENT: [&str; 11] = [
    "user",
    "workingDirectory",
    "hostname",
    "networkMode",
    "pidMode",
    "ipcMode",
    "taskRoleArn",
    "executionRoleArn",
    "cpu",
    "memory",
    "launchType",
];

/// Objects that mean something although nothing is in them.
const EMPTY_COUNTS: [&str; 1] = ["dockerVolumeConfiguration"];

/// Whether a member says no more than its absence does.
pub(super) fn is_nothing(
    kind: Kind,
    pattern: &str,
    parent: &Map<String, Value>,
    value: &Value,
    facts: Facts,
) -> bool {
    let key = pattern.rsplit('.').next().unwrap_or(pattern);
    match value {
        Value::Null => true,
        Value::String(text) if text.is_empty() => {
            EMPTY_IS_ABSENT.contains(&key) && !pattern.contains("ptions.")
        }
        Value::Array(elements) if elements.iter().all(|one| is_no_element(key, one)) => true,
        Value::Object(members) if !EMPTY_COUNTS.contains(&key) => {
            members.iter().all(|(key, member)| {
                is_nothing(kind, &format!("{pattern}.{key}"), members, member, facts)
            })
        }
        _ => default_of(kind, pattern, parent, facts).is_some_and(|default| match default {
            Means::Text(text) => value == text,
            Means::Number(number) => whole(value) == Some(number),
            Means::Flag(flag) => as_flag(value) == Some(flag),
            Means::Texts(texts) => value.as_array().is_some_and(|list| {
                list.len() == texts.len()
                    && texts.iter().all(|text| list.iter().any(|one| one == text))
            }),
        }),
    }
}

/// Whether ECS leaves an element of a list out: one that says nothing, and a variable without a value.
pub(super) fn is_no_element(list: &str, element: &Value) -> bool {
    let Some(members) = element.as_object() else { return element.is_null() };
    let has_no_value = || match members.get("value") {
        None | Some(Value::Null) => members.contains_key("name"),
        Some(value) => value.as_str() == Some(""),
    };
    members.is_empty() || list == "environment" && has_no_value()
}

/// A whole number, written as one or as text.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            #[allow(clippy::cast_possible_truncation, reason = "a whole number far below 2^53")]
            number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 1e15).map(|n| n as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn as_flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether two values of one field are the same, whatever they are written as: `80` and `"80"`, `true` and `"true"`,
/// `256` and `.25 vCPU`.
pub(super) fn is_same(kind: Kind, pattern: &str, before: &Value, after: &Value) -> bool {
    if before == after {
        return true;
    }
    if kind == Kind::TaskDefinition && matches!(pattern, "cpu" | "memory") {
        let parse = if pattern == "cpu" { task_size::parse_cpu } else { task_size::parse_memory };
        let size = |value: &Value| match value {
            Value::String(text) => parse(text),
            other => whole(other),
        };
        return size(before).is_some() && size(before) == size(after);
    }
    if kind == Kind::Service && matches!(pattern, "taskDefinition" | "cluster") {
        let (one, other) =
            (before.as_str().unwrap_or_default(), after.as_str().unwrap_or_default());
        return named_alike(one, other);
    }
    // Texts are compared as texts, even those that look like numbers: `007` is another tag than `7`.
    match (before, after) {
        (Value::String(_), Value::String(_)) => false,
        (Value::Bool(_), _) | (_, Value::Bool(_)) => {
            as_flag(before).is_some() && as_flag(before) == as_flag(after)
        }
        _ => whole(before).is_some() && whole(before) == whole(after),
    }
}

/// Whether two texts name the same cluster or task definition: by ARN or by name, and with a revision or, which leaves it
/// to the newest, without one.
fn named_alike(one: &str, other: &str) -> bool {
    let name = |text: &str| match text.rsplit_once('/') {
        Some((head, name)) if head.starts_with("arn:") => name.to_owned(),
        _ => text.to_owned(),
    };
    let is_revision =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let family = |text: &str| match text.rsplit_once(':') {
        Some((family, revision)) if is_revision(revision) => {
            (family.to_owned(), Some(revision.to_owned()))
        }
        _ => (text.to_owned(), None),
    };
    let ((one, first), (other, second)) = (family(&name(one)), family(&name(other)));
    !one.is_empty() && one == other && (first.is_none() || second.is_none() || first == second)
}
