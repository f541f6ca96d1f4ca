//! Load balancers with their listeners, and target groups.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::shared;
use crate::record::Kind;

const fn section(
    kind: Kind,
    at: &'static str,
    action: &'static str,
    terraform: Terraform,
    group: Group,
    fields: &'static [Info],
) -> Section {
    Section { kind, at, group, docs: Docs::other(action), terraform, fields }
}

const CREATE: &str = "elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html";
const LISTENER: &str = "elasticloadbalancing/latest/APIReference/API_CreateListener.html";
const TARGETS: &str = "elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html";

const fn balancer(group: Group, fields: &'static [Info]) -> Section {
    section(Kind::LoadBalancer, "", CREATE, Terraform::block("aws_lb", ""), group, fields)
}

pub(super) static LOAD_BALANCER: &[Section] = &[
    balancer(Group::Identity, &[
        info("name", "Unique in the account and Region. Letters, digits and -, up to 32.").common(),
        info("arn", "ARN of a load balancer that exists already.").control(Control::Arn),
        info("type", "application understands HTTP; network passes TCP, TLS and UDP on.").default("application").argument("load_balancer_type").common(),
        info("scheme", "internet-facing has public addresses and needs public subnets; internal is reached from the VPC only.")
            .default("internet-facing")
            .argument("internal")
            .common(),
    ]),
    balancer(Group::Network, &[
        info("subnets", "One in each Availability Zone that it serves, two at least for an application load balancer.")
            .control(Control::Reference { kind: Kind::Network, attribute: Some("subnets") })
            .common(),
        info("securityGroups", "Its firewall: it must let clients reach the listeners' ports.")
            .default("the VPC's default group")
            .control(Control::Reference { kind: Kind::Network, attribute: Some("securityGroups") })
            .common(),
    ]),
    balancer(Group::LoadBalancing, &[
        info("listeners", "The ports on which it receives traffic, and where it sends it.").not_in_terraform().common(),
    ]),
    section(Kind::LoadBalancer, "listeners[]", LISTENER, Terraform::block("aws_lb_listener", ""), Group::LoadBalancing, &[
        info("port", "The port that clients call, 1 to 65535.").common(),
        info("protocol", "HTTP or HTTPS for an application load balancer; TCP, TLS, UDP or TCP_UDP for a network one.").common(),
        info("targetGroup", "Where requests go.").refers_to(Kind::TargetGroup).moved("default_action.target_group_arn").common(),
        info("redirectToPort", "Sends clients to HTTPS on this port in place of a target group.").label("Redirect to HTTPS port").moved("default_action.redirect.port").offers(&[("443", "HTTPS")]),
        info("certificateArn", "ARN of the ACM certificate. HTTPS and TLS require it.").label("Certificate").control(Control::Arn).common(),
        info("sslPolicy", "Which TLS versions and ciphers clients may use.")
            .default("ELBSecurityPolicy-2016-08")
            .offers(&[("ELBSecurityPolicy-TLS13-1-2-2021-06", "TLS 1.2 and 1.3"), ("ELBSecurityPolicy-TLS13-1-3-2021-06", "TLS 1.3 only")]),
    ]),
    balancer(Group::Advanced, &[
        info("deletionProtection", "Whether AWS refuses to delete it.").default("no").argument("enable_deletion_protection"),
        info("idleTimeout", "How long a silent connection of an application load balancer stays open, 1 to 4000.").unit("seconds").default("60"),
    ]),
    balancer(Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::LoadBalancer, "tags[]"),
];

const fn targets(group: Group, fields: &'static [Info]) -> Section {
    section(
        Kind::TargetGroup,
        "",
        TARGETS,
        Terraform::block("aws_lb_target_group", ""),
        group,
        fields,
    )
}

pub(super) static TARGET_GROUP: &[Section] = &[
    targets(Group::Identity, &[
        info("name", "Unique in the account and Region. Letters, digits and -, up to 32.").common(),
        info("arn", "ARN of a target group that exists already.").control(Control::Arn),
    ]),
    targets(Group::Network, &[
        info("targetType", "ip for tasks with awsvpc, which Fargate always uses; instance for bridge and host. AWS refuses the service otherwise. It cannot be changed later.")
            .default("instance")
            .common(),
        info("protocol", "What is spoken with the tasks: HTTP or HTTPS behind an application load balancer.").common(),
        info("port", "The port for targets that name none; tasks are registered with their container port.").common(),
        info("vpcId", "The tasks' VPC.")
            .label("VPC")
            .control(Control::Reference { kind: Kind::Network, attribute: Some("vpcId") })
            .common(),
    ]),
    targets(Group::Health, &[
        info("healthCheck", "How the load balancer finds out whether a task is healthy. Tasks that stay unhealthy are replaced.").common(),
        info("deregistrationDelay", "How long a task that is going away still gets its open requests done, 0 to 3600. It makes deployments slower.")
            .unit("seconds")
            .default("300")
            .common(),
    ]),
    section(Kind::TargetGroup, "healthCheck", TARGETS, Terraform::block("aws_lb_target_group", "health_check"), Group::Health, &[
        info("path", "The path that is requested. It should answer quickly and without logging in.").default("/").common(),
        info("port", "traffic-port, or a port number.").default("traffic-port").offers(&[("traffic-port", "the task's own port")]),
        info("protocol", "What the check speaks.").default("HTTP; TCP for a network load balancer"),
        info("matcher", "Status codes that mean healthy, such as 200-299.").default("200").offers(&[("200", ""), ("200-299", ""), ("200-399", "")]).common(),
        info("interval", "Time between checks, 5 to 300.").unit("seconds").default("30").common(),
        info("timeout", "No answer in this time is a failure, 2 to 120. Shorter than the interval.").unit("seconds").default("5"),
        info("healthyThreshold", "Successes in a row that make a task healthy, 2 to 10.").unit("checks").default("5"),
        info("unhealthyThreshold", "Failures in a row that make it unhealthy, 2 to 10.").unit("checks").default("2"),
    ]),
    targets(Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::TargetGroup, "tags[]"),
];
