//! LB002: A service connects a load balancer to a port that the container maps.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::edit::Edit;
use crate::text::all_of;
use serde_json::json;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB002",
    name: "load-balancer-port",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service connects a load balancer to a port that the container maps.",
        why: "The load balancer sends requests to a container port that must be in the container's port \
           mappings. ECS refuses another: \"The container X did not have a container port N defined.\"",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    for balancer in service.load_balancers.items() {
        let (Some(name), Some(port)) =
            (balancer.container_name.text(), balancer.container_port.known().copied())
        else {
            continue;
        };
        let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
        let Some(Some(container)) = facts::container(definition, name) else { continue };
        let Some(ports) = facts::mapped_ports(container) else { continue };
        if ports.iter().any(|range| range.contains(&port)) {
            continue;
        }
        let at = balancer.path("containerPort");
        let mapped: Vec<String> = ports
            .iter()
            .map(|range| {
                let (from, to) = (range.start(), range.end());
                if from == to { from.to_string() } else { format!("{from} to {to}") }
            })
            .collect();
        let message = format!(
            "The load balancer sends requests to port {port} of the container {name}, which maps {}.",
            if mapped.is_empty() {
                "no port".to_owned()
            } else {
                format!("only {}", all_of(&mapped))
            }
        );
        let only = match ports.as_slice() {
            [only] if only.start() == only.end() => Some(*only.start()),
            _ => None,
        };
        let use_only = only.map(|only| (format!("Use port {only}"), cx.set(&at, only)));
        let mappings = container.path("portMappings");
        let map = Edit::Insert {
            address: cx.address_in(resolved, &mappings),
            index: container.port_mappings.items().len(),
            value: json!({"containerPort": port, "protocol": "tcp"}),
        };
        let mut report = cx
            .report(&RULE, &at, message)
            .help("ECS refuses the service. Send requests to a port that the container maps, or map this one.");
        if let Some((label, edit)) = use_only {
            report = report.fix(label, vec![edit]);
        }
        if (1..=65_535).contains(&port) {
            report.fix(format!("Map port {port} in {name}"), vec![map]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, messages, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.loadBalancers[0].containerPort";
    const MAPPINGS: &str = "taskDefinition.web.containerDefinitions[app].portMappings";

    #[test]
    fn a_mapped_port_passes() {
        for changes in [
            &[][..],
            &[(AT, json!(9000)), (MAPPINGS, json!([{"containerPortRange": "8000-9000"}]))],
            &[(AT, json!(9000)), (MAPPINGS, json!([{"containerPort": "${var.port}"}]))],
            &[(AT, json!("${var.port}"))],
            &[(AT, json!(9000)), (MAPPINGS, json!("${var.mappings}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn another_port_is_found_and_the_only_one_chosen() {
        let design = sound(&[(AT, json!(80))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(
            messages(&RULE, &design),
            [
                "The load balancer sends requests to port 80 of the container app, which maps only 8080."
            ]
        );
        assert_eq!(value(&fixed(&RULE, &design), AT), 8080);
    }

    #[test]
    fn without_a_mapping_the_fix_adds_one() {
        for none in [Value::Null, json!([])] {
            let design = sound(&[(MAPPINGS, none)]);
            let right = json!([{"containerPort": 8080, "protocol": "tcp"}]);
            assert_eq!(value(&fixed(&RULE, &design), MAPPINGS), right);
        }
    }
}
