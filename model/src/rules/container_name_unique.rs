//! TD004: two containers with the same name.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "TD004",
    name: "container-name-unique",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Containers of a task definition have different names.",
        why: "Dependencies, load balancers, links and the log streams name a container, so \
           RegisterTaskDefinition refuses two with the same name.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let containers = task.containers();
    for (index, container) in containers.iter().enumerate() {
        let Some(name) = container.name.text().filter(|name| !name.is_empty()) else { continue };
        if !containers.iter().take(index).any(|earlier| earlier.name.is(name)) {
            continue;
        }
        let path = container.path("name");
        let free = free_name(task, name);
        let edit = cx.set(&path, free.clone());
        cx.report(&RULE, &path, format!("Two containers are called {name}."))
            .help("Dependencies, load balancers and log streams name a container, so every name can be used once.")
            .fix(format!("Call this one {free}"), vec![edit]);
    }
}

fn free_name(task: &TaskDefinition, name: &str) -> String {
    (2..)
        .map(|n: u32| format!("{name}-{n}"))
        .find(|free| task.container(free).is_none())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn the_second_of_two_equal_names_is_found() {
        let named = |names: &[&str]| {
            fargate(names.iter().map(|name| container(json!({"name": name}))).collect())
        };
        assert_eq!(finds(&RULE, &named(&["a", "b", ""])), [""; 0]);
        assert_eq!(finds(&RULE, &named(&["${var.a}", "${var.a}"])), [""; 0]);
        let bad = named(&["a", "a-2", "a"]);
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[2].name"]);
        assert_eq!(fixed_task_definition(&RULE, &bad), named(&["a", "a-2", "a-3"]));
    }
}
