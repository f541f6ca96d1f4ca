//! NW004: tasks in private subnets have no public IP address.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::all_of;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW004",
    name: "public-ip-in-private-subnets",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Tasks in private subnets have no public IP address.",
        why: "A private subnet has no route to an internet gateway, so a public address there reaches nothing \
           and is not reached. It costs money all the same, and people take it for a way out. What private \
           subnets need is a NAT gateway, or VPC endpoints for ecr.api, ecr.dkr, s3 and logs.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(configuration) = facts::awsvpc(service) else { return };
    if !configuration.assign_public_ip.is("ENABLED") {
        return;
    }
    let private: Vec<&str> = facts::networks(cx, &configuration.subnets)
        .into_iter()
        .filter(|(_, network)| network.subnet_type.is("private"))
        .map(|(resolved, _)| resolved.id.name())
        .collect();
    if private.is_empty() {
        return;
    }
    let at = configuration.path("assignPublicIp");
    let edit = cx.set(&at, "DISABLED");
    let message = format!(
        "The tasks get public IP addresses, and the subnets of {} are private: an address does nothing there.",
        all_of(&private)
    );
    cx.report(&RULE, &at, message)
        .help(format!(
            "Private subnets have no route to an internet gateway. {}",
            facts::PRIVATE_SUBNETS_NEED
        ))
        .fix("Turn it off", vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, findings, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.networkConfiguration.awsvpcConfiguration.assignPublicIp";

    #[test]
    fn no_public_ip_or_public_subnets_pass() {
        for changes in [
            &[][..],
            &[(AT, json!("ENABLED")), ("network.private.subnetType", json!("public"))],
            &[(AT, json!("ENABLED")), ("network.private.subnetType", Value::Null)],
            &[(AT, json!("${var.public}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn a_public_ip_in_private_subnets_is_found_and_turned_off() {
        let design = sound(&[(AT, json!("ENABLED"))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert!(findings(&RULE, &design)[0].help.contains("ecr.api, ecr.dkr, s3 and logs"));
        assert_eq!(value(&fixed(&RULE, &design), AT), "DISABLED");
    }
}
