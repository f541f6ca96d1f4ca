//! Services.

use super::draft::{Draft, Resource, member};
use super::{load_balancer, network};
use crate::cloudformation::type_of;
use crate::export::usage::{references, vpc_configuration};
use crate::path::Path;
use crate::record::Kind;
use crate::resolve::Resolved;

pub(super) fn write<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let mut elsewhere = Vec::new();
    let grace = "healthCheckGracePeriodSeconds";
    let balanced = ["loadBalancers", "vpcLatticeConfigurations"]
        .iter()
        .any(|key| member(resolved, key).is_some());
    if !balanced && let Some(said) = member(resolved, grace) {
        elsewhere.push(grace);
        if said != 0 {
            draft.remark(
                resolved,
                &Path::root().key(grace),
                "A service without a load balancer cannot have a grace period: it is left out, because the stack would fail in the middle of its work.",
            );
        }
    }
    let properties = draft.properties(resolved, &elsewhere);
    if draft.usage.is_scaled(&resolved.id) && properties.contains_key("DesiredCount") {
        draft.remark(
            resolved,
            &Path::root().key("desiredCount"),
            "Application Auto Scaling moves the count, and each change of the service by the stack sets it back to this: take `DesiredCount` out of the template once the service is there.",
        );
    }
    let Some(kind) = type_of(Kind::Service) else { return };
    let after: Vec<String> =
        listeners(draft, resolved).into_iter().chain(ways_out(draft, resolved)).collect();
    let name = draft.names.of(&resolved.id);
    draft.put(name, Resource::of(kind, properties).after(after));
}

/// The listeners that forward to the service's target groups: a target group takes tasks only once one does.
fn listeners<'a>(draft: &Draft<'a>, resolved: &'a Resolved) -> Vec<String> {
    let Some(service) = resolved.service() else { return Vec::new() };
    let target_groups =
        service.load_balancers.items().iter().filter_map(|it| it.target_group_arn.reference());
    target_groups
        .flat_map(|target_group| draft.usage.listeners(&target_group.record))
        .filter_map(|(id, position)| {
            let load_balancer = draft.made(id)?;
            load_balancer::listener_names(draft, load_balancer).into_iter().nth(*position)
        })
        .collect()
}

/// The routes that the service's tasks reach their images by.
fn ways_out<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) -> Vec<String> {
    let Some(vpc) = resolved.service().and_then(vpc_configuration) else { return Vec::new() };
    let networks = references(&vpc.subnets);
    networks
        .into_iter()
        .filter_map(|reference| draft.made(&reference.record))
        .filter_map(|network| network::way_out(draft, network))
        .collect()
}
