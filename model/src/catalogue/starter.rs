//! What a newly added record starts with: enough to be right, little enough to be read.

use serde_json::{Map, Value, json};

use super::element::new_element;
use crate::design::Design;
use crate::path::Path;
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
        Kind::Scaling => scaling(name, design),
        Kind::Namespace => json!({"name": own, "type": "HTTP"}),
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

fn scaling(name: &str, design: &Design) -> Value {
    let mut body = json!({"name": name});
    if let Some((service, _)) = only(design, Kind::Service) {
        put(&mut body, "resourceId", reference(service));
    }
    put(&mut body, "minCapacity", 2.into());
    put(&mut body, "maxCapacity", 6.into());
    let list = Path::root().key("policies");
    let policy = new_element(Kind::Scaling, &list, &body);
    put(&mut body, "policies", json!([policy]));
    body
}

pub(super) fn new_container(name: &str) -> Value {
    json!({
        "name": name,
        "image": "nginx:1.27",
        "essential": true,
        "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
    })
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
    use crate::check::check;
    use crate::diagnostic::Severity;
    use crate::edit::Edit;

    /// What others refer to comes first.
    const ORDER: [Kind; 10] = [
        Kind::Cluster,
        Kind::Network,
        Kind::Role,
        Kind::LogGroup,
        Kind::TaskDefinition,
        Kind::TargetGroup,
        Kind::LoadBalancer,
        Kind::Service,
        Kind::Scaling,
        Kind::Namespace,
    ];

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
        for kind in ORDER {
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

        assert_eq!(body(&design, "scaling.web")["resourceId"], "${service.web}");

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
    fn new_records_have_no_errors() {
        let mut design = two_environments();
        for kind in ORDER {
            design = add(&design, kind, "web");
            if kind == Kind::Network {
                // What a network is made of is the user's to say.
                let address = "network.web.subnets".parse().unwrap();
                let value = json!(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]);
                design = design.apply(&[Edit::Set { address, value }]).unwrap().0;
            }
        }
        let wrong: Vec<String> = check(&design)
            .merged()
            .into_iter()
            // What is still missing (a load balancer's subnets, a service's task definition) is the user's to say.
            .filter(|found| found.severity == Severity::Error && found.rule.code == "FM001")
            .map(|found| format!("{} {}", found.address, found.message))
            .collect();
        assert_eq!(wrong, [] as [String; 0]);
    }
}
