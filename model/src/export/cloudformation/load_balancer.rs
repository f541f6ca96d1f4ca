//! Load balancers with their listeners.

use serde_json::{Map, Value, json};

use super::draft::{Draft, Resource};
use super::network;
use super::parameter::ParameterType;
use super::text::{get_att, reference};
use crate::cloudformation::{LISTENER, LOAD_BALANCER_ATTRIBUTES, type_of};
use crate::ecs::neighbour::Listener;
use crate::export::place::says_nothing;
use crate::export::usage::references;
use crate::path::Path;
use crate::record::Kind;
use crate::resolve::Resolved;
use crate::text::capitalised;

const LISTENER_KEYS: [&str; 6] =
    ["port", "protocol", "certificateArn", "sslPolicy", "targetGroup", "redirectToPort"];

pub(super) fn write<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let elsewhere = ["arn", "listeners", "deletionProtection", "idleTimeout"];
    let mut properties = draft.properties(resolved, &elsewhere);
    properties.entry("Type").or_insert_with(|| "application".into());
    let attributes = attributes(draft, resolved, &LOAD_BALANCER_ATTRIBUTES);
    if !attributes.is_empty() {
        properties.insert("LoadBalancerAttributes".to_owned(), attributes.into());
    }
    let name = draft.names.of(&resolved.id);
    let subnets = resolved.load_balancer().map(|it| references(&it.subnets)).unwrap_or_default();
    // AWS refuses an internet-facing one before its VPC has an internet gateway.
    let gateways: Vec<String> = subnets
        .into_iter()
        .filter_map(|reference| draft.made(&reference.record))
        .filter_map(|network| network::gateway_attachment(draft, network))
        .collect();
    if let Some(kind) = type_of(Kind::LoadBalancer) {
        draft.put(name.clone(), Resource::of(kind, properties).after(gateways));
    }
    let url = get_att(&name, "DNSName");
    let description = format!("DNS name of the load balancer {}.", resolved.id.name());
    draft.output(&format!("{name}DNSName"), &description, url);

    let Some(load_balancer) = resolved.load_balancer() else { return };
    let names = listener_names(draft, resolved);
    for (index, (listener, own)) in load_balancer.listeners.items().iter().zip(names).enumerate() {
        let path = Path::root().key("listeners").index(index);
        write_listener(draft, resolved, &path, listener, &name, own);
    }
}

/// The attributes of a load balancer or a target group: keys and texts.
pub(super) fn attributes<'a>(
    draft: &mut Draft<'a>,
    resolved: &'a Resolved,
    table: &[(&str, &'static str)],
) -> Vec<Value> {
    let mut attributes = Vec::new();
    for (key, name) in table {
        let value = match draft.member_value(resolved, name) {
            Some(value @ (Value::Number(_) | Value::Bool(_))) => Value::String(value.to_string()),
            Some(other) => other,
            None => continue,
        };
        attributes.push(json!({"Key": key, "Value": value}));
    }
    attributes
}

/// The logical ids of a load balancer's listeners, by their position.
pub(super) fn listener_names(draft: &Draft<'_>, resolved: &Resolved) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(load_balancer) = resolved.load_balancer() else { return names };
    let base = draft.names.of(&resolved.id);
    for (index, listener) in load_balancer.listeners.items().iter().enumerate() {
        let port = listener.port.known().copied().and_then(|port| u16::try_from(port).ok());
        let mut name = match port {
            Some(port) => format!("{base}Listener{port}"),
            None => format!("{base}ListenerNo{}", index + 1),
        };
        while names.contains(&name) {
            name.push('x');
        }
        names.push(name);
    }
    names
}

fn write_listener<'a>(
    draft: &mut Draft<'a>,
    resolved: &'a Resolved,
    path: &Path,
    listener: &Listener,
    load_balancer: &str,
    name: String,
) {
    let body = path.get(&resolved.body).and_then(Value::as_object);
    let said = |key: &str| {
        body.and_then(|listener| listener.get(key)).filter(|value| !says_nothing(value))
    };
    let mut properties = Map::new();
    properties.insert("LoadBalancerArn".to_owned(), reference(load_balancer));
    for key in ["port", "protocol", "sslPolicy", "certificateArn"] {
        let Some(value) = said(key) else { continue };
        let Some(value) = draft.value_at(resolved, &path.key(key), value) else { continue };
        if key == "certificateArn" {
            let certificates = json!([{ "CertificateArn": value }]);
            properties.insert("Certificates".to_owned(), certificates);
        } else {
            properties.insert(capitalised(key), value);
        }
    }
    let action = action(draft, resolved, path, listener, said, &name);
    properties.insert("DefaultActions".to_owned(), json!([action]));
    for (key, value) in body.into_iter().flatten() {
        if LISTENER_KEYS.contains(&key.as_str()) || says_nothing(value) {
            continue;
        }
        let path = path.key(key.clone());
        let property = capitalised(key);
        if let Some(value) = draft.value_at(resolved, &path, value) {
            let message = format!(
                "`{key}` is not known here and written as `{property}`: see whether CloudFormation takes it."
            );
            draft.remark(resolved, &path, &message);
            properties.insert(property, value);
        }
    }
    draft.put(name, Resource::of(LISTENER, properties));
}

/// What a listener does with a request.
fn action<'a>(
    draft: &mut Draft<'a>,
    resolved: &'a Resolved,
    path: &Path,
    listener: &Listener,
    said: impl Fn(&str) -> Option<&'a Value>,
    name: &str,
) -> Value {
    if let Some(port) = said("redirectToPort") {
        if !listener.target_group.is_absent() {
            draft.remark(
                resolved,
                &path.key("targetGroup"),
                "The listener redirects, so its target group gets nothing; it is left out.",
            );
        }
        let port = match draft.value_at(resolved, &path.key("redirectToPort"), port) {
            Some(Value::Number(port)) => Value::String(port.to_string()),
            Some(other) => other,
            None => Value::from("443"),
        };
        return json!({
            "Type": "redirect",
            "RedirectConfig": {"Port": port, "Protocol": "HTTPS", "StatusCode": "HTTP_301"},
        });
    }
    let target_group = said("targetGroup")
        .and_then(|said| draft.value_at(resolved, &path.key("targetGroup"), said));
    if let Some(target_group) = target_group {
        return json!({"Type": "forward", "TargetGroupArn": target_group});
    }
    if listener.protocol.is("HTTP") || listener.protocol.is("HTTPS") {
        draft.remark(
            resolved,
            path,
            "The listener names no target group and no redirect: it answers everything with 404.",
        );
        return json!({
            "Type": "fixed-response",
            "FixedResponseConfig": {
                "ContentType": "text/plain", "MessageBody": "Not found", "StatusCode": "404",
            },
        });
    }
    let stands_for = format!("the target group of {}.{path}", resolved.id);
    let target_group = draft.parameter(
        &stands_for,
        &format!("{name}TargetGroupArn"),
        ParameterType::String,
        &format!("ARN of the target group that {name} forwards to."),
    );
    let message =
        format!("The listener names no target group: its ARN is the parameter {target_group}.");
    draft.remark_on_parameter(resolved, path, &target_group, &message);
    json!({"Type": "forward", "TargetGroupArn": reference(&target_group)})
}
