//! EN004: an environment variable without a name.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::facts::is_object;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EN004",
    name: "variable-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An environment variable has a name.",
        why: "RegisterTaskDefinition refuses a variable without a name.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for variable in container.environment.items() {
            let missing = variable.name.is_absent() && is_object(cx, &variable.at);
            if !missing && !variable.name.is("") {
                continue;
            }
            let edit = cx.remove(&variable.at);
            cx.report(
                &RULE,
                &variable.path("name"),
                format!("An environment variable of {} has no name.", container.label()),
            )
            .help("Name it, or take it away.")
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
    fn variables_have_names() {
        let list = |list| fargate(json!([container(json!({"environment": list}))]));
        assert_eq!(
            finds(&RULE, &list(json!([{"name": "A"}, {"name": "${var.a}"}, "${var.b}"]))),
            [""; 0]
        );
        for bad in [json!([{"value": "a"}]), json!([{"name": "", "value": "a"}])] {
            assert_eq!(
                finds(&RULE, &list(bad.clone())),
                ["containerDefinitions[app].environment[0].name"]
            );
            fixed_task_definition(&RULE, &list(bad));
        }
    }
}
