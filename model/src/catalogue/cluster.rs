//! Clusters.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use super::shared;
use crate::record::Kind;

const RESOURCE: &str = "aws_ecs_cluster";
const PROVIDERS: &str = "aws_ecs_cluster_capacity_providers";

const fn root(resource: &'static str, group: Group, fields: &'static [Info]) -> Section {
    Section {
        kind: Kind::Cluster,
        at: "",
        group,
        docs: Docs::request("CreateCluster"),
        terraform: Terraform::block(resource, ""),
        fields,
    }
}

const fn part(
    at: &'static str,
    shape: &'static str,
    resource: &'static str,
    block: &'static str,
    group: Group,
    fields: &'static [Info],
) -> Section {
    Section {
        kind: Kind::Cluster,
        at,
        group,
        docs: Docs::data_type(shape),
        terraform: Terraform::block(resource, block),
        fields,
    }
}

pub(super) static SECTIONS: &[Section] = &[
    root(RESOURCE, Group::Identity, &[
        info("clusterName", "Unique in the account and Region. Letters, digits, - and _, up to 255. Another name means another cluster.")
            .label("Name")
            .default("default")
            .argument("name")
            .common(),
    ]),
    root(PROVIDERS, Group::Placement, &[
        info("capacityProviders", "Where services of this cluster may run by strategy: FARGATE, FARGATE_SPOT, or providers of your own for EC2 instances. Launch type FARGATE works without.")
            .default("none")
            .offers(&[("FARGATE", "on demand"), ("FARGATE_SPOT", "cheaper, may be interrupted")])
            .common(),
        info("defaultCapacityProviderStrategy", "The strategy of services that have neither a launch type nor a strategy of their own. Its providers must be in the list above.")
            .label("Default strategy")
            .default("none"),
    ]),
    part("defaultCapacityProviderStrategy[]", "CapacityProviderStrategyItem", PROVIDERS, "default_capacity_provider_strategy", Group::Placement, shared::CAPACITY_PROVIDER_STRATEGY),
    root(RESOURCE, Group::Discovery, &[
        info("serviceConnectDefaults", "The Cloud Map namespace that services use for Service Connect when they name none.").label("Service Connect default"),
    ]),
    part("serviceConnectDefaults", "ClusterServiceConnectDefaultsRequest", RESOURCE, "service_connect_defaults", Group::Discovery, &[
        info("namespace", "Name or ARN of a Cloud Map namespace; a name that does not exist is created.").refers_to(Kind::Namespace).common(),
    ]),
    root(RESOURCE, Group::Monitoring, &[
        info("settings", "Container Insights: metrics of clusters, services and tasks in CloudWatch, at extra cost.")
            .label("Container Insights")
            .default("the account's setting")
            .argument("setting")
            .common(),
    ]),
    part("settings[]", "ClusterSetting", RESOURCE, "setting", Group::Monitoring, &[
        info("name", "containerInsights is the only setting.").label("Setting").common(),
        info("value", "enhanced adds metrics of tasks and containers to enabled's; disabled turns them off.")
            .offers(&[("enhanced", "down to containers"), ("enabled", "clusters and services"), ("disabled", "")])
            .common(),
    ]),
    root(RESOURCE, Group::Advanced, &[
        info("configuration", "Settings of ECS Exec sessions, and keys for storage that ECS manages."),
    ]),
    part("configuration", "ClusterConfiguration", RESOURCE, "configuration", Group::Advanced, &[
        info("executeCommandConfiguration", "Where ECS Exec sessions are logged, and the key that encrypts them.").label("ECS Exec sessions"),
        info("managedStorageConfiguration", "KMS keys for EBS volumes and Fargate disks of tasks.").label("Storage keys"),
    ]),
    part("configuration.executeCommandConfiguration", "ExecuteCommandConfiguration", RESOURCE, "configuration.execute_command_configuration", Group::Advanced, &[
        info("logging", "DEFAULT logs sessions with the task's awslogs settings, OVERRIDE to the places given here, NONE nowhere.").default("DEFAULT").common(),
        info("kmsKeyId", "The KMS key between your terminal and the container. The task role needs kms:Decrypt.").label("KMS key").default("no key of your own"),
        info("logConfiguration", "A log group or bucket for session logs. Only with logging OVERRIDE, which needs one.").label("Session logs"),
    ]),
    part("configuration.executeCommandConfiguration.logConfiguration", "ExecuteCommandLogConfiguration", RESOURCE, "configuration.execute_command_configuration.log_configuration", Group::Advanced, &[
        info("cloudWatchLogGroupName", "The log group; it must exist.").label("Log group").refers_to(Kind::LogGroup).common(),
        info("cloudWatchEncryptionEnabled", "Encrypts session logs in CloudWatch.").label("Encrypt CloudWatch logs").default("no"),
        info("s3BucketName", "The bucket; it must exist.").common(),
        info("s3EncryptionEnabled", "Encrypts session logs in S3.").label("Encrypt S3 logs").default("no").argument("s3_bucket_encryption_enabled"),
        info("s3KeyPrefix", "The folder in the bucket.").label("S3 prefix"),
    ]),
    part("configuration.managedStorageConfiguration", "ManagedStorageConfiguration", RESOURCE, "configuration.managed_storage_configuration", Group::Advanced, &[
        info("kmsKeyId", "KMS key for EBS volumes that ECS attaches. A single-Region key.").label("EBS key").default("AWS's own key").control(Control::Arn),
        info("fargateEphemeralStorageKmsKeyId", "KMS key for the disks of Fargate tasks. A single-Region key.").label("Fargate disk key").default("AWS's own key").control(Control::Arn),
    ]),
    root(RESOURCE, Group::Tags, shared::TAGS_FIELD),
    shared::tag(Kind::Cluster, "tags[]"),
];
