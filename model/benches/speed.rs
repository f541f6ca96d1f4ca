//! How long the model takes: `cargo bench -p bayplan-model`. No harness: a few passes of each, median and worst.
//!
//! `cargo bench -p bayplan-model -- --design N` prints the design of N services instead, for the measurements in
//! the browser.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use bayplan_model::check::{Checker, check};
use bayplan_model::design::Design;
use bayplan_model::edit::Edit;
use bayplan_model::export::terraform::{Choice, write};
use bayplan_model::resolve::Resolver;
use serde_json::{Map, Value, json};

/// Services in the designs measured.
const SIZES: [usize; 3] = [100, 500, 2_000];
/// Edits after a first check, as keys pressed in a field.
const KEYS: usize = 40;
/// Passes of everything else.
const PASSES: usize = 9;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--design") {
        let services = arguments.get(at + 1).ok_or("usage: --design SERVICES")?.parse()?;
        println!("{}", design(services));
        return Ok(());
    }
    println!("| what | services | median | worst |");
    println!("|---|---|---|---|");
    for services in SIZES {
        measure(services)?;
    }
    Ok(())
}

fn measure(services: usize) -> Result<(), Box<dyn Error>> {
    let text = design(services).to_string();
    let sound = Design::parse(&text)?;
    report("read a design", services, passes(|| black_box(Design::parse(&text)).is_ok()));
    report("check, from cold", services, passes(|| black_box(check(&sound)).estates().is_empty()));
    for (what, address, values) in [
        (
            "a key in a service's name",
            "service.s0.serviceName",
            ["s0-{environment}!", "s0-{environment}"],
        ),
        (
            "a key in a container's image",
            "taskDefinition.t0.containerDefinitions[app].image",
            ["example:", "example:1"],
        ),
        ("a key in the cluster's name", "cluster.main.clusterName", ["main!", "main"]),
    ] {
        report(what, services, keys(&sound, address, &values)?);
    }
    let estates = check(&sound).estates().to_vec();
    let choice = Choice::default();
    report(
        "export Terraform, every environment",
        services,
        passes(|| black_box(write(&sound, &estates, &choice)).files.is_empty()),
    );
    Ok(())
}

/// The times of repeated runs. What `run` returns keeps its work from being left out.
fn passes(mut run: impl FnMut() -> bool) -> Vec<Duration> {
    (0..PASSES)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect()
}

/// The times of edits and what follows each: apply, check, and the list of problems of an environment.
fn keys(design: &Design, address: &str, values: &[&str]) -> Result<Vec<Duration>, Box<dyn Error>> {
    let mut design = design.clone();
    let (mut resolver, mut checker) = (Resolver::default(), Checker::default());
    let mut before = checker.check(&design, resolver.resolve_all(&design));
    let mut times = Vec::with_capacity(KEYS);
    for value in values.iter().cycle().take(KEYS) {
        let edit = Edit::Set { address: address.parse()?, value: (*value).into() };
        let start = Instant::now();
        let next = design.apply(&[edit])?.0;
        let found = checker.check(&next, resolver.resolve_all(&next));
        black_box(found.of_environment("production").len());
        times.push(start.elapsed());
        // The page lets go of the old ones later.
        design = next;
        before = found;
    }
    drop(before);
    Ok(times)
}

fn report(what: &str, services: usize, mut times: Vec<Duration>) {
    times.sort();
    let shown = |at: usize| {
        times.get(at).map_or(String::new(), |time| format!("{:.3} ms", time.as_secs_f64() * 1e3))
    };
    println!("| {what} | {services} | {} | {} |", shown(times.len() / 2), shown(times.len() - 1));
}

/// Services in one cluster and one network, each with a task definition of one container, in two environments.
/// Every third has a value of its own in staging, and every tenth has a load balancer's target group.
fn design(services: usize) -> Value {
    let mut records = Map::new();
    let mut add = |id: String, record: Value| records.insert(id, record);
    add("cluster.main".into(), json!({"body": {"clusterName": "main"}}));
    add(
        "network.private".into(),
        json!({"origin": "refer", "body": {
            "name": "private", "subnetType": "private", "natGateway": true,
            "subnets": ["subnet-0a1b2c3d4e5f60003", "subnet-0a1b2c3d4e5f60004"],
            "securityGroups": ["sg-0a1b2c3d4e5f60002"]
        }}),
    );
    add("role.execution".into(), json!({"body": {"roleName": "execution-{environment}"}}));
    for n in 0..services {
        let mut service = json!({
            "serviceName": format!("s{n}-{{environment}}"),
            "cluster": "${cluster.main}",
            "taskDefinition": format!("${{taskDefinition.t{n}}}"),
            "desiredCount": 2,
            "launchType": "FARGATE",
            "networkConfiguration": {"awsvpcConfiguration": {
                "subnets": ["${network.private.subnets}"],
                "securityGroups": ["${network.private.securityGroups}"],
                "assignPublicIp": "DISABLED"
            }},
            "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}}
        });
        if n % 10 == 9 {
            add(
                format!("targetGroup.g{n}"),
                json!({"body": {"name": format!("g{n}-{{environment}}"), "port": 8080, "protocol": "HTTP", "targetType": "ip"}}),
            );
            service["loadBalancers"] = json!([
                {"targetGroupArn": format!("${{targetGroup.g{n}}}"), "containerName": "app", "containerPort": 8080}
            ]);
        }
        add(format!("service.s{n}"), json!({"body": service}));
        let mut task_definition = json!({"body": {
            "family": format!("t{n}-{{environment}}"),
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"],
            "cpu": "256",
            "memory": "512",
            "executionRoleArn": "${role.execution}",
            "containerDefinitions": [{
                "name": "app",
                "image": "example:1",
                "portMappings": [{"containerPort": 8080, "protocol": "tcp"}],
                "environment": (0..8)
                    .map(|v| json!({"name": format!("VARIABLE_{v}"), "value": format!("value {v}")}))
                    .collect::<Vec<_>>(),
                "logConfiguration": {"logDriver": "awslogs", "options": {
                    "awslogs-group": format!("/ecs/s{n}"), "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "app"
                }}
            }]
        }});
        if n % 3 == 0 {
            task_definition["overrides"] = json!({"staging": {"set": {"containerDefinitions[app].environment[VARIABLE_0].value": "other"}}});
        }
        add(format!("taskDefinition.t{n}"), task_definition);
    }
    json!({
        "formatVersion": 1,
        "name": format!("{services} services"),
        "region": "eu-west-1",
        "environments": [{"name": "production"}, {"name": "staging"}],
        "records": records,
    })
}
