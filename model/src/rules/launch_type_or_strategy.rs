//! SV005: A service has a launch type or a capacity provider strategy, not both.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::all_of;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV005",
    name: "launch-type-or-strategy",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service has a launch type or a capacity provider strategy, not both.",
        why: "A launch type says where tasks run; a capacity provider strategy says it with shares and bases. \
           ECS refuses both: \"Specifying both a launch type and capacity provider strategy is not \
           supported.\"",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(launch_type) = service.launch_type.text() else { return };
    let strategy = service.capacity_provider_strategy.items();
    if strategy.is_empty() {
        return;
    }
    let (launch_at, at) = (service.path("launchType"), service.path("capacityProviderStrategy"));
    let providers: Vec<&str> =
        strategy.iter().filter_map(|item| item.capacity_provider.text()).collect();
    let message = format!(
        "The service has the launch type {launch_type} and a capacity provider strategy ({}).",
        all_of(&providers)
    );
    let (without_launch, without_strategy) = (cx.remove(&launch_at), cx.remove(&at));
    cx.report(&RULE, &at, message)
        .help("ECS takes only one of them. A strategy is what Fargate Spot needs; else the launch type will do.")
        .fix("Take the launch type away", vec![without_launch])
        .fix("Take the strategy away", vec![without_strategy]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const STRATEGY: &str = "service.web.capacityProviderStrategy";

    #[test]
    fn one_of_them_passes() {
        let strategy = json!([{"capacityProvider": "FARGATE", "weight": 1}]);
        for changes in [
            &[][..],
            &[(STRATEGY, json!([]))],
            &[(STRATEGY, strategy), ("service.web.launchType", Value::Null)],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn both_are_found() {
        let design = sound(&[(STRATEGY, json!([{"capacityProvider": "FARGATE", "weight": 1}]))]);
        assert_eq!(addresses(&RULE, &design), [STRATEGY]);
        assert_eq!(value(&fixed(&RULE, &design), "service.web.launchType"), Value::Null);
    }
}
