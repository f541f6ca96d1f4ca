//! What stands around ECS: load balancers, target groups, networks, roles, log groups and namespaces.
//!
//! Shapes close to their own APIs (Elastic Load Balancing v2, IAM, CloudWatch Logs, Cloud Map), in camelCase like the
//! rest of a design. `arn` and `id` members name a thing that the design refers to and does not generate.

use super::shape::*;
use super::task_definition::Tag;

shape! { LoadBalancer {
    name: Text = "name",
    arn: Text = "arn",
    kind: Text = "type" => one_of(&["application", "network"]),
    scheme: Text = "scheme" => one_of(&["internet-facing", "internal"]),
    subnets: List<Text> = "subnets",
    security_groups: List<Text> = "securityGroups",
    listeners: List<Listener> = "listeners",
    deletion_protection: Flag = "deletionProtection",
    idle_timeout: Integer = "idleTimeout" => range(1, 4_000),
    tags: List<Tag> = "tags",
} }

shape! { Listener {
    port: Integer = "port" => required().range(1, 65_535),
    protocol: Text = "protocol" => required().one_of(&["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"]),
    certificate_arn: Text = "certificateArn",
    ssl_policy: Text = "sslPolicy",
    target_group: Text = "targetGroup",
    redirect_to_port: Integer = "redirectToPort" => range(1, 65_535),
} }

shape! { TargetGroup {
    name: Text = "name",
    arn: Text = "arn",
    port: Integer = "port" => range(1, 65_535),
    protocol: Text = "protocol" => one_of(&["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"]),
    target_type: Text = "targetType" => one_of(&["instance", "ip", "lambda", "alb"]),
    vpc_id: Text = "vpcId",
    health_check: Field<TargetGroupHealthCheck> = "healthCheck",
    deregistration_delay: Integer = "deregistrationDelay" => range(0, 3_600),
    tags: List<Tag> = "tags",
} }

shape! { TargetGroupHealthCheck {
    path: Text = "path",
    port: Text = "port",
    protocol: Text = "protocol" => one_of(&["HTTP", "HTTPS", "TCP"]),
    matcher: Text = "matcher",
    interval: Integer = "interval" => range(5, 300),
    timeout: Integer = "timeout" => range(2, 120),
    healthy_threshold: Integer = "healthyThreshold" => range(2, 10),
    unhealthy_threshold: Integer = "unhealthyThreshold" => range(2, 10),
} }

shape! { Network {
    name: Text = "name",
    vpc_id: Text = "vpcId",
    subnet_type: Text = "subnetType" => one_of(&["private", "public"]),
    subnets: List<Text> = "subnets",
    security_groups: List<Text> = "securityGroups",
    nat_gateway: Flag = "natGateway",
    vpc_endpoints: List<Text> = "vpcEndpoints",
} }

shape! { Role {
    role_name: Text = "roleName",
    arn: Text = "arn",
    path: Text = "path",
    description: Text = "description",
    permissions_boundary: Text = "permissionsBoundary",
    managed_policy_arns: List<Text> = "managedPolicyArns",
    tags: List<Tag> = "tags",
} }

shape! { LogGroup {
    log_group_name: Text = "logGroupName",
    retention_in_days: Integer = "retentionInDays",
    kms_key_id: Text = "kmsKeyId",
    tags: List<Tag> = "tags",
} }

shape! { Namespace {
    name: Text = "name",
    arn: Text = "arn",
    kind: Text = "type" => one_of(&["HTTP", "DNS_PRIVATE"]),
    vpc: Text = "vpc",
    description: Text = "description",
    tags: List<Tag> = "tags",
} }
