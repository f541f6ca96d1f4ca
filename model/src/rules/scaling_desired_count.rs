//! AS003: A scaled service starts with a desired count within its range.

use crate::diagnostic::Severity;
use crate::ecs::scaling::Scaling;
use crate::edit::Edit;
use crate::path::Path;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "AS003",
    name: "scaling-desired-count",
    severity: Severity::Advice,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A scaled service starts with a desired count within its range.",
        why: "Application Auto Scaling moves a desired count that is outside of the range into it as soon as it scales: the \
           service is made with one number of tasks and soon runs another.",
    },
    check: Check::Scaling(check),
};

fn check(cx: &mut Context<'_>, scaling: &Scaling) {
    let (Some(&least), Some(&most)) = (scaling.min_capacity.known(), scaling.max_capacity.known())
    else {
        return;
    };
    let Some(service) = cx.follow(&scaling.resource_id) else { return };
    let Some(desired) = service.service().and_then(|it| it.desired_count.known().copied()) else {
        return;
    };
    if least > most || (least..=most).contains(&desired) {
        return;
    }
    let (at, right) = if desired < least {
        (scaling.path("minCapacity"), least)
    } else {
        (scaling.path("maxCapacity"), most)
    };
    let address = cx.address_in(service, &Path::root().key("desiredCount"));
    let start = Edit::Set { address, value: right.into() };
    let widen = cx.set(&at, desired);
    let message = format!(
        "{} starts with {} tasks, and is scaled between {} and {}.",
        service.display_name(),
        number(desired),
        number(least),
        number(most)
    );
    cx.report(&RULE, &at, message)
        .help(
            "The count is moved into the range as soon as the service is scaled. Start within it.",
        )
        .fix(format!("Start with {}", number(right)), vec![start])
        .fix(format!("Let the range reach {}", number(desired)), vec![widen]);
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
    fn counts_within_the_range_pass() {
        for count in [json!(2), json!(6), json!("${var.count}")] {
            assert_eq!(addresses(&RULE, &scaled(&[("service.web.desiredCount", count)])), NONE);
        }
    }

    #[test]
    fn others_are_found_and_moved_into_it() {
        for (count, at, right) in [(1, "minCapacity", 2), (7, "maxCapacity", 6)] {
            let design = scaled(&[("service.web.desiredCount", json!(count))]);
            assert_eq!(addresses(&RULE, &design), [format!("scaling.web.{at}")]);
            assert_eq!(value(&fixed(&RULE, &design), "service.web.desiredCount"), right);
        }
    }
}
