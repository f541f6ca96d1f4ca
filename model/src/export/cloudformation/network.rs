//! Networks: a VPC, its subnets and security groups.
//!
//! What is made follows from what the record says, as for Terraform: a VPC where it names none, with an internet
//! gateway where anything needs one; a subnet for each CIDR block among its subnets, or two where it names none; a
//! security group for each plain name among its security groups, or one where it names none; NAT gateway and VPC
//! endpoints where it asks for them.

mod endpoints;
mod ingress;
mod plan;
mod routes;

use serde_json::{Value, json};

use self::plan::{Group, Plan, Subnet, is_id};
use super::draft::{Draft, Resource, member};
use super::reference::Piece;
use super::text::{Text, get_att, reference, select};
use crate::ecs::members;
use crate::path::Path;
use crate::record::{Kind, Origin};
use crate::resolve::Resolved;

pub(super) use self::routes::{gateway_attachment, way_out};

/// The addresses of a VPC for which the design says none.
const CIDR_BLOCK: &str = "10.0.0.0/16";

/// What a reference to a part of a network stands for; `None` when the design does not say.
pub(super) fn part<'a>(
    draft: &mut Draft<'a>,
    network: &'a Resolved,
    attribute: &'static str,
    depth: usize,
) -> Option<Piece> {
    if draft.made(&network.id).is_none() {
        // Nothing is looked up: names are no ids.
        let prefix = match attribute {
            "vpcId" => "vpc-",
            "subnets" => "subnet-",
            _ => "sg-",
        };
        let is_known = match member(network, attribute)? {
            Value::Array(entries) => {
                entries.iter().all(|entry| entry.as_str().is_some_and(|it| is_id(it, prefix)))
            }
            _ => true,
        };
        return (is_known || network.origin() == Origin::Refer)
            .then(|| draft.said(network, &[attribute], depth))?;
    }
    let plan = Plan::of(draft, network);
    match attribute {
        "vpcId" if plan.own_vpc => Some(Piece::function(reference(&plan.vpc()))),
        "vpcId" => draft.said(network, &["vpcId"], depth),
        "securityGroups" => Some(Piece::Many(
            plan.groups
                .iter()
                .map(|group| match group {
                    Group::Is(entry) => as_it_is(draft, network, "securityGroups", entry, depth),
                    Group::Made { resource, .. } => {
                        Some(Piece::function(get_att(resource, "GroupId")))
                    }
                })
                .collect::<Option<_>>()?,
        )),
        _ if plan.subnets.is_empty() => None,
        _ => Some(Piece::Many(
            plan.subnets
                .iter()
                .map(|subnet| match subnet {
                    Subnet::Is(entry) => as_it_is(draft, network, "subnets", entry, depth),
                    Subnet::Made { resource, .. } => Some(Piece::function(reference(resource))),
                })
                .collect::<Option<_>>()?,
        )),
    }
}

/// An entry that is used as it is.
fn as_it_is<'a>(
    draft: &mut Draft<'a>,
    network: &'a Resolved,
    key: &'static str,
    entry: &str,
    depth: usize,
) -> Option<Piece> {
    // A network may refer to another, which may refer back.
    let path = Path::root().key(key).index(0);
    (depth < super::reference::LONGEST_CHAIN).then(|| draft.piece(network, &path, entry, depth + 1))
}

pub(super) fn write<'a>(draft: &mut Draft<'a>, network: &'a Resolved) {
    let plan = Plan::of(draft, network);
    if plan.is_made() {
        let said = part(draft, network, "vpcId", 0).and_then(Piece::into_value);
        let vpc = said.unwrap_or_else(|| routes::ask(draft, network, &plan, "VpcId"));
        write_parts(draft, network, &plan, &vpc);
    }
    if plan.subnets.is_empty() {
        draft.remark(
            network,
            &Path::root().key("subnets"),
            "In a VPC that exists, subnets need their CIDR blocks, such as 10.0.1.0/24: none are made.",
        );
    }
    unknown_members(draft, network);
}

fn write_parts<'a>(draft: &mut Draft<'a>, network: &'a Resolved, plan: &Plan<'a>, vpc: &Value) {
    let tag = match member(network, "name").and_then(Value::as_str) {
        Some(name) => draft.text(network, &Path::root().key("name"), name),
        None => Text::literal(network.id.name()),
    };
    if plan.own_vpc {
        let cidr = match member(network, "cidrBlock") {
            Some(said) => draft.value_at(network, &Path::root().key("cidrBlock"), said),
            None => None,
        };
        let resource = Resource::new("AWS::EC2::VPC")
            .with("CidrBlock", cidr.unwrap_or_else(|| CIDR_BLOCK.into()))
            .with("EnableDnsHostnames", true)
            .with("EnableDnsSupport", true)
            .with("Tags", named(&tag, ""));
        draft.put(plan.vpc(), resource);
    }
    routes::gateway(draft, plan, vpc, &tag);
    subnets(draft, plan, vpc, &tag);
    routes::write(draft, network, plan, vpc, &tag);
    security_groups(draft, network, plan, vpc);
    endpoints::write(draft, network, plan, vpc);
}

fn subnets(draft: &mut Draft<'_>, plan: &Plan<'_>, vpc: &Value, tag: &Text) {
    let mut zone = 0;
    for subnet in &plan.subnets {
        let Subnet::Made { resource, letter, cidr } = subnet else { continue };
        let mut made = Resource::new("AWS::EC2::Subnet")
            .with("VpcId", vpc.clone())
            .with("CidrBlock", cidr.clone())
            .with("AvailabilityZone", zone_of(zone));
        if plan.public {
            made = made.with("MapPublicIpOnLaunch", true);
        }
        draft.put(resource.clone(), made.with("Tags", named(tag, &format!("-{letter}"))));
        zone += 1;
    }
}

/// The Availability Zone at a position.
fn zone_of(position: usize) -> Value {
    select(position, json!({ "Fn::GetAZs": "" }))
}

fn security_groups<'a>(draft: &mut Draft<'a>, network: &'a Resolved, plan: &Plan<'a>, vpc: &Value) {
    if !plan.makes_groups() {
        return;
    }
    let rules = ingress::rules(draft, network, plan);
    for group in &plan.groups {
        let Group::Made { resource, name } = group else { continue };
        let mut made = Resource::new("AWS::EC2::SecurityGroup")
            .with("GroupDescription", format!("Network {}", network.id.name()));
        if let Some(name) = name {
            made = made.with("GroupName", *name);
        }
        made = made.with("VpcId", vpc.clone());
        let inline: Vec<Value> = rules.iter().filter_map(ingress::Rule::inline).collect();
        if !inline.is_empty() {
            made = made.with("SecurityGroupIngress", inline);
        }
        draft.put(resource.clone(), made);
        for rule in &rules {
            if let Some((suffix, made)) = rule.resource(resource) {
                draft.put(format!("{resource}{suffix}"), made);
            }
        }
    }
}

fn unknown_members<'a>(draft: &mut Draft<'a>, network: &'a Resolved) {
    let Some(body) = network.body.as_object() else { return };
    for (key, value) in body {
        let known = members(Kind::Network).iter().any(|member| member.key == key);
        if !known && key != "cidrBlock" && !crate::export::place::says_nothing(value) {
            let message =
                format!("The export knows no use for a network's `{key}`; it is left out.");
            draft.remark(network, &Path::root().key(key.clone()), &message);
        }
    }
}

/// The tag that the console shows as the name.
fn named(tag: &Text, suffix: &str) -> Value {
    let mut name = tag.clone();
    name.push_literal(suffix);
    json!([{"Key": "Name", "Value": name.into_value()}])
}
