//! A cluster, in the shape of `CreateCluster`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::service::CapacityProviderStrategy;
use super::shape::*;
use super::task_definition::Tag;

shape! { Cluster {
    cluster_name: Text = "clusterName",
    tags: List<Tag> = "tags",
    settings: List<ClusterSetting> = "settings",
    configuration: Field<ClusterConfiguration> = "configuration",
    capacity_providers: List<Text> = "capacityProviders",
    default_capacity_provider_strategy: List<CapacityProviderStrategy> = "defaultCapacityProviderStrategy",
    service_connect_defaults: Field<ClusterServiceConnectDefaults> = "serviceConnectDefaults",
} }

shape! { ClusterSetting {
    name: Text = "name" => one_of(&["containerInsights"]),
    value: Text = "value",
} }

shape! { ClusterConfiguration {
    execute_command_configuration: Field<ExecuteCommandConfiguration> = "executeCommandConfiguration",
    managed_storage_configuration: Field<ManagedStorageConfiguration> = "managedStorageConfiguration",
} }

shape! { ExecuteCommandConfiguration {
    kms_key_id: Text = "kmsKeyId",
    logging: Text = "logging" => one_of(&["NONE", "DEFAULT", "OVERRIDE"]),
    log_configuration: Field<ExecuteCommandLogConfiguration> = "logConfiguration",
} }

shape! { ExecuteCommandLogConfiguration {
    cloud_watch_log_group_name: Text = "cloudWatchLogGroupName",
    cloud_watch_encryption_enabled: Flag = "cloudWatchEncryptionEnabled",
    s3_bucket_name: Text = "s3BucketName",
    s3_encryption_enabled: Flag = "s3EncryptionEnabled",
    s3_key_prefix: Text = "s3KeyPrefix",
} }

shape! { ManagedStorageConfiguration {
    kms_key_id: Text = "kmsKeyId",
    fargate_ephemeral_storage_kms_key_id: Text = "fargateEphemeralStorageKmsKeyId",
} }

shape! { ClusterServiceConnectDefaults {
    namespace: Text = "namespace" => required(),
} }
