//! VO004: a volume that Fargate does not have.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "VO004",
    name: "fargate-volume",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Volumes on Fargate are not on a host.",
        why: "Fargate has no host directories and no Docker volumes, and FSx for Windows File Server needs \
           instances. RegisterTaskDefinition refuses them. Bind mounts without a sourcePath, EFS and EBS \
           work.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.is_for_fargate() {
        return;
    }
    for volume in task.volumes.items() {
        let name = volume.name.text().unwrap_or("A volume");
        let host = volume.host.known().filter(|host| host.source_path.known().is_some());
        let found = [
            (host.map(|host| host.path("sourcePath")), "is a directory of the host"),
            (
                volume
                    .docker_volume_configuration
                    .known()
                    .map(|_| volume.path("dockerVolumeConfiguration")),
                "is a Docker volume",
            ),
            (
                volume
                    .fsx_windows_file_server_volume_configuration
                    .known()
                    .map(|_| volume.path("fsxWindowsFileServerVolumeConfiguration")),
                "is on FSx for Windows File Server",
            ),
        ];
        for (path, what) in found {
            let Some(path) = path else { continue };
            let edit = cx.remove(&path);
            cx.report(&RULE, &path, format!("The volume {name} {what}, which Fargate does not have."))
                .help("On Fargate a volume is an empty directory that the containers share, or it is on EFS or EBS.")
                .fix("Make it an empty directory", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn fargate_has_no_host() {
        let volume = |volume: serde_json::Value| {
            with(fargate(json!([container(json!({}))])), json!({"volumes": [volume]}))
        };
        for good in [
            json!({"name": "v"}),
            json!({"name": "v", "host": {}}),
            json!({"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}),
        ] {
            assert_eq!(finds(&RULE, &volume(good)), [""; 0]);
        }
        for (bad, at) in [
            (json!({"name": "v", "host": {"sourcePath": "/srv"}}), "host.sourcePath"),
            (
                json!({"name": "v", "dockerVolumeConfiguration": {"scope": "task"}}),
                "dockerVolumeConfiguration",
            ),
        ] {
            assert_eq!(finds(&RULE, &volume(bad.clone())), [format!("volumes[v].{at}")]);
            fixed_task_definition(&RULE, &volume(bad.clone()));
            let ec2 = with(volume(bad), json!({"requiresCompatibilities": ["EC2"]}));
            assert_eq!(finds(&RULE, &ec2), [""; 0]);
        }
    }
}
