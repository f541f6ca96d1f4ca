//! A task definition, in the shape of `RegisterTaskDefinition`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::container_definition::ContainerDefinition;
use super::shape::*;
use super::volume::Volume;

shape! { TaskDefinition {
    family: Text = "family" => required(),
    task_role_arn: Text = "taskRoleArn",
    execution_role_arn: Text = "executionRoleArn",
    network_mode: Text = "networkMode" => one_of(&["bridge", "host", "awsvpc", "none"]),
    container_definitions: List<ContainerDefinition> = "containerDefinitions" => required(),
    volumes: List<Volume> = "volumes",
    placement_constraints: List<TaskPlacementConstraint> = "placementConstraints",
    requires_compatibilities: List<Text> = "requiresCompatibilities" => one_of(&["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]),
    cpu: Text = "cpu",
    memory: Text = "memory",
    tags: List<Tag> = "tags",
    pid_mode: Text = "pidMode" => one_of(&["host", "task"]),
    ipc_mode: Text = "ipcMode" => one_of(&["host", "task", "none"]),
    proxy_configuration: Field<ProxyConfiguration> = "proxyConfiguration",
    inference_accelerators: List<InferenceAccelerator> = "inferenceAccelerators",
    ephemeral_storage: Field<EphemeralStorage> = "ephemeralStorage",
    runtime_platform: Field<RuntimePlatform> = "runtimePlatform",
    enable_fault_injection: Flag = "enableFaultInjection",
    trusted_execution_configuration: Field<TrustedExecutionConfiguration> = "trustedExecutionConfiguration",
} }

shape! { TaskPlacementConstraint {
    kind: Text = "type" => one_of(&["memberOf"]),
    expression: Text = "expression",
} }

shape! { Tag {
    key: Text = "key",
    value: Text = "value",
} }

shape! { ProxyConfiguration {
    kind: Text = "type" => one_of(&["APPMESH"]),
    container_name: Text = "containerName" => required(),
    properties: List<ProxyConfigurationProperty> = "properties",
} }

shape! { ProxyConfigurationProperty {
    name: Text = "name",
    value: Text = "value",
} }

shape! { InferenceAccelerator {
    device_name: Text = "deviceName" => required(),
    device_type: Text = "deviceType" => required(),
} }

shape! { EphemeralStorage {
    size_in_gib: Integer = "sizeInGiB" => required(),
} }

shape! { RuntimePlatform {
    cpu_architecture: Text = "cpuArchitecture" => one_of(&["X86_64", "ARM64"]),
    operating_system_family: Text = "operatingSystemFamily" => one_of(&["WINDOWS_SERVER_2019_FULL", "WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2016_FULL", "WINDOWS_SERVER_2004_CORE", "WINDOWS_SERVER_2022_CORE", "WINDOWS_SERVER_2022_FULL", "WINDOWS_SERVER_2025_CORE", "WINDOWS_SERVER_2025_FULL", "WINDOWS_SERVER_20H2_CORE", "LINUX"]),
} }

shape! { TrustedExecutionConfiguration {
    isolation_mode: Text = "isolationMode" => required().one_of(&["SHARED", "ISOLATED_SANDBOX", "CONFIDENTIAL_SANDBOX"]),
    attestation_policy: Text = "attestationPolicy",
} }
