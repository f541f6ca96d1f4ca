//! LB009: an Application Load Balancer stands in at least two subnets.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::LoadBalancer;
use crate::record::Kind;
use crate::text::count;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "LB009",
    name: "load-balancer-subnets",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "An Application Load Balancer stands in at least two subnets.",
        why: "AWS demands subnets of at least two Availability Zones for an Application Load Balancer, and one \
           for a Network Load Balancer.",
    },
    check: Check::LoadBalancer(check),
};

fn check(cx: &mut Context<'_>, balancer: &LoadBalancer) {
    if !facts::is_generated(cx.subject()) {
        return;
    }
    let (kind, needed) = if balancer.kind.is("network") {
        ("a Network Load Balancer", 1)
    } else if balancer.kind.is("application") || balancer.kind.is_absent() {
        ("an Application Load Balancer", 2)
    } else {
        return;
    };
    let found = if balancer.subnets.is_absent() {
        Some(0)
    } else {
        facts::count_ids(cx, &balancer.subnets, |network| &network.subnets)
    };
    let Some(found) = found.filter(|found| *found < needed) else { return };
    let at = balancer.path("subnets");
    let fix = cx.only(Kind::Network).filter(|id| {
        cx.get(id).and_then(|resolved| resolved.network()).is_some_and(|network| {
            network.subnets.known().is_some_and(|subnets| subnets.len() >= needed)
        })
    });
    let fix = fix.map(|id| {
        let edit = cx.set(&at, vec![format!("${{{id}.subnets}}")]);
        (format!("Use the subnets of {}", id.name()), edit)
    });
    let message = format!(
        "The load balancer has {}, and {kind} needs at least {needed}.",
        count(found, "subnet")
    );
    let report = cx
        .report(&RULE, &at, message)
        .help("AWS refuses it. The subnets are in different Availability Zones.");
    if let Some((label, edit)) = fix {
        report.fix(label, vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "loadBalancer.web.subnets";

    #[test]
    fn enough_subnets_pass() {
        for subnets in [
            json!(["subnet-0a1b2c3d", "subnet-0a1b2c3e"]),
            json!(["${network.private.subnets}"]),
            json!("${var.subnets}"),
            json!(["${var.subnet}"]),
        ] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, subnets)])), NONE);
        }
        let network =
            sound(&[("loadBalancer.web.type", json!("network")), (AT, json!(["subnet-0a1b2c3d"]))]);
        assert_eq!(addresses(&RULE, &network), NONE);
    }

    #[test]
    fn too_few_are_found() {
        for subnets in [json!(["subnet-0a1b2c3d"]), json!([]), Value::Null] {
            let design = sound(&[(AT, subnets)]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), json!(["${network.private.subnets}"]));
        }
    }
}
