//! NW002: A network configuration names at least one subnet.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::record::Kind;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW002",
    name: "no-subnets",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A network configuration names at least one subnet.",
        why: "Each task needs a subnet for its network interface. ECS refuses an empty list: \"subnets can not \
           be empty.\"",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(configuration) = facts::awsvpc(service) else { return };
    if configuration.subnets.known().is_none_or(|subnets| !subnets.is_empty()) {
        return;
    }
    let at = configuration.path("subnets");
    let fix = cx.only(Kind::Network).map(|id| {
        let edit = cx.set(&at, vec![format!("${{{id}.subnets}}")]);
        (format!("Use the subnets of {}", id.name()), edit)
    });
    let report = cx
        .report(&RULE, &at, "The list of subnets is empty, so the tasks have nowhere to run.")
        .help("ECS refuses the service. Name subnets, of two Availability Zones or more.");
    if let Some((label, edit)) = fix {
        report.fix(label, vec![edit]);
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.networkConfiguration.awsvpcConfiguration.subnets";

    #[test]
    fn some_subnets_pass() {
        for subnets in [json!(["subnet-0a1b2c3d"]), json!("${var.subnets}")] {
            assert_eq!(addresses(&RULE, &sound(&[(AT, subnets)])), NONE);
        }
    }

    #[test]
    fn none_is_found_and_the_only_network_used() {
        let design = sound(&[(AT, json!([]))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), json!(["${network.private.subnets}"]));
    }
}
