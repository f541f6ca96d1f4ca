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
                Kind::TaskDefinition
                    | Kind::Cluster
                    | Kind::TargetGroup
                    | Kind::Network
                    | Kind::Namespace
            ) | (Kind::TaskDefinition, Kind::Role | Kind::LogGroup)
                | (Kind::LoadBalancer, Kind::TargetGroup | Kind::Network)
                | (Kind::TargetGroup | Kind::Namespace, Kind::Network)
                | (Kind::Cluster, Kind::Namespace)
                | (Kind::Scaling, Kind::Service)
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
    let edits = match edits(workbench, from, to) {
        Ok(edits) => edits,
        Err(why) => return workbench.notice(&why),
    };
    let label = format!("Connect {} to {}", from.name(), to.name());
    if workbench.commit(&label, &edits, None) {
        workbench.announce(&format!("Connected {} to {}.", from.name(), to.name()));
    }
}

/// What a line says, as edits; or why the line is not drawn. What somebody chose is never overwritten where
/// there is more than one place that the line could mean.
fn edits(workbench: Workbench, from: &RecordId, to: &RecordId) -> Result<Vec<Edit>, String> {
    let reference = Reference::to(to.clone()).to_string();
    let attribute =
        |name: &str| Reference { record: to.clone(), attribute: Some(name.to_owned()) }.to_string();
    let set =
        |path: Path, value: Value| Edit::Set { address: workbench.target(from, &path), value };
    let root = Path::root();
    let edits = match (from.kind(), to.kind()) {
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
        (Kind::Service, Kind::TargetGroup) => service_to_target_group(workbench, from, to)?,
        (Kind::TaskDefinition, Kind::Role) => {
            let free = ["executionRoleArn", "taskRoleArn"]
                .into_iter()
                .find(|key| text(workbench, from, &root.key(*key)).is_none());
            let Some(key) = free else {
                return Err(format!(
                    "{} has an execution role and a task role already. Choose {} in its settings, in place of one of them.",
                    from.name(),
                    to.name()
                ));
            };
            vec![set(root.key(key), reference.into())]
        }
        (Kind::TaskDefinition, Kind::LogGroup) => {
            task_definition_to_log_group(workbench, from, to)?
        }
        (Kind::LoadBalancer, Kind::TargetGroup) => {
            vec![load_balancer_to_target_group(workbench, from, to)?]
        }
        (Kind::LoadBalancer, Kind::Network) => vec![
            set(root.key("subnets"), json!([attribute("subnets")])),
            set(root.key("securityGroups"), json!([attribute("securityGroups")])),
        ],
        (Kind::TargetGroup, Kind::Network) => {
            vec![set(root.key("vpcId"), attribute("vpcId").into())]
        }
        (Kind::Service, Kind::Namespace) => {
            let connect = root.key("serviceConnectConfiguration");
            vec![
                set(connect.key("enabled"), true.into()),
                set(connect.key("namespace"), reference.into()),
            ]
        }
        (Kind::Cluster, Kind::Namespace) => {
            vec![set(root.key("serviceConnectDefaults").key("namespace"), reference.into())]
        }
        (Kind::Namespace, Kind::Network) => vec![
            set(root.key("vpc"), attribute("vpcId").into()),
            set(root.key("type"), "DNS_PRIVATE".into()),
        ],
        (Kind::Scaling, Kind::Service) => vec![set(root.key("resourceId"), reference.into())],
        _ => Vec::new(),
    };
    Ok(edits)
}

/// The text at a path of a record, placeholders as written.
fn text(workbench: Workbench, record: &RecordId, path: &Path) -> Option<String> {
    let record = workbench.resolved_now(record)?;
    path.get(&record.overlay)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Whether an element of a list has a reference to `to` under `key`.
fn names(
    workbench: Workbench,
    from: &RecordId,
    list: &Path,
    key: &'static str,
    to: &RecordId,
) -> bool {
    let reference = Reference::to(to.clone()).to_string();
    (0..length(workbench, from, list)).any(|index| {
        text(workbench, from, &list.index(index).key(key)).as_ref() == Some(&reference)
    })
}

/// A listener that does nothing yet forwards to the target group; else a new one on a free port does.
fn load_balancer_to_target_group(
    workbench: Workbench,
    from: &RecordId,
    to: &RecordId,
) -> Result<Edit, String> {
    let list = Path::root().key("listeners");
    if names(workbench, from, &list, "targetGroup", to) {
        return Err(format!("{} forwards to {} already.", from.name(), to.name()));
    }
    let reference = Reference::to(to.clone()).to_string();
    let balancer = workbench.resolved_now(from);
    let view = balancer.as_ref().and_then(|balancer| balancer.load_balancer());
    let listeners = view.map(|view| view.listeners.items()).unwrap_or_default();
    let idle = listeners.iter().position(|listener| {
        listener.target_group.is_absent() && listener.redirect_to_port.is_absent()
    });
    if let Some(index) = idle {
        let address = workbench.target(from, &list.index(index).key("targetGroup"));
        return Ok(Edit::Set { address, value: reference.into() });
    }
    let is_network = view.is_some_and(|view| view.kind.text() == Some("network"));
    let taken: Vec<i64> =
        listeners.iter().filter_map(|listener| listener.port.known().copied()).collect();
    let port = std::iter::once(80)
        .chain(8080..=65_535)
        .find(|port| !taken.contains(port))
        .ok_or_else(|| format!("{} listens on every port already.", from.name()))?;
    let protocol = if is_network { "TCP" } else { "HTTP" };
    let value = json!({"port": port, "protocol": protocol, "targetGroup": reference});
    let address = workbench.target(from, &list);
    let index = workbench.length(&address);
    Ok(Edit::Insert { address, index, value })
}

fn length(workbench: Workbench, record: &RecordId, list: &Path) -> usize {
    workbench.resolved_now(record).map_or(0, |resolved| {
        list.get(&resolved.overlay).and_then(Value::as_array).map_or(0, Vec::len)
    })
}

/// Requests of the target group go to the first container port of the service's task definition.
fn service_to_target_group(
    workbench: Workbench,
    from: &RecordId,
    to: &RecordId,
) -> Result<Vec<Edit>, String> {
    let list = Path::root().key("loadBalancers");
    if names(workbench, from, &list, "targetGroupArn", to) {
        return Err(format!("{} takes requests of {} already.", from.name(), to.name()));
    }
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
        members.insert("targetGroupArn".into(), Reference::to(to.clone()).to_string().into());
        if let Some((name, port)) = port {
            members.insert("containerName".into(), name);
            members.insert("containerPort".into(), port.into());
        }
    }
    let address = workbench.target(from, &list);
    let index = workbench.length(&address);
    Ok(vec![Edit::Insert { address, index, value: element }])
}

/// Every container without a log configuration logs to the group.
fn task_definition_to_log_group(
    workbench: Workbench,
    from: &RecordId,
    to: &RecordId,
) -> Result<Vec<Edit>, String> {
    let Some(task) = workbench.resolved_now(from) else { return Ok(Vec::new()) };
    let Some(view) = task.task_definition() else { return Ok(Vec::new()) };
    let region = workbench.design.with_untracked(|design| design.settings.region.clone());
    let containers = view.container_definitions.items();
    let bare: Vec<_> = containers.iter().filter(|c| c.log_configuration.is_absent()).collect();
    if bare.is_empty() {
        return Err(if containers.is_empty() {
            format!("{} has no container that could log to {}.", from.name(), to.name())
        } else {
            format!(
                "Every container of {} logs somewhere already. Choose {} in a container's settings.",
                from.name(),
                to.name()
            )
        });
    }
    let edits = bare.into_iter().map(|container| {
        let mut options = serde_json::Map::new();
        options.insert("awslogs-group".into(), Reference::to(to.clone()).to_string().into());
        if !region.is_empty() {
            options.insert("awslogs-region".into(), region.as_str().into());
        }
        let prefix = container.name.text().unwrap_or("ecs");
        options.insert("awslogs-stream-prefix".into(), prefix.into());
        Edit::Set {
            address: workbench.target(from, &container.path("logConfiguration")),
            value: json!({"logDriver": "awslogs", "options": options}),
        }
    });
    Ok(edits.collect())
}
