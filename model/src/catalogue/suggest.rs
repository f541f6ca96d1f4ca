//! Values to offer that depend on the rest of the design.
//!
//! A value is offered as the design should say it (placeholders and all) and shown as it is in the
//! environment.

use serde_json::Value;

use super::entry::{Situation, Suggestion};
use crate::ecs::container_definition::ContainerDefinition;
use crate::ecs::task_definition::TaskDefinition;
use crate::path::Segment;
use crate::resolve::Resolved;

/// The design's Region.
pub(super) fn region(situation: &Situation<'_>) -> Vec<Suggestion> {
    let region = &situation.estate.settings.region;
    if region.is_empty() { Vec::new() } else { vec![plain(region.clone().into())] }
}

/// What CloudWatch calls a target group behind a load balancer, for each listener of the environment that
/// forwards.
pub(super) fn resource_labels(situation: &Situation<'_>) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for balancer in situation.estate.records() {
        let Some(view) = balancer.load_balancer() else { continue };
        for group in view.listeners.items().iter().filter_map(|it| it.target_group.reference()) {
            let group = &group.record;
            let value = format!("${{{}.arnSuffix}}/${{{group}.arnSuffix}}", balancer.id).into();
            if found.iter().all(|other| other.value != value) {
                let label = format!("{} behind {}", group.name(), balancer.display_name());
                found.push(Suggestion { value, label });
            }
        }
    }
    found
}

/// The container port beside a host port.
pub(super) fn host_port(situation: &Situation<'_>) -> Vec<Suggestion> {
    sibling(situation, "containerPort")
        .filter(|port| port.is_number())
        .cloned()
        .map(plain)
        .into_iter()
        .collect()
}

/// The task definition's containers.
pub(super) fn containers_of_task(situation: &Situation<'_>) -> Vec<Suggestion> {
    names(situation.record, "containerDefinitions", |_| true)
}

/// The task definition's containers but for the one that asks.
pub(super) fn other_containers(situation: &Situation<'_>) -> Vec<Suggestion> {
    let path = situation.path.positional(&situation.record.overlay);
    let own = match path.segments().get(1) {
        Some(Segment::Index(index)) => {
            situation.record.body.pointer(&format!("/containerDefinitions/{index}/name"))
        }
        _ => None,
    };
    names(situation.record, "containerDefinitions", |container| container.get("name") != own)
}

/// The task definition's volumes.
pub(super) fn volumes_of_task(situation: &Situation<'_>) -> Vec<Suggestion> {
    names(situation.record, "volumes", |_| true)
}

/// The containers that a service runs.
pub(super) fn containers_of_service(situation: &Situation<'_>) -> Vec<Suggestion> {
    what_it_runs(situation)
        .map_or_else(Vec::new, |task| names(task, "containerDefinitions", |_| true))
}

/// The volumes that a service must configure.
pub(super) fn launch_volumes(situation: &Situation<'_>) -> Vec<Suggestion> {
    what_it_runs(situation).map_or_else(Vec::new, |task| {
        names(task, "volumes", |volume| {
            volume.get("configuredAtLaunch") == Some(&Value::Bool(true))
        })
    })
}

/// The ports of the container that stands beside, or of all containers.
pub(super) fn ports_of_container(situation: &Situation<'_>) -> Vec<Suggestion> {
    let name = sibling(situation, "containerName").and_then(Value::as_str);
    let mut found = Vec::new();
    for container in
        containers(situation).filter(|container| name.is_none_or(|name| container.name.is(name)))
    {
        for mapping in container.port_mappings.items() {
            let Some(port) = mapping.container_port.known() else { continue };
            let label = match (mapping.name.text(), container.name.text()) {
                (Some(called), _) => format!("{port} ({called})"),
                (None, Some(of)) if name.is_none() => format!("{port} ({of})"),
                _ => port.to_string(),
            };
            found.push(Suggestion { value: (*port).into(), label });
        }
    }
    found
}

/// The named ports of the containers that a service runs.
pub(super) fn port_names(situation: &Situation<'_>) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for container in containers(situation) {
        for mapping in container.port_mappings.items() {
            let Some(name) = mapping.name.text() else { continue };
            let label = match mapping.container_port.known() {
                Some(port) => format!("{name} ({port})"),
                None => name.to_owned(),
            };
            found.push(Suggestion { value: name.into(), label });
        }
    }
    found
}

fn what_it_runs<'a>(situation: &Situation<'a>) -> Option<&'a Resolved> {
    let service = situation.record.service()?;
    situation.estate.follow(&service.task_definition).map(|task| &**task)
}

fn containers<'a>(situation: &Situation<'a>) -> impl Iterator<Item = &'a ContainerDefinition> {
    let task: Option<&TaskDefinition> = what_it_runs(situation).and_then(Resolved::task_definition);
    task.into_iter().flat_map(|task| task.container_definitions.items())
}

/// The member called `key` of the structure that the field stands in, as it is in the environment.
fn sibling<'a>(situation: &Situation<'a>, key: &'static str) -> Option<&'a Value> {
    let structure = situation.path.parent()?.positional(&situation.record.overlay);
    structure.key(key).get(&situation.record.body)
}

/// The names of a list's elements.
fn names(resolved: &Resolved, list: &str, keep: impl Fn(&Value) -> bool) -> Vec<Suggestion> {
    let elements =
        |tree: &'_ Value| tree.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
    elements(&resolved.overlay)
        .iter()
        .zip(elements(&resolved.body))
        .filter(|(_, filled)| keep(filled))
        .filter_map(|(said, filled)| {
            let label = filled.get("name")?.as_str().filter(|name| !name.is_empty())?.to_owned();
            Some(Suggestion { value: said.get("name")?.clone(), label })
        })
        .collect()
}

fn plain(value: Value) -> Suggestion {
    let label = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Suggestion { value, label }
}
