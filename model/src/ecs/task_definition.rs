//! A task definition, in the shape of `RegisterTaskDefinition`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::container_definition::ContainerDefinition;
use super::shape::*;
use super::task_size::{parse_cpu, parse_memory};
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

impl TaskDefinition {
    /// The containers, in order.
    #[must_use]
    pub fn containers(&self) -> &[ContainerDefinition] {
        self.container_definitions.items()
    }

    /// The container with a name.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<&ContainerDefinition> {
        self.containers().iter().find(|container| container.name.is(name))
    }

    /// Whether every container and its name are known, so that a name that is not among them is wrong.
    #[must_use]
    pub fn knows_its_containers(&self) -> bool {
        self.container_definitions.known().is_some()
            && self.containers().iter().all(|container| container.name.known().is_some())
    }

    /// Whether it must be able to run on a kind of capacity: `EC2`, `FARGATE`, `EXTERNAL` or
    /// `MANAGED_INSTANCES`.
    #[must_use]
    pub fn requires(&self, compatibility: &str) -> bool {
        self.requires_compatibilities.items().iter().any(|required| required.is(compatibility))
    }

    /// Whether Fargate's limits apply: they do as soon as `FARGATE` is among the compatibilities, even beside
    /// `EC2`.
    #[must_use]
    pub fn is_for_fargate(&self) -> bool {
        self.requires("FARGATE")
    }

    /// Whether it runs Windows containers.
    #[must_use]
    pub fn is_windows(&self) -> bool {
        self.runtime_platform
            .known()
            .and_then(|platform| platform.operating_system_family.text())
            .is_some_and(|family| family.starts_with("WINDOWS"))
    }

    /// The network mode that holds: what is said, else `awsvpc` for Fargate, which has no other, and ECS's
    /// default `bridge` for the rest. `None` when what is said is not known.
    #[must_use]
    pub fn effective_network_mode(&self) -> Option<&str> {
        match (&self.network_mode, &self.requires_compatibilities) {
            (Field::Known(mode), _) => Some(mode),
            (Field::Absent, Field::Known(_)) if self.is_for_fargate() => Some("awsvpc"),
            (Field::Absent, Field::Known(_) | Field::Absent) => Some("bridge"),
            _ => None,
        }
    }

    /// The task's CPU units, if they are known; 1,024 are one vCPU.
    #[must_use]
    pub fn cpu_units(&self) -> Option<i64> {
        parse_cpu(self.cpu.text()?)
    }

    /// The task's memory in MiB, if it is known.
    #[must_use]
    pub fn memory_mib(&self) -> Option<i64> {
        parse_memory(self.memory.text()?)
    }
}
