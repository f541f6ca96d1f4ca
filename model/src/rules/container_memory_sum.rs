//! TD009: containers that reserve more memory than the task has.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD009",
    name: "container-memory-sum",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Containers together reserve no more memory than their task has.",
        why: "AWS takes limits that add up to more than the task has, but then the containers cannot all use \
           what they were promised: the task runs out of memory and the kernel stops one of them. Counted \
           is a container's memoryReservation, and its memory where it reserves none.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(of_task) = task.memory_mib() else { return };
    let [_, _, ..] = task.containers() else { return };
    let sum = task.containers().iter().fold(0_i64, |sum, container| {
        let reserved = container.memory_reservation.known().or_else(|| container.memory.known());
        sum.saturating_add(reserved.copied().unwrap_or(0))
    });
    if sum > of_task {
        cx.report(
            &RULE,
            &task.path("memory"),
            format!("The containers reserve {} MiB together, and the task has {} MiB.", number(sum), number(of_task)),
        )
        .help("They cannot all have what they are promised: when the task runs out of memory, one of them is killed. Give the task more, or the containers less.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, with};

    #[test]
    fn the_sum_should_fit() {
        let two = |a: serde_json::Value, b: serde_json::Value| {
            fargate(json!([
                with(container(json!({"name": "a"})), a),
                with(container(json!({"name": "b"})), b)
            ]))
        };
        for good in [
            two(json!({"memory": 256}), json!({"memory": 256})),
            two(
                json!({"memory": 512, "memoryReservation": 256}),
                json!({"memory": 512, "memoryReservation": 256}),
            ),
            two(json!({"memory": 512}), json!({"memory": "${var.memory}"})),
            // A single container that is too large is another rule's.
            fargate(json!([container(json!({"memory": 600}))])),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        assert_eq!(
            finds(&RULE, &two(json!({"memory": 512}), json!({"memoryReservation": 1}))),
            ["memory"]
        );
    }
}
