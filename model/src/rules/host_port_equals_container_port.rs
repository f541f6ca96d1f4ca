//! PM003: a host port that differs from its container port where they are the same.

use crate::diagnostic::Severity;
use crate::ecs::task_definition::TaskDefinition;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "PM003",
    name: "host-port-equals-container-port",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3053"),
        summary: "In awsvpc and host mode a host port equals its container port.",
        why: "In these modes nothing is translated: a container listens on the task's own network interface, \
           or on the host's. RegisterTaskDefinition refuses two different ports: \"When \
           networkMode=awsvpc, the host ports and container ports in port mappings must match.\" That \
           goes for 0 too.",
    },
    check: Check::TaskDefinition(check),
};

fn check(cx: &mut Context<'_>, task: &TaskDefinition) {
    let Some(mode @ ("awsvpc" | "host")) = task.effective_network_mode() else { return };
    for container in task.containers() {
        for mapping in container.port_mappings.items() {
            let (Some(host), Some(inside)) =
                (mapping.host_port.known(), mapping.container_port.known())
            else {
                continue;
            };
            if host == inside || !(0..=65_535).contains(host) {
                continue;
            }
            let path = mapping.path("hostPort");
            let same = cx.set(&path, *inside);
            let other = (*host > 0).then(|| cx.set(&mapping.path("containerPort"), *host));
            let report = cx
                .report(
                    &RULE,
                    &path,
                    format!("{} maps the container port {inside} to the host port {host}, and in {mode} mode they are one.", container.label()),
                )
                .help("Nothing is translated in this mode. Leave hostPort out, or make it equal to containerPort, the one that the program listens on.")
                .fix(format!("Set hostPort to {inside}"), vec![same]);
            if let Some(edit) = other {
                report.fix(format!("Set containerPort to {host}"), vec![edit]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::check::testing::{container, ec2, fargate, finds, fixed_task_definition, with};

    fn ports(container_port: i64, host_port: serde_json::Value) -> serde_json::Value {
        json!([container(
            json!({"portMappings": [{"containerPort": container_port, "hostPort": host_port}]})
        )])
    }

    #[test]
    fn equal_or_absent_ports_pass() {
        for good in [
            fargate(ports(80, json!(80))),
            fargate(ports(80, json!(null))),
            fargate(ports(80, json!("${var.port}"))),
            ec2(ports(80, json!(8080))),
        ] {
            assert_eq!(finds(&RULE, &good), [""; 0]);
        }
    }

    #[test]
    fn different_ports_are_found() {
        for host in [0, 9_999] {
            let bad = fargate(ports(8_080, json!(host)));
            assert_eq!(finds(&RULE, &bad), ["containerDefinitions[app].portMappings[0].hostPort"]);
            assert_eq!(fixed_task_definition(&RULE, &bad), fargate(ports(8_080, json!(8_080))));
        }
        let host = with(ec2(ports(80, json!(8_080))), json!({"networkMode": "host"}));
        assert_eq!(finds(&RULE, &host), ["containerDefinitions[app].portMappings[0].hostPort"]);
    }
}
