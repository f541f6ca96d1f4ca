//! DC003: the maximum percent is above the minimum healthy percent.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DC003",
    name: "deployment-blocked",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The maximum percent is above the minimum healthy percent.",
        why: "During a deployment ECS keeps at least the minimum running and at most the maximum. With both at \
           100 % it may neither stop a task nor start one, and refuses the service: \"Both maximumPercent and \
           minimumHealthyPercent cannot be 100 as this will block deployments.\"",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if facts::is_daemon(service) || !facts::is_rolling(service) {
        return;
    }
    let Some(configuration) = service.deployment_configuration.known() else { return };
    let Some((minimum, maximum)) = facts::percentages(service) else { return };
    if maximum > minimum {
        return;
    }
    let (at, low) =
        (configuration.path("maximumPercent"), configuration.path("minimumHealthyPercent"));
    let (raise, lower) = (cx.set(&at, 200), cx.set(&low, 50));
    let message = format!(
        "A deployment must keep {} % of the tasks running and may run {} %, so it can neither stop a task nor start one.",
        number(minimum),
        number(maximum)
    );
    cx.report(&RULE, &at, message)
        .help("Let it start new tasks first (a higher maximum), or stop old ones first (a lower minimum).")
        .fix("Set the maximum to 200 %", vec![raise])
        .fix("Set the minimum to 50 %", vec![lower]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const MAXIMUM: &str = "service.web.deploymentConfiguration.maximumPercent";
    const MINIMUM: &str = "service.web.deploymentConfiguration.minimumHealthyPercent";

    #[test]
    fn a_maximum_above_the_minimum_passes() {
        for (minimum, maximum) in [
            (json!(0), json!(100)),
            (json!(100), json!(200)),
            (json!(100), json!("${var.maximum}")),
        ] {
            assert_eq!(addresses(&RULE, &sound(&[(MINIMUM, minimum), (MAXIMUM, maximum)])), NONE);
        }
    }

    #[test]
    fn no_room_is_found_and_made() {
        for (minimum, maximum) in [(json!(100), json!(100)), (Value::Null, json!(100))] {
            let design = sound(&[(MINIMUM, minimum), (MAXIMUM, maximum)]);
            assert_eq!(addresses(&RULE, &design), [MAXIMUM]);
            assert_eq!(value(&fixed(&RULE, &design), MAXIMUM), 200);
        }
    }
}
