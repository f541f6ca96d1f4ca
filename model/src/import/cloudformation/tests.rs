//! Templates as people write them.

use serde_json::{Value, json};

use super::super::{Imported, Outcome, read};
use crate::design::Design;

fn import(text: &str) -> (Design, Imported) {
    let into = Design::new("test");
    match read(text, None, &into) {
        Ok(Outcome::Records(imported)) => (into.apply(&imported.edits).unwrap().0, imported),
        other => panic!("{other:?}"),
    }
}

fn body(design: &Design, id: &str) -> Value {
    design.record(&id.parse().unwrap()).unwrap_or_else(|| panic!("no {id}")).body.clone()
}

fn remarks(imported: &Imported) -> String {
    imported.remarks.iter().map(|remark| format!("{remark}\n")).collect()
}

const SERVICE: &str = r#"
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Environment: {Type: String, Default: staging}
  Image: {Type: String}
  Port: {Type: Number, Default: 8080}
  Subnets: {Type: List<AWS::EC2::Subnet::Id>}
Mappings:
  Sizes:
    small: {cpu: 256, memory: '512'}
    staging: {memory: '1024'}
Conditions:
  IsProduction: !Equals [!Ref Environment, production]
  HasTwo: !Or [!Condition IsProduction, !Not [!Equals [!Ref Image, '']]]
Resources:
  Cluster:
    Type: AWS::ECS::Cluster
    DeletionPolicy: Retain
    Properties:
      ClusterSettings:
        - {Name: containerInsights, Value: enabled}
  Providers:
    Type: AWS::ECS::ClusterCapacityProviderAssociations
    Properties:
      Cluster: !Ref Cluster
      CapacityProviders: [FARGATE, FARGATE_SPOT]
      DefaultCapacityProviderStrategy: []
  LogGroup:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: !Sub '/ecs/${AWS::StackName}', RetentionInDays: '14'}
  ExecutionRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns:
        - !Sub 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'
  LambdaRole: {Type: AWS::IAM::Role, Properties: {}}
  Subnet: {Type: AWS::EC2::Subnet}
  TaskDefinition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      Cpu: !FindInMap [Sizes, small, cpu]
      Memory: !FindInMap [Sizes, !Ref Environment, memory]
      PidMode: !Transform {Name: x}
      ExecutionRoleArn: !GetAtt ExecutionRole.Arn
      TaskRoleArn: !If [IsProduction, !Ref ExecutionRole, !Ref 'AWS::NoValue']
      RequiresCompatibilities: [FARGATE]
      ContainerDefinitions:
        - Name: app
          Image: !Join [':', [!Join ['/', [!Ref 'AWS::AccountId', app]], !Ref Image]]
          Command: [sh, -c, 'echo ${HOME}']
          PortMappings:
            - ContainerPort: !Ref Port
          Environment:
            - {Name: URL, Value: !Sub 'http://${LoadBalancer.DNSName}:${Port}/${!literal}'}
            - !If [IsProduction, {Name: LEVEL, Value: warn}, !Ref 'AWS::NoValue']
            - {Name: COUNT, Value: 3}
          LogConfiguration:
            LogDriver: awslogs
            Options:
              awslogs-group: !Ref LogGroup
              awslogs-region: !Ref AWS::Region
              Mode: non-blocking
  Service:
    Type: AWS::ECS::Service
    Condition: HasTwo
    DependsOn: Listener
    Properties:
      Cluster: !GetAtt Cluster.Arn
      TaskDefinition: !Ref TaskDefinition
      DesiredCount: !If [HasTwo, 2, '1']
      PlacementStrategies: [{Type: spread, Field: x}]
      EnableExecuteCommand: 'true'
      LoadBalancers: !If
        - IsProduction
        - [{ContainerName: app, ContainerPort: !Ref Port, TargetGroupArn: !Ref TargetGroup}]
        - [{ContainerName: app, ContainerPort: '80', TargetGroupArn: !Ref TargetGroup}]
      NetworkConfiguration:
        AwsvpcConfiguration:
          Subnets: !Ref Subnets
          SecurityGroups:
            - Fn::ImportValue: !Sub '${AWS::StackName}-sg'
            - !Select [0, !Split [',', !Ref Image]]
            - !Ref Subnet
  TargetGroup:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      HealthCheckPath: /
      HealthyThresholdCount: '2'
      Matcher: {HttpCode: '200'}
      Port: 80
      TargetGroupAttributes:
        - {Key: deregistration_delay.timeout_seconds, Value: '30'}
        - {Key: stickiness.enabled, Value: 'true'}
  LoadBalancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: internal, IpAddressType: ipv4}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref LoadBalancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{Type: forward, TargetGroupArn: !Ref TargetGroup}]
Outputs:
  Url: {Value: !GetAtt LoadBalancer.DNSName}
"#;

#[test]
fn a_template_becomes_records_that_refer_to_one_another() {
    let (design, imported) = import(SERVICE);
    let added: Vec<String> = imported.added.iter().map(ToString::to_string).collect();
    assert_eq!(
        added,
        [
            "cluster.Cluster",
            "logGroup.LogGroup",
            "role.ExecutionRole",
            "taskDefinition.web",
            "service.Service",
            "targetGroup.TargetGroup",
            "loadBalancer.LoadBalancer"
        ]
    );
    assert_eq!(
        body(&design, "taskDefinition.web").to_string(),
        json!({
            "family": "web", "cpu": "256",
            "memory": "${lookup({ \"small\" = \"512\", \"staging\" = \"1024\" }, var.Environment, null)}",
            "pidMode": r#"{"Fn::Transform":{"Name":"x"}}"#,
            "executionRoleArn": "${role.ExecutionRole}",
            "taskRoleArn": "${var.Environment == \"production\" ? role.ExecutionRole.name : null}",
            "requiresCompatibilities": ["FARGATE"],
            "containerDefinitions": [{
                "name": "app",
                "image": "${data.aws_caller_identity.current.account_id}/app:${var.Image}",
                "command": ["sh", "-c", "echo $${HOME}"],
                "portMappings": [{"containerPort": "${var.Port}"}],
                "environment": [
                    {"name": "URL", "value": "http://${loadBalancer.LoadBalancer.dnsName}:${var.Port}/$${literal}"},
                    {"name": "LEVEL", "value": "warn"},
                    {"name": "COUNT", "value": "3"}
                ],
                "logConfiguration": {"logDriver": "awslogs", "options": {
                    "awslogs-group": "${logGroup.LogGroup}",
                    "awslogs-region": "${data.aws_region.current.region}",
                    "Mode": "non-blocking"
                }}
            }]
        })
        .to_string()
    );
    assert_eq!(
        body(&design, "service.Service").to_string(),
        json!({
            "serviceName": "Service",
            "cluster": "${cluster.Cluster.arn}", "taskDefinition": "${taskDefinition.web}",
            "desiredCount": "${var.Environment == \"production\" || var.Image != \"\" ? 2 : \"1\"}",
            "placementStrategy": [{"type": "spread", "field": "x"}],
            "enableExecuteCommand": true,
            "loadBalancers": [{"containerName": "app", "containerPort": 80, "targetGroupArn": "${targetGroup.TargetGroup}"}],
            "networkConfiguration": {"awsvpcConfiguration": {
                "subnets": "${var.Subnets}",
                "securityGroups": ["${var.StackName_sg}", "${split(\",\", var.Image)[0]}", "${var.Subnet}"]
            }}
        })
        .to_string()
    );
    assert_eq!(
        body(&design, "cluster.Cluster"),
        json!({"clusterName": "Cluster", "settings": [{"name": "containerInsights", "value": "enabled"}],
            "capacityProviders": ["FARGATE", "FARGATE_SPOT"], "defaultCapacityProviderStrategy": []})
    );
    assert_eq!(
        body(&design, "targetGroup.TargetGroup"),
        json!({"port": 80, "healthCheck": {"path": "/", "healthyThreshold": 2, "matcher": "200"}, "deregistrationDelay": 30})
    );
    assert_eq!(
        body(&design, "loadBalancer.LoadBalancer"),
        json!({"scheme": "internal",
            "listeners": [{"port": 80, "protocol": "HTTP", "targetGroup": "${targetGroup.TargetGroup}"}]})
    );
    assert_eq!(body(&design, "logGroup.LogGroup")["retentionInDays"], 14);
}

#[test]
fn what_the_template_computes_and_what_is_not_read_is_said() {
    let (_, imported) = import(SERVICE);
    let said = remarks(&imported);
    for part in [
        "`${var.Image}` (Image, without a default), `${var.Port}` (Port, default `8080`)",
        "`${data.aws_region.current.region}` is `AWS::Region`",
        "`${var.StackName_sg}` is what another stack exports as `${var.StackName}-sg`",
        "`${var.Subnet}` is Subnet (AWS::EC2::Subnet)",
        "read as if it did: `TaskDefinition.ContainerDefinitions[0].Environment[1]` (`IsProduction`). Take",
        "`Service.LoadBalancers` depends on the condition `IsProduction`: what holds with the parameters' defaults was read. The other says `[{\"ContainerName\":\"app\"",
        "`TaskDefinition.PidMode` has the text of its function `Fn::Transform`",
        "service.Service: The stack has it only if the condition `HasTwo` holds",
        "service.Service: CloudFormation makes up its name; here `serviceName` is `Service`",
        "targetGroup.TargetGroup: `TargetGroupAttributes stickiness.enabled` was left out",
        "loadBalancer.LoadBalancer: `IpAddressType` was left out",
        "role.ExecutionRole: `AssumeRolePolicyDocument` was left out",
        "These resources were not read: AWS::EC2::Subnet (Subnet) and AWS::IAM::Role (LambdaRole)",
        "`DeletionPolicy` and `DependsOn` were left out",
        "`Outputs` was left out: a design keeps",
        "taskDefinition.web: `containerDefinitions[0].environment[2].value` and `cpu` are texts now",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn json_and_pieces_of_templates_are_read_too() {
    let (design, _) = import(
        r#"{"Resources": {"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": {"Fn::Sub": "${AWS::StackName}-web"}, "ContainerDefinitions": [{"Name": "a", "Essential": "true", "Memory": "128"}]}}}}"#,
    );
    assert_eq!(
        body(&design, "taskDefinition.T"),
        json!({"family": "${var.StackName}-web", "containerDefinitions": [{"name": "a", "essential": true, "memory": 128}]})
    );
    let (design, imported) =
        import("Web:\n  Type: AWS::ECS::Service\n  Properties: {DesiredCount: 1}\n");
    assert_eq!(body(&design, "service.Web"), json!({"serviceName": "Web", "desiredCount": 1}));
    assert!(remarks(&imported).contains("without the template around them"));
    let (design, _) = import("Type: AWS::ECS::Cluster\nProperties: {ClusterName: main}\n");
    assert_eq!(body(&design, "cluster.main"), json!({"clusterName": "main"}));
}

#[test]
fn two_of_one_name_are_two_records() {
    let (design, imported) = import(
        "Resources:\n  A: {Type: AWS::ECS::Cluster, Properties: {ClusterName: x}}\n  B: {Type: AWS::ECS::Cluster, Properties: {ClusterName: x}}\n  S: {Type: AWS::ECS::Service, Properties: {ServiceName: s, Cluster: !Ref B}}\n",
    );
    assert_eq!(imported.added.len(), 3);
    assert_eq!(body(&design, "service.s")["cluster"], "${cluster.x-2}");
}

#[test]
fn a_template_without_ecs_is_refused() {
    let error = read("Resources:\n  Bucket: {Type: AWS::S3::Bucket}\n", None, &Design::new("test"))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("the template has no resource of ECS: it has `AWS::S3::Bucket`. What"),
        "{error}"
    );
}

#[test]
fn what_refers_to_itself_or_repeats_itself_ends() {
    let circle = "Conditions:\n  A: !Condition B\n  B: !Not [!Condition A]\nResources:\n  S: {Type: AWS::ECS::Service, Properties: {ServiceName: s, DesiredCount: !If [A, 1, 2]}}\n";
    let (design, imported) = import(circle);
    assert_eq!(body(&design, "service.s")["desiredCount"], "${var.A ? 1 : 2}");
    assert!(remarks(&imported).contains("`${var.A}` is whether `A` holds"));

    let mut doubling = "Conditions:\n  C0: !Equals [!Ref P, x]\n".to_owned();
    for number in 1..60 {
        let before = number - 1;
        doubling
            .push_str(&format!("  C{number}: !And [!Condition C{before}, !Condition C{before}]\n"));
    }
    doubling.push_str("Resources:\n  S: {Type: AWS::ECS::Service, Properties: {ServiceName: s, DesiredCount: !If [C59, 1, 2]}}\n");
    let (design, _) = import(&doubling);
    assert_eq!(body(&design, "service.s")["desiredCount"], "${var.C59 ? 1 : 2}");

    let long = format!(
        "Resources:\n  S:\n    Type: AWS::ECS::Service\n    Properties:\n      ServiceName: !Sub ['{}', {{X: {}}}]\n",
        "${X}".repeat(100_000),
        "y".repeat(10_000)
    );
    let error = read(&long, None, &Design::new("test")).unwrap_err().to_string();
    assert!(error.contains("more than 16 MiB"), "{error}");
}

const SCALED: &str = r"
Resources:
  Service:
    Type: AWS::ECS::Service
    Properties: {ServiceName: shop, Cluster: main, DesiredCount: 2}
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ScalableDimension: ecs:service:DesiredCount
      ResourceId: !Join ['/', [service, !Ref Cluster, !GetAtt Service.Name]]
      MinCapacity: '2'
      MaxCapacity: 10
      ScheduledActions:
        - ScheduledActionName: night
          Schedule: cron(0 20 * * ? *)
          ScalableTargetAction: {MinCapacity: 1, MaxCapacity: 1}
  Cpu:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: cpu
      PolicyType: TargetTrackingScaling
      ScalingTargetId: !Ref Target
      TargetTrackingScalingPolicyConfiguration:
        PredefinedMetricSpecification: {PredefinedMetricType: ECSServiceAverageCPUUtilization}
        TargetValue: 60
        ScaleInCooldown: '60'
  Table:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties: {ServiceNamespace: dynamodb, ResourceId: table/orders, MinCapacity: 1, MaxCapacity: 5}
  Elsewhere:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties: {ServiceNamespace: ecs, ResourceId: service/main/other, MinCapacity: 1, MaxCapacity: 2}
";

#[test]
fn scaling_comes_with_its_policies_and_without_what_scales_no_service() {
    let (design, imported) = import(SCALED);
    assert_eq!(
        body(&design, "scaling.Target").to_string(),
        json!({
            "resourceId": "${service.shop}", "minCapacity": 2, "maxCapacity": 10,
            "scheduledActions": [{"scheduledActionName": "night", "schedule": "cron(0 20 * * ? *)",
                "scalableTargetAction": {"minCapacity": 1, "maxCapacity": 1}}],
            "policies": [{"policyName": "cpu", "policyType": "TargetTrackingScaling",
                "targetTrackingScalingPolicyConfiguration": {
                    "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
                    "targetValue": 60, "scaleInCooldown": 60}}]
        })
        .to_string()
    );
    assert_eq!(body(&design, "scaling.Elsewhere")["resourceId"], "service/main/other");
    assert_eq!(imported.added.len(), 3);
    let said = remarks(&imported);
    assert!(said.contains("AWS::ApplicationAutoScaling::ScalableTarget (Table)"), "{said}");
    assert!(!said.contains("(Cpu)"), "{said}");
}

#[test]
fn a_namespace_that_ecs_uses_is_a_record() {
    let (design, imported) = import(
        r"
Resources:
  Inner: {Type: AWS::ServiceDiscovery::PrivateDnsNamespace, Properties: {Name: inner.example.com, Vpc: vpc-1}}
  Names: {Type: AWS::ServiceDiscovery::HttpNamespace, Properties: {Name: shop, Description: Short names}}
  Other: {Type: AWS::ServiceDiscovery::HttpNamespace, Properties: {Name: other}}
  Cluster:
    Type: AWS::ECS::Cluster
    Properties: {ClusterName: main, ServiceConnectDefaults: {Namespace: !GetAtt Names.Arn}}
  Service:
    Type: AWS::ECS::Service
    Properties: {ServiceName: s, ServiceConnectConfiguration: {Enabled: true, Namespace: !GetAtt Inner.Arn}}
",
    );
    assert_eq!(
        body(&design, "namespace.shop"),
        json!({"name": "shop", "description": "Short names", "type": "HTTP"})
    );
    assert_eq!(
        body(&design, "namespace.inner-example-com"),
        json!({"name": "inner.example.com", "vpc": "vpc-1", "type": "DNS_PRIVATE"})
    );
    let defaults = &body(&design, "cluster.main")["serviceConnectDefaults"];
    assert_eq!(defaults["namespace"], "${namespace.shop}");
    assert_eq!(
        body(&design, "service.s")["serviceConnectConfiguration"]["namespace"],
        "${namespace.inner-example-com}"
    );
    assert!(remarks(&imported).contains("AWS::ServiceDiscovery::HttpNamespace (Other)"));
}
