//! References to records, as several rules look at them.

use serde_json::Value;

use crate::edit::Edit;
use crate::path::Path;
use crate::record::{Kind, RecordId};
use crate::reference::Reference;
use crate::resolve::Resolved;

use super::Context;

/// A reference in a string of a record.
pub(super) struct Found<'a> {
    /// Where the string is.
    pub(super) at: &'a Path,
    /// What it refers to.
    pub(super) reference: &'a Reference,
    subject: &'a Resolved,
}

impl Found<'_> {
    /// Whether the string is nothing but the reference.
    pub(super) fn is_whole(&self) -> bool {
        let text = self.at.get(&self.subject.body).and_then(Value::as_str);
        text.is_some_and(|text| Reference::parse(text).is_some())
    }

    /// The field in words: its own name, or that of the list it stands in.
    pub(super) fn field(&self) -> String {
        let pattern = self.at.pattern();
        let last = pattern.rsplit('.').next().unwrap_or_default();
        last.trim_end_matches("[]").to_owned()
    }

    /// What the place calls for, if the table knows it.
    pub(super) fn expected(&self, from: Kind) -> Option<Kind> {
        let pattern = self.at.pattern();
        PLACES
            .iter()
            .find(|(kind, place, _)| *kind == from && *place == pattern)
            .map(|(_, _, to)| *to)
    }
}

/// Which kind of record a place refers to.
const PLACES: &[(Kind, &str, Kind)] = &[
    (
        Kind::Cluster,
        "configuration.executeCommandConfiguration.logConfiguration.cloudWatchLogGroupName",
        Kind::LogGroup,
    ),
    (Kind::Cluster, "serviceConnectDefaults.namespace", Kind::Namespace),
    (Kind::Service, "serviceConnectConfiguration.namespace", Kind::Namespace),
    (Kind::Service, "cluster", Kind::Cluster),
    (Kind::Service, "taskDefinition", Kind::TaskDefinition),
    (Kind::Service, "role", Kind::Role),
    (Kind::Service, "loadBalancers[].targetGroupArn", Kind::TargetGroup),
    (
        Kind::Service,
        "loadBalancers[].advancedConfiguration.alternateTargetGroupArn",
        Kind::TargetGroup,
    ),
    (Kind::Service, "loadBalancers[].advancedConfiguration.roleArn", Kind::Role),
    (Kind::Service, "deploymentConfiguration.lifecycleHooks[].roleArn", Kind::Role),
    (Kind::Service, "volumeConfigurations[].managedEBSVolume.roleArn", Kind::Role),
    (Kind::Service, "networkConfiguration.awsvpcConfiguration.subnets", Kind::Network),
    (Kind::Service, "networkConfiguration.awsvpcConfiguration.subnets[]", Kind::Network),
    (Kind::Service, "networkConfiguration.awsvpcConfiguration.securityGroups", Kind::Network),
    (Kind::Service, "networkConfiguration.awsvpcConfiguration.securityGroups[]", Kind::Network),
    (Kind::TaskDefinition, "taskRoleArn", Kind::Role),
    (Kind::TaskDefinition, "executionRoleArn", Kind::Role),
    (
        Kind::TaskDefinition,
        "containerDefinitions[].logConfiguration.options.awslogs-group",
        Kind::LogGroup,
    ),
    (Kind::LoadBalancer, "subnets", Kind::Network),
    (Kind::LoadBalancer, "subnets[]", Kind::Network),
    (Kind::LoadBalancer, "securityGroups", Kind::Network),
    (Kind::LoadBalancer, "securityGroups[]", Kind::Network),
    (Kind::LoadBalancer, "listeners[].targetGroup", Kind::TargetGroup),
    (Kind::TargetGroup, "vpcId", Kind::Network),
    (Kind::Scaling, "resourceId", Kind::Service),
    (Kind::Namespace, "vpc", Kind::Network),
];

/// The references in the strings of the record that a rule looks at.
pub(super) fn of_subject<'a>(cx: &Context<'a>) -> impl Iterator<Item = Found<'a>> + use<'a> {
    let subject = cx.subject();
    subject.references().iter().map(move |(at, reference)| Found { at, reference, subject })
}

/// The fixes for a reference that leads nowhere: the only record that could be meant, and none at all.
pub(super) fn fixes(cx: &Context<'_>, found: &Found<'_>) -> Vec<(String, Vec<Edit>)> {
    if !found.is_whole() {
        return Vec::new();
    }
    let wanted =
        found.expected(cx.subject().id.kind()).unwrap_or_else(|| found.reference.record.kind());
    let only = cx.only(wanted).filter(|id| **id != cx.subject().id).map(|id: &RecordId| {
        let attribute =
            found.reference.attribute.clone().filter(|_| wanted == found.reference.record.kind());
        let reference = Reference { record: id.clone(), attribute };
        (format!("Use {}", id.name()), vec![cx.set(found.at, reference.to_string())])
    });
    let remove = (format!("Take {} away", found.field()), vec![cx.remove(found.at)]);
    only.into_iter().chain([remove]).collect()
}
