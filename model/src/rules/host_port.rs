//! PM002: a host port that there is not.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "PM002",
    name: "host-port",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A host port is a port from 0 to 65,535.",
        why: "The host port is the one on the instance; 0, or none, means any that is free.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    for container in task.containers() {
        for mapping in container.port_mappings.items() {
            let Some(port) = mapping.host_port.known().filter(|port| !(0..=65_535).contains(*port))
            else {
                continue;
            };
            let path = mapping.path("hostPort");
            let edit = cx.remove(&path);
            cx.report(
                &RULE,
                &path,
                format!(
                    "{} maps the host port {port}, and ports go from 0 to 65535.",
                    container.label()
                ),
            )
            .help("0, or none, means any port of the instance that is free.")
            .fix("Take the host port away", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, finds, fixed_task_definition};

    #[test]
    fn host_ports_are_ports() {
        let port = |port: i64| {
            ec2(json!([container(
                json!({"portMappings": [{"containerPort": 80, "hostPort": port}]})
            )]))
        };
        for good in [0, 65_535] {
            assert_eq!(finds(&RULE, &port(good)), [""; 0]);
        }
        for bad in [-1, 65_536] {
            assert_eq!(
                finds(&RULE, &port(bad)),
                ["containerDefinitions[app].portMappings[0].hostPort"]
            );
            fixed_task_definition(&RULE, &port(bad));
        }
    }
}
