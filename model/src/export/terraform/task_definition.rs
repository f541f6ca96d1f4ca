//! Task definitions.

use serde_json::Value;

use super::arguments::{Argument, block, blocks, elsewhere, inline, missing, pairs, tags, value};
use super::containers;
use super::draft::{Draft, Instance, Page};
use crate::ecs::task_size::in_units;
use crate::export::hcl::{Block, Expr};
use crate::path::Path;

const COMPATIBILITIES: &[Argument] =
    &[value("requiresCompatibilities", "requires_compatibilities")];

const PLAIN: &[Argument] = &[
    value("executionRoleArn", "execution_role_arn"),
    value("taskRoleArn", "task_role_arn"),
    value("pidMode", "pid_mode"),
    value("ipcMode", "ipc_mode"),
    value("enableFaultInjection", "enable_fault_injection"),
];

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("family"),
    elsewhere("requiresCompatibilities"),
    elsewhere("networkMode"),
    elsewhere("cpu"),
    elsewhere("memory"),
    elsewhere("containerDefinitions"),
    elsewhere("executionRoleArn"),
    elsewhere("taskRoleArn"),
    elsewhere("pidMode"),
    elsewhere("ipcMode"),
    elsewhere("enableFaultInjection"),
    tags(),
    block(
        "runtimePlatform",
        "runtime_platform",
        &[
            value("cpuArchitecture", "cpu_architecture"),
            value("operatingSystemFamily", "operating_system_family"),
        ],
    ),
    block("ephemeralStorage", "ephemeral_storage", &[value("sizeInGiB", "size_in_gib")]),
    blocks(
        "placementConstraints",
        "placement_constraints",
        &[value("type", "type"), value("expression", "expression")],
    ),
    block(
        "proxyConfiguration",
        "proxy_configuration",
        &[
            value("type", "type"),
            value("containerName", "container_name"),
            pairs("properties", "properties"),
        ],
    ),
    blocks("volumes", "volume", VOLUME),
    missing("inferenceAccelerators"),
    missing("trustedExecutionConfiguration"),
];

const VOLUME: &[Argument] = &[
    value("name", "name"),
    value("configuredAtLaunch", "configure_at_launch"),
    inline("host", &[value("sourcePath", "host_path")]),
    block(
        "dockerVolumeConfiguration",
        "docker_volume_configuration",
        &[
            value("scope", "scope"),
            value("autoprovision", "autoprovision"),
            value("driver", "driver"),
            value("driverOpts", "driver_opts"),
            value("labels", "labels"),
        ],
    ),
    block(
        "efsVolumeConfiguration",
        "efs_volume_configuration",
        &[
            value("fileSystemId", "file_system_id"),
            value("rootDirectory", "root_directory"),
            value("transitEncryption", "transit_encryption"),
            value("transitEncryptionPort", "transit_encryption_port"),
            block(
                "authorizationConfig",
                "authorization_config",
                &[value("accessPointId", "access_point_id"), value("iam", "iam")],
            ),
        ],
    ),
    block(
        "s3filesVolumeConfiguration",
        "s3files_volume_configuration",
        &[
            value("fileSystemArn", "file_system_arn"),
            value("rootDirectory", "root_directory"),
            value("transitEncryptionPort", "transit_encryption_port"),
            value("accessPointArn", "access_point_arn"),
        ],
    )
    .since(47),
    block(
        "fsxWindowsFileServerVolumeConfiguration",
        "fsx_windows_file_server_volume_configuration",
        &[
            value("fileSystemId", "file_system_id"),
            value("rootDirectory", "root_directory"),
            block(
                "authorizationConfig",
                "authorization_config",
                &[
                    value("credentialsParameter", "credentials_parameter"),
                    value("domain", "domain"),
                ],
            ),
        ],
    ),
];

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut definition = Block::new("resource").label("aws_ecs_task_definition").label(&name);
    let family = draft.own_name(instance, &name);
    definition.body().attribute("family", family);
    draft.some_arguments(instance, COMPATIBILITIES, definition.body());
    let mode = network_mode(instance);
    // Said even where it is the default: the provider compares host ports by it while planning. Windows has
    // no name for its default.
    if let Some(mode) = mode {
        let mode = draft.text(instance, &Path::root().key("networkMode"), mode);
        definition.body().attribute("network_mode", mode);
    }
    for key in ["cpu", "memory"] {
        let Some(said) = instance.member(key) else { continue };
        let path = Path::root().key(key);
        let size = match said {
            Value::String(text) => match in_units(text) {
                Some(units) => Expr::from(units.to_string()),
                None => draft.text(instance, &path, text),
            },
            Value::Number(number) => Expr::from(number.to_string()),
            other => draft.value(instance, &path, other),
        };
        definition.body().attribute(key, size);
    }
    draft.some_arguments(instance, PLAIN, definition.body());
    if draft.choice.skip_destroy {
        // Keeps the revisions before registered, so that a service can go back to one.
        definition.body().attribute("skip_destroy", true);
    }
    definition.body().blank();
    let containers = containers::expression(draft, instance, &name, mode == Some("awsvpc"));
    definition.body().attribute("container_definitions", containers);
    draft.arguments(instance, ARGUMENTS, definition.body());
    draft.put(Page::Ecs, definition);
}

/// The network mode: what is said, else the one that holds.
fn network_mode<'a>(instance: &Instance<'a>) -> Option<&'a str> {
    if let Some(said) = instance.member("networkMode").and_then(Value::as_str) {
        return Some(said);
    }
    let definition = instance.resolved.task_definition()?;
    if definition.requires_compatibilities.items().iter().any(|it| it.is("FARGATE")) {
        return Some("awsvpc");
    }
    let windows = definition
        .runtime_platform
        .known()
        .and_then(|platform| platform.operating_system_family.text())
        .is_some_and(|family| family.starts_with("WINDOWS"));
    (!windows).then_some("bridge")
}
