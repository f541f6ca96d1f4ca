//! AS002: The fewest tasks of a scaled service are not more than the most.

use crate::diagnostic::Severity;
use crate::ecs::scaling::Scaling;
use crate::ecs::shape::Integer;
use crate::path::Path;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "AS002",
    name: "scaling-range",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The fewest tasks of a scaled service are not more than the most.",
        why: "Application Auto Scaling refuses a range that ends before it starts, also one that a scheduled action sets.",
    },
    check: Check::Scaling(check),
};

fn check(cx: &mut Context<'_>, scaling: &Scaling) {
    let most = scaling.path("maxCapacity");
    check_range(cx, &scaling.min_capacity, &scaling.max_capacity, &most);
    for action in scaling.scheduled_actions.items() {
        let Some(range) = action.scalable_target_action.known() else { continue };
        check_range(cx, &range.min_capacity, &range.max_capacity, &range.path("maxCapacity"));
    }
}

fn check_range(cx: &mut Context<'_>, least: &Integer, most: &Integer, at: &Path) {
    let (Some(&least), Some(&most)) = (least.known(), most.known()) else { return };
    if least <= most {
        return;
    }
    let edit = cx.set(at, least);
    let message =
        format!("The range starts at {} tasks and ends at {}.", number(least), number(most));
    cx.report(&RULE, at, message)
        .help("AWS refuses a range whose end is less than its start.")
        .fix(format!("Let it end at {}", number(least)), vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const SCALING: &str = "scaling.web";

    fn scaled(changes: &[(&str, Value)]) -> crate::design::Design {
        let body = json!({"resourceId": "${service.web}", "minCapacity": 2, "maxCapacity": 6});
        let all: Vec<_> = [(SCALING, body)].into_iter().chain(changes.iter().cloned()).collect();
        sound(&all)
    }

    #[test]
    fn ranges_of_one_or_more_pass() {
        for (least, most) in
            [(json!(2), json!(2)), (json!(0), json!(9)), (json!("${var.n}"), json!(1))]
        {
            let changes = [("scaling.web.minCapacity", least), ("scaling.web.maxCapacity", most)];
            assert_eq!(addresses(&RULE, &scaled(&changes)), NONE);
        }
    }

    #[test]
    fn what_ends_before_it_starts_is_found() {
        let action = json!([{"scheduledActionName": "night", "schedule": "rate(1 day)",
            "scalableTargetAction": {"minCapacity": 3, "maxCapacity": 1}}]);
        let design = scaled(&[
            ("scaling.web.minCapacity", json!(8)),
            ("scaling.web.scheduledActions", action),
        ]);
        let at = "scaling.web.scheduledActions[night].scalableTargetAction.maxCapacity";
        assert_eq!(addresses(&RULE, &design), ["scaling.web.maxCapacity", at]);
        let once = fixed(&RULE, &design);
        assert_eq!(value(&once, "scaling.web.maxCapacity"), 8);
        assert_eq!(value(&fixed(&RULE, &once), at), 3);
    }
}
