//! TD007: containers that reserve more CPU than the task has.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::fargate::smallest;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD007",
    name: "container-cpu-sum",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Containers reserve no more CPU than their task has.",
        why: "The cpu of a container is a share of the task's. RegisterTaskDefinition refuses containers \
           that together reserve more than the task has.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(of_task) = task.cpu_units() else { return };
    let containers = task.containers();
    // What is not known counts as nothing: the sum is then at least this.
    let sum = containers
        .iter()
        .filter_map(|container| container.cpu.known())
        .fold(0_i64, |sum, cpu| sum.saturating_add(*cpu));
    if sum <= of_task {
        return;
    }
    let message = match containers {
        [only] => format!(
            "{} reserves {} CPU units, and the task has {}.",
            only.label(),
            number(sum),
            number(of_task)
        ),
        _ => format!(
            "The containers reserve {} CPU units together, and the task has {}.",
            number(sum),
            number(of_task)
        ),
    };
    let path = task.path("cpu");
    let fix = if task.is_for_fargate() {
        smallest(sum, task.memory_mib().unwrap_or(0)).map(|(size, memory)| {
            let mut edits = vec![cx.set(&path, size.cpu.to_string())];
            let mut label = format!("Set the task's cpu to {}", number(size.cpu));
            if task.memory_mib() != Some(memory) {
                edits.push(cx.set(&task.path("memory"), memory.to_string()));
                label = format!("{label} and memory to {}", number(memory));
            }
            (label, edits)
        })
    } else {
        let label = format!("Set the task's cpu to {}", number(sum));
        Some((label, vec![cx.set(&path, sum.to_string())]))
    };
    let report = cx
        .report(&RULE, &path, message)
        .help("A container's cpu is its share of the task's. Give the task more, or the containers less; a container without cpu takes what is left.");
    if let Some((label, edits)) = fix {
        report.fix(label, edits);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, says, with};

    #[test]
    fn the_sum_must_fit() {
        let cpus = |a: serde_json::Value, b: serde_json::Value| {
            fargate(json!([
                container(json!({"name": "a", "cpu": a})),
                container(json!({"name": "b", "cpu": b}))
            ]))
        };
        for good in [
            cpus(json!(128), json!(128)),
            cpus(json!(256), json!("${var.cpu}")),
            cpus(json!(null), json!(256)),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
        let bad = cpus(json!(256), json!(10));
        assert_eq!(finds(&RULE, &bad), ["cpu"]);
        assert_eq!(
            says(&RULE, &bad),
            "The containers reserve 266 CPU units together, and the task has 256."
        );
        let fixed = fixed_task_definition(&RULE, &bad);
        assert_eq!((&fixed["cpu"], &fixed["memory"]), (&json!("512"), &json!("1024")));
        let ec2 = with(bad, json!({"requiresCompatibilities": ["EC2"]}));
        assert_eq!(fixed_task_definition(&RULE, &ec2)["cpu"], "266");
    }
}
