//! VO006: a mount point without an absolute path of its own.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::facts::is_object;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "VO006",
    name: "mount-path",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A mount point has an absolute path of its own.",
        why: "A volume is mounted at an absolute path in the container, and only one volume at a path.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let mounts = container.mount_points.items();
        for (index, mount) in mounts.iter().enumerate() {
            let path = mount.path("containerPath");
            let label = container.label();
            let message = match &mount.container_path {
                Field::Absent if is_object(cx, &mount.at) => {
                    format!("A mount point of {label} does not say where.")
                }
                Field::Known(at) if !(at.starts_with('/') || task.is_windows() || is_drive(at)) => {
                    format!("{label} mounts a volume at \"{at}\", which is no absolute path.")
                }
                Field::Known(at)
                    if mounts.iter().take(index).any(|earlier| earlier.container_path.is(at)) =>
                {
                    format!("{label} mounts two volumes at {at}.")
                }
                _ => continue,
            };
            let absolute =
                mount.container_path.text().filter(|at| !at.starts_with('/') && !at.is_empty());
            let fix = absolute.map(|at| {
                let absolute = format!("/{}", at.trim_start_matches("./"));
                (format!("Mount it at {absolute}"), vec![cx.set(&path, absolute)])
            });
            let report = cx
                .report(&RULE, &path, message)
                .help("Give each mount an absolute path of its own, such as /data.");
            if let Some((label, edits)) = fix {
                report.fix(label, edits);
            }
        }
    }
}

/// Whether a path starts with a Windows drive, such as `C:`.
fn is_drive(path: &str) -> bool {
    path.as_bytes().get(1) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn mounts_have_paths() {
        let mounts = |paths: &[serde_json::Value]| {
            let points: Vec<_> = paths
                .iter()
                .map(|path| json!({"sourceVolume": "v", "containerPath": path}))
                .collect();
            fargate(json!([container(json!({"mountPoints": points}))]))
        };
        for good in [
            mounts(&[json!("/a"), json!("/b")]),
            mounts(&[json!("C:\\\\data")]),
            mounts(&[json!("${var.path}")]),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        for (bad, index) in [
            (mounts(&[json!(null)]), 0),
            (mounts(&[json!("data")]), 0),
            (mounts(&[json!("/a"), json!("/a")]), 1),
        ] {
            assert_eq!(
                finds(&RULE, &bad),
                [format!("containerDefinitions[app].mountPoints[{index}].containerPath")]
            );
        }
        assert_eq!(
            fixed_task_definition(&RULE, &mounts(&[json!("./data")])),
            mounts(&[json!("/data")])
        );
    }
}
