//! Pairs of bodies that mean the same to ECS.

mod any_two;
mod one_field;

use serde_json::{Value, json};

use super::compare;
use crate::record::Kind;

/// A task definition for Fargate with one container, and `change` of it.
fn fargate(change: impl FnOnce(&mut Value)) -> Value {
    let mut body = json!({
        "family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"],
        "cpu": "256", "memory": "512",
        "containerDefinitions": [{"name": "app", "image": "web:1", "portMappings": [{"containerPort": 80}]}]
    });
    change(&mut body);
    body
}

/// The same for the container.
fn container(members: Value) -> Value {
    fargate(|body| {
        for (key, member) in members.as_object().unwrap() {
            body["containerDefinitions"][0][key] = member.clone();
        }
    })
}

fn task(members: Value) -> Value {
    fargate(|body| {
        for (key, member) in members.as_object().unwrap() {
            body[key] = member.clone();
        }
    })
}

fn service(members: Value) -> Value {
    let mut body = json!({"serviceName": "web", "taskDefinition": "web", "desiredCount": 2});
    for (key, member) in members.as_object().unwrap() {
        body[key] = member.clone();
    }
    body
}

fn on_ec2(members: Value) -> Value {
    let mut body = json!({"family": "web", "containerDefinitions": [{"name": "app", "image": "web:1", "memory": 128}]});
    for (key, member) in members.as_object().unwrap() {
        body["containerDefinitions"][0][key] = member.clone();
    }
    body
}

const TASK: Kind = Kind::TaskDefinition;
const SERVICE: Kind = Kind::Service;

#[test]
fn what_means_the_same_to_ecs_is_the_same() {
    let two = |one: Value, other: Value| {
        fargate(|body| body["containerDefinitions"] = json!([one, other]))
    };
    let app = || json!({"name": "app", "image": "web:1"});
    let log = || json!({"name": "log", "image": "log:1", "essential": false});
    let plain = || container(json!({}));
    for (why, kind, before, after) in [
        ("containers have no order", TASK, two(app(), log()), two(log(), app())),
        (
            "environment has no order",
            TASK,
            container(
                json!({"environment": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}),
            ),
            container(
                json!({"environment": [{"value": "2", "name": "B"}, {"name": "A", "value": "1"}]}),
            ),
        ),
        (
            "secrets have no order",
            TASK,
            container(
                json!({"secrets": [{"name": "A", "valueFrom": "a"}, {"name": "B", "valueFrom": "b"}]}),
            ),
            container(
                json!({"secrets": [{"name": "B", "valueFrom": "b"}, {"name": "A", "valueFrom": "a"}]}),
            ),
        ),
        (
            "tags have no order",
            TASK,
            task(json!({"tags": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]})),
            task(json!({"tags": [{"key": "b", "value": "2"}, {"key": "a", "value": "1"}]})),
        ),
        (
            "a container is essential unless it is said otherwise",
            TASK,
            plain(),
            container(json!({"essential": true})),
        ),
        ("no CPU is none reserved", TASK, plain(), container(json!({"cpu": 0}))),
        (
            "a port is one of TCP",
            TASK,
            plain(),
            container(json!({"portMappings": [{"containerPort": 80, "protocol": "tcp"}]})),
        ),
        (
            "with awsvpc, the port of the host is the container's",
            TASK,
            plain(),
            container(json!({"portMappings": [{"containerPort": 80, "hostPort": 80}]})),
        ),
        (
            "with bridge, the port 0 of the host is any",
            TASK,
            on_ec2(json!({"portMappings": [{"containerPort": 80, "hostPort": 0}]})),
            on_ec2(json!({"portMappings": [{"containerPort": 80}]})),
        ),
        (
            "port mappings have no order",
            TASK,
            container(
                json!({"portMappings": [{"containerPort": 80}, {"containerPort": 81, "protocol": "udp"}]}),
            ),
            container(
                json!({"portMappings": [{"containerPort": 81, "protocol": "udp"}, {"containerPort": 80}]}),
            ),
        ),
        (
            "a health check has its defaults",
            TASK,
            container(json!({"healthCheck": {"command": ["CMD", "true"]}})),
            container(
                json!({"healthCheck": {"command": ["CMD", "true"], "interval": 30, "timeout": 5, "retries": 3, "startPeriod": 0}}),
            ),
        ),
        (
            "empty lists are nothing",
            TASK,
            plain(),
            container(
                json!({"environment": [], "mountPoints": [], "volumesFrom": [], "systemControls": [], "command": []}),
            ),
        ),
        (
            "null is nothing",
            TASK,
            plain(),
            container(json!({"command": null, "healthCheck": null, "user": null})),
        ),
        (
            "false is nothing where that is the default",
            TASK,
            plain(),
            container(
                json!({"privileged": false, "readonlyRootFilesystem": false, "interactive": false, "pseudoTerminal": false}),
            ),
        ),
        (
            "an empty user is the image's",
            TASK,
            plain(),
            container(json!({"user": "", "workingDirectory": ""})),
        ),
        (
            "a variable without a value is not set",
            TASK,
            plain(),
            container(json!({"environment": [{"name": "A", "value": ""}]})),
        ),
        (
            "vCPU and GB are units",
            TASK,
            plain(),
            task(json!({"cpu": ".25 vCPU", "memory": "0.5 GB"})),
        ),
        ("a size may be a number", TASK, plain(), task(json!({"cpu": 256, "memory": 512}))),
        (
            "numbers may be texts",
            TASK,
            container(json!({"memory": 256})),
            container(json!({"memory": "256"})),
        ),
        (
            "Linux on x86 is what Fargate runs",
            TASK,
            plain(),
            task(
                json!({"runtimePlatform": {"operatingSystemFamily": "LINUX", "cpuArchitecture": "X86_64"}}),
            ),
        ),
        (
            "Fargate waits 30 s before it kills",
            TASK,
            plain(),
            container(json!({"stopTimeout": 30})),
        ),
        ("bridge is the network of Linux on EC2", TASK, on_ec2(json!({})), {
            let mut body = on_ec2(json!({}));
            body["networkMode"] = json!("bridge");
            body
        }),
        (
            "mounts are written to, and have no order",
            TASK,
            container(
                json!({"mountPoints": [{"sourceVolume": "a", "containerPath": "/a"}, {"sourceVolume": "b", "containerPath": "/b", "readOnly": true}]}),
            ),
            container(
                json!({"mountPoints": [{"sourceVolume": "b", "containerPath": "/b", "readOnly": true}, {"sourceVolume": "a", "containerPath": "/a", "readOnly": false}]}),
            ),
        ),
        (
            "a volume of the task needs no host",
            TASK,
            task(json!({"volumes": [{"name": "a"}]})),
            task(json!({"volumes": [{"name": "a", "host": {}}]})),
        ),
        (
            "EFS is mounted at its root, unencrypted",
            TASK,
            task(
                json!({"volumes": [{"name": "a", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]}),
            ),
            task(
                json!({"volumes": [{"name": "a", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "rootDirectory": "/", "transitEncryption": "DISABLED"}}]}),
            ),
        ),
        (
            "capabilities have no order, and none is nothing",
            TASK,
            container(json!({"linuxParameters": {"capabilities": {"drop": ["A", "B"]}}})),
            container(
                json!({"linuxParameters": {"capabilities": {"drop": ["B", "A"], "add": []}, "initProcessEnabled": false}}),
            ),
        ),
        (
            "limits and dependencies have no order",
            TASK,
            container(
                json!({"ulimits": [{"name": "core", "softLimit": 1, "hardLimit": 1}, {"name": "cpu", "softLimit": 1, "hardLimit": 1}]}),
            ),
            container(
                json!({"ulimits": [{"name": "cpu", "softLimit": 1, "hardLimit": 1}, {"name": "core", "softLimit": 1, "hardLimit": 1}]}),
            ),
        ),
        (
            "log options of which there are none",
            TASK,
            container(
                json!({"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "a"}}}),
            ),
            container(
                json!({"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "a", "awslogs-create-group": "false"}, "secretOptions": []}}),
            ),
        ),
        (
            "versions are kept consistent",
            TASK,
            plain(),
            container(json!({"versionConsistency": "enabled"})),
        ),
        (
            "a restart policy that is off is none",
            TASK,
            plain(),
            container(json!({"restartPolicy": {"enabled": false}})),
        ),
        (
            "compatibilities have no order",
            TASK,
            task(json!({"requiresCompatibilities": ["EC2", "FARGATE"]})),
            task(json!({"requiresCompatibilities": ["FARGATE", "EC2"]})),
        ),
        (
            "a deployment has its defaults",
            SERVICE,
            service(json!({})),
            service(
                json!({"deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100, "strategy": "ROLLING",
                "deploymentCircuitBreaker": {"enable": false, "rollback": false}}}),
            ),
        ),
        (
            "ECS controls deployments",
            SERVICE,
            service(json!({})),
            service(json!({"deploymentController": {"type": "ECS"}})),
        ),
        (
            "a service is of replicas, on the latest platform",
            SERVICE,
            service(json!({"launchType": "FARGATE"})),
            service(
                json!({"launchType": "FARGATE", "schedulingStrategy": "REPLICA", "platformVersion": "LATEST", "propagateTags": "NONE"}),
            ),
        ),
        (
            "a daemon's deployment has other defaults",
            SERVICE,
            service(json!({"schedulingStrategy": "DAEMON"})),
            service(
                json!({"schedulingStrategy": "DAEMON", "deploymentConfiguration": {"maximumPercent": 100, "minimumHealthyPercent": 0}}),
            ),
        ),
        (
            "subnets have no order, and addresses are private",
            SERVICE,
            service(
                json!({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["a", "b"]}}}),
            ),
            service(
                json!({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["b", "a"], "securityGroups": [], "assignPublicIp": "DISABLED"}}}),
            ),
        ),
        (
            "providers have no order and no base",
            SERVICE,
            service(
                json!({"capacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 3}]}),
            ),
            service(
                json!({"capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 3, "base": 0}, {"capacityProvider": "FARGATE", "weight": 1}]}),
            ),
        ),
        (
            "no grace is none, and the default cluster is default",
            SERVICE,
            service(json!({})),
            service(
                json!({"healthCheckGracePeriodSeconds": 0, "cluster": "default", "enableExecuteCommand": false}),
            ),
        ),
        (
            "an ARN names what a name does",
            SERVICE,
            service(json!({"cluster": "main", "taskDefinition": "web:7"})),
            service(json!({
                "cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/main",
                "taskDefinition": "arn:aws:ecs:us-east-1:123456789012:task-definition/web:7"
            })),
        ),
        (
            "the default cluster by its ARN",
            SERVICE,
            service(json!({})),
            service(json!({"cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/default"})),
        ),
        (
            "a circuit breaker has its defaults",
            SERVICE,
            service(
                json!({"deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true}}}),
            ),
            service(
                json!({"deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": true,
                    "resetOnHealthyTask": true, "thresholdConfiguration": {"type": "BOUNDED_PERCENT", "value": 50}}}}),
            ),
        ),
        (
            "a hook is a function, and a day late it rolls back",
            SERVICE,
            service(
                json!({"deploymentConfiguration": {"lifecycleHooks": [{"hookTargetArn": "arn"}]}}),
            ),
            service(
                json!({"deploymentConfiguration": {"lifecycleHooks": [{"hookTargetArn": "arn", "targetType": "AWS_LAMBDA",
                    "timeoutConfiguration": {"timeoutInMinutes": 1440, "action": "ROLLBACK"}}]}}),
            ),
        ),
        (
            "a text may be a number",
            TASK,
            container(json!({"environment": [{"name": "A", "value": "80"}]})),
            container(json!({"environment": [{"name": "A", "value": 80}]})),
        ),
        (
            "leftovers of templates say nothing",
            TASK,
            plain(),
            container(json!({"environment": [{}], "mountPoints": [null]})),
        ),
        (
            "target groups have no order",
            SERVICE,
            service(
                json!({"loadBalancers": [{"targetGroupArn": "a", "containerName": "app", "containerPort": 80}, {"targetGroupArn": "b", "containerName": "app", "containerPort": 80}]}),
            ),
            service(
                json!({"loadBalancers": [{"targetGroupArn": "b", "containerName": "app", "containerPort": 80}, {"targetGroupArn": "a", "containerName": "app", "containerPort": 80}]}),
            ),
        ),
    ] {
        for (one, other) in [(&before, &after), (&after, &before)] {
            let found = compare(kind, one, other);
            assert_eq!(found.differences, [], "{why}");
            assert!(found.folded > 0, "{why}: something is written differently");
            assert_eq!(compare(kind, one, one), super::Comparison::default(), "{why}");
        }
    }
}

#[test]
fn of_two_variables_of_one_name_the_later_one_counts() {
    let with = |values: [&str; 2]| {
        let variable = |value: &str| json!({"name": "A", "value": value});
        container(json!({"environment": values.map(variable)}))
    };
    let found = compare(TASK, &with(["1", "2"]), &with(["2", "1"]));
    assert_eq!(found.differences.len(), 2, "{found:?}");
}

#[test]
fn lists_in_keys_that_nobody_knows_are_in_order() {
    let with = |names: [&str; 2]| {
        task(json!({"futureKey": {"tags": names.map(|name| json!({"key": name, "value": "1"}))}}))
    };
    assert!(!compare(TASK, &with(["a", "b"]), &with(["b", "a"])).is_same());
}

/// How long a comparison takes must not grow with each level of nesting by a factor: this one would not end.
#[test]
fn depth_costs_no_more_than_size() {
    let nested = |leaf: &str| {
        let mut value = json!(leaf);
        for _ in 0..100 {
            value = json!([{"tags": value, "key": "a"}, {"tags": [], "key": "b"}]);
        }
        task(json!({"tags": value}))
    };
    let found = compare(TASK, &nested("one"), &nested("other"));
    assert_eq!(found.differences.len(), 1);
}
