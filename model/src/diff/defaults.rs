//! What the absence of a member means.
//!
//! A default that depends on account settings or on the cluster is not here: whether Container Insights is on, which
//! launch type a service without one has, how logs are delivered, whether availability zones are rebalanced (on when a
//! service is created, kept when it is updated).

use serde_json::Value;

use super::tables::Tables;
use crate::record::Kind;

/// What defaults depend on, of one body. `None` where an expression leaves it open: then nothing that depends on it is a
/// default.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    /// A task definition for Fargate.
    is_fargate: Option<bool>,
    /// A task definition whose containers have the host's network, or one of their own address: the port of the host is
    /// the container's.
    has_container_ports: Option<bool>,
    /// A service with one task on each container instance.
    is_daemon: Option<bool>,
}

impl Facts {
    /// Of a body.
    pub(super) fn of(kind: Kind, body: &Value) -> Self {
        match kind {
            Kind::TaskDefinition => Self {
                is_fargate: is_fargate(body.get("requiresCompatibilities")),
                has_container_ports: known(body.get("networkMode"))
                    .map(|mode| matches!(mode, "awsvpc" | "host")),
                is_daemon: None,
            },
            Kind::Service => Self {
                is_daemon: known(body.get("schedulingStrategy")).map(|one| one == "DAEMON"),
                ..Self::default()
            },
            _ => Self::default(),
        }
    }
}

/// A text, empty where there is none; nothing where it is an expression or no text at all.
fn known(value: Option<&Value>) -> Option<&str> {
    match value {
        None | Some(Value::Null) => Some(""),
        Some(Value::String(text)) if !text.contains("${") => Some(text),
        Some(_) => None,
    }
}

fn is_fargate(compatibilities: Option<&Value>) -> Option<bool> {
    match compatibilities {
        None | Some(Value::Null) => Some(false),
        Some(Value::Array(list)) if list.iter().any(|one| one == "FARGATE") => Some(true),
        Some(Value::Array(list)) => {
            list.iter().all(|one| known(Some(one)).is_some()).then_some(false)
        }
        Some(_) => None,
    }
}

/// When a default applies.
#[derive(Clone, Copy, Debug)]
enum When {
    Always,
    Fargate,
    NotFargate,
    Daemon,
    NotDaemon,
    /// The port of the host is the container's.
    ContainerPorts,
}

impl When {
    fn holds(self, facts: Facts) -> bool {
        match self {
            Self::Always => true,
            Self::Fargate => facts.is_fargate == Some(true),
            Self::NotFargate => facts.is_fargate == Some(false),
            Self::Daemon => facts.is_daemon == Some(true),
            Self::NotDaemon => facts.is_daemon == Some(false),
            Self::ContainerPorts => facts.has_container_ports == Some(true),
        }
    }
}

/// A default.
#[derive(Clone, Copy, Debug)]
pub(super) enum Means {
    Text(&'static str),
    Number(i64),
    Flag(bool),
    /// All of these texts, in any order.
    Texts(&'static [&'static str]),
    /// An object of just these members.
    Members(&'static [(&'static str, Means)]),
    /// What this member beside it holds.
    Sibling(&'static str),
}

type Row = (&'static str, When, Means);

use Means::{Flag, Members, Number, Sibling, Text, Texts};
use When::{Always, ContainerPorts, Daemon, Fargate, NotDaemon, NotFargate};

/// Of a task definition.
const TASK_DEFINITION: &[Row] = &[
    // API reference of RegisterTaskDefinition: "the default is".
    ("networkMode", NotFargate, Text("bridge")),
    ("enableFaultInjection", Always, Flag(false)),
    ("proxyConfiguration.type", Always, Text("APPMESH")),
    ("volumes[].configuredAtLaunch", Always, Flag(false)),
    ("volumes[].efsVolumeConfiguration.rootDirectory", Always, Text("/")),
    ("volumes[].efsVolumeConfiguration.transitEncryption", Always, Text("DISABLED")),
    ("volumes[].efsVolumeConfiguration.authorizationConfig.iam", Always, Text("DISABLED")),
    ("volumes[].dockerVolumeConfiguration.scope", Always, Text("task")),
    ("volumes[].dockerVolumeConfiguration.autoprovision", Always, Flag(false)),
    // Developer guide, task definition parameters for Fargate: Linux and X86_64 where nothing is said.
    ("runtimePlatform.operatingSystemFamily", Fargate, Text("LINUX")),
    ("runtimePlatform.cpuArchitecture", Fargate, Text("X86_64")),
    // DescribeTaskDefinition answers without members that were sent empty.
    ("networkMode", Always, Text("")),
    ("pidMode", Always, Text("")),
    ("ipcMode", Always, Text("")),
    ("taskRoleArn", Always, Text("")),
    ("executionRoleArn", Always, Text("")),
    ("cpu", Always, Text("")),
    ("memory", Always, Text("")),
];

/// Of a container.
const CONTAINER: &[Row] = &[
    // API reference of ContainerDefinition and of the shapes in it.
    ("essential", Always, Flag(true)),
    ("stopTimeout", Fargate, Number(30)),
    ("readonlyRootFilesystem", Always, Flag(false)),
    ("privileged", Always, Flag(false)),
    ("interactive", Always, Flag(false)),
    ("pseudoTerminal", Always, Flag(false)),
    ("disableNetworking", Always, Flag(false)),
    ("versionConsistency", Always, Text("enabled")),
    ("mountPoints[].readOnly", Always, Flag(false)),
    ("volumesFrom[].readOnly", Always, Flag(false)),
    ("linuxParameters.initProcessEnabled", Always, Flag(false)),
    ("linuxParameters.devices[].permissions", Always, Texts(&["read", "write", "mknod"])),
    ("restartPolicy.enabled", Always, Flag(false)),
    ("restartPolicy.restartAttemptPeriod", Always, Number(300)),
    ("portMappings[].protocol", Always, Text("tcp")),
    ("portMappings[].hostPort", ContainerPorts, Sibling("containerPort")),
    ("healthCheck.interval", Always, Number(30)),
    ("healthCheck.timeout", Always, Number(5)),
    ("healthCheck.retries", Always, Number(3)),
    ("healthCheck.startPeriod", Always, Number(0)),
    ("logConfiguration.options.awslogs-create-group", Always, Text("false")),
    ("firelensConfiguration.options.enable-ecs-log-metadata", Always, Text("true")),
    // containerDefinitionsAreEquivalent of Terraform's AWS provider: what it takes for absent.
    ("cpu", Always, Number(0)),
    ("portMappings[].hostPort", Always, Number(0)),
    // DescribeTaskDefinition answers without members that were sent empty.
    ("user", Always, Text("")),
    ("workingDirectory", Always, Text("")),
    ("hostname", Always, Text("")),
];

/// Of a service.
const SERVICE: &[Row] = &[
    // API reference of CreateService and of the shapes in it.
    ("cluster", Always, Text("default")),
    ("schedulingStrategy", Always, Text("REPLICA")),
    ("platformVersion", Always, Text("LATEST")),
    ("deploymentController.type", Always, Text("ECS")),
    ("propagateTags", Always, Text("NONE")),
    ("enableECSManagedTags", Always, Flag(false)),
    ("enableExecuteCommand", Always, Flag(false)),
    ("healthCheckGracePeriodSeconds", Always, Number(0)),
    ("serviceConnectConfiguration.enabled", Always, Flag(false)),
    ("capacityProviderStrategy[].base", Always, Number(0)),
    ("capacityProviderStrategy[].weight", Always, Number(0)),
    ("networkConfiguration.awsvpcConfiguration.assignPublicIp", Always, Text("DISABLED")),
    ("deploymentConfiguration.strategy", Always, Text("ROLLING")),
    ("deploymentConfiguration.bakeTimeInMinutes", Always, Number(0)),
    ("deploymentConfiguration.maximumPercent", Daemon, Number(100)),
    ("deploymentConfiguration.maximumPercent", NotDaemon, Number(200)),
    ("deploymentConfiguration.minimumHealthyPercent", Daemon, Number(0)),
    ("deploymentConfiguration.minimumHealthyPercent", NotDaemon, Number(100)),
    ("deploymentConfiguration.deploymentCircuitBreaker.enable", Always, Flag(false)),
    ("deploymentConfiguration.deploymentCircuitBreaker.rollback", Always, Flag(false)),
    ("deploymentConfiguration.alarms.enable", Always, Flag(false)),
    ("deploymentConfiguration.alarms.rollback", Always, Flag(false)),
    // What DescribeServices answers with for a deployment that says nothing of it, as ecspresso fills it in before it
    // compares.
    ("deploymentConfiguration.deploymentCircuitBreaker.resetOnHealthyTask", Always, Flag(true)),
    (
        "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration",
        Always,
        Members(&[("type", Text("BOUNDED_PERCENT")), ("value", Number(50))]),
    ),
    ("deploymentConfiguration.lifecycleHooks[].targetType", Always, Text("AWS_LAMBDA")),
    (
        "deploymentConfiguration.lifecycleHooks[].timeoutConfiguration.timeoutInMinutes",
        Always,
        Number(1_440),
    ),
    (
        "deploymentConfiguration.lifecycleHooks[].timeoutConfiguration.action",
        Always,
        Text("ROLLBACK"),
    ),
    ("deploymentConfiguration.earlySuccessCriteria.enable", Always, Flag(false)),
    ("deploymentConfiguration.earlySuccessCriteria.healthyPercent", Always, Number(100)),
    (
        "deploymentConfiguration.earlySuccessCriteria.sourceServiceRevisionCleanup",
        Always,
        Text("BLOCKING"),
    ),
    // DescribeServices answers without a launch type that was sent empty.
    ("launchType", Always, Text("")),
];

/// Of a cluster.
const CLUSTER: &[Row] = &[
    // API reference of CreateCluster and of the shapes in it.
    ("defaultCapacityProviderStrategy[].base", Always, Number(0)),
    ("defaultCapacityProviderStrategy[].weight", Always, Number(0)),
    ("configuration.executeCommandConfiguration.logging", Always, Text("DEFAULT")),
];

const DEFAULTS: Tables<Row> = Tables {
    task_definition: TASK_DEFINITION,
    container: CONTAINER,
    service: SERVICE,
    cluster: CLUSTER,
    neighbour: &[],
};

/// The defaults of the member at `pattern`.
pub(super) fn of(kind: Kind, pattern: &str, facts: Facts) -> impl Iterator<Item = Means> {
    let (rows, pattern) = DEFAULTS.at(kind, pattern);
    rows.iter()
        .filter(move |(at, when, _)| *at == pattern && when.holds(facts))
        .map(|(_, _, means)| *means)
}

/// Whether an object means something although nothing is in it: a volume of Docker's is no bind mount.
pub(super) fn empty_counts(kind: Kind, pattern: &str) -> bool {
    kind == Kind::TaskDefinition && pattern == "volumes[].dockerVolumeConfiguration"
}
