//! Services and clusters: what creates, updates and describes them.

use serde_json::{Map, Value};

use crate::record::Kind;

use super::collect::Collector;
use super::task_definition::{say, take_away, text, them, was};

/// What `DescribeServices` answers with and `CreateService` does not take, but for what is read below.
///
/// botocore 1.44.5, ECS service model 2014-11-13: members of Service that the request does not have.
const READ_ONLY: [&str; 12] = [
    "serviceArn",
    "status",
    "runningCount",
    "pendingCount",
    "platformFamily",
    "taskSets",
    "events",
    "createdAt",
    "currentServiceDeployment",
    "currentServiceRevisions",
    "createdBy",
    "resourceManagementType",
];

/// What a service says in the request only, and a description in its newest deployment.
const IN_DEPLOYMENT: [&str; 3] =
    ["serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"];

/// What `DescribeClusters` answers with and `CreateCluster` does not take.
const CLUSTER_READ_ONLY: [&str; 9] = [
    "clusterArn",
    "status",
    "registeredContainerInstancesCount",
    "runningTasksCount",
    "pendingTasksCount",
    "activeServicesCount",
    "statistics",
    "attachments",
    "attachmentsStatus",
];

/// Adds a service.
pub(super) fn add(collector: &mut Collector<'_>, mut body: Map<String, Value>) {
    let mut remarks = Vec::new();
    // An ARN has the name of the cluster, or of the role, after its last `/`.
    rename(&mut body, "clusterArn", "cluster", |arn| Some(last_segment(arn)), &mut remarks);
    rename(&mut body, "service", "serviceName", |name| Some(last_segment(name)), &mut remarks);
    let service_linked = |arn: &str| !arn.contains("/aws-service-role/");
    rename(
        &mut body,
        "roleArn",
        "role",
        |arn| service_linked(arn).then(|| arn.to_owned()),
        &mut remarks,
    );
    from_deployment(&mut body, &mut remarks);
    let mut read_only = take_away(&mut body, &READ_ONLY);
    read_only.extend(take_away(&mut body, &["deployments", "roleArn", "clusterArn"]));
    if !read_only.is_empty() {
        remarks.push(format!(
            "{} left out: AWS adds {} to its answers and does not take {} back.",
            was(&read_only),
            them(&read_only),
            them(&read_only)
        ));
    }
    let of_update = take_away(&mut body, &["forceNewDeployment"]);
    if !of_update.is_empty() {
        remarks.push(format!("{} left out: it is an order, not a setting.", was(&of_update)));
    }
    let named = text(&body, "serviceName").map(str::to_owned);
    if named.is_none() {
        remarks.push(
            "The file has no `serviceName`, which AWS needs (ecspresso keeps it in its own configuration)."
                .to_owned(),
        );
    }
    let family = text(&body, "taskDefinition").filter(|text| !text.contains("${"));
    let name = named
        .as_deref()
        .or_else(|| family.map(super::link::family_of))
        .or(collector.file_stem())
        .unwrap_or_default()
        .to_owned();
    let id = collector.add(Kind::Service, &name, body);
    say(collector, &id, remarks);
}

/// Adds a cluster.
pub(super) fn add_cluster(collector: &mut Collector<'_>, mut body: Map<String, Value>) {
    let mut remarks = Vec::new();
    let read_only = take_away(&mut body, &CLUSTER_READ_ONLY);
    if !read_only.is_empty() {
        remarks.push(format!(
            "{} left out: AWS adds {} to its answers and does not take {} back.",
            was(&read_only),
            them(&read_only),
            them(&read_only)
        ));
    }
    let name = text(&body, "clusterName").unwrap_or("default").to_owned();
    let id = collector.add(Kind::Cluster, &name, body);
    say(collector, &id, remarks);
}

/// Gives a member its name in `CreateService`, in its place, unless that is there already.
fn rename(
    body: &mut Map<String, Value>,
    from: &str,
    to: &str,
    value_of: impl Fn(&str) -> Option<String>,
    remarks: &mut Vec<String>,
) {
    let Some(value) = body.get(from).and_then(Value::as_str).and_then(value_of) else { return };
    if body.contains_key(to) {
        return;
    }
    let before = std::mem::take(body);
    for (key, old) in before {
        if key == from {
            remarks.push(format!("`{from}` is `{to}` in a service: `{value}`."));
            body.insert(to.to_owned(), Value::String(value.clone()));
        } else {
            body.insert(key, old);
        }
    }
}

/// Takes from the newest deployment of a description what the description itself does not have.
fn from_deployment(body: &mut Map<String, Value>, remarks: &mut Vec<String>) {
    let Some(Value::Array(deployments)) = body.get("deployments") else { return };
    let primary = deployments
        .iter()
        .find(|deployment| deployment.get("status").and_then(Value::as_str) == Some("PRIMARY"))
        .cloned();
    for key in IN_DEPLOYMENT {
        let value = primary.as_ref().and_then(|deployment| deployment.get(key));
        if let Some(value) = value.filter(|value| !is_empty(value))
            && !body.contains_key(key)
        {
            body.insert(key.to_owned(), value.clone());
            remarks.push(format!("`{key}` was taken from the newest deployment."));
        }
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null()
        || value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(Map::is_empty)
}

/// The name at the end of an ARN, or a name as it stands.
pub(super) fn last_segment(arn: &str) -> String {
    match arn.rsplit_once('/') {
        Some((_, name)) if arn.starts_with("arn:") => name.to_owned(),
        _ => arn.to_owned(),
    }
}
