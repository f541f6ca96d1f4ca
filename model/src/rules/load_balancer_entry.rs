//! LB003: A service's load balancer entry names a target group, a container and its port.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::record::Kind;
use crate::reference::Reference;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB003",
    name: "load-balancer-entry",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service's load balancer entry names a target group, a container and its port.",
        why: "Each entry connects one target group (or one Classic Load Balancer) with one port of one \
           container. ECS refuses an entry with both or neither, and one without container or port.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    for balancer in service.load_balancers.items() {
        let (group, classic) = (balancer.path("targetGroupArn"), balancer.path("loadBalancerName"));
        match (balancer.target_group_arn.is_absent(), balancer.load_balancer_name.is_absent()) {
            (true, true) => {
                let fix = cx.only(Kind::TargetGroup).map(|id| {
                    (
                        format!("Use {}", id.name()),
                        cx.set(&group, Reference::to(id.clone()).to_string()),
                    )
                });
                let report = cx
                    .report(&RULE, &group, "The load balancer entry names no target group.")
                    .help("Choose the target group whose targets the tasks become.");
                if let Some((label, edit)) = fix {
                    report.fix(label, vec![edit]);
                }
            }
            (false, false) => {
                let edit = cx.remove(&classic);
                cx.report(
                    &RULE,
                    &classic,
                    "The load balancer entry names a target group and a Classic Load Balancer.",
                )
                .help("ECS takes only one of them. New designs use target groups.")
                .fix("Take loadBalancerName away", vec![edit]);
            }
            _ => {}
        }
        let front = facts::task_definition(cx, service)
            .and_then(|(resolved, definition)| facts::front_container(resolved, definition));
        if balancer.container_name.is_absent() {
            let at = balancer.path("containerName");
            let fix = front.map(|(shown, written)| (format!("Use {shown}"), cx.set(&at, written)));
            let report = cx
                .report(&RULE, &at, "The load balancer entry names no container.")
                .help("Choose the container that answers requests.");
            if let Some((label, edit)) = fix {
                report.fix(label, vec![edit]);
            }
        }
        if balancer.container_port.is_absent() {
            let at = balancer.path("containerPort");
            let only = facts::task_definition(cx, service)
                .and_then(|(_, definition)| {
                    facts::container(definition, balancer.container_name.text()?)?
                })
                .and_then(|container| match facts::mapped_ports(container)?.as_slice() {
                    [only] => Some(*only.start()),
                    _ => None,
                });
            let fix = only.map(|port| (format!("Use port {port}"), cx.set(&at, port)));
            let report = cx
                .report(&RULE, &at, "The load balancer entry names no container port.")
                .help("Choose the port on which the container answers requests.");
            if let Some((label, edit)) = fix {
                report.fix(label, vec![edit]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    #[test]
    fn a_whole_entry_passes() {
        assert_eq!(addresses(&RULE, &sound(&[])), NONE);
        let classic =
            json!([{"loadBalancerName": "old", "containerName": "app", "containerPort": 8080}]);
        assert_eq!(addresses(&RULE, &sound(&[("service.web.loadBalancers", classic)])), NONE);
    }

    #[test]
    fn what_is_missing_is_found_and_filled_in() {
        for (key, right) in [
            ("targetGroupArn", json!("${targetGroup.web}")),
            ("containerName", json!("app")),
            ("containerPort", json!(8080)),
        ] {
            let at = format!("service.web.loadBalancers[0].{key}");
            let design = sound(&[(&at, Value::Null)]);
            assert_eq!(addresses(&RULE, &design), [at.as_str()]);
            assert_eq!(value(&fixed(&RULE, &design), &at), right);
        }
    }

    #[test]
    fn both_kinds_of_load_balancer_are_found() {
        let at = "service.web.loadBalancers[0].loadBalancerName";
        let design = sound(&[(at, json!("old"))]);
        assert_eq!(addresses(&RULE, &design), [at]);
        assert_eq!(value(&fixed(&RULE, &design), at), Value::Null);
    }
}
