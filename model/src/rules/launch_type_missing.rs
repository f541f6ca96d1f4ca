//! SV014: A service whose tasks are made for Fargate says that it runs there.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV014",
    name: "launch-type-missing",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service whose tasks are made for Fargate says that it runs there.",
        why: "A service without a launch type, and without a capacity provider strategy of its own or of its \
           cluster, runs on EC2: on container instances that somebody must have registered with the cluster.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if facts::says_where(cx, service) || facts::on_fargate(cx, service) != Some(false) {
        return;
    }
    let Some((resolved, definition)) = facts::task_definition(cx, service) else { return };
    if facts::requires_fargate(resolved, definition) != Some(true)
        || !facts::is_generated(cx.subject())
    {
        return;
    }
    let at = service.path("launchType");
    let edit = cx.set(&at, "FARGATE");
    let name = resolved.id.name();
    let message = format!(
        "The service has no launch type, so it runs on EC2, and its task definition {name} is made for Fargate."
    );
    cx.report(&RULE, &at, message)
        .help("Without container instances in the cluster no task starts.")
        .fix("Run it on Fargate", vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.launchType";

    #[test]
    fn a_service_that_says_where_it_runs_passes() {
        let default = (
            "cluster.main.defaultCapacityProviderStrategy",
            json!([{"capacityProvider": "FARGATE", "weight": 1}]),
        );
        for changes in [
            vec![],
            vec![(AT, json!("EC2"))],
            vec![(AT, Value::Null), default],
            vec![(AT, Value::Null), ("service.web.cluster", json!("shared"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(&changes)), NONE);
        }
    }

    #[test]
    fn one_that_does_not_is_found_and_put_on_fargate() {
        let design = sound(&[(AT, Value::Null)]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), "FARGATE");
    }
}
