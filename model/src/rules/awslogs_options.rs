//! LG002: awslogs without an option that it needs.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;
use crate::edit::Edit;
use crate::path::Path;
use crate::text::all_of;

use super::awslogs::{STREAM_PREFIX, log_group};
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LG002",
    name: "awslogs-options",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3046"),
        summary: "awslogs has a log group, a Region, and on Fargate a stream prefix.",
        why: "RegisterTaskDefinition refuses awslogs without awslogs-group or awslogs-region, and on Fargate \
           without awslogs-stream-prefix, with which a log stream is called prefix/container/task.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(log) =
            container.log_configuration.known().filter(|log| log.log_driver.is("awslogs"))
        else {
            continue;
        };
        if !matches!(log.options, Field::Known(_) | Field::Absent) {
            continue;
        }
        let missing: Vec<&str> = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"]
            .into_iter()
            .filter(|key| *key != "awslogs-stream-prefix" || task.is_for_fargate())
            .filter(|key| {
                log.options.get(key).is_none_or(|value| value.is_absent() || value.is(""))
            })
            .collect();
        if missing.is_empty() {
            continue;
        }
        let path = log.path("options");
        let fix = fill_in(cx, &path, &missing);
        let message = format!(
            "{} logs with awslogs and does not say {}.",
            container.label(),
            all_of(&missing)
        );
        let report = cx.report(&RULE, &path, message).help(
            "awslogs needs to know the log group and its Region; on Fargate also the first part of a log stream's name, which goes on with the container and the task.",
        );
        if let Some(edits) = fix {
            report.fix(format!("Set {}", all_of(&missing)), edits);
        }
    }
}

/// `None` while the Region is missing and the design does not say it either.
fn fill_in(cx: &Context<'_>, options: &Path, missing: &[&str]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for key in missing {
        let value = match *key {
            "awslogs-region" => cx.region()?.to_owned(),
            "awslogs-stream-prefix" => STREAM_PREFIX.to_owned(),
            _ => {
                let (group, add_group) = log_group(cx);
                edits.extend(add_group);
                group
            }
        };
        edits.push(cx.set(&options.key((*key).to_owned()), value));
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, design, ec2, fargate, finds, fixed, says, with};

    fn log(options: serde_json::Value) -> serde_json::Value {
        json!([container(
            json!({"logConfiguration": {"logDriver": "awslogs", "options": options}})
        )])
    }

    #[test]
    fn what_is_needed_depends_on_where_it_runs() {
        let most = json!({"awslogs-group": "${logGroup.web}", "awslogs-region": "eu-west-1"});
        let all = with(most.clone(), json!({"awslogs-stream-prefix": "web"}));
        for good in
            [fargate(log(all)), ec2(log(most.clone())), fargate(log(json!("${var.options}")))]
        {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        let bad = fargate(log(most));
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].logConfiguration.options"]);
        assert_eq!(
            says(&RULE, &bad),
            "app logs with awslogs and does not say awslogs-stream-prefix."
        );
    }

    #[test]
    fn what_is_missing_is_filled_in() {
        for options in [json!({}), json!(null), json!({"awslogs-group": ""})] {
            let fixed = fixed(&RULE, &design(&[("taskDefinition.subject", fargate(log(options)))]));
            let options = json!({
                "awslogs-group": "${logGroup.subject}",
                "awslogs-region": fixed.settings.region,
                "awslogs-stream-prefix": "ecs",
            });
            let task = fixed.record(&"taskDefinition.subject".parse().unwrap()).unwrap();
            assert_eq!(
                task.body["containerDefinitions"][0]["logConfiguration"]["options"],
                options
            );
            assert!(fixed.record(&"logGroup.subject".parse().unwrap()).is_some());
        }
    }
}
