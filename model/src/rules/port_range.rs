//! PM007: a port range that ECS does not take.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "PM007",
    name: "port-range",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A port range goes from a lower to a higher port, and stands alone.",
        why: "containerPortRange is written first-last, from 1 to 65535, instead of containerPort and \
           hostPort. RegisterTaskDefinition refuses a reversed range, and one beside a single port.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for mapping in container.port_mappings.items() {
            let Some(range) = mapping.container_port_range.text() else { continue };
            let path = mapping.path("containerPortRange");
            let label = container.label();
            match ends(range) {
                Some((first, last)) if first < last => {}
                Some((first, last)) if last < first => {
                    let turned = format!("{last}-{first}");
                    let edit = cx.set(&path, turned.clone());
                    cx.report(&RULE, &path, format!("{label}'s port range {range} goes down."))
                        .help("A range is first-last, from 1 to 65535.")
                        .fix(format!("Write {turned}"), vec![edit]);
                }
                _ => {
                    cx.report(&RULE, &path, format!("{label}'s port range is \"{range}\", which is none."))
                        .help("A range is first-last, from 1 to 65535, such as 8000-8010. A single port is a containerPort.");
                }
            }
            for (key, field) in
                [("containerPort", &mapping.container_port), ("hostPort", &mapping.host_port)]
            {
                let Some(port) = field.known() else { continue };
                let path = mapping.path(key);
                let edit = cx.remove(&path);
                cx.report(&RULE, &path, format!("{label} maps the port {port} beside the range {range}."))
                    .help("A mapping is about a single port or a range, not both; ECS chooses the host's ports for a range.")
                    .fix(format!("Take {key} away"), vec![edit]);
            }
        }
    }
}

fn ends(range: &str) -> Option<(u16, u16)> {
    let (first, last) = range.split_once('-')?;
    let port = |text: &str| {
        text.parse::<u16>()
            .ok()
            .filter(|port| *port > 0 && text.bytes().all(|b| b.is_ascii_digit()))
    };
    Some((port(first)?, port(last)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    #[test]
    fn ranges_go_up_and_stand_alone() {
        let mapping = |mapping| fargate(json!([container(json!({"portMappings": [mapping]}))]));
        for good in [
            json!({"containerPortRange": "8000-8010"}),
            json!({"containerPortRange": "${var.range}"}),
        ] {
            assert_eq!(finds(&RULE, &mapping(good)), [""; 0]);
        }
        for (bad, key) in [
            (json!({"containerPortRange": "8000"}), "containerPortRange"),
            (json!({"containerPortRange": "0-10"}), "containerPortRange"),
            (json!({"containerPortRange": "80-80"}), "containerPortRange"),
            (json!({"containerPortRange": "8000-70000"}), "containerPortRange"),
            (json!({"containerPortRange": "8000-8010", "containerPort": 80}), "containerPort"),
        ] {
            assert_eq!(
                finds(&RULE, &mapping(bad)),
                [format!("containerDefinitions[app].portMappings[0].{key}")]
            );
        }
        let turned = fixed_task_definition(&RULE, &mapping(json!({"containerPortRange": "90-80"})));
        assert_eq!(turned, mapping(json!({"containerPortRange": "80-90"})));
    }
}
