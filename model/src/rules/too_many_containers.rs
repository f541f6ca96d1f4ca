//! TD002: more containers than ECS takes.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD002",
    name: "too-many-containers",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A task definition has at most 10 containers.",
        why: "The quota of 10 containers a task definition is fixed: AWS does not raise it.",
    },
    check: Check::TaskDefinition(check),
};

/// The quota "Containers per task definition", which cannot be raised.
const MOST: usize = 10;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let count = task.containers().len();
    if count > MOST {
        cx.report(
            &RULE,
            &task.path("containerDefinitions"),
            format!("The task definition has {count} containers, and ECS takes {MOST} at most."),
        )
        .help("The quota is fixed. Containers that need not share a network interface and a life can be a task definition and a service of their own.");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds};

    #[test]
    fn ten_are_the_most() {
        let containers = |count: usize| {
            fargate((0..count).map(|n| container(json!({"name": format!("c{n}")}))).collect())
        };
        assert_eq!(finds(&RULE, &containers(10)), [""; 0]);
        assert_eq!(finds(&RULE, &containers(11)), ["containerDefinitions"]);
    }
}
