//! RS002: a restart policy outside ECS's limits.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::{count, number};

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "RS002",
    name: "restart-attempt-period",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A container is restarted after it has run for 60 to 1,800 seconds.",
        why: "restartAttemptPeriod is how long the container must have run for a restart, from 60 to 1,800 \
           seconds; 300 unless it is said. At most 50 exit codes can be ignored.",
    },
    check: Check::TaskDefinition(check),
};

const MOST_CODES: usize = 50;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let Some(policy) = container.restart_policy.known() else { continue };
        let period = policy.restart_attempt_period.known().copied();
        if let Some(period) = period.filter(|period| !(60..=1_800).contains(period)) {
            let path = policy.path("restartAttemptPeriod");
            let nearest = period.clamp(60, 1_800);
            let edit = cx.set(&path, nearest);
            let message = format!(
                "{}'s restartAttemptPeriod is {}, and ECS takes 60 to 1,800 seconds.",
                container.label(),
                number(period)
            );
            cx.report(&RULE, &path, message)
                .help("It is how long the container must have run before it is restarted; 300 seconds unless it is said.")
                .fix(format!("Set restartAttemptPeriod to {}", number(nearest)), vec![edit]);
        }
        let codes = policy.ignored_exit_codes.items().len();
        if codes > MOST_CODES {
            let message = format!(
                "{}'s restart policy ignores {}, and ECS takes {MOST_CODES} at most.",
                container.label(),
                count(codes, "exit code")
            );
            cx.report(&RULE, &policy.path("ignoredExitCodes"), message).help("Take some away.");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn the_period_has_a_range() {
        let period = |seconds: i64| {
            fargate(json!([container(
                json!({"restartPolicy": {"enabled": true, "restartAttemptPeriod": seconds}})
            )]))
        };
        for good in [60, 1_800] {
            assert_eq!(finds(&RULE, &period(good)), [""; 0]);
        }
        for (bad, nearest) in [(59, 60), (1_801, 1_800)] {
            assert_eq!(
                finds(&RULE, &period(bad)),
                ["containerDefinitions[app].restartPolicy.restartAttemptPeriod"]
            );
            assert_eq!(fixed_task_definition(&RULE, &period(bad)), period(nearest));
        }
        let codes = vec![json!("1"); 51];
        let many = fargate(json!([container(
            json!({"restartPolicy": {"enabled": true, "ignoredExitCodes": codes}})
        )]));
        assert_eq!(
            finds(&RULE, &many),
            ["containerDefinitions[app].restartPolicy.ignoredExitCodes"]
        );
    }
}
