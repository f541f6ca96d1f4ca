//! NW008: only tasks on Fargate get public IP addresses.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW008",
    name: "public-ip-on-ec2",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Only tasks on Fargate get public IP addresses.",
        why: "On EC2 the network interface of a task cannot have a public address; ECS refuses the service: \
           \"Assign public IP is not supported for this launch type.\" The way out is a NAT gateway.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(configuration) = facts::awsvpc(service) else { return };
    if !configuration.assign_public_ip.is("ENABLED")
        || !facts::says_where(cx, service)
        || facts::on_fargate(cx, service) != Some(false)
    {
        return;
    }
    let at = configuration.path("assignPublicIp");
    let edit = cx.set(&at, "DISABLED");
    cx.report(&RULE, &at, "The tasks get public IP addresses, and they do not run on Fargate.")
        .help("ECS refuses the service: only Fargate has them. Elsewhere tasks reach the internet through a NAT gateway.")
        .fix("Turn it off", vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::json;

    const AT: &str = "service.web.networkConfiguration.awsvpcConfiguration.assignPublicIp";

    #[test]
    fn fargate_and_no_address_pass() {
        for changes in [
            &[(AT, json!("ENABLED"))][..],
            &[("service.web.launchType", json!("EC2"))],
            &[(AT, json!("ENABLED")), ("service.web.launchType", json!("${var.launch_type}"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(changes)), NONE);
        }
    }

    #[test]
    fn an_address_elsewhere_is_found_and_turned_off() {
        let design = sound(&[(AT, json!("ENABLED")), ("service.web.launchType", json!("EC2"))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(value(&fixed(&RULE, &design), AT), "DISABLED");
    }
}
