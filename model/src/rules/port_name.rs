//! PM005: a port name that ECS does not take.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::naming::clean_name;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "PM005",
    name: "port-name",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A port's name is 1 to 64 lower-case letters, digits, hyphens and underscores, and does not \
              start with a hyphen.",
        why: "Service Connect and VPC Lattice find a port by its name, which ends up in a DNS name.",
    },
    check: Check::TaskDefinition(check),
};

const MOST: usize = 64;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for mapping in container.port_mappings.items() {
            let Some(name) = mapping.name.text().filter(|name| !is_port_name(name)) else {
                continue;
            };
            let path = mapping.path("name");
            let fix = match cleaned(name) {
                Some(cleaned) => (format!("Call it {cleaned}"), cx.set(&path, cleaned)),
                None => ("Take the name away".to_owned(), cx.remove(&path)),
            };
            cx.report(&RULE, &path, format!("{} calls a port \"{name}\", which ECS does not take.", container.label()))
                .help("A port's name is lower-case letters, digits, hyphens and underscores, 64 at most, and does not start with a hyphen.")
                .fix(fix.0, vec![fix.1]);
        }
    }
}

fn is_port_name(name: &str) -> bool {
    (1..=MOST).contains(&name.len())
        && !name.starts_with('-')
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

fn cleaned(name: &str) -> Option<String> {
    let mut cleaned = clean_name(name)?.to_ascii_lowercase();
    cleaned.truncate(MOST);
    Some(cleaned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn port_names_are_lower_case() {
        let name = |name: &str| {
            fargate(json!([container(
                json!({"portMappings": [{"containerPort": 80, "name": name}]})
            )]))
        };
        for good in ["http", "_a-1", "${var.name}"] {
            assert_eq!(finds(&RULE, &name(good)), [""; 0]);
        }
        for (bad, cleaned) in [("HTTP", "http"), ("-web", "web"), ("my port", "my-port")] {
            assert_eq!(
                finds(&RULE, &name(bad)),
                ["containerDefinitions[app].portMappings[0].name"]
            );
            assert_eq!(fixed_task_definition(&RULE, &name(bad)), name(cleaned));
        }
        fixed_task_definition(&RULE, &name(""));
    }
}
