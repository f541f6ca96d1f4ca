//! PM001: a mapping without a container port, or with none that there is.

use crate::diagnostic::Severity;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::facts::is_object;
use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "PM001",
    name: "container-port",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A port mapping has a container port from 1 to 65,535.",
        why: "A mapping is about one port of the container, or about a range of them. RegisterTaskDefinition \
           refuses one without: \"Invalid 'containerPort' setting for container\".",
    },
    check: Check::TaskDefinition(check),
};

const MOST: i64 = 65_535;

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for mapping in container.port_mappings.items() {
            let path = mapping.path("containerPort");
            let label = container.label();
            match mapping.container_port {
                Field::Absent
                    if mapping.container_port_range.is_absent() && is_object(cx, &mapping.at) =>
                {
                    let from_host =
                        mapping.host_port.known().copied().filter(|port| (1..=MOST).contains(port));
                    let fix = from_host.map(|port| {
                        (format!("Set containerPort to {port}"), vec![cx.set(&path, port)])
                    });
                    let report = cx
                        .report(&RULE, &path, format!("A port mapping of {label} has no container port."))
                        .help("Say the port that the program in the container listens on, or a range in containerPortRange.");
                    if let Some((fix, edits)) = fix {
                        report.fix(fix, edits);
                    }
                }
                Field::Known(port) if !(1..=MOST).contains(&port) => {
                    cx.report(
                        &RULE,
                        &path,
                        format!(
                            "{label} maps the container port {port}, and ports go from 1 to 65535."
                        ),
                    )
                    .help("Say the port that the program in the container listens on.");
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, fargate, finds, fixed_task_definition};

    fn mapping(mapping: serde_json::Value) -> serde_json::Value {
        fargate(json!([container(json!({"portMappings": [mapping]}))]))
    }

    #[test]
    fn ports_that_there_are_pass() {
        for good in [
            json!({"containerPort": 1}),
            json!({"containerPort": 65_535}),
            json!({"containerPort": "${var.port}"}),
            json!({"containerPortRange": "8000-8010"}),
            json!("${var.mapping}"),
        ] {
            assert_eq!(finds(&RULE, &mapping(good)), [""; 0]);
        }
    }

    #[test]
    fn others_are_found() {
        for bad in [
            json!({}),
            json!({"hostPort": 80}),
            json!({"containerPort": 0}),
            json!({"containerPort": 70_000}),
        ] {
            assert_eq!(
                finds(&RULE, &mapping(bad)),
                ["containerDefinitions[app].portMappings[0].containerPort"]
            );
        }
        let fixed = fixed_task_definition(&RULE, &mapping(json!({"hostPort": 80})));
        assert_eq!(fixed, mapping(json!({"hostPort": 80, "containerPort": 80})));
    }
}
