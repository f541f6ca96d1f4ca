//! Load balancers with their listeners, and target groups.

use serde_json::Value;

use super::arguments::{Argument, block, elsewhere, tags, text, value};
use super::draft::{Draft, Instance, Page, VariableType};
use super::network;
use crate::ecs::neighbour::Listener;
use crate::export::hcl::{Block, Expr};
use crate::export::usage::{references, vpc_configuration};
use crate::path::Path;
use crate::record::RecordId;

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("name"),
    elsewhere("scheme"),
    elsewhere("type"),
    elsewhere("listeners"),
    // Only a load balancer that exists has one.
    elsewhere("arn"),
    value("subnets", "subnets"),
    value("securityGroups", "security_groups"),
    value("deletionProtection", "enable_deletion_protection"),
    value("idleTimeout", "idle_timeout"),
    tags(),
];

const LISTENER_KEYS: [&str; 6] =
    ["port", "protocol", "certificateArn", "sslPolicy", "targetGroup", "redirectToPort"];

pub(super) const TARGET_GROUP: &[Argument] = &[
    elsewhere("name"),
    elsewhere("arn"),
    elsewhere("port"),
    elsewhere("protocol"),
    elsewhere("targetType"),
    elsewhere("vpcId"),
    text("deregistrationDelay", "deregistration_delay"),
    tags(),
    block(
        "healthCheck",
        "health_check",
        &[
            value("path", "path"),
            text("port", "port"),
            value("protocol", "protocol"),
            text("matcher", "matcher"),
            value("interval", "interval"),
            value("timeout", "timeout"),
            value("healthyThreshold", "healthy_threshold"),
            value("unhealthyThreshold", "unhealthy_threshold"),
        ],
    ),
];

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut block = Block::new("resource").label("aws_lb").label(&name);
    let own_name = draft.own_name(instance, &name);
    block.body().attribute("name", own_name);
    let kind = match instance.member("type") {
        Some(said) => draft.value(instance, &Path::root().key("type"), said),
        None => Expr::from("application"),
    };
    block.body().attribute("load_balancer_type", kind);
    match instance.member("scheme").and_then(Value::as_str) {
        Some("internal") => {
            block.body().attribute("internal", true);
        }
        Some(said) if said.contains("${") => {
            let path = Path::root().key("scheme");
            draft.remark(
                instance,
                &path,
                "The provider takes true or false here, not an expression that is the scheme: left out, which is internet-facing.",
            );
        }
        _ => {
            block.body().attribute("internal", false);
        }
    }
    draft.arguments(instance, ARGUMENTS, block.body());
    let subnets = instance.resolved.load_balancer().map(|it| references(&it.subnets));
    let networks: Vec<RecordId> =
        subnets.unwrap_or_default().into_iter().map(|it| it.record.clone()).collect();
    let gateway = networks.iter().find_map(|id| {
        let network = draft.instance(id, instance.estate)?;
        network::made_internet_gateway(draft, &network)
    });
    if let Some(gateway) = gateway {
        let gateway = Expr::List(vec![Expr::raw(&gateway)]);
        block.body().blank().attribute("depends_on", gateway);
    }
    draft.put(Page::LoadBalancer, block);

    let Some(load_balancer) = instance.resolved.load_balancer() else { return };
    let names = listener_names(instance);
    for (index, (listener, suffix)) in load_balancer.listeners.items().iter().zip(names).enumerate()
    {
        let path = Path::root().key("listeners").index(index);
        listener_block(draft, instance, &path, listener, &name, &suffix);
    }
}

/// What follows the load balancer's name in the names of its listeners.
pub(super) fn listener_names(instance: &Instance<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(load_balancer) = instance.resolved.load_balancer() else { return names };
    for listener in load_balancer.listeners.items() {
        let protocol = listener.protocol.text().unwrap_or_default();
        let mut name = match (protocol, listener.port.known()) {
            ("HTTP", Some(80)) => "http".to_owned(),
            ("HTTPS", Some(443)) => "https".to_owned(),
            (_, Some(port)) => port.to_string(),
            _ => "listener".to_owned(),
        };
        while names.contains(&name) {
            name.push_str("_2");
        }
        names.push(name);
    }
    names
}

fn listener_block<'a>(
    draft: &mut Draft<'a>,
    instance: &Instance<'a>,
    path: &Path,
    listener: &Listener,
    name: &str,
    suffix: &str,
) {
    let mut block = Block::new("resource")
        .label("aws_lb_listener")
        .label(format!("{name}_{suffix}"))
        .attribute("load_balancer_arn", Expr::raw(&format!("aws_lb.{name}.arn")));
    let said = |key: &str| {
        path.get(&instance.resolved.body)
            .and_then(|listener| listener.get(key))
            .filter(|value| !crate::export::place::says_nothing(value))
    };
    for (key, argument) in [
        ("port", "port"),
        ("protocol", "protocol"),
        ("sslPolicy", "ssl_policy"),
        ("certificateArn", "certificate_arn"),
    ] {
        if let Some(value) = said(key) {
            let value = draft.value(instance, &path.key(key), value);
            block.body().attribute(argument, value);
        }
    }
    let mut action = Block::new("default_action");
    if let Some(port) = said("redirectToPort") {
        let port = match port {
            Value::Number(port) => Expr::from(port.to_string()),
            other => draft.value(instance, &path.key("redirectToPort"), other),
        };
        if !listener.target_group.is_absent() {
            draft.remark(
                instance,
                &path.key("targetGroup"),
                "The listener redirects, so its target group gets nothing; it is left out.",
            );
        }
        action.body().attribute("type", "redirect").block(
            Block::new("redirect")
                .attribute("port", port)
                .attribute("protocol", "HTTPS")
                .attribute("status_code", "HTTP_301"),
        );
    } else if let Some(target_group) = said("targetGroup") {
        let target_group = draft.value(instance, &path.key("targetGroup"), target_group);
        action.body().attribute("type", "forward").attribute("target_group_arn", target_group);
    } else if listener.protocol.is("HTTP") || listener.protocol.is("HTTPS") {
        draft.remark(
            instance,
            path,
            "The listener names no target group and no redirect: it answers everything with 404.",
        );
        action.body().attribute("type", "fixed-response").block(
            Block::new("fixed_response")
                .attribute("content_type", "text/plain")
                .attribute("message_body", "Not found")
                .attribute("status_code", "404"),
        );
    } else {
        let variable = format!("{name}_{suffix}_target_group_arn");
        let message = format!(
            "The listener names no target group: its ARN is the input variable `{variable}`."
        );
        draft.remark(instance, path, &message);
        draft.variable(
            &variable,
            VariableType::String,
            &format!("ARN of the target group that the listener {suffix} of {name} forwards to."),
        );
        action
            .body()
            .attribute("type", "forward")
            .attribute("target_group_arn", Expr::raw(&format!("var.{variable}")));
    }
    if let Some(Value::Object(members)) = path.get(&instance.resolved.body) {
        for (key, member) in members {
            if !LISTENER_KEYS.contains(&key.as_str()) && !crate::export::place::says_nothing(member)
            {
                let message =
                    format!("The export has no argument for a listener's `{key}`; it is left out.");
                draft.remark(instance, &path.key(key.clone()), &message);
            }
        }
    }
    draft.put(Page::LoadBalancer, block.block(action));
}

pub(super) fn write_target_group<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut block = Block::new("resource").label("aws_lb_target_group").label(&name);
    let own_name = draft.own_name(instance, &name);
    block.body().attribute("name", own_name);
    let port = match container_port(draft, instance) {
        Some(port) => Expr::from(port),
        None => Expr::from(80),
    };
    for (key, argument, default) in [
        ("port", "port", port),
        ("protocol", "protocol", Expr::from("HTTP")),
        ("targetType", "target_type", Expr::from("ip")),
    ] {
        let value = match instance.member(key) {
            Some(said) => draft.value(instance, &Path::root().key(key), said),
            None => default,
        };
        block.body().attribute(argument, value);
    }
    let vpc = match instance.member("vpcId") {
        Some(said) => draft.value(instance, &Path::root().key("vpcId"), said),
        None => vpc_of_service(draft, instance),
    };
    block.body().attribute("vpc_id", vpc);
    draft.arguments(instance, TARGET_GROUP, block.body());
    draft.put(Page::LoadBalancer, block);
}

/// The container port that the first service registers here.
fn container_port(draft: &Draft<'_>, instance: &Instance<'_>) -> Option<i64> {
    draft.worlds(instance).find_map(|(estate, usage)| {
        let service = estate.get(usage.services(instance.id()).first()?)?.service()?;
        service
            .load_balancers
            .items()
            .iter()
            .find(|it| {
                it.target_group_arn.reference().is_some_and(|it| it.record == *instance.id())
            })
            .and_then(|it| it.container_port.known().copied())
    })
}

/// The VPC of the network that the target group's service runs in, where the design has it.
fn vpc_of_service<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) -> Expr {
    let network = draft.worlds(instance).find_map(|(estate, usage)| {
        usage.services(instance.id()).iter().find_map(|service| {
            let vpc = vpc_configuration(estate.get(service)?.service()?)?;
            let reference = references(&vpc.subnets).into_iter().next()?;
            Some((estate, reference.record.clone()))
        })
    });
    if let Some((estate, id)) = network
        && let Some(network) = draft.instance(&id, estate)
        && let Some(vpc) = network::part(draft, &network, "vpcId", 0)
    {
        return vpc.into_expr();
    }
    draft.remark(
        instance,
        &Path::root().key("vpcId"),
        "Neither the target group nor a network of its service names the VPC: it is the input variable `vpc_id`.",
    );
    draft.variable("vpc_id", VariableType::String, "Id of the VPC that the target groups are in.");
    Expr::raw("var.vpc_id")
}
