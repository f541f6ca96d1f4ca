//! What a newly added record or list element starts with: enough to be right, little enough to be read.

use serde_json::{Map, Value, json};

use crate::design::Design;
use crate::ecs::describe;
use crate::ecs::shape::{Allowed, Member, Type};
use crate::path::{Path, natural_key};
use crate::record::{Kind, Record, RecordId};

/// The body of a new record called `name`. It refers to its neighbours where the design has exactly one of
/// a kind. Names hold `{environment}` where two environments would each make a thing of the same name.
#[must_use]
pub fn new_body(kind: Kind, name: &str, design: &Design) -> Map<String, Value> {
    let own = if design.settings.environments.len() > 1 {
        format!("{name}-{{environment}}")
    } else {
        name.to_owned()
    };
    let body = match kind {
        // Environments share a cluster, a network, a load balancer and roles more often than not.
        Kind::Cluster => json!({"clusterName": name}),
        Kind::Service => service(&own, design),
        Kind::TaskDefinition => task_definition(name, &own, design),
        Kind::LoadBalancer => load_balancer(name, design),
        Kind::TargetGroup => {
            let mut body = json!({
                "name": own, "port": 80, "protocol": "HTTP", "targetType": "ip", "healthCheck": {"path": "/"},
            });
            let vpc = only(design, Kind::Network).filter(|(_, network)| has(network, "vpcId"));
            if let Some((network, _)) = vpc {
                put(&mut body, "vpcId", format!("${{{network}.vpcId}}").into());
            }
            body
        }
        Kind::Network => json!({"name": name, "subnetType": "private"}),
        Kind::Role => json!({
            "roleName": name,
            "managedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
        }),
        Kind::LogGroup => json!({"logGroupName": format!("/ecs/{own}"), "retentionInDays": 30}),
    };
    match body {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn service(own: &str, design: &Design) -> Value {
    let mut body = json!({"serviceName": own});
    for (key, kind) in [("cluster", Kind::Cluster), ("taskDefinition", Kind::TaskDefinition)] {
        if let Some((id, _)) = only(design, kind) {
            put(&mut body, key, reference(id));
        }
    }
    put(&mut body, "desiredCount", 2.into());
    put(&mut body, "launchType", "FARGATE".into());
    put(
        &mut body,
        "deploymentConfiguration",
        json!({"deploymentCircuitBreaker": {"enable": true, "rollback": true}}),
    );
    if let Some((id, network)) = only(design, Kind::Network) {
        let public = network.body.get("subnetType").and_then(Value::as_str) == Some("public");
        let mut awsvpc = json!({"subnets": [format!("${{{id}.subnets}}")]});
        if has(network, "securityGroups") {
            put(&mut awsvpc, "securityGroups", json!([format!("${{{id}.securityGroups}}")]));
        }
        put(&mut awsvpc, "assignPublicIp", if public { "ENABLED" } else { "DISABLED" }.into());
        put(&mut body, "networkConfiguration", json!({"awsvpcConfiguration": awsvpc}));
    }
    // A target group that is free surely waits for this service.
    let free = only(design, Kind::TargetGroup).filter(|(id, _)| {
        design.references_to(id).iter().all(|from| from.record.kind() != Kind::Service)
    });
    let target = only(design, Kind::TaskDefinition).and_then(|(_, task)| listening(&task.body));
    if let (Some((group, _)), Some((container, port))) = (free, target) {
        put(
            &mut body,
            "loadBalancers",
            json!([{"targetGroupArn": reference(group), "containerName": container, "containerPort": port}]),
        );
    }
    body
}

fn task_definition(name: &str, own: &str, design: &Design) -> Value {
    let mut body = json!({
        "family": own,
        "requiresCompatibilities": ["FARGATE"],
        "networkMode": "awsvpc",
        "cpu": "256",
        "memory": "512",
        "runtimePlatform": {"operatingSystemFamily": "LINUX", "cpuArchitecture": "X86_64"},
    });
    let role = only(design, Kind::Role);
    if let Some((role, _)) = role {
        put(&mut body, "executionRoleArn", reference(role));
    }
    let mut container = new_container(name);
    let region = &design.settings.region;
    // Without an execution role, AWS refuses awslogs.
    if let (Some((group, _)), Some(_), false) =
        (only(design, Kind::LogGroup), role, region.is_empty())
    {
        put(
            &mut container,
            "logConfiguration",
            json!({"logDriver": "awslogs", "options": {
                "awslogs-group": reference(group), "awslogs-region": region, "awslogs-stream-prefix": "ecs",
            }}),
        );
    }
    put(&mut body, "containerDefinitions", json!([container]));
    body
}

fn load_balancer(name: &str, design: &Design) -> Value {
    let mut body = json!({"name": name, "type": "application", "scheme": "internet-facing"});
    if let Some((id, network)) = only(design, Kind::Network) {
        if network.body.get("subnetType").and_then(Value::as_str) == Some("private") {
            put(&mut body, "scheme", "internal".into());
        }
        put(&mut body, "subnets", json!([format!("${{{id}.subnets}}")]));
        if has(network, "securityGroups") {
            put(&mut body, "securityGroups", json!([format!("${{{id}.securityGroups}}")]));
        }
    }
    let mut listener = json!({"port": 80, "protocol": "HTTP"});
    if let Some((group, _)) = only(design, Kind::TargetGroup) {
        put(&mut listener, "targetGroup", reference(group));
    }
    put(&mut body, "listeners", json!([listener]));
    body
}

fn new_container(name: &str) -> Value {
    json!({
        "name": name,
        "image": "nginx:1.27",
        "essential": true,
        "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
    })
}

/// A new element of a list: one that is right as far as it goes, and whose natural key no other element has.
///
/// `body` is the record's, in which `list` leads to the list (or to nothing yet).
#[must_use]
pub fn new_element(kind: Kind, list: &Path, body: &Value) -> Value {
    let elements = list.get(body).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let free = |key: &str, stem: &str| free_text(elements, key, stem);
    match list.pattern().as_str() {
        "containerDefinitions" => {
            let mut container = new_container(&free("name", "container"));
            // A second container listens elsewhere, or not at all.
            if !elements.is_empty()
                && let Some(members) = container.as_object_mut()
            {
                members.shift_remove("portMappings");
            }
            container
        }
        "containerDefinitions[].portMappings" => {
            let taken = |port: i64| {
                elements
                    .iter()
                    .any(|it| it.get("containerPort").and_then(Value::as_i64) == Some(port))
            };
            let port = [80, 8_080].into_iter().chain(8_081..).find(|port| !taken(*port));
            json!({"containerPort": port, "protocol": "tcp"})
        }
        "containerDefinitions[].environment" => {
            json!({"name": free("name", "NAME"), "value": "value"})
        }
        "containerDefinitions[].mountPoints" => {
            let volume = body.pointer("/volumes/0/name").cloned().unwrap_or_else(|| "".into());
            json!({"sourceVolume": volume, "containerPath": "/data", "readOnly": false})
        }
        "containerDefinitions[].ulimits" => {
            json!({"name": "nofile", "softLimit": 65_535, "hardLimit": 65_535})
        }
        "volumes" => json!({"name": free("name", "volume")}),
        "listeners" => {
            let plain =
                elements.iter().any(|it| it.get("port").and_then(Value::as_i64) == Some(80));
            if plain {
                json!({"port": 443, "protocol": "HTTPS"})
            } else {
                json!({"port": 80, "protocol": "HTTP"})
            }
        }
        "settings" => json!({"name": "containerInsights", "value": "enhanced"}),
        "capacityProviderStrategy" | "defaultCapacityProviderStrategy" => {
            let spot =
                elements.iter().any(|it| it.get("capacityProvider") == Some(&"FARGATE".into()));
            json!({"capacityProvider": if spot { "FARGATE_SPOT" } else { "FARGATE" }, "weight": 1})
        }
        _ => match describe(kind, list) {
            Some((Type::List(element), member)) => {
                let mut made = of_type(*element, member);
                if let (Some(members), Some(key)) =
                    (made.as_object_mut(), natural_key(last_key(list)))
                    && !members.contains_key(key)
                {
                    members.insert(key.to_owned(), free(key, key).into());
                }
                made
            }
            _ => Value::Null,
        },
    }
}

fn last_key(list: &Path) -> &str {
    match list.segments().last() {
        Some(crate::path::Segment::Key(key)) => key,
        _ => "",
    }
}

/// The plainest value of a type: with its required members, and the first allowed value where there is a list.
fn of_type(kind: Type, member: Option<&Member>) -> Value {
    let allowed = member.map_or(Allowed::Anything, |member| member.constraint.allowed);
    match (kind, allowed) {
        (Type::Text, Allowed::OneOf([first, ..])) => (*first).into(),
        (Type::Text, _) => "".into(),
        (Type::Integer, Allowed::Range(from, _)) => from.into(),
        (Type::Integer | Type::Number, _) => 0.into(),
        (Type::Flag, _) => false.into(),
        (Type::Texts | Type::Any, _) => json!({}),
        (Type::List(_), _) => json!([]),
        (Type::Structure(members), _) => members
            .iter()
            .filter(|member| member.constraint.required)
            .map(|member| (member.key.to_owned(), of_type(member.kind, Some(member))))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// `stem`, or `stem-2`, `stem-3` …: a text that no element has in its member `key`.
fn free_text(elements: &[Value], key: &str, stem: &str) -> String {
    let taken =
        |text: &str| elements.iter().any(|it| it.get(key).and_then(Value::as_str) == Some(text));
    let separator = if stem.chars().all(|letter| letter.is_ascii_uppercase()) { '_' } else { '-' };
    let mut text = stem.to_owned();
    let mut number = 2_u32;
    while taken(&text) {
        text = format!("{stem}{separator}{number}");
        number += 1;
    }
    text
}

/// The design's record of a kind, if there is exactly one.
fn only(design: &Design, kind: Kind) -> Option<(&RecordId, &Record)> {
    let mut found = design.entries().filter(|(id, _)| id.kind() == kind);
    let (id, entry) = found.next()?;
    found.next().is_none().then_some((id, &*entry.record))
}

fn reference(id: &RecordId) -> Value {
    format!("${{{id}}}").into()
}

/// The first container of a task definition that opens a port, and that port.
fn listening(body: &Value) -> Option<(Value, Value)> {
    body.get("containerDefinitions")?.as_array()?.iter().find_map(|container| {
        let port = container.pointer("/portMappings/0/containerPort")?;
        Some((container.get("name")?.clone(), port.clone()))
    })
}

fn has(record: &Record, key: &str) -> bool {
    record.body.get(key).is_some_and(|value| !value.is_null())
}

fn put(body: &mut Value, key: &str, value: Value) {
    if let Some(members) = body.as_object_mut() {
        members.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalogue::fields;
    use crate::check::check;
    use crate::diagnostic::Severity;
    use crate::edit::Edit;

    fn add(design: &Design, kind: Kind, name: &str) -> Design {
        let record = Arc::new(Record::new(new_body(kind, name, design)));
        let edit = Edit::AddRecord { id: design.free_id(kind, name), index: None, record };
        design.apply(&[edit]).unwrap().0
    }

    fn two_environments() -> Design {
        Design::parse(
            r#"{"formatVersion":1,"region":"eu-west-1","environments":[{"name":"production"},{"name":"staging"}],"records":{}}"#,
        )
        .unwrap()
    }

    fn body<'a>(design: &'a Design, id: &str) -> &'a Value {
        &design.record(&id.parse().unwrap()).unwrap().body
    }

    #[test]
    fn what_is_added_after_each_other_is_connected() {
        let mut design = two_environments();
        for kind in [
            Kind::Cluster,
            Kind::Network,
            Kind::Role,
            Kind::LogGroup,
            Kind::TaskDefinition,
            Kind::TargetGroup,
            Kind::LoadBalancer,
            Kind::Service,
        ] {
            design = add(&design, kind, "web");
        }
        let service = body(&design, "service.web");
        assert_eq!(service["serviceName"], "web-{environment}");
        assert_eq!(service["cluster"], "${cluster.web}");
        assert_eq!(service["taskDefinition"], "${taskDefinition.web}");
        assert_eq!(service["loadBalancers"][0]["containerPort"], 80);
        assert_eq!(
            service["networkConfiguration"]["awsvpcConfiguration"]["subnets"][0],
            "${network.web.subnets}"
        );
        let task = body(&design, "taskDefinition.web");
        assert_eq!(task["executionRoleArn"], "${role.web}");
        let options = &task["containerDefinitions"][0]["logConfiguration"]["options"];
        assert_eq!(options["awslogs-group"], "${logGroup.web}");
        assert_eq!(
            body(&design, "loadBalancer.web")["listeners"][0]["targetGroup"],
            "${targetGroup.web}"
        );

        let second = new_body(Kind::Service, "api", &design);
        assert!(!second.contains_key("loadBalancers"), "the target group is taken");
    }

    #[test]
    fn with_two_of_a_kind_nothing_is_guessed() {
        let mut design = add(&Design::new("x"), Kind::Cluster, "a");
        design = add(&design, Kind::Cluster, "b");
        let body = new_body(Kind::Service, "web", &design);
        assert!(!body.contains_key("cluster"));
        assert_eq!(body["serviceName"], "web");
    }

    #[test]
    fn new_records_have_the_right_form() {
        let mut design = two_environments();
        for kind in Kind::ALL {
            design = add(&design, kind, "web");
        }
        let wrong: Vec<String> = check(&design)
            .merged()
            .into_iter()
            .filter(|found| found.severity == Severity::Error)
            .map(|found| format!("{} {}", found.address, found.message))
            // What a network is made of is the user's to say.
            .filter(|found| !found.starts_with("network."))
            .collect();
        assert_eq!(wrong, [] as [String; 0]);
    }

    #[test]
    fn new_elements_are_of_their_lists_type_and_never_twice_the_same() {
        for kind in Kind::ALL {
            for entry in fields(kind) {
                // One element in every list on the way.
                let list: Path = entry.pattern().replace("[]", "[0]").parse().unwrap();
                let Some((Type::List(element), _)) = describe(kind, &list) else { continue };
                let made = new_element(kind, &list, &json!({}));
                let fits = match element {
                    Type::Structure(members) => made.as_object().is_some_and(|made| {
                        members
                            .iter()
                            .all(|it| !it.constraint.required || made.contains_key(it.key))
                            && made.keys().all(|key| members.iter().any(|it| it.key == key))
                    }),
                    Type::Integer => made.is_i64(),
                    _ => made.is_string(),
                };
                assert!(fits, "{kind} {list}: {made}");
            }
        }
        let two = json!({"containerDefinitions": [{"name": "container"}, {"name": "container-2"}]});
        let list: Path = "containerDefinitions".parse().unwrap();
        assert_eq!(new_element(Kind::TaskDefinition, &list, &two)["name"], "container-3");
    }
}
