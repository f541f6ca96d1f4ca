//! A container definition, in the shape of `RegisterTaskDefinition`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::shape::*;
use crate::path::Segment;

shape! { ContainerDefinition {
    name: Text = "name",
    image: Text = "image",
    repository_credentials: Field<RepositoryCredentials> = "repositoryCredentials",
    cpu: Integer = "cpu",
    memory: Integer = "memory",
    memory_reservation: Integer = "memoryReservation",
    links: List<Text> = "links",
    port_mappings: List<PortMapping> = "portMappings",
    essential: Flag = "essential",
    restart_policy: Field<ContainerRestartPolicy> = "restartPolicy",
    entry_point: List<Text> = "entryPoint",
    command: List<Text> = "command",
    environment: List<EnvironmentVariable> = "environment",
    environment_files: List<EnvironmentFile> = "environmentFiles",
    mount_points: List<MountPoint> = "mountPoints",
    volumes_from: List<VolumeFrom> = "volumesFrom",
    linux_parameters: Field<LinuxParameters> = "linuxParameters",
    secrets: List<Secret> = "secrets",
    depends_on: List<ContainerDependency> = "dependsOn",
    start_timeout: Integer = "startTimeout",
    stop_timeout: Integer = "stopTimeout",
    version_consistency: Text = "versionConsistency" => one_of(&["enabled", "disabled"]),
    hostname: Text = "hostname",
    user: Text = "user",
    working_directory: Text = "workingDirectory",
    disable_networking: Flag = "disableNetworking",
    privileged: Flag = "privileged",
    readonly_root_filesystem: Flag = "readonlyRootFilesystem",
    dns_servers: List<Text> = "dnsServers",
    dns_search_domains: List<Text> = "dnsSearchDomains",
    extra_hosts: List<HostEntry> = "extraHosts",
    docker_security_options: List<Text> = "dockerSecurityOptions",
    interactive: Flag = "interactive",
    pseudo_terminal: Flag = "pseudoTerminal",
    docker_labels: Texts = "dockerLabels",
    ulimits: List<Ulimit> = "ulimits",
    log_configuration: Field<LogConfiguration> = "logConfiguration",
    health_check: Field<HealthCheck> = "healthCheck",
    system_controls: List<SystemControl> = "systemControls",
    resource_requirements: List<ResourceRequirement> = "resourceRequirements",
    firelens_configuration: Field<FirelensConfiguration> = "firelensConfiguration",
    credential_specs: List<Text> = "credentialSpecs",
} }

impl ContainerDefinition {
    /// What messages call it: its name, else its position, counted from 1.
    #[must_use]
    pub fn label(&self) -> String {
        match (self.name.text(), self.at.split_last()) {
            (Some(name), _) if !name.is_empty() => name.to_owned(),
            (_, Some((_, Segment::Index(index)))) => format!("container {}", index + 1),
            _ => "the container".to_owned(),
        }
    }

    /// Whether the task stops with it: so unless it is said otherwise. `None` when that is not known.
    #[must_use]
    pub fn is_essential(&self) -> Option<bool> {
        self.essential.or_default(true)
    }

    /// The log driver, if it is known.
    #[must_use]
    pub fn log_driver(&self) -> Option<&str> {
        self.log_configuration.known()?.log_driver.text()
    }
}

shape! { RepositoryCredentials {
    credentials_parameter: Text = "credentialsParameter" => required(),
} }

shape! { PortMapping {
    container_port: Integer = "containerPort",
    host_port: Integer = "hostPort",
    protocol: Text = "protocol" => one_of(&["tcp", "udp"]),
    name: Text = "name",
    app_protocol: Text = "appProtocol" => one_of(&["http", "http2", "grpc"]),
    container_port_range: Text = "containerPortRange",
} }

shape! { ContainerRestartPolicy {
    enabled: Flag = "enabled" => required(),
    ignored_exit_codes: List<Integer> = "ignoredExitCodes",
    restart_attempt_period: Integer = "restartAttemptPeriod",
} }

shape! { EnvironmentVariable {
    name: Text = "name",
    value: Text = "value",
} }

shape! { EnvironmentFile {
    value: Text = "value" => required(),
    kind: Text = "type" => required().one_of(&["s3"]),
} }

shape! { MountPoint {
    source_volume: Text = "sourceVolume",
    container_path: Text = "containerPath",
    read_only: Flag = "readOnly",
} }

shape! { VolumeFrom {
    source_container: Text = "sourceContainer",
    read_only: Flag = "readOnly",
} }

shape! { LinuxParameters {
    capabilities: Field<KernelCapabilities> = "capabilities",
    devices: List<Device> = "devices",
    init_process_enabled: Flag = "initProcessEnabled",
    shared_memory_size: Integer = "sharedMemorySize",
    tmpfs: List<Tmpfs> = "tmpfs",
    max_swap: Integer = "maxSwap",
    swappiness: Integer = "swappiness",
} }

shape! { KernelCapabilities {
    add: List<Text> = "add",
    drop: List<Text> = "drop",
} }

shape! { Device {
    host_path: Text = "hostPath" => required(),
    container_path: Text = "containerPath",
    permissions: List<Text> = "permissions" => one_of(&["read", "write", "mknod"]),
} }

shape! { Tmpfs {
    container_path: Text = "containerPath" => required(),
    size: Integer = "size" => required(),
    mount_options: List<Text> = "mountOptions",
} }

shape! { Secret {
    name: Text = "name" => required(),
    value_from: Text = "valueFrom" => required(),
} }

shape! { ContainerDependency {
    container_name: Text = "containerName" => required(),
    condition: Text = "condition" => required().one_of(&["START", "COMPLETE", "SUCCESS", "HEALTHY"]),
} }

shape! { HostEntry {
    hostname: Text = "hostname" => required(),
    ip_address: Text = "ipAddress" => required(),
} }

shape! { Ulimit {
    name: Text = "name" => required().one_of(&["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"]),
    soft_limit: Integer = "softLimit" => required(),
    hard_limit: Integer = "hardLimit" => required(),
} }

shape! { LogConfiguration {
    log_driver: Text = "logDriver" => required().one_of(&["json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens"]),
    options: Texts = "options",
    secret_options: List<Secret> = "secretOptions",
} }

shape! { HealthCheck {
    command: List<Text> = "command" => required(),
    interval: Integer = "interval",
    timeout: Integer = "timeout",
    retries: Integer = "retries",
    start_period: Integer = "startPeriod",
} }

shape! { SystemControl {
    namespace: Text = "namespace",
    value: Text = "value",
} }

shape! { ResourceRequirement {
    value: Text = "value",
    kind: Text = "type" => required().one_of(&["GPU", "InferenceAccelerator", "NeuronDevice"]),
    sharing_strategy: Field<SharingStrategy> = "sharingStrategy",
} }

shape! { SharingStrategy {
    nvidia_mps: Field<NvidiaMpsAllocation> = "nvidiaMps",
} }

shape! { NvidiaMpsAllocation {
    memory: Integer = "memory" => required().range(1, i64::MAX),
    max_compute_percent: Integer = "maxComputePercent" => range(1, 100),
} }

shape! { FirelensConfiguration {
    kind: Text = "type" => required().one_of(&["fluentd", "fluentbit"]),
    options: Texts = "options",
} }
