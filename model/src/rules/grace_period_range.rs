//! SV013: A health check grace period is 0 to 2,147,483,647 seconds.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV013",
    name: "grace-period-range",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A health check grace period is 0 to 2,147,483,647 seconds.",
        why: "The API takes 0 to 2,147,483,647 seconds, which is 69 years.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(seconds) = service.health_check_grace_period_seconds.known().copied() else { return };
    let most = i64::from(i32::MAX);
    if (0..=most).contains(&seconds) {
        return;
    }
    let at = service.path("healthCheckGracePeriodSeconds");
    let nearest = seconds.clamp(0, most);
    let edit = cx.set(&at, nearest);
    let message = format!(
        "The grace period is {} s, and the API takes 0 to {} s.",
        number(seconds),
        number(most)
    );
    cx.report(&RULE, &at, message)
        .help("It is the time in which ECS ignores failing health checks after a task has started.")
        .fix(format!("Set it to {} s", number(nearest)), vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.healthCheckGracePeriodSeconds";

    #[test]
    fn the_range_passes() {
        for seconds in [0, 60, 2_147_483_647_i64] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, json!(seconds))])), NONE);
        }
    }

    #[test]
    fn other_periods_are_found_and_set_to_the_nearest() {
        for (seconds, nearest) in [(-1, 0), (2_147_483_648_i64, 2_147_483_647_i64)] {
            let design = sound(&[(AT, json!(seconds))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), nearest);
        }
    }
}
