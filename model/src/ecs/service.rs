//! A service, in the shape of `CreateService`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::deployment::{DeploymentConfiguration, DeploymentController};
use super::gateway::GatewayConnector;
use super::service_connect::ServiceConnectConfiguration;
use super::shape::*;
use super::task_definition::Tag;

shape! { Service {
    cluster: Text = "cluster",
    service_name: Text = "serviceName" => required(),
    task_definition: Text = "taskDefinition",
    availability_zone_rebalancing: Text = "availabilityZoneRebalancing" => one_of(&["ENABLED", "DISABLED"]),
    load_balancers: List<ServiceLoadBalancer> = "loadBalancers",
    service_registries: List<ServiceRegistry> = "serviceRegistries",
    desired_count: Integer = "desiredCount",
    client_token: Text = "clientToken",
    launch_type: Text = "launchType" => one_of(&["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]),
    capacity_provider_strategy: List<CapacityProviderStrategy> = "capacityProviderStrategy",
    platform_version: Text = "platformVersion",
    role: Text = "role",
    deployment_configuration: Field<DeploymentConfiguration> = "deploymentConfiguration",
    placement_constraints: List<PlacementConstraint> = "placementConstraints",
    placement_strategy: List<PlacementStrategy> = "placementStrategy",
    network_configuration: Field<NetworkConfiguration> = "networkConfiguration",
    health_check_grace_period_seconds: Integer = "healthCheckGracePeriodSeconds",
    scheduling_strategy: Text = "schedulingStrategy" => one_of(&["REPLICA", "DAEMON"]),
    deployment_controller: Field<DeploymentController> = "deploymentController",
    tags: List<Tag> = "tags",
    enable_ecs_managed_tags: Flag = "enableECSManagedTags",
    propagate_tags: Text = "propagateTags" => one_of(&["TASK_DEFINITION", "SERVICE", "NONE"]),
    enable_execute_command: Flag = "enableExecuteCommand",
    service_connect_configuration: Field<ServiceConnectConfiguration> = "serviceConnectConfiguration",
    volume_configurations: List<ServiceVolumeConfiguration> = "volumeConfigurations",
    vpc_lattice_configurations: List<VpcLatticeConfiguration> = "vpcLatticeConfigurations",
    gateway_connectors: List<GatewayConnector> = "gatewayConnectors",
    monitoring: Field<MonitoringConfiguration> = "monitoring",
} }

shape! { ServiceLoadBalancer {
    target_group_arn: Text = "targetGroupArn",
    load_balancer_name: Text = "loadBalancerName",
    container_name: Text = "containerName",
    container_port: Integer = "containerPort",
    advanced_configuration: Field<AdvancedConfiguration> = "advancedConfiguration",
} }

shape! { AdvancedConfiguration {
    alternate_target_group_arn: Text = "alternateTargetGroupArn",
    production_listener_rule: Text = "productionListenerRule",
    test_listener_rule: Text = "testListenerRule",
    role_arn: Text = "roleArn",
} }

shape! { ServiceRegistry {
    registry_arn: Text = "registryArn",
    port: Integer = "port",
    container_name: Text = "containerName",
    container_port: Integer = "containerPort",
} }

shape! { CapacityProviderStrategy {
    capacity_provider: Text = "capacityProvider" => required(),
    weight: Integer = "weight" => range(0, 1_000),
    base: Integer = "base" => range(0, 100_000),
} }

shape! { PlacementConstraint {
    kind: Text = "type" => one_of(&["distinctInstance", "memberOf"]),
    expression: Text = "expression",
} }

shape! { PlacementStrategy {
    kind: Text = "type" => one_of(&["random", "spread", "binpack"]),
    field: Text = "field",
} }

shape! { NetworkConfiguration {
    awsvpc_configuration: Field<AwsVpcConfiguration> = "awsvpcConfiguration",
} }

shape! { AwsVpcConfiguration {
    subnets: List<Text> = "subnets" => required(),
    security_groups: List<Text> = "securityGroups",
    assign_public_ip: Text = "assignPublicIp" => one_of(&["ENABLED", "DISABLED"]),
} }

shape! { ServiceVolumeConfiguration {
    name: Text = "name" => required(),
    managed_ebs_volume: Field<ServiceManagedEbsVolumeConfiguration> = "managedEBSVolume",
} }

shape! { ServiceManagedEbsVolumeConfiguration {
    encrypted: Flag = "encrypted",
    kms_key_id: Text = "kmsKeyId",
    volume_type: Text = "volumeType",
    size_in_gib: Integer = "sizeInGiB",
    snapshot_id: Text = "snapshotId",
    volume_initialization_rate: Integer = "volumeInitializationRate",
    iops: Integer = "iops",
    throughput: Integer = "throughput",
    tag_specifications: List<EbsTagSpecification> = "tagSpecifications",
    role_arn: Text = "roleArn" => required(),
    filesystem_type: Text = "filesystemType" => one_of(&["ext3", "ext4", "xfs", "ntfs"]),
} }

shape! { EbsTagSpecification {
    resource_type: Text = "resourceType" => required().one_of(&["volume"]),
    tags: List<Tag> = "tags",
    propagate_tags: Text = "propagateTags" => one_of(&["TASK_DEFINITION", "SERVICE", "NONE"]),
} }

shape! { VpcLatticeConfiguration {
    role_arn: Text = "roleArn" => required(),
    target_group_arn: Text = "targetGroupArn" => required(),
    port_name: Text = "portName" => required(),
    advanced_configuration: Field<VpcLatticeAdvancedConfiguration> = "advancedConfiguration",
} }

shape! { VpcLatticeAdvancedConfiguration {
    alternate_target_group_arn: Text = "alternateTargetGroupArn",
    production_listener_rule: Text = "productionListenerRule",
    test_listener_rule: Text = "testListenerRule",
} }

shape! { MonitoringConfiguration {
    metric_configurations: List<MetricConfiguration> = "metricConfigurations",
} }

shape! { MetricConfiguration {
    metric_names: List<Text> = "metricNames" => required(),
    resolution_seconds: Integer = "resolutionSeconds" => required().range(20, 60),
} }
