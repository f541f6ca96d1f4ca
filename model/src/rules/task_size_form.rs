//! TD006: a task's cpu or memory that is no size.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::ecs::task_size::{parse_cpu, parse_memory};
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD006",
    name: "task-size-form",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3047"),
        summary: "A task's cpu is units or vCPUs, its memory MiB or GB.",
        why: "cpu and memory of a task are strings: whole CPU units (\"256\") or vCPUs (\".25 vCPU\"), whole \
           MiB (\"512\") or GB (\"0.5GB\"). Anything else is refused with \"Invalid 'cpu' setting for \
           task\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if let Some(cpu) = task.cpu.text().filter(|cpu| parse_cpu(cpu).is_none()) {
        cx.report(
            &RULE,
            &task.path("cpu"),
            format!("The task's cpu is \"{cpu}\", which is no number of CPU units or vCPUs."),
        )
        .help(
            "Write CPU units, such as 256, or vCPUs, such as .25 vCPU. 1,024 units are one vCPU.",
        );
    }
    if let Some(memory) = task.memory.text().filter(|memory| parse_memory(memory).is_none()) {
        let path = task.path("memory");
        let fix = in_mib(memory).map(|mib| {
            (format!("Set memory to {}", number(mib)), vec![cx.set(&path, mib.to_string())])
        });
        let report = cx
            .report(
                &RULE,
                &path,
                format!("The task's memory is \"{memory}\", which is no number of MiB or GB."),
            )
            .help("Write MiB, such as 512, or GB, such as 0.5GB.");
        if let Some((label, edits)) = fix {
            report.fix(label, edits);
        }
    }
}

/// What is meant by units that ECS does not take: `512 MB`, `1GiB`, `512m`.
fn in_mib(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    for unit in ["mib", "mb", "m"] {
        if let Some(number) = text.strip_suffix(unit) {
            return parse_memory(number.trim_end()).filter(|_| !number.trim().is_empty());
        }
    }
    let number = text.strip_suffix("gib").or_else(|| text.strip_suffix('g'))?;
    parse_memory(&format!("{number}gb"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    fn size(cpu: &str, memory: &str) -> serde_json::Value {
        with(fargate(json!([container(json!({}))])), json!({"cpu": cpu, "memory": memory}))
    }

    #[test]
    fn sizes_have_two_forms() {
        for (cpu, memory) in
            [("256", "512"), (".25 vCPU", "0.5GB"), ("${var.cpu}", "${var.memory}")]
        {
            assert_eq!(finds(&RULE, &size(cpu, memory)), [""; 0]);
        }
        assert_eq!(finds(&RULE, &size("a quarter", "")), ["cpu", "memory"]);
    }

    #[test]
    fn other_units_are_converted() {
        for (memory, expected) in
            [("512 MB", "512"), ("1GiB", "1024"), ("2g", "2048"), ("512m", "512")]
        {
            assert_eq!(finds(&RULE, &size("256", memory)), ["memory"]);
            assert_eq!(fixed_task_definition(&RULE, &size("256", memory))["memory"], expected);
        }
    }
}
