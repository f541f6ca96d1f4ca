//! FG004: a size that Fargate has only for Linux.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::ecs::task_size::cpu_words;
use crate::fargate::{SIZES, Size, size_of};
use crate::text::{number, one_of};

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "FG004",
    name: "fargate-windows-size",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/windows_task_definitions.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A Windows task on Fargate has 1, 2 or 4 vCPU.",
        why: "Fargate has fewer sizes for Windows containers than for Linux ones: RegisterTaskDefinition \
           refuses less than 1 vCPU and more than 4.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let (true, true, Some(cpu)) = (task.is_for_fargate(), task.is_windows(), task.cpu_units())
    else {
        return;
    };
    if size_of(cpu).is_none_or(|size| size.windows) {
        return;
    }
    let path = task.path("cpu");
    let offered: Vec<&Size> = SIZES.iter().filter(|size| size.windows).collect();
    let nearest = offered.iter().min_by_key(|size| size.cpu.abs_diff(cpu)).copied();
    let fix = nearest.map(|size| {
        let mut edits = vec![cx.set(&path, size.cpu.to_string())];
        if let Some(memory) = task.memory_mib().filter(|memory| !size.memory.contains(*memory)) {
            edits.push(cx.set(&task.path("memory"), size.memory.nearest(memory).to_string()));
        }
        (format!("Set cpu to {}", number(size.cpu)), edits)
    });
    let words: Vec<String> = offered.iter().map(|size| cpu_words(size.cpu)).collect();
    let report = cx
        .report(
            &RULE,
            &path,
            format!(
                "{} is no size for Windows containers: Fargate takes {}.",
                cpu_words(cpu),
                one_of(&words)
            ),
        )
        .help("Fargate has fewer sizes for Windows than for Linux. Larger Windows tasks need EC2.");
    if let Some((label, edits)) = fix {
        report.fix(label, edits);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    #[test]
    fn windows_has_three_sizes() {
        let size = |cpu: &str, family: &str| {
            with(
                fargate(json!([container(json!({}))])),
                json!({"cpu": cpu, "runtimePlatform": {"operatingSystemFamily": family}}),
            )
        };
        for good in [
            size("1 vCPU", "WINDOWS_SERVER_2022_CORE"),
            size("256", "LINUX"),
            size("300", "WINDOWS_SERVER_2022_CORE"),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        for (cpu, nearest, memory) in [("256", "1024", "2048"), ("8192", "4096", "8192")] {
            let bad = size(cpu, "WINDOWS_SERVER_2022_CORE");
            assert_eq!(finds(&RULE, &bad), ["cpu"]);
            let fixed = fixed_task_definition(&RULE, &bad);
            assert_eq!((&fixed["cpu"], &fixed["memory"]), (&json!(nearest), &json!(memory)));
        }
    }
}
