//! Networks that the export makes.

use serde_json::Value;

use super::{Group, as_it_is, groups, is_id, rules};
use crate::export::hcl::{Block, Expr};
use crate::export::terraform::draft::{Draft, Fact, Instance, Page, VariableType};
use crate::export::terraform::expression::Piece;
use crate::export::terraform::settings::region;
use crate::path::Path;
use crate::record::{Kind, Origin};
use crate::reference::Reference;

/// The addresses of a VPC for which the design says none.
const CIDR_BLOCK: &str = "10.0.0.0/16";

/// What a network consists of.
struct Plan<'a> {
    name: String,
    /// Whether the VPC is made here.
    own_vpc: bool,
    subnets: Vec<Subnet<'a>>,
    public: bool,
    nat: bool,
    endpoints: Vec<&'a str>,
}

enum Subnet<'a> {
    Is(&'a str),
    /// Made: what follows the network's name, and its addresses.
    Made(char, Expr),
}

impl<'a> Plan<'a> {
    fn of(draft: &mut Draft<'a>, network: &Instance<'a>) -> Self {
        let name = draft.name(network);
        let own_vpc = network.member("vpcId").is_none();
        let texts = |key: &str| match network.member(key) {
            Some(Value::Array(entries)) => {
                entries.iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).collect()
            }
            Some(Value::String(text)) => vec![text.as_str()],
            _ => Vec::new(),
        };
        let mut letters = 'a'..='z';
        let mut subnets = Vec::new();
        for entry in texts("subnets") {
            match (is_id(entry, "subnet-"), letters.next()) {
                (false, Some(letter)) => subnets.push(Subnet::Made(letter, Expr::from(entry))),
                _ => subnets.push(Subnet::Is(entry)),
            }
        }
        if subnets.is_empty() && own_vpc {
            for (letter, number) in [('a', 0), ('b', 1)] {
                let cidr = format!("cidrsubnet(aws_vpc.{name}.cidr_block, 8, {number})");
                subnets.push(Subnet::Made(letter, Expr::raw(&cidr)));
            }
        }
        let flag = |key: &str| network.member(key) == Some(&Value::Bool(true));
        let public = network.member("subnetType").and_then(Value::as_str) == Some("public");
        Self {
            own_vpc,
            subnets,
            public,
            nat: !public && flag("natGateway"),
            endpoints: texts("vpcEndpoints"),
            name,
        }
    }

    /// Whether an internet gateway is made.
    fn has_internet_gateway(&self) -> bool {
        self.own_vpc && (self.public || self.nat)
    }

    fn makes_subnets(&self) -> bool {
        self.subnets.iter().any(|subnet| matches!(subnet, Subnet::Made(..)))
    }
}

/// What a reference to a part stands for.
pub(super) fn part<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    attribute: &'static str,
    depth: usize,
) -> Option<Piece> {
    let plan = Plan::of(draft, network);
    match attribute {
        "vpcId" if plan.own_vpc => Some(Piece::expression(&format!("aws_vpc.{}.id", plan.name))),
        "vpcId" => draft.said(network, &["vpcId"], depth),
        "securityGroups" => {
            let groups = groups(network, &plan.name);
            if groups.is_empty() {
                let id = format!("aws_security_group.{}.id", plan.name);
                return Some(Piece::Many(vec![Piece::expression(&id)]));
            }
            groups
                .into_iter()
                .map(|group| match group {
                    Group::Is(entry) => as_it_is(draft, network, "securityGroups", entry, depth),
                    Group::Called { resource, .. } => {
                        Some(Piece::expression(&format!("aws_security_group.{resource}.id")))
                    }
                })
                .collect::<Option<Vec<_>>>()
                .map(Piece::Many)
        }
        _ if plan.subnets.is_empty() => None,
        _ => {
            let name = &plan.name;
            plan.subnets
                .iter()
                .map(|subnet| match subnet {
                    Subnet::Is(entry) => as_it_is(draft, network, "subnets", entry, depth),
                    Subnet::Made(letter, _) => {
                        Some(Piece::expression(&format!("aws_subnet.{name}_{letter}.id")))
                    }
                })
                .collect::<Option<Vec<_>>>()
                .map(Piece::Many)
        }
    }
}

pub(in super::super) fn write<'a>(draft: &mut Draft<'a>, network: &Instance<'a>) {
    let plan = Plan::of(draft, network);
    let tag = draft.own_name(network, &plan.name);
    let vpc = match part(draft, network, "vpcId", 0) {
        Some(vpc) => vpc.into_expr(),
        None => return,
    };
    if plan.own_vpc {
        let cidr = match network.member("cidrBlock") {
            Some(said) => draft.value(network, &Path::root().key("cidrBlock"), said),
            None => Expr::from(CIDR_BLOCK),
        };
        draft.put(
            Page::Network,
            resource("aws_vpc", &plan.name)
                .attribute("cidr_block", cidr)
                .attribute("enable_dns_hostnames", true)
                .attribute("enable_dns_support", true)
                .blank()
                .attribute("tags", named(tag.clone())),
        );
    }
    if plan.has_internet_gateway() {
        draft.put(
            Page::Network,
            resource("aws_internet_gateway", &plan.name)
                .attribute("vpc_id", vpc.clone())
                .blank()
                .attribute("tags", named(tag.clone())),
        );
    }
    subnets(draft, network, &plan, &vpc, &tag);
    if plan.makes_subnets() {
        routes(draft, network, &plan, &vpc, &tag);
    }
    security_groups(draft, network, &plan, &vpc, &tag);
    endpoints(draft, network, &plan, &vpc);
    unknown_members(draft, network);
}

fn subnets<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    plan: &Plan<'a>,
    vpc: &Expr,
    tag: &Expr,
) {
    if !plan.makes_subnets() {
        if plan.subnets.is_empty() {
            draft.remark(
                network,
                &Path::root().key("subnets"),
                "In a VPC that exists, subnets need their CIDR blocks, such as 10.0.1.0/24: none are made.",
            );
        }
        return;
    }
    draft.facts.insert(Fact::AvailabilityZones);
    for (zone, (letter, cidr)) in plan
        .subnets
        .iter()
        .filter_map(|subnet| match subnet {
            Subnet::Made(letter, cidr) => Some((letter, cidr)),
            Subnet::Is(_) => None,
        })
        .enumerate()
    {
        let mut subnet = resource("aws_subnet", &format!("{}_{letter}", plan.name))
            .attribute("vpc_id", vpc.clone())
            .attribute("cidr_block", cidr.clone())
            .attribute(
                "availability_zone",
                Expr::raw(&format!("data.aws_availability_zones.available.names[{zone}]")),
            );
        if plan.public {
            subnet.body().attribute("map_public_ip_on_launch", true);
        }
        subnet.body().blank().attribute("tags", named(with_suffix(tag, &letter.to_string())));
        draft.put(Page::Network, subnet);
    }
}

/// A route table for the subnets, and the way out that it leads to.
fn routes<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    plan: &Plan<'a>,
    vpc: &Expr,
    tag: &Expr,
) {
    let name = &plan.name;
    if plan.nat {
        nat_gateway(draft, network, plan, vpc, tag);
    }
    let mut table = resource("aws_route_table", name).attribute("vpc_id", vpc.clone());
    if plan.public {
        let gateway = internet_gateway(draft, network, plan);
        table.body().block(
            Block::new("route")
                .attribute("cidr_block", "0.0.0.0/0")
                .attribute("gateway_id", gateway),
        );
    } else if plan.nat {
        table.body().block(
            Block::new("route")
                .attribute("cidr_block", "0.0.0.0/0")
                .attribute("nat_gateway_id", Expr::raw(&format!("aws_nat_gateway.{name}.id"))),
        );
    }
    table.body().blank().attribute("tags", named(tag.clone()));
    draft.put(Page::Network, table);
    for subnet in &plan.subnets {
        if let Subnet::Made(letter, _) = subnet {
            draft.put(
                Page::Network,
                resource("aws_route_table_association", &format!("{name}_{letter}"))
                    .attribute("subnet_id", Expr::raw(&format!("aws_subnet.{name}_{letter}.id")))
                    .attribute("route_table_id", Expr::raw(&format!("aws_route_table.{name}.id"))),
            );
        }
    }
}

/// The internet gateway of a public network's VPC: its own, or that of the network whose VPC it is in.
fn internet_gateway<'a>(draft: &mut Draft<'a>, network: &Instance<'a>, plan: &Plan<'a>) -> Expr {
    if plan.own_vpc {
        return Expr::raw(&format!("aws_internet_gateway.{}.id", plan.name));
    }
    if let Some((_, host)) = host(draft, network)
        && host.has_internet_gateway()
    {
        return Expr::raw(&format!("aws_internet_gateway.{}.id", host.name));
    }
    variable(draft, network, plan, "internet_gateway_id", "internet gateway of the VPC")
}

/// The internet gateway that the export makes for a network's VPC. AWS refuses internet-facing load balancers
/// and NAT gateways before it is there, and no argument of theirs says so.
pub(in super::super) fn made_internet_gateway<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
) -> Option<String> {
    if network.resolved.origin() != Origin::Generate {
        return None;
    }
    let mut plan = Plan::of(draft, network);
    if !plan.own_vpc {
        plan = host(draft, network)?.1;
    }
    plan.has_internet_gateway().then(|| format!("aws_internet_gateway.{}", plan.name))
}

/// A NAT gateway in a public subnet: of the network whose VPC this one is in, or made for it.
fn nat_gateway<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    plan: &Plan<'a>,
    vpc: &Expr,
    tag: &Expr,
) {
    let name = &plan.name;
    let subnet = if plan.own_vpc {
        let subnet = format!("{name}_nat");
        let tag = with_suffix(tag, "nat");
        draft.put(
            Page::Network,
            resource("aws_subnet", &subnet)
                .comment("Public: the way out of the private subnets.")
                .attribute("vpc_id", vpc.clone())
                .attribute(
                    "cidr_block",
                    Expr::raw(&format!("cidrsubnet(aws_vpc.{name}.cidr_block, 8, 255)")),
                )
                .attribute(
                    "availability_zone",
                    Expr::raw("data.aws_availability_zones.available.names[0]"),
                )
                .blank()
                .attribute("tags", named(tag.clone())),
        );
        draft.put(
            Page::Network,
            resource("aws_route_table", &subnet)
                .attribute("vpc_id", vpc.clone())
                .block(
                    Block::new("route").attribute("cidr_block", "0.0.0.0/0").attribute(
                        "gateway_id",
                        Expr::raw(&format!("aws_internet_gateway.{name}.id")),
                    ),
                )
                .blank()
                .attribute("tags", named(tag)),
        );
        draft.put(
            Page::Network,
            resource("aws_route_table_association", &subnet)
                .attribute("subnet_id", Expr::raw(&format!("aws_subnet.{subnet}.id")))
                .attribute("route_table_id", Expr::raw(&format!("aws_route_table.{subnet}.id"))),
        );
        Expr::raw(&format!("aws_subnet.{subnet}.id"))
    } else {
        let in_host = host(draft, network).filter(|(_, host)| host.public).and_then(|(_, host)| {
            host.subnets.iter().find_map(|subnet| match subnet {
                Subnet::Made(letter, _) => {
                    Some(Expr::raw(&format!("aws_subnet.{}_{letter}.id", host.name)))
                }
                Subnet::Is(_) => None,
            })
        });
        match in_host {
            Some(subnet) => subnet,
            None => {
                variable(draft, network, plan, "nat_subnet_id", "public subnet for the NAT gateway")
            }
        }
    };
    draft.put(
        Page::Network,
        resource("aws_eip", &format!("{name}_nat"))
            .attribute("domain", "vpc")
            .blank()
            .attribute("tags", named(with_suffix(tag, "nat"))),
    );
    let mut gateway = resource("aws_nat_gateway", name)
        .attribute("allocation_id", Expr::raw(&format!("aws_eip.{name}_nat.id")))
        .attribute("subnet_id", subnet)
        .blank()
        .attribute("tags", named(tag.clone()));
    if let Some(internet_gateway) = made_internet_gateway(draft, network) {
        let internet_gateway = Expr::List(vec![Expr::raw(&internet_gateway)]);
        gateway.body().blank().attribute("depends_on", internet_gateway);
    }
    draft.put(Page::Network, gateway);
}

/// The generated network in whose VPC this one is.
fn host<'a>(draft: &mut Draft<'a>, network: &Instance<'a>) -> Option<(Instance<'a>, Plan<'a>)> {
    let reference = Reference::parse(network.member("vpcId")?.as_str()?)?;
    if reference.record.kind() != Kind::Network {
        return None;
    }
    let host = draft.instance(&reference.record, network.estate)?;
    if host.resolved.origin() != Origin::Generate {
        return None;
    }
    let plan = Plan::of(draft, &host);
    Some((host, plan))
}

fn variable<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    plan: &Plan<'a>,
    what: &str,
    label: &str,
) -> Expr {
    let variable = format!("{}_{what}", plan.name);
    let message = format!(
        "The design does not say which {label} the network `{}` uses: it is the input variable `{variable}`.",
        network.id().name()
    );
    draft.remark(network, &Path::root().key("vpcId"), &message);
    draft.variable(
        &variable,
        VariableType::String,
        &format!("Id of the {label}, for the network {}.", plan.name),
    );
    Expr::raw(&format!("var.{variable}"))
}

fn security_groups<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    plan: &Plan<'a>,
    vpc: &Expr,
    tag: &Expr,
) {
    let groups = groups(network, &plan.name);
    let mut made: Vec<(String, Expr)> = Vec::new();
    if groups.is_empty() {
        made.push((plan.name.clone(), tag.clone()));
    }
    for group in groups {
        if let Group::Called { resource, name } = group {
            made.push((resource, Expr::from(name)));
        }
    }
    let rules = rules::ingress(draft, network, vpc, !plan.endpoints.is_empty());
    let data = format!("data.aws_vpc.{}", plan.name);
    if !made.is_empty()
        && rules.iter().any(|rule| rule.needs_vpc(&plan.name))
        && !draft.declares(&data)
    {
        let block =
            Block::new("data").label("aws_vpc").label(&plan.name).attribute("id", vpc.clone());
        draft.put(Page::Data, block);
    }
    for (group, name) in made {
        draft.put(
            Page::Network,
            resource("aws_security_group", &group)
                .attribute("name", name)
                .attribute("description", format!("Network {}", network.id().name()))
                .attribute("vpc_id", vpc.clone()),
        );
        let id = Expr::raw(&format!("aws_security_group.{group}.id"));
        for rule in &rules {
            draft.put(Page::Network, rule.block(&group, &id));
        }
        draft.put(
            Page::Network,
            resource("aws_vpc_security_group_egress_rule", &format!("{group}_all"))
                .attribute("security_group_id", id)
                .attribute("description", "Everything out")
                .attribute("cidr_ipv4", "0.0.0.0/0")
                .attribute("ip_protocol", "-1"),
        );
    }
}

fn endpoints<'a>(draft: &mut Draft<'a>, network: &Instance<'a>, plan: &Plan<'a>, vpc: &Expr) {
    for (index, service) in plan.endpoints.iter().enumerate() {
        // The whole name is taken as well.
        let short = service.rsplit_once("amazonaws.").map_or(*service, |(_, rest)| {
            rest.split_once('.').map_or(rest, |(_, service)| service)
        });
        let region = region(draft);
        let text = format!("com.amazonaws.{region}.{short}");
        let service_name =
            draft.text(network, &Path::root().key("vpcEndpoints").index(index), &text);
        let label: String =
            short.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let mut endpoint = resource("aws_vpc_endpoint", &format!("{}_{label}", plan.name))
            .attribute("vpc_id", vpc.clone())
            .attribute("service_name", service_name);
        if matches!(short, "s3" | "dynamodb") {
            endpoint.body().attribute("vpc_endpoint_type", "Gateway");
            if plan.makes_subnets() {
                let table = Expr::raw(&format!("aws_route_table.{}.id", plan.name));
                endpoint.body().attribute("route_table_ids", Expr::List(vec![table]));
            }
        } else {
            endpoint
                .body()
                .attribute("vpc_endpoint_type", "Interface")
                .attribute("private_dns_enabled", true);
            for (key, argument) in
                [("subnets", "subnet_ids"), ("securityGroups", "security_group_ids")]
            {
                if let Some(piece) = part(draft, network, key, 0) {
                    endpoint.body().attribute(argument, piece.into_expr());
                }
            }
        }
        draft.put(Page::Network, endpoint);
    }
}

fn unknown_members<'a>(draft: &mut Draft<'a>, network: &Instance<'a>) {
    let Some(members) = network.resolved.body.as_object() else { return };
    for (key, member) in members {
        let known = crate::ecs::members(Kind::Network).iter().any(|member| member.key == key);
        if !known && key != "cidrBlock" && !crate::export::place::says_nothing(member) {
            let message =
                format!("The export knows no use for a network's `{key}`; it is left out.");
            draft.remark(network, &Path::root().key(key.clone()), &message);
        }
    }
}

fn resource(kind: &str, name: &str) -> Block {
    Block::new("resource").label(kind).label(name)
}

/// The tag that the console shows as the name.
fn named(name: Expr) -> Expr {
    Expr::object([("Name", name)])
}

/// A name with something after it, where it is a plain text.
fn with_suffix(name: &Expr, suffix: &str) -> Expr {
    match name {
        Expr::String(name) => Expr::from(format!("{name}-{suffix}")),
        other => other.clone(),
    }
}
