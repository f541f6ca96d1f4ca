//! What may come in to a generated security group: the ports that the design's load balancers listen on and
//! its services are reached on.

use crate::export::hcl::{Block, Expr};
use crate::export::terraform::draft::{Draft, Instance};
use crate::export::usage::{Usage, transports};
use crate::record::RecordId;
use crate::resolve::Estate;

/// One way in.
pub(super) struct Rule {
    /// What follows the group's name in the rule's.
    suffix: String,
    description: String,
    port: i64,
    protocol: &'static str,
    from: From,
}

#[derive(Clone, PartialEq)]
enum From {
    /// Anywhere on the internet.
    Anywhere,
    /// The VPC's own addresses.
    Vpc(Expr),
    /// What has this security group.
    Group(Expr),
    /// What has the same security group.
    Itself,
}

impl Rule {
    /// Whether the rule needs the addresses of the VPC from this data source.
    pub(super) fn needs_vpc(&self, network: &str) -> bool {
        matches!(&self.from, From::Vpc(cidr)
            if cidr.as_raw() == Some(&format!("data.aws_vpc.{network}.cidr_block")))
    }

    pub(super) fn block(&self, group: &str, id: &Expr) -> Block {
        let mut block = Block::new("resource")
            .label("aws_vpc_security_group_ingress_rule")
            .label(format!("{group}_{}", self.suffix))
            .attribute("security_group_id", id.clone())
            .attribute("description", self.description.as_str());
        let body = block.body();
        match &self.from {
            From::Anywhere => body.attribute("cidr_ipv4", "0.0.0.0/0"),
            From::Vpc(cidr) => body.attribute("cidr_ipv4", cidr.clone()),
            From::Group(other) => body.attribute("referenced_security_group_id", other.clone()),
            From::Itself => body.attribute("referenced_security_group_id", id.clone()),
        };
        body.attribute("from_port", self.port)
            .attribute("to_port", self.port)
            .attribute("ip_protocol", self.protocol);
        block
    }
}

pub(super) fn ingress<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    vpc: &Expr,
    has_endpoints: bool,
) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    let cidr = vpc_cidr(vpc, &draft.name(network));
    let worlds: Vec<(&'a Estate, Vec<RecordId>, Vec<RecordId>)> = draft
        .worlds(network)
        .map(|(estate, usage)| {
            let services = usage.services(network.id()).to_vec();
            (estate, usage.load_balancers(network.id()).to_vec(), services)
        })
        .collect();
    for (estate, load_balancers, services) in worlds {
        for id in load_balancers {
            listeners(&mut rules, estate, &id, &cidr);
        }
        for id in services {
            containers(draft, &mut rules, network, estate, &id, &cidr);
        }
    }
    if has_endpoints {
        add(&mut rules, "endpoints", "VPC endpoints", 443, "tcp", From::Itself);
    }
    rules
}

fn listeners(rules: &mut Vec<Rule>, estate: &Estate, id: &RecordId, cidr: &Expr) {
    let Some(load_balancer) = estate.get(id).and_then(|resolved| resolved.load_balancer()) else {
        return;
    };
    for listener in load_balancer.listeners.items() {
        let Some(port) = listener.port.known() else { continue };
        let from = if load_balancer.scheme.is("internal") {
            From::Vpc(cidr.clone())
        } else {
            From::Anywhere
        };
        for protocol in transports(listener.protocol.text().unwrap_or_default()) {
            let suffix = if *protocol == "udp" { "_udp" } else { "" };
            let name = format!("{port}{suffix}");
            let description = format!("Listener of {}", id.name());
            add(rules, &name, &description, *port, protocol, from.clone());
        }
    }
}

fn containers<'a>(
    draft: &mut Draft<'a>,
    rules: &mut Vec<Rule>,
    network: &Instance<'a>,
    estate: &'a Estate,
    id: &RecordId,
    cidr: &Expr,
) {
    let Some(service) = estate.get(id).and_then(|resolved| resolved.service()) else { return };
    for target in service.load_balancers.items() {
        let Some(port) = target.container_port.known() else { continue };
        let group = target.target_group_arn.reference().zip(usage_in(draft, estate)).and_then(
            |(target_group, usage)| {
                usage.network_in_front_of(&target_group.record, |id| estate.get(id).map(|it| &**it))
            },
        );
        let from = match group {
            Some(other) if other == network.id() => From::Itself,
            Some(other) => draft
                .instance(other, estate)
                .and_then(|other| super::part(draft, &other, "securityGroups", 0))
                .and_then(first)
                .map_or_else(|| From::Vpc(cidr.clone()), From::Group),
            None => From::Vpc(cidr.clone()),
        };
        let suffix = format!("{port}_tasks");
        let description = format!("Tasks of {}", id.name());
        add(rules, &suffix, &description, *port, "tcp", from);
    }
}

fn usage_in<'d>(draft: &'d Draft<'_>, estate: &Estate) -> Option<&'d Usage> {
    draft
        .usages()
        .find(|(other, _)| other.environment == estate.environment)
        .map(|(_, usage)| usage)
}

fn first(piece: super::Piece) -> Option<Expr> {
    match piece {
        super::Piece::Many(pieces) => pieces.into_iter().next().and_then(first),
        super::Piece::List(list) => Some(Expr::raw(&format!("{list}[0]"))),
        one => Some(one.into_expr()),
    }
}

/// The addresses of the VPC: of the one that the export makes or finds, or of the data source that
/// [`super::generate`] adds for it.
fn vpc_cidr(vpc: &Expr, network: &str) -> Expr {
    let address = vpc
        .as_raw()
        .and_then(|raw| raw.strip_suffix(".id"))
        .filter(|address| address.starts_with("aws_vpc.") || address.starts_with("data.aws_vpc."));
    match address {
        Some(address) => Expr::raw(&format!("{address}.cidr_block")),
        None => Expr::raw(&format!("data.aws_vpc.{network}.cidr_block")),
    }
}

/// Adds a rule unless the same is there; the same port from elsewhere gets a name of its own.
fn add(
    rules: &mut Vec<Rule>,
    suffix: &str,
    description: &str,
    port: i64,
    protocol: &'static str,
    from: From,
) {
    let is_same = |rule: &Rule| rule.port == port && rule.protocol == protocol && rule.from == from;
    if rules.iter().any(is_same) {
        return;
    }
    let mut suffix = suffix.to_owned();
    while rules.iter().any(|rule| rule.suffix == suffix) {
        suffix.push_str("_2");
    }
    let description = description.to_owned();
    rules.push(Rule { suffix, description, port, protocol, from });
}
