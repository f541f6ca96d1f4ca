//! A task's volumes, in the shape of `RegisterTaskDefinition`.
//!
//! Members, types, enums and ranges: botocore 1.44.5, ECS service model 2014-11-13 (Apache-2.0).

use super::shape::*;

shape! { Volume {
    name: Text = "name",
    host: Field<HostVolumeProperties> = "host",
    docker_volume_configuration: Field<DockerVolumeConfiguration> = "dockerVolumeConfiguration",
    efs_volume_configuration: Field<EfsVolumeConfiguration> = "efsVolumeConfiguration",
    s3files_volume_configuration: Field<S3FilesVolumeConfiguration> = "s3filesVolumeConfiguration",
    fsx_windows_file_server_volume_configuration: Field<FsxWindowsFileServerVolumeConfiguration> = "fsxWindowsFileServerVolumeConfiguration",
    configured_at_launch: Flag = "configuredAtLaunch",
} }

shape! { HostVolumeProperties {
    source_path: Text = "sourcePath",
} }

shape! { DockerVolumeConfiguration {
    scope: Text = "scope" => one_of(&["task", "shared"]),
    autoprovision: Flag = "autoprovision",
    driver: Text = "driver",
    driver_opts: Texts = "driverOpts",
    labels: Texts = "labels",
} }

shape! { EfsVolumeConfiguration {
    file_system_id: Text = "fileSystemId" => required(),
    root_directory: Text = "rootDirectory",
    transit_encryption: Text = "transitEncryption" => one_of(&["ENABLED", "DISABLED"]),
    transit_encryption_port: Integer = "transitEncryptionPort",
    authorization_config: Field<EfsAuthorizationConfig> = "authorizationConfig",
} }

shape! { EfsAuthorizationConfig {
    access_point_id: Text = "accessPointId",
    iam: Text = "iam" => one_of(&["ENABLED", "DISABLED"]),
} }

shape! { S3FilesVolumeConfiguration {
    file_system_arn: Text = "fileSystemArn" => required(),
    root_directory: Text = "rootDirectory",
    transit_encryption_port: Integer = "transitEncryptionPort",
    access_point_arn: Text = "accessPointArn",
} }

shape! { FsxWindowsFileServerVolumeConfiguration {
    file_system_id: Text = "fileSystemId" => required(),
    root_directory: Text = "rootDirectory" => required(),
    authorization_config: Field<FsxWindowsFileServerAuthorizationConfig> = "authorizationConfig" => required(),
} }

shape! { FsxWindowsFileServerAuthorizationConfig {
    credentials_parameter: Text = "credentialsParameter" => required(),
    domain: Text = "domain" => required(),
} }
