//! A task definition's volumes.

use super::entry::{Control, Group, Info, Section, info};
use super::explanation::{Docs, Terraform};
use crate::record::Kind;

const fn part(
    at: &'static str,
    shape: &'static str,
    block: &'static str,
    fields: &'static [Info],
) -> Section {
    Section {
        kind: Kind::TaskDefinition,
        at,
        group: Group::Storage,
        docs: Docs::data_type(shape),
        terraform: Terraform::block("aws_ecs_task_definition", block),
        fields,
    }
}

pub(super) static SECTIONS: &[Section] = &[
    part("volumes[]", "Volume", "volume", &[
        info("name", "Unique in the task definition; mount points refer to it. Letters, digits, - and _, up to 255.").common(),
        info("efsVolumeConfiguration", "An EFS file system: shared by all tasks and kept when they end. Not on Windows.").label("EFS file system").common(),
        info("configuredAtLaunch", "The service attaches a new EBS volume to each task. One a task; a container must mount it.")
            .label("EBS volume set by the service")
            .default("no")
            .argument("configure_at_launch")
            .common(),
        info("s3filesVolumeConfiguration", "An S3 Files file system: a bucket's objects as files.").label("S3 Files file system"),
        info("host", "A directory of the instance. Empty on Fargate: scratch space that containers of the task share and that ends with it.")
            .label("Scratch space or host directory")
            .argument("host_path"),
        info("dockerVolumeConfiguration", "A Docker volume on the instance. Fargate refuses it.").label("Docker volume").ec2_only(),
        info("fsxWindowsFileServerVolumeConfiguration", "An FSx for Windows File Server share. EC2 Windows instances only.")
            .label("FSx for Windows file system")
            .ec2_only(),
    ]),
    part("volumes[].host", "HostVolumeProperties", "volume", &[
        info("sourcePath", "The instance's directory. Fargate refuses it; without it the space is empty and ends with the task.")
            .label("Host path")
            .default("a new empty directory")
            .argument("host_path")
            .ec2_only(),
    ]),
    part("volumes[].dockerVolumeConfiguration", "DockerVolumeConfiguration", "volume.docker_volume_configuration", &[
        info("scope", "task: it ends with the task. shared: it stays on the instance.").default("task").ec2_only(),
        info("autoprovision", "Makes a shared volume that does not exist. Only with scope shared.").label("Create if missing").default("no").ec2_only(),
        info("driver", "The Docker volume driver, installed on the instance. Windows takes local only.").default("local").ec2_only(),
        info("driverOpts", "Options for the driver.").label("Driver options").control(Control::KeyValue).ec2_only(),
        info("labels", "Labels on the Docker volume.").control(Control::KeyValue).ec2_only(),
    ]),
    part("volumes[].efsVolumeConfiguration", "EFSVolumeConfiguration", "volume.efs_volume_configuration", &[
        info("fileSystemId", "The file system, such as fs-0123456789abcdef0. It needs a mount target in the task's subnets and a security group that lets port 2049 in.")
            .label("File system")
            .common(),
        info("rootDirectory", "The directory to mount. With an access point leave it out or write /.").default("/"),
        info("transitEncryption", "Encrypts traffic to the file system. Access points and IAM authorization require ENABLED.").default("DISABLED").common(),
        info("transitEncryptionPort", "The local port of the encrypted connection, 1 to 65535.").default("chosen by the mount helper"),
        info("authorizationConfig", "Access point and IAM authorization.").label("Authorization"),
    ]),
    part("volumes[].efsVolumeConfiguration.authorizationConfig", "EFSAuthorizationConfig", "volume.efs_volume_configuration.authorization_config", &[
        info("accessPointId", "An access point such as fsap-0123456789abcdef0, with its own directory and user.").label("Access point").default("none").common(),
        info("iam", "ENABLED mounts with the task role's permissions.").label("IAM authorization").default("DISABLED").common(),
    ]),
    part("volumes[].s3filesVolumeConfiguration", "S3FilesVolumeConfiguration", "volume.s3files_volume_configuration", &[
        info("fileSystemArn", "The file system's full ARN.").control(Control::Arn).common(),
        info("rootDirectory", "The directory to mount. With an access point leave it out or write /.").default("/"),
        info("accessPointArn", "An access point's full ARN, with its own directory.").label("Access point ARN").default("none").control(Control::Arn),
        info("transitEncryptionPort", "The local port of the encrypted connection, 1 to 65535.").default("chosen by the mount helper"),
    ]),
    part("volumes[].fsxWindowsFileServerVolumeConfiguration", "FSxWindowsFileServerVolumeConfiguration", "volume.fsx_windows_file_server_volume_configuration", &[
        info("fileSystemId", "The file system, such as fs-0123456789abcdef0.").label("File system").ec2_only(),
        info("rootDirectory", "The directory of the share to mount.").ec2_only(),
        info("authorizationConfig", "How to log in to the share.").label("Authorization").ec2_only(),
    ]),
    part("volumes[].fsxWindowsFileServerVolumeConfiguration.authorizationConfig", "FSxWindowsFileServerAuthorizationConfig", "volume.fsx_windows_file_server_volume_configuration.authorization_config", &[
        info("credentialsParameter", "ARN of a Secrets Manager secret or SSM parameter with the user name and password.").label("Credentials").control(Control::Arn).ec2_only(),
        info("domain", "The Active Directory domain's full name.").ec2_only(),
    ]),
];
