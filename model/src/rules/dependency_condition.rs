//! DP003: a dependency whose condition can never come true.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DP003",
    name: "dependency-condition",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "What a container waits for can happen.",
        why: "HEALTHY needs a health check in the task definition; ECS does not look at the image's. \
           COMPLETE and SUCCESS mean that the other container exits, which would stop the whole task if \
           it were essential. RegisterTaskDefinition refuses both.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for dependency in container.depends_on.items() {
            let other = dependency.container_name.text().and_then(|name| task.container(name));
            let (Some(other), Some(condition)) = (other, dependency.condition.text()) else {
                continue;
            };
            let (label, on) = (container.label(), other.label());
            let path = dependency.path("condition");
            let start = ("Wait only for its start".to_owned(), cx.set(&path, "START"));
            match condition {
                "HEALTHY" if other.health_check.is_absent() => {
                    cx.report(&RULE, &path, format!("{label} waits until {on} is healthy, and {on} has no health check."))
                        .help("ECS does not look at a health check in the image: it must be in the task definition.")
                        .fix(start.0, vec![start.1]);
                }
                "COMPLETE" | "SUCCESS" if other.is_essential() == Some(true) => {
                    let optional = cx.set(&other.path("essential"), false);
                    cx.report(&RULE, &path, format!("{label} waits until {on} has ended, and {on} is essential."))
                        .help("When an essential container ends, the whole task does. A container is essential unless it says otherwise.")
                        .fix(format!("Make {on} not essential"), vec![optional])
                        .fix(start.0, vec![start.1]);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition, with};

    fn two(condition: &str, other: serde_json::Value) -> serde_json::Value {
        let on = json!([{"containerName": "b", "condition": condition}]);
        let other = with(container(json!({"name": "b"})), other);
        fargate(json!([container(json!({"name": "a", "dependsOn": on})), other]))
    }

    #[test]
    fn conditions_that_can_come_true_pass() {
        for good in [
            two("START", json!({})),
            two("HEALTHY", json!({"healthCheck": {"command": ["CMD", "true"]}})),
            two("SUCCESS", json!({"essential": false})),
            two("COMPLETE", json!({"essential": "${var.essential}"})),
            two("${var.condition}", json!({})),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
    }

    #[test]
    fn others_are_found() {
        for condition in ["HEALTHY", "COMPLETE", "SUCCESS"] {
            let bad = two(condition, json!({}));
            assert_eq!(finds(&RULE, &bad), ["containerDefinitions[a].dependsOn[b].condition"]);
            fixed_task_definition(&RULE, &bad);
        }
        assert_eq!(
            fixed_task_definition(&RULE, &two("SUCCESS", json!({}))),
            two("SUCCESS", json!({"essential": false}))
        );
    }
}
