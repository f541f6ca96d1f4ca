//! A design as a CloudFormation template: one environment of it, or one record with what it needs.
//!
//! **One environment, one template.** A stack is what people deploy for an environment; what differs between two is
//! in two templates. Logical ids follow from the design alone, so that the same record is the same resource in
//! every template, whatever else is in it.
//!
//! **Where things come from.** A generated record is a resource. One that exists is what its record says: an id, an
//! ARN, or an ARN that follows from its name. CloudFormation looks nothing up, so what only a look-up could tell is a
//! parameter, as is what an expression of Terraform stands for that CloudFormation has no function for; a
//! [`Remark`](crate::remark::Remark) names each. A template is always valid on its own.
//!
//! **Nothing is dropped silently.** A member that CloudFormation has no property for is a remark at its address. A
//! key that no shape has is written all the same, with a capital letter, and named.

mod attribute;
mod draft;
mod ecs;
mod expression;
mod limits;
mod load_balancer;
mod names;
mod neighbour;
mod network;
mod parameter;
mod reference;
mod role;
mod scaling;
mod service;
mod shape;
mod target_group;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod yaml;
mod yaml_scalar;

use std::collections::HashSet;

use self::draft::Draft;
pub use self::template::{Parameter, Syntax, Template};
use super::usage::Usage;
use crate::design::Design;
use crate::record::{Kind, Origin, RecordId};
use crate::resolve::{Estate, Resolved};

/// Writes one environment of a design.
#[must_use]
pub fn write(design: &Design, estate: &Estate) -> Template {
    let chosen: Vec<&Resolved> = estate.records().map(|resolved| &**resolved).collect();
    write_chosen(design, estate, &chosen)
}

/// Writes one record of an environment with what it needs: all that it refers to, on as many steps as it takes, and
/// the load balancers that send requests to its target groups. `None` when the environment does not have it.
#[must_use]
pub fn write_record(design: &Design, estate: &Estate, id: &RecordId) -> Option<Template> {
    let needed = needed(estate, estate.get(id)?);
    let chosen: Vec<&Resolved> = estate
        .records()
        .map(|resolved| -> &Resolved { resolved })
        .filter(|resolved| needed.contains(&resolved.id))
        .collect();
    Some(write_chosen(design, estate, &chosen))
}

/// The record and those that it needs.
fn needed<'a>(estate: &'a Estate, first: &'a Resolved) -> HashSet<&'a RecordId> {
    let usage = Usage::of(estate.records().map(|resolved| &**resolved));
    let mut needed = HashSet::from([&first.id]);
    let mut open = vec![first];
    while let Some(resolved) = open.pop() {
        let referred = resolved.references().iter().map(|(_, reference)| &reference.record);
        let target_groups = resolved.service().map(|service| service.load_balancers.items());
        let listeners = target_groups
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.target_group_arn.reference())
            .flat_map(|target_group| usage.listeners(&target_group.record))
            .map(|(load_balancer, _)| load_balancer);
        for id in referred.chain(listeners) {
            if let Some(target) = estate.get(id)
                && needed.insert(&target.id)
            {
                open.push(target);
            }
        }
    }
    needed
}

fn write_chosen(design: &Design, estate: &Estate, chosen: &[&Resolved]) -> Template {
    let written = in_reading_order(chosen);
    let drafted = |resources| {
        let mut draft = Draft::new(design, estate, chosen, resources);
        for resolved in &written {
            write_resource(&mut draft, resolved);
        }
        draft
    };
    // What the resources are called is known once they are written: parameters are then called otherwise.
    let mut draft = drafted(drafted(HashSet::new()).resource_names());
    if written.is_empty() {
        draft.remark_on_all(
            "Nothing is generated here, and CloudFormation takes no empty template.",
        );
    }
    let mut template = draft.finish(description(design, estate));
    limits::check(&mut template);
    template
}

/// The order in which people read: neighbours by kind, clusters, each service after its task definition, and what
/// scales services. Records that exist are no resources.
fn in_reading_order<'a>(chosen: &[&'a Resolved]) -> Vec<&'a Resolved> {
    let made: Vec<&'a Resolved> =
        chosen.iter().copied().filter(|it| it.origin() == Origin::Generate).collect();
    let of_kind = |kind: Kind| made.iter().copied().filter(move |it| it.id.kind() == kind);
    let mut ordered: Vec<&'a Resolved> = super::READ_FIRST.into_iter().flat_map(of_kind).collect();
    let mut done: HashSet<&RecordId> = HashSet::new();
    for resolved in of_kind(Kind::Service) {
        let definition = resolved.service().and_then(|it| it.task_definition.reference());
        let definition = definition
            .and_then(|reference| made.iter().find(|it| it.id == reference.record).copied());
        for next in definition.into_iter().chain([resolved]) {
            if done.insert(&next.id) {
                ordered.push(next);
            }
        }
    }
    ordered.extend(of_kind(Kind::TaskDefinition).filter(|it| !done.contains(&it.id)));
    ordered.extend(of_kind(Kind::Scaling));
    ordered
}

fn write_resource<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    match resolved.id.kind() {
        Kind::Cluster => ecs::cluster(draft, resolved),
        Kind::Service => service::write(draft, resolved),
        Kind::TaskDefinition => ecs::task_definition(draft, resolved),
        Kind::LoadBalancer => load_balancer::write(draft, resolved),
        Kind::TargetGroup => target_group::write(draft, resolved),
        Kind::Network => network::write(draft, resolved),
        Kind::Role => role::write(draft, resolved),
        Kind::LogGroup => neighbour::log_group(draft, resolved),
        Kind::Scaling => scaling::write(draft, resolved),
        Kind::Namespace => neighbour::namespace(draft, resolved),
    }
}

/// What the console shows of a stack.
fn description(design: &Design, estate: &Estate) -> String {
    let name = if design.settings.name.is_empty() { "Design" } else { &design.settings.name };
    let text = format!("{name}, {}", estate.environment);
    text.chars().take(limits::LONGEST_DESCRIPTION).collect()
}
