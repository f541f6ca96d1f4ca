//! CD001: a container without a name, or with one that ECS does not take.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::facts::is_object;
use super::naming::{clean_name, is_name, name_message};
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CD001",
    name: "container-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3003"),
        summary: "A container has a name of 1 to 255 letters, digits, hyphens and underscores.",
        why: "The name is how dependencies, load balancers and commands find the container. \
           RegisterTaskDefinition refuses a container without one: \"Container.name should not be null or \
           empty.\"",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        let path = container.path("name");
        let message = match &container.name {
            Field::Absent if is_object(cx, &container.at) => {
                format!("{} has no name.", container.label())
            }
            Field::Known(name) if !is_name(name) => name_message("container's name", name),
            _ => continue,
        };
        let cleaned = container
            .name
            .text()
            .and_then(clean_name)
            .filter(|name| task.container(name).is_none());
        let fix = cleaned.map(|name| (format!("Call it {name}"), vec![cx.set(&path, name)]));
        let report = cx
            .report(&RULE, &path, message)
            .help("Dependencies, load balancers and log streams name a container: letters, digits, hyphens and underscores, 255 at most.");
        if let Some((label, edits)) = fix {
            report.fix(label, edits);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn containers_have_names() {
        for good in [
            json!({"name": "App_1-a"}),
            json!({"name": "${var.name}"}),
            json!({"name": "app-{environment}"}),
        ] {
            assert_eq!(finds(&RULE, &fargate(json!([container(good)]))), [""; 0]);
        }
        assert_eq!(finds(&RULE, &fargate(json!(["${var.container}"]))), [""; 0]);
        for bad in [json!({"name": null}), json!({"name": ""})] {
            assert_eq!(
                finds(&RULE, &fargate(json!([container(bad)]))),
                ["containerDefinitions[0].name"]
            );
        }
        let bad = fargate(json!([container(json!({"name": "my app"}))]));
        assert_eq!(fixed_task_definition(&RULE, &bad)["containerDefinitions"][0]["name"], "my-app");
    }
}
