//! What a network consists of.

use serde_json::{Value, json};

use super::super::draft::{Draft, member};
use super::super::names::pascal;
use super::super::text::{get_att, select};
use super::CIDR_BLOCK;
use crate::record::Kind;
use crate::reference::Reference;
use crate::resolve::Resolved;

/// The most blocks that `Fn::Cidr` gives.
const MOST_BLOCKS: usize = 256;

pub(super) struct Plan<'a> {
    /// The network's own logical id, which nothing has: its resources begin with it.
    pub(super) name: String,
    /// Whether the VPC is made here.
    pub(super) own_vpc: bool,
    pub(super) subnets: Vec<Subnet<'a>>,
    pub(super) groups: Vec<Group<'a>>,
    pub(super) public: bool,
    pub(super) nat: bool,
    pub(super) endpoints: Vec<&'a str>,
    /// How many bits of a subnet's addresses are its own, where it is one of 256 of the VPC.
    bits: u32,
}

pub(super) enum Subnet<'a> {
    /// It exists: an id, an ARN or an expression.
    Is(&'a str),
    Made {
        resource: String,
        letter: char,
        cidr: Value,
    },
}

pub(super) enum Group<'a> {
    /// It exists: an id, an ARN or an expression.
    Is(&'a str),
    /// Made, with this name if the design says one.
    Made { resource: String, name: Option<&'a str> },
}

impl<'a> Plan<'a> {
    pub(super) fn of(draft: &Draft<'a>, network: &'a Resolved) -> Self {
        let name = draft.names.of(&network.id);
        let texts = |key: &str| match member(network, key) {
            Some(Value::Array(entries)) => {
                entries.iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).collect()
            }
            Some(Value::String(text)) => vec![text.as_str()],
            _ => Vec::new(),
        };
        let flag = |key: &str| member(network, key) == Some(&Value::Bool(true));
        let public = member(network, "subnetType").and_then(Value::as_str) == Some("public");
        let cidr = member(network, "cidrBlock").and_then(Value::as_str).unwrap_or(CIDR_BLOCK);
        let mut plan = Self {
            own_vpc: member(network, "vpcId").is_none(),
            subnets: Vec::new(),
            groups: groups(network, &name, &texts("securityGroups")),
            public,
            nat: !public && flag("natGateway"),
            endpoints: texts("vpcEndpoints"),
            bits: bits(cidr),
            name,
        };
        plan.add_subnets(&texts("subnets"));
        plan
    }

    fn add_subnets(&mut self, entries: &[&'a str]) {
        let mut letters = 'a'..='z';
        let name = self.name.clone();
        let made = |letter: char, cidr| {
            let resource = format!("{name}Subnet{}", letter.to_ascii_uppercase());
            Subnet::Made { resource, letter, cidr }
        };
        for entry in entries {
            let subnet = match (is_id(entry, "subnet-"), letters.next()) {
                (false, Some(letter)) => made(letter, json!(entry)),
                _ => Subnet::Is(entry),
            };
            self.subnets.push(subnet);
        }
        if self.subnets.is_empty() && self.own_vpc {
            for (letter, number) in [('a', 0), ('b', 1)] {
                let cidr = self.block(number);
                self.subnets.push(made(letter, cidr));
            }
        }
    }

    /// The logical id of the VPC that is made.
    pub(super) fn vpc(&self) -> String {
        format!("{}Vpc", self.name)
    }

    /// One of 256 equal blocks of the made VPC's addresses; the first is number 0.
    pub(super) fn block(&self, number: usize) -> Value {
        let vpc = get_att(&self.vpc(), "CidrBlock");
        let blocks = (number + 1).min(MOST_BLOCKS);
        select(number, json!({ "Fn::Cidr": [vpc, blocks, self.bits] }))
    }

    /// Whether an internet gateway is made.
    pub(super) fn has_internet_gateway(&self) -> bool {
        self.own_vpc && (self.public || self.nat)
    }

    pub(super) fn makes_groups(&self) -> bool {
        self.groups.iter().any(|group| matches!(group, Group::Made { .. }))
    }

    /// Whether anything is made.
    pub(super) fn is_made(&self) -> bool {
        self.own_vpc || self.makes_subnets() || self.makes_groups() || !self.endpoints.is_empty()
    }

    pub(super) fn makes_subnets(&self) -> bool {
        self.subnets.iter().any(|subnet| matches!(subnet, Subnet::Made { .. }))
    }

    /// The plan of the network in whose VPC this one is, if the template makes that.
    pub(super) fn host(draft: &Draft<'a>, network: &'a Resolved) -> Option<Self> {
        let reference = Reference::parse(member(network, "vpcId")?.as_str()?)?;
        let host = draft.made(&reference.record)?;
        (host.id.kind() == Kind::Network).then(|| Self::of(draft, host))
    }
}

/// An entry of a network's list that stands for a thing itself: an id, an ARN or an expression.
pub(super) fn is_id(entry: &str, prefix: &str) -> bool {
    entry.starts_with(prefix) || entry.starts_with("arn:") || entry.contains("${")
}

fn groups<'a>(network: &'a Resolved, base: &str, entries: &[&'a str]) -> Vec<Group<'a>> {
    if entries.is_empty() {
        return vec![Group::Made { resource: format!("{base}SecurityGroup"), name: None }];
    }
    // As they are written, which is the same in every environment.
    let written = network.overlay.get("securityGroups").and_then(Value::as_array);
    let written: Vec<&str> = written
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        if is_id(entry, "sg-") {
            groups.push(Group::Is(entry));
            continue;
        }
        let own = written.get(index).copied().unwrap_or(entry);
        let mut resource = format!("{base}{}SecurityGroup", pascal(own));
        while groups
            .iter()
            .any(|group| matches!(group, Group::Made { resource: other, .. } if *other == resource))
        {
            resource.push('x');
        }
        groups.push(Group::Made { resource, name: Some(entry) });
    }
    groups
}

/// The bits that are left for each of 256 blocks of these addresses.
fn bits(cidr: &str) -> u32 {
    let prefix: Option<u32> = cidr.rsplit_once('/').and_then(|(_, prefix)| prefix.parse().ok());
    // A VPC has at least /28, a subnet as well.
    prefix.and_then(|prefix| 24_u32.checked_sub(prefix)).map_or(8, |bits| bits.max(4))
}

#[cfg(test)]
mod tests {
    use super::bits;

    #[test]
    fn a_block_is_one_of_256() {
        for (cidr, expected) in
            [("10.0.0.0/16", 8), ("10.0.0.0/20", 4), ("10.0.0.0/28", 8), ("${var.cidr}", 8)]
        {
            assert_eq!(bits(cidr), expected, "{cidr}");
        }
    }
}
