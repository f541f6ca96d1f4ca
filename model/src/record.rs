//! Records: the things a design is made of, each an ordered JSON tree in its API's own shape.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::path::Path;

/// What a record is. The text form is the one that references use: `${taskDefinition.web}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// An ECS cluster, in the shape of `CreateCluster`.
    Cluster,
    /// An ECS service, in the shape of `CreateService`.
    Service,
    /// A task definition, in the shape of `RegisterTaskDefinition`.
    TaskDefinition,
    /// An Elastic Load Balancing load balancer with its listeners.
    LoadBalancer,
    /// An Elastic Load Balancing target group.
    TargetGroup,
    /// Subnets and security groups that tasks are placed in.
    Network,
    /// An IAM role.
    Role,
    /// A CloudWatch Logs log group.
    LogGroup,
    /// What Application Auto Scaling does with a service's desired count: a scalable target with its policies.
    Scaling,
    /// A Cloud Map namespace.
    Namespace,
}

impl Kind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Self; 10] = [
        Self::Cluster,
        Self::Service,
        Self::TaskDefinition,
        Self::LoadBalancer,
        Self::TargetGroup,
        Self::Network,
        Self::Role,
        Self::LogGroup,
        Self::Scaling,
        Self::Namespace,
    ];

    /// The name in references and addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Service => "service",
            Self::TaskDefinition => "taskDefinition",
            Self::LoadBalancer => "loadBalancer",
            Self::TargetGroup => "targetGroup",
            Self::Network => "network",
            Self::Role => "role",
            Self::LogGroup => "logGroup",
            Self::Scaling => "scaling",
            Self::Namespace => "namespace",
        }
    }

    /// The name on screen, in the middle of a sentence.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Service => "service",
            Self::TaskDefinition => "task definition",
            Self::LoadBalancer => "load balancer",
            Self::TargetGroup => "target group",
            Self::Network => "network",
            Self::Role => "role",
            Self::LogGroup => "log group",
            Self::Scaling => "scaling",
            Self::Namespace => "namespace",
        }
    }

    /// The member of the body that holds the thing's name in AWS.
    #[must_use]
    pub const fn name_key(self) -> &'static str {
        match self {
            Self::Cluster => "clusterName",
            Self::Service => "serviceName",
            Self::TaskDefinition => "family",
            Self::Role => "roleName",
            Self::LogGroup => "logGroupName",
            Self::LoadBalancer
            | Self::TargetGroup
            | Self::Network
            | Self::Scaling
            | Self::Namespace => "name",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a text names no record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseRecordIdError {
    /// There is no such kind.
    #[error(
        "`{0}` is no kind of record; the kinds are cluster, service, taskDefinition, loadBalancer, targetGroup, network, role, logGroup, scaling and namespace"
    )]
    UnknownKind(String),
    /// The name is not one that Terraform takes.
    #[error(
        "`{0}` cannot name a record: use letters, digits, `_` and `-`, and start with a letter or `_`"
    )]
    BadName(String),
}

impl FromStr for Kind {
    type Err = ParseRecordIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| ParseRecordIdError::UnknownKind(text.to_owned()))
    }
}

/// A record's identity: its kind and a name chosen for people, which is also its Terraform name.
#[derive(Clone, Debug, Eq, PartialOrd, Ord)]
pub struct RecordId {
    kind: Kind,
    name: Arc<str>,
}

impl PartialEq for RecordId {
    fn eq(&self, other: &Self) -> bool {
        // Most comparisons are of an identity and its copy.
        self.kind == other.kind && (Arc::ptr_eq(&self.name, &other.name) || self.name == other.name)
    }
}

impl Hash for RecordId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        self.name.hash(state);
    }
}

impl RecordId {
    /// An identity.
    ///
    /// # Errors
    /// When `name` is not one that Terraform takes: letters, digits, `_` and `-`, starting with a letter or `_`.
    pub fn new(kind: Kind, name: &str) -> Result<Self, ParseRecordIdError> {
        let mut bytes = name.bytes();
        let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        if starts && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
            Ok(Self { kind, name: name.into() })
        } else {
            Err(ParseRecordIdError::BadName(name.to_owned()))
        }
    }

    /// An identity made of any text: what Terraform would not take becomes `-`, an empty text the kind's name.
    #[must_use]
    pub fn from_text(kind: Kind, text: &str) -> Self {
        let mut name: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' })
            .collect();
        name = name.trim_matches('-').to_owned();
        if name.is_empty() {
            kind.name().clone_into(&mut name);
        } else if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            name.insert(0, '_');
        }
        Self { kind, name: name.into() }
    }

    /// What the record is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The name, unique among records of its kind.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.kind, self.name)
    }
}

impl FromStr for RecordId {
    type Err = ParseRecordIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, name) =
            text.split_once('.').ok_or_else(|| ParseRecordIdError::UnknownKind(text.to_owned()))?;
        Self::new(kind.parse()?, name)
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Where the real thing behind a record comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// The export makes it: a Terraform resource.
    #[default]
    Generate,
    /// It exists and is found by its name: a Terraform data source.
    LookUp,
    /// It exists and is named by an id, an ARN or an expression.
    Refer,
}

/// One environment's differences from a record's base values.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overrides {
    /// Values that replace or add to the base. Paths are canonical ([`Path::canonical`]), name list elements
    /// as the base does, and never lead to or through one another or one of `remove`.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub set: IndexMap<Path, Value>,
    /// Values of the base that this environment leaves out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<Path>,
}

impl Overrides {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.remove.is_empty()
    }
}

/// The name of an environment, such as `production`.
pub type EnvironmentName = Arc<str>;

/// One thing of a design: where it comes from, which environments it is in, what was said about it, and
/// what single environments say otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Where the real thing comes from.
    pub origin: Origin,
    /// The environments the record is in; `None` is all of them.
    pub environments: Option<Vec<EnvironmentName>>,
    /// What was said, in the API's own shape: always a JSON object, possibly a wrong one.
    pub body: Value,
    /// What single environments say otherwise.
    pub overrides: IndexMap<EnvironmentName, Overrides>,
}

impl Record {
    /// A record of all environments that the export generates.
    #[must_use]
    pub fn new(body: Map<String, Value>) -> Self {
        Self { body: Value::Object(body), ..Self::default() }
    }

    /// Whether the record is in an environment.
    #[must_use]
    pub fn is_in(&self, environment: &str) -> bool {
        self.environments
            .as_ref()
            .is_none_or(|names| names.iter().any(|name| name.as_ref() == environment))
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// Nobody said anything: the API's default holds.
    Default,
    /// The value that holds for every environment without an override.
    Base,
    /// The environment's own value.
    Override,
}
