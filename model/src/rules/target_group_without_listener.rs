//! ES002: A listener sends requests to each target group that a service uses.

use crate::address::Address;
use crate::diagnostic::Severity;
use crate::record::RecordId;
use crate::resolve::Estate;
use std::collections::HashSet;

use super::{Check, DesignContext, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "ES002",
    name: "target-group-without-listener",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A listener sends requests to each target group that a service uses.",
        why: "ECS refuses a service whose target group belongs to no load balancer yet: \"The target group does \
           not have an associated load balancer.\" A target group that the export generates belongs to one \
           only through a listener.",
    },
    check: Check::Estate(check),
};

fn check(cx: &mut DesignContext<'_>, estate: &Estate) {
    let listened: HashSet<&RecordId> = estate
        .records()
        .filter_map(|resolved| resolved.load_balancer())
        .flat_map(|balancer| balancer.listeners.items())
        .filter_map(|listener| Some(&listener.target_group.reference()?.record))
        .collect();
    for resolved in estate.records() {
        let Some(service) = resolved.service() else { continue };
        for balancer in service.load_balancers.items() {
            let Some(group) = estate.follow(&balancer.target_group_arn) else { continue };
            if group.target_group().is_none()
                || !facts::is_generated(group)
                || listened.contains(&group.id)
            {
                continue;
            }
            let address = Address::field(resolved.id.clone(), balancer.path("targetGroupArn"));
            let message =
                format!("No listener sends requests to the target group {}.", group.id.name());
            cx.report(&RULE, address, Some(estate.environment.clone()), message).help(
                "Until one does, ECS refuses the service: the target group has no load balancer. Let a listener of a \
                 load balancer send requests to it.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, sound};
    use serde_json::{Value, json};

    #[test]
    fn a_listener_or_a_target_group_from_elsewhere_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        let elsewhere = sound(&[
            ("loadBalancer.web", Value::Null),
            ("service.web.loadBalancers[0].targetGroupArn", json!("${var.target_group_arn}")),
        ]);
        assert_eq!(addresses(&RULE, &elsewhere), NONE);
    }

    #[test]
    fn none_is_found() {
        let design = sound(&[("loadBalancer.web", Value::Null)]);
        assert_eq!(addresses(&RULE, &design), ["service.web.loadBalancers[0].targetGroupArn"]);
    }
}
