//! SV007: A daemon service leaves the number and the place of its tasks to ECS.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV007",
    name: "daemon-service",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_scheduler_daemon.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E3044"),
        summary: "A daemon service leaves the number and the place of its tasks to ECS.",
        why: "DAEMON runs one task on each container instance. So it has no desired count (not even 0), no \
           placement strategy, no maximum above 100 %, no Availability Zone rebalancing, and neither Fargate \
           nor a deployment controller other than ECS.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if !facts::is_daemon(service) {
        return;
    }
    let help = "DAEMON runs one task on each container instance, so ECS refuses it. Take it away, or make it a \
                replica service.";
    let at = service.path("schedulingStrategy");
    let replica = cx.set(&at, "REPLICA");
    if facts::on_fargate(cx, service) == Some(true) {
        let message =
            "The service is a daemon service on Fargate, which has no container instances.";
        cx.report(&RULE, &at, message).help(help).fix("Make it a replica service", vec![replica]);
        return;
    }
    if let Some(controller @ ("CODE_DEPLOY" | "EXTERNAL")) = facts::controller(service) {
        let message =
            format!("The service is a daemon service with the deployment controller {controller}.");
        cx.report(&RULE, &at, message)
            .help(help)
            .fix("Make it a replica service", vec![replica.clone()]);
    }
    if let Some(desired) = service.desired_count.known() {
        let at = service.path("desiredCount");
        let edit = cx.remove(&at);
        let message = format!(
            "A daemon service has no desired count, and this one says {}.",
            number(*desired)
        );
        cx.report(&RULE, &at, message)
            .help(help)
            .fix("Take the desired count away", vec![edit])
            .fix("Make it a replica service", vec![replica.clone()]);
    }
    if !service.placement_strategy.items().is_empty() {
        let at = service.path("placementStrategy");
        let edit = cx.remove(&at);
        cx.report(&RULE, &at, "A daemon service has no placement strategy, and this one does.")
            .help(help)
            .fix("Take the placement strategy away", vec![edit]);
    }
    let maximum = service.deployment_configuration.known();
    if let Some((configuration, maximum)) =
        maximum.and_then(|known| Some((known, *known.maximum_percent.known()?)))
        && maximum > 100
    {
        let at = configuration.path("maximumPercent");
        let edit = cx.set(&at, 100);
        let message = format!(
            "A daemon service deploys with at most 100 % of its tasks, and this one says {} %.",
            number(maximum)
        );
        cx.report(&RULE, &at, message).help(help).fix("Set it to 100 %", vec![edit]);
    }
    if service.availability_zone_rebalancing.is("ENABLED") {
        let at = service.path("availabilityZoneRebalancing");
        let edit = cx.set(&at, "DISABLED");
        cx.report(
            &RULE,
            &at,
            "Availability Zone rebalancing is on, and a daemon service cannot have it.",
        )
        .help(help)
        .fix("Turn it off", vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, changed, fixed, sound, value};
    use serde_json::{Value, json};

    use crate::design::Design;

    fn daemon(changes: &[(&str, Value)]) -> Design {
        let base = sound(&[
            ("service.web.schedulingStrategy", json!("DAEMON")),
            ("service.web.launchType", json!("EC2")),
            ("service.web.desiredCount", Value::Null),
            ("service.web.deploymentConfiguration.maximumPercent", json!(100)),
        ]);
        changed(&base, changes)
    }

    #[test]
    fn a_plain_daemon_service_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        assert_eq!(addresses(&RULE, &daemon(&[])), NONE);
    }

    #[test]
    fn what_a_daemon_service_cannot_have_is_found_and_taken_away() {
        for (at, wrong, right) in [
            ("service.web.desiredCount", json!(0), Value::Null),
            ("service.web.placementStrategy", json!([{"type": "random"}]), Value::Null),
            ("service.web.deploymentConfiguration.maximumPercent", json!(200), json!(100)),
            ("service.web.availabilityZoneRebalancing", json!("ENABLED"), json!("DISABLED")),
        ] {
            let design = daemon(&[(at, wrong)]);
            assert_eq!(addresses(&RULE, &design), [at]);
            assert_eq!(value(&fixed(&RULE, &design), at), right);
        }
    }

    #[test]
    fn fargate_and_other_controllers_have_no_daemon_services() {
        for (at, wrong) in [
            ("service.web.launchType", json!("FARGATE")),
            ("service.web.deploymentController.type", json!("CODE_DEPLOY")),
        ] {
            let design = daemon(&[(at, wrong)]);
            assert_eq!(addresses(&RULE, &design), ["service.web.schedulingStrategy"]);
            assert_eq!(value(&fixed(&RULE, &design), "service.web.schedulingStrategy"), "REPLICA");
        }
    }
}
