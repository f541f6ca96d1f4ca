//! AS004: A target tracking policy keeps its metric at more than 0.

use crate::diagnostic::Severity;
use crate::ecs::scaling::Scaling;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "AS004",
    name: "scaling-target-value",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A target tracking policy keeps its metric at more than 0.",
        why: "Application Auto Scaling refuses a target value that is not more than 0: no number of tasks brings a metric there.",
    },
    check: Check::Scaling(check),
};

fn check(cx: &mut Context<'_>, scaling: &Scaling) {
    for policy in scaling.policies.items() {
        let Some(tracking) = policy.target_tracking.known() else { continue };
        let Some(&value) = tracking.target_value.known() else { continue };
        if value <= 0.0 {
            let message = format!("The metric is kept at {value}, and AWS takes more than 0 only.");
            cx.report(&RULE, &tracking.path("targetValue"), message).help(
                "Say the percentage, or the number of requests, that each task should have on average.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, sound};
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
    fn more_than_nothing_passes() {
        for value in [json!(0.5), json!(1000), json!("${var.cpu}")] {
            let design = policy("ALBRequestCountPerTarget", value);
            assert_eq!(addresses(&RULE, &design), NONE);
        }
    }

    #[test]
    fn nothing_and_less_are_found() {
        for value in [json!(0), json!(-5.5)] {
            let design = policy("ECSServiceAverageCPUUtilization", value);
            assert_eq!(addresses(&RULE, &design), [AT]);
        }
    }
}
