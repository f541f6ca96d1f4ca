//! TD003: no essential container.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::text::count;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD003",
    name: "essential-container",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3042"),
        summary: "At least one container is essential.",
        why: "A task lives as long as its essential containers: when one of them stops, all others are \
           stopped. Without any, ECS could not tell when the task has ended, so RegisterTaskDefinition \
           refuses it. A container is essential unless it says otherwise.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let containers = task.containers();
    let Some(first) = containers.first() else { return };
    if containers.iter().any(|container| container.is_essential() != Some(false)) {
        return;
    }
    let message = match containers {
        [only] => format!("{}, the only container, is not essential.", only.label()),
        _ => format!("None of the {} is essential.", count(containers.len(), "container")),
    };
    let path = first.path("essential");
    let edit = cx.set(&path, true);
    cx.report(&RULE, &path, message)
        .help("A task lives as long as its essential containers, so ECS wants at least one: usually the one that does the task's work.")
        .fix(format!("Make {} essential", first.label()), vec![edit]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn one_essential_container_is_enough() {
        let named = |name: &str, essential: serde_json::Value| {
            container(json!({"name": name, "essential": essential}))
        };
        for good in [
            json!([named("a", json!(null))]),
            json!([named("a", json!(false)), named("b", json!(true))]),
            json!([named("a", json!("${var.essential}"))]),
            json!([named("a", json!("maybe"))]),
        ] {
            assert_eq!(finds(&RULE, &fargate(good)), [""; 0]);
        }
        let bad = fargate(json!([named("a", json!(false)), named("b", json!(false))]));
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[a].essential"]);
        assert_eq!(
            fixed_task_definition(&RULE, &bad)["containerDefinitions"][0]["essential"],
            true
        );
    }
}
