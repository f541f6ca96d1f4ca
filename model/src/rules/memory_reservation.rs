//! TD010: a soft memory limit above the hard one.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD010",
    name: "memory-reservation",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A container reserves no more memory than its limit.",
        why: "memoryReservation is the soft limit, memory the hard one. RegisterTaskDefinition refuses a \
           soft limit above the hard one; equal is fine.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let (Some(reserved), Some(limit)) =
            (container.memory_reservation.known(), container.memory.known())
        else {
            continue;
        };
        if reserved <= limit {
            continue;
        }
        let path = container.path("memoryReservation");
        let lower = cx.set(&path, *limit);
        let raise = cx.set(&container.path("memory"), *reserved);
        cx.report(
            &RULE,
            &path,
            format!("{} reserves {} MiB and may use only {} MiB.", container.label(), number(*reserved), number(*limit)),
        )
        .help("memoryReservation is the soft limit and memory the hard one, at which the container is killed: the soft one comes first.")
        .fix(format!("Set memoryReservation to {}", number(*limit)), vec![lower])
        .fix(format!("Set memory to {}", number(*reserved)), vec![raise]);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn the_soft_limit_is_not_above_the_hard_one() {
        let limits = |soft: i64, hard: serde_json::Value| {
            fargate(json!([container(json!({"memoryReservation": soft, "memory": hard}))]))
        };
        for good in
            [limits(256, json!(256)), limits(256, json!(null)), limits(256, json!("${var.memory}"))]
        {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        let bad = limits(257, json!(256));
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].memoryReservation"]);
        assert_eq!(fixed_task_definition(&RULE, &bad), limits(256, json!(256)));
    }
}
