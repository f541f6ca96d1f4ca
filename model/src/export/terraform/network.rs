//! Networks: a VPC, its subnets and security groups.
//!
//! What is generated follows from what the record says:
//!
//! - a VPC where it names none, with an internet gateway where anything needs one;
//! - a subnet for each CIDR block among its subnets, or two where it names none; ids and expressions are used
//!   as they are;
//! - a security group for each plain name among its security groups, or one where it names none, with a rule
//!   for each port that the design's load balancers and services are reached on and no other;
//! - NAT gateway and VPC endpoints where it asks for them.
//!
//! Subnets are resources of their own (`web_a`, `web_b`), one an Availability Zone, because a list that
//! shrinks in the middle would otherwise move the rest.

mod generate;
mod look_up;
mod rules;

use serde_json::Value;

use super::draft::{Draft, Instance};
use super::expression::Piece;
use crate::path::Path;
use crate::record::Origin;

pub(super) use generate::{made_internet_gateway, write};
pub(super) use look_up::write as write_data;

/// What a reference to a part of a network stands for; `None` when the design does not say.
pub(super) fn part<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    attribute: &'static str,
    depth: usize,
) -> Option<Piece> {
    match network.resolved.origin() {
        Origin::Generate => generate::part(draft, network, attribute, depth),
        Origin::LookUp => look_up::part(draft, network, attribute, depth),
        Origin::Refer => draft.said(network, refer_members(attribute), depth),
    }
}

const fn refer_members(attribute: &'static str) -> &'static [&'static str] {
    match attribute.as_bytes() {
        b"vpcId" => &["vpcId"],
        b"securityGroups" => &["securityGroups"],
        _ => &["subnets"],
    }
}

/// An entry of a network's list that stands for a thing itself: an id, an ARN or an expression.
fn is_id(entry: &str, prefix: &str) -> bool {
    entry.starts_with(prefix) || entry.starts_with("arn:") || entry.contains("${")
}

/// A network's security groups: as they are, or the Terraform name and the AWS name of a group to make or find.
enum Group<'a> {
    Is(&'a str),
    Called { resource: String, name: &'a str },
}

fn groups<'a>(network: &Instance<'a>, name: &str) -> Vec<Group<'a>> {
    let Some(Value::Array(entries)) = network.member("securityGroups") else { return Vec::new() };
    let mut groups: Vec<Group<'a>> = Vec::new();
    for entry in entries.iter().filter_map(Value::as_str).filter(|entry| !entry.is_empty()) {
        if is_id(entry, "sg-") {
            groups.push(Group::Is(entry));
            continue;
        }
        let plain: String = entry
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' })
            .collect();
        let mut resource = if plain == name { plain } else { format!("{name}_{plain}") };
        while groups.iter().any(
            |group| matches!(group, Group::Called { resource: other, .. } if *other == resource),
        ) {
            resource.push_str("_2");
        }
        groups.push(Group::Called { resource, name: entry });
    }
    groups
}

/// An entry that is used as it is.
fn as_it_is<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    key: &'static str,
    entry: &str,
    depth: usize,
) -> Option<Piece> {
    // A network may refer to another, which may refer back.
    (depth < 8).then(|| draft.piece(network, &Path::root().key(key).index(0), entry, depth + 1))
}
