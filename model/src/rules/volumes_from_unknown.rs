//! DP004: volumes from a container that there is not.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DP004",
    name: "volumes-from-unknown",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_VolumeFrom.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A container takes volumes from another container of its task.",
        why: "RegisterTaskDefinition refuses volumes from a container that is not there, or from the \
           container itself: \"Unknown container\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.knows_its_containers() {
        return;
    }
    for container in task.containers() {
        for from in container.volumes_from.items() {
            let Some(source) = from.source_container.text() else { continue };
            let message = if container.name.is(source) {
                format!("{source} takes volumes from itself.")
            } else if task.container(source).is_none() {
                format!(
                    "{} takes volumes from {source}, and there is no such container.",
                    container.label()
                )
            } else {
                continue;
            };
            let edit = cx.remove(&from.at);
            cx.report(&RULE, &from.path("sourceContainer"), message)
                .help("Name another container of the task.")
                .fix("Take it away", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn sources_are_other_containers() {
        let two = |source: &str| {
            fargate(json!([
                container(json!({"name": "a"})),
                container(json!({"name": "b", "volumesFrom": [{"sourceContainer": source}]}))
            ]))
        };
        assert_eq!(finds(&RULE, &two("a")), [""; 0]);
        for bad in ["b", "c"] {
            assert_eq!(
                finds(&RULE, &two(bad)),
                ["containerDefinitions[b].volumesFrom[0].sourceContainer"]
            );
            fixed_task_definition(&RULE, &two(bad));
        }
    }
}
