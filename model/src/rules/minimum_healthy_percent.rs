//! DC001: the minimum healthy percent of a deployment is 0 to 100.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DC001",
    name: "minimum-healthy-percent",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The minimum healthy percent of a deployment is 0 to 100.",
        why: "The share of the desired tasks that must stay running and healthy during a deployment, rounded up \
           to whole tasks. ECS refuses a value outside 0 to 100.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(configuration) = service.deployment_configuration.known() else { return };
    let Some(percent) = configuration.minimum_healthy_percent.known().copied() else { return };
    if (0..=100).contains(&percent) || facts::is_daemon(service) {
        return;
    }
    let at = configuration.path("minimumHealthyPercent");
    let nearest = percent.clamp(0, 100);
    let edit = cx.set(&at, nearest);
    let message =
        format!("The minimum healthy percent is {}, and ECS takes 0 to 100.", number(percent));
    cx.report(&RULE, &at, message)
        .help("It is the share of the desired tasks that a deployment keeps running.")
        .fix(format!("Set it to {nearest}"), vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.deploymentConfiguration.minimumHealthyPercent";

    #[test]
    fn the_range_passes() {
        for percent in [json!(0), json!(100), json!("${var.percent}")] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, percent)])), NONE);
        }
    }

    #[test]
    fn other_values_are_found_and_set_to_the_nearest() {
        for (percent, nearest) in [(-1, 0), (101, 100)] {
            let design = sound(&[(AT, json!(percent))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), nearest);
        }
    }
}
