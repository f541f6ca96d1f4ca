//! DC006: rollback comes with a circuit breaker that is on.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DC006",
    name: "rollback-without-breaker",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentCircuitBreaker.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Rollback comes with a circuit breaker that is on.",
        why: "The circuit breaker decides that a deployment failed; only then does rollback bring the last \
           version back. While it is off, rollback does nothing.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let breaker = service
        .deployment_configuration
        .known()
        .and_then(|configuration| configuration.deployment_circuit_breaker.known());
    let Some(breaker) = breaker else { return };
    if breaker.rollback.known() != Some(&true) || breaker.enable.known() != Some(&false) {
        return;
    }
    let at = breaker.path("enable");
    let (on, off) = (cx.set(&at, true), cx.set(&breaker.path("rollback"), false));
    cx.report(&RULE, &at, "Rollback is on, and the circuit breaker that would start it is off.")
        .help("Nothing is rolled back until the circuit breaker is on.")
        .fix("Turn the circuit breaker on", vec![on])
        .fix("Turn rollback off", vec![off]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.deploymentConfiguration.deploymentCircuitBreaker.enable";

    #[test]
    fn both_on_and_both_off_pass() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        let rollback = "service.web.deploymentConfiguration.deploymentCircuitBreaker.rollback";
        assert_eq!(addresses(&RULE, &sound(&[(AT, json!(false)), (rollback, json!(false))])), NONE);
    }

    #[test]
    fn rollback_alone_is_found() {
        let design = sound(&[(AT, json!(false))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), true);
    }
}
