//! TD011: no memory, neither for the task nor for a container.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD011",
    name: "container-memory-missing",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Without a size for the task, every container says its memory.",
        why: "ECS places a task on an instance by the memory it needs, so RegisterTaskDefinition wants it \
           from the task or from every container: \"At least one of 'memory' or 'memoryReservation' must \
           be specified.\"",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if task.is_for_fargate() || !task.memory.is_absent() {
        return;
    }
    for container in task.containers() {
        if container.memory.is_absent() && container.memory_reservation.is_absent() {
            cx.report(
                &RULE,
                &container.path("memory"),
                format!("Neither {} nor the task says how much memory it needs.", container.label()),
            )
            .help("ECS looks for an instance with room for the task. Say the memory of the task, or the memory or memoryReservation of every container, in MiB.");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, finds, with};

    #[test]
    fn memory_is_said_somewhere() {
        let no_size = |containers| with(ec2(containers), json!({"memory": null}));
        for good in [
            ec2(json!([container(json!({}))])),
            no_size(json!([
                container(json!({"memory": 64})),
                container(json!({"memoryReservation": 64}))
            ])),
            no_size(json!([container(json!({"memory": "${var.memory}"}))])),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        let bad = no_size(json!([container(json!({}))]));
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].memory"]);
    }
}
