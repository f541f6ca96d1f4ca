//! LG003: an option that awslogs does not have in ECS.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::all_of;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LG003",
    name: "awslogs-unknown-option",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3046"),
        summary: "awslogs has no option that ECS does not know.",
        why: "Docker's own awslogs driver has more options than ECS lets through: RegisterTaskDefinition \
           refuses the rest with \"Log driver awslogs disallows options\".",
    },
    check: Check::TaskDefinition(check),
};

const OPTIONS: &[&str] = &[
    "awslogs-create-group",
    "awslogs-datetime-format",
    "awslogs-group",
    "awslogs-multiline-pattern",
    "awslogs-region",
    "awslogs-stream-prefix",
    "max-buffer-size",
    "mode",
];

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(log) =
            container.log_configuration.known().filter(|log| log.log_driver.is("awslogs"))
        else {
            continue;
        };
        for (key, value) in log.options.known().into_iter().flatten() {
            if OPTIONS.contains(&key.as_str()) {
                continue;
            }
            let path = log.path("options").key(key.clone());
            let remove = cx.remove(&path);
            let meant = meant(key).zip(value.text()).map(|(meant, value)| {
                let rename = vec![remove.clone(), cx.set(&log.path("options").key(meant), value)];
                (format!("Rename it to {meant}"), rename)
            });
            let mut report = cx
                .report(
                    &RULE,
                    &path,
                    format!(
                        "awslogs has no option {key} in ECS, and {} sets it.",
                        container.label()
                    ),
                )
                .help(format!("It has {}.", all_of(OPTIONS)));
            if let Some((label, edits)) = meant {
                report = report.fix(label, edits);
            }
            report.fix(format!("Take {key} away"), vec![remove]);
        }
    }
}

/// The option that is meant by one with other capitals, underscores, or without its prefix.
fn meant(key: &str) -> Option<&'static str> {
    let key = key.to_ascii_lowercase().replace('_', "-");
    OPTIONS.iter().copied().find(|option| {
        *option == key || option.strip_prefix("awslogs-") == Some(key.trim_start_matches("awslog-"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn options_are_known() {
        let log = |options| {
            fargate(json!([container(
                json!({"logConfiguration": {"logDriver": "awslogs", "options": options}})
            )]))
        };
        assert_eq!(
            finds(&RULE, &log(json!({"mode": "non-blocking", "awslogs-create-group": "true"}))),
            [""; 0]
        );
        for (bad, fixed) in [
            (json!({"awslogs-endpoint": "e"}), None),
            (json!({"awslogs_group": "g"}), Some(json!({"awslogs-group": "g"}))),
            (json!({"Region": "r"}), Some(json!({"awslogs-region": "r"}))),
        ] {
            assert_eq!(finds(&RULE, &log(bad.clone())).len(), 1);
            let task = fixed_task_definition(&RULE, &log(bad));
            let options = &task["containerDefinitions"][0]["logConfiguration"]["options"];
            assert_eq!(
                options.as_object().filter(|options| !options.is_empty()),
                fixed.as_ref().and_then(|f| f.as_object())
            );
        }
    }
}
