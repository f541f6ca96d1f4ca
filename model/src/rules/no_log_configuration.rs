//! LG004: a container that does not say where its logs go.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::awslogs::add_awslogs;
use super::facts::is_object;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LG004",
    name: "no-log-configuration",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A container says where its logs go.",
        why: "Without a log configuration the output of a container is lost on Fargate, and stays on the \
           instance on EC2, which is an advice there. With awslogs it goes to a group of CloudWatch Logs.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let fargate = task.is_for_fargate();
    for container in task.containers() {
        if !container.log_configuration.is_absent() || !is_object(cx, &container.at) {
            continue;
        }
        let label = container.label();
        let (message, severity) = if fargate {
            (
                format!("{label} says nothing about logs, so what it writes is lost."),
                Severity::Warning,
            )
        } else {
            (
                format!(
                    "{label} says nothing about logs, so what it writes stays on the instance."
                ),
                Severity::Advice,
            )
        };
        let edits = add_awslogs(cx, container);
        let help = "With awslogs, what it writes goes to CloudWatch Logs, into a log group that keeps it for 30 days.";
        let help = match edits {
            Some(_) => help.to_owned(),
            None => format!("{help} That needs a Region, which the design does not say yet."),
        };
        let report = cx
            .report(&RULE, &container.path("logConfiguration"), message)
            .help(help)
            .severity(severity);
        if let Some(edits) = edits {
            report.fix("Add awslogs", edits);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, design, ec2, fargate, findings, finds, fixed, with};
    use crate::diagnostic::Severity;

    #[test]
    fn silence_is_found() {
        for good in [
            json!({"logConfiguration": {"logDriver": "splunk"}}),
            json!({"logConfiguration": "${var.log}"}),
        ] {
            assert_eq!(finds(&RULE, &fargate(json!([container(good)]))), [""; 0]);
        }
        for (bad, severity) in [
            (fargate(json!([container(json!({}))])), Severity::Warning),
            (ec2(json!([container(json!({}))])), Severity::Advice),
        ] {
            assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].logConfiguration"]);
            assert_eq!(
                findings(&RULE, &design(&[("taskDefinition.subject", bad)]))[0].severity,
                severity
            );
        }
    }

    #[test]
    fn the_fix_makes_one_log_group_for_all_containers() {
        let containers = json!([container(json!({"name": "a"})), container(json!({"name": "b"}))]);
        let body = with(fargate(containers), json!({"family": "web-{environment}"}));
        let once = fixed(&RULE, &design(&[("taskDefinition.subject", body)]));
        let twice = fixed(&RULE, &once);
        assert!(findings(&RULE, &twice).is_empty());
        let group = twice.record(&"logGroup.subject".parse().unwrap()).unwrap();
        assert_eq!(
            group.body,
            json!({"logGroupName": "/ecs/web-{environment}", "retentionInDays": 30})
        );
        let task = twice.record(&"taskDefinition.subject".parse().unwrap()).unwrap();
        let expected = json!({"logDriver": "awslogs", "options": {
            "awslogs-group": "${logGroup.subject}",
            "awslogs-region": twice.settings.region,
            "awslogs-stream-prefix": "ecs",
        }});
        for container in task.body["containerDefinitions"].as_array().unwrap() {
            assert_eq!(container["logConfiguration"], expected);
        }
    }
}
