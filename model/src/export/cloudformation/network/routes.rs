//! Route tables, and the way out that they lead to.

use serde_json::{Value, json};

use super::super::draft::{Draft, Resource};
use super::super::parameter::ParameterType;
use super::super::text::{Text, get_att, reference};
use super::plan::{Plan, Subnet};
use super::{named, zone_of};
use crate::path::Path;
use crate::resolve::Resolved;

const ANYWHERE: &str = "0.0.0.0/0";

/// The internet gateway, where one is made.
pub(super) fn gateway(draft: &mut Draft<'_>, plan: &Plan<'_>, vpc: &Value, tag: &Text) {
    if !plan.has_internet_gateway() {
        return;
    }
    let name = &plan.name;
    draft.put(
        format!("{name}InternetGateway"),
        Resource::new("AWS::EC2::InternetGateway").with("Tags", named(tag, "")),
    );
    draft.put(
        attachment(plan),
        Resource::new("AWS::EC2::VPCGatewayAttachment")
            .with("VpcId", vpc.clone())
            .with("InternetGatewayId", reference(&format!("{name}InternetGateway"))),
    );
}

fn attachment(plan: &Plan<'_>) -> String {
    format!("{}GatewayAttachment", plan.name)
}

/// What attaches the internet gateway that the template makes for a network's VPC.
pub(in super::super) fn gateway_attachment<'a>(
    draft: &Draft<'a>,
    network: &'a Resolved,
) -> Option<String> {
    let plan = Plan::of(draft, network);
    let plan = if plan.own_vpc { plan } else { Plan::host(draft, network)? };
    plan.has_internet_gateway().then(|| attachment(&plan))
}

/// The route that leads out of a network's subnets, where the template makes one.
pub(in super::super) fn way_out<'a>(draft: &Draft<'a>, network: &'a Resolved) -> Option<String> {
    let plan = Plan::of(draft, network);
    (plan.makes_subnets() && (plan.public || plan.nat)).then(|| route(&plan))
}

fn route(plan: &Plan<'_>) -> String {
    format!("{}DefaultRoute", plan.name)
}

/// A route table for the subnets.
pub(super) fn write<'a>(
    draft: &mut Draft<'a>,
    network: &'a Resolved,
    plan: &Plan<'a>,
    vpc: &Value,
    tag: &Text,
) {
    if !plan.makes_subnets() {
        return;
    }
    let name = &plan.name;
    if plan.nat {
        nat_gateway(draft, network, plan, vpc, tag);
    }
    let table = format!("{name}RouteTable");
    put_table(draft, &table, vpc, named(tag, ""));
    if plan.public {
        let gateway = internet_gateway(draft, network, plan);
        let attached = gateway_attachment(draft, network);
        draft.put(route(plan), to_anywhere(&table).with("GatewayId", gateway).after(attached));
    } else if plan.nat {
        let gateway = reference(&format!("{name}NatGateway"));
        draft.put(route(plan), to_anywhere(&table).with("NatGatewayId", gateway));
    }
    for subnet in &plan.subnets {
        if let Subnet::Made { resource, .. } = subnet {
            put_association(draft, resource, &table);
        }
    }
}

fn put_table(draft: &mut Draft<'_>, table: &str, vpc: &Value, tags: Value) {
    draft.put(
        table.to_owned(),
        Resource::new("AWS::EC2::RouteTable").with("VpcId", vpc.clone()).with("Tags", tags),
    );
}

fn to_anywhere(table: &str) -> Resource {
    Resource::new("AWS::EC2::Route")
        .with("RouteTableId", reference(table))
        .with("DestinationCidrBlock", ANYWHERE)
}

fn put_association(draft: &mut Draft<'_>, subnet: &str, table: &str) {
    draft.put(
        format!("{subnet}RouteTableAssociation"),
        Resource::new("AWS::EC2::SubnetRouteTableAssociation")
            .with("SubnetId", reference(subnet))
            .with("RouteTableId", reference(table)),
    );
}

/// The internet gateway of a public network's VPC: its own, or that of the network whose VPC it is in.
fn internet_gateway<'a>(draft: &mut Draft<'a>, network: &'a Resolved, plan: &Plan<'a>) -> Value {
    let own = plan.own_vpc.then(|| plan.name.clone());
    let host = || {
        let host = Plan::host(draft, network)?;
        host.has_internet_gateway().then_some(host.name)
    };
    match own.or_else(host) {
        Some(name) => reference(&format!("{name}InternetGateway")),
        None => ask(draft, network, plan, "InternetGatewayId"),
    }
}

/// A NAT gateway in a public subnet: of the network whose VPC this one is in, or made for it.
fn nat_gateway<'a>(
    draft: &mut Draft<'a>,
    network: &'a Resolved,
    plan: &Plan<'a>,
    vpc: &Value,
    tag: &Text,
) {
    let name = &plan.name;
    let attached = gateway_attachment(draft, network);
    let subnet = if plan.own_vpc {
        let subnet = format!("{name}NatSubnet");
        let table = format!("{name}NatRouteTable");
        let tags = named(tag, "-nat");
        draft.put(
            subnet.clone(),
            Resource::new("AWS::EC2::Subnet")
                .with("VpcId", vpc.clone())
                .with("CidrBlock", plan.block(255))
                .with("AvailabilityZone", zone_of(0))
                .with("Tags", tags.clone()),
        );
        put_table(draft, &table, vpc, tags);
        draft.put(
            format!("{name}NatDefaultRoute"),
            to_anywhere(&table)
                .with("GatewayId", reference(&format!("{name}InternetGateway")))
                .after(attached.clone()),
        );
        put_association(draft, &subnet, &table);
        reference(&subnet)
    } else {
        let host = Plan::host(draft, network).filter(|host| host.public);
        let made = host.and_then(|host| {
            host.subnets.into_iter().find_map(|subnet| match subnet {
                Subnet::Made { resource, .. } => Some(resource),
                Subnet::Is(_) => None,
            })
        });
        match made {
            Some(subnet) => reference(&subnet),
            None => ask(draft, network, plan, "NatSubnetId"),
        }
    };
    draft.put(
        format!("{name}NatAddress"),
        Resource::new("AWS::EC2::EIP")
            .with("Domain", "vpc")
            .with("Tags", named(tag, "-nat"))
            .after(attached),
    );
    draft.put(
        format!("{name}NatGateway"),
        Resource::new("AWS::EC2::NatGateway")
            .with("AllocationId", get_att(&format!("{name}NatAddress"), "AllocationId"))
            .with("SubnetId", subnet)
            .with("Tags", named(tag, "")),
    );
}

/// A parameter for what the design does not say of a VPC that exists.
pub(super) fn ask(draft: &mut Draft<'_>, network: &Resolved, plan: &Plan<'_>, what: &str) -> Value {
    let (kind, label) = match what {
        "NatSubnetId" => (ParameterType::Subnet, "public subnet for the NAT gateway"),
        "VpcId" => (ParameterType::Vpc, "VPC"),
        _ => (ParameterType::String, "internet gateway of the VPC"),
    };
    let name = draft.parameter(
        &format!("the {label} of {}", network.id),
        &format!("{}{what}", plan.name),
        kind,
        &format!("Id of the {label}, for the network {}.", network.id.name()),
    );
    let message = format!(
        "The design does not say which {label} the network `{}` uses: it is the parameter {name}.",
        network.id.name()
    );
    draft.remark_on_parameter(network, &Path::root().key("vpcId"), &name, &message);
    reference(&name)
}

/// The ids of the route tables that a gateway endpoint is for.
pub(super) fn tables(plan: &Plan<'_>) -> Option<Value> {
    plan.makes_subnets().then(|| json!([reference(&format!("{}RouteTable", plan.name))]))
}
