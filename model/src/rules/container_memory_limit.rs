//! TD008: a container with more memory than its task.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::edit::Edit;
use crate::fargate::size_of;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD008",
    name: "container-memory-limit",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "No container's memory limit is above its task's memory.",
        why: "A container's memory is a hard limit inside the task's. RegisterTaskDefinition refuses a \
           larger one with \"The 'memory' setting for container is greater than for the task\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(of_task) = task.memory_mib() else { return };
    for container in task.containers() {
        for (key, field, verb) in [
            ("memory", &container.memory, "may use"),
            ("memoryReservation", &container.memory_reservation, "reserves"),
        ] {
            let Some(memory) = field.known().copied().filter(|memory| *memory > of_task) else {
                continue;
            };
            let path = container.path(key);
            let message = format!(
                "{} {verb} {} MiB, and the task has {} MiB.",
                container.label(),
                number(memory),
                number(of_task)
            );
            let mut fixes = vec![(
                format!("Set {}'s {key} to {}", container.label(), number(of_task)),
                vec![cx.set(&path, of_task)],
            )];
            fixes.extend(larger_task(cx, task, memory));
            let mut report = cx
                .report(&RULE, &path, message)
                .help("A container's memory lies within the task's. Give the task more, or the container less.");
            for (label, edits) in fixes {
                report = report.fix(label, edits);
            }
        }
    }
}

/// The fix that gives the task at least this much memory, if its cpu allows that.
fn larger_task(
    cx: &Context<'_>,
    task: &TaskDefinition,
    memory: i64,
) -> Option<(String, Vec<Edit>)> {
    let memory = match task.cpu_units() {
        Some(cpu) if task.is_for_fargate() => size_of(cpu)?.memory.at_least(memory)?,
        _ => memory,
    };
    let edit = cx.set(&task.path("memory"), memory.to_string());
    Some((format!("Set the task's memory to {}", number(memory)), vec![edit]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{
        container, design, fargate, findings, finds, fixed_task_definition, says,
    };

    #[test]
    fn each_container_must_fit() {
        let memory =
            |memory: serde_json::Value| fargate(json!([container(json!({"memory": memory}))]));
        for good in [memory(json!(512)), memory(json!("${var.memory}")), memory(json!(null))] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        let bad = memory(json!(600));
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].memory"]);
        assert_eq!(says(&RULE, &bad), "app may use 600 MiB, and the task has 512 MiB.");
        assert_eq!(fixed_task_definition(&RULE, &bad), memory(json!(512)));
        let design = design(&[("taskDefinition.subject", bad)]);
        let labels: Vec<String> =
            findings(&RULE, &design)[0].fixes.iter().map(|fix| fix.label.clone()).collect();
        assert_eq!(labels, ["Set app's memory to 512", "Set the task's memory to 1,024"]);
        let reserved = fargate(json!([container(json!({"memoryReservation": 600}))]));
        assert_eq!(finds(&RULE, &reserved), ["containerDefinitions[app].memoryReservation"]);
    }
}
