//! LB012: A load balancer listens on each port once.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::LoadBalancer;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB012",
    name: "listener-ports",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A load balancer listens on each port once.",
        why: "AWS refuses a second listener on the same port of a load balancer: \"A listener already exists on \
           this port for this load balancer\".",
    },
    check: Check::LoadBalancer(check),
};

fn check(cx: &mut Context<'_>, balancer: &LoadBalancer) {
    let listeners = balancer.listeners.items();
    for (index, listener) in listeners.iter().enumerate() {
        let Some(port) = listener.port.known() else { continue };
        if !listeners.iter().take(index).any(|other| other.port.known() == Some(port)) {
            continue;
        }
        let edit = cx.remove(&listener.at);
        cx.report(&RULE, &listener.path("port"), format!("Two listeners listen on port {port}."))
            .help("AWS refuses the second one. Give it another port, or take it away.")
            .fix("Take the second one away", vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "loadBalancer.web.listeners[1].port";

    #[test]
    fn different_ports_pass() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        assert_eq!(addresses(&RULE, &sound(&[(AT, json!("${var.port}"))])), NONE);
    }

    #[test]
    fn the_same_port_is_found_and_the_second_taken_away() {
        let design = sound(&[(AT, json!(443))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(
            value(&fixed(&RULE, &design), "loadBalancer.web.listeners").as_array().unwrap().len(),
            1
        );
    }
}
