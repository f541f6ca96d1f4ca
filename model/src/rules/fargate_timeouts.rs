//! RS001: a timeout that Fargate does not take.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "RS001",
    name: "fargate-timeouts",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "On Fargate a container starts and stops within 2 to 120 seconds.",
        why: "On Fargate startTimeout and stopTimeout are 2 to 120 seconds; stopTimeout is 30 unless it is \
           said. On EC2 the agent has its own limits.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.is_for_fargate() {
        return;
    }
    for container in task.containers() {
        for (key, field) in
            [("startTimeout", &container.start_timeout), ("stopTimeout", &container.stop_timeout)]
        {
            let Some(value) = field.known().copied().filter(|value| !(2..=120).contains(value))
            else {
                continue;
            };
            let path = container.path(key);
            let nearest = value.clamp(2, 120);
            let edit = cx.set(&path, nearest);
            cx.report(
                &RULE,
                &path,
                format!("{} has {key} {}, and Fargate takes 2 to 120 seconds.", container.label(), number(value)),
            )
            .help("What has not stopped after stopTimeout is killed. Work that takes longer has to be picked up again by another task.")
            .fix(format!("Set {key} to {nearest}"), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition};

    #[test]
    fn fargate_waits_for_two_minutes_at_most() {
        let stop = |seconds: serde_json::Value| json!([container(json!({"stopTimeout": seconds}))]);
        for good in [
            fargate(stop(json!(2))),
            fargate(stop(json!(120))),
            fargate(stop(json!("${var.s}"))),
            ec2(stop(json!(600))),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        for (bad, nearest) in [(600, 120), (1, 2)] {
            assert_eq!(
                finds(&RULE, &fargate(stop(json!(bad)))),
                ["containerDefinitions[app].stopTimeout"]
            );
            assert_eq!(
                fixed_task_definition(&RULE, &fargate(stop(json!(bad)))),
                fargate(stop(json!(nearest)))
            );
        }
    }
}
