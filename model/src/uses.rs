//! What uses a container by its name: the places that would break if it went away.

use std::borrow::Cow;

use serde_json::Value;

use crate::address::Address;
use crate::design::Design;
use crate::path::Path;
use crate::record::{EnvironmentName, Kind, Record, RecordId};
use crate::reference::Reference;

/// The addresses that name the container at `path` of a task definition: dependencies, volumes taken over,
/// links and the proxy of the same task definition, and load balancers and service registries of the services
/// that run it.
///
/// An address has an environment when only that environment names the container there. Nothing is found for
/// a container without a name, or while another of the task definition has the same one.
#[must_use]
pub fn container_uses(design: &Design, task_definition: &RecordId, path: &Path) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    for environment in std::iter::once(None).chain(design.environments().map(Some)) {
        let Some(task) = body(design, task_definition, environment) else { continue };
        let Some(name) = path.key("name").get(&task).and_then(Value::as_str) else { continue };
        let container = path.canonical(&task);
        if name.is_empty() || is_shared(&task, name) {
            continue;
        }
        let mut add = |record: &RecordId, used: Vec<Path>, root: &Value| {
            for path in used {
                let everywhere = Address::field(record.clone(), path.canonical(root));
                if !found.contains(&everywhere) {
                    found.push(everywhere.within(environment.cloned()));
                }
            }
        };
        let mut own = in_task_definition(&task, name);
        own.retain(|path| !path.canonical(&task).starts_with(&container));
        add(task_definition, own, &task);
        let services = design.entries().map(|(id, _)| id).filter(|id| id.kind() == Kind::Service);
        for id in services {
            let Some(service) = body(design, id, environment) else { continue };
            let runs = service.get("taskDefinition").and_then(Value::as_str);
            if runs.and_then(Reference::parse).is_some_and(|to| to.record == *task_definition) {
                add(id, in_service(&service, name), &service);
            }
        }
    }
    found
}

/// What was said about a record: in every environment, or in one. `None` when it is not there.
fn body<'a>(
    design: &'a Design,
    id: &RecordId,
    environment: Option<&EnvironmentName>,
) -> Option<Cow<'a, Value>> {
    let record: &Record = design.record(id)?;
    match environment {
        None => Some(Cow::Borrowed(&record.body)),
        Some(name) => record.is_in(name).then(|| Cow::Owned(record.overlay(name))),
    }
}

/// The elements of a list, with their paths.
fn elements<'a>(root: &'a Value, list: &Path) -> impl Iterator<Item = (Path, &'a Value)> + use<'a> {
    let list = list.clone();
    let elements = list.get(root).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    elements.iter().enumerate().map(move |(index, element)| (list.index(index), element))
}

fn is_shared(task: &Value, name: &str) -> bool {
    let containers = Path::root().key("containerDefinitions");
    elements(task, &containers).filter(|(_, container)| says(container, "name", name)).count() > 1
}

fn says(element: &Value, key: &str, name: &str) -> bool {
    element.get(key).and_then(Value::as_str) == Some(name)
}

fn in_task_definition(task: &Value, name: &str) -> Vec<Path> {
    let mut found = Vec::new();
    for (container, _) in elements(task, &Path::root().key("containerDefinitions")) {
        for (list, key) in [("dependsOn", "containerName"), ("volumesFrom", "sourceContainer")] {
            found.extend(
                elements(task, &container.key(list))
                    .filter(|(_, element)| says(element, key, name))
                    .map(|(path, _)| path.key(key)),
            );
        }
        // A link is a name, or a name and an alias: `db:database`.
        found.extend(
            elements(task, &container.key("links"))
                .filter(|(_, link)| {
                    link.as_str().is_some_and(|link| link.split(':').next() == Some(name))
                })
                .map(|(path, _)| path),
        );
    }
    let proxy = Path::root().key("proxyConfiguration").key("containerName");
    if proxy.get(task).and_then(Value::as_str) == Some(name) {
        found.push(proxy);
    }
    found
}

fn in_service(service: &Value, name: &str) -> Vec<Path> {
    ["loadBalancers", "serviceRegistries"]
        .into_iter()
        .flat_map(|list| elements(service, &Path::root().key(list)))
        .filter(|(_, element)| says(element, "containerName", name))
        .map(|(path, _)| path.key("containerName"))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn design(task: Value, service: Value) -> Design {
        Design::from_json(json!({
            "formatVersion": 1,
            "environments": [{"name": "production"}, {"name": "staging"}],
            "records": {"taskDefinition.web": task, "service.web": service},
        }))
        .unwrap()
    }

    fn uses(design: &Design, path: &str) -> Vec<String> {
        container_uses(design, &"taskDefinition.web".parse().unwrap(), &path.parse().unwrap())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn every_place_that_names_a_container_is_found() {
        let task = json!({"body": {
            "containerDefinitions": [
                {"name": "app", "dependsOn": [{"containerName": "proxy", "condition": "START"}]},
                {
                    "name": "proxy",
                    "links": ["app:backend", "application"],
                    "volumesFrom": [{"sourceContainer": "app"}],
                    "dependsOn": [{"containerName": "app", "condition": "HEALTHY"}],
                },
            ],
            "proxyConfiguration": {"containerName": "proxy"},
        }});
        let service = json!({"body": {
            "taskDefinition": "${taskDefinition.web}",
            "loadBalancers": [{"containerName": "app", "containerPort": 80}],
            "serviceRegistries": [{"containerName": "proxy"}],
        }});
        let design = design(task, service);
        assert_eq!(
            uses(&design, "containerDefinitions[app]"),
            [
                "taskDefinition.web.containerDefinitions[proxy].dependsOn[app].containerName",
                "taskDefinition.web.containerDefinitions[proxy].volumesFrom[0].sourceContainer",
                "taskDefinition.web.containerDefinitions[proxy].links[0]",
                "service.web.loadBalancers[0].containerName",
            ],
        );
        assert_eq!(
            uses(&design, "containerDefinitions[1]"),
            [
                "taskDefinition.web.containerDefinitions[app].dependsOn[proxy].containerName",
                "taskDefinition.web.proxyConfiguration.containerName",
                "service.web.serviceRegistries[0].containerName",
            ],
        );
    }

    #[test]
    fn what_one_environment_says_has_its_name() {
        let task = json!({"body": {"containerDefinitions": [{"name": "app"}]}});
        let service = json!({
            "body": {"taskDefinition": "${taskDefinition.web}"},
            "overrides": {"staging": {"set": {"loadBalancers": [{"containerName": "app"}]}}},
        });
        assert_eq!(
            uses(&design(task, service), "containerDefinitions[app]"),
            ["service.web.loadBalancers[0].containerName@staging"],
        );
    }

    #[test]
    fn other_task_definitions_and_shared_names_do_not_count() {
        let task = json!({"body": {"containerDefinitions": [{"name": "app"}, {"name": "app"}]}});
        let service = json!({"body": {
            "taskDefinition": "${taskDefinition.other}",
            "loadBalancers": [{"containerName": "app"}],
        }});
        assert_eq!(
            uses(&design(task, service.clone()), "containerDefinitions[0]"),
            [""; 0],
            "the other container of the name stays",
        );
        let task = json!({"body": {"containerDefinitions": [{"name": "app"}]}});
        assert_eq!(uses(&design(task, service), "containerDefinitions[app]"), [""; 0]);
    }
}
