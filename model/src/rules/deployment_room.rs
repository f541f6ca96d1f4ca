//! DC004: the percentages leave room for a deployment with this number of tasks.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "DC004",
    name: "deployment-room",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "The percentages leave room for a deployment with this number of tasks.",
        why: "ECS rounds the minimum up and the maximum down to whole tasks. Where both come to the same number, \
           a deployment can neither stop a task nor start one, and waits for ever: one task with 50 % and 100 \
           %, or with 100 % and 150 %, never deploys.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    if facts::is_daemon(service) || !facts::is_rolling(service) {
        return;
    }
    let Some(configuration) = service.deployment_configuration.known() else { return };
    let Some((minimum, maximum)) = facts::percentages(service) else { return };
    let Some(desired) = service.desired_count.known().copied() else { return };
    // What is out of range, or never has room, is another rule's business.
    let sound = (0..=100).contains(&minimum) && (100..=200).contains(&maximum) && maximum > minimum;
    if !sound || !(1..=1_000_000).contains(&desired) {
        return;
    }
    let least = (desired * minimum + 99) / 100;
    let most = desired * maximum / 100;
    if most > least {
        return;
    }
    // The nearest percentages that give room for one task.
    let raised = ((least + 1) * 100 + desired - 1) / desired;
    let lowered = (most - 1) * 100 / desired;
    let (at, low) =
        (configuration.path("maximumPercent"), configuration.path("minimumHealthyPercent"));
    let (raise, lower) = (cx.set(&at, raised), cx.set(&low, lowered));
    let tasks = |n: i64| format!("{} task{}", number(n), if n == 1 { "" } else { "s" });
    let message = format!(
        "With {} wanted, a deployment must keep {} running ({minimum} %, rounded up) and may run {} ({maximum} %, \
         rounded down), so it never gets on.",
        tasks(desired),
        tasks(least),
        tasks(most)
    );
    let mut report = cx
        .report(&RULE, &at, message)
        .help("Raise the maximum to start a new task first, or lower the minimum to stop an old one first.");
    if raised <= 200 {
        report = report.fix(format!("Set the maximum to {raised} %"), vec![raise]);
    }
    report.fix(format!("Set the minimum to {lowered} %"), vec![lower]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, messages, sound, value};
    use serde_json::json;

    use crate::design::Design;

    const MAXIMUM: &str = "service.web.deploymentConfiguration.maximumPercent";
    const MINIMUM: &str = "service.web.deploymentConfiguration.minimumHealthyPercent";

    fn service(desired: i64, minimum: i64, maximum: i64) -> Design {
        sound(&[
            ("service.web.desiredCount", json!(desired)),
            (MINIMUM, json!(minimum)),
            (MAXIMUM, json!(maximum)),
        ])
    }

    #[test]
    fn room_for_one_task_passes() {
        for (desired, minimum, maximum) in
            [(1, 100, 200), (1, 0, 100), (2, 50, 100), (4, 100, 125), (3, 66, 100), (0, 50, 100)]
        {
            assert_eq!(addresses(&RULE, &service(desired, minimum, maximum)), NONE);
        }
    }

    #[test]
    fn no_room_is_found_and_made() {
        for (desired, minimum, maximum, at, right) in [
            (1, 50, 100, MAXIMUM, 200),
            (1, 100, 150, MAXIMUM, 200),
            (3, 67, 100, MAXIMUM, 134),
            (4, 100, 120, MAXIMUM, 125),
        ] {
            let design = service(desired, minimum, maximum);
            assert_eq!(addresses(&RULE, &design), [MAXIMUM]);
            assert_eq!(value(&fixed(&RULE, &design), at), right);
        }
    }

    #[test]
    fn the_message_counts_tasks() {
        let found = messages(&RULE, &service(1, 50, 100));
        assert_eq!(
            found,
            [
                "With 1 task wanted, a deployment must keep 1 task running (50 %, rounded up) and may run 1 task \
              (100 %, rounded down), so it never gets on."
            ]
        );
    }

    #[test]
    fn lowering_the_minimum_makes_room_too() {
        for (desired, minimum, maximum) in [(1, 50, 100), (3, 67, 100), (7, 100, 110)] {
            let design = service(desired, minimum, maximum);
            let fixes = findings(&RULE, &design)[0].fixes.clone();
            let (fixed, _) = design.apply(&fixes[1].edits).unwrap();
            assert_eq!(addresses(&RULE, &fixed), NONE);
        }
    }
}
