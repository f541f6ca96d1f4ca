//! What several rules ask about a service and what stands around it. `None` is "not known", and a rule that
//! gets it says nothing.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use crate::address::Address;
use crate::ecs::cluster::Cluster;
use crate::ecs::container_definition::ContainerDefinition;
use crate::ecs::neighbour::Network;
use crate::ecs::service::{AwsVpcConfiguration, CapacityProviderStrategy, Service};
use crate::ecs::shape::{Field, List, Text};
use crate::ecs::task_definition::TaskDefinition;
use crate::edit::Edit;
use crate::path::Path;
use crate::record::{Kind, Origin, Provenance, Record, RecordId};
use crate::reference::Reference;
use crate::resolve::{Estate, Presence, Resolved};

use super::Context;

/// What tasks in a private subnet need: said by every rule about networks.
pub(super) const PRIVATE_SUBNETS_NEED: &str = "Tasks in private subnets pull images and send logs through a NAT \
     gateway, or through VPC endpoints for ecr.api, ecr.dkr, s3 and logs.";

/// Whether the export makes the record, so that what it does not say is not there.
pub(super) fn is_generated(resolved: &Resolved) -> bool {
    resolved.origin() == Origin::Generate
}

/// Whether a provider is one of the two that Fargate has.
pub(super) fn is_fargate_provider(provider: &str) -> bool {
    matches!(provider, "FARGATE" | "FARGATE_SPOT")
}

/// The cluster that a service is in.
pub(super) fn cluster<'a>(
    cx: &Context<'a>,
    service: &Service,
) -> Option<(&'a Resolved, &'a Cluster)> {
    let resolved = cx.follow(&service.cluster)?;
    Some((resolved, resolved.cluster()?))
}

/// The task definition that a service runs.
pub(super) fn task_definition<'a>(
    cx: &Context<'a>,
    service: &Service,
) -> Option<(&'a Resolved, &'a TaskDefinition)> {
    let resolved = cx.follow(&service.task_definition)?;
    Some((resolved, resolved.task_definition()?))
}

/// Whether a task definition says that it runs on Fargate.
pub(super) fn requires_fargate(resolved: &Resolved, definition: &TaskDefinition) -> Option<bool> {
    match &definition.requires_compatibilities {
        Field::Known(list) if list.iter().any(|compatibility| compatibility.is("FARGATE")) => {
            Some(true)
        }
        Field::Known(list) => list.iter().all(|one| one.known().is_some()).then_some(false),
        Field::Absent => is_generated(resolved).then_some(false),
        _ => None,
    }
}

/// Whether a service's tasks run on Fargate, as far as the service and its cluster say so.
///
/// A service that says nothing, in a cluster that says nothing, runs on EC2.
pub(super) fn on_fargate(cx: &Context<'_>, service: &Service) -> Option<bool> {
    match (&service.launch_type, &service.capacity_provider_strategy) {
        (Field::Known(launch_type), _) => Some(launch_type == "FARGATE"),
        (Field::Absent, Field::Known(strategy)) if !strategy.is_empty() => {
            first_is_fargate(strategy)
        }
        (Field::Absent, Field::Absent | Field::Known(_)) => {
            let (resolved, cluster) = cluster(cx, service)?;
            match &cluster.default_capacity_provider_strategy {
                Field::Known(strategy) if !strategy.is_empty() => first_is_fargate(strategy),
                Field::Known(_) | Field::Absent => is_generated(resolved).then_some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A strategy that mixes Fargate with others is another rule's business.
fn first_is_fargate(strategy: &[CapacityProviderStrategy]) -> Option<bool> {
    strategy.first()?.capacity_provider.text().map(is_fargate_provider)
}

/// Whether a service, or its cluster for it, says where the tasks run.
pub(super) fn says_where(cx: &Context<'_>, service: &Service) -> bool {
    let default = || {
        cluster(cx, service).is_none_or(|(resolved, cluster)| {
            !is_generated(resolved)
                || !matches!(&cluster.default_capacity_provider_strategy, Field::Absent)
        })
    };
    !service.launch_type.is_absent() || !service.capacity_provider_strategy.is_absent() || default()
}

/// Whether tasks have network interfaces of their own.
pub(super) fn uses_awsvpc(resolved: &Resolved, definition: &TaskDefinition) -> Option<bool> {
    match &definition.network_mode {
        Field::Known(mode) => Some(mode == "awsvpc"),
        // On Fargate there is no other mode; that it is missing is another rule's business.
        Field::Absent if requires_fargate(resolved, definition)? => Some(true),
        Field::Absent => is_generated(resolved).then_some(false),
        _ => None,
    }
}

/// Whether a service runs one task on each instance.
pub(super) fn is_daemon(service: &Service) -> bool {
    service.scheduling_strategy.is("DAEMON")
}

/// What deploys a service: `ECS`, unless it says otherwise.
pub(super) fn controller(service: &Service) -> Option<&str> {
    match &service.deployment_controller {
        Field::Absent => Some("ECS"),
        Field::Known(controller) => controller.kind.text(),
        _ => None,
    }
}

/// Whether ECS itself replaces tasks step by step.
pub(super) fn is_rolling(service: &Service) -> bool {
    let strategy = match &service.deployment_configuration {
        Field::Known(configuration) => match &configuration.strategy {
            Field::Absent => Some("ROLLING"),
            strategy => strategy.text(),
        },
        Field::Absent => Some("ROLLING"),
        _ => None,
    };
    controller(service) == Some("ECS") && strategy == Some("ROLLING")
}

/// The share of tasks that a deployment keeps running at least and at most, in percent of the desired count:
/// what the service says, or the API's defaults, 100 and 200.
pub(super) fn percentages(service: &Service) -> Option<(i64, i64)> {
    match &service.deployment_configuration {
        Field::Absent => Some((100, 200)),
        Field::Known(configuration) => Some((
            configuration.minimum_healthy_percent.or_default(100)?,
            configuration.maximum_percent.or_default(200)?,
        )),
        _ => None,
    }
}

/// Whether a list is there without elements, or not there.
pub(super) fn is_empty<T>(list: &List<T>) -> bool {
    list.is_absent() || list.known().is_some_and(Vec::is_empty)
}

/// The network configuration of a service's tasks.
pub(super) fn awsvpc(service: &Service) -> Option<&AwsVpcConfiguration> {
    service.network_configuration.known()?.awsvpc_configuration.known()
}

/// The networks of the design that a list of subnets refers to, each once.
pub(super) fn networks<'a>(
    cx: &Context<'a>,
    subnets: &List<Text>,
) -> Vec<(&'a Resolved, &'a Network)> {
    let mut found: Vec<(&Resolved, &Network)> = Vec::new();
    let whole = cx.follow(subnets);
    let elements = subnets.items().iter().filter_map(|subnet| cx.follow(subnet));
    for resolved in whole.into_iter().chain(elements) {
        if let Some(network) = resolved.network()
            && !found.iter().any(|(known, _)| known.id == resolved.id)
        {
            found.push((resolved, network));
        }
    }
    found
}

/// How many ids a list comes to, what networks of the design bring included. `None` when that is not known.
pub(super) fn count_ids(
    cx: &Context<'_>,
    list: &List<Text>,
    of_network: fn(&Network) -> &List<Text>,
) -> Option<usize> {
    let of = |resolved: &Resolved| Some(of_network(resolved.network()?).known()?.len());
    match list {
        Field::Known(elements) => elements.iter().try_fold(0, |sum, element| match element {
            Field::Known(_) => Some(sum + 1),
            Field::Record(_) => Some(sum + of(cx.follow(element)?)?),
            _ => None,
        }),
        Field::Record(_) => of(cx.follow(list)?),
        _ => None,
    }
}

/// The container of that name, if there is one; `None` when a name is not known, so that it might be the one.
pub(super) fn container<'a>(
    definition: &'a TaskDefinition,
    name: &str,
) -> Option<Option<&'a ContainerDefinition>> {
    let containers = definition.container_definitions.known()?;
    if let Some(found) = containers.iter().find(|container| container.name.is(name)) {
        return Some(Some(found));
    }
    containers.iter().all(|container| container.name.known().is_some()).then_some(None)
}

/// The ports that a container maps; `None` when one of them is not known.
pub(super) fn mapped_ports(container: &ContainerDefinition) -> Option<Vec<RangeInclusive<i64>>> {
    if container.port_mappings.is_absent() {
        return Some(Vec::new());
    }
    let mappings = container.port_mappings.known()?;
    mappings
        .iter()
        .map(|mapping| match (&mapping.container_port, &mapping.container_port_range) {
            (Field::Known(port), _) => Some(*port..=*port),
            (Field::Absent, Field::Known(range)) => {
                let (from, to) = range.split_once('-')?;
                Some(from.trim().parse().ok()?..=to.trim().parse().ok()?)
            }
            _ => None,
        })
        .collect()
}

/// The container that a load balancer is meant for, when there is only one that it can be: its name, and the
/// name as it was written.
pub(super) fn front_container(
    resolved: &Resolved,
    definition: &TaskDefinition,
) -> Option<(String, String)> {
    let containers = definition.container_definitions.known()?;
    let mapping = |container: &&ContainerDefinition| !is_empty(&container.port_mappings);
    let only = match containers.as_slice() {
        [only] => only,
        several => {
            let mut mapping = several.iter().filter(mapping);
            let first = mapping.next()?;
            if mapping.next().is_some() {
                return None;
            }
            first
        }
    };
    let written = only.path("name").get(&resolved.overlay)?.as_str()?;
    Some((only.name.text()?.to_owned(), written.to_owned()))
}

/// The VPC endpoints that tasks without another way out need, and the network does not have. `None` when
/// that is not known.
pub(super) fn missing_endpoints(network: &Network) -> Option<Vec<&'static str>> {
    let present = match &network.vpc_endpoints {
        Field::Absent => &[],
        Field::Known(present) => present.as_slice(),
        _ => return None,
    };
    let present: Vec<&str> = present.iter().map(Field::text).collect::<Option<_>>()?;
    // Written short, or as the service's full name: com.amazonaws.eu-west-1.ecr.api.
    let is = |written: &str, needed: &str| {
        written.strip_suffix(needed).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let needed = ["ecr.api", "ecr.dkr", "s3", "logs"];
    Some(needed.into_iter().filter(|needed| !present.iter().any(|one| is(one, needed))).collect())
}

/// The network configuration that places tasks in a network of the design.
pub(super) fn configuration_for(cx: &Context<'_>, network: &RecordId) -> Value {
    let public = cx
        .get(network)
        .and_then(Resolved::network)
        .is_some_and(|network| network.subnet_type.is("public"));
    json!({
        "subnets": [format!("${{{network}.subnets}}")],
        "securityGroups": [format!("${{{network}.securityGroups}}")],
        "assignPublicIp": if public { "ENABLED" } else { "DISABLED" },
    })
}

/// The edits that give a task definition a role of its own, which the export generates.
pub(super) fn task_role_edits(cx: &Context<'_>, resolved: &Resolved) -> Vec<Edit> {
    let wanted = format!("{}-task", resolved.id.name());
    let mut id = RecordId::from_text(Kind::Role, &wanted);
    let mut number = 2_u32;
    while !matches!(cx.presence(&id), Presence::Nowhere) {
        id = RecordId::from_text(Kind::Role, &format!("{wanted}-{number}"));
        number += 1;
    }
    let name = format!("{}-{{environment}}", id.name());
    let mut body = serde_json::Map::new();
    body.insert("roleName".to_owned(), Value::String(name));
    body.insert("description".to_owned(), "What the application in the task may do".into());
    let mut record = Record::new(body);
    record.environments.clone_from(&resolved.record.environments);
    let value = Reference::to(id.clone()).to_string().into();
    let address = cx.address_in(resolved, &Path::root().key("taskRoleArn"));
    vec![Edit::AddRecord { id, index: None, record: record.into() }, Edit::Set { address, value }]
}

/// What AWS tells a thing apart by that the export generates: the cluster that a service is in, and the name.
/// `None` when that is not known, or for what has no name in AWS.
pub(super) fn identity<'a>(
    estate: &'a Estate,
    resolved: &'a Resolved,
) -> Option<(&'a str, &'a str)> {
    let kind = resolved.id.kind();
    if matches!(kind, Kind::Network | Kind::Scaling) || !is_generated(resolved) {
        return None;
    }
    let name = resolved.known_name()?;
    let scope = match resolved.service().map(|service| &service.cluster) {
        None => "",
        Some(Field::Known(cluster) | Field::Expression(cluster)) => cluster,
        Some(cluster @ Field::Record(_)) => estate.follow(cluster)?.display_name(),
        Some(Field::Absent) => "default",
        Some(Field::Wrong) => return None,
    };
    Some((scope, name))
}

/// A thing's name with something added, and the edit that gives it this name.
pub(super) fn suffixed(resolved: &Resolved, suffix: &str) -> Option<(String, Edit)> {
    let path = Path::root().key(resolved.id.kind().name_key());
    let name = format!("{}{suffix}", path.get(&resolved.overlay)?.as_str()?);
    let own = resolved.record.provenance(&path, &resolved.environment) == Provenance::Override;
    let address =
        Address::field(resolved.id.clone(), path).within(own.then(|| resolved.environment.clone()));
    Some((name.clone(), Edit::Set { address, value: name.into() }))
}

/// Whether an object stands at a path, so that what it lacks is missing: an expression that stands for it may
/// have it.
pub(super) fn is_object(cx: &Context<'_>, path: &Path) -> bool {
    path.get(&cx.subject().body).is_some_and(Value::is_object)
}
