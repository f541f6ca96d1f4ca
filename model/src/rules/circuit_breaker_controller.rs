//! DC007: the circuit breaker belongs to services that ECS deploys.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DC007",
    name: "circuit-breaker-controller",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The circuit breaker belongs to services that ECS deploys.",
        why: "CodeDeploy and external controllers decide themselves whether a deployment failed. ECS refuses its \
           circuit breaker there.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(controller @ ("CODE_DEPLOY" | "EXTERNAL")) = facts::controller(service) else {
        return;
    };
    let Some(configuration) = service.deployment_configuration.known() else { return };
    let on =
        configuration.deployment_circuit_breaker.known().and_then(|breaker| breaker.enable.known());
    if on != Some(&true) {
        return;
    }
    let at = configuration.path("deploymentCircuitBreaker");
    let edit = cx.remove(&at);
    cx.report(
        &RULE,
        &at,
        format!("The circuit breaker is on, and the deployment controller is {controller}."),
    )
    .help("Only the controller ECS has a circuit breaker, and ECS refuses the service.")
    .fix("Take the circuit breaker away", vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.deploymentConfiguration.deploymentCircuitBreaker";

    #[test]
    fn the_controller_ecs_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        assert_eq!(
            addresses(&RULE, &sound(&[("service.web.deploymentController.type", json!("ECS"))])),
            NONE
        );
    }

    #[test]
    fn other_controllers_are_found() {
        let design = sound(&[("service.web.deploymentController.type", json!("CODE_DEPLOY"))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), Value::Null);
    }
}
