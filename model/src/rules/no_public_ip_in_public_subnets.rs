//! NW005: tasks on Fargate in public subnets have a public IP address.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::all_of;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW005",
    name: "no-public-ip-in-public-subnets",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Tasks on Fargate in public subnets have a public IP address.",
        why: "From a public subnet the way out is the internet gateway, which only takes what has a public \
           address. Without one a task cannot pull its image (CannotPullContainerError), unless the subnets \
           have VPC endpoints for ecr.api, ecr.dkr, s3 and logs.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(configuration) = facts::awsvpc(service) else { return };
    let off =
        configuration.assign_public_ip.is_absent() || configuration.assign_public_ip.is("DISABLED");
    if !off || facts::on_fargate(cx, service) != Some(true) {
        return;
    }
    let public: Vec<&str> = facts::networks(cx, &configuration.subnets)
        .into_iter()
        .filter(|(_, network)| {
            network.subnet_type.is("public")
                && facts::missing_endpoints(network).is_some_and(|missing| !missing.is_empty())
        })
        .map(|(resolved, _)| resolved.id.name())
        .collect();
    if public.is_empty() {
        return;
    }
    let at = configuration.path("assignPublicIp");
    let edit = cx.set(&at, "ENABLED");
    let message = format!(
        "The tasks get no public IP address, and the subnets of {} are public: the tasks cannot pull their images.",
        all_of(&public)
    );
    cx.report(&RULE, &at, message)
        .help(format!(
            "Out of public subnets leads an internet gateway, which needs a public address. Or run the tasks in \
             private subnets. {}",
            facts::PRIVATE_SUBNETS_NEED
        ))
        .fix("Turn it on", vec![edit]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "service.web.networkConfiguration.awsvpcConfiguration.assignPublicIp";
    const PUBLIC: &str = "network.private.subnetType";

    #[test]
    fn private_subnets_addresses_and_endpoints_pass() {
        let endpoints = json!(["ecr.api", "ecr.dkr", "s3", "logs"]);
        for changes in [
            vec![],
            vec![(PUBLIC, json!("public")), (AT, json!("ENABLED"))],
            vec![(PUBLIC, json!("public")), ("network.private.vpcEndpoints", endpoints)],
            vec![(PUBLIC, json!("public")), ("service.web.launchType", json!("EC2"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(&changes)), NONE);
        }
    }

    #[test]
    fn no_address_in_public_subnets_is_found_and_turned_on() {
        for off in [json!("DISABLED"), Value::Null] {
            let design = sound(&[(PUBLIC, json!("public")), (AT, off)]);
            assert_eq!(addresses(&RULE, &design), [AT]);
            assert_eq!(value(&fixed(&RULE, &design), AT), "ENABLED");
        }
    }
}
