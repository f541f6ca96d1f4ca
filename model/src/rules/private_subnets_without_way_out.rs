//! NW006: private subnets have a NAT gateway, or the VPC endpoints that tasks need.

use crate::diagnostic::Severity;
use crate::ecs::neighbour::Network;
use crate::text::{all_of, one_of};
use serde_json::json;

use super::{Check, Context, Rule, facts};

/// The rule.
pub(super) static RULE: Rule = Rule {
    code: "NW006",
    name: "private-subnets-without-way-out",
    severity: Severity::Warning,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
    #[cfg(feature = "docs")]
    docs: super::Docs {
        since: "0.1.0",
        cfn_lint: None,
        summary: "Private subnets have a NAT gateway, or the VPC endpoints that tasks need.",
        why: "A task must reach Amazon ECR (ecr.api and ecr.dkr, and s3, where image layers are) and CloudWatch \
           Logs (logs). From a private subnet it does so through a NAT gateway or through VPC endpoints. \
           Images of other registries need the NAT gateway.",
    },
    check: Check::Network(check),
};

fn check(cx: &mut Context<'_>, network: &Network) {
    let without = network.nat_gateway.known() == Some(&false);
    if !network.subnet_type.is("private") || !without {
        return;
    }
    let Some(missing) = facts::missing_endpoints(network).filter(|missing| !missing.is_empty())
    else {
        return;
    };
    let at = network.path("vpcEndpoints");
    let mut all: Vec<&str> =
        network.vpc_endpoints.items().iter().filter_map(|it| it.text()).collect();
    all.extend(&missing);
    let add = cx.set(&at, json!(all));
    let nat = cx.set(&network.path("natGateway"), true);
    let message = format!(
        "The private subnets of {} have no NAT gateway, and no VPC endpoint for {}.",
        cx.subject().id.name(),
        one_of(&missing)
    );
    cx.report(&RULE, &at, message)
        .help(facts::PRIVATE_SUBNETS_NEED)
        .fix(format!("Add {}", all_of(&missing)), vec![add])
        .fix("Add a NAT gateway", vec![nat]);
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::testing::{NONE, addresses, fixed, messages, sound, value};
    use serde_json::{Value, json};

    const AT: &str = "network.private.vpcEndpoints";
    const NAT: &str = "network.private.natGateway";

    #[test]
    fn a_nat_gateway_or_endpoints_pass() {
        let endpoints = json!(["com.amazonaws.eu-west-1.ecr.api", "ecr.dkr", "s3", "logs", "ssm"]);
        for changes in [
            vec![],
            vec![(NAT, Value::Null)],
            vec![(NAT, json!(false)), (AT, endpoints)],
            vec![(NAT, json!(false)), (AT, json!("${var.endpoints}"))],
            vec![(NAT, json!(false)), ("network.private.subnetType", json!("public"))],
        ] {
            assert_eq!(addresses(&RULE, &sound(&changes)), NONE);
        }
    }

    #[test]
    fn what_is_missing_is_named_and_added() {
        let design = sound(&[(NAT, json!(false)), (AT, json!(["ecr.api", "ecr.dkr"]))]);
        assert_eq!(addresses(&RULE, &design), [AT]);
        assert_eq!(
            messages(&RULE, &design),
            [
                "The private subnets of private have no NAT gateway, and no VPC endpoint for s3 or logs."
            ]
        );
        assert_eq!(value(&fixed(&RULE, &design), AT), json!(["ecr.api", "ecr.dkr", "s3", "logs"]));
        assert_eq!(addresses(&RULE, &sound(&[(NAT, json!(false))])), [AT]);
    }
}
