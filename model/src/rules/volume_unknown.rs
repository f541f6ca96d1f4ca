//! VO001: a mount of a volume that there is not.

use serde_json::json;

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "VO001",
    name: "volume-unknown",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A container mounts volumes that the task definition declares.",
        why: "RegisterTaskDefinition refuses a mount point whose volume is not among the task definition's \
           volumes: \"Unknown volume\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let volumes = match &task.volumes {
        Field::Known(volumes) => volumes.as_slice(),
        Field::Absent => &[],
        _ => return,
    };
    // A volume whose name is not known may be the one.
    if volumes.iter().any(|volume| volume.name.known().is_none()) {
        return;
    }
    for container in task.containers() {
        for mount in container.mount_points.items() {
            let Some(name) = mount.source_volume.text() else { continue };
            if volumes.iter().any(|volume| volume.name.is(name)) {
                continue;
            }
            let list = task.path("volumes");
            let declare = if volumes.is_empty() {
                cx.set(&list, json!([{"name": name}]))
            } else {
                cx.insert(&list, volumes.len(), json!({"name": name}))
            };
            let edits = (declare, cx.remove(&mount.at));
            let report = cx
                .report(&RULE, &mount.path("sourceVolume"), format!("{} mounts the volume {name}, and there is no such volume.", container.label()))
                .help("Declare the volume in the task definition. One with only a name is empty when the task starts, and gone when it stops.");
            let report = if name.is_empty() {
                report
            } else {
                report.fix(format!("Declare the volume {name}"), vec![edits.0])
            };
            report.fix("Take the mount away", vec![edits.1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn volumes_are_declared() {
        let mount = |volumes: serde_json::Value, name: &str| {
            let points = json!([{"sourceVolume": name, "containerPath": "/data"}]);
            with(
                fargate(json!([container(json!({"mountPoints": points}))])),
                json!({"volumes": volumes}),
            )
        };
        for good in [
            mount(json!([{"name": "data"}]), "data"),
            mount(json!(null), "${var.volume}"),
            mount(json!([{"name": "${var.volume}"}]), "data"),
            mount(json!("${var.volumes}"), "data"),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        for (bad, fixed) in [
            (json!(null), json!([{"name": "data"}])),
            (json!([{"name": "other"}]), json!([{"name": "other"}, {"name": "data"}])),
        ] {
            let bad = mount(bad, "data");
            assert_eq!(
                finds(&RULE, &bad),
                ["containerDefinitions[app].mountPoints[0].sourceVolume"]
            );
            assert_eq!(fixed_task_definition(&RULE, &bad)["volumes"], fixed);
        }
    }
}
