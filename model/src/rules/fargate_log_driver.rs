//! LG001: a log driver that Fargate does not have.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::one_of;

use super::awslogs::add_awslogs;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LG001",
    name: "fargate-log-driver",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3048"),
        summary: "Containers on Fargate log with awslogs, splunk or awsfirelens.",
        why: "The other drivers write to a host, and Fargate has none to reach. RegisterTaskDefinition \
           refuses them: \"Must be one of [awslogs, splunk, awsfirelens]\".",
    },
    check: Check::TaskDefinition(check),
};

const DRIVERS: &[&str] = &["awslogs", "splunk", "awsfirelens"];
/// Those that the API knows and Fargate does not have; what it does not know is wrong everywhere.
const ELSEWHERE: &[&str] = &["json-file", "syslog", "journald", "gelf", "fluentd"];

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.is_for_fargate() {
        return;
    }
    for container in task.containers() {
        let Some(log) = container.log_configuration.known() else { continue };
        let Some(driver) = log.log_driver.text().filter(|driver| ELSEWHERE.contains(driver)) else {
            continue;
        };
        let edits = add_awslogs(cx, container);
        let message = format!(
            "{} logs with {driver}, and Fargate takes {}.",
            container.label(),
            one_of(DRIVERS)
        );
        let report = cx
            .report(&RULE, &log.path("logDriver"), message)
            .help("The other drivers write to a host, and Fargate has none to reach.");
        if let Some(edits) = edits {
            report.fix("Log with awslogs", edits);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition};

    #[test]
    fn fargate_has_three_drivers() {
        let log =
            |driver: &str| json!([container(json!({"logConfiguration": {"logDriver": driver}}))]);
        for good in [
            fargate(log("awslogs")),
            fargate(log("awsfirelens")),
            fargate(log("${var.driver}")),
            ec2(log("json-file")),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        let bad = fargate(log("json-file"));
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].logConfiguration.logDriver"]);
        let fixed = fixed_task_definition(&RULE, &bad);
        assert_eq!(fixed["containerDefinitions"][0]["logConfiguration"]["logDriver"], "awslogs");
    }
}
