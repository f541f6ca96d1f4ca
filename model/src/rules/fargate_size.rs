//! FG003: a pair of cpu and memory that Fargate does not have.

use crate::diagnostic::Severity;
use crate::ecs::shape::Integer;
use crate::ecs::task_definition::TaskDefinition;
use crate::ecs::task_size::cpu_words;
use crate::edit::Edit;
use crate::fargate::{SIZES, Size, size_of, smallest};
use crate::text::{number, one_of};

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "FG003",
    name: "fargate-size",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3047"),
        summary: "The cpu and memory of a task on Fargate are a pair that Fargate has.",
        why: "Fargate has a fixed list of sizes: for each number of vCPUs, a range of memory in fixed steps. \
           RegisterTaskDefinition refuses any other pair with \"No Fargate configuration exists for given \
           values\". A cpu larger than any that Bayplan knows of is a warning, because AWS adds sizes.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let (true, Some(cpu), Some(memory)) =
        (task.is_for_fargate(), task.cpu_units(), task.memory_mib())
    else {
        return;
    };
    match size_of(cpu) {
        Some(size) if size.memory.contains(memory) => {}
        Some(size) => wrong_memory(cx, task, size, memory),
        None => wrong_cpu(cx, task, cpu, memory),
    }
}

fn wrong_memory(cx: &mut Context<'_>, task: &TaskDefinition, size: &Size, memory: i64) {
    let offered = size.memory.words();
    let (least, most) = (size.memory.nearest(0), size.memory.nearest(i64::MAX));
    let (had, vcpu) = (number(memory), cpu_words(size.cpu));
    let message = if memory < least {
        format!("{had} MiB is too little for {vcpu}: Fargate takes {offered}.")
    } else if memory > most {
        format!("{had} MiB is too much for {vcpu}: Fargate takes {offered}.")
    } else {
        format!("{had} MiB cannot be had with {vcpu}: Fargate takes {offered}.")
    };
    let path = task.path("memory");
    let nearest = size.memory.nearest(memory.max(needs(task).memory));
    let set_memory = cx.set(&path, nearest.to_string());
    let other_cpu = other_cpu(cx, task, size.cpu, memory);
    let report = cx
        .report(&RULE, &path, message)
        .help("Fargate has fixed sizes. Take memory that goes with the cpu, or a cpu that goes with the memory.")
        .fix(format!("Set memory to {}", number(nearest)), vec![set_memory]);
    if let Some((label, edits)) = other_cpu {
        report.fix(label, edits);
    }
}

fn wrong_cpu(cx: &mut Context<'_>, task: &TaskDefinition, cpu: i64, memory: i64) {
    let known: Vec<String> = SIZES.iter().map(|size| number(size.cpu)).collect();
    let message =
        format!("Fargate has no tasks with {} CPU units: it has {}.", number(cpu), one_of(&known));
    let newer = SIZES.last().is_some_and(|largest| cpu > largest.cpu);
    let other_cpu = other_cpu(cx, task, cpu, memory);
    let mut report = cx
        .report(&RULE, &task.path("cpu"), message)
        .help("1,024 CPU units are one vCPU. A size that AWS added after this version of Bayplan may be right nevertheless.");
    if newer {
        report = report.severity(Severity::Warning);
    }
    if let Some((label, edits)) = other_cpu {
        report.fix(label, edits);
    }
}

/// The fix that takes the smallest other cpu with this much memory, and rounds memory up where Fargate has
/// no such amount.
fn other_cpu(
    cx: &Context<'_>,
    task: &TaskDefinition,
    cpu: i64,
    memory: i64,
) -> Option<(String, Vec<Edit>)> {
    let needs = needs(task);
    let (size, offered) = smallest(needs.cpu, memory.max(needs.memory))?;
    if size.cpu == cpu {
        return None;
    }
    let set_cpu = cx.set(&task.path("cpu"), size.cpu.to_string());
    if offered == memory {
        return Some((format!("Set cpu to {}", number(size.cpu)), vec![set_cpu]));
    }
    let set_memory = cx.set(&task.path("memory"), offered.to_string());
    let label = format!("Set cpu to {} and memory to {}", number(size.cpu), number(offered));
    Some((label, vec![set_cpu, set_memory]))
}

/// What the task must have at least for its containers.
struct Needs {
    cpu: i64,
    memory: i64,
}

fn needs(task: &TaskDefinition) -> Needs {
    let known = |field: &Integer| field.known().copied().unwrap_or(0);
    Needs {
        cpu: task
            .containers()
            .iter()
            .fold(0, |sum, container| sum.saturating_add(known(&container.cpu))),
        memory: task
            .containers()
            .iter()
            .map(|container| known(&container.memory))
            .max()
            .unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{
        container, design, fargate, findings, finds, fixed_task_definition, with,
    };
    use crate::diagnostic::Severity;

    fn size(cpu: &str, memory: &str) -> serde_json::Value {
        with(fargate(json!([container(json!({}))])), json!({"cpu": cpu, "memory": memory}))
    }

    #[test]
    fn pairs_that_fargate_has_pass_in_every_form() {
        for (cpu, memory) in [
            ("256", "512"),
            (".25 vCPU", "0.5GB"),
            ("1 vcpu", "8 gb"),
            ("8192", "20480"),
            ("32768", "249856"),
            ("${var.cpu}", "1"),
            ("lots", "512"),
        ] {
            assert_eq!(finds(&RULE, &size(cpu, memory)), [""; 0], "{cpu} {memory}");
        }
        let ec2 = with(size("256", "4096"), json!({"requiresCompatibilities": ["EC2"]}));
        assert_eq!(finds(&RULE, &ec2), [""; 0]);
    }

    #[test]
    fn others_are_found_with_both_ways_out() {
        for (cpu, memory, message, fixes) in [
            (
                "1024",
                "512",
                "512 MiB is too little for 1 vCPU: Fargate takes 2,048 to 8,192 MiB in steps of 1,024.",
                &["Set memory to 2,048", "Set cpu to 256"][..],
            ),
            (
                "256",
                "4096",
                "4,096 MiB is too much for 0.25 vCPU: Fargate takes 512, 1,024 or 2,048 MiB.",
                &["Set memory to 2,048", "Set cpu to 512"],
            ),
            (
                "512",
                "1500",
                "1,500 MiB cannot be had with 0.5 vCPU: Fargate takes 1,024 to 4,096 MiB in steps of 1,024.",
                &["Set memory to 1,024", "Set cpu to 256 and memory to 2,048"],
            ),
            (
                "300",
                "1024",
                "Fargate has no tasks with 300 CPU units: it has 256, 512, 1,024, 2,048, 4,096, 8,192, 16,384 or 32,768.",
                &["Set cpu to 256"],
            ),
            (
                "256",
                "300000",
                "300,000 MiB is too much for 0.25 vCPU: Fargate takes 512, 1,024 or 2,048 MiB.",
                &["Set memory to 2,048"],
            ),
        ] {
            let design = design(&[("taskDefinition.subject", size(cpu, memory))]);
            let found = findings(&RULE, &design);
            assert_eq!(found[0].message, message);
            let labels: Vec<&str> = found[0].fixes.iter().map(|fix| fix.label.as_str()).collect();
            assert_eq!(labels, fixes);
            for fix in &found[0].fixes {
                let (fixed, _) = design.apply(&fix.edits).unwrap();
                assert!(findings(&RULE, &fixed).is_empty(), "{}", fix.label);
            }
        }
    }

    #[test]
    fn a_fix_leaves_room_for_the_containers() {
        let body = with(
            fargate(json!([container(json!({"cpu": 400, "memory": 3_000}))])),
            json!({"cpu": "1024", "memory": "512"}),
        );
        assert_eq!(fixed_task_definition(&RULE, &body)["memory"], "3072");
    }

    #[test]
    fn a_larger_cpu_than_any_known_is_a_warning() {
        let design = design(&[("taskDefinition.subject", size("65536", "524288"))]);
        assert_eq!(findings(&RULE, &design)[0].severity, Severity::Warning);
    }
}
