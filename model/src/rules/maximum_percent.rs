//! DC002: the maximum percent of a deployment is 100 to 200.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DC002",
    name: "maximum-percent",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The maximum percent of a deployment is 100 to 200.",
        why: "The share of the desired tasks that may run during a deployment, rounded down to whole tasks. ECS \
           refuses a value outside 100 to 200.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(configuration) = service.deployment_configuration.known() else { return };
    let Some(percent) = configuration.maximum_percent.known().copied() else { return };
    if (100..=200).contains(&percent) || facts::is_daemon(service) {
        return;
    }
    let at = configuration.path("maximumPercent");
    let nearest = percent.clamp(100, 200);
    let edit = cx.set(&at, nearest);
    let message = format!("The maximum percent is {}, and ECS takes 100 to 200.", number(percent));
    cx.report(&RULE, &at, message)
        .help("It is the share of the desired tasks that may run during a deployment, new ones included.")
        .fix(format!("Set it to {nearest}"), vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.deploymentConfiguration.maximumPercent";

    #[test]
    fn the_range_passes() {
        for percent in [json!(100), json!(200), json!("${var.percent}")] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, percent)])), NONE);
        }
    }

    #[test]
    fn other_values_are_found_and_set_to_the_nearest() {
        for (percent, nearest) in [(99, 100), (201, 200)] {
            let design = sound(&[(AT, json!(percent))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), nearest);
        }
    }
}
