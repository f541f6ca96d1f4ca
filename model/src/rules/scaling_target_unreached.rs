//! AS007: A policy keeps CPU or memory at less than 100 percent.

use crate::diagnostic::Severity;
use crate::ecs::scaling::Scaling;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "AS007",
    name: "scaling-target-unreached",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A policy keeps CPU or memory at less than 100 percent.",
        why: "Utilization is a percentage of what the task reserves. Scaling out starts above the target: with one of 100 or \
           more it never starts on Fargate, where no task has more than it reserves.",
    },
    check: Check::Scaling(check),
};

/// What is left above this for the alarm to go off in.
const USUAL: i64 = 60;

fn check(cx: &mut Context<'_>, scaling: &Scaling) {
    for policy in scaling.policies.items() {
        let Some(tracking) = policy.target_tracking.known() else { continue };
        let is_share = tracking.predefined_metric.known().is_some_and(|metric| {
            metric.predefined_metric_type.is("ECSServiceAverageCPUUtilization")
                || metric.predefined_metric_type.is("ECSServiceAverageMemoryUtilization")
        });
        let Some(&value) = tracking.target_value.known().filter(|_| is_share) else { continue };
        if value >= 100.0 {
            let at = tracking.path("targetValue");
            let edit = cx.set(&at, USUAL);
            let message = format!(
                "The target is {value} %, and tasks are added only when the average is above that."
            );
            cx.report(&RULE, &at, message)
                .help("50 to 75 % leaves room for what comes until the new tasks run.")
                .fix(format!("Set it to {USUAL} %"), vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    fn policy(metric: &str, value: Value) -> crate::design::Design {
        sound(&[(
            "scaling.web",
            json!({
                "resourceId": "${service.web}", "minCapacity": 2, "maxCapacity": 6,
                "policies": [{"policyName": "p", "policyType": "TargetTrackingScaling",
                    "targetTrackingScalingPolicyConfiguration": {
                        "targetValue": value, "predefinedMetricSpecification": {"predefinedMetricType": metric}}}]
            }),
        )])
    }

    const AT: &str = "scaling.web.policies[p].targetTrackingScalingPolicyConfiguration.targetValue";

    #[test]
    fn shares_below_a_hundred_and_other_metrics_pass() {
        for (metric, value) in [
            ("ECSServiceAverageCPUUtilization", json!(99.5)),
            ("ECSServiceAverageMemoryUtilization", json!("${var.memory}")),
            ("ALBRequestCountPerTarget", json!(1000)),
        ] {
            assert_eq!(addresses(&RULE, &policy(metric, value)), NONE);
        }
    }

    #[test]
    fn a_hundred_and_more_are_found() {
        for value_ in [json!(100), json!(250.5)] {
            let design = policy("ECSServiceAverageCPUUtilization", value_);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), 60);
        }
    }
}
