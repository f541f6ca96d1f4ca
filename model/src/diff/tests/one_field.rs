//! Pairs of bodies that differ in one field.

use serde_json::{Value, json};

use super::{SERVICE, TASK, container, service, task};
use crate::diff::compare;
use crate::record::Kind;

#[test]
fn what_differs_in_one_field_names_that_field() {
    let plain = || container(json!({}));
    let with = |members: Value| container(members);
    for (kind, before, after, expected) in [
        (TASK, plain(), task(json!({"family": "api"})), "family"),
        (TASK, plain(), task(json!({"cpu": "512"})), "cpu"),
        (TASK, plain(), task(json!({"memory": "1 GB"})), "memory"),
        (TASK, plain(), task(json!({"taskRoleArn": "arn"})), "taskRoleArn"),
        (
            TASK,
            plain(),
            task(json!({"runtimePlatform": {"cpuArchitecture": "ARM64"}})),
            "runtimePlatform.cpuArchitecture",
        ),
        (TASK, plain(), task(json!({"ephemeralStorage": {"sizeInGiB": 30}})), "ephemeralStorage"),
        (TASK, plain(), task(json!({"enableFaultInjection": true})), "enableFaultInjection"),
        (TASK, plain(), task(json!({"futureKey": 1})), "futureKey"),
        (TASK, plain(), with(json!({"image": "web:2"})), "containerDefinitions[app].image"),
        (TASK, plain(), with(json!({"name": "web"})), "containerDefinitions[app].name"),
        (TASK, plain(), with(json!({"essential": false})), "containerDefinitions[app].essential"),
        (TASK, plain(), with(json!({"cpu": 10})), "containerDefinitions[app].cpu"),
        (TASK, plain(), with(json!({"command": ["a", "b"]})), "containerDefinitions[app].command"),
        (
            TASK,
            with(json!({"command": ["a", "b"]})),
            with(json!({"command": ["b", "a"]})),
            "containerDefinitions[app].command",
        ),
        (TASK, plain(), with(json!({"user": "root"})), "containerDefinitions[app].user"),
        (
            TASK,
            plain(),
            with(json!({"environment": [{"name": "A", "value": "1"}]})),
            "containerDefinitions[app].environment",
        ),
        (
            TASK,
            with(json!({"environment": [{"name": "A", "value": "1"}]})),
            with(json!({"environment": [{"name": "A", "value": "2"}]})),
            "containerDefinitions[app].environment[A].value",
        ),
        (
            TASK,
            with(json!({"environment": [{"name": "A", "value": "7"}]})),
            with(json!({"environment": [{"name": "A", "value": "007"}]})),
            "containerDefinitions[app].environment[A].value",
        ),
        (
            TASK,
            with(json!({"environment": [{"name": "A", "value": "1"}]})),
            with(
                json!({"environment": [{"name": "B", "value": "2"}, {"name": "A", "value": "1"}]}),
            ),
            "containerDefinitions[app].environment[B]",
        ),
        (
            TASK,
            with(json!({"secrets": [{"name": "A", "valueFrom": "a"}]})),
            with(json!({"secrets": [{"name": "A", "valueFrom": "b"}]})),
            "containerDefinitions[app].secrets[A].valueFrom",
        ),
        (
            TASK,
            plain(),
            with(json!({"portMappings": [{"containerPort": 8080}]})),
            "containerDefinitions[app].portMappings[0].containerPort",
        ),
        (
            TASK,
            plain(),
            with(json!({"portMappings": [{"containerPort": 80, "protocol": "udp"}]})),
            "containerDefinitions[app].portMappings[0].protocol",
        ),
        (
            TASK,
            plain(),
            with(json!({"portMappings": [{"containerPort": 80, "name": "http"}]})),
            "containerDefinitions[app].portMappings[0].name",
        ),
        (
            TASK,
            with(json!({"healthCheck": {"command": ["CMD", "true"]}})),
            with(json!({"healthCheck": {"command": ["CMD", "true"], "interval": 10}})),
            "containerDefinitions[app].healthCheck.interval",
        ),
        (
            TASK,
            with(json!({"logConfiguration": {"logDriver": "awslogs", "options": {"tag": ""}}})),
            with(json!({"logConfiguration": {"logDriver": "awslogs", "options": {}}})),
            "containerDefinitions[app].logConfiguration.options.tag",
        ),
        (
            TASK,
            with(json!({"dockerLabels": {"a": "1"}})),
            with(json!({"dockerLabels": {"a": "2"}})),
            "containerDefinitions[app].dockerLabels.a",
        ),
        (TASK, plain(), with(json!({"stopTimeout": 60})), "containerDefinitions[app].stopTimeout"),
        (
            TASK,
            with(json!({"dependsOn": [{"containerName": "b", "condition": "START"}]})),
            with(json!({"dependsOn": [{"containerName": "b", "condition": "HEALTHY"}]})),
            "containerDefinitions[app].dependsOn[b].condition",
        ),
        (
            TASK,
            task(
                json!({"volumes": [{"name": "a", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]}),
            ),
            task(
                json!({"volumes": [{"name": "a", "efsVolumeConfiguration": {"fileSystemId": "fs-2"}}]}),
            ),
            "volumes[a].efsVolumeConfiguration.fileSystemId",
        ),
        (
            TASK,
            task(json!({"volumes": [{"name": "a"}]})),
            task(json!({"volumes": [{"name": "a", "dockerVolumeConfiguration": {}}]})),
            "volumes[a].dockerVolumeConfiguration",
        ),
        (
            TASK,
            task(json!({"tags": [{"key": "a", "value": "1"}]})),
            task(json!({"tags": [{"key": "a", "value": "2"}]})),
            "tags[a].value",
        ),
        (SERVICE, service(json!({})), service(json!({"desiredCount": 3})), "desiredCount"),
        (
            SERVICE,
            service(json!({})),
            service(json!({"deploymentConfiguration": {"maximumPercent": 150}})),
            "deploymentConfiguration.maximumPercent",
        ),
        (
            SERVICE,
            service(json!({})),
            service(
                json!({"deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": true, "rollback": false}}}),
            ),
            "deploymentConfiguration.deploymentCircuitBreaker.enable",
        ),
        (
            SERVICE,
            service(json!({"taskDefinition": "web:1"})),
            service(json!({"taskDefinition": "web:2"})),
            "taskDefinition",
        ),
        (
            SERVICE,
            service(json!({"taskDefinition": "web:1"})),
            service(json!({"taskDefinition": "web:2"})),
            "taskDefinition",
        ),
        (SERVICE, service(json!({})), service(json!({"launchType": "FARGATE"})), "launchType"),
        (
            SERVICE,
            service(json!({"taskDefinition": "web"})),
            service(json!({"taskDefinition": "web:3"})),
            "taskDefinition",
        ),
        (
            SERVICE,
            service(json!({"cluster": "arn:aws:ecs:us-east-1:111122223333:cluster/main"})),
            service(json!({"cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/main"})),
            "cluster",
        ),
        (
            SERVICE,
            service(json!({"schedulingStrategy": "${var.strategy}"})),
            service(
                json!({"schedulingStrategy": "${var.strategy}", "deploymentConfiguration": {"maximumPercent": 200}}),
            ),
            "deploymentConfiguration.maximumPercent",
        ),
        (
            SERVICE,
            service(
                json!({"deploymentConfiguration": {"deploymentCircuitBreaker": {"thresholdConfiguration": {"type": "COUNT", "value": 50}}}}),
            ),
            service(
                json!({"deploymentConfiguration": {"deploymentCircuitBreaker": {"thresholdConfiguration": {"type": "BOUNDED_PERCENT", "value": 50}}}}),
            ),
            "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration",
        ),
        (
            TASK,
            task(json!({"requiresCompatibilities": "${var.compatibilities}", "networkMode": null})),
            task(
                json!({"requiresCompatibilities": "${var.compatibilities}", "networkMode": "bridge"}),
            ),
            "networkMode",
        ),
        (
            TASK,
            with(json!({"dockerLabels": {"a": "1", "user": ""}})),
            with(json!({"dockerLabels": {"a": "1"}})),
            "containerDefinitions[app].dockerLabels.user",
        ),
        (
            TASK,
            with(json!({"dockerLabels": {"a": "1", "com.example.memory": ""}})),
            with(json!({"dockerLabels": {"a": "1"}})),
            "containerDefinitions[app].dockerLabels.\"com.example.memory\"",
        ),
        (TASK, plain(), task(json!({"futureKey": {}})), "futureKey"),
        (TASK, task(json!({"futureKey": "80"})), task(json!({"futureKey": 80})), "futureKey"),
        (
            TASK,
            task(json!({"futureKey": {"cpu": 0, "essential": true}})),
            task(json!({"futureKey": {"essential": true}})),
            "futureKey.cpu",
        ),
        (
            TASK,
            with(json!({"environment": [{"name": "A", "value": "80"}]})),
            with(json!({"environment": [{"name": "A", "value": "080"}]})),
            "containerDefinitions[app].environment[A].value",
        ),
        (
            TASK,
            with(json!({"links": ["a", "b"]})),
            with(json!({"links": ["b", "a"]})),
            "containerDefinitions[app].links",
        ),
        (TASK, plain(), with(json!({"command": [null]})), "containerDefinitions[app].command"),
        (
            SERVICE,
            service(json!({})),
            service(json!({"availabilityZoneRebalancing": "DISABLED"})),
            "availabilityZoneRebalancing",
        ),
        (
            SERVICE,
            service(
                json!({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["a", "b"]}}}),
            ),
            service(
                json!({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["c", "b"]}}}),
            ),
            "networkConfiguration.awsvpcConfiguration.subnets",
        ),
        (
            SERVICE,
            service(
                json!({"loadBalancers": [{"targetGroupArn": "a", "containerName": "app", "containerPort": 80}]}),
            ),
            service(
                json!({"loadBalancers": [{"targetGroupArn": "b", "containerName": "app", "containerPort": 80}]}),
            ),
            "loadBalancers[0].targetGroupArn",
        ),
        (
            SERVICE,
            service(
                json!({"placementStrategy": [{"type": "spread", "field": "a"}, {"type": "random"}]}),
            ),
            service(
                json!({"placementStrategy": [{"type": "spread", "field": "b"}, {"type": "random"}]}),
            ),
            "placementStrategy[0].field",
        ),
        (
            SERVICE,
            service(json!({"taskDefinition": "${var.a}"})),
            service(json!({"taskDefinition": "${var.b}"})),
            "taskDefinition",
        ),
        (
            Kind::Cluster,
            json!({"clusterName": "a", "settings": [{"name": "containerInsights", "value": "enabled"}]}),
            json!({"clusterName": "a", "settings": [{"name": "containerInsights", "value": "disabled"}]}),
            "settings[containerInsights].value",
        ),
    ] {
        for (one, other) in [(&before, &after), (&after, &before)] {
            let found = compare(kind, one, other);
            let paths: Vec<String> =
                found.differences.iter().map(|one| one.path.to_string()).collect();
            // What only the name tells apart is called what the first side calls it.
            let renamed = expected.replace("[app].name", "[web].name");
            assert!(paths == [expected] || paths == [renamed.as_str()], "{expected}: {paths:?}");
        }
    }
}
