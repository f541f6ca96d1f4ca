//! Clusters.

use super::arguments::{Argument, block, blocks, elsewhere, tags, value};
use super::draft::{Draft, Instance, Page};
use crate::export::hcl::{Block, Expr};

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("clusterName"),
    block("configuration", "configuration", CONFIGURATION),
    blocks("settings", "setting", &[value("name", "name"), value("value", "value")]),
    block("serviceConnectDefaults", "service_connect_defaults", &[value("namespace", "namespace")]),
    elsewhere("capacityProviders"),
    elsewhere("defaultCapacityProviderStrategy"),
    tags(),
];

const CONFIGURATION: &[Argument] = &[
    block(
        "executeCommandConfiguration",
        "execute_command_configuration",
        &[
            value("kmsKeyId", "kms_key_id"),
            value("logging", "logging"),
            block(
                "logConfiguration",
                "log_configuration",
                &[
                    value("cloudWatchLogGroupName", "cloud_watch_log_group_name"),
                    value("cloudWatchEncryptionEnabled", "cloud_watch_encryption_enabled"),
                    value("s3BucketName", "s3_bucket_name"),
                    value("s3EncryptionEnabled", "s3_bucket_encryption_enabled"),
                    value("s3KeyPrefix", "s3_key_prefix"),
                ],
            ),
        ],
    ),
    block(
        "managedStorageConfiguration",
        "managed_storage_configuration",
        &[
            value("kmsKeyId", "kms_key_id"),
            value("fargateEphemeralStorageKmsKeyId", "fargate_ephemeral_storage_kms_key_id"),
        ],
    ),
];

const CAPACITY_PROVIDERS: &[Argument] = &[
    value("capacityProviders", "capacity_providers"),
    blocks(
        "defaultCapacityProviderStrategy",
        "default_capacity_provider_strategy",
        super::service::CAPACITY_PROVIDER_STRATEGY,
    ),
];

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut cluster = Block::new("resource").label("aws_ecs_cluster").label(&name);
    let cluster_name = draft.own_name(instance, &name);
    cluster.body().attribute("name", cluster_name);
    draft.arguments(instance, ARGUMENTS, cluster.body());
    draft.put(Page::Ecs, cluster);

    let has = |key| instance.member(key).is_some();
    if has("capacityProviders") || has("defaultCapacityProviderStrategy") {
        let mut providers = Block::new("resource")
            .label("aws_ecs_cluster_capacity_providers")
            .label(&name)
            .attribute("cluster_name", Expr::raw(&format!("aws_ecs_cluster.{name}.name")));
        draft.some_arguments(instance, CAPACITY_PROVIDERS, providers.body());
        draft.put(Page::Ecs, providers);
    }
}
