//! Services, but for how they deploy and talk to each other.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::{shared, suggest};
use crate::record::Kind;

pub(super) const RESOURCE: &str = "aws_ecs_service";

const fn root(group: Group, fields: &'static [Info]) -> Section {
    Section {
        kind: Kind::Service,
        at: "",
        group,
        docs: Docs::request("CreateService"),
        terraform: Terraform::block(RESOURCE, ""),
        fields,
    }
}

pub(super) const fn part(
    at: &'static str,
    shape: &'static str,
    block: &'static str,
    group: Group,
    fields: &'static [Info],
) -> Section {
    Section {
        kind: Kind::Service,
        at,
        group,
        docs: Docs::data_type(shape),
        terraform: Terraform::block(RESOURCE, block),
        fields,
    }
}

/// As [`part`], for what the provider does not have.
pub(super) const fn part_not_in_terraform(
    at: &'static str,
    shape: &'static str,
    group: Group,
    fields: &'static [Info],
) -> Section {
    Section { terraform: Terraform::nothing(), ..part(at, shape, "", group, fields) }
}

pub(super) static SECTIONS: &[Section] = &[
    root(Group::Identity, &[
        info("serviceName", "Unique in its cluster. Letters, digits, - and _, up to 255. Another name means another service: the old one is removed.")
            .label("Name")
            .argument("name")
            .common(),
        info("cluster", "The cluster that the service runs in. It cannot be moved to another one.")
            .default("the cluster called default")
            .refers_to(Kind::Cluster)
            .common(),
        info("taskDefinition", "What to run. A change of it starts a deployment that replaces the tasks.").refers_to(Kind::TaskDefinition).common(),
        info("desiredCount", "How many tasks ECS keeps running; it starts a new one for each that stops. Two or more survive the loss of one. Leave it out with DAEMON.")
            .unit("tasks")
            .default("0 in Terraform; the API wants it")
            .common(),
        info("launchType", "Where tasks run when there is no capacity provider strategy. FARGATE needs no servers of your own. Not together with a strategy.")
            .default("EC2, if the cluster has no default strategy")
            .common(),
        info("schedulingStrategy", "REPLICA keeps a number of tasks; DAEMON runs one on every instance and is not for Fargate.").default("REPLICA"),
        info("platformVersion", "Fargate's version of kernel and agent. EC2 refuses it.")
            .default("LATEST")
            .offers(&[("LATEST", ""), ("1.4.0", "")]),
    ]),
    root(Group::Network, &[
        info("networkConfiguration", "Subnets, security groups and public addresses of the tasks. Required with awsvpc, refused with other network modes.")
            .label("Network")
            .common(),
    ]),
    part("networkConfiguration", "NetworkConfiguration", "", Group::Network, &[
        info("awsvpcConfiguration", "Subnets, security groups and public addresses of the tasks.")
            .label("Task network")
            .argument("network_configuration")
            .common(),
    ]),
    part("networkConfiguration.awsvpcConfiguration", "AwsVpcConfiguration", "network_configuration", Group::Network, &[
        info("subnets", "Where tasks get their network interfaces: 1 to 16, all in one VPC. Two in different Availability Zones survive the loss of a zone.")
            .control(Control::Reference { kind: Kind::Network, attribute: Some("subnets") })
            .common(),
        info("securityGroups", "The firewall of the tasks, at most 5. It must let the load balancer reach the container port.")
            .default("the VPC's default group")
            .control(Control::Reference { kind: Kind::Network, attribute: Some("securityGroups") })
            .common(),
        info("assignPublicIp", "ENABLED lets tasks in public subnets reach the internet, so that they can pull their image. In private subnets it does nothing: they need a NAT gateway or VPC endpoints. EC2 refuses it.")
            .label("Public IP")
            .default("DISABLED")
            .common(),
    ]),
    root(Group::LoadBalancing, &[
        info("loadBalancers", "Target groups in which the service registers its tasks; at most 5.")
            .label("Target groups")
            .default("none")
            .argument("load_balancer")
            .common(),
        info("healthCheckGracePeriodSeconds", "After a task has started, failing health checks do not stop it for this long. Too short, and slow starters are replaced for ever. Only with a load balancer.")
            .label("Health check grace period")
            .unit("seconds")
            .default("0")
            .common(),
        info("role", "For Classic Load Balancers of long ago. ECS uses its service-linked role instead; refused with awsvpc.")
            .argument("iam_role")
            .refers_to(Kind::Role)
            .ec2_only(),
    ]),
    part("loadBalancers[]", "LoadBalancer", "load_balancer", Group::LoadBalancing, &[
        info("targetGroupArn", "Tasks are registered here. It must hang on a listener, and its target type must be ip with awsvpc.")
            .label("Target group")
            .refers_to(Kind::TargetGroup)
            .common(),
        info("containerName", "The container that receives the traffic.").label("Container").suggests(suggest::containers_of_service).common(),
        info("containerPort", "One of that container's port mappings.").suggests(suggest::ports_of_container).common(),
        info("loadBalancerName", "A Classic Load Balancer, in place of a target group. Refused with awsvpc.")
            .label("Classic Load Balancer")
            .argument("elb_name")
            .ec2_only(),
        info("advancedConfiguration", "The second target group and the listener rules that blue/green, linear and canary deployments switch.")
            .label("Blue/green traffic"),
    ]),
    part("loadBalancers[].advancedConfiguration", "AdvancedConfiguration", "load_balancer.advanced_configuration", Group::LoadBalancing, &[
        info("alternateTargetGroupArn", "The target group of the new tasks while both versions run.").label("Alternate target group").refers_to(Kind::TargetGroup).common(),
        info("productionListenerRule", "ARN of the listener rule (of a Network Load Balancer: the listener) whose traffic is moved.").control(Control::Arn).common(),
        info("testListenerRule", "ARN of the rule that sends test traffic to the new tasks. Not the production rule.").control(Control::Arn).common(),
        info("roleArn", "The role with which ECS changes target groups and rules.").label("Role").refers_to(Kind::Role).common(),
    ]),
    root(Group::Discovery, &[
        info("serviceConnectConfiguration", "Lets services call each other by short names through a proxy, with metrics and retries.")
            .label("Service Connect")
            .default("the cluster's setting; off")
            .common(),
        info("serviceRegistries", "Registers tasks in an AWS Cloud Map service, for lookup by DNS. At most one."),
        info("vpcLatticeConfigurations", "Registers tasks in VPC Lattice target groups.").label("VPC Lattice"),
        info("gatewayConnectors", "Attaches the service to a gateway's ingress path. At most one.").not_in_terraform(),
    ]),
    part("serviceRegistries[]", "ServiceRegistry", "service_registries", Group::Discovery, &[
        info("registryArn", "ARN of the Cloud Map service.").control(Control::Arn).common(),
        info("port", "The port in an SRV record, in place of container and port."),
        info("containerName", "The container that an SRV record points at. Leave it out for A records with awsvpc.").suggests(suggest::containers_of_service),
        info("containerPort", "That container's port.").suggests(suggest::ports_of_container),
    ]),
    part("vpcLatticeConfigurations[]", "VpcLatticeConfiguration", "vpc_lattice_configurations", Group::Discovery, &[
        info("roleArn", "The infrastructure role with which ECS manages VPC Lattice.").label("Role").refers_to(Kind::Role).common(),
        info("targetGroupArn", "ARN of a VPC Lattice target group.").control(Control::Arn).common(),
        info("portName", "A named port mapping of the task definition.").suggests(suggest::port_names).common(),
        info("advancedConfiguration", "The second target group and the rules that blue/green deployments switch.").label("Blue/green traffic").not_in_terraform(),
    ]),
    part_not_in_terraform("vpcLatticeConfigurations[].advancedConfiguration", "VpcLatticeAdvancedConfiguration", Group::Discovery, &[
        info("alternateTargetGroupArn", "The target group of the new tasks while both versions run.").control(Control::Arn).common(),
        info("productionListenerRule", "ARN of the listener or rule whose traffic is moved.").control(Control::Arn).common(),
        info("testListenerRule", "ARN of the listener or rule that sends test traffic to the new tasks.").control(Control::Arn).common(),
    ]),
    root(Group::Storage, &[
        info("volumeConfigurations", "The EBS volume that each task gets, for a volume that the task definition leaves to the service. At most one.")
            .label("EBS volumes")
            .argument("volume_configuration"),
    ]),
    part("volumeConfigurations[]", "ServiceVolumeConfiguration", "volume_configuration", Group::Storage, &[
        info("name", "The task definition's volume that is configured at launch.").label("Volume").suggests(suggest::launch_volumes).common(),
        info("managedEBSVolume", "The volume's size, type and encryption.").label("EBS volume").common(),
    ]),
    part("volumeConfigurations[].managedEBSVolume", "ServiceManagedEBSVolumeConfiguration", "volume_configuration.managed_ebs_volume", Group::Storage, &[
        info("roleArn", "The infrastructure role with which ECS makes and attaches volumes (policy AmazonECSInfrastructureRolePolicyForVolumes).")
            .label("Infrastructure role")
            .refers_to(Kind::Role)
            .common(),
        info("sizeInGiB", "gp2 and gp3 take 1 to 16,384, io1 and io2 from 4, st1 and sc1 from 125. Size or snapshot is required.")
            .label("Size")
            .unit("GiB")
            .default("the snapshot's size")
            .argument("size_in_gb")
            .common(),
        info("volumeType", "gp3 suits most. The older standard type is not for Fargate.")
            .default("gp3")
            .offers(&[("gp3", "general purpose"), ("gp2", "older general purpose"), ("io2", "provisioned IOPS"), ("io1", "older provisioned IOPS"), ("st1", "throughput, hard disk"), ("sc1", "cold, hard disk"), ("standard", "magnetic")])
            .common(),
        info("encrypted", "Whether the volume is encrypted. Where the account encrypts by default, it always is.").default("the account's setting").common(),
        info("kmsKeyId", "The KMS key. A wrong one shows only when tasks fail to start.").label("KMS key").default("the cluster's or the account's key"),
        info("snapshotId", "A snapshot whose data each volume starts with.").label("Snapshot").default("an empty volume"),
        info("volumeInitializationRate", "How fast a snapshot's data is fetched. Only with a snapshot.").unit("MiB/s"),
        info("iops", "gp3 takes 3,000 to 16,000, io1 100 to 64,000, io2 100 to 256,000; io1 and io2 require it; other types refuse it.")
            .unit("operations per second")
            .default("3,000 for gp3"),
        info("throughput", "gp3 only, up to 1,000.").unit("MiB/s").default("125"),
        info("filesystemType", "What a new volume is formatted with; with a snapshot, the snapshot's own type or tasks fail to start.")
            .label("File system type")
            .default("xfs on Linux, ntfs on Windows")
            .argument("file_system_type"),
        info("tagSpecifications", "Tags for the volumes.").label("Volume tags"),
    ]),
    part("volumeConfigurations[].managedEBSVolume.tagSpecifications[]", "EBSTagSpecification", "volume_configuration.managed_ebs_volume.tag_specifications", Group::Storage, &[
        info("resourceType", "volume is the only type.").common(),
        info("tags", "The tags. AmazonECSCreated and AmazonECSManaged are reserved.").control(Control::KeyValue).common(),
        info("propagateTags", "Whether volumes take over the task definition's or the service's tags.").default("not"),
    ]),
    shared::tag(Kind::Service, "volumeConfigurations[].managedEBSVolume.tagSpecifications[].tags[]"),
    root(Group::Placement, &[
        info("capacityProviderStrategy", "How tasks are shared out among capacity providers, such as FARGATE and FARGATE_SPOT. Not together with a launch type.")
            .default("the launch type, or the cluster's default strategy"),
        info("availabilityZoneRebalancing", "Moves tasks when Availability Zones are out of balance. Needs a maximum percent above 100; not for DAEMON.")
            .label("Zone rebalancing")
            .default("ENABLED for a new service where it is possible"),
        info("placementConstraints", "Rules about which EC2 instances run tasks; at most 10. Fargate refuses them.").ec2_only(),
        info("placementStrategy", "How tasks are spread over EC2 instances; at most 5, in order. Fargate refuses them.")
            .argument("ordered_placement_strategy")
            .ec2_only(),
    ]),
    part("capacityProviderStrategy[]", "CapacityProviderStrategyItem", "capacity_provider_strategy", Group::Placement, shared::CAPACITY_PROVIDER_STRATEGY),
    part("placementConstraints[]", "PlacementConstraint", "placement_constraints", Group::Placement, &[
        info("type", "distinctInstance: each task on an instance of its own. memberOf: instances that match an expression.").ec2_only(),
        info("expression", "memberOf only, in the cluster query language, up to 2,000 characters.").ec2_only(),
    ]),
    part("placementStrategy[]", "PlacementStrategy", "ordered_placement_strategy", Group::Placement, &[
        info("type", "spread evens tasks out, binpack fills instances up, random picks any.").ec2_only(),
        info("field", "spread: instanceId or an attribute such as attribute:ecs.availability-zone. binpack: cpu or memory. random: none.")
            .offers(&[("attribute:ecs.availability-zone", "for spread"), ("instanceId", "for spread"), ("memory", "for binpack"), ("cpu", "for binpack")])
            .ec2_only(),
    ]),
    root(Group::Monitoring, &[
        info("monitoring", "A finer resolution for the service's CloudWatch metrics.").label("Metric resolution").default("60 seconds").not_in_terraform(),
    ]),
    part_not_in_terraform("monitoring", "MonitoringConfiguration", Group::Monitoring, &[
        info("metricConfigurations", "Which metrics, and how often.").label("Metrics").common(),
    ]),
    part_not_in_terraform("monitoring.metricConfigurations[]", "MetricConfiguration", Group::Monitoring, &[
        info("metricNames", "CPUUtilization, MemoryUtilization or both.").offers(&[("CPUUtilization", ""), ("MemoryUtilization", "")]).common(),
        info("resolutionSeconds", "20 or 60.").label("Resolution").unit("seconds").offers(&[("20", ""), ("60", "")]).common(),
    ]),
    root(Group::Advanced, &[
        info("enableExecuteCommand", "Lets you open a shell in a running container with ECS Exec. Needs a task role with ssmmessages permissions and a writable root file system.")
            .label("ECS Exec")
            .default("no")
            .common(),
    ]),
    root(Group::Tags, shared::TAGS_FIELD),
    root(Group::Tags, &[
        info("propagateTags", "Copies the task definition's or the service's tags to each task. Without it tasks cannot be told apart in cost reports.").default("NONE"),
        info("enableECSManagedTags", "Tags tasks with the names of their cluster and service.").label("ECS managed tags").default("no"),
    ]),
    shared::tag(Kind::Service, "tags[]"),
];
