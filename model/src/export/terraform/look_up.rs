//! Records that exist, as data sources. Only what something in the export uses is looked up: each data source
//! is a call of AWS in every plan, and one that finds nothing is an error.

use super::draft::{Draft, Instance, Page};
use super::expression::resource_type;
use super::{namespace, network};
use crate::export::hcl::{Block, Expr};
use crate::path::Path;
use crate::record::Kind;

/// The data source of an instance; for a network, of one part of it.
pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>, part: &'static str) {
    let kind = instance.id().kind();
    let name = draft.name(instance);
    let (argument, arn): (&str, Option<&'static str>) = match kind {
        Kind::Network => return network::write_data(draft, instance, part),
        // The provider has no data source for it, and nothing refers to it.
        Kind::Scaling => return,
        Kind::Namespace => return namespace::write_data(draft, instance),
        Kind::Cluster => ("cluster_name", None),
        Kind::Service => ("service_name", None),
        Kind::TaskDefinition => ("task_definition", Some("taskDefinitionArn")),
        // Their names are unique in a Region, and their ARNs hold a random part: both are taken.
        Kind::LoadBalancer | Kind::TargetGroup => ("name", Some("arn")),
        Kind::Role | Kind::LogGroup => ("name", None),
    };
    let mut block = Block::new("data").label(resource_type(kind)).label(&name);
    match arn.and_then(|key| Some((key, instance.member(key)?))) {
        Some((key, arn)) if instance.member(kind.name_key()).is_none() => {
            let arn = draft.value(instance, &Path::root().key(key), arn);
            block.body().attribute(if argument == "name" { "arn" } else { argument }, arn);
        }
        _ => {
            let own_name = draft.own_name(instance, &name);
            block.body().attribute(argument, own_name);
        }
    }
    if kind == Kind::Service {
        let cluster = match instance.member("cluster") {
            Some(said) => draft.value(instance, &Path::root().key("cluster"), said),
            None => Expr::from("default"),
        };
        block.body().attribute("cluster_arn", cluster);
    }
    draft.put(Page::Data, block);
}
