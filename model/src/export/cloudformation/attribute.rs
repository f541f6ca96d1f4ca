//! Attributes of records: the names that references use, and the members of what exists that say them.

use crate::record::Kind;

/// The one name that a design's attribute has here, empty for what is meant when none is named; `None` for what
/// records of this kind do not have.
pub(super) fn attribute(kind: Kind, wanted: &str) -> Option<&'static str> {
    Some(match (kind, wanted) {
        (Kind::Cluster, "id" | "name" | "clusterName") => "name",
        (Kind::Service, "name" | "serviceName") => "name",
        (Kind::Role, "name" | "roleName" | "id") => "name",
        (Kind::LogGroup, "name" | "logGroupName" | "id")
        | (Kind::TaskDefinition | Kind::LoadBalancer | Kind::TargetGroup, "arn" | "id")
        | (Kind::Role | Kind::Namespace, "arn") => "",
        (Kind::Service, "arn" | "id") | (Kind::Cluster | Kind::LogGroup, "arn") => "arn",
        (Kind::TaskDefinition, "family") => "family",
        (Kind::TaskDefinition, "revision") => "revision",
        (Kind::LoadBalancer | Kind::TargetGroup | Kind::Namespace, "name") => "name",
        (Kind::LoadBalancer, "dnsName") => "dnsName",
        (Kind::LoadBalancer, "zoneId") => "zoneId",
        (Kind::LoadBalancer | Kind::TargetGroup, "arnSuffix") => "arnSuffix",
        (Kind::Namespace, "id") => "id",
        (Kind::Network, "subnets") => "subnets",
        (Kind::Network, "securityGroups") => "securityGroups",
        (Kind::Network, "vpcId") => "vpcId",
        _ => return None,
    })
}

/// The members of what exists that say an attribute.
pub(super) fn members(kind: Kind, attribute: &str) -> &'static [&'static str] {
    match (kind, attribute) {
        // A cluster is named by its ARN as well, and may be known by that alone.
        (Kind::Cluster, "name") => &["clusterName", "arn", "clusterArn"],
        (Kind::Cluster, "arn") => &["arn", "clusterArn"],
        (Kind::Service, "arn") => &["arn", "serviceArn"],
        (Kind::Service, "name") => &["serviceName"],
        (Kind::TaskDefinition, "") => &["arn", "taskDefinitionArn", "family"],
        (Kind::TaskDefinition, "family") => &["family"],
        (Kind::TaskDefinition, "revision") => &["revision"],
        (Kind::Role, "name") => &["roleName"],
        (Kind::LogGroup, "") => &["logGroupName"],
        (_, "name") => &["name"],
        (_, "dnsName") => &["dnsName"],
        (_, "zoneId") => &["zoneId"],
        (_, "arnSuffix") => &["arnSuffix"],
        (_, "id") => &["id"],
        (_, "" | "arn") => &["arn"],
        _ => &[],
    }
}

/// What people call an attribute.
pub(super) fn attribute_label(attribute: &str) -> &str {
    match attribute {
        "arn" => "ARN",
        "vpcId" => "VPC id",
        "subnets" => "subnet ids",
        "securityGroups" => "security group ids",
        "dnsName" => "DNS name",
        "arnSuffix" => "ARN's end",
        other => other,
    }
}
