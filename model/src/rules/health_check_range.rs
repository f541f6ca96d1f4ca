//! HC002: a health check's number outside its range.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "HC002",
    name: "health-check-range",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A health check's times and retries are in ECS's ranges.",
        why: "The interval is 5 to 300 seconds, the timeout 2 to 60, the start period 0 to 300, and retries \
           are 1 to 10. RegisterTaskDefinition refuses anything else.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(health) = container.health_check.known() else { continue };
        for (key, field, least, most, unit) in [
            ("interval", &health.interval, 5, 300, " seconds"),
            ("timeout", &health.timeout, 2, 60, " seconds"),
            ("retries", &health.retries, 1, 10, ""),
            ("startPeriod", &health.start_period, 0, 300, " seconds"),
        ] {
            let Some(value) =
                field.known().copied().filter(|value| !(least..=most).contains(value))
            else {
                continue;
            };
            let path = health.path(key);
            let nearest = value.clamp(least, most);
            let edit = cx.set(&path, nearest);
            cx.report(
                &RULE,
                &path,
                format!("{}'s health check has {key} {}, and ECS takes {least} to {most}{unit}.", container.label(), number(value)),
            )
            .help("A container is unhealthy after retries failures in a row, one every interval, each given timeout; failures within startPeriod do not count.")
            .fix(format!("Set {key} to {nearest}"), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn numbers_have_ranges() {
        let health = |members| {
            fargate(json!([container(
                json!({"healthCheck": with(json!({"command": ["CMD", "true"]}), members)})
            )]))
        };
        for good in [
            json!({}),
            json!({"interval": 5, "timeout": 2, "retries": 1, "startPeriod": 0}),
            json!({"interval": 300, "timeout": 60, "retries": 10, "startPeriod": 300}),
            json!({"interval": "${var.interval}"}),
        ] {
            assert_eq!(finds(&RULE, &health(good)), [""; 0]);
        }
        for (key, bad, nearest) in [
            ("interval", 4, 5),
            ("interval", 301, 300),
            ("timeout", 1, 2),
            ("timeout", 61, 60),
            ("retries", 0, 1),
            ("retries", 11, 10),
            ("startPeriod", -1, 0),
            ("startPeriod", 301, 300),
        ] {
            let body = health(json!({key: bad}));
            assert_eq!(
                finds(&RULE, &body),
                [format!("containerDefinitions[app].healthCheck.{key}")]
            );
            assert_eq!(fixed_task_definition(&RULE, &body), health(json!({key: nearest})));
        }
    }
}
