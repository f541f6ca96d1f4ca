//! SV010: A service on Fargate has no placement constraints and no placement strategy.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::count;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV010",
    name: "fargate-placement",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service on Fargate has no placement constraints and no placement strategy.",
        why: "Placement chooses among container instances. Fargate has none, spreads tasks over the Availability \
           Zones of the subnets by itself, and ECS refuses placement rules there.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if facts::on_fargate(cx, service) != Some(true) {
        return;
    }
    let places = [
        (
            "placementConstraints",
            "placement constraint",
            service.placement_constraints.items().len(),
        ),
        ("placementStrategy", "placement strategy", service.placement_strategy.items().len()),
    ];
    for (key, noun, found) in places {
        if found == 0 {
            continue;
        }
        let at = service.path(key);
        let edit = cx.remove(&at);
        let message = match key {
            "placementStrategy" => format!("The service runs on Fargate and has a {noun}."),
            _ => format!("The service runs on Fargate and has {}.", count(found, noun)),
        };
        cx.report(&RULE, &at, message)
            .help(
                "ECS refuses it: Fargate has no instances to choose from. It spreads tasks over the Availability \
                 Zones of the subnets.",
            )
            .fix(format!("Take the {noun}{} away", if found == 1 { "" } else { "s" }), vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    #[test]
    fn none_on_fargate_and_some_elsewhere_pass() {
        let strategy = ("service.web.placementStrategy", json!([{"type": "random"}]));
        for changes in [
            vec![],
            vec![("service.web.placementConstraints", json!([]))],
            vec![strategy, ("service.web.launchType", json!("EC2"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(&changes)), NONE);
        }
    }

    #[test]
    fn placement_on_fargate_is_found_and_taken_away() {
        for (at, wrong) in [
            ("service.web.placementStrategy", json!([{"type": "random"}])),
            ("service.web.placementConstraints", json!([{"type": "distinctInstance"}])),
        ] {
            let design = sound(&[(at, wrong)]);
            assert_eq!(addresses(&RULE, &design), [at]);
            assert_eq!(value(&fixed(&RULE, &design), at), Value::Null);
        }
    }
}
