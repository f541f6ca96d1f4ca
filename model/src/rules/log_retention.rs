//! CW002: A log group keeps its events for a number of days that CloudWatch Logs offers.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::LogGroup;
use crate::text::number;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "CW002",
    name: "log-retention",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A log group keeps its events for a number of days that CloudWatch Logs offers.",
        why: "CloudWatch Logs offers a list of retention times, from 1 day to ten years. Without one, events are \
           kept for ever.",
    },
    check: Check::LogGroup(check),
};

/// The days that `PutRetentionPolicy` takes, as documented in November 2026.
const DAYS: [i64; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

fn check(cx: &mut Context<'_>, group: &LogGroup) {
    let Some(days) = group.retention_in_days.known().copied().filter(|days| !DAYS.contains(days))
    else {
        return;
    };
    let at = group.path("retentionInDays");
    let longer = DAYS.into_iter().find(|offered| *offered >= days).unwrap_or(3653);
    let edit = cx.set(&at, longer);
    let message = format!(
        "The retention time is {} days, which CloudWatch Logs does not offer.",
        number(days)
    );
    cx.report(&RULE, &at, message)
        .help("It offers 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 and 400 days, and some up to ten years.")
        .fix(format!("Keep events for {} days", number(longer)), vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "logGroup.web.retentionInDays";

    #[test]
    fn offered_times_pass() {
        for days in [json!(1), json!(30), json!(3653), json!("${var.days}"), Value::Null] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, days)])), NONE);
        }
    }

    #[test]
    fn others_are_found_and_the_next_longer_chosen() {
        for (days, right) in [(0, 1), (31, 60), (5000, 3653)] {
            let design = sound(&[(AT, json!(days))]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
    }
}
