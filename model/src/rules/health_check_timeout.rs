//! HC003: a health check that may take longer than its interval.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "HC003",
    name: "health-check-timeout",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A health check's timeout is shorter than its interval.",
        why: "A check that may take longer than the time between two checks makes an unhealthy container \
           look busy for longer. Unless they are said, the interval is 30 seconds and the timeout 5.",
    },
    check: Check::TaskDefinition(check),
};

const DEFAULT_INTERVAL: i64 = 30;
const DEFAULT_TIMEOUT: i64 = 5;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(health) = container.health_check.known() else { continue };
        let interval = health.interval.or_default(DEFAULT_INTERVAL);
        let timeout = health.timeout.or_default(DEFAULT_TIMEOUT);
        let (Some(interval), Some(timeout)) = (interval, timeout) else { continue };
        // Outside ECS's ranges another rule speaks.
        if timeout < interval || !(5..=300).contains(&interval) || !(2..=60).contains(&timeout) {
            continue;
        }
        let path = health.path(if health.timeout.is_absent() { "interval" } else { "timeout" });
        cx.report(
            &RULE,
            &path,
            format!(
                "{}'s health check may take {timeout} seconds and runs every {interval}.",
                container.label()
            ),
        )
        .help("Make the timeout shorter than the interval.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds};

    #[test]
    fn the_timeout_is_shorter() {
        let health = |interval: serde_json::Value, timeout: serde_json::Value| {
            fargate(json!([container(
                json!({"healthCheck": {"command": ["CMD", "true"], "interval": interval, "timeout": timeout}})
            )]))
        };
        for good in [
            health(json!(10), json!(5)),
            health(json!(null), json!(null)),
            health(json!("${var.i}"), json!(60)),
            health(json!(1), json!(5)),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        assert_eq!(
            finds(&RULE, &health(json!(10), json!(10))),
            ["containerDefinitions[app].healthCheck.timeout"]
        );
        assert_eq!(
            finds(&RULE, &health(json!(5), json!(null))),
            ["containerDefinitions[app].healthCheck.interval"]
        );
    }
}
