//! AS005: A policy about requests per target, and no other, says which target group is meant.

use crate::diagnostic::Severity;
use crate::ecs::scaling::Scaling;
use crate::ecs::shape::Field;
use crate::edit::Edit;
use crate::path::Path;
use crate::record::Kind;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "AS005",
    name: "scaling-resource-label",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A policy about requests per target, and no other, says which target group is meant.",
        why: "ALBRequestCountPerTarget is a metric of a target group behind a load balancer, and AWS refuses a policy that does \
           not name the two. The other metrics are the service's own, and take no label.",
    },
    check: Check::Scaling(check),
};

/// The one metric that belongs to a target group.
const REQUESTS: &str = "ALBRequestCountPerTarget";

fn check(cx: &mut Context<'_>, scaling: &Scaling) {
    for policy in scaling.policies.items() {
        let metric =
            policy.target_tracking.known().and_then(|tracking| tracking.predefined_metric.known());
        let Some(metric) = metric else { continue };
        let Some(kind) = metric.predefined_metric_type.text() else { continue };
        let at = metric.path("resourceLabel");
        let is_missing = match &metric.resource_label {
            Field::Absent => true,
            Field::Known(label) => label.is_empty(),
            _ => false,
        };
        if kind == REQUESTS && is_missing {
            let fix = label(cx, scaling, &at);
            let report = cx
                .report(&RULE, &at, "The policy counts requests, and does not say of which target group.")
                .help("AWS takes the ends of the load balancer's and the target group's ARN, with a / between.");
            if let Some(edit) = fix {
                report.fix("Count the requests of the service's target group", vec![edit]);
            }
        } else if kind != REQUESTS && !is_missing {
            let edit = cx.remove(&at);
            cx.report(
                &RULE,
                &at,
                format!("{kind} is the service's own metric, and takes no label."),
            )
            .help("AWS takes a label for ALBRequestCountPerTarget only.")
            .fix("Take the label away", vec![edit]);
        }
    }
}

/// The service's target group behind the only load balancer, if that forwards to it.
fn label(cx: &Context<'_>, scaling: &Scaling, at: &Path) -> Option<Edit> {
    let service = cx.follow(&scaling.resource_id)?.service()?;
    let group = &service.load_balancers.items().first()?.target_group_arn.reference()?.record;
    let balancer = cx.only(Kind::LoadBalancer)?;
    let view = cx.get(balancer)?.load_balancer()?;
    let forwards =
        view.listeners.items().iter().any(|listener| {
            listener.target_group.reference().is_some_and(|to| to.record == *group)
        });
    forwards.then(|| cx.set(at, format!("${{{balancer}.arnSuffix}}/${{{group}.arnSuffix}}")))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "scaling.web.policies[p].targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel";

    fn policy(metric: &str, label: Value) -> crate::design::Design {
        sound(&[(
            "scaling.web",
            json!({
                "resourceId": "${service.web}", "minCapacity": 2, "maxCapacity": 6,
                "policies": [{"policyName": "p", "policyType": "TargetTrackingScaling",
                    "targetTrackingScalingPolicyConfiguration": {"targetValue": 60, "predefinedMetricSpecification": {
                        "predefinedMetricType": metric, "resourceLabel": label}}}]
            }),
        )])
    }

    #[test]
    fn labels_where_they_belong_pass() {
        for (metric, label) in [
            ("ALBRequestCountPerTarget", json!("${var.label}")),
            ("ALBRequestCountPerTarget", json!("app/a/1/targetgroup/b/2")),
            ("ECSServiceAverageCPUUtilization", Value::Null),
        ] {
            assert_eq!(addresses(&RULE, &policy(metric, label)), NONE);
        }
    }

    #[test]
    fn a_missing_one_is_that_of_the_services_target_group() {
        let design = policy("ALBRequestCountPerTarget", Value::Null);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(
            value(&fixed(&RULE, &design), AT),
            "${loadBalancer.web.arnSuffix}/${targetGroup.web.arnSuffix}"
        );
    }

    #[test]
    fn one_too_many_is_taken_away() {
        let design = policy("ECSServiceAverageMemoryUtilization", json!("app/a/1"));
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), Value::Null);
    }
}
