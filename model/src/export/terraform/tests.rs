//! What single records become. Whole designs are in `tests/terraform.rs`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Choice, Provider, resource_text, write};
use crate::design::{ContainerDefinitionsStyle, Design};
use crate::export::Export;
use crate::resolve::{Estate, resolve};

fn design(environments: &[&str], records: Value) -> Design {
    let environments: Vec<Value> =
        environments.iter().map(|name| json!({ "name": name })).collect();
    Design::from_json(json!({
        "formatVersion": 1, "region": "eu-west-1", "environments": environments, "records": records,
    }))
    .unwrap()
}

fn estates(design: &Design) -> Vec<Arc<Estate>> {
    design.environments().map(|name| resolve(design, name).unwrap()).collect()
}

fn export(design: &Design) -> Export {
    write(design, &estates(design), &Choice::default())
}

/// The text of `id` in a design with one environment and these records.
fn text(records: Value, id: &str) -> String {
    let design = design(&["production"], records);
    resource_text(&design, &estates(&design), "production", &id.parse().unwrap())
}

fn remarks(export: &Export) -> Vec<String> {
    export.remarks.iter().map(ToString::to_string).collect()
}

/// Whether `text` has the lines of `expected`, one after another, whatever their indentation and alignment.
#[track_caller]
fn has(text: &str, expected: &[&str]) {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = squeezed(&expected.join(" "));
    assert!(squeezed(text).contains(&wanted), "no `{wanted}` in:\n{text}");
}

#[test]
fn members_of_a_service_become_arguments() {
    for (member, expected) in [
        (json!({ "desiredCount": 0 }), "desired_count = 0"),
        (json!({}), "desired_count = 1"),
        (json!({ "desiredCount": "${var.count}" }), "desired_count = var.count"),
        (json!({}), "availability_zone_rebalancing = \"ENABLED\""),
        (json!({ "schedulingStrategy": "DAEMON" }), "availability_zone_rebalancing = \"DISABLED\""),
        (
            json!({ "deploymentConfiguration": { "maximumPercent": 100 } }),
            "availability_zone_rebalancing = \"DISABLED\"",
        ),
        (json!({ "enableECSManagedTags": true }), "enable_ecs_managed_tags = true"),
        (
            json!({ "deploymentConfiguration": { "strategy": "CANARY", "bakeTimeInMinutes": 5,
                "canaryConfiguration": { "canaryPercent": 10.5, "canaryBakeTimeInMinutes": 2 } } }),
            "deployment_configuration { strategy = \"CANARY\" bake_time_in_minutes = \"5\" canary_configuration { canary_percent = 10.5 canary_bake_time_in_minutes = \"2\" } }",
        ),
        (
            json!({ "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-1"], "assignPublicIp": "${var.public}" } } }),
            "network_configuration { subnets = [\"subnet-1\"] assign_public_ip = var.public == \"ENABLED\" }",
        ),
        (
            json!({"networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"], "assignPublicIp": "${var.a ? \"ENABLED\" : \"DISABLED\"}"}}}),
            "network_configuration { subnets = [\"subnet-1\"] assign_public_ip = (var.a ? \"ENABLED\" : \"DISABLED\") == \"ENABLED\" }",
        ),
        (
            json!({ "placementStrategy": [{ "type": "spread", "field": "host" }] }),
            "ordered_placement_strategy { type = \"spread\" field = \"host\" }",
        ),
        (
            json!({ "tags": [{ "key": "a b", "value": "1" }, { "key": "c", "value": "" }] }),
            "tags = { \"a b\" = \"1\" c = \"\" }",
        ),
        (
            json!({ "serviceConnectConfiguration": { "enabled": true, "services": [{ "portName": "http",
                "clientAliases": [{ "port": 80, "dnsName": "web" }] }] } }),
            "service_connect_configuration { enabled = true service { port_name = \"http\" client_alias { port = 80 dns_name = \"web\" } } }",
        ),
        (
            json!({ "loadBalancers": [{ "targetGroupArn": "arn:x", "containerName": "a", "containerPort": 80 }], "healthCheckGracePeriodSeconds": 30 }),
            "health_check_grace_period_seconds = 30",
        ),
    ] {
        has(&text(json!({ "service.web": { "body": member } }), "service.web"), &[expected]);
    }
}

#[test]
fn members_of_a_task_definition_become_arguments() {
    for (member, expected) in [
        (json!({ "requiresCompatibilities": ["FARGATE"] }), "network_mode = \"awsvpc\""),
        (json!({}), "network_mode = \"bridge\""),
        (json!({ "cpu": "0.25 vCPU" }), "cpu = \"256\""),
        (json!({ "cpu": 512 }), "cpu = \"512\""),
        (json!({ "memory": "${var.memory}" }), "memory = var.memory"),
        (
            json!({ "volumes": [{ "name": "v", "host": { "sourcePath": "/srv" } }] }),
            "volume { name = \"v\" host_path = \"/srv\" }",
        ),
        (
            json!({ "volumes": [{ "name": "v", "efsVolumeConfiguration": { "fileSystemId": "fs-1",
                "authorizationConfig": { "iam": "ENABLED" } } }] }),
            "efs_volume_configuration { file_system_id = \"fs-1\" authorization_config { iam = \"ENABLED\" } }",
        ),
        (
            json!({ "proxyConfiguration": { "type": "APPMESH", "containerName": "envoy",
                "properties": [{ "name": "AppPorts", "value": "80" }] } }),
            "proxy_configuration { type = \"APPMESH\" container_name = \"envoy\" properties = { AppPorts = \"80\" } }",
        ),
        (
            json!({ "containerDefinitions": "${file(\"containers.json\")}" }),
            "container_definitions = file(\"containers.json\")",
        ),
        (json!({ "containerDefinitions": null }), "container_definitions = jsonencode([])"),
        (
            json!({ "containerDefinitions": [{ "name": "a", "futureKey": { "b": [1] } }] }),
            "futureKey = { b = [1] }",
        ),
    ] {
        let records = json!({ "taskDefinition.web": { "body": member } });
        has(&text(records, "taskDefinition.web"), &[expected]);
    }
    let windows =
        json!({ "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" } });
    let text = text(json!({ "taskDefinition.web": { "body": windows } }), "taskDefinition.web");
    assert!(!text.contains("network_mode"), "{text}");
}

#[test]
fn references_become_the_attribute_that_the_place_calls_for() {
    let neighbour = |origin: &str| {
        json!({
            "cluster.c": { "origin": origin, "body": { "clusterName": "main" } },
            "role.r": { "origin": origin, "body": { "roleName": "run", "arn": "arn:aws:iam::1:role/run" } },
            "targetGroup.t": { "origin": origin, "body": { "name": "t", "arn": "arn:t", "vpcId": "vpc-1" } },
            "logGroup.l": { "origin": origin, "body": { "logGroupName": "/l" } },
            "network.n": { "origin": origin, "body": { "vpcId": "vpc-1", "subnets": ["subnet-1", "${var.subnet}"], "securityGroups": ["sg-1"] } },
            "taskDefinition.d": { "body": { "executionRoleArn": "${role.r}", "containerDefinitions": [
                { "name": "a", "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "${logGroup.l}" } },
                  "environment": [{ "name": "ROLE", "value": "is ${role.r.name}" }] }] } },
            "service.s": { "body": { "cluster": "${cluster.c}", "taskDefinition": "${taskDefinition.d}",
                "loadBalancers": [{ "targetGroupArn": "${targetGroup.t}" }],
                "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["${network.n}", "subnet-9"], "securityGroups": "${network.n}" } } } },
        })
    };
    let service = text(neighbour("generate"), "service.s");
    has(
        &service,
        &["cluster = aws_ecs_cluster.c.id", "task_definition = aws_ecs_task_definition.d.arn"],
    );
    has(&service, &["target_group_arn = aws_lb_target_group.t.arn"]);
    has(
        &service,
        &["subnets = [\"subnet-1\", var.subnet, \"subnet-9\"]", "security_groups = [\"sg-1\"]"],
    );
    let definition = text(neighbour("generate"), "taskDefinition.d");
    has(&definition, &["execution_role_arn = aws_iam_role.r.arn"]);
    has(&definition, &["awslogs-group = aws_cloudwatch_log_group.l.name"]);
    has(&definition, &["value = \"is ${aws_iam_role.r.name}\""]);
    let service = text(neighbour("lookUp"), "service.s");
    has(&service, &["cluster = data.aws_ecs_cluster.c.arn"]);
    has(&service, &["target_group_arn = data.aws_lb_target_group.t.arn"]);
    let service = text(neighbour("refer"), "service.s");
    has(&service, &["cluster = \"main\""]);
    has(&service, &["target_group_arn = \"arn:t\""]);
    let definition = text(neighbour("refer"), "taskDefinition.d");
    has(&definition, &["execution_role_arn = \"arn:aws:iam::1:role/run\""]);
    has(&definition, &["awslogs-group = \"/l\""]);
    has(&definition, &["value = \"is run\""]);
}

#[test]
fn what_nobody_says_is_a_variable_and_a_remark() {
    let design = design(
        &["production"],
        json!({
            "role.known": { "origin": "refer", "body": { "roleName": "x" } },
            "taskDefinition.d": { "body": { "family": "d", "executionRoleArn": "${role.gone}", "taskRoleArn": "${role.known}" } },
            "service.s": { "body": { "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["${network.gone}"] } } } },
        }),
    );
    let export = export(&design);
    has(
        export.file("variables.tf").unwrap(),
        &[
            "variable \"gone_network_subnets\" {",
            "description = \"Subnet ids of the network `gone`, which is not part of the design.\"",
            "type = list(string)",
        ],
    );
    has(
        export.file("ecs.tf").unwrap(),
        &["execution_role_arn = var.gone_role_arn", "task_role_arn = var.known_role_arn"],
    );
    has(export.file("ecs.tf").unwrap(), &["subnets = var.gone_network_subnets"]);
    let places: Vec<String> =
        export.remarks.iter().map(|it| it.address.as_ref().unwrap().to_string()).collect();
    assert_eq!(
        places,
        [
            "service.s.networkConfiguration.awsvpcConfiguration.subnets[0]",
            "taskDefinition.d.executionRoleArn",
            "taskDefinition.d.taskRoleArn",
        ]
    );
}

#[test]
fn variables_have_the_type_of_their_place() {
    let design = design(
        &["production"],
        json!({ "service.s": { "body": {
            "serviceName": "web-${var.suffix}",
            "desiredCount": "${var.web_count}",
            "enableExecuteCommand": "${var.exec}",
            "networkConfiguration": { "awsvpcConfiguration": { "subnets": "${var.subnet_ids}", "securityGroups": ["${var.group}"] } },
            "propagateTags": "${var.settings.tags}",
            "platformVersion": "${var.web_count}",
        } } }),
    );
    let text = export(&design).file("variables.tf").unwrap().to_owned();
    for (name, kind) in [
        ("suffix", "string"),
        ("web_count", "number"),
        ("exec", "bool"),
        ("subnet_ids", "list(string)"),
        ("group", "string"),
        ("settings", "any"),
    ] {
        let block = text.split(&format!("variable \"{name}\" {{")).nth(1).unwrap();
        let block = block.split('}').next().unwrap();
        assert!(block.contains(&format!("= {kind}\n")), "{name}: {block}");
    }
}

#[test]
fn what_the_provider_cannot_say_is_named() {
    let records = json!({
        "service.s": { "body": { "serviceName": "s", "newThing": 1, "monitoring": { "metricConfigurations": [] , "x": 1 },
            "healthCheckGracePeriodSeconds": 5, "serviceRegistries": [{ "registryArn": "a" }, { "registryArn": "b" }],
            "deploymentConfiguration": { "strategy": "BLUE_GREEN", "earlySuccessCriteria": { "enable": true } },
            "networkConfiguration": "${var.x}" } },
        "cluster.c": { "origin": "lookUp", "body": {} },
    });
    let design = design(&["production"], records);
    let places = |export: &Export| -> Vec<String> {
        export.remarks.iter().map(|it| it.address.as_ref().unwrap().to_string()).collect()
    };
    assert_eq!(
        places(&export(&design)),
        [
            "service.s.healthCheckGracePeriodSeconds",
            "service.s.networkConfiguration",
            "service.s.serviceRegistries[1]",
            "service.s.newThing",
            "service.s.monitoring",
            "service.s.deploymentConfiguration.earlySuccessCriteria",
            "cluster.c",
        ]
    );
    let six = export(&design);
    has(six.file("versions.tf").unwrap(), &["version = \"~> 6.47\""]);
    let five =
        write(&design, &estates(&design), &Choice { provider: Provider::V5, ..Choice::default() });
    has(five.file("versions.tf").unwrap(), &["version = \"~> 5.100\""]);
    assert!(places(&five).contains(&"service.s.deploymentConfiguration.strategy".to_owned()));
    assert!(!five.file("ecs.tf").unwrap().contains("deployment_configuration"));
}

#[test]
fn expressions_that_belong_elsewhere_are_named() {
    let design = design(
        &["production"],
        json!({ "service.s": { "body": { "serviceName": "s", "platformVersion": "${local.version}", "role": "${aws_iam_role.mine.arn}",
            "cluster": "${aws_ecs_cluster.c.id}" } }, "cluster.c": { "body": {} } }),
    );
    let remarks = remarks(&export(&design));
    assert_eq!(remarks.len(), 2, "{remarks:?}");
    assert!(remarks[0].contains("`local.version` is not part of the export"));
    assert!(remarks[1].contains("`aws_iam_role.mine` is not part of the export"));
}

#[test]
fn one_environment_is_a_part_of_all() {
    let design = design(
        &["production", "staging"],
        json!({
            "cluster.c": { "body": { "clusterName": "c" } },
            "service.s": { "body": { "serviceName": "s-{environment}", "cluster": "${cluster.c}" } },
            "service.only": { "environments": ["staging"], "body": { "serviceName": "only" } },
        }),
    );
    let all = export(&design);
    let choice = Choice { environment: Some("staging".into()), ..Choice::default() };
    let staging = write(&design, &estates(&design), &choice);
    let blocks = |export: &Export| -> Vec<String> {
        let text = export.file("ecs.tf").unwrap();
        text.split("\n\n").map(|block| block.trim().to_owned()).collect()
    };
    assert_eq!(blocks(&staging).len(), 3);
    assert!(blocks(&staging).iter().all(|block| blocks(&all).contains(block)));
    has(staging.file("ecs.tf").unwrap(), &["\"aws_ecs_cluster\" \"c\""]);
    has(staging.file("ecs.tf").unwrap(), &["\"aws_ecs_service\" \"s_staging\""]);
    has(staging.file("ecs.tf").unwrap(), &["\"aws_ecs_service\" \"only_staging\""]);
    assert_eq!(
        write(&design, &estates(&design), &Choice { environment: Some("x".into()), ..choice }),
        Export::default()
    );
}

#[test]
fn services_wait_for_their_listener() {
    let records = json!({
        "loadBalancer.lb": { "body": { "name": "lb", "listeners": [
            { "port": 80, "protocol": "HTTP", "redirectToPort": 443 },
            { "port": 443, "protocol": "HTTPS", "targetGroup": "${targetGroup.t}" },
            { "port": 8443, "protocol": "HTTPS", "targetGroup": "${targetGroup.t}" },
            { "port": 81, "protocol": "HTTP" }] } },
        "targetGroup.t": { "body": { "vpcId": "vpc-1" } },
        "service.s": { "body": { "loadBalancers": [{ "targetGroupArn": "${targetGroup.t}", "containerPort": 8080 }] } },
    });
    let service = text(records.clone(), "service.s");
    has(&service, &["depends_on = [aws_lb_listener.lb_https, aws_lb_listener.lb_8443]"]);
    let balancer = text(records.clone(), "loadBalancer.lb");
    has(
        &balancer,
        &["redirect { port = \"443\" protocol = \"HTTPS\" status_code = \"HTTP_301\" }"],
    );
    has(&balancer, &["type = \"fixed-response\""]);
    has(
        &text(records, "targetGroup.t"),
        &["port = 8080 protocol = \"HTTP\" target_type = \"ip\" vpc_id = \"vpc-1\""],
    );
}

#[test]
fn execution_roles_may_read_what_their_tasks_need_and_no_more() {
    let records = json!({
        "role.r": { "body": { "roleName": "r", "managedPolicyArns": ["arn:aws:iam::aws:policy/A", "${var.policy}"] } },
        "role.other": { "body": { "roleName": "o" } },
        "taskDefinition.d": { "body": { "executionRoleArn": "${role.r}", "containerDefinitions": [{ "name": "a",
            "repositoryCredentials": { "credentialsParameter": "arn:aws:secretsmanager:eu-west-1:1:secret:hub-x" },
            "secrets": [
                { "name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-1:1:secret:a-x:key::" },
                { "name": "B", "valueFrom": "arn:aws:secretsmanager:eu-west-1:1:secret:a-x:other::" },
                { "name": "C", "valueFrom": "arn:aws:ssm:eu-west-1:1:parameter/c" },
                { "name": "D", "valueFrom": "${aws_secretsmanager_secret.d.arn}:password::" }],
            "environmentFiles": [{ "value": "arn:aws:s3:::bucket/app.env", "type": "s3" }] }] } },
    });
    let role = text(records.clone(), "role.r");
    has(&role, &["\"aws_iam_role_policy_attachment\" \"r_A\""]);
    has(
        &role,
        &[
            "\"aws_iam_role_policy_attachment\" \"r_policy_2\"",
            "{ role = aws_iam_role.r.name policy_arn = var.policy }",
        ],
    );
    has(
        &role,
        &[
            "actions = [\"secretsmanager:GetSecretValue\"] resources = [",
            "\"arn:aws:secretsmanager:eu-west-1:1:secret:hub-x\", \"arn:aws:secretsmanager:eu-west-1:1:secret:a-x\", aws_secretsmanager_secret.d.arn, ]",
        ],
    );
    has(
        &role,
        &[
            "actions = [\"ssm:GetParameters\"] resources = [\"arn:aws:ssm:eu-west-1:1:parameter/c\"]",
        ],
    );
    has(&role, &["actions = [\"s3:GetObject\"] resources = [\"arn:aws:s3:::bucket/app.env\"]"]);
    has(&role, &["actions = [\"s3:GetBucketLocation\"] resources = [\"arn:aws:s3:::bucket\"]"]);
    assert!(!text(records, "role.other").contains("policy\" \"other"));
}

#[test]
fn files_are_plain_json_until_they_hold_an_expression() {
    let mut design = design(
        &["production"],
        json!({
            "taskDefinition.plain": { "body": { "family": "plain", "containerDefinitions": [{ "name": "a", "command": ["echo $${x} %{y}"] }] } },
            "taskDefinition.made": { "body": { "family": "made", "containerDefinitions": [{ "name": "a", "image": "i:${var.tag}",
                "cpu": "${var.cpu}", "command": ["echo $${x} %{y}", "${NAME:-x}"] }] } },
            "taskDefinition.again": { "body": { "family": "plain", "containerDefinitions": [] } },
        }),
    );
    let mut settings = (*design.settings).clone();
    settings.terraform.container_definitions = ContainerDefinitionsStyle::Files;
    design.settings = Arc::new(settings);
    let export = export(&design);
    let ecs = export.file("ecs.tf").unwrap();
    has(ecs, &["container_definitions = file(\"${path.module}/task-definitions/plain.json\")"]);
    has(
        ecs,
        &[
            "templatefile(",
            "\"${path.module}/task-definitions/made.json.tftpl\", {",
            "tag = var.tag, cpu = var.cpu }",
        ],
    );
    has(ecs, &["file(\"${path.module}/task-definitions/again.json\")"]);
    let plain: Value =
        serde_json::from_str(export.file("task-definitions/plain.json").unwrap()).unwrap();
    assert_eq!(plain[0]["command"][0], "echo ${x} %{y}");
    let made = export.file("task-definitions/made.json.tftpl").unwrap();
    has(made, &["\"image\": \"i:${tag}\""]);
    has(made, &["\"cpu\": ${jsonencode(cpu)}"]);
    has(made, &["\"echo $${x} %%{y}\", \"$${NAME:-x}\""]);
}

#[test]
fn what_refers_to_itself_ends() {
    let records = json!({
        "network.a": { "origin": "refer", "body": { "subnets": ["${network.b}"], "vpcId": "${network.a.vpcId}" } },
        "network.b": { "origin": "refer", "body": { "subnets": ["${network.a}"] } },
        "network.c": { "body": { "vpcId": "${network.d.vpcId}", "subnets": ["${network.c}"], "natGateway": true } },
        "network.d": { "body": { "vpcId": "${network.c.vpcId}", "subnets": ["10.0.0.0/24"] } },
        "network.e": { "origin": "refer", "body": { "subnets": [{ "name": "${network.e}" }] } },
        "service.s": { "body": { "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["${network.a}", "${network.c}", "${network.e}"] } } } },
    });
    let design = design(&["production"], records);
    assert!(export(&design).file("ecs.tf").unwrap().contains("var."));
}
