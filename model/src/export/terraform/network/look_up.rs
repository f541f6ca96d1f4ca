//! Networks that exist, found by their names.

use serde_json::Value;

use super::{Group, as_it_is, groups};
use crate::export::hcl::{Block, Expr};
use crate::export::terraform::draft::{Draft, Instance, Page};
use crate::export::terraform::expression::Piece;
use crate::path::Path;

/// What a reference to a part stands for. What the record names by id is used as it is.
pub(super) fn part<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    attribute: &'static str,
    depth: usize,
) -> Option<Piece> {
    let name = draft.name(network);
    if attribute == "securityGroups" {
        let groups = groups(network, &name);
        if groups.iter().any(|group| matches!(group, Group::Called { .. })) {
            looked_up(draft, network, "securityGroups");
        }
        if !groups.is_empty() {
            return groups
                .into_iter()
                .map(|group| match group {
                    Group::Is(entry) => as_it_is(draft, network, "securityGroups", entry, depth),
                    Group::Called { resource, .. } => {
                        Some(Piece::expression(&format!("data.aws_security_group.{resource}.id")))
                    }
                })
                .collect::<Option<Vec<_>>>()
                .map(Piece::Many);
        }
    } else if let Some(said) = draft.said(network, &[attribute], depth) {
        return Some(said);
    }
    looked_up(draft, network, attribute);
    Some(match attribute {
        "vpcId" => Piece::expression(&format!("data.aws_vpc.{name}.id")),
        "securityGroups" => Piece::List(format!("data.aws_security_groups.{name}.ids")),
        _ => Piece::List(format!("data.aws_subnets.{name}.ids")),
    })
}

fn looked_up<'a>(draft: &mut Draft<'a>, network: &Instance<'a>, attribute: &'static str) {
    draft.used.insert((network.id().clone(), network.environment.cloned(), attribute));
}

/// The data source behind one part of a network.
pub(in super::super) fn write<'a>(
    draft: &mut Draft<'a>,
    network: &Instance<'a>,
    attribute: &'static str,
) {
    let name = draft.name(network);
    match attribute {
        "vpcId" => {
            let mut block = Block::new("data").label("aws_vpc").label(&name);
            let own_name = draft.own_name(network, &name);
            block.body().block(filter("tag:Name", own_name));
            draft.put(Page::Data, block);
        }
        "securityGroups" => {
            let mut called = false;
            for group in groups(network, &name) {
                if let Group::Called { resource, name } = group {
                    called = true;
                    let mut block = Block::new("data")
                        .label("aws_security_group")
                        .label(resource)
                        .attribute("name", name);
                    if let Some(vpc) = said_vpc(draft, network) {
                        block.body().attribute("vpc_id", vpc);
                    }
                    draft.put(Page::Data, block);
                }
            }
            if !called {
                let mut block = Block::new("data").label("aws_security_groups").label(&name);
                let own_name = draft.own_name(network, &name);
                vpc_filter(draft, network, &mut block);
                block.body().block(filter("group-name", own_name));
                draft.put(Page::Data, block);
            }
        }
        _ => {
            let mut block = Block::new("data").label("aws_subnets").label(&name);
            vpc_filter(draft, network, &mut block);
            match network.member("name") {
                Some(Value::String(text)) => {
                    let pattern =
                        draft.text(network, &Path::root().key("name"), &format!("*{text}*"));
                    block.body().block(filter("tag:Name", pattern));
                }
                _ => {
                    let public =
                        network.member("subnetType").and_then(Value::as_str) == Some("public");
                    block
                        .body()
                        .block(filter("map-public-ip-on-launch", Expr::from(public.to_string())));
                }
            }
            draft.put(Page::Data, block);
        }
    }
}

fn said_vpc<'a>(draft: &mut Draft<'a>, network: &Instance<'a>) -> Option<Expr> {
    let vpc = network.member("vpcId")?;
    Some(draft.value(network, &Path::root().key("vpcId"), vpc))
}

fn vpc_filter<'a>(draft: &mut Draft<'a>, network: &Instance<'a>, block: &mut Block) {
    if let Some(vpc) = said_vpc(draft, network) {
        block.body().block(filter("vpc-id", vpc));
    }
}

fn filter(name: &str, value: Expr) -> Block {
    Block::new("filter").attribute("name", name).attribute("values", Expr::List(vec![value]))
}
