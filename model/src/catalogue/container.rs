//! A task definition's containers.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::{shared, suggest};
use crate::record::Kind;

const fn part(
    at: &'static str,
    shape: &'static str,
    group: Group,
    fields: &'static [Info],
) -> Section {
    Section {
        kind: Kind::TaskDefinition,
        at,
        group,
        docs: Docs::data_type(shape),
        terraform: Terraform::json("aws_ecs_task_definition", "container_definitions"),
        fields,
    }
}

const fn container(group: Group, fields: &'static [Info]) -> Section {
    part("containerDefinitions[]", "ContainerDefinition", group, fields)
}

/// A container's own members.
pub(super) static SECTIONS: &[Section] = &[
    container(Group::Identity, &[
        info("name", "Unique in the task; load balancers and other containers refer to it. Letters, digits, - and _, up to 255.").common(),
        info("image", "registry/repository:tag or …@sha256:digest. A fixed tag or a digest makes a rollback mean the same image; latest does not. Docker Hub is assumed without a registry.")
            .control(Control::Image)
            .common(),
        info("essential", "When an essential container stops, the whole task stops and the service starts another one. At least one container is essential.")
            .default("yes")
            .common(),
        info("versionConsistency", "enabled fixes the tag to one image digest for the whole deployment, so that all tasks run the same image; disabled pulls the tag anew for each task.")
            .default("enabled"),
    ]),
    container(Group::Size, &[
        info("cpu", "This container's share of the task's CPU when containers compete; it may use idle CPU beyond it. All containers together may not exceed the task's.")
            .unit("CPU units")
            .default("0, no guaranteed share")
            .control(Control::Cpu)
            .common(),
        info("memory", "Hard limit: a container that uses more is killed. Not more than the task's memory. Optional on Fargate.")
            .label("Memory limit")
            .unit("MiB")
            .default("the task's memory")
            .control(Control::Memory)
            .common(),
        info("memoryReservation", "Soft limit: memory that is kept free for the container; it may use more up to its limit. Must not exceed the limit.")
            .unit("MiB")
            .control(Control::Memory),
        info("resourceRequirements", "GPUs or Neuron devices for the container. Not on Fargate.").ec2_only(),
    ]),
    container(Group::Command, &[
        info("command", "Arguments that replace the image's CMD, one list element each.")
            .default("the image's CMD")
            .control(Control::CommandLine)
            .common(),
        info("entryPoint", "The program that replaces the image's ENTRYPOINT, one list element each.")
            .default("the image's ENTRYPOINT")
            .control(Control::CommandLine),
        info("workingDirectory", "Absolute directory in which the command runs.").default("the image's WORKDIR"),
        info("user", "user, user:group, uid or uid:gid that the process runs as. Anything but root limits what a break-in can do. Linux only.")
            .default("the image's USER, often root"),
    ]),
    container(Group::Network, &[
        info("portMappings", "The ports that the container listens on. Load balancers, health checks and Service Connect reach only these.").common(),
        info("hostname", "The container's host name. AWS refuses it with awsvpc.").ec2_only(),
        info("extraHosts", "Lines for /etc/hosts. AWS refuses them with awsvpc.").ec2_only(),
        info("dnsServers", "DNS servers in place of the instance's. AWS refuses them with awsvpc.").label("DNS servers").ec2_only(),
        info("dnsSearchDomains", "Domains that short names are looked up in. AWS refuses them with awsvpc.").ec2_only(),
        info("links", "Containers reached by name, written name:alias. Works in bridge mode only.").ec2_only(),
        info("disableNetworking", "Takes the network away from the container. AWS refuses it with awsvpc.").default("no").ec2_only(),
    ]),
    container(Group::Environment, &[
        info("environment", "Plain variables that the process sees. Anyone who can read the task definition can read them; passwords belong in secrets.")
            .label("Environment variables")
            .control(Control::KeyValue)
            .common(),
        info("secrets", "Variables whose values ECS reads from Secrets Manager or Parameter Store when the task starts. Needs an execution role; a changed secret takes a new task.").common(),
        info("environmentFiles", "Up to ten .env files in S3 with NAME=value lines. Variables set directly take precedence. Linux only; the execution role must read the bucket."),
    ]),
    container(Group::Logging, &[
        info("logConfiguration", "Where the container's stdout and stderr go. Without it nothing is kept on Fargate: there is no way to see what happened.")
            .label("Logs")
            .common(),
        info("firelensConfiguration", "Makes this container the task's log router: others send to it with the awsfirelens driver. One a task.")
            .label("FireLens log router"),
    ]),
    container(Group::Health, &[
        info("healthCheck", "A command that ECS runs in the container; when it keeps failing in an essential container the task is replaced. The image's own HEALTHCHECK is ignored.").common(),
        info("dependsOn", "Containers that must have started, finished or become healthy before this one starts. No circles.").label("Starts after"),
        info("startTimeout", "How long others wait for this container to reach the state they depend on, before the task is stopped. 2 to 120 on Fargate.")
            .unit("seconds")
            .default("no limit of its own"),
        info("stopTimeout", "Time between SIGTERM and SIGKILL. A container that is still running then is killed. 2 to 120 on Fargate.")
            .unit("seconds")
            .default("30")
            .common(),
        info("restartPolicy", "Restarts this container when it exits, without replacing the task. Linux only."),
    ]),
    container(Group::Storage, &[
        info("mountPoints", "The task's volumes that this container sees, and where.").common(),
        info("volumesFrom", "Takes over all mounts of another container of the task."),
        info("readonlyRootFilesystem", "The container can then write only to its mounts and tmpfs. A good habit; ECS Exec does not work with it.")
            .label("Read-only root file system")
            .default("no"),
    ]),
    container(Group::Permissions, &[
        info("repositoryCredentials", "How to log in to a private registry that is not ECR. ECR uses the execution role instead.").label("Registry credentials"),
        info("privileged", "Gives the container root's powers over the instance. Fargate refuses it.").default("no").ec2_only(),
        info("dockerSecurityOptions", "SELinux, AppArmor or no-new-privileges options for Docker. Fargate refuses them.").ec2_only(),
        info("credentialSpecs", "ARN of one Active Directory credential specification, after credentialspec: or credentialspecdomainless:.").label("Credential specification"),
    ]),
    container(Group::Advanced, &[
        info("linuxParameters", "Linux settings: init process, capabilities, devices, shared memory, swap, tmpfs.").label("Linux parameters"),
        info("ulimits", "Limits of the process, such as open files. Fargate sets nofile to 65,535 for both limits anyway."),
        info("systemControls", "Kernel parameters of the container's own namespaces, such as net.ipv4.tcp_keepalive_time."),
        info("dockerLabels", "Labels on the Docker container, for tools that read them. Keys are case-sensitive.").control(Control::KeyValue),
        info("interactive", "Keeps stdin open (docker run -i).").default("no"),
        info("pseudoTerminal", "Allocates a terminal (docker run -t).").default("no"),
    ]),
];

/// The structures inside a container.
pub(super) static PARTS: &[Section] = &[
    part("containerDefinitions[].portMappings[]", "PortMapping", Group::Network, &[
        info("containerPort", "The port that the process listens on, 1 to 65535. With awsvpc no two containers of a task may use the same.").common(),
        info("hostPort", "With awsvpc and host it equals the container port or is left out. With bridge, 0 picks a free port of the instance.")
            .default("the container port with awsvpc and host; a free port with bridge")
            .suggests(suggest::host_port)
            .common(),
        info("protocol", "tcp or udp. One container port cannot be both.").default("tcp").common(),
        info("name", "What Service Connect and VPC Lattice call this port. Lower-case letters, digits, - and _, up to 64, unique in the task.").label("Port name").common(),
        info("appProtocol", "What is spoken on the port, for Service Connect: it adds metrics and retries for http, http2 and grpc. Cannot be changed later.")
            .label("Application protocol")
            .default("plain TCP"),
        info("containerPortRange", "A range such as 8000-8010 in place of a single port; at most 100 ranges. With awsvpc or bridge only."),
    ]),
    part("containerDefinitions[].environment[]", "KeyValuePair", Group::Environment, &[
        info("name", "Usually capital letters, digits and _. Unique among the container's environment and secrets.").common(),
        info("value", "Always a string: \"8080\", not 8080. {environment} becomes the environment's name. Leave the variable out rather than empty.").common(),
    ]),
    part("containerDefinitions[].secrets[]", "Secret", Group::Environment, shared::SECRET),
    part("containerDefinitions[].environmentFiles[]", "EnvironmentFile", Group::Environment, &[
        info("value", "ARN of an S3 object whose name ends in .env: arn:aws:s3:::bucket/file.env.").label("File").control(Control::Arn).common(),
        info("type", "s3 is the only type.").offers(&[("s3", "")]).common(),
    ]),
    part("containerDefinitions[].logConfiguration", "LogConfiguration", Group::Logging, shared::LOG_CONFIGURATION),
    Section {
        docs: shared::LOG_OPTIONS_DOCS,
        ..part("containerDefinitions[].logConfiguration.options", "", Group::Logging, shared::LOG_OPTIONS)
    },
    part("containerDefinitions[].logConfiguration.secretOptions[]", "Secret", Group::Logging, shared::SECRET),
    part("containerDefinitions[].firelensConfiguration", "FirelensConfiguration", Group::Logging, &[
        info("type", "fluentbit (small and quick) or fluentd (more plugins).").label("Log router").common(),
        info("options", "enable-ecs-log-metadata (true or false), config-file-type (file; s3 only on EC2) and config-file-value.")
            .control(Control::KeyValue)
            .common(),
    ]),
    part("containerDefinitions[].healthCheck", "HealthCheck", Group::Health, &[
        info("command", "CMD-SHELL and one shell line, or CMD and the arguments one by one. Exit code 0 is healthy. The program (curl, wget) must be in the image.")
            .control(Control::CommandLine)
            .common(),
        info("interval", "Time between checks, 5 to 300.").unit("seconds").default("30").common(),
        info("timeout", "A check that takes longer has failed, 2 to 60. Shorter than the interval.").unit("seconds").default("5").common(),
        info("retries", "Failures in a row before the container is unhealthy, 1 to 10.").unit("checks").default("3").common(),
        info("startPeriod", "Failures in this time after the start do not count, 0 to 300.").unit("seconds").default("0").common(),
    ]),
    part("containerDefinitions[].dependsOn[]", "ContainerDependency", Group::Health, &[
        info("containerName", "Another container of this task.").suggests(suggest::other_containers).common(),
        info("condition", "START: it has started. HEALTHY: its health check passes. COMPLETE: it has exited; SUCCESS: with code 0 (for these it must not be essential).").common(),
    ]),
    part("containerDefinitions[].restartPolicy", "ContainerRestartPolicy", Group::Health, &[
        info("enabled", "Whether the container is restarted when it exits.").common(),
        info("ignoredExitCodes", "Exit codes after which it is not restarted, 0 to 255, at most 50.").default("none").common(),
        info("restartAttemptPeriod", "How long it must have run before it is restarted, 60 to 1800. One that exits sooner is not.")
            .unit("seconds")
            .default("300")
            .common(),
    ]),
    part("containerDefinitions[].mountPoints[]", "MountPoint", Group::Storage, &[
        info("sourceVolume", "A volume of this task definition.").label("Volume").suggests(suggest::volumes_of_task).common(),
        info("containerPath", "The absolute path at which the container sees it. Each path once.").common(),
        info("readOnly", "Whether the container may only read it.").default("no").common(),
    ]),
    part("containerDefinitions[].volumesFrom[]", "VolumeFrom", Group::Storage, &[
        info("sourceContainer", "Another container of this task.").suggests(suggest::other_containers).common(),
        info("readOnly", "Whether the mounts are read-only here.").default("no").common(),
    ]),
    part("containerDefinitions[].repositoryCredentials", "RepositoryCredentials", Group::Permissions, &[
        info("credentialsParameter", "ARN of a Secrets Manager secret with username and password. The execution role must be allowed to read it.")
            .label("Secret")
            .control(Control::Arn)
            .common(),
    ]),
    part("containerDefinitions[].linuxParameters", "LinuxParameters", Group::Advanced, &[
        info("initProcessEnabled", "Runs a small init process that forwards signals and reaps children. Wise with ECS Exec.").label("Init process").default("no").common(),
        info("capabilities", "Linux capabilities added to or taken from Docker's usual set."),
        info("tmpfs", "File systems in memory; they count against the container's memory."),
        info("devices", "Devices of the instance that the container sees. Fargate refuses them.").ec2_only(),
        info("sharedMemorySize", "Size of /dev/shm. Fargate refuses it.").unit("MiB").default("64").ec2_only(),
        info("maxSwap", "Swap that the container may use; 0 turns it off. Fargate refuses it.").unit("MiB").default("the instance's setting").ec2_only(),
        info("swappiness", "How eagerly memory is swapped out: 0 hardly ever, 100 always. Needs maxSwap. Fargate refuses it.").default("60").ec2_only(),
    ]),
    part("containerDefinitions[].linuxParameters.capabilities", "KernelCapabilities", Group::Advanced, &[
        info("add", "Capabilities to add, without CAP_. Fargate adds SYS_PTRACE only.").offers(&[("SYS_PTRACE", "")]).common(),
        info("drop", "Capabilities to take away, without CAP_; ALL takes every one.")
            .offers(&[("ALL", ""), ("NET_RAW", ""), ("MKNOD", ""), ("SYS_CHROOT", "")])
            .common(),
    ]),
    part("containerDefinitions[].linuxParameters.devices[]", "Device", Group::Advanced, &[
        info("hostPath", "The device on the instance, such as /dev/fuse.").ec2_only(),
        info("containerPath", "Where the container sees it.").default("the same path").ec2_only(),
        info("permissions", "What the container may do with it.").default("read, write and mknod").ec2_only(),
    ]),
    part("containerDefinitions[].linuxParameters.tmpfs[]", "Tmpfs", Group::Advanced, &[
        info("containerPath", "The absolute path at which it is mounted.").common(),
        info("size", "The most it holds.").unit("MiB").common(),
        info("mountOptions", "Options such as ro, noexec, nosuid, nodev.").default("Docker's").offers(&[("ro", ""), ("noexec", ""), ("nosuid", ""), ("nodev", "")]),
    ]),
    part("containerDefinitions[].ulimits[]", "Ulimit", Group::Advanced, &[
        info("name", "Which limit: nofile is open files. Fargate lets only nofile be changed.").label("Limit").common(),
        info("softLimit", "Where the limit starts; the process may raise it up to the hard limit.").common(),
        info("hardLimit", "The most that the process can raise it to. Not less than the soft limit.").common(),
    ]),
    part("containerDefinitions[].systemControls[]", "SystemControl", Group::Advanced, &[
        info("namespace", "The parameter: one of net.*, fs.mqueue.* or kernel's IPC parameters. With awsvpc net.* holds for the whole task.").label("Parameter").common(),
        info("value", "Its value, as a string.").common(),
    ]),
    part("containerDefinitions[].extraHosts[]", "HostEntry", Group::Network, &[
        info("hostname", "The name.").label("Host name").common(),
        info("ipAddress", "The address that it stands for.").common(),
    ]),
    part("containerDefinitions[].resourceRequirements[]", "ResourceRequirement", Group::Size, &[
        info("type", "GPU, or NeuronDevice on Managed Instances. InferenceAccelerator is retired.").ec2_only(),
        info("value", "How many whole GPUs, as a string, or ALL. Left out when a GPU is shared.").ec2_only(),
        info("sharingStrategy", "Shares one GPU between containers in place of a number of GPUs.").ec2_only(),
    ]),
    part("containerDefinitions[].resourceRequirements[].sharingStrategy", "SharingStrategy", Group::Size, &[
        info("nvidiaMps", "Shares the GPU through NVIDIA's Multi-Process Service.").label("NVIDIA MPS").ec2_only(),
    ]),
    part("containerDefinitions[].resourceRequirements[].sharingStrategy.nvidiaMps", "NvidiaMpsAllocation", Group::Size, &[
        info("memory", "GPU memory for the container, all of it on one GPU.").label("GPU memory").unit("MiB").ec2_only(),
        info("maxComputePercent", "The most of the GPU's computing power that it may use, 1 to 100. A limit, not a reservation.")
            .label("Computing power")
            .unit("%")
            .default("100")
            .control(Control::Percent)
            .ec2_only(),
    ]),
];
