//! DP001: a dependency on a container that there is not.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;
use crate::edit::Edit;
use crate::text::all_of;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DP001",
    name: "dependency-unknown",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A container depends on containers of its own task.",
        why: "RegisterTaskDefinition refuses a dependency on a container that is not in the task definition: \
           \"Cannot depend on container because it does not exist\".",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    if !task.knows_its_containers() {
        return;
    }
    for container in task.containers() {
        for dependency in container.depends_on.items() {
            let Some(name) = dependency.container_name.text() else { continue };
            if task.container(name).is_some() {
                continue;
            }
            let others: Vec<&str> = task
                .containers()
                .iter()
                .filter_map(|other| other.name.text())
                .filter(|other| !container.name.is(other))
                .collect();
            let help = if others.is_empty() {
                "There is no other container in the task.".to_owned()
            } else {
                format!("The others in the task are {}.", all_of(&others))
            };
            let path = dependency.path("containerName");
            let mut fixes: Vec<(String, Edit)> = Vec::new();
            if let [only] = others.as_slice() {
                fixes.push((format!("Depend on {only}"), cx.set(&path, *only)));
            }
            fixes.push(("Take the dependency away".to_owned(), cx.remove(&dependency.at)));
            let mut report = cx
                .report(
                    &RULE,
                    &path,
                    format!(
                        "{} depends on {name}, and there is no such container.",
                        container.label()
                    ),
                )
                .help(help);
            for (label, edit) in fixes {
                report = report.fix(label, vec![edit]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn dependencies_are_containers_of_the_task() {
        let on = |name: &str| json!([{"containerName": name, "condition": "START"}]);
        let two = |name: &str| {
            fargate(json!([
                container(json!({"name": "a"})),
                container(json!({"name": "b", "dependsOn": on(name)}))
            ]))
        };
        for good in ["a", "${var.name}"] {
            assert_eq!(finds(&RULE, &two(good)), [""; 0]);
        }
        assert_eq!(finds(&RULE, &two("c")), ["containerDefinitions[b].dependsOn[c].containerName"]);
        assert_eq!(fixed_task_definition(&RULE, &two("c")), two("a"));
        let unnamed = fargate(json!([
            container(json!({"dependsOn": on("b")})),
            container(json!({"name": "${var.b}"}))
        ]));
        assert_eq!(finds(&RULE, &unnamed), [""; 0]);
        fixed_task_definition(&RULE, &fargate(json!([container(json!({"dependsOn": on("b")}))])));
    }
}
