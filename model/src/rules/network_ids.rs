//! NW007: subnets and security groups are named by their ids.

use crate::diagnostic::Severity;
use crate::ecs::shape::{List, Text};
use crate::path::Path;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW007",
    name: "network-ids",
    severity: Severity::Error,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: Some("E1150"),
        summary: "Subnets and security groups are named by their ids.",
        why: "Subnets have ids such as subnet-0a1b2c3d4e5f67890, security groups such as sg-0a1b2c3d4e5f67890: 8 \
           or 17 hexadecimal digits. Names do not work.",
    },
    check: Check::Record(check),
};

fn check(cx: &mut Context<'_>) {
    let subject = cx.subject();
    let lists: [(&'static str, Path, &List<Text>); 2] = if let Some(service) = subject.service() {
        let Some(configuration) = facts::awsvpc(service) else { return };
        [
            ("subnet", configuration.path("subnets"), &configuration.subnets),
            ("sg", configuration.path("securityGroups"), &configuration.security_groups),
        ]
    } else if let Some(network) = subject.network() {
        [
            ("subnet", network.path("subnets"), &network.subnets),
            ("sg", network.path("securityGroups"), &network.security_groups),
        ]
    } else if let Some(balancer) = subject.load_balancer() {
        [
            ("subnet", balancer.path("subnets"), &balancer.subnets),
            ("sg", balancer.path("securityGroups"), &balancer.security_groups),
        ]
    } else {
        return;
    };
    for (prefix, at, list) in lists {
        let thing = if prefix == "sg" { "a security group" } else { "a subnet" };
        for (index, id) in list.items().iter().enumerate() {
            // What another tool's template fills in, as in `{{ tfstate `aws_subnet.a.id` }}`, is not known.
            let is_known = |id: &&str| !id.contains("{{");
            let Some(id) = id.text().filter(is_known).filter(|id| !is_id(id, prefix)) else {
                continue;
            };
            let message = format!("\"{id}\" is not the id of {thing}.");
            cx.report(&RULE, &at.index(index), message).help(format!(
                "An id is {prefix}- and 8 or 17 hexadecimal digits. Where it is known only later, write a Terraform \
                 expression."
            ));
        }
    }
}

fn is_id(id: &str, prefix: &str) -> bool {
    id.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-')).is_some_and(|digits| {
        matches!(digits.len(), 8 | 17)
            && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, sound};
    use serde_json::json;

    const SUBNETS: [&str; 3] = [
        "service.web.networkConfiguration.awsvpcConfiguration.subnets",
        "network.private.subnets",
        "loadBalancer.web.subnets",
    ];

    #[test]
    fn ids_and_expressions_pass() {
        for at in SUBNETS {
            let subnets = json!([
                "subnet-0a1b2c3d",
                "subnet-0a1b2c3d4e5f67890",
                "${var.subnet}",
                "{{ tfstate `aws_subnet.a.id` }}"
            ]);
            assert_eq!(addresses(&RULE, &sound(&[(at, subnets)])), NONE);
        }
    }

    #[test]
    fn names_and_ids_of_other_things_are_found() {
        for at in SUBNETS {
            let subnets = json!(["private-a", "subnet-123", "sg-0a1b2c3d", "subnet-0A1B2C3D"]);
            assert_eq!(addresses(&RULE, &sound(&[(at, subnets)])).len(), 4);
        }
        let groups = sound(&[("network.private.securityGroups", json!(["default"]))]);
        assert_eq!(addresses(&RULE, &groups), ["network.private.securityGroups[0]"]);
    }
}
