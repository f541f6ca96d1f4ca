//! Cloud Map namespaces: two resources, by what services are found with.

use super::arguments::{Argument, elsewhere, tags, value};
use super::draft::{Draft, Instance, Page};
use crate::export::hcl::Block;

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("name"),
    elsewhere("arn"),
    elsewhere("type"),
    elsewhere("vpc"),
    value("description", "description"),
    tags(),
];

const VPC: &[Argument] = &[value("vpc", "vpc")];

/// Whether it makes a private hosted zone.
pub(super) fn is_private_dns(instance: &Instance<'_>) -> bool {
    instance.resolved.namespace().is_some_and(|it| it.kind.is("DNS_PRIVATE"))
}

/// The type of its resource.
pub(super) fn resource_type(instance: &Instance<'_>) -> &'static str {
    if is_private_dns(instance) {
        "aws_service_discovery_private_dns_namespace"
    } else {
        "aws_service_discovery_http_namespace"
    }
}

/// The type of its data source.
pub(super) fn data_type(instance: &Instance<'_>) -> &'static str {
    if is_private_dns(instance) {
        "aws_service_discovery_dns_namespace"
    } else {
        "aws_service_discovery_http_namespace"
    }
}

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut block = Block::new("resource").label(resource_type(instance)).label(&name);
    let own_name = draft.own_name(instance, &name);
    block.body().attribute("name", own_name);
    if is_private_dns(instance) {
        draft.some_arguments(instance, VPC, block.body());
    }
    draft.arguments(instance, ARGUMENTS, block.body());
    draft.put(Page::Ecs, block);
}

pub(super) fn write_data<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let own_name = draft.own_name(instance, &name);
    let mut block =
        Block::new("data").label(data_type(instance)).label(&name).attribute("name", own_name);
    if is_private_dns(instance) {
        block.body().attribute("type", "DNS_PRIVATE");
    }
    draft.put(Page::Data, block);
}
