//! TD016: a task's cpu outside what ECS takes off Fargate.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD016",
    name: "ec2-task-cpu",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A task on EC2 has 0.125 to 192 vCPU.",
        why: "Off Fargate a task's cpu may be any number from 128 to 196,608 units.",
    },
    check: Check::TaskDefinition(check),
};

const LEAST: i64 = 128;
const MOST: i64 = 196_608;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(cpu) = task.cpu_units().filter(|cpu| !(LEAST..=MOST).contains(cpu)) else { return };
    // Fargate's own sizes are another rule's; what runs nowhere in particular may run on either.
    if task.requires_compatibilities.items().is_empty() || task.is_for_fargate() {
        return;
    }
    let path = task.path("cpu");
    let nearest = cpu.clamp(LEAST, MOST);
    let edit = cx.set(&path, nearest.to_string());
    cx.report(
        &RULE,
        &path,
        format!(
            "The task's cpu is {} units, and ECS takes {} to {}.",
            number(cpu),
            number(LEAST),
            number(MOST)
        ),
    )
    .help("1,024 units are one vCPU. A task on EC2 may leave its cpu out altogether.")
    .fix(format!("Set cpu to {}", number(nearest)), vec![edit]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, finds, fixed_task_definition, with};

    #[test]
    fn the_range_holds_off_fargate() {
        let cpu = |cpu: &str| with(ec2(json!([container(json!({}))])), json!({"cpu": cpu}));
        for good in ["128", "192 vCPU", "${var.cpu}"] {
            assert_eq!(finds(&RULE, &cpu(good)), [""; 0]);
        }
        for (bad, fixed) in [("64", "128"), ("200 vCPU", "196608")] {
            assert_eq!(finds(&RULE, &cpu(bad)), ["cpu"]);
            assert_eq!(fixed_task_definition(&RULE, &cpu(bad))["cpu"], fixed);
        }
    }
}
