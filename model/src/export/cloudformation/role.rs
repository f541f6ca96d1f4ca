//! IAM roles: who may act in them, the managed policies that the design names, and the least that what uses
//! them needs.

use serde_json::{Map, Value, json};

use super::draft::{Draft, Resource, member};
use super::reference::arn;
use super::text::Text;
use crate::cloudformation::type_of;
use crate::export::needs::{self, Need};
use crate::path::Path;
use crate::record::Kind;
use crate::resolve::Resolved;

const TRUST: &str = "assumeRolePolicyDocument";

pub(super) fn write<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let trust = trust(draft, resolved);
    let mut properties = draft.properties(resolved, &["arn", TRUST]);
    properties.insert("AssumeRolePolicyDocument".to_owned(), trust);
    let mut policies = match properties.remove("Policies") {
        Some(Value::Array(said)) => said,
        Some(other) => {
            properties.insert("Policies".to_owned(), other);
            Vec::new()
        }
        None => Vec::new(),
    };
    policies.extend(secrets(draft, resolved).map(|found| policy("secrets", &found)));
    policies
        .extend(execute_command(draft, resolved).map(|found| policy("execute-command", &found)));
    if !policies.is_empty() {
        properties.insert("Policies".to_owned(), Value::Array(policies));
    }
    let name = draft.names.of(&resolved.id);
    if let Some(kind) = type_of(Kind::Role) {
        draft.put(name, Resource::of(kind, properties));
    }
    if member(resolved, "roleName").is_some() {
        draft.remark_on_all(
            "The template makes roles with names of their own: CloudFormation asks for that to be confirmed, with `--capabilities CAPABILITY_NAMED_IAM`.",
        );
    }
}

/// Who may act in the role: what the record says, else ECS's tasks, or ECS itself where that is what uses it.
fn trust<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) -> Value {
    let path = Path::root().key(TRUST);
    match member(resolved, TRUST) {
        Some(Value::String(text)) => match serde_json::from_str::<Map<String, Value>>(text) {
            Ok(document) => spelled_out(draft, resolved, &path, &Value::Object(document)),
            Err(_) => draft.text(resolved, &path, text).into_value(),
        },
        Some(document) => spelled_out(draft, resolved, &path, document),
        None => {
            let ecs_itself = draft.usage.is_for_ecs_itself(&resolved.id);
            let principal =
                if ecs_itself { "ecs.amazonaws.com" } else { "ecs-tasks.amazonaws.com" };
            document(&[json!({
                "Effect": "Allow",
                "Principal": {"Service": principal},
                "Action": "sts:AssumeRole",
            })])
        }
    }
}

/// A policy's document with its keys as they are, which are IAM's.
fn spelled_out<'a>(
    draft: &mut Draft<'a>,
    resolved: &'a Resolved,
    path: &Path,
    value: &Value,
) -> Value {
    match value {
        Value::String(text) => draft.text(resolved, path, text).into_value(),
        Value::Array(elements) => {
            elements.iter().map(|element| spelled_out(draft, resolved, path, element)).collect()
        }
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), spelled_out(draft, resolved, path, value)))
            .collect(),
        other => other.clone(),
    }
}

fn document(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn policy(name: &str, statements: &[Value]) -> Value {
    json!({"PolicyName": name, "PolicyDocument": document(statements)})
}

/// What an execution role must read for the tasks to start.
fn secrets<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) -> Option<Vec<Value>> {
    let definitions: Vec<&'a Resolved> =
        draft.usage.executed_by(&resolved.id).iter().filter_map(|id| draft.get(id)).collect();
    let mut found: [(&str, Vec<Value>); 4] = [
        ("secretsmanager:GetSecretValue", Vec::new()),
        ("ssm:GetParameters", Vec::new()),
        ("s3:GetObject", Vec::new()),
        ("s3:GetBucketLocation", Vec::new()),
    ];
    for definition in definitions {
        needs::each(&definition.body, &mut |need, path, text| {
            let [secrets, parameters, files, buckets] = &mut found;
            let mut value = draft.text(definition, path, text);
            let list = match need {
                Need::Secret => secrets,
                Need::Parameter => parameters,
                Need::NamedParameter => {
                    value = arn("ssm", [Text::literal("parameter/"), value]);
                    parameters
                }
                Need::File => files,
                Need::Bucket => buckets,
            };
            let value = value.into_value();
            if !list.1.contains(&value) {
                list.1.push(value);
            }
        });
    }
    let statements: Vec<Value> = found
        .into_iter()
        .filter(|(_, resources)| !resources.is_empty())
        .map(|(action, resources)| json!({"Effect": "Allow", "Action": action, "Resource": resources}))
        .collect();
    (!statements.is_empty()).then_some(statements)
}

/// What a task role must be allowed for ECS Exec, where a service of its tasks has it on.
fn execute_command(draft: &Draft<'_>, resolved: &Resolved) -> Option<Vec<Value>> {
    let usage = &draft.usage;
    let definitions = usage.run_by(&resolved.id).iter();
    let mut services = definitions.flat_map(|id| usage.services(id)).filter_map(|id| draft.get(id));
    let needed = services.any(|resolved| {
        resolved
            .service()
            .is_some_and(|service| service.enable_execute_command.known() == Some(&true))
    });
    needed.then(|| {
        vec![json!({
            "Effect": "Allow",
            "Action": [
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
            // These actions know no resources.
            "Resource": "*",
        })]
    })
}
