//! AS006: A scaling policy has the configuration of its type.

use crate::diagnostic::Severity;
use crate::ecs::scaling::Scaling;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "AS006",
    name: "scaling-policy-type",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A scaling policy has the configuration of its type.",
        why: "A policy of the type TargetTrackingScaling has a target tracking configuration, one of the type StepScaling, which \
           is the default, a step scaling configuration. AWS refuses a policy without its own or with the other.",
    },
    check: Check::Scaling(check),
};

const TRACKING: (&str, &str) =
    ("TargetTrackingScaling", "targetTrackingScalingPolicyConfiguration");
const STEPS: (&str, &str) = ("StepScaling", "stepScalingPolicyConfiguration");

fn check(cx: &mut Context<'_>, scaling: &Scaling) {
    for policy in scaling.policies.items() {
        let has_tracking = !policy.target_tracking.is_absent();
        let has_steps = !policy.step_scaling.is_absent();
        let said =
            if policy.policy_type.is_absent() { Some(STEPS.0) } else { policy.policy_type.text() };
        let (own, other, has_own, has_other) = match said {
            Some("TargetTrackingScaling") => (TRACKING, STEPS, has_tracking, has_steps),
            Some("StepScaling") => (STEPS, TRACKING, has_steps, has_tracking),
            // An expression, or a type that came after this.
            _ => continue,
        };
        if has_own && !has_other {
            continue;
        }
        let at = policy.path("policyType");
        let edits = match (has_own, has_other) {
            (false, true) => Some((format!("Make it {}", other.0), cx.set(&at, other.0))),
            (true, true) => {
                Some((format!("Take the {} away", other.1), cx.remove(&policy.at.key(other.1))))
            }
            (_, false) => None,
        };
        let message = if has_own {
            format!("A policy of the type {} has a {} as well.", own.0, other.1)
        } else {
            format!("A policy of the type {} has no {}.", own.0, own.1)
        };
        let report = cx
            .report(&RULE, &at, message)
            .help("AWS takes the configuration of the policy's own type only.");
        if let Some((label, edit)) = edits {
            report.fix(label, vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "scaling.web.policies[p].policyType";

    fn policy(kind: Value, tracking: Value, steps: Value) -> crate::design::Design {
        sound(&[(
            "scaling.web",
            json!({
                "resourceId": "${service.web}", "minCapacity": 2, "maxCapacity": 6,
                "policies": [{"policyName": "p", "policyType": kind,
                    "targetTrackingScalingPolicyConfiguration": tracking, "stepScalingPolicyConfiguration": steps}]
            }),
        )])
    }

    #[test]
    fn a_policy_with_its_own_configuration_passes() {
        for (kind, tracking, steps) in [
            (json!("TargetTrackingScaling"), json!({"targetValue": 1}), Value::Null),
            (json!("StepScaling"), Value::Null, json!({"cooldown": 1})),
            (Value::Null, Value::Null, json!({"cooldown": 1})),
            (json!("${var.type}"), Value::Null, Value::Null),
            (json!("PredictiveScaling"), Value::Null, Value::Null),
        ] {
            assert_eq!(addresses(&RULE, &policy(kind, tracking, steps)), NONE);
        }
    }

    #[test]
    fn none_the_other_and_both_are_found() {
        let nothing = policy(json!("TargetTrackingScaling"), Value::Null, Value::Null);
        assert_eq!(addresses(&RULE, &nothing), [AT]);
        assert!(findings(&RULE, &nothing)[0].fixes.is_empty());

        let other = policy(Value::Null, json!({"targetValue": 1}), Value::Null);
        assert_eq!(value(&fixed(&RULE, &other), AT), "TargetTrackingScaling");

        let both = policy(json!("StepScaling"), json!({"targetValue": 1}), json!({"cooldown": 1}));
        let at = "scaling.web.policies[p].targetTrackingScalingPolicyConfiguration";
        assert_eq!(value(&fixed(&RULE, &both), at), Value::Null);
    }
}
