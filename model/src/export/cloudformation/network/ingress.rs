//! What may come in to a security group that is made: the ports that the design's load balancers listen on and its
//! services are reached on. Out may everything: that is what CloudFormation allows where nothing is said.

use serde_json::{Map, Value, json};

use super::super::draft::{Draft, Resource, member};
use super::super::parameter::ParameterType;
use super::super::reference::Piece;
use super::super::text::{get_att, reference};
use super::plan::Plan;
use super::{CIDR_BLOCK, part};
use crate::export::usage::transports;
use crate::path::Path;
use crate::record::RecordId;
use crate::resolve::Resolved;

/// One way in.
pub(super) struct Rule {
    /// What follows the group's logical id in the rule's.
    suffix: String,
    description: String,
    port: i64,
    protocol: &'static str,
    from: From,
}

#[derive(Clone, PartialEq)]
enum From {
    /// These addresses.
    Addresses(Value),
    /// What has this security group.
    Group(Value),
    /// What has the same security group.
    Itself,
}

impl Rule {
    fn properties(&self) -> Map<String, Value> {
        let mut properties = Map::new();
        properties.insert("Description".to_owned(), self.description.as_str().into());
        properties.insert("IpProtocol".to_owned(), self.protocol.into());
        properties.insert("FromPort".to_owned(), self.port.into());
        properties.insert("ToPort".to_owned(), self.port.into());
        properties
    }

    /// The rule as a part of its group, if it names no other.
    pub(super) fn inline(&self) -> Option<Value> {
        let From::Addresses(cidr) = &self.from else { return None };
        let mut properties = self.properties();
        properties.insert("CidrIp".to_owned(), cidr.clone());
        Some(Value::Object(properties))
    }

    /// The rule as a resource of its own, if it names a group: two that name each other must both be there first.
    pub(super) fn resource(&self, group: &str) -> Option<(String, Resource)> {
        let id = get_att(group, "GroupId");
        let from = match &self.from {
            From::Addresses(_) => return None,
            From::Group(other) => other.clone(),
            From::Itself => id.clone(),
        };
        let mut properties = self.properties();
        properties.insert("GroupId".to_owned(), id);
        properties.insert("SourceSecurityGroupId".to_owned(), from);
        let resource = Resource::of("AWS::EC2::SecurityGroupIngress", properties);
        Some((format!("Ingress{}", self.suffix), resource))
    }
}

pub(super) fn rules<'a>(
    draft: &mut Draft<'a>,
    network: &'a Resolved,
    plan: &Plan<'a>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    for id in draft.usage.load_balancers(&network.id).to_vec() {
        listeners(draft, &mut rules, network, plan, &id);
    }
    for id in draft.usage.services(&network.id).to_vec() {
        containers(draft, &mut rules, network, plan, &id);
    }
    if !plan.endpoints.is_empty() {
        add(&mut rules, "Endpoints".to_owned(), "VPC endpoints", 443, "tcp", From::Itself);
    }
    rules
}

fn listeners<'a>(
    draft: &mut Draft<'a>,
    rules: &mut Vec<Rule>,
    network: &'a Resolved,
    plan: &Plan<'a>,
    id: &RecordId,
) {
    let Some(load_balancer) = draft.get(id).and_then(|resolved| resolved.load_balancer()) else {
        return;
    };
    for listener in load_balancer.listeners.items() {
        let Some(port) = listener.port.known() else { continue };
        for protocol in transports(listener.protocol.text().unwrap_or_default()) {
            let suffix = if *protocol == "udp" { "Udp" } else { "" };
            let from = if load_balancer.scheme.is("internal") {
                From::Addresses(vpc_addresses(draft, network, plan))
            } else {
                From::Addresses(json!("0.0.0.0/0"))
            };
            let description = format!("Listener of {}", id.name());
            add(rules, format!("{port}{suffix}"), &description, *port, protocol, from);
        }
    }
}

fn containers<'a>(
    draft: &mut Draft<'a>,
    rules: &mut Vec<Rule>,
    network: &'a Resolved,
    plan: &Plan<'a>,
    id: &RecordId,
) {
    let Some(service) = draft.get(id).and_then(|resolved| resolved.service()) else { return };
    for target in service.load_balancers.items() {
        let Some(port) = target.container_port.known() else { continue };
        let other = target
            .target_group_arn
            .reference()
            .and_then(|target_group| {
                draft.usage.network_in_front_of(&target_group.record, |id| draft.get(id))
            })
            .and_then(|network| draft.get(network));
        let from = match other {
            Some(other) if other.id == network.id => From::Itself,
            Some(other) => match part(draft, other, "securityGroups", 0).and_then(first) {
                Some(group) => From::Group(group),
                None => From::Addresses(vpc_addresses(draft, network, plan)),
            },
            None => From::Addresses(vpc_addresses(draft, network, plan)),
        };
        let description = format!("Tasks of {}", id.name());
        add(rules, format!("{port}Tasks"), &description, *port, "tcp", from);
    }
}

fn first(piece: Piece) -> Option<Value> {
    match piece {
        Piece::Many(pieces) => pieces.into_iter().next().and_then(first),
        Piece::List(list) => Some(super::select(0, list)),
        one => one.into_value(),
    }
}

/// The addresses of the network's VPC: of one that the template makes, or a parameter.
fn vpc_addresses<'a>(draft: &mut Draft<'a>, network: &'a Resolved, plan: &Plan<'a>) -> Value {
    if plan.own_vpc {
        return get_att(&plan.vpc(), "CidrBlock");
    }
    if let Some(host) = Plan::host(draft, network).filter(|host| host.own_vpc) {
        return get_att(&host.vpc(), "CidrBlock");
    }
    let said = member(network, "cidrBlock")
        .and_then(|said| draft.value_at(network, &Path::root().key("cidrBlock"), said));
    if let Some(said) = said {
        return said;
    }
    let name = draft.parameter(
        &format!("the addresses of the VPC of {}", network.id),
        &format!("{}VpcCidrBlock", plan.name),
        ParameterType::String,
        &format!(
            "Addresses of the VPC of the network {}, such as {CIDR_BLOCK}.",
            network.id.name()
        ),
    );
    let message = format!(
        "What comes in comes from the VPC, whose addresses the template cannot tell: they are the parameter {name}."
    );
    draft.remark_on_parameter(network, &Path::root().key("vpcId"), &name, &message);
    reference(&name)
}

/// Adds a rule unless the same is there; the same port from elsewhere gets a name of its own.
fn add(
    rules: &mut Vec<Rule>,
    mut suffix: String,
    description: &str,
    port: i64,
    protocol: &'static str,
    from: From,
) {
    let is_same = |rule: &Rule| rule.port == port && rule.protocol == protocol && rule.from == from;
    if rules.iter().any(is_same) {
        return;
    }
    while rules.iter().any(|rule| rule.suffix == suffix) {
        suffix.push('x');
    }
    let description = description.to_owned();
    rules.push(Rule { suffix, description, port, protocol, from });
}
