//! Target groups.

use serde_json::{Value, json};

use super::draft::{Draft, Resource, member};
use super::load_balancer::attributes;
use super::network;
use super::parameter::ParameterType;
use super::text::reference;
use crate::cloudformation::{HEALTH_CHECK, TARGET_GROUP_ATTRIBUTES, type_of};
use crate::export::place::says_nothing;
use crate::export::usage::{references, vpc_configuration};
use crate::path::Path;
use crate::record::Kind;
use crate::resolve::Resolved;
use crate::text::capitalised;

pub(super) fn write<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let elsewhere = ["arn", "healthCheck", "deregistrationDelay"];
    let mut properties = draft.properties(resolved, &elsewhere);
    let is_lambda = resolved.target_group().is_some_and(|group| group.target_type.is("lambda"));
    if !is_lambda {
        let port = container_port(draft, resolved).unwrap_or(80);
        for (property, default) in
            [("Port", json!(port)), ("Protocol", json!("HTTP")), ("TargetType", json!("ip"))]
        {
            properties.entry(property).or_insert(default);
        }
        if !properties.contains_key("VpcId") {
            let vpc = vpc(draft, resolved);
            properties.insert("VpcId".to_owned(), vpc);
        }
    }
    health_check(draft, resolved, &mut properties);
    let attributes = attributes(draft, resolved, &TARGET_GROUP_ATTRIBUTES);
    if !attributes.is_empty() {
        properties.insert("TargetGroupAttributes".to_owned(), attributes.into());
    }
    let name = draft.names.of(&resolved.id);
    if let Some(kind) = type_of(Kind::TargetGroup) {
        draft.put(name, Resource::of(kind, properties));
    }
}

fn health_check<'a>(
    draft: &mut Draft<'a>,
    resolved: &'a Resolved,
    properties: &mut serde_json::Map<String, Value>,
) {
    let path = Path::root().key("healthCheck");
    let health_check = match member(resolved, "healthCheck") {
        Some(Value::Object(members)) => members,
        Some(_) => {
            let message = "The health check is no object: it is left out.";
            draft.remark(resolved, &path, message);
            return;
        }
        None => return,
    };
    for (key, said) in health_check.iter().filter(|(_, said)| !says_nothing(said)) {
        let path = path.key(key.clone());
        let Some(value) = draft.value_at(resolved, &path, said) else { continue };
        if let Some((property, _)) = HEALTH_CHECK.iter().find(|(_, member)| member == key) {
            properties.insert((*property).to_owned(), value);
        } else if key == "matcher" {
            let grpc = properties.get("ProtocolVersion").is_some_and(|version| version == "GRPC");
            let codes = if grpc { "GrpcCode" } else { "HttpCode" };
            properties.insert("Matcher".to_owned(), json!({ codes: value }));
        } else {
            let property = format!("HealthCheck{}", capitalised(key));
            let message = format!(
                "`{key}` is not known here and written as `{property}`: see whether CloudFormation takes it."
            );
            draft.remark(resolved, &path, &message);
            properties.insert(property, value);
        }
    }
}

/// The container port that the first service registers here.
fn container_port(draft: &Draft<'_>, resolved: &Resolved) -> Option<i64> {
    let service = draft.get(draft.usage.services(&resolved.id).first()?)?.service()?;
    service
        .load_balancers
        .items()
        .iter()
        .find(|it| it.target_group_arn.reference().is_some_and(|it| it.record == resolved.id))
        .and_then(|it| it.container_port.known().copied())
}

/// The VPC of the network that the target group's service runs in, where the design has it.
fn vpc<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) -> Value {
    let network = draft.usage.services(&resolved.id).iter().find_map(|service| {
        let vpc = vpc_configuration(draft.get(service)?.service()?)?;
        let reference = references(&vpc.subnets).into_iter().next()?;
        draft.get(&reference.record).filter(|network| network.id.kind() == Kind::Network)
    });
    if let Some(network) = network
        && let Some(vpc) =
            network::part(draft, network, "vpcId", 0).and_then(super::reference::Piece::into_value)
    {
        return vpc;
    }
    let name = draft.parameter(
        "the VPC of the target groups",
        "VpcId",
        ParameterType::Vpc,
        "The VPC that the target groups are in.",
    );
    let message = format!(
        "Neither the target group nor a network of its service names the VPC: it is the parameter {name}."
    );
    draft.remark_on_parameter(resolved, &Path::root().key("vpcId"), &name, &message);
    reference(&name)
}
