//! LB011: A listener sends requests to a target group, or redirects them.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::LoadBalancer;
use crate::record::Kind;
use crate::reference::Reference;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB011",
    name: "listener-action",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A listener sends requests to a target group, or redirects them.",
        why: "Every listener has a default action. Bayplan writes a forward to a target group or a redirect to \
           another port, as HTTPS.",
    },
    check: Check::LoadBalancer(check),
};

fn check(cx: &mut Context<'_>, balancer: &LoadBalancer) {
    for listener in balancer.listeners.items() {
        let (forward, redirect) = (&listener.target_group, &listener.redirect_to_port);
        let at = listener.path("targetGroup");
        let port = listener.port.known().map(|port| format!(" on port {port}")).unwrap_or_default();
        if forward.is_absent() && redirect.is_absent() {
            let fix = cx.only(Kind::TargetGroup).map(|id| {
                (
                    format!("Send them to {}", id.name()),
                    cx.set(&at, Reference::to(id.clone()).to_string()),
                )
            });
            let report = cx
                .report(&RULE, &at, format!("The listener{port} does nothing with its requests."))
                .help("Send them to a target group, or redirect them to another port.");
            if let Some((label, edit)) = fix {
                report.fix(label, vec![edit]);
            }
        } else if !forward.is_absent() && !redirect.is_absent() {
            let edit = cx.remove(&listener.path("redirectToPort"));
            cx.report(
                &RULE,
                &listener.path("redirectToPort"),
                format!("The listener{port} sends requests to a target group and redirects them."),
            )
            .help("It can do only one of them.")
            .fix("Take the redirect away", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    #[test]
    fn one_action_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
    }

    #[test]
    fn none_and_two_are_found() {
        let at = "loadBalancer.web.listeners[0].targetGroup";
        let design = sound(&[(at, Value::Null)]);
        assert_eq!(addresses(&RULE, &design), [at]);
        assert_eq!(value(&fixed(&RULE, &design), at), "${targetGroup.web}");
        let at = "loadBalancer.web.listeners[0].redirectToPort";
        let design = sound(&[(at, json!(8443))]);
        assert_eq!(addresses(&RULE, &design), [at]);
        assert_eq!(value(&fixed(&RULE, &design), at), Value::Null);
    }
}
