//! LB010: A service connects each target group once.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::ecs::shape::Field;

use super::{Check, Context, Rule};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB010",
    name: "target-group-twice",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service connects each target group once.",
        why: "ECS registers the tasks with each target group of the service, and refuses one that is named \
           twice: \"Duplicate targetGroupArn found\".",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let balancers = service.load_balancers.items();
    for (index, balancer) in balancers.iter().enumerate() {
        let group = &balancer.target_group_arn;
        let known = group.known().is_some() || group.reference().is_some();
        if !known || !balancers.iter().take(index).any(|other| other.target_group_arn == *group) {
            continue;
        }
        let name = match group {
            Field::Record(reference) => reference.record.name().to_owned(),
            other => other.text().unwrap_or_default().to_owned(),
        };
        let edit = cx.remove(&balancer.at);
        cx.report(
            &RULE,
            &balancer.path("targetGroupArn"),
            format!("The service connects the target group {name} twice."),
        )
        .help("ECS refuses it. A second port needs a target group of its own.")
        .fix("Take the second one away", vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const BALANCERS: &str = "service.web.loadBalancers";

    #[test]
    fn one_target_group_a_port_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        let two = json!([{"targetGroupArn": "${targetGroup.web}"}, {"targetGroupArn": "${targetGroup.admin}"}]);
        assert_eq!(addresses(&RULE, &sound(&[(BALANCERS, two)])), NONE);
    }

    #[test]
    fn the_same_one_is_found_and_the_second_taken_away() {
        let entry = json!({"targetGroupArn": "${targetGroup.web}"});
        let design = sound(&[(BALANCERS, json!([entry, entry]))]);
        assert_eq!(addresses(&RULE, &design), [format!("{BALANCERS}[1].targetGroupArn")]);
        assert_eq!(value(&fixed(&RULE, &design), BALANCERS), json!([entry]));
    }
}
