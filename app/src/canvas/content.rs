//! What a card says.

use std::sync::Arc;

use bayplan_model::ecs::shape::{Field, Integer};
use bayplan_model::ecs::task_size::{cpu_words, parse_cpu};
use bayplan_model::record::{Kind, Origin, RecordId};
use bayplan_model::resolve::Resolved;
use serde_json::Value;

/// What a card shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The thing's name.
    pub title: String,
    /// What it is, or where it comes from.
    pub caption: &'static str,
    /// How many tasks a service keeps running; `None` for other kinds.
    pub tasks: Option<i64>,
    /// Between which numbers of tasks a service is scaled.
    pub range: Option<(i64, i64)>,
    /// Lines of name and value.
    pub rows: Vec<Row>,
    /// The containers of a task definition.
    pub containers: Vec<Container>,
}

/// A line of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: &'static str,
    pub value: String,
    pub tone: Tone,
}

/// How a value is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    /// Ends up in code.
    Code,
    /// Missing, or of no use.
    Warning,
}

/// A container on its task definition's card.
#[derive(Clone, Debug, PartialEq)]
pub struct Container {
    pub name: String,
    /// Repository and tag, without the registry.
    pub image: String,
    /// Whether the environment has an image of its own.
    pub is_override: bool,
    pub ports: String,
}

fn row(label: &'static str, value: impl Into<String>, tone: Tone) -> Row {
    Row { label, value: value.into(), tone }
}

/// What gives another record of the environment.
type Other<'a> = &'a dyn Fn(&RecordId) -> Option<Arc<Resolved>>;

/// What the card of a record says. It reads `other` records only where it names them; `scaling` is what scales a
/// service.
pub fn content(record: &Resolved, scaling: Option<&Resolved>, other: Other<'_>) -> Content {
    let mut content = Content {
        title: record.display_name().to_owned(),
        caption: caption(record),
        ..Content::default()
    };
    match record.id.kind() {
        Kind::Service => {
            service(record, &mut content);
            content.range = scaling.and_then(range);
        }
        Kind::TaskDefinition => task_definition(record, other, &mut content),
        Kind::TargetGroup => {
            if let Some(view) = record.target_group() {
                let protocol = view.protocol.text().unwrap_or("–");
                let port = number(&view.port);
                content.rows.push(row("listens", format!("{protocol} {port}"), Tone::Plain));
                content.rows.push(row(
                    "targets",
                    shown(&view.target_type, "instance"),
                    Tone::Plain,
                ));
            }
        }
        Kind::LoadBalancer => {
            if let Some(view) = record.load_balancer() {
                let ports: Vec<String> = view
                    .listeners
                    .items()
                    .iter()
                    .map(|listener| {
                        format!(
                            "{} {}",
                            listener.protocol.text().unwrap_or("?"),
                            number(&listener.port)
                        )
                    })
                    .collect();
                content.rows.push(row("listens", joined(&ports), Tone::Plain));
                content.rows.push(row(
                    "scheme",
                    shown(&view.scheme, "internet-facing"),
                    Tone::Plain,
                ));
            }
        }
        Kind::Network => {
            if let Some(view) = record.network() {
                let subnets = view.subnets.items().len();
                let kind = view.subnet_type.text().unwrap_or("");
                content.rows.push(row("subnets", format!("{subnets} {kind}"), Tone::Plain));
                let security = view.security_groups.items().len();
                content.rows.push(row("security groups", security.to_string(), Tone::Plain));
            }
        }
        Kind::Role => {
            if let Some(view) = record.role() {
                let policies = view.managed_policy_arns.items().len();
                content.rows.push(row("name", shown(&view.role_name, "–"), Tone::Code));
                if record.origin() == Origin::Generate {
                    content.rows.push(row("policies", policies.to_string(), Tone::Plain));
                }
            }
        }
        Kind::LogGroup => {
            if let Some(view) = record.log_group() {
                let days = match view.retention_in_days.known() {
                    Some(days) => format!("{days} days"),
                    None if view.retention_in_days.is_absent() => "for ever".to_owned(),
                    None => number(&view.retention_in_days),
                };
                content.rows.push(row("kept", days, Tone::Plain));
            }
        }
        Kind::Scaling => {
            let end = |key| said(record, key);
            let tasks = format!("{} to {}", end("minCapacity"), end("maxCapacity"));
            content.rows.push(row("tasks", tasks, Tone::Plain));
            let policies =
                record.body.get("policies").and_then(Value::as_array).map_or(0, Vec::len);
            content.rows.push(row("policies", policies.to_string(), Tone::Plain));
        }
        Kind::Namespace => {
            let private = record.body.get("type").and_then(Value::as_str) == Some("DNS_PRIVATE");
            let (found, known) = if private {
                ("private DNS names", "in its VPC")
            } else {
                ("short names", "through Service Connect")
            };
            content.rows.push(row("finds", found.to_owned(), Tone::Plain));
            content.rows.push(row("known", known.to_owned(), Tone::Plain));
        }
        Kind::Cluster => {}
    }
    content
}

/// Between which numbers of tasks a service is scaled, where both are known. Of scaling, a card reads only what it
/// shows: its typed view is none of the drawing's business.
fn range(scaling: &Resolved) -> Option<(i64, i64)> {
    let end = |key| scaling.body.get(key).and_then(Value::as_i64);
    Some((end("minCapacity")?, end("maxCapacity")?))
}

/// A member as it stands.
fn said(record: &Resolved, key: &str) -> String {
    match record.body.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => "–".to_owned(),
    }
}

fn caption(record: &Resolved) -> &'static str {
    match record.origin() {
        Origin::Generate if record.id.kind() == Kind::TaskDefinition => "task",
        Origin::Generate => record.id.kind().label(),
        Origin::LookUp => "looked up",
        Origin::Refer => "referred to",
    }
}

fn service(record: &Resolved, content: &mut Content) {
    let Some(view) = record.service() else { return };
    content.tasks = Some(view.desired_count.known().copied().unwrap_or(0));
    let vpc =
        view.network_configuration.known().and_then(|network| network.awsvpc_configuration.known());
    let public = match vpc.map(|vpc| &vpc.assign_public_ip) {
        Some(Field::Known(value)) if value == "ENABLED" => "yes".to_owned(),
        Some(Field::Expression(_) | Field::Record(_)) => "by expression".to_owned(),
        _ => "no".to_owned(),
    };
    content.rows.push(row("public IP", public, Tone::Plain));
    let deployment = view.deployment_configuration.known();
    let percent = |field: Option<&Integer>, default: i64| {
        field
            .map_or(Some(default), |field| field.or_default(default))
            .map_or("?".to_owned(), |p| p.to_string())
    };
    let least = percent(deployment.map(|d| &d.minimum_healthy_percent), 100);
    let most = percent(deployment.map(|d| &d.maximum_percent), 200);
    content.rows.push(row("deploys", format!("{least} to {most} %"), Tone::Plain));
    let launch = match (&view.launch_type, view.capacity_provider_strategy.items()) {
        (_, [first, ..]) => shown(&first.capacity_provider, "–"),
        (launch, []) => shown(launch, "by the cluster"),
    };
    content.rows.push(row("runs on", launch, Tone::Plain));
}

fn task_definition(record: &Resolved, other: Other<'_>, content: &mut Content) {
    let Some(view) = record.task_definition() else { return };
    let size = match (view.cpu.text(), view.memory.text()) {
        (None, None) => ("not set".to_owned(), Tone::Warning),
        (cpu, memory) => {
            let cpu = cpu.map_or("– vCPU".to_owned(), vcpu);
            let memory = memory.map_or("– MiB".to_owned(), mebibytes);
            (format!("{cpu} · {memory}"), Tone::Plain)
        }
    };
    content.rows.push(row("size", size.0, size.1));
    let role = match &view.execution_role_arn {
        Field::Absent => ("none".to_owned(), Tone::Plain),
        field => (
            field.reference().and_then(|role| other(&role.record)).map_or_else(
                || last(&shown(field, "–"), '/').to_owned(),
                |role| role.display_name().to_owned(),
            ),
            Tone::Code,
        ),
    };
    content.rows.push(row("pulls as", role.0, role.1));
    for container in view.container_definitions.items() {
        let image = container.image.text().unwrap_or_default();
        let ports: Vec<String> = container
            .port_mappings
            .items()
            .iter()
            .map(|port| number(&port.container_port))
            .collect();
        content.containers.push(Container {
            name: container
                .name
                .text()
                .filter(|name| !name.is_empty())
                .unwrap_or("unnamed")
                .to_owned(),
            image: if image.is_empty() {
                "no image".to_owned()
            } else {
                last(image, '/').to_owned()
            },
            is_override: record.record.provenance(&container.path("image"), &record.environment)
                == bayplan_model::record::Provenance::Override,
            ports: if ports.is_empty() { String::new() } else { format!(":{}", ports.join(", :")) },
        });
    }
}

fn last(text: &str, separator: char) -> &str {
    text.rsplit_once(separator).map_or(text, |(_, last)| last)
}

fn shown(field: &Field<String>, absent: &str) -> String {
    match field {
        Field::Known(text) => text.clone(),
        Field::Absent => absent.to_owned(),
        Field::Expression(text) => text.clone(),
        Field::Record(reference) => reference.record.name().to_owned(),
        Field::Wrong => "?".to_owned(),
    }
}

fn number(field: &Integer) -> String {
    match field {
        Field::Known(number) => number.to_string(),
        Field::Absent => "–".to_owned(),
        Field::Expression(text) => text.clone(),
        Field::Record(_) | Field::Wrong => "?".to_owned(),
    }
}

fn joined(words: &[String]) -> String {
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}

/// CPU units as people say them.
fn vcpu(units: &str) -> String {
    parse_cpu(units).map_or_else(|| units.to_owned(), cpu_words)
}

/// Memory as people say it.
fn mebibytes(memory: &str) -> String {
    match memory.parse::<i64>() {
        Ok(mebibytes) if mebibytes >= 1024 && mebibytes % 1024 == 0 => {
            format!("{} GB", mebibytes / 1024)
        }
        Ok(mebibytes) => format!("{mebibytes} MiB"),
        Err(_) => memory.to_owned(),
    }
}
