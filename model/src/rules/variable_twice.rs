//! EN002: an environment variable that is set twice.

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "EN002",
    name: "variable-twice",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3002"),
        summary: "An environment variable is set once.",
        why: "ECS takes a variable that is set twice, and the last one wins, which is easily overlooked. \
           CloudFormation refuses it.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let variables = container.environment.items();
        let mut names: HashMap<&str, usize> = HashMap::with_capacity(variables.len());
        for (index, variable) in variables.iter().enumerate() {
            let Some(name) = variable.name.text().filter(|name| !name.is_empty()) else { continue };
            let Some(earlier) = names.insert(name, index).and_then(|at| variables.get(at)) else {
                continue;
            };
            let same = earlier.value == variable.value;
            let edit = cx.remove(&earlier.at);
            let message = if same {
                format!("{} sets {name} twice, to the same value.", container.label())
            } else {
                format!(
                    "{} sets {name} twice, to different values; the last one wins.",
                    container.label()
                )
            };
            cx.report(&RULE, &variable.at, message)
                .help("ECS takes both, and the container sees the last.")
                .fix("Take the earlier one away", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn the_second_of_two_is_found_and_stays() {
        let variables = |values: &[(&str, &str)]| {
            let list: Vec<_> =
                values.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
            fargate(json!([container(json!({"environment": list}))]))
        };
        assert_eq!(
            finds(&RULE, &variables(&[("A", "1"), ("B", "1"), ("", "1"), ("", "1")])),
            [""; 0]
        );
        let bad = variables(&[("A", "1"), ("B", "1"), ("A", "2")]);
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].environment[2]"]);
        assert_eq!(fixed_task_definition(&RULE, &bad), variables(&[("B", "1"), ("A", "2")]));
    }
}
