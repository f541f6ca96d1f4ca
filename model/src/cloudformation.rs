//! What CloudFormation calls what a design has. The importer and the exporter read the same tables, so that one
//! understands what the other writes.
//!
//! Names: CloudFormation's resource schemas of 20 October 2026, and the AWS CloudFormation user guide.

use crate::record::Kind;
use crate::text::capitalised;

pub(crate) const HTTP_NAMESPACE: &str = "AWS::ServiceDiscovery::HttpNamespace";
pub(crate) const PRIVATE_DNS_NAMESPACE: &str = "AWS::ServiceDiscovery::PrivateDnsNamespace";
pub(crate) const LISTENER: &str = "AWS::ElasticLoadBalancingV2::Listener";
pub(crate) const SCALING_POLICY: &str = "AWS::ApplicationAutoScaling::ScalingPolicy";
pub(crate) const ASSOCIATIONS: &str = "AWS::ECS::ClusterCapacityProviderAssociations";

/// The types of resources that records are; of two of one kind, the first is what is written unless the record says
/// otherwise.
const TYPES: [(Kind, &str); 10] = [
    (Kind::Cluster, "AWS::ECS::Cluster"),
    (Kind::Service, "AWS::ECS::Service"),
    (Kind::TaskDefinition, "AWS::ECS::TaskDefinition"),
    (Kind::LoadBalancer, "AWS::ElasticLoadBalancingV2::LoadBalancer"),
    (Kind::TargetGroup, "AWS::ElasticLoadBalancingV2::TargetGroup"),
    (Kind::Role, "AWS::IAM::Role"),
    (Kind::LogGroup, "AWS::Logs::LogGroup"),
    (Kind::Scaling, "AWS::ApplicationAutoScaling::ScalableTarget"),
    (Kind::Namespace, HTTP_NAMESPACE),
    (Kind::Namespace, PRIVATE_DNS_NAMESPACE),
];

/// The record that a type of resource becomes.
pub(crate) fn kind_of(resource_type: &str) -> Option<Kind> {
    TYPES.iter().find_map(|(kind, name)| (*name == resource_type).then_some(*kind))
}

/// The type of resource that a kind of record is; `None` for a network, which is several.
pub(crate) fn type_of(kind: Kind) -> Option<&'static str> {
    TYPES.iter().find_map(|(other, name)| (*other == kind).then_some(*name))
}

/// The property that holds a resource's name.
pub(crate) const fn name_property(kind: Kind) -> &'static str {
    match kind {
        Kind::Cluster => "ClusterName",
        Kind::Service => "ServiceName",
        Kind::TaskDefinition => "Family",
        Kind::Role => "RoleName",
        Kind::LogGroup => "LogGroupName",
        Kind::LoadBalancer
        | Kind::TargetGroup
        | Kind::Network
        | Kind::Scaling
        | Kind::Namespace => "Name",
    }
}

/// Members that are properties of another name: the kind, where the member stands, the property. Any other is called
/// like the member, or differs in its case only ([`property`]).
pub(crate) const RENAMED: [(Kind, &str, &str); 3] = [
    (Kind::Cluster, "settings", "ClusterSettings"),
    (Kind::Service, "placementStrategy", "PlacementStrategies"),
    (Kind::TaskDefinition, "proxyConfiguration.properties", "ProxyConfigurationProperties"),
];

/// Properties that are not their member with a capital letter.
const CASES: [(&str, &str, &str); 5] = [
    ("volumes[]", "efsVolumeConfiguration", "EFSVolumeConfiguration"),
    ("volumes[].efsVolumeConfiguration", "fileSystemId", "FilesystemId"),
    ("volumes[].efsVolumeConfiguration.authorizationConfig", "iam", "IAM"),
    ("volumes[]", "s3filesVolumeConfiguration", "S3FilesVolumeConfiguration"),
    (
        "volumes[]",
        "fsxWindowsFileServerVolumeConfiguration",
        "FSxWindowsFileServerVolumeConfiguration",
    ),
];

/// The property that a member is; `parent` is the pattern of the path that it stands at.
pub(crate) fn property(kind: Kind, parent: &str, key: &str) -> String {
    let in_parent = |at: &str| match at.strip_prefix(parent) {
        Some(rest) => rest.strip_prefix('.').unwrap_or(rest) == key,
        None => false,
    };
    if let Some((.., name)) = RENAMED.iter().find(|(of, at, _)| *of == kind && in_parent(at)) {
        return (*name).to_owned();
    }
    let cased = CASES.iter().find(|(at, member, _)| *at == parent && *member == key);
    cased.map_or_else(|| capitalised(key), |(.., name)| (*name).to_owned())
}

/// A target group's properties that a record has inside its health check.
pub(crate) const HEALTH_CHECK: [(&str, &str); 7] = [
    ("HealthCheckPath", "path"),
    ("HealthCheckPort", "port"),
    ("HealthCheckProtocol", "protocol"),
    ("HealthCheckIntervalSeconds", "interval"),
    ("HealthCheckTimeoutSeconds", "timeout"),
    ("HealthyThresholdCount", "healthyThreshold"),
    ("UnhealthyThresholdCount", "unhealthyThreshold"),
];

/// Attributes of target groups that are members of a record.
pub(crate) const TARGET_GROUP_ATTRIBUTES: [(&str, &str); 1] =
    [("deregistration_delay.timeout_seconds", "deregistrationDelay")];

/// Attributes of load balancers that are members of a record.
pub(crate) const LOAD_BALANCER_ATTRIBUTES: [(&str, &str); 2] = [
    ("deletion_protection.enabled", "deletionProtection"),
    ("idle_timeout.timeout_seconds", "idleTimeout"),
];

/// What a resource gives, `None` for its `Ref`, and the name that a design has for it, empty for what is meant when
/// none is named. What stands first is what is read and written.
const ATTRIBUTES: [(Kind, Option<&str>, &str); 32] = [
    (Kind::Cluster, None, ""),
    (Kind::Cluster, None, "name"),
    (Kind::Cluster, Some("Arn"), "arn"),
    (Kind::TaskDefinition, None, ""),
    (Kind::TaskDefinition, None, "arn"),
    (Kind::TaskDefinition, Some("TaskDefinitionArn"), ""),
    (Kind::LoadBalancer, None, ""),
    (Kind::LoadBalancer, None, "arn"),
    (Kind::LoadBalancer, Some("LoadBalancerArn"), ""),
    (Kind::LoadBalancer, Some("LoadBalancerName"), "name"),
    (Kind::LoadBalancer, Some("DNSName"), "dnsName"),
    (Kind::LoadBalancer, Some("CanonicalHostedZoneID"), "zoneId"),
    (Kind::LoadBalancer, Some("LoadBalancerFullName"), "arnSuffix"),
    (Kind::TargetGroup, None, ""),
    (Kind::TargetGroup, None, "arn"),
    (Kind::TargetGroup, Some("TargetGroupArn"), ""),
    (Kind::TargetGroup, Some("TargetGroupName"), "name"),
    (Kind::TargetGroup, Some("TargetGroupFullName"), "arnSuffix"),
    (Kind::LogGroup, None, ""),
    (Kind::LogGroup, None, "name"),
    (Kind::LogGroup, Some("Arn"), "arn"),
    (Kind::Role, Some("Arn"), ""),
    (Kind::Role, Some("Arn"), "arn"),
    (Kind::Role, None, "name"),
    (Kind::Namespace, Some("Arn"), ""),
    (Kind::Namespace, Some("Arn"), "arn"),
    (Kind::Namespace, None, "id"),
    (Kind::Namespace, Some("Id"), "id"),
    (Kind::Service, None, "arn"),
    (Kind::Service, Some("ServiceArn"), "arn"),
    (Kind::Service, Some("Name"), "name"),
    (Kind::Service, Some("Name"), ""),
];

/// The name that a design has for what a resource gives; `None` for what a design does not have.
pub(crate) fn design_attribute(kind: Kind, attribute: Option<&str>) -> Option<&'static str> {
    ATTRIBUTES
        .iter()
        .find_map(|(of, given, design)| (*of == kind && *given == attribute).then_some(*design))
}

/// What a resource gives under the name that a design has for it: inside, `None` for its `Ref`.
pub(crate) fn resource_attribute(kind: Kind, design: &str) -> Option<Option<&'static str>> {
    ATTRIBUTES
        .iter()
        .find_map(|(of, given, name)| (*of == kind && *name == design).then_some(*given))
}

/// What CloudFormation knows by itself, and the expressions that Terraform has for it; the first is what is read.
pub(crate) const FACTS: [(&str, &str); 7] = [
    ("AWS::Region", "data.aws_region.current.region"),
    // What the provider called it up to version 5.
    ("AWS::Region", "data.aws_region.current.name"),
    ("AWS::Region", "data.aws_region.current.id"),
    ("AWS::AccountId", "data.aws_caller_identity.current.account_id"),
    ("AWS::AccountId", "data.aws_caller_identity.current.id"),
    ("AWS::Partition", "data.aws_partition.current.partition"),
    ("AWS::URLSuffix", "data.aws_partition.current.dns_suffix"),
];

/// The names of the Availability Zones, for Terraform.
pub(crate) const ZONES: &str = "data.aws_availability_zones.available.names";

/// CloudFormation's functions: their short names, which are YAML's tags, and the long ones.
///
/// AWS CloudFormation user guide, "Intrinsic function reference" and "Rule functions".
pub(crate) const FUNCTIONS: [(&str, &str); 21] = [
    ("And", "Fn::And"),
    ("Base64", "Fn::Base64"),
    ("Cidr", "Fn::Cidr"),
    ("Condition", "Condition"),
    ("Contains", "Fn::Contains"),
    ("Equals", "Fn::Equals"),
    ("FindInMap", "Fn::FindInMap"),
    ("GetAZs", "Fn::GetAZs"),
    ("GetAtt", "Fn::GetAtt"),
    ("If", "Fn::If"),
    ("ImportValue", "Fn::ImportValue"),
    ("Join", "Fn::Join"),
    ("Length", "Fn::Length"),
    ("Not", "Fn::Not"),
    ("Or", "Fn::Or"),
    ("Ref", "Ref"),
    ("Select", "Fn::Select"),
    ("Split", "Fn::Split"),
    ("Sub", "Fn::Sub"),
    ("ToJsonString", "Fn::ToJsonString"),
    ("Transform", "Fn::Transform"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_properties_of_their_own_names() {
        for (kind, parent, key, name) in [
            (Kind::Cluster, "", "settings", "ClusterSettings"),
            (Kind::Service, "", "settings", "Settings"),
            (Kind::Service, "", "enableECSManagedTags", "EnableECSManagedTags"),
            (
                Kind::TaskDefinition,
                "proxyConfiguration",
                "properties",
                "ProxyConfigurationProperties",
            ),
            (Kind::TaskDefinition, "", "properties", "Properties"),
            (Kind::TaskDefinition, "volumes[]", "efsVolumeConfiguration", "EFSVolumeConfiguration"),
            (
                Kind::TaskDefinition,
                "volumes[].efsVolumeConfiguration",
                "fileSystemId",
                "FilesystemId",
            ),
            (
                Kind::TaskDefinition,
                "volumes[].fsxWindowsFileServerVolumeConfiguration",
                "fileSystemId",
                "FileSystemId",
            ),
        ] {
            assert_eq!(property(kind, parent, key), name, "{parent} {key}");
        }
    }

    #[test]
    fn what_is_written_for_a_reference_is_read_as_the_same() {
        for (kind, _, design) in ATTRIBUTES {
            let given = resource_attribute(kind, design).unwrap();
            let read = design_attribute(kind, given).unwrap();
            let same =
                read == design || (read.is_empty() && resource_attribute(kind, "") == Some(given));
            assert!(same || (kind == Kind::Service && design.is_empty()), "{kind} {design} {read}");
        }
    }
}
