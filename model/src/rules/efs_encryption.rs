//! VO005: an EFS volume without the encryption that it needs.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "VO005",
    name: "efs-encryption",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "What EFS does only with encryption in transit has encryption in transit.",
        why: "An access point, IAM authorization and a port for encrypted traffic all need transitEncryption \
           to be ENABLED, and an access point sets the root directory itself. RegisterTaskDefinition \
           refuses the rest.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for volume in task.volumes.items() {
        let Some(efs) = volume.efs_volume_configuration.known() else { continue };
        let name = volume.name.text().unwrap_or_default();
        let authorization = efs.authorization_config.known();
        let access_point = authorization.is_some_and(|config| !config.access_point_id.is_absent());
        let reason = if access_point {
            Some("has an access point")
        } else if authorization.is_some_and(|config| config.iam.is("ENABLED")) {
            Some("uses IAM authorization")
        } else if efs.transit_encryption_port.known().is_some() {
            Some("has a port for encrypted traffic")
        } else {
            None
        };
        let encrypted = match &efs.transit_encryption {
            Field::Absent => false,
            Field::Known(encryption) => encryption == "ENABLED",
            _ => true,
        };
        if let Some(reason) = reason.filter(|_| !encrypted) {
            let path = efs.path("transitEncryption");
            let edit = cx.set(&path, "ENABLED");
            cx.report(
                &RULE,
                &path,
                format!("The volume {name} {reason}, and encryption in transit is not on."),
            )
            .help("EFS does that only over an encrypted connection.")
            .fix("Turn encryption in transit on", vec![edit]);
        }
        if let Some(root) =
            efs.root_directory.text().filter(|root| access_point && !matches!(*root, "" | "/"))
        {
            let path = efs.path("rootDirectory");
            let edit = cx.remove(&path);
            cx.report(
                &RULE,
                &path,
                format!("The volume {name} has an access point and the root directory {root}."),
            )
            .help("The access point says which directory is the root.")
            .fix("Take the root directory away", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn what_needs_encryption_has_it() {
        let efs = |members| {
            let efs = with(json!({"fileSystemId": "fs-0123456789abcdef0"}), members);
            with(
                fargate(json!([container(json!({}))])),
                json!({"volumes": [{"name": "v", "efsVolumeConfiguration": efs}]}),
            )
        };
        for good in [
            json!({}),
            json!({"rootDirectory": "/a"}),
            json!({"transitEncryption": "ENABLED", "rootDirectory": "/", "authorizationConfig": {"accessPointId": "fsap-1", "iam": "ENABLED"}}),
            json!({"transitEncryption": "${var.encryption}", "transitEncryptionPort": 2_999}),
        ] {
            assert_eq!(finds(&RULE, &efs(good)), [""; 0]);
        }
        for (bad, key) in [
            (json!({"authorizationConfig": {"accessPointId": "fsap-1"}}), "transitEncryption"),
            (
                json!({"authorizationConfig": {"iam": "ENABLED"}, "transitEncryption": "DISABLED"}),
                "transitEncryption",
            ),
            (json!({"transitEncryptionPort": 2_999}), "transitEncryption"),
            (
                json!({"transitEncryption": "ENABLED", "rootDirectory": "/a", "authorizationConfig": {"accessPointId": "fsap-1"}}),
                "rootDirectory",
            ),
        ] {
            assert_eq!(
                finds(&RULE, &efs(bad.clone())),
                [format!("volumes[v].efsVolumeConfiguration.{key}")]
            );
            fixed_task_definition(&RULE, &efs(bad));
        }
    }
}
