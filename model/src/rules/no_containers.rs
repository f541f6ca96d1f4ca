//! TD001: an empty list of containers.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD001",
    name: "no-containers",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3042"),
        summary: "A task definition has at least one container.",
        why: "A task is its containers, so RegisterTaskDefinition refuses an empty list with \"Container \
           list cannot be empty\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if task.container_definitions.known().is_some_and(Vec::is_empty) {
        cx.report(
            &RULE,
            &task.path("containerDefinitions"),
            "The task definition has no containers.",
        )
        .help("A task is its containers. Add one, with a name and an image.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds};

    #[test]
    fn an_empty_list_is_found() {
        assert_eq!(finds(&RULE, &fargate(json!([container(json!({}))]))), [""; 0]);
        assert_eq!(finds(&RULE, &fargate(json!("${var.containers}"))), [""; 0]);
        assert_eq!(finds(&RULE, &fargate(json!([]))), ["containerDefinitions"]);
    }
}
