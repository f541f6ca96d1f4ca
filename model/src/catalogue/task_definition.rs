//! The task definition itself.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::{shared, sizes, suggest};
use crate::record::Kind;

const RESOURCE: &str = "aws_ecs_task_definition";

const fn root(group: Group, fields: &'static [Info]) -> Section {
    Section {
        kind: Kind::TaskDefinition,
        at: "",
        group,
        docs: Docs::request("RegisterTaskDefinition"),
        terraform: Terraform::block(RESOURCE, ""),
        fields,
    }
}

const fn part(
    at: &'static str,
    shape: &'static str,
    block: &'static str,
    group: Group,
    fields: &'static [Info],
) -> Section {
    Section {
        kind: Kind::TaskDefinition,
        at,
        group,
        docs: Docs::data_type(shape),
        terraform: Terraform::block(RESOURCE, block),
        fields,
    }
}

pub(super) static SECTIONS: &[Section] = &[
    root(Group::Identity, &[
        info("family", "The name that revisions are counted under: family:1, family:2 and so on. Letters, digits, - and _, up to 255.").common(),
        info("requiresCompatibilities", "Where the task must be able to run. With FARGATE in the list AWS applies every Fargate rule at registration, even next to EC2.")
            .label("Runs on")
            .default("AWS works out what fits")
            .common(),
    ]),
    root(Group::Size, &[
        info("cpu", "CPU for the whole task; 1,024 units are one vCPU. Fargate takes 256, 512, 1024, 2048, 4096, 8192, 16384 or 32768 and requires it; it decides which memory sizes are possible.")
            .label("Task CPU")
            .unit("CPU units")
            .control(Control::Cpu)
.suggests(sizes::task_cpu)
            .common(),
        info("memory", "Memory for the whole task, shared by its containers. On Fargate it is required and must fit the CPU: 256 units take 512, 1024 or 2048 MiB. A task that uses more is stopped.")
            .label("Task memory")
            .unit("MiB")
            .control(Control::Memory)
.suggests(sizes::task_memory)
            .common(),
        info("runtimePlatform", "Operating system and processor that the images are built for.")
            .label("Platform")
            .default("Linux on X86_64"),
    ]),
    part("runtimePlatform", "RuntimePlatform", "runtime_platform", Group::Size, &[
        info("cpuArchitecture", "The processor that the images are built for. An image for the other one fails to start with an exec format error. ARM64 costs about a fifth less on Fargate and is Linux only.")
            .default("X86_64")
            .common(),
        info("operatingSystemFamily", "The operating system that the images are built for. A service's tasks all have the same. Fargate runs LINUX and Windows Server 2019, 2022 and 2025.")
            .label("Operating system")
            .default("LINUX")
            .common(),
    ]),
    root(Group::Containers, &[
        info("containerDefinitions", "The containers that start, run and stop together in each task, on one machine and, with awsvpc, behind one IP address. One to ten; at least one is essential.")
            .label("Containers")
            .common(),
    ]),
    root(Group::Network, &[
        info("networkMode", "awsvpc gives each task its own network interface and private IP address; Fargate requires it. bridge and host share the EC2 instance's; none has no network.")
            .default("bridge, which Fargate refuses")
            .common(),
        info("proxyConfiguration", "Sends the task's traffic through an App Mesh proxy container. App Mesh ended on 30 September 2026; Service Connect takes its place."),
    ]),
    part("proxyConfiguration", "ProxyConfiguration", "proxy_configuration", Group::Network, &[
        info("type", "APPMESH is the only type.").default("APPMESH"),
        info("containerName", "The container that is the proxy.").suggests(suggest::containers_of_task).common(),
        info("properties", "ProxyIngressPort, ProxyEgressPort, AppPorts and EgressIgnoredIPs are required, and IgnoredUID or IgnoredGID.")
            .control(Control::KeyValue)
            .common(),
    ]),
    Section {
        terraform: Terraform::nothing(),
        ..part("proxyConfiguration.properties[]", "KeyValuePair", "", Group::Network, &[
            info("name", "The property, such as AppPorts.")
                .offers(&[("ProxyIngressPort", ""), ("ProxyEgressPort", ""), ("AppPorts", ""), ("EgressIgnoredIPs", ""), ("EgressIgnoredPorts", ""), ("IgnoredUID", ""), ("IgnoredGID", "")])
                .common(),
            info("value", "The property's value, as a string.").common(),
        ])
    },
    root(Group::Permissions, &[
        info("executionRoleArn", "The role that ECS itself uses before your code runs: to pull a private ECR image, write awslogs and read secrets. Without it such a task never starts.")
            .label("Execution role")
            .refers_to(Kind::Role)
            .common(),
        info("taskRoleArn", "The role that your code has when it calls AWS. Give it only what the application needs. ECS Exec needs it too.")
            .label("Task role")
            .default("no AWS permissions for the code")
            .refers_to(Kind::Role)
            .common(),
    ]),
    root(Group::Storage, &[
        info("volumes", "Storage that containers of the task can mount: scratch space, EFS, S3 Files, or an EBS volume configured by the service.")
            .argument("volume")
            .common(),
        info("ephemeralStorage", "More scratch disk than the 20 GiB that a Fargate task has anyway. Fargate on Linux only.")
            .default("20 GiB"),
    ]),
    part("ephemeralStorage", "EphemeralStorage", "ephemeral_storage", Group::Storage, &[
        info("sizeInGiB", "21 to 200. AWS refuses 20: leave the block out instead. Every GiB above 20 costs extra.")
            .label("Size")
            .unit("GiB")
            .common(),
    ]),
    root(Group::Placement, &[
        info("placementConstraints", "Rules about which EC2 instances may run the task; at most 10. Fargate refuses them.")
            .default("none")
            .ec2_only(),
    ]),
    part("placementConstraints[]", "TaskDefinitionPlacementConstraint", "placement_constraints", Group::Placement, &[
        info("type", "memberOf is the only type.").common(),
        info("expression", "In the cluster query language, such as attribute:ecs.instance-type =~ t3.*. Up to 2,000 characters.").common(),
    ]),
    root(Group::Advanced, &[
        info("pidMode", "task lets the containers see each other's processes; host also those of the EC2 instance. Fargate on Linux takes task only.")
            .label("PID mode")
            .default("every container has its own"),
        info("ipcMode", "Whether containers share memory segments, semaphores and queues with each other (task) or with the instance (host). Fargate refuses it.")
            .label("IPC mode")
            .default("the Docker daemon's setting")
            .ec2_only(),
        info("enableFaultInjection", "Accepts fault injection from the task's own containers, for resilience tests with AWS FIS. Network faults need awsvpc or host mode.")
            .label("Fault injection")
            .default("no"),
        info("trustedExecutionConfiguration", "Isolates each task in a sandbox of its own. ECS Managed Instances only.")
            .label("Trusted execution")
            .not_in_terraform()
            .ec2_only(),
        info("inferenceAccelerators", "Elastic Inference is retired and AWS refuses this. Take it away.")
            .not_in_terraform()
            .ec2_only(),
    ]),
    Section {
        terraform: Terraform::nothing(),
        ..part("trustedExecutionConfiguration", "TrustedExecutionConfiguration", "", Group::Advanced, &[
            info("isolationMode", "SHARED shares the instance with other tasks; ISOLATED_SANDBOX gives the task a small virtual machine; CONFIDENTIAL_SANDBOX also attests it.")
                .default("SHARED")
                .ec2_only(),
            info("attestationPolicy", "What the sandbox must prove before keys are released to it. Required with CONFIDENTIAL_SANDBOX.").ec2_only(),
        ])
    },
    Section {
        terraform: Terraform::nothing(),
        ..part("inferenceAccelerators[]", "InferenceAccelerator", "", Group::Advanced, &[
            info("deviceName", "The name that a container's resource requirement used.").ec2_only(),
            info("deviceType", "The accelerator's type.").ec2_only(),
        ])
    },
    root(Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::TaskDefinition, "tags[]"),
];
