//! Resources as records: which become one, and what they call differently from the API.

use serde_json::{Map, Value, json};

use super::super::case::to_shape;
use crate::cloudformation::{
    HEALTH_CHECK, LOAD_BALANCER_ATTRIBUTES, RENAMED, TARGET_GROUP_ATTRIBUTES,
};
use crate::record::{Kind, RecordId};
use crate::reference::Reference;

/// Properties as a record's body, and the names of those that a record has no place for.
pub(super) fn body_of(
    kind: Kind,
    mut properties: Map<String, Value>,
) -> (Map<String, Value>, Vec<String>) {
    match kind {
        Kind::Cluster | Kind::Service | Kind::TaskDefinition => {
            for (_, at, property) in RENAMED.iter().filter(|(of, ..)| *of == kind) {
                rename_at(&mut properties, at, property);
            }
            let left = take(&mut properties, &["ForceNewDeployment"]);
            (to_shape(properties, kind), left)
        }
        Kind::TargetGroup => target_group(properties),
        Kind::LoadBalancer => load_balancer(properties),
        Kind::Scaling => scaling(properties),
        Kind::Role | Kind::LogGroup | Kind::Network | Kind::Namespace => {
            let members: Vec<&str> =
                crate::ecs::members(kind).iter().map(|member| member.key).collect();
            known(properties, &members, kind)
        }
    }
}

/// Gives the property that stands where the member `at` belongs the member's name.
fn rename_at(properties: &mut Map<String, Value>, at: &str, property: &str) {
    match at.split_once('.') {
        Some((parent, member)) => {
            let parent = properties.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(parent));
            if let Some((_, Value::Object(inner))) = parent {
                rename_at(inner, member, property);
            }
        }
        None => rename(properties, property, at),
    }
}

/// Gives a member another name, in its place.
fn rename(members: &mut Map<String, Value>, from: &str, to: &str) {
    if members.contains_key(to) || !members.contains_key(from) {
        return;
    }
    let before = std::mem::take(members);
    for (key, value) in before {
        members.insert(if key == from { to.to_owned() } else { key }, value);
    }
}

fn take(members: &mut Map<String, Value>, keys: &[&str]) -> Vec<String> {
    keys.iter()
        .filter(|key| members.shift_remove(**key).is_some())
        .map(|key| (*key).to_owned())
        .collect()
}

/// The properties that a shape has, whatever their case; the others are only named.
fn known(
    properties: Map<String, Value>,
    keys: &[&str],
    kind: Kind,
) -> (Map<String, Value>, Vec<String>) {
    let mut body = Map::new();
    let mut left = Vec::new();
    for (key, value) in properties {
        if keys.iter().any(|known| known.eq_ignore_ascii_case(&key)) {
            body.insert(key, value);
        } else {
            left.push(key);
        }
    }
    (to_shape(body, kind), left)
}

/// Moves `Key`/`Value` attributes to members of their own. Those that have none are named.
fn attributes(
    properties: &mut Map<String, Value>,
    property: &str,
    known: &[(&str, &'static str)],
    left: &mut Vec<String>,
) -> Vec<(&'static str, Value)> {
    let mut found = Vec::new();
    let Some(list) = properties.shift_remove(property) else { return found };
    let Value::Array(list) = list else {
        left.push(property.to_owned());
        return found;
    };
    for attribute in list {
        let key = attribute.get("Key").and_then(Value::as_str).unwrap_or_default();
        match (known.iter().find(|(name, _)| *name == key), attribute.get("Value")) {
            (Some((_, member)), Some(value)) => found.push((*member, value.clone())),
            _ => left.push(format!("{property} {key}").trim().to_owned()),
        }
    }
    found
}

fn target_group(mut properties: Map<String, Value>) -> (Map<String, Value>, Vec<String>) {
    let mut left = Vec::new();
    let property = "TargetGroupAttributes";
    let found = attributes(&mut properties, property, &TARGET_GROUP_ATTRIBUTES, &mut left);
    let mut health_check = Map::new();
    for (property, member) in HEALTH_CHECK {
        if let Some(value) = properties.shift_remove(property) {
            health_check.insert(member.to_owned(), value);
        }
    }
    if let Some(matcher) = properties.shift_remove("Matcher") {
        match matcher.get("HttpCode").or_else(|| matcher.get("GrpcCode")) {
            Some(codes) => {
                health_check.insert("matcher".to_owned(), codes.clone());
            }
            None => left.push("Matcher".to_owned()),
        }
    }
    let members = ["name", "port", "protocol", "targetType", "vpcId", "tags"];
    let (mut body, unknown) = known(properties, &members, Kind::TargetGroup);
    left.extend(unknown);
    if !health_check.is_empty() {
        body.insert("healthCheck".to_owned(), Value::Object(health_check));
    }
    for (member, value) in found {
        body.insert(member.to_owned(), value);
    }
    (body, left)
}

fn load_balancer(mut properties: Map<String, Value>) -> (Map<String, Value>, Vec<String>) {
    let mut left = Vec::new();
    let property = "LoadBalancerAttributes";
    let found = attributes(&mut properties, property, &LOAD_BALANCER_ATTRIBUTES, &mut left);
    if let Some(Value::Array(mappings)) = properties.get("SubnetMappings")
        && !properties.contains_key("Subnets")
    {
        let subnets: Vec<Value> =
            mappings.iter().filter_map(|mapping| mapping.get("SubnetId").cloned()).collect();
        properties.insert("Subnets".to_owned(), Value::Array(subnets));
        properties.shift_remove("SubnetMappings");
    }
    let members = ["name", "type", "scheme", "subnets", "securityGroups", "tags"];
    let (mut body, unknown) = known(properties, &members, Kind::LoadBalancer);
    left.extend(unknown);
    for (member, value) in found {
        body.insert(member.to_owned(), value);
    }
    (body, left)
}

/// A scalable target. That of a service of the template, which it names by cluster and service, refers to it.
fn scaling(mut properties: Map<String, Value>) -> (Map<String, Value>, Vec<String>) {
    // The same for every service of ECS, and not said.
    take(&mut properties, &["ServiceNamespace", "ScalableDimension"]);
    let members: Vec<&str> = crate::ecs::members(Kind::Scaling)
        .iter()
        .map(|member| member.key)
        .filter(|key| !matches!(*key, "name" | "policies"))
        .collect();
    let (mut body, left) = known(properties, &members, Kind::Scaling);
    if let Some(Value::String(id)) = body.get_mut("resourceId")
        && let Some(service) = service_in(id)
    {
        *id = Reference::to(service).to_string();
    }
    (body, left)
}

/// The service that a `service/cluster/${service.web.name}` ends with.
fn service_in(resource_id: &str) -> Option<RecordId> {
    let (_, rest) = resource_id.rsplit_once("${")?;
    let service = Reference::parse(&format!("${{{rest}"))?;
    let is_name = service.attribute.as_deref() == Some("name");
    let is_service = service.record.kind() == Kind::Service && resource_id.starts_with("service/");
    (is_name && is_service).then_some(service.record)
}

/// A scaling policy as a member of its target's record.
pub(super) fn scaling_policy(mut properties: Map<String, Value>) -> Value {
    take(
        &mut properties,
        &["ScalingTargetId", "ServiceNamespace", "ScalableDimension", "ResourceId"],
    );
    let mut around = Map::new();
    around.insert("policies".to_owned(), Value::Array(vec![Value::Object(properties)]));
    let mut around = to_shape(around, Kind::Scaling);
    match around.remove("policies") {
        Some(Value::Array(mut policies)) => policies.pop().unwrap_or_default(),
        _ => Value::Null,
    }
}

/// A listener as a member of its load balancer's record, and the names of what that has no place for.
pub(super) fn listener(mut properties: Map<String, Value>) -> (Value, Vec<String>) {
    let mut left = Vec::new();
    let mut listener = Map::new();
    properties.shift_remove("LoadBalancerArn");
    for (property, member) in [("Port", "port"), ("Protocol", "protocol")] {
        if let Some(value) = properties.shift_remove(property) {
            listener.insert(member.to_owned(), value);
        }
    }
    if let Some(Value::Array(certificates)) = properties.shift_remove("Certificates") {
        let mut arns = certificates.iter().filter_map(|one| one.get("CertificateArn").cloned());
        if let Some(arn) = arns.next() {
            listener.insert("certificateArn".to_owned(), arn);
        }
        if arns.next().is_some() {
            left.push("further Certificates".to_owned());
        }
    }
    if let Some(policy) = properties.shift_remove("SslPolicy") {
        listener.insert("sslPolicy".to_owned(), policy);
    }
    if let Some(Value::Array(actions)) = properties.shift_remove("DefaultActions") {
        for action in actions {
            if let Some(unread) = default_action(&action, &mut listener) {
                left.push(unread);
            }
        }
    }
    left.extend(properties.keys().cloned());
    (Value::Object(listener), left)
}

/// What a listener does with a request that no rule takes; the name of the action if it is not known here.
fn default_action(action: &Value, listener: &mut Map<String, Value>) -> Option<String> {
    let kind = action.get("Type").and_then(Value::as_str).unwrap_or_default();
    let groups = &json!([]);
    let groups = action.pointer("/ForwardConfig/TargetGroups").unwrap_or(groups);
    let target = action.get("TargetGroupArn").or_else(|| groups.get(0)?.get("TargetGroupArn"));
    if let (true, Some(target)) = (kind.eq_ignore_ascii_case("forward"), target) {
        listener.insert("targetGroup".to_owned(), target.clone());
        return groups.get(1).map(|_| "further TargetGroups of ForwardConfig".to_owned());
    }
    if let (true, Some(port)) =
        (kind.eq_ignore_ascii_case("redirect"), action.pointer("/RedirectConfig/Port"))
    {
        listener.insert("redirectToPort".to_owned(), port.clone());
        return None;
    }
    Some(format!("the default action {kind}").trim().to_owned())
}
