//! PM004: a port that two mappings of a task want.

use crate::diagnostic::Severity;
use crate::ecs::container_definition::ContainerDefinition;
use crate::ecs::shape::Field;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "PM004",
    name: "port-conflict",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3037"),
        summary: "No port is used twice within a task.",
        why: "In awsvpc mode all containers of a task share one network interface, so only one of them can \
           listen on a port: \"container port is used multiple times in task\". In bridge and host mode \
           the same holds for the ports of the host.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(mode) = task.effective_network_mode() else { return };
    let shared = mode == "awsvpc";
    let mut taken: Vec<(i64, &str, &ContainerDefinition)> = Vec::new();
    for container in task.containers() {
        for mapping in container.port_mappings.items() {
            let (key, field) = if shared || mapping.host_port.is_absent() && mode == "host" {
                ("containerPort", &mapping.container_port)
            } else {
                ("hostPort", &mapping.host_port)
            };
            let protocol = match &mapping.protocol {
                Field::Absent => "tcp",
                Field::Known(protocol) => protocol,
                _ => continue,
            };
            let Some(port) = field.known().copied().filter(|port| *port > 0) else { continue };
            let earlier = taken.iter().find(|(other, with, _)| (*other, *with) == (port, protocol));
            let Some((_, _, earlier)) = earlier else {
                taken.push((port, protocol, container));
                continue;
            };
            let same = std::ptr::eq(*earlier, container);
            let who = if same {
                format!("{} maps the port {port} twice", container.label())
            } else {
                format!("{} and {} both use the port {port}", earlier.label(), container.label())
            };
            let why = match (shared, same) {
                (true, false) => {
                    "Containers of a task share one network interface, and only one can listen on a port. Let one of them listen on another."
                }
                (true, true) => "One mapping of a port is enough.",
                _ => {
                    "A port of the host can be mapped once. Take another, or 0 for any that is free."
                }
            };
            let edit = same.then(|| cx.remove(&mapping.at));
            let report =
                cx.report(&RULE, &mapping.path(key), format!("{who} ({protocol}).")).help(why);
            if let Some(edit) = edit {
                report.fix("Take the second mapping away", vec![edit]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{
        container, ec2, fargate, finds, fixed_task_definition, says, with,
    };

    fn two(a: serde_json::Value, b: serde_json::Value) -> serde_json::Value {
        json!([
            container(json!({"name": "a", "portMappings": [a]})),
            container(json!({"name": "b", "portMappings": [b]}))
        ])
    }

    #[test]
    fn different_ports_pass() {
        for good in [
            fargate(two(json!({"containerPort": 80}), json!({"containerPort": 81}))),
            fargate(two(
                json!({"containerPort": 53}),
                json!({"containerPort": 53, "protocol": "udp"}),
            )),
            fargate(two(
                json!({"containerPort": "${var.port}"}),
                json!({"containerPort": "${var.port}"}),
            )),
            ec2(two(json!({"containerPort": 80}), json!({"containerPort": 80}))),
            ec2(two(
                json!({"containerPort": 80, "hostPort": 0}),
                json!({"containerPort": 81, "hostPort": 0}),
            )),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
    }

    #[test]
    fn a_port_taken_twice_is_found() {
        let bad = fargate(two(
            json!({"containerPort": 80}),
            json!({"containerPort": 80, "protocol": "tcp"}),
        ));
        assert_eq!(finds(&RULE, &bad), ["containerDefinitions[b].portMappings[0].containerPort"]);
        assert_eq!(says(&RULE, &bad), "a and b both use the port 80 (tcp).");
        let bridge = ec2(two(
            json!({"containerPort": 80, "hostPort": 8_080}),
            json!({"containerPort": 81, "hostPort": 8_080}),
        ));
        assert_eq!(finds(&RULE, &bridge), ["containerDefinitions[b].portMappings[0].hostPort"]);
        let host = with(
            ec2(two(json!({"containerPort": 80}), json!({"containerPort": 80}))),
            json!({"networkMode": "host"}),
        );
        assert_eq!(finds(&RULE, &host), ["containerDefinitions[b].portMappings[0].containerPort"]);
        let same = fargate(json!([container(
            json!({"portMappings": [{"containerPort": 80}, {"containerPort": 80}]})
        )]));
        fixed_task_definition(&RULE, &same);
    }
}
