//! NW003: A service names at most 16 subnets and 5 security groups.

use crate::diagnostic::Severity;
use crate::ecs::service::Service;
use crate::text::count;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW003",
    name: "network-limits",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "A service names at most 16 subnets and 5 security groups.",
        why: "ECS takes at most 16 subnets and 5 security groups in a network configuration. Those of a network \
           of the design count one by one.",
    },
    check: Check::Service(check),
};

fn check(cx: &mut Context<'_>, service: &Service) {
    let Some(configuration) = facts::awsvpc(service) else { return };
    let subnets = facts::count_ids(cx, &configuration.subnets, |network| &network.subnets);
    let groups =
        facts::count_ids(cx, &configuration.security_groups, |network| &network.security_groups);
    for (key, noun, found, most) in
        [("subnets", "subnet", subnets, 16), ("securityGroups", "security group", groups, 5)]
    {
        if let Some(found) = found.filter(|found| *found > most) {
            let message =
                format!("The service names {}, and ECS takes at most {most}.", count(found, noun));
            cx.report(&RULE, &configuration.path(key), message)
                .help(format!("Keep the {noun}s that the tasks need."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, sound};

    use serde_json::Value as Json;

    fn ids(prefix: &str, number: usize) -> Json {
        (0..number).map(|at| format!("{prefix}-0a1b2c{at:02}")).collect()
    }

    #[test]
    fn up_to_the_limits_passes_and_more_is_found() {
        let network = "service.web.networkConfiguration.awsvpcConfiguration";
        for (key, prefix, most) in [("subnets", "subnet", 16), ("securityGroups", "sg", 5)] {
            let at = format!("{network}.{key}");
            assert_eq!(addresses(&RULE, &sound(&[(&at, ids(prefix, most))])), NONE);
            assert_eq!(addresses(&RULE, &sound(&[(&at, ids(prefix, most + 1))])), [at.as_str()]);
            let of_network = format!("network.private.{key}");
            assert_eq!(addresses(&RULE, &sound(&[(&of_network, ids(prefix, most + 1))])), [at]);
        }
    }
}
