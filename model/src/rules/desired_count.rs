//! SV008: A replica service says how many tasks it keeps running, from 0 on.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::ecs::shape::Field;
use crate::text::number;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "SV008",
    name: "desired-count",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A replica service says how many tasks it keeps running, from 0 on.",
        why: "A replica service keeps a number of tasks running. ECS refuses to create one that does not say how \
           many, or says fewer than none.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let at = service.path("desiredCount");
    match &service.desired_count {
        Field::Known(desired) if *desired < 0 => {
            let edit = cx.set(&at, 0);
            let message = format!(
                "The desired count is {}, and a service cannot run fewer than 0 tasks.",
                number(*desired)
            );
            cx.report(&RULE, &at, message)
                .help("Say how many tasks the service keeps running; 0 stops it.")
                .fix("Set it to 0", vec![edit]);
        }
        Field::Absent
            if (service.scheduling_strategy.is_absent()
                || service.scheduling_strategy.is("REPLICA"))
                && matches!(facts::controller(service), Some("ECS" | "CODE_DEPLOY"))
                && facts::is_generated(cx.subject()) =>
        {
            let edits = [1, 2].map(|tasks| cx.set(&at, tasks));
            let [one, two] = edits;
            cx.report(&RULE, &at, "The service does not say how many tasks it keeps running.")
                .help("ECS demands a desired count of a replica service. Two tasks survive the loss of one.")
                .fix("Run 2 tasks", vec![two])
                .fix("Run 1 task", vec![one]);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.desiredCount";

    #[test]
    fn counts_and_expressions_pass() {
        for count in [json!(0), json!(40), json!("${var.desired_count}")] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, count)])), NONE);
        }
        let daemon =
            sound(&[(AT, Value::Null), ("service.web.schedulingStrategy", json!("DAEMON"))]);
        assert_eq!(addresses(&RULE, &daemon), NONE);
    }

    #[test]
    fn none_and_fewer_than_none_are_found() {
        for (count, right) in [(json!(-1), 0), (Value::Null, 2)] {
            let design = sound(&[(AT, count)]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), right);
        }
    }
}
