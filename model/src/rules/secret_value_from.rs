//! EN005: a secret that comes from nowhere.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EN005",
    name: "secret-value-from",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A secret comes from a secret's ARN, or from a parameter's ARN or name.",
        why: "valueFrom is the full ARN of a Secrets Manager secret, or the ARN or the name of a Systems \
           Manager parameter. A bare name is always read as a parameter; a JSON key, stage or version can \
           only follow a secret's full ARN.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let options =
            container.log_configuration.known().map_or(&[][..], |log| log.secret_options.items());
        for secret in container.secrets.items().iter().chain(options) {
            let Some(from) = secret.value_from.text() else { continue };
            // What other tools fill in before they register the task definition.
            if is_source(from) || from.contains(['{', '<', '$']) {
                continue;
            }
            let name = secret.name.text().unwrap_or("a secret");
            let message = if from.is_empty() {
                format!("{}'s secret {name} comes from nowhere.", container.label())
            } else {
                format!(
                    "{}'s secret {name} comes from \"{from}\", which names no secret and no parameter.",
                    container.label()
                )
            };
            cx.report(&RULE, &secret.path("valueFrom"), message).help(
                "Write the full ARN of a Secrets Manager secret, with :json-key:: behind it for one key, or the ARN or name of a parameter. A bare name is always read as a parameter.",
            );
        }
    }
}

fn is_source(from: &str) -> bool {
    if !from.starts_with("arn:") {
        return !from.is_empty()
            && from
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/'));
    }
    let parts: Vec<&str> = from.splitn(6, ':').collect();
    match parts.as_slice() {
        [_, partition, "secretsmanager", _, _, resource] => {
            partition.starts_with("aws") && resource.starts_with("secret:")
        }
        [_, partition, "ssm", _, _, resource] => {
            partition.starts_with("aws") && resource.starts_with("parameter/")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds};

    #[test]
    fn secrets_come_from_somewhere() {
        let from = |from: &str| {
            fargate(json!([container(json!({"secrets": [{"name": "S", "valueFrom": from}]}))]))
        };
        for good in [
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf:password::",
            "arn:aws-cn:ssm:cn-north-1:111122223333:parameter/a/b",
            "/team/db.password",
            "db_password",
            "${aws_secretsmanager_secret.db.arn}:password::",
            "<secret arn>",
        ] {
            assert_eq!(finds(&RULE, &from(good)), [""; 0], "{good}");
        }
        for bad in ["", "db:password::", "arn:aws:s3:::bucket", "my secret"] {
            assert_eq!(
                finds(&RULE, &from(bad)),
                ["containerDefinitions[app].secrets[S].valueFrom"],
                "{bad}"
            );
        }
    }
}
