//! What rules' tests share: one record, one rule, what it finds and what its first fix makes of it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::address::Address;
use crate::design::Design;
use crate::diagnostic::Diagnostic;
use crate::edit::Edit;
use crate::record::{Kind, Record, RecordId};
use crate::rules::Rule;

/// A design in a Region with one environment, `production`, and these records: id, body.
pub(crate) fn design(records: &[(&str, Value)]) -> Design {
    let design = Design::new("test");
    let mut settings = (*design.settings).clone();
    settings.region = "eu-west-1".to_owned();
    let edits: Vec<Edit> = records
        .iter()
        .map(|(id, body)| Edit::AddRecord {
            id: id.parse().unwrap(),
            index: None,
            record: Arc::new(Record::new(body.as_object().unwrap().clone())),
        })
        .chain([Edit::SetSettings { settings: Box::new(settings) }])
        .collect();
    design.apply(&edits).unwrap().0
}

/// Nothing found.
pub(crate) const NONE: [&str; 0] = [];

/// A sound design, in one environment, `production`: a service on Fargate behind a load balancer, with all
/// that it needs. Then each change: a value at an address, `null` to take it away.
pub(crate) fn sound(changes: &[(&str, Value)]) -> Design {
    changed(&Design::parse(SOUND).unwrap(), changes)
}

/// The same in two environments, `production` and `staging`.
pub(crate) fn sound_twice(changes: &[(&str, Value)]) -> Design {
    let text = SOUND.replace(
        "[{\"name\": \"production\"}]",
        "[{\"name\": \"production\"}, {\"name\": \"staging\"}]",
    );
    changed(&Design::parse(&text).unwrap(), changes)
}

/// A design with other values at some addresses: `null` takes away; a whole record comes with its `body`.
pub(crate) fn changed(design: &Design, changes: &[(&str, Value)]) -> Design {
    let mut design = design.clone();
    for (at, value) in changes {
        let address: Address = at.parse().unwrap();
        let id = address.record.clone();
        let edit = if address.path.is_root() && value.is_null() {
            Edit::RemoveRecord { id }
        } else if address.path.is_root() {
            let record = Arc::new(Record::new(value.as_object().unwrap().clone()));
            Edit::AddRecord { id, index: None, record }
        } else if value.is_null() {
            Edit::Remove { address }
        } else {
            Edit::Set { address, value: value.clone() }
        };
        design = design.apply(&[edit]).unwrap().0;
    }
    design
}

/// The base value at an address; `null` when there is none.
pub(crate) fn value(design: &Design, at: &str) -> Value {
    let address: Address = at.parse().unwrap();
    let record = design.record(&address.record);
    record.and_then(|record| address.path.get(&record.body)).cloned().unwrap_or_default()
}

/// What one rule says about a design.
pub(crate) fn messages(rule: &Rule, design: &Design) -> Vec<String> {
    findings(rule, design).into_iter().map(|found| found.message).collect()
}

/// What one rule finds in a design, in every environment.
pub(crate) fn findings(rule: &Rule, design: &Design) -> Vec<Diagnostic> {
    super::check(design).merged().into_iter().filter(|found| found.rule.code == rule.code).collect()
}

/// The addresses at which one rule finds something.
pub(crate) fn addresses(rule: &Rule, design: &Design) -> Vec<String> {
    findings(rule, design).iter().map(|found| found.address.to_string()).collect()
}

/// The design after the first fix of the rule's first finding.
pub(crate) fn fixed(rule: &Rule, design: &Design) -> Design {
    let found = findings(rule, design);
    let fix = &found.first().expect("the rule finds nothing").fixes.first().expect("no fix").edits;
    let (fixed, _) = design.apply(fix).unwrap();
    let left = addresses(rule, &fixed);
    assert!(left.len() < found.len(), "the fix leaves {left:?}");
    fixed
}

/// The addresses at which one rule finds something in a task definition, `taskDefinition.subject`.
pub(crate) fn codes_in_task_definition(rule: &Rule, body: &Value) -> Vec<String> {
    addresses(rule, &design(&[("taskDefinition.subject", body.clone())]))
}

/// A task definition after the first fix of the rule's first finding.
pub(crate) fn fixed_task_definition(rule: &Rule, body: &Value) -> Value {
    let id = RecordId::new(Kind::TaskDefinition, "subject").unwrap();
    fixed(rule, &design(&[("taskDefinition.subject", body.clone())]))
        .record(&id)
        .unwrap()
        .body
        .clone()
}

/// A task definition for Fargate with these containers; the rest of it is as it should be.
pub(crate) fn fargate(containers: Value) -> Value {
    json!({
        "family": "web",
        "requiresCompatibilities": ["FARGATE"],
        "networkMode": "awsvpc",
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
        "containerDefinitions": containers,
    })
}

/// A task definition for EC2, in `bridge` mode, with these containers.
pub(crate) fn ec2(containers: Value) -> Value {
    json!({
        "family": "web",
        "requiresCompatibilities": ["EC2"],
        "networkMode": "bridge",
        "memory": "512",
        "containerDefinitions": containers,
    })
}

/// The same JSON with some members replaced; `null` takes one away.
pub(crate) fn with(mut base: Value, members: Value) -> Value {
    let object = base.as_object_mut().unwrap();
    for (key, value) in members.as_object().unwrap() {
        if value.is_null() {
            object.shift_remove(key);
        } else {
            object.insert(key.clone(), value.clone());
        }
    }
    base
}

/// A container that is as it should be, with some members replaced.
pub(crate) fn container(members: Value) -> Value {
    with(json!({"name": "app", "image": "app:1.0"}), members)
}

/// Where one rule finds something in a task definition, in the order in which it says so.
pub(crate) fn finds(rule: &Rule, body: &Value) -> Vec<String> {
    codes_in_task_definition(rule, body)
        .iter()
        .map(|address| {
            address.trim_start_matches("taskDefinition.subject").trim_start_matches('.').to_owned()
        })
        .collect()
}

/// What one rule says about a task definition first.
pub(crate) fn says(rule: &Rule, body: &Value) -> String {
    let design = design(&[("taskDefinition.subject", body.clone())]);
    findings(rule, &design).first().map(|found| found.message.clone()).unwrap_or_default()
}

const SOUND: &str = r#"{
  "formatVersion": 1,
  "name": "sound",
  "region": "eu-west-1",
  "environments": [{"name": "production"}],
  "records": {
    "cluster.main": {"body": {"clusterName": "main", "capacityProviders": ["FARGATE", "FARGATE_SPOT"]}},
    "service.web": {"body": {
      "serviceName": "web-{environment}",
      "cluster": "${cluster.main}",
      "taskDefinition": "${taskDefinition.web}",
      "desiredCount": 2,
      "launchType": "FARGATE",
      "networkConfiguration": {"awsvpcConfiguration": {
        "subnets": ["${network.private.subnets}"],
        "securityGroups": ["${network.private.securityGroups}"],
        "assignPublicIp": "DISABLED"
      }},
      "loadBalancers": [{"targetGroupArn": "${targetGroup.web}", "containerName": "app", "containerPort": 8080}],
      "deploymentConfiguration": {
        "deploymentCircuitBreaker": {"enable": true, "rollback": true},
        "maximumPercent": 200,
        "minimumHealthyPercent": 100
      }
    }},
    "taskDefinition.web": {"body": {
      "family": "web-{environment}",
      "networkMode": "awsvpc",
      "requiresCompatibilities": ["FARGATE"],
      "cpu": "256",
      "memory": "512",
      "executionRoleArn": "${role.execution}",
      "taskRoleArn": "${role.task}",
      "containerDefinitions": [{
        "name": "app",
        "image": "public.ecr.aws/example/app:1.4.2",
        "essential": true,
        "portMappings": [{"containerPort": 8080, "protocol": "tcp"}],
        "environment": [{"name": "LOG_LEVEL", "value": "info"}],
        "logConfiguration": {"logDriver": "awslogs", "options": {
          "awslogs-group": "${logGroup.web}", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "app"
        }}
      }]
    }},
    "loadBalancer.web": {"body": {
      "name": "web-{environment}",
      "type": "application",
      "scheme": "internet-facing",
      "subnets": ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"],
      "securityGroups": ["sg-0a1b2c3d4e5f60001"],
      "listeners": [
        {"port": 443, "protocol": "HTTPS", "certificateArn": "${var.certificate_arn}", "targetGroup": "${targetGroup.web}"},
        {"port": 80, "protocol": "HTTP", "redirectToPort": 443}
      ]
    }},
    "targetGroup.web": {"body": {
      "name": "web-{environment}", "port": 8080, "protocol": "HTTP", "targetType": "ip",
      "healthCheck": {"path": "/health"}
    }},
    "network.private": {"origin": "refer", "body": {
      "name": "private", "subnetType": "private", "natGateway": true,
      "subnets": ["subnet-0a1b2c3d4e5f60003", "subnet-0a1b2c3d4e5f60004"],
      "securityGroups": ["sg-0a1b2c3d4e5f60002"]
    }},
    "role.execution": {"body": {"roleName": "web-execution-{environment}"}},
    "role.task": {"body": {"roleName": "web-task-{environment}"}},
    "logGroup.web": {"body": {"logGroupName": "/ecs/web-{environment}", "retentionInDays": 30}}
  }
}"#;
