//! SV012: A health check grace period has health checks to wait for.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV012",
    name: "grace-period-unused",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A health check grace period has health checks to wait for.",
        why: "The grace period is how long ECS ignores failing health checks of a load balancer, VPC Lattice or \
           the containers after a task has started. Where there are none, it does nothing.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(seconds) = service.health_check_grace_period_seconds.known().filter(|it| **it > 0)
    else {
        return;
    };
    if !facts::is_empty(&service.load_balancers)
        || !facts::is_empty(&service.vpc_lattice_configurations)
    {
        return;
    }
    let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
    let checked = definition.container_definitions.known().is_none_or(|containers| {
        containers.iter().any(|container| !container.health_check.is_absent())
    });
    if checked || !facts::is_generated(resolved) {
        return;
    }
    let at = service.path("healthCheckGracePeriodSeconds");
    let edit = cx.remove(&at);
    let message = format!(
        "The grace period of {} s has nothing to wait for: there is no load balancer, and no container has a \
         health check.",
        number(*seconds)
    );
    cx.report(&RULE, &at, message)
        .help("It does nothing. Connect a load balancer, give a container a health check, or take it away.")
        .fix("Take the grace period away", vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.healthCheckGracePeriodSeconds";
    const BALANCERS: &str = "service.web.loadBalancers";

    #[test]
    fn health_checks_to_wait_for_pass() {
        let check = (
            "taskDefinition.web.containerDefinitions[app].healthCheck",
            json!({"command": ["CMD", "true"]}),
        );
        for changes in [
            vec![(AT, json!(60))],
            vec![(AT, json!(0)), (BALANCERS, Value::Null)],
            vec![(AT, json!(60)), (BALANCERS, json!("${var.load_balancers}"))],
            vec![(AT, json!(60)), (BALANCERS, Value::Null), check],
        ] {
            assert_eq!(addresses(&RULE, &sound(&changes)), NONE);
        }
    }

    #[test]
    fn a_period_without_health_checks_is_found_and_taken_away() {
        for none in [json!([]), Value::Null] {
            let design = sound(&[(AT, json!(60)), (BALANCERS, none)]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), Value::Null);
        }
    }
}
