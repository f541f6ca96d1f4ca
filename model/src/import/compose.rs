//! Compose files: the services become the containers of one task definition, as `ecs-cli compose` reads them.
//!
//! What only Docker has is named by reason; `${VARIABLE}` becomes its default, or a variable of Terraform.

mod container;
mod forms;
mod health;
mod interpolate;
mod linux;
mod notes;
mod ports;
mod resources;
#[cfg(test)]
mod tests;
mod units;
mod volumes;
mod words;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::address::Address;
use crate::path::Path;
use crate::record::{Kind, RecordId};
use crate::remark::Remark;
use crate::text::count;

use super::coerce::Scalars;
use super::collect::{Collector, listed};
use super::{ImportError, MAX_RECORDS};
use container::{Container, Shared};
use interpolate::Variables;
use notes::{Notes, with_defaults};
use volumes::Volumes;

/// Names of files that say nothing about what is in them.
const USUAL_NAMES: [&str; 4] = ["docker-compose", "compose", "docker-stack", "stack"];

/// Adds a task definition with the services of a Compose file as its containers.
///
/// # Errors
/// When it has no services, or more than [`MAX_RECORDS`].
pub(super) fn add(
    collector: &mut Collector<'_>,
    mut file: Map<String, Value>,
) -> Result<(), ImportError> {
    let mut variables = Variables::default();
    variables.fill(&mut file);
    let mut section = |name: &str| match file.shift_remove(name) {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let services = section("services");
    if services.is_empty() {
        return Err(ImportError::Unrecognised {
            found: "the Compose file has no services".to_owned(),
        });
    }
    if services.len() > MAX_RECORDS {
        return Err(ImportError::TooMany {
            count: services.len(),
            what: "services",
            most: MAX_RECORDS,
        });
    }
    let volumes = Volumes::new(section("volumes"));
    let secrets = section("secrets");
    let mut shared = Shared { variables, volumes, secrets, notes: Notes::default() };
    let mut containers: Vec<Map<String, Value>> = Vec::new();
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    let mut platforms = BTreeSet::new();
    for (name, service) in &services {
        let nothing = Map::new();
        let service = match service {
            Value::Object(service) => service,
            Value::Null => &nothing,
            _ => {
                let found = format!("the service `{name}` of the Compose file is no object");
                return Err(ImportError::Unrecognised { found });
            }
        };
        let Container { body, remarks, platform, .. } = Container::read(name, service, &mut shared);
        containers.push(body);
        said.push((name.clone(), remarks));
        platforms.extend(platform);
    }
    let waited_for = make_optional(&mut containers);
    let family = family(collector, &file, &services);
    let id = collector.design.free_id(Kind::TaskDefinition, &family);

    let mut body = Map::new();
    body.insert("family".to_owned(), Value::String(family));
    body.insert("networkMode".to_owned(), json!("awsvpc"));
    body.insert("requiresCompatibilities".to_owned(), json!(["FARGATE"]));
    let number_of = containers.len();
    let containers = containers.into_iter().map(Value::Object).collect();
    body.insert("containerDefinitions".to_owned(), Value::Array(containers));
    let folders = shared.volumes.folders();
    let fleeting: Vec<String> = shared.volumes.fleeting.iter().cloned().collect();
    let volumes = shared.volumes.into_list();
    if !volumes.is_empty() {
        body.insert("volumes".to_owned(), Value::Array(volumes));
    }
    let together = match number_of {
        1 => "The service of the Compose file is the container of a task definition.".to_owned(),
        _ => format!(
            "The {} of the Compose file are the containers of one task definition, as `ecs-cli compose` reads it: they start and stop together and share one network, where they reach each other at localhost. What should run and scale by itself belongs into a task definition of its own.",
            count(number_of, "service"),
        ),
    };
    let mut messages = vec![format!(
        "{together} It is for Fargate, and still needs `cpu` and `memory`, and an `executionRoleArn` if it pulls from ECR or writes logs to CloudWatch.",
    )];
    if let Some(platform) = runtime_platform(&platforms) {
        body.insert("runtimePlatform".to_owned(), platform);
    } else if !platforms.is_empty() {
        let platforms: Vec<String> = platforms.into_iter().collect();
        messages.push(format!(
            "{} left out: a task runs on one platform, linux/amd64 or linux/arm64.",
            super::task_definition::was(&platforms)
        ));
    }
    if !waited_for.is_empty() {
        messages.push(format!(
            "{} not `essential`: another container waits until {} has ended.",
            if waited_for.len() == 1 {
                format!("{} is", listed(&waited_for))
            } else {
                format!("{} are", listed(&waited_for))
            },
            if waited_for.len() == 1 { "it" } else { "each" }
        ));
    }
    messages.extend(of_volumes(&folders, &fleeting));
    messages.extend(of_variables(&shared.variables));
    messages.extend(shared.notes.messages());
    messages.extend(of_sections(&file));

    collector.add_converted(id.clone(), body, Scalars::Loose);
    for message in messages {
        collector.remark(Remark::at(Address::record(id.clone()), message));
    }
    for (name, remarks) in said {
        let path = Path::root().key("containerDefinitions").named(name);
        for message in remarks {
            collector.remark(Remark::at(Address::field(id.clone(), path.clone()), message));
        }
    }
    Ok(())
}

/// The family: the project's name, else the file's, else the only service's.
fn family(
    collector: &Collector<'_>,
    file: &Map<String, Value>,
    services: &Map<String, Value>,
) -> String {
    let project = file.get("name").and_then(Value::as_str).filter(|name| !name.is_empty());
    if let Some(project) = project {
        return project.to_owned();
    }
    let stem = collector.file_stem().filter(|stem| !USUAL_NAMES.contains(stem));
    let only = services.keys().next().filter(|_| services.len() == 1).map(String::as_str);
    let name = stem.or(only).unwrap_or("compose");
    RecordId::from_text(Kind::TaskDefinition, name).name().to_owned()
}

/// Makes the containers not essential that others wait for to end: ECS takes no others. Their names.
fn make_optional(containers: &mut [Map<String, Value>]) -> Vec<String> {
    let waited_for: BTreeSet<String> = containers
        .iter()
        .filter_map(|container| container.get("dependsOn")?.as_array())
        .flatten()
        .filter(|dependency| dependency.get("condition").is_some_and(|how| how == "SUCCESS"))
        .filter_map(|dependency| Some(dependency.get("containerName")?.as_str()?.to_owned()))
        .collect();
    for container in containers {
        let name = container.get("name").and_then(Value::as_str).unwrap_or_default();
        if waited_for.contains(name) {
            container.insert("essential".to_owned(), Value::Bool(false));
        }
    }
    waited_for.into_iter().collect()
}

/// The one platform that all services are for.
fn runtime_platform(platforms: &BTreeSet<String>) -> Option<Value> {
    let platform = platforms.first().filter(|_| platforms.len() == 1)?;
    let architecture = match platform.as_str() {
        "linux/amd64" | "linux/x86_64" => "X86_64",
        "linux/arm64" | "linux/arm64/v8" | "linux/aarch64" => "ARM64",
        _ => return None,
    };
    Some(json!({ "cpuArchitecture": architecture, "operatingSystemFamily": "LINUX" }))
}

fn of_volumes(folders: &[String], fleeting: &[String]) -> Vec<String> {
    let mut messages = Vec::new();
    if !folders.is_empty() {
        messages.push(format!(
            "{} on the machine that runs Compose: on Fargate there is no such thing. Copy what is in it into the image, or keep it on EFS.",
            if folders.len() == 1 { format!("{} is", listed(folders)) } else { format!("{} are", listed(folders)) }
        ));
    }
    if !fleeting.is_empty() {
        messages.push(format!(
            "{} empty whenever a task starts: what has to stay belongs on EFS, under `efsVolumeConfiguration`.",
            if fleeting.len() == 1 { format!("The volume {} is", listed(fleeting)) } else { format!("The volumes {} are", listed(fleeting)) }
        ));
    }
    messages
}

fn of_variables(variables: &Variables) -> Vec<String> {
    let mut messages = Vec::new();
    if !variables.defaults.is_empty() {
        messages.push(format!(
            "For these variables their defaults were read: {}.",
            with_defaults(&variables.defaults)
        ));
    }
    let open: Vec<String> = variables.open.keys().map(|name| format!("${{var.{name}}}")).collect();
    if !open.is_empty() {
        messages.push(format!(
            "{} for {} that Compose takes from its environment: a variable of Terraform, or put the value in its place.",
            if open.len() == 1 { format!("{} stands", listed(&open)) } else { format!("{} stand", listed(&open)) },
            if open.len() == 1 { "a variable" } else { "variables" }
        ));
    }
    let optional: Vec<String> = variables.optional.keys().cloned().collect();
    if !optional.is_empty() {
        messages.push(format!(
            "What is there only if {} set was read as if {} not.",
            if optional.len() == 1 {
                format!("{} is", listed(&optional))
            } else {
                format!("{} are", listed(&optional))
            },
            if optional.len() == 1 { "it were" } else { "they were" }
        ));
    }
    messages
}

/// The sections of the file that are not read.
fn of_sections(file: &Map<String, Value>) -> Option<String> {
    let left: Vec<String> =
        file.keys().filter(|key| !matches!(key.as_str(), "version" | "name")).cloned().collect();
    (!left.is_empty()).then(|| {
        let elsewhere = if left.iter().any(|key| key == "include") {
            " `docker compose config` prints the file with what it includes."
        } else {
            ""
        };
        format!(
            "{} left out: a task definition has no place for {}.{elsewhere}",
            super::task_definition::was(&left),
            super::task_definition::them(&left)
        )
    })
}
