//! A design as Terraform for the AWS provider: one root module, as a careful author would write it.
//!
//! **Environments stand side by side.** A record that is the same in every environment, and refers only to
//! such records, is one resource under its own name (`aws_ecs_cluster.main`). Any other is one resource for
//! each environment, next to each other in the file, with the environment's name at the end
//! (`aws_ecs_service.web_production`, `aws_ecs_service.web_staging`). A `for_each` over a map of environments
//! would be shorter, but a reviewer would then have to put production together from the resource, the map
//! and the defaults, and moving one environment away would mean moving state; this way a pull request that
//! touches staging shows no line of production. Names depend on the design alone, so the export of one
//! environment is a part of the export of all of them, with the same state addresses.
//!
//! **Where things come from.** A generated record is a resource, a looked-up one a data source (when something
//! uses it), a referred-to one is what its record says: an id, an ARN or an expression. What nobody says
//! becomes an input variable, and a [`Remark`](crate::remark::Remark) names it: an export is always valid on its own.
//!
//! **No noise.** Container definitions are written in the form that the provider reads back, sizes in the API's
//! own units, and what the provider would otherwise choose anew is explicit (`desired_count`,
//! `availability_zone_rebalancing`, `network_mode`), so that a second plan is empty.
//!
//! **Nothing is dropped silently.** A member that the provider has no argument for is a remark at its address.

mod arguments;
mod cluster;
mod containers;
mod draft;
mod expression;
mod load_balancer;
mod log_group;
mod look_up;
mod names;
mod namespace;
mod network;
mod role;
mod scaling;
mod service;
mod settings;
mod task_definition;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use self::draft::{Draft, Instance, Page};
use super::Export;
use crate::design::Design;
use crate::order::sort_by;
use crate::path::Path;
use crate::record::{EnvironmentName, Kind, Origin, RecordId};
use crate::resolve::Estate;

/// The major version of the AWS provider that is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Provider {
    /// `~> 5.100`. What came with version 6 is left out, with a remark.
    V5,
    /// `~> 6.0`, or the minor version that the design's members need.
    #[default]
    V6,
}

/// What is exported, and choices that belong to no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// One environment, or `None` for all of them.
    pub environment: Option<EnvironmentName>,
    /// Whether changing a task definition leaves its old revision registered. Without it, the provider
    /// deregisters the revision before, and a service cannot be rolled back to it by hand.
    pub skip_destroy: bool,
    /// The provider's version.
    pub provider: Provider,
}

impl Default for Choice {
    fn default() -> Self {
        Self { environment: None, skip_destroy: true, provider: Provider::default() }
    }
}

/// Writes the design as Terraform.
///
/// `estates` are the design's environments, resolved, whatever `choice` says: what is shared by several
/// environments depends on all of them.
#[must_use]
pub fn write(design: &Design, estates: &[Arc<Estate>], choice: &Choice) -> Export {
    let mut draft = Draft::new(design, estates, choice);
    let instances = instances(&mut draft);
    if instances.is_empty() && !design.is_empty() {
        return Export::default();
    }
    for instance in in_reading_order(&instances) {
        if instance.resolved.origin() == Origin::Generate {
            write_resource(&mut draft, &instance);
        }
    }
    settings::remote_states(&mut draft);
    settings::facts(&mut draft);
    look_ups(&mut draft, &instances);
    settings::outputs(&mut draft, &instances);
    settings::versions(&mut draft);
    settings::variables(&mut draft);
    for (what, address) in std::mem::take(&mut draft.mentioned) {
        if !draft.declares(&what) {
            let message = format!(
                "`{what}` is not part of the export: keep it in a file beside these, or Terraform will not know it."
            );
            draft.remark_at(address, &message);
        }
    }
    let (files, remarks) = draft.finish();
    Export { files, remarks }
}

/// What one record is in one environment: the text of its resources or data sources, without what an export
/// has once. Empty for a record that is not there; a comment for one that is only referred to.
#[must_use]
pub fn resource_text(
    design: &Design,
    estates: &[Arc<Estate>],
    environment: &str,
    id: &RecordId,
) -> String {
    let choice = Choice::default();
    let mut draft = Draft::new(design, estates, &choice);
    let Some(estate) = estates.iter().find(|estate| estate.environment.as_ref() == environment)
    else {
        return String::new();
    };
    let Some(instance) = draft.instance(id, estate) else { return String::new() };
    match instance.resolved.origin() {
        Origin::Generate => write_resource(&mut draft, &instance),
        Origin::LookUp if id.kind() == Kind::Network => {
            for part in ["vpcId", "subnets", "securityGroups"] {
                let _ = network::part(&mut draft, &instance, part, 0);
            }
            let used: Vec<_> = draft.used.iter().map(|(_, _, part)| *part).collect();
            for part in used {
                look_up::write(&mut draft, &instance, part);
            }
        }
        Origin::LookUp => look_up::write(&mut draft, &instance, ""),
        Origin::Refer => {
            return "# Nothing of its own: what refers to it says what this record says.\n"
                .to_owned();
        }
    }
    let mut text = String::new();
    for page in Page::ALL {
        let body = std::mem::take(draft.page(page)).to_string();
        if !text.is_empty() && !body.is_empty() {
            text.push('\n');
        }
        text.push_str(&body);
    }
    text
}

/// Every record of the chosen environments, once for each resource that it is, in the design's order.
fn instances<'a>(draft: &mut Draft<'a>) -> Vec<Instance<'a>> {
    let estates = draft.estates;
    let chosen: Vec<&'a Estate> = estates
        .iter()
        .map(|estate| -> &'a Estate { estate })
        .filter(|estate| {
            draft.choice.environment.as_ref().is_none_or(|chosen| estate.environment == *chosen)
        })
        .collect();
    let mut instances = Vec::new();
    for (id, _) in draft.design.entries() {
        for estate in &chosen {
            let Some(instance) = draft.instance(id, estate) else { continue };
            let shared = instance.environment.is_none();
            instances.push(instance);
            if shared {
                break;
            }
        }
    }
    instances
}

/// The order in which people read: neighbours by kind, clusters, each service after its task
/// definition, and what scales services.
fn in_reading_order<'a>(instances: &[Instance<'a>]) -> Vec<Instance<'a>> {
    let mut ordered: Vec<Instance<'a>> = Vec::with_capacity(instances.len());
    for kind in super::READ_FIRST {
        ordered.extend(instances.iter().filter(|instance| instance.id().kind() == kind));
    }
    let mut by_id: std::collections::HashMap<&RecordId, Vec<&Instance<'a>>> =
        std::collections::HashMap::new();
    for instance in instances {
        by_id.entry(instance.id()).or_default().push(instance);
    }
    let mut done: HashSet<&RecordId> = HashSet::new();
    for instance in instances {
        let Some(service) = instance.resolved.service() else { continue };
        let id = instance.id();
        let definition = service.task_definition.reference().map(|reference| &reference.record);
        for id in definition.into_iter().chain([id]) {
            if let Some((id, instances)) = by_id.get_key_value(id)
                && done.insert(id)
            {
                ordered.extend(instances.iter().copied());
            }
        }
    }
    ordered.extend(
        instances
            .iter()
            .filter(|it| it.id().kind() == Kind::TaskDefinition && !done.contains(it.id())),
    );
    ordered.extend(instances.iter().filter(|it| it.id().kind() == Kind::Scaling));
    ordered
}

fn write_resource<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    match instance.id().kind() {
        Kind::Cluster => cluster::write(draft, instance),
        Kind::Service => service::write(draft, instance),
        Kind::TaskDefinition => task_definition::write(draft, instance),
        Kind::LoadBalancer => load_balancer::write(draft, instance),
        Kind::TargetGroup => load_balancer::write_target_group(draft, instance),
        Kind::Network => network::write(draft, instance),
        Kind::Role => role::write(draft, instance),
        Kind::LogGroup => log_group::write(draft, instance),
        Kind::Scaling => scaling::write(draft, instance),
        Kind::Namespace => namespace::write(draft, instance),
    }
}

/// The data sources that something uses; one may use another.
fn look_ups<'a>(draft: &mut Draft<'a>, instances: &[Instance<'a>]) {
    let mut next = 0;
    let mut data = Vec::new();
    while let Some((id, environment, part)) = draft.used.get_index(next).cloned() {
        next += 1;
        let estate = draft.estates.iter().find(|estate| {
            estate.get(&id).is_some()
                && environment.as_ref().is_none_or(|environment| estate.environment == *environment)
        });
        if let Some(estate) = estate
            && let Some(instance) = draft.instance(&id, estate)
        {
            let before = std::mem::take(draft.page(Page::Data));
            look_up::write(draft, &instance, part);
            let found = std::mem::replace(draft.page(Page::Data), before);
            let record = draft.design.records.get_index_of(&id);
            let at = draft.estates.iter().position(|other| other.environment == estate.environment);
            data.push(((record, at, part), found));
        }
    }
    // Production and staging next to each other, as everywhere.
    sort_by(&mut data, |(one, _), (other, _)| one.cmp(other));
    for (_, body) in data {
        draft.page(Page::Data).append(body);
    }
    for instance in instances {
        let unused = instance.resolved.origin() == Origin::LookUp
            && !draft.used.iter().any(|(id, environment, _)| {
                id == instance.id() && environment.as_ref() == instance.environment
            });
        if unused {
            let message = "Nothing in the export uses it, so nothing is looked up.";
            draft.remark(instance, &Path::root(), message);
        }
    }
}
