//! LB005: listeners and target groups speak a protocol of their load balancer.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::LoadBalancer;
use crate::ecs::shape::Field;
use crate::edit::Edit;
use crate::text::one_of;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB005",
    name: "listener-protocol",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Listeners and target groups speak a protocol of their load balancer.",
        why: "An Application Load Balancer speaks HTTP and HTTPS, a Network Load Balancer TCP, TLS and UDP, on \
           both sides: to clients and to targets.",
    },
    check: Check::LoadBalancer(check),
};

const HTTP: [&str; 2] = ["HTTP", "HTTPS"];
const NETWORK: [&str; 4] = ["TCP", "TLS", "UDP", "TCP_UDP"];

fn check(cx: &mut Context<'_>, balancer: &LoadBalancer) {
    let (kind, protocols): (_, &[&str]) = match &balancer.kind {
        Field::Known(kind) if kind == "network" => ("a Network Load Balancer", &NETWORK),
        Field::Known(kind) if kind == "application" => ("an Application Load Balancer", &HTTP),
        Field::Absent if facts::is_generated(cx.subject()) => {
            ("an Application Load Balancer", &HTTP)
        }
        _ => return,
    };
    let others: &[&str] = if protocols.len() == 2 { &NETWORK } else { &HTTP };
    for listener in balancer.listeners.items() {
        if let Some(found) = listener.protocol.text().filter(|found| others.contains(found)) {
            let at = listener.path("protocol");
            let right = match (protocols.len(), listener.certificate_arn.is_absent()) {
                (2, true) => "HTTP",
                (2, false) => "HTTPS",
                (_, true) => "TCP",
                (_, false) => "TLS",
            };
            let edit = cx.set(&at, right);
            let message =
                format!("The listener speaks {found}, and {kind} speaks {}.", one_of(protocols));
            cx.report(&RULE, &at, message)
                .help("Change the protocol, or the type of the load balancer.")
                .fix(format!("Let it speak {right}"), vec![edit]);
            continue;
        }
        let Some(group) = cx.follow(&listener.target_group) else { continue };
        let Some(view) = group.target_group() else { continue };
        let Some(found) = view.protocol.text().filter(|found| others.contains(found)) else {
            continue;
        };
        let name = group.id.name();
        let right = if protocols.len() == 2 { "HTTP" } else { "TCP" };
        let address = cx.address_in(group, &view.path("protocol"));
        let edit = Edit::Set { address, value: right.into() };
        let message = format!(
            "The target group {name} speaks {found}, and {kind} speaks {} to its targets.",
            one_of(protocols)
        );
        let generated = facts::is_generated(group);
        let report = cx.report(&RULE, &listener.path("targetGroup"), message).help(
            "AWS refuses to attach it. Change its protocol, or the type of the load balancer.",
        );
        if generated {
            report.fix(format!("Let {name} speak {right}"), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const LISTENER: &str = "loadBalancer.web.listeners[0].protocol";
    const GROUP: &str = "targetGroup.web.protocol";

    #[test]
    fn protocols_of_the_load_balancer_pass() {
        for changes in [
            &[][..],
            &[(LISTENER, json!("${var.protocol}"))],
            &[
                ("loadBalancer.web.type", json!("network")),
                (
                    "loadBalancer.web.listeners",
                    json!([{"port": 443, "protocol": "TLS", "targetGroup": "${targetGroup.web}"}]),
                ),
                (GROUP, json!("TCP")),
            ],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn others_are_found_and_changed() {
        let design = sound(&[(LISTENER, json!("TLS"))]);
        assert_eq!(addresses(&RULE, &design), [LISTENER]);
        assert_eq!(value(&fixed(&RULE, &design), LISTENER), "HTTPS");
        let design = sound(&[(GROUP, json!("TCP"))]);
        assert_eq!(addresses(&RULE, &design), ["loadBalancer.web.listeners[0].targetGroup"]);
        assert_eq!(value(&fixed(&RULE, &design), GROUP), "HTTP");
    }
}
