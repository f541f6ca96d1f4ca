//! Networks, roles, log groups and namespaces.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::shared;
use crate::record::Kind;

const fn network(docs: &'static str, group: Group, fields: &'static [Info]) -> Section {
    Section {
        kind: Kind::Network,
        at: "",
        group,
        docs: Docs::other(docs),
        terraform: Terraform::nothing(),
        fields,
    }
}

/// A network is several things of a VPC that tasks are placed with, and no single resource of Terraform.
pub(super) static NETWORK: &[Section] = &[
    network("AmazonECS/latest/developerguide/task-networking-awsvpc.html", Group::Identity, &[
        info("name", "What the network is called in this design.").common(),
    ]),
    network("AmazonECS/latest/developerguide/fargate-task-networking.html", Group::Network, &[
        info("vpcId", "The VPC, such as vpc-0123456789abcdef0. All subnets and security groups belong to it.").label("VPC").common(),
        info("subnetType", "public: a route leads to an internet gateway, and tasks need a public IP to use it. private: tasks need a NAT gateway or VPC endpoints to pull their image.").common(),
        info("subnets", "Subnet ids, or Terraform expressions for them. Two in different Availability Zones survive the loss of a zone.").common(),
        info("securityGroups", "Security group ids, or Terraform expressions for them; at most 5.").common(),
        info("natGateway", "Whether private subnets reach the internet through a NAT gateway.").label("NAT gateway").default("unknown").common(),
        info("vpcEndpoints", "AWS services that are reached without the internet. To pull from ECR without NAT: ecr.api, ecr.dkr and s3; logs for CloudWatch Logs.")
            .default("none")
            .offers(&[("ecr.api", "ECR"), ("ecr.dkr", "ECR images"), ("s3", "ECR layers"), ("logs", "CloudWatch Logs"), ("secretsmanager", "secrets"), ("ssm", "parameters"), ("ssmmessages", "ECS Exec")])
            .common(),
    ]),
];

const fn role(group: Group, fields: &'static [Info]) -> Section {
    Section {
        kind: Kind::Role,
        at: "",
        group,
        docs: Docs::other("IAM/latest/APIReference/API_CreateRole.html"),
        terraform: Terraform::block("aws_iam_role", ""),
        fields,
    }
}

pub(super) static ROLE: &[Section] = &[
    role(Group::Identity, &[
        info("roleName", "Unique in the account. Up to 64 letters, digits and +=,.@_-.").label("Name").argument("name").common(),
        info("arn", "ARN of a role that exists already.").control(Control::Arn),
        info("path", "A folder for roles, such as /service/.").default("/"),
        info("description", "What it is for, for people.").default("none"),
    ]),
    Section {
        terraform: Terraform::block("aws_iam_role_policy_attachment", ""),
        ..role(Group::Permissions, &[
            info("managedPolicyArns", "Policies that say what the role may do. An execution role usually has AmazonECSTaskExecutionRolePolicy: pull from ECR, write logs.")
            .label("Managed policies")
            .argument("policy_arn")
            .offers(&[("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy", "for an execution role")])
            .common(),
        ])
    },
    role(Group::Permissions, &[
        info("permissionsBoundary", "ARN of a policy that the role's permissions can never exceed.").default("none").control(Control::Arn),
    ]),
    role(Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::Role, "tags[]"),
];

const fn log_group(page: &'static str, group: Group, fields: &'static [Info]) -> Section {
    Section {
        kind: Kind::LogGroup,
        at: "",
        group,
        docs: Docs::other(page),
        terraform: Terraform::block("aws_cloudwatch_log_group", ""),
        fields,
    }
}

const CREATE_LOG_GROUP: &str = "AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html";

pub(super) static LOG_GROUP: &[Section] = &[
    log_group(CREATE_LOG_GROUP, Group::Identity, &[
        info("logGroupName", "Unique in the account and Region: letters, digits and _-/.#, up to 512. /ecs/family is usual.")
            .label("Name")
            .argument("name")
            .common(),
    ]),
    log_group("AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html", Group::Storage, &[
        info("retentionInDays", "When log events are deleted. Only certain numbers are allowed. Events that are kept for ever cost more every month.")
            .label("Retention")
            .unit("days")
            .default("for ever")
            .offers(&[("1", ""), ("3", ""), ("5", ""), ("7", ""), ("14", ""), ("30", ""), ("60", ""), ("90", ""), ("120", ""), ("150", ""), ("180", ""), ("365", "a year"), ("400", ""), ("545", ""), ("731", "two years"), ("1096", "three years"), ("1827", "five years"), ("2192", ""), ("2557", "seven years"), ("2922", ""), ("3288", ""), ("3653", "ten years")])
            .common(),
    ]),
    log_group(CREATE_LOG_GROUP, Group::Permissions, &[
        info("kmsKeyId", "ARN of the KMS key that encrypts the log.").label("KMS key").default("AWS's own key").control(Control::Arn),
    ]),
    log_group(CREATE_LOG_GROUP, Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::LogGroup, "tags[]"),
];

const fn namespace(group: Group, fields: &'static [Info]) -> Section {
    Section {
        kind: Kind::Namespace,
        at: "",
        group,
        docs: Docs::other("cloud-map/latest/api/API_CreateHttpNamespace.html"),
        terraform: Terraform::block("aws_service_discovery_http_namespace", ""),
        fields,
    }
}

const fn dns_namespace(group: Group, fields: &'static [Info]) -> Section {
    Section {
        docs: Docs::other("cloud-map/latest/api/API_CreatePrivateDnsNamespace.html"),
        terraform: Terraform::block("aws_service_discovery_private_dns_namespace", ""),
        ..namespace(group, fields)
    }
}

pub(super) static NAMESPACE: &[Section] = &[
    namespace(Group::Identity, &[
        info("name", "Unique in the account and Region. Of a private DNS namespace it is the domain, such as internal.example.com.").common(),
        info("arn", "ARN of a namespace that exists already.").control(Control::Arn),
        info("type", "HTTP is all that Service Connect needs. DNS_PRIVATE also makes a private hosted zone, in which anything in the VPC can look services up.")
            .default("HTTP")
            .not_in_terraform()
            .common(),
        info("description", "What it is for, for people.").default("none"),
    ]),
    dns_namespace(Group::Network, &[
        info("vpc", "The VPC in which the names of a private DNS namespace are known.")
            .label("VPC")
            .control(Control::Reference { kind: Kind::Network, attribute: Some("vpcId") })
            .common(),
    ]),
    namespace(Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::Namespace, "tags[]"),
];
