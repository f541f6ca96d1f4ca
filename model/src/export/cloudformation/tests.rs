//! What single values, records and references become.

use serde_json::{Value, json};

use super::{Syntax, Template, write};
use crate::check::testing::design;
use crate::design::Design;
use crate::resolve::resolve;

fn export(records: &[(&str, Value)]) -> Template {
    let design = design(records);
    write(&design, &resolve(&design, "production").unwrap())
}

/// The same with origins.
fn export_of(records: Value) -> Template {
    let design = json!({"formatVersion": 1, "records": records});
    let design = Design::from_json(design).unwrap();
    write(&design, &resolve(&design, "production").unwrap())
}

fn properties<'a>(template: &'a Template, name: &str) -> &'a Value {
    &template.resources().unwrap()[name]["Properties"]
}

fn remarks(template: &Template) -> Vec<String> {
    template.remarks.iter().map(ToString::to_string).collect()
}

fn assert_says(template: &Template, start: &str) {
    let said = remarks(template);
    assert!(said.iter().any(|remark| remark.starts_with(start)), "{start} is not in {said:#?}");
}

/// A value of an environment variable, and what it is exported as.
fn value_of(text: &str) -> (Value, Template) {
    let body = json!({"family": "web", "containerDefinitions": [
        {"name": "a", "environment": [{"name": "V", "value": text}]}]});
    let template =
        export(&[("cluster.main", json!({"clusterName": "main"})), ("taskDefinition.web", body)]);
    let definition = properties(&template, "WebTaskDefinition");
    (definition["ContainerDefinitions"][0]["Environment"][0]["Value"].clone(), template)
}

#[test]
fn expressions_become_parameters_facts_and_functions() {
    for (text, expected) in [
        ("plain", json!("plain")),
        ("$${HOME} ${PORT:-80}", json!("${HOME} ${PORT:-80}")),
        ("${PORT:-80}", json!("${PORT:-80}")),
        ("${var.image_tag}", json!({"Ref": "ImageTag"})),
        ("x-${var.image_tag}", json!({"Fn::Sub": "x-${ImageTag}"})),
        ("$${a}-${var.b}", json!({"Fn::Join": ["", ["${a}-", {"Ref": "B"}]]})),
        ("${data.aws_region.current.region}", json!({"Ref": "AWS::Region"})),
        ("${data.aws_region.current.name}", json!({"Ref": "AWS::Region"})),
        (
            "${data.aws_caller_identity.current.account_id}.dkr.ecr",
            json!({"Fn::Sub": "${AWS::AccountId}.dkr.ecr"}),
        ),
        ("${cluster.main.arn}", json!({"Fn::GetAtt": ["MainCluster", "Arn"]})),
        ("${taskDefinition.web.family}", json!("web")),
        (
            "${taskDefinition.web.revision}",
            json!({"Fn::Select": [6, {"Fn::Split": [":", {"Ref": "WebTaskDefinition"}]}]}),
        ),
        (
            "${split(\",\", var.names)[1]}",
            json!({"Fn::Select": [1, {"Fn::Split": [",", {"Ref": "Names"}]}]}),
        ),
        ("${var.names[0]}", json!({"Fn::Select": [0, {"Ref": "Names"}]})),
        ("${join(\"-\", [\"a\", var.b])}", json!({"Fn::Join": ["-", ["a", {"Ref": "B"}]]})),
        ("${base64encode(\"x ${var.b}\")}", json!({"Fn::Base64": {"Fn::Sub": "x ${B}"}})),
        (
            "${var.env == \"prod\" ? \"a\" : cluster.main.name}",
            json!({"Fn::If": ["EnvIsProd", "a", {"Ref": "MainCluster"}]}),
        ),
        (
            "${var.on ? var.b : null}",
            json!({"Fn::If": ["OnIsTrue", {"Ref": "B"}, {"Ref": "AWS::NoValue"}]}),
        ),
        (
            "${data.aws_availability_zones.available.names[0]}",
            json!({"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
        ),
    ] {
        let (value, template) = value_of(text);
        assert_eq!(value, expected, "{text}");
        let said = remarks(&template);
        assert!(said.iter().all(|it| it.starts_with("Variables are parameters")), "{said:#?}");
    }
}

#[test]
fn conditions_are_of_the_template() {
    let text = "${(var.a == \"x\" && !(var.b != \"y\") && var.c) || var.n == 1 ? \"p\" : \"q\"}";
    let (value, template) = value_of(text);
    assert_eq!(value, json!({"Fn::If": ["WebTaskDefinitionValueCondition", "p", "q"]}));
    let equals = |name: &str, text: &str| json!({"Fn::Equals": [{"Ref": name}, text]});
    assert_eq!(
        template.sections["Conditions"],
        json!({"WebTaskDefinitionValueCondition": {"Fn::Or": [
            {"Fn::And": [equals("A", "x"), {"Fn::Not": [{"Fn::Not": [equals("B", "y")]}]}, equals("C", "true")]},
            equals("N", "1"),
        ]}})
    );
    assert_eq!(template.sections["Parameters"]["C"]["AllowedValues"], json!(["true", "false"]));
}

#[test]
fn what_terraform_alone_knows_is_a_parameter_and_named() {
    for (inner, name) in [
        ("local.tag", "Tag"),
        ("data.terraform_remote_state.vpc.outputs.db_host", "VpcDbHost"),
        ("data.aws_ssm_parameter.db.value", "SsmParameterDbValue"),
        ("aws_db_instance.main.address", "DbInstanceMainAddress"),
        ("module.db.host", "DbHost"),
        ("var.map[\"k\"]", "WebTaskDefinitionValue"),
        ("max(1, var.n)", "WebTaskDefinitionValue"),
        ("lookup({ \"a\" = \"b\" }, var.k, null)", "WebTaskDefinitionValue"),
        ("var.env == cluster.main.name ? \"a\" : \"b\"", "WebTaskDefinitionValue"),
        ("[for x in var.xs : x][0]", "WebTaskDefinitionValue"),
    ] {
        let (value, template) = value_of(&format!("a ${{{inner}}}"));
        assert_eq!(value, json!({"Fn::Sub": format!("a ${{{name}}}")}), "{inner}");
        let at = "taskDefinition.web.containerDefinitions[a].environment[V].value";
        assert_says(&template, &format!("{at}: `${{{inner}}}` is for Terraform to tell"));
        let [parameter] = template.parameters.as_slice() else {
            panic!("{:?}", template.parameters)
        };
        assert_eq!(parameter.stands_for, format!("${{{inner}}}"));
        assert!(!template.sections.contains_key("Conditions"));
    }
}

#[test]
fn what_no_parameter_can_be_is_left_out_and_named() {
    let body = json!({"family": "web", "runtimePlatform": "${local.platform}",
        "containerDefinitions": "${jsondecode(file(\"x.json\"))}"});
    let template = export(&[("taskDefinition.web", body)]);
    assert_eq!(*properties(&template, "WebTaskDefinition"), json!({"Family": "web"}));
    assert_says(&template, "taskDefinition.web.runtimePlatform: `${local.platform}` was left out");
    assert_says(&template, "taskDefinition.web.containerDefinitions: `${jsondecode");
}

#[test]
fn parameters_have_the_type_of_their_place() {
    let template = export(&[(
        "service.web",
        json!({
            "serviceName": "${var.name}", "desiredCount": "${var.count}",
            "enableExecuteCommand": "${var.exec}",
            "networkConfiguration": {"awsvpcConfiguration": {
                "subnets": "${var.subnets}", "securityGroups": ["${var.group}", "sg-1"]}},
        }),
    )]);
    let types: Vec<(&str, &str)> = template.sections["Parameters"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, parameter)| (name.as_str(), parameter["Type"].as_str().unwrap()))
        .collect();
    assert_eq!(
        types,
        [
            ("Count", "Number"),
            ("Exec", "String"),
            ("Group", "AWS::EC2::SecurityGroup::Id"),
            ("Name", "String"),
            ("Subnets", "List<AWS::EC2::Subnet::Id>"),
        ]
    );
    let service = properties(&template, "WebService");
    assert_eq!(
        service["NetworkConfiguration"]["AwsvpcConfiguration"],
        json!({"Subnets": {"Ref": "Subnets"}, "SecurityGroups": [{"Ref": "Group"}, "sg-1"]})
    );
}

#[test]
fn unknown_keys_are_kept_with_a_capital_letter_and_named() {
    let template = export(&[
        (
            "taskDefinition.web",
            json!({
                "family": "web", "futureThing": {"innerKey": [{"deepKey": "${var.x}"}], "options": {"some-key": 1}},
                "containerDefinitions": [{"name": "a", "newFlag": true, "dockerLabels": {"com.example": "x", "a": "b"},
                    "logConfiguration": {"logDriver": "x", "options": {"mode": "y"}}}],
            }),
        ),
        ("loadBalancer.web", json!({"name": "web", "ipAddressType": "ipv4"})),
        (
            "service.web",
            json!({"serviceName": "web", "deploymentConfiguration": {"lifecycleHooks": [{"hookDetails": {"own": {"key": 1}}}]}}),
        ),
        (
            "role.web",
            json!({"policies": [{"policyName": "x", "policyDocument": {"statement": [{"condition": {"stringEquals": {"aws:x": "y"}}}]}}]}),
        ),
    ]);
    let definition = properties(&template, "WebTaskDefinition");
    assert_eq!(
        *definition,
        json!({
            "Family": "web",
            "FutureThing": {"InnerKey": [{"DeepKey": {"Ref": "X"}}], "Options": {"some-key": "1"}},
            "ContainerDefinitions": [{"Name": "a", "NewFlag": true, "DockerLabels": {"com.example": "x", "a": "b"},
                "LogConfiguration": {"LogDriver": "x", "Options": {"mode": "y"}}}],
        })
    );
    assert_says(
        &template,
        "taskDefinition.web.futureThing: `futureThing` is not known here and written as `FutureThing`",
    );
    assert_says(&template, "taskDefinition.web.containerDefinitions[a].newFlag: `newFlag` is");
    assert_eq!(properties(&template, "WebLoadBalancer")["IpAddressType"], "ipv4");
    let hook = &properties(&template, "WebService")["DeploymentConfiguration"]["LifecycleHooks"][0];
    assert_eq!(hook["HookDetails"], json!({"own": {"key": 1}}));
    assert_eq!(
        properties(&template, "WebRole")["Policies"],
        json!([{"PolicyName": "x", "PolicyDocument": {"statement": [{"condition": {"stringEquals": {"aws:x": "y"}}}]}}])
    );
}

#[test]
fn what_cloudformation_does_not_take_is_left_out_and_named() {
    let template = export(&[
        (
            "service.web",
            json!({"serviceName": "web", "clientToken": "x", "propagateTags": "NONE", "tags": [], "role": null,
                "healthCheckGracePeriodSeconds": 30}),
        ),
        (
            "taskDefinition.web",
            json!({"family": "web", "cpu": 256, "memory": "0.5 GB", "requiresCompatibilities": ["FARGATE"],
                "containerDefinitions": [{"name": "a", "dockerLabels": {"Ref": "x"}}]}),
        ),
    ]);
    assert_eq!(*properties(&template, "WebService"), json!({"ServiceName": "web"}));
    assert_says(&template, "service.web.clientToken: CloudFormation has no property");
    assert_says(&template, "service.web.propagateTags: CloudFormation has no word for NONE");
    assert_says(&template, "service.web.role: null was left out");
    assert_says(&template, "service.web.healthCheckGracePeriodSeconds: A service without");
    assert_eq!(
        *properties(&template, "WebTaskDefinition"),
        json!({"Family": "web", "Cpu": "256", "Memory": "512", "RequiresCompatibilities": ["FARGATE"],
            "ContainerDefinitions": [{"Name": "a"}], "NetworkMode": "awsvpc"})
    );
    assert_says(
        &template,
        "taskDefinition.web.containerDefinitions[a].dockerLabels: CloudFormation takes an object with nothing but `Ref`",
    );
}

#[test]
fn what_exists_is_named_by_what_is_known_of_it() {
    let body = |role: &str| json!({"body": {"family": "web", "executionRoleArn": role}});
    let template = export_of(json!({
        "role.found": {"origin": "lookUp", "body": {"roleName": "exec", "path": "/team/"}},
        "role.named": {"origin": "refer", "body": {"arn": "arn:aws:iam::1:role/x"}},
        "role.nothing": {"origin": "refer", "body": {}},
        "cluster.found": {"origin": "lookUp", "body": {"clusterName": "main"}},
        "logGroup.found": {"origin": "lookUp", "body": {"logGroupName": "/ecs/web"}},
        "namespace.found": {"origin": "lookUp", "body": {"name": "shop"}},
        "taskDefinition.found": {"origin": "lookUp", "body": {"family": "old"}},
        "targetGroup.found": {"origin": "lookUp", "body": {"name": "tg"}},
        "taskDefinition.a": body("${role.found}"),
        "taskDefinition.b": body("${role.named}"),
        "taskDefinition.c": body("${role.nothing}"),
        "taskDefinition.d": body("${role.gone}"),
        "taskDefinition.e": body("${logGroup.found.arn}"),
        "service.web": {"body": {
            "cluster": "${cluster.found}", "taskDefinition": "${taskDefinition.found}",
            "loadBalancers": [{"targetGroupArn": "${targetGroup.found}"}],
            "serviceConnectConfiguration": {"enabled": true, "namespace": "${namespace.found}"},
        }},
    }));
    let role = |name: &str| properties(&template, name)["ExecutionRoleArn"].clone();
    assert_eq!(
        role("ATaskDefinition"),
        json!({"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/team/exec"})
    );
    assert_eq!(role("BTaskDefinition"), "arn:aws:iam::1:role/x");
    assert_eq!(role("CTaskDefinition"), json!({"Ref": "NothingRoleArn"}));
    assert_eq!(role("DTaskDefinition"), json!({"Ref": "GoneRoleArn"}));
    assert_eq!(
        role("ETaskDefinition"),
        json!({"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/ecs/web"})
    );
    assert_eq!(
        *properties(&template, "WebService"),
        json!({
            "Cluster": "main", "TaskDefinition": "old",
            "LoadBalancers": [{"TargetGroupArn": {"Ref": "FoundTargetGroupArn"}}],
            "ServiceConnectConfiguration": {"Enabled": true, "Namespace": "shop"},
        })
    );
    assert_says(&template, "taskDefinition.c.executionRoleArn: The template cannot tell the ARN");
    assert_says(
        &template,
        "taskDefinition.d.executionRoleArn: There is no role `gone` in production",
    );
    assert_says(
        &template,
        "service.web.loadBalancers[0].targetGroupArn: CloudFormation looks nothing up: the ARN of the target group `found` is the parameter FoundTargetGroupArn.",
    );
    assert_says(&template, "service.web.taskDefinition: CloudFormation takes the newest revision");
    // Nothing that exists is made.
    assert_eq!(template.resources().unwrap().len(), 6);
}

#[test]
fn roles_may_do_what_their_tasks_need() {
    let definition = json!({"family": "web", "executionRoleArn": "${role.run}", "taskRoleArn": "${role.task}",
        "containerDefinitions": [{"name": "a", "secrets": [
            {"name": "A", "valueFrom": "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf:token::"},
            {"name": "B", "valueFrom": "/web/b"}]}]});
    let trust = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "${var.who}"}, "Action": "sts:AssumeRole"}]}"#;
    let template = export(&[
        ("role.run", json!({"roleName": "run"})),
        ("role.task", json!({"assumeRolePolicyDocument": trust})),
        ("taskDefinition.web", definition),
        (
            "service.web",
            json!({"taskDefinition": "${taskDefinition.web}", "enableExecuteCommand": true}),
        ),
    ]);
    let run = properties(&template, "RunRole");
    let principal = &run["AssumeRolePolicyDocument"]["Statement"][0]["Principal"];
    assert_eq!(*principal, json!({"Service": "ecs-tasks.amazonaws.com"}));
    assert_eq!(
        run["Policies"][0]["PolicyDocument"]["Statement"],
        json!([
            {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue",
                "Resource": ["arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf"]},
            {"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": [
                {"Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/web/b"}]},
        ])
    );
    let task = properties(&template, "TaskRole");
    let principal = &task["AssumeRolePolicyDocument"]["Statement"][0]["Principal"];
    assert_eq!(*principal, json!({"AWS": {"Ref": "Who"}}));
    assert_eq!(task["Policies"][0]["PolicyName"], "execute-command");
    assert_says(&template, "The template makes roles with names of their own");
}

#[test]
fn scaling_names_its_service_by_the_cluster_and_itself() {
    for (cluster, origin, expected) in [
        (
            json!("${cluster.main}"),
            "generate",
            json!({"Fn::Sub": "service/${MainCluster}/${WebService.Name}"}),
        ),
        (
            json!("${cluster.main.arn}"),
            "generate",
            json!({"Fn::Sub": "service/${MainCluster}/${WebService.Name}"}),
        ),
        (
            json!("${cluster.other}"),
            "generate",
            json!({"Fn::Sub": "service/shared/${WebService.Name}"}),
        ),
        (
            json!("arn:aws:ecs:r:1:cluster/c"),
            "generate",
            json!({"Fn::Sub": "service/c/${WebService.Name}"}),
        ),
        (Value::Null, "refer", json!("service/default/web")),
        (
            json!("${var.cluster}"),
            "refer",
            json!({"Fn::Join": ["", ["service/", {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::Sub": "${Cluster}/${Cluster}"}]}]}, "/web"]]}),
        ),
    ] {
        let template = export_of(json!({
            "cluster.main": {"body": {"clusterName": "main"}},
            "cluster.other": {"origin": "refer", "body": {"arn": "arn:aws:ecs:r:1:cluster/shared"}},
            "service.web": {"origin": origin, "body": {"serviceName": "web", "cluster": cluster}},
            "scaling.web": {"body": {"resourceId": "${service.web}", "minCapacity": 1, "maxCapacity": 2,
                "policies": [{"policyName": "by {environment}", "stepScalingPolicyConfiguration": {}}, {}]}},
        }));
        assert_eq!(properties(&template, "WebScalableTarget")["ResourceId"], expected);
        let policy = properties(&template, "WebScalableTargetByEnvironment");
        assert_eq!(policy["PolicyName"], "by production");
        assert_eq!(policy["PolicyType"], "StepScaling");
        let unnamed = properties(&template, "WebScalableTargetPolicy2");
        assert_eq!(unnamed["PolicyName"], "WebScalableTargetPolicy2");
    }
}

#[test]
fn what_the_design_does_not_say_of_a_vpc_is_asked_for() {
    let template = export_of(json!({
        "network.a": {"body": {"vpcId": "vpc-1", "subnets": ["10.0.1.0/24"], "natGateway": true,
            "securityGroups": ["tasks {environment}"], "cidrBlock": null}},
        "network.b": {"body": {"vpcId": "${var.vpc}", "subnetType": "public", "subnets": ["10.0.2.0/24"],
            "securityGroups": ["sg-1"]}},
        "network.c": {"body": {"vpcId": "${var.unused}", "subnets": ["subnet-1"], "securityGroups": ["sg-1"]}},
        "loadBalancer.web": {"body": {"scheme": "internal", "securityGroups": ["${network.a.securityGroups}"],
            "subnets": ["${network.c}"], "listeners": [{"port": 53, "protocol": "TCP_UDP"}]}},
        "targetGroup.web": {"body": {"name": "web"}},
    }));
    let names: Vec<&str> = template.parameters.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "ANetworkNatSubnetId",
            "ANetworkVpcCidrBlock",
            "BNetworkInternetGatewayId",
            "Vpc",
            "VpcId",
            "WebLoadBalancerListener53TargetGroupArn"
        ]
    );
    let group = properties(&template, "ANetworkTasksEnvironmentSecurityGroup");
    assert_eq!(group["GroupName"], "tasks production");
    let protocols: Vec<&Value> = group["SecurityGroupIngress"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            assert_eq!(rule["CidrIp"], json!({"Ref": "ANetworkVpcCidrBlock"}));
            &rule["IpProtocol"]
        })
        .collect();
    assert_eq!(protocols, ["tcp", "udp"]);
    let load_balancer = properties(&template, "WebLoadBalancer");
    assert_eq!(load_balancer["Subnets"], json!(["subnet-1"]));
    assert_says(&template, "network.a.vpcId: The design does not say which public subnet");
    assert_says(&template, "loadBalancer.web.listeners[0]: The listener names no target group");
    assert_says(&template, "targetGroup.web.vpcId: Neither the target group nor a network");
}

#[test]
fn a_network_whose_vpc_nobody_can_tell_is_made_all_the_same() {
    for vpc in [json!({"name": "x"}), json!("${network.a.vpcId}"), json!("${network.b}")] {
        let template = export(&[
            ("network.a", json!({"vpcId": vpc, "subnets": ["10.0.1.0/24"]})),
            ("network.b", json!({"vpcId": "${network.a}"})),
        ]);
        let group = properties(&template, "ANetworkSecurityGroup");
        let name = group["VpcId"]["Ref"].as_str().unwrap();
        assert!(template.sections["Parameters"].get(name).is_some(), "{vpc}: {name}");
        let said = remarks(&template);
        assert!(said.iter().any(|it| it.ends_with(&format!("parameter {name}."))), "{said:#?}");
    }
}

#[test]
fn logical_ids_and_parameters_never_meet() {
    let template = export(&[
        (
            "loadBalancer.web",
            json!({"listeners": [{"port": 80, "protocol": "HTTP"}, {"port": 80, "protocol": "HTTP"}]}),
        ),
        ("network.web", json!({"vpcId": "${var.web_network_security_group}"})),
        ("cluster.web", json!({"clusterName": "${var.web_load_balancer_listener80}"})),
        ("logGroup.web", json!({"logGroupName": "${var.web_cluster}"})),
    ]);
    let resources: Vec<&String> = template.resources().unwrap().keys().collect();
    for name in
        ["WebLoadBalancerListener80", "WebLoadBalancerListener80x", "WebNetworkSecurityGroup"]
    {
        assert!(resources.contains(&&name.to_owned()), "{name} is not in {resources:?}");
    }
    let parameters: Vec<&str> = template.parameters.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        parameters,
        ["WebCluster2", "WebLoadBalancerListener802", "WebNetworkSecurityGroup2"]
    );
}

#[test]
fn nothing_to_make_is_said() {
    let template =
        export_of(json!({"cluster.a": {"origin": "lookUp", "body": {"clusterName": "a"}}}));
    assert!(template.is_empty());
    assert_says(&template, "Nothing is generated here");
    let many: Vec<(String, Value)> =
        (0..501).map(|number| (format!("cluster.c{number}"), json!({}))).collect();
    let many: Vec<(&str, Value)> =
        many.iter().map(|(id, body)| (id.as_str(), body.clone())).collect();
    assert_says(&export(&many), "The template has 501 resources, and CloudFormation takes 500");
}

#[test]
fn both_syntaxes_say_the_same() {
    let template = export(&[("cluster.main", json!({"clusterName": "no"}))]);
    assert_eq!(
        template.text(Syntax::Yaml),
        "AWSTemplateFormatVersion: '2010-09-09'\n\nDescription: test, production\n\nResources:\n  MainCluster:\n    Type: AWS::ECS::Cluster\n    Properties:\n      ClusterName: 'no'\n"
    );
    let json: Value = serde_json::from_str(&template.text(Syntax::Json)).unwrap();
    assert_eq!(json, Value::Object(template.sections));
}
