//! DC005: A service notices by itself that a deployment fails.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::ecs::shape::Field;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DC005",
    name: "circuit-breaker-off",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service notices by itself that a deployment fails.",
        why: "Without the circuit breaker, or alarms, ECS starts failing tasks again and again, for hours, and \
           the deployment never ends. With it, and rollback, the last version that worked comes back.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if facts::controller(service) != Some("ECS") || !facts::is_generated(cx.subject()) {
        return;
    }
    let at = match &service.deployment_configuration {
        Field::Absent => service.path("deploymentConfiguration").key("deploymentCircuitBreaker"),
        Field::Known(configuration) => {
            let watched =
                configuration.alarms.known().map(|alarms| alarms.enable.or_default(false));
            let alarms = !matches!(watched, None | Some(Some(false)))
                || matches!(configuration.alarms, Field::Expression(_));
            let off = match &configuration.deployment_circuit_breaker {
                Field::Absent => true,
                // On, or an expression; or off with a rollback that waits for it, which another rule tells.
                Field::Known(breaker) => {
                    breaker.enable.or_default(false) == Some(false)
                        && breaker.rollback.or_default(false) == Some(false)
                }
                _ => false,
            };
            if alarms || !off {
                return;
            }
            configuration.path("deploymentCircuitBreaker")
        }
        _ => return,
    };
    let edits = vec![cx.set(&at.key("enable"), true), cx.set(&at.key("rollback"), true)];
    cx.report(&RULE, &at, "The deployment circuit breaker is off, so a deployment that fails goes on for hours.")
        .help("With the circuit breaker ECS gives up, and with rollback the last version that worked comes back.")
        .fix("Turn it on", edits);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.deploymentConfiguration.deploymentCircuitBreaker";

    #[test]
    fn a_circuit_breaker_or_alarms_pass() {
        let alarms = json!({"alarmNames": ["errors"], "enable": true, "rollback": true});
        for changes in [
            vec![],
            vec![(AT, Value::Null), ("service.web.deploymentConfiguration.alarms", alarms)],
            vec![
                (AT, Value::Null),
                ("service.web.deploymentController.type", json!("CODE_DEPLOY")),
            ],
            vec![("service.web.deploymentConfiguration", json!("${var.deployment}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(&changes)), NONE);
        }
    }

    #[test]
    fn one_that_is_off_is_found_and_turned_on() {
        for (at, off) in [
            ("service.web.deploymentConfiguration", Value::Null),
            (AT, Value::Null),
            (AT, json!({"enable": false, "rollback": false})),
        ] {
            let design = sound(&[(at, off)]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(
                value(&fixed(&RULE, &design), AT),
                json!({"enable": true, "rollback": true})
            );
        }
    }
}
