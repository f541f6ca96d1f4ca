//! SV009: availability Zone rebalancing has room to start a task before it stops another.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV009",
    name: "availability-zone-rebalancing",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Availability Zone rebalancing has room to start a task before it stops another.",
        why: "To move a task to another Availability Zone ECS starts a second one first, so it needs a maximum \
           above 100 %. It is on by default for new services; where it cannot work, ECS refuses the service: \
           \"Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment \
           configuration.\"",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let rebalancing = &service.availability_zone_rebalancing;
    let says_on = rebalancing.is("ENABLED");
    if facts::is_daemon(service) || !(says_on || rebalancing.is_absent()) {
        return;
    }
    let at = service.path("availabilityZoneRebalancing");
    let off = cx.set(&at, "DISABLED");
    if says_on && service.launch_type.is("EXTERNAL") {
        cx.report(&RULE, &at, "Availability Zone rebalancing is on, and external instances are in no Availability Zone.")
            .help("ECS refuses it with the launch type EXTERNAL.")
            .fix("Turn it off", vec![off]);
        return;
    }
    let Some(configuration) = service.deployment_configuration.known() else { return };
    let Some(maximum) = configuration.maximum_percent.known().filter(|maximum| **maximum <= 100)
    else {
        return;
    };
    let raise = cx.set(&configuration.path("maximumPercent"), 200);
    let (is, severity) =
        if says_on { ("is on", Severity::Error) } else { ("is on by default", Severity::Warning) };
    let message = format!(
        "Availability Zone rebalancing {is}, and a maximum of {} % leaves no room for a second task.",
        number(*maximum)
    );
    cx.report(&RULE, &at, message)
        .severity(severity)
        .help("ECS moves a task by starting another one first, so the maximum must be above 100 %.")
        .fix("Turn rebalancing off", vec![off])
        .fix("Set the maximum to 200 %", vec![raise]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound, value};
    use crate::diagnostic::Severity;
    use serde_json::{Value, json};

    const AT: &str = "service.web.availabilityZoneRebalancing";
    const MAXIMUM: &str = "service.web.deploymentConfiguration.maximumPercent";

    #[test]
    fn room_for_a_second_task_passes() {
        for changes in [
            &[][..],
            &[(AT, json!("ENABLED"))],
            &[(AT, json!("DISABLED")), (MAXIMUM, json!(100))],
            &[(AT, json!("ENABLED")), (MAXIMUM, json!("${var.maximum}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn no_room_is_found() {
        for (on, severity) in
            [(json!("ENABLED"), Severity::Error), (Value::Null, Severity::Warning)]
        {
            let design = sound(&[(AT, on), (MAXIMUM, json!(100))]);
            let found = findings(&RULE, &design);
            assert_eq!((found.len(), found[0].severity), (1, severity));
            assert_eq!(value(&fixed(&RULE, &design), AT), "DISABLED");
        }
    }
}
