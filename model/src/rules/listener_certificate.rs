//! LB008: an HTTPS or TLS listener has a certificate.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::LoadBalancer;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB008",
    name: "listener-certificate",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An HTTPS or TLS listener has a certificate.",
        why: "The load balancer ends the encrypted connection, so it needs a certificate, from AWS Certificate \
           Manager in the same Region. AWS refuses the listener without one.",
    },
    check: Check::LoadBalancer(check),
};

fn check(cx: &mut Context<'_>, balancer: &LoadBalancer) {
    for listener in balancer.listeners.items() {
        let Some(protocol) = listener.protocol.text().filter(|it| matches!(*it, "HTTPS" | "TLS"))
        else {
            continue;
        };
        if !listener.certificate_arn.is_absent() && !listener.certificate_arn.is("") {
            continue;
        }
        let at = listener.path("certificateArn");
        let port = listener.port.known().map(|port| format!(" on port {port}")).unwrap_or_default();
        let edit = cx.set(&at, "${var.certificate_arn}");
        cx.report(&RULE, &at, format!("The {protocol} listener{port} has no certificate."))
            .help("AWS refuses it. Name the certificate's ARN, or a Terraform variable that holds it.")
            .fix("Take it from a variable, certificate_arn", vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "loadBalancer.web.listeners[0].certificateArn";

    #[test]
    fn a_certificate_or_plain_http_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        let http =
            sound(&[(AT, Value::Null), ("loadBalancer.web.listeners[0].protocol", json!("HTTP"))]);
        assert_eq!(addresses(&RULE, &http), NONE);
    }

    #[test]
    fn none_is_found() {
        for none in [Value::Null, json!("")] {
            let design = sound(&[(AT, none)]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), "${var.certificate_arn}");
        }
    }
}
