//! PM006: two ports with the same name.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "PM006",
    name: "port-name-unique",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Ports of a task definition have different names.",
        why: "A service names the port that Service Connect or VPC Lattice uses, across all containers of \
           its task definition, so RegisterTaskDefinition refuses the same name twice.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let mut names: Vec<&str> = Vec::new();
    for container in task.containers() {
        for mapping in container.port_mappings.items() {
            let Some(name) = mapping.name.text().filter(|name| !name.is_empty()) else { continue };
            if !names.contains(&name) {
                names.push(name);
                continue;
            }
            let path = mapping.path("name");
            let edit = cx.remove(&path);
            cx.report(&RULE, &path, format!("Two ports are called {name}; the second is one of {}.", container.label()))
                .help("A service names the port that it offers, across all containers, so every name can be used once.")
                .fix("Take this name away", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn the_second_of_two_equal_names_is_found() {
        let names = |a: &str, b: &str| {
            fargate(json!([
                container(json!({"name": "a", "portMappings": [{"containerPort": 80, "name": a}]})),
                container(json!({"name": "b", "portMappings": [{"containerPort": 81, "name": b}]})),
            ]))
        };
        assert_eq!(finds(&RULE, &names("http", "admin")), [""; 0]);
        let bad = names("http", "http");
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[b].portMappings[0].name"]);
        fixed_task_definition(&RULE, &bad);
    }
}
