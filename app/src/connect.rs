//! What a line between two records says, and drawing one.

use bayplan_model::catalogue;
use bayplan_model::edit::Edit;
use bayplan_model::path::Path;
use bayplan_model::record::{Kind, RecordId};
use bayplan_model::reference::Reference;
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::workbench::Workbench;

/// Whether a line between two kinds says something, in either direction.
pub fn can_connect(a: Kind, b: Kind) -> bool {
    direction(a, b).is_some()
}

/// Which of the two refers to the other: whether they have to be swapped.
fn direction(a: Kind, b: Kind) -> Option<bool> {
    let refers = |from: Kind, to: Kind| {
        matches!(
            (from, to),
            (
                Kind::Service,
                Kind::TaskDefinition | Kind::Cluster | Kind::TargetGroup | Kind::Network
            ) | (Kind::TaskDefinition, Kind::Role | Kind::LogGroup)
                | (Kind::LoadBalancer, Kind::TargetGroup | Kind::Network)
                | (Kind::TargetGroup, Kind::Network)
        )
    };
    match (refers(a, b), refers(b, a)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// Connects two records, whichever of them refers to the other; says why if nothing can.
pub fn connect(workbench: Workbench, a: &RecordId, b: &RecordId) {
    let Some(swapped) = direction(a.kind(), b.kind()) else {
        workbench.notice(&format!(
            "A {} cannot be connected to a {}.",
            a.kind().label(),
            b.kind().label()
        ));
        return;
    };
    let (from, to) = if swapped { (b, a) } else { (a, b) };
    let edits = edits(workbench, from, to);
    let label = format!("Connect {} to {}", from.name(), to.name());
    if workbench.commit(&label, &edits, None) {
        workbench.announce(&format!("Connected {} to {}.", from.name(), to.name()));
    }
}

fn edits(workbench: Workbench, from: &RecordId, to: &RecordId) -> Vec<Edit> {
    let reference = Reference::to(to.clone()).to_string();
    let attribute =
        |name: &str| Reference { record: to.clone(), attribute: Some(name.to_owned()) }.to_string();
    let set =
        |path: Path, value: Value| Edit::Set { address: workbench.target(from, &path), value };
    let root = Path::root();
    match (from.kind(), to.kind()) {
        (Kind::Service, Kind::TaskDefinition) => {
            vec![set(root.key("taskDefinition"), reference.into())]
        }
        (Kind::Service, Kind::Cluster) => vec![set(root.key("cluster"), reference.into())],
        (Kind::Service, Kind::Network) => {
            let vpc = root.key("networkConfiguration").key("awsvpcConfiguration");
            vec![
                set(vpc.key("subnets"), json!([attribute("subnets")])),
                set(vpc.key("securityGroups"), json!([attribute("securityGroups")])),
            ]
        }
        (Kind::Service, Kind::TargetGroup) => service_to_target_group(workbench, from, reference),
        (Kind::TaskDefinition, Kind::Role) => {
            let has_execution_role = workbench
                .resolved(from)
                .is_some_and(|resolved| resolved.body.get("executionRoleArn").is_some());
            let key = if has_execution_role { "taskRoleArn" } else { "executionRoleArn" };
            vec![set(root.key(key), reference.into())]
        }
        (Kind::TaskDefinition, Kind::LogGroup) => {
            task_definition_to_log_group(workbench, from, &reference)
        }
        (Kind::LoadBalancer, Kind::TargetGroup) => {
            let list = root.key("listeners");
            let count = length(workbench, from, &list);
            if count > 0 {
                return vec![set(list.index(0).key("targetGroup"), reference.into())];
            }
            let listener = json!({"port": 80, "protocol": "HTTP", "targetGroup": reference});
            vec![Edit::Insert { address: workbench.target(from, &list), index: 0, value: listener }]
        }
        (Kind::LoadBalancer, Kind::Network) => vec![
            set(root.key("subnets"), json!([attribute("subnets")])),
            set(root.key("securityGroups"), json!([attribute("securityGroups")])),
        ],
        (Kind::TargetGroup, Kind::Network) => {
            vec![set(root.key("vpcId"), attribute("vpcId").into())]
        }
        _ => Vec::new(),
    }
}

fn length(workbench: Workbench, record: &RecordId, list: &Path) -> usize {
    workbench.resolved_now(record).map_or(0, |resolved| {
        list.get(&resolved.overlay).and_then(Value::as_array).map_or(0, Vec::len)
    })
}

/// Requests of the target group go to the first container port of the service's task definition.
fn service_to_target_group(workbench: Workbench, from: &RecordId, reference: String) -> Vec<Edit> {
    let list = Path::root().key("loadBalancers");
    let count = length(workbench, from, &list);
    let body = workbench.resolved_now(from).map(|r| (*r.overlay).clone()).unwrap_or_default();
    let mut element = catalogue::new_element(Kind::Service, &list, &body);
    if !element.is_object() {
        element = json!({});
    }
    let port = workbench.resolved_now(from).and_then(|service| {
        let run = &service.service()?.task_definition.reference()?.record;
        let task = workbench.resolved_now(run)?;
        let (name, port) =
            task.task_definition()?.container_definitions.items().iter().enumerate().find_map(
                |(index, container)| {
                    let port =
                        container.port_mappings.items().first()?.container_port.known().copied()?;
                    // The name as it is written, placeholders and all, so that it follows the environment.
                    let name = Path::root().key("containerDefinitions").index(index).key("name");
                    Some((name.get(&task.overlay)?.clone(), port))
                },
            )?;
        Some((name, port))
    });
    if let Value::Object(members) = &mut element {
        members.insert("targetGroupArn".into(), reference.into());
        if let Some((name, port)) = port {
            members.insert("containerName".into(), name);
            members.insert("containerPort".into(), port.into());
        }
    }
    vec![Edit::Insert { address: workbench.target(from, &list), index: count, value: element }]
}

/// Every container without a log configuration logs to the group.
fn task_definition_to_log_group(
    workbench: Workbench,
    from: &RecordId,
    reference: &str,
) -> Vec<Edit> {
    let Some(task) = workbench.resolved_now(from) else { return Vec::new() };
    let Some(view) = task.task_definition() else { return Vec::new() };
    let region = workbench.design.with_untracked(|design| design.settings.region.clone());
    let containers = view.container_definitions.items();
    let bare: Vec<_> = containers.iter().filter(|c| c.log_configuration.is_absent()).collect();
    let chosen = if bare.is_empty() { containers.iter().collect() } else { bare };
    chosen
        .into_iter()
        .map(|container| {
            let prefix = container.name.text().unwrap_or("ecs").to_owned();
            Edit::Set {
                address: workbench.target(from, &container.path("logConfiguration")),
                value: json!({
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": reference,
                        "awslogs-region": region,
                        "awslogs-stream-prefix": prefix,
                    }
                }),
            }
        })
        .collect()
}
