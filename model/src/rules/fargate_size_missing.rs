//! FG001: Fargate without the task's cpu or memory.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::fargate::{size_of, smallest};
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "FG001",
    name: "fargate-size-missing",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3048"),
        summary: "A task definition for Fargate says its cpu and memory.",
        why: "On EC2 a task takes what its containers ask for. Fargate sells a task as a whole, so \
           RegisterTaskDefinition refuses one whose cpu or memory is missing at the task level: \"Fargate \
           requires that 'cpu' be defined at the task level.\"",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.is_for_fargate() || !(task.cpu.is_absent() || task.memory.is_absent()) {
        return;
    }
    let fix = smallest_that_fits(task).map(|(cpu, memory)| {
        let mut edits = Vec::new();
        if task.cpu.is_absent() {
            edits.push(cx.set(&task.path("cpu"), cpu.to_string()));
        }
        if task.memory.is_absent() {
            edits.push(cx.set(&task.path("memory"), memory.to_string()));
        }
        (format!("Set cpu to {} and memory to {}", number(cpu), number(memory)), edits)
    });
    let (path, missing) = match (task.cpu.is_absent(), task.memory.is_absent()) {
        (true, true) => ("cpu", "cpu and memory"),
        (true, false) => ("cpu", "cpu"),
        _ => ("memory", "memory"),
    };
    let report = cx
        .report(&RULE, &task.path(path), format!("The task definition is for Fargate and does not say {missing}."))
        .help("Fargate sells a task as a whole, in fixed sizes: it needs both for the task, whatever its containers ask for.");
    if let Some((label, edits)) = fix {
        report.fix(label, edits);
    }
}

/// The smallest size with what the containers ask for and what the task already says.
fn smallest_that_fits(task: &TaskDefinition) -> Option<(i64, i64)> {
    let mut cpu = 0_i64;
    let mut memory = 0_i64;
    for container in task.containers() {
        cpu = cpu.saturating_add(container.cpu.or_default(0)?);
        let reserved = container.memory_reservation.or_default(0)?;
        memory = memory.saturating_add(container.memory.or_default(reserved)?);
    }
    if !task.memory.is_absent() {
        memory = task.memory_mib()?;
    }
    if task.cpu.is_absent() {
        let (size, offered) = smallest(cpu, memory)?;
        return (task.memory.is_absent() || offered == memory).then_some((size.cpu, offered));
    }
    let size = size_of(task.cpu_units()?)?;
    Some((size.cpu, size.memory.at_least(memory)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition, with};

    #[test]
    fn both_are_needed_on_fargate_only() {
        let size = |cpu: Option<&str>, memory: Option<&str>| {
            with(fargate(json!([container(json!({}))])), json!({"cpu": cpu, "memory": memory}))
        };
        for (body, found) in [
            (size(Some("256"), Some("512")), None),
            (size(Some("${var.cpu}"), Some("${var.memory}")), None),
            (ec2(json!([container(json!({}))])), None),
            (size(None, Some("512")), Some("cpu")),
            (size(Some("256"), None), Some("memory")),
            (size(None, None), Some("cpu")),
        ] {
            assert_eq!(finds(&RULE, &body), Vec::from_iter(found));
        }
    }

    #[test]
    fn the_smallest_size_for_the_containers_is_offered() {
        for (cpu, memory, expected) in [
            (None, None, ("512", "3072")),
            (Some("1 vCPU"), None, ("1 vCPU", "3072")),
            (None, Some("8192"), ("1024", "8192")),
        ] {
            let containers = json!([container(json!({"cpu": 300, "memory": 2_500}))]);
            let body = with(fargate(containers), json!({"cpu": cpu, "memory": memory}));
            let fixed = fixed_task_definition(&RULE, &body);
            assert_eq!(
                (fixed["cpu"].as_str(), fixed["memory"].as_str()),
                (Some(expected.0), Some(expected.1))
            );
        }
    }
}
