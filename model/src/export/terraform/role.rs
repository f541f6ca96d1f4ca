//! IAM roles: who may act in them, the managed policies that the design names, and the least that what uses
//! them needs: the secrets, parameters and environment files of these task definitions and no others.

use indexmap::IndexSet;
use serde_json::Value;

use super::arguments::{Argument, elsewhere, tags, value};
use super::draft::{Draft, Fact, Instance, Page};
use super::settings::region;
use crate::export::hcl::{Block, Expr};
use crate::export::needs::Need;
use crate::path::Path;
use crate::resolve::Resolved;

pub(super) const ARGUMENTS: &[Argument] = &[
    elsewhere("roleName"),
    elsewhere("arn"),
    elsewhere("managedPolicyArns"),
    elsewhere("assumeRolePolicyDocument"),
    value("path", "path"),
    value("description", "description"),
    value("permissionsBoundary", "permissions_boundary"),
    value("maxSessionDuration", "max_session_duration"),
    tags(),
];

pub(super) fn write<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>) {
    let name = draft.name(instance);
    let mut role = Block::new("resource").label("aws_iam_role").label(&name);
    let own_name = draft.own_name(instance, &name);
    role.body().attribute("name", own_name);
    let path = Path::root().key("assumeRolePolicyDocument");
    let assume = match instance.member("assumeRolePolicyDocument") {
        Some(Value::String(text)) => draft.text(instance, &path, text),
        Some(said) => Expr::call("jsonencode", [draft.value(instance, &path, said)]),
        None => {
            let for_ecs =
                draft.worlds(instance).any(|(_, usage)| usage.is_for_ecs_itself(instance.id()));
            let (fact, document) = if for_ecs {
                (Fact::EcsAssumeRole, "ecs_assume_role")
            } else {
                (Fact::EcsTasksAssumeRole, "ecs_tasks_assume_role")
            };
            draft.facts.insert(fact);
            Expr::raw(&format!("data.aws_iam_policy_document.{document}.json"))
        }
    };
    role.body().attribute("assume_role_policy", assume);
    draft.arguments(instance, ARGUMENTS, role.body());
    draft.put(Page::Iam, role);
    attachments(draft, instance, &name);
    secrets_policy(draft, instance, &name);
    execute_command_policy(draft, instance, &name);
}

/// One attachment for each managed policy, named after the policy.
fn attachments<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>, name: &str) {
    let Some(Value::Array(policies)) = instance.member("managedPolicyArns") else { return };
    let list = Path::root().key("managedPolicyArns");
    let mut names: Vec<String> = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let Some(arn) = policy.as_str().filter(|arn| !arn.is_empty()) else { continue };
        let last = arn.rsplit('/').next().unwrap_or_default();
        let plain = !last.is_empty()
            && last.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let mut label = format!(
            "{name}_{}",
            if plain { last.to_owned() } else { format!("policy_{}", index + 1) }
        );
        while names.contains(&label) {
            label.push_str("_2");
        }
        names.push(label.clone());
        let arn = draft.text(instance, &list.index(index), arn);
        draft.put(
            Page::Iam,
            Block::new("resource")
                .label("aws_iam_role_policy_attachment")
                .label(label)
                .attribute("role", Expr::raw(&format!("aws_iam_role.{name}.name")))
                .attribute("policy_arn", arn),
        );
    }
}

/// What an execution role must read for the tasks to start.
#[derive(Default)]
struct Needs {
    secrets: Found,
    parameters: Found,
    files: Found,
    buckets: Found,
}

/// Rendered once each, in order of first mention.
#[derive(Default)]
struct Found {
    seen: IndexSet<String>,
    values: Vec<Expr>,
}

impl Found {
    fn add(&mut self, value: Expr) {
        if self.seen.insert(format!("{value:?}")) {
            self.values.push(value);
        }
    }
}

fn secrets_policy<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>, name: &str) {
    let used: Vec<_> = draft
        .worlds(instance)
        .flat_map(|(estate, usage)| {
            usage.executed_by(instance.id()).iter().map(move |id| (estate, id.clone()))
        })
        .collect();
    let mut needs = Needs::default();
    for (estate, id) in used {
        if let Some(definition) = draft.instance(&id, estate) {
            add_needs(draft, &definition, &mut needs);
        }
    }
    let statements = [
        (needs.secrets, "secretsmanager:GetSecretValue"),
        (needs.parameters, "ssm:GetParameters"),
        (needs.files, "s3:GetObject"),
        (needs.buckets, "s3:GetBucketLocation"),
    ];
    let mut document =
        Block::new("data").label("aws_iam_policy_document").label(format!("{name}_secrets"));
    for (found, action) in statements {
        if !found.values.is_empty() {
            document.body().block(
                Block::new("statement")
                    .attribute("actions", Expr::list([action]))
                    .attribute("resources", Expr::List(found.values)),
            );
        }
    }
    put_policy(draft, document, name, "secrets");
}

/// A policy of its own for a document that says something.
fn put_policy(draft: &mut Draft<'_>, mut document: Block, role: &str, what: &str) {
    if document.body().is_empty() {
        return;
    }
    draft.put(Page::Iam, document);
    draft.put(
        Page::Iam,
        Block::new("resource")
            .label("aws_iam_role_policy")
            .label(format!("{role}_{what}"))
            .attribute("name", what.replace('_', "-"))
            .attribute("role", Expr::raw(&format!("aws_iam_role.{role}.name")))
            .attribute(
                "policy",
                Expr::raw(&format!("data.aws_iam_policy_document.{role}_{what}.json")),
            ),
    );
}

fn add_needs<'a>(draft: &mut Draft<'a>, definition: &Instance<'a>, needs: &mut Needs) {
    let resolved: &'a Resolved = definition.resolved;
    crate::export::needs::each(&resolved.body, &mut |need, path, text| {
        let found = match need {
            Need::Secret => &mut needs.secrets,
            Need::Parameter | Need::NamedParameter => &mut needs.parameters,
            Need::File => &mut needs.files,
            Need::Bucket => &mut needs.buckets,
        };
        if need == Need::NamedParameter {
            draft.facts.extend([Fact::Partition, Fact::CallerIdentity]);
            let region = region(draft);
            let arn = format!(
                "arn:${{data.aws_partition.current.partition}}:ssm:{region}:${{data.aws_caller_identity.current.account_id}}:parameter/{text}"
            );
            found.add(Expr::from_text(&arn));
        } else {
            found.add(draft.text(definition, path, text));
        }
    });
}

/// What a task role must be allowed for ECS Exec, where a service of its tasks has it on.
fn execute_command_policy<'a>(draft: &mut Draft<'a>, instance: &Instance<'a>, name: &str) {
    let needed = draft.worlds(instance).any(|(estate, usage)| {
        usage.run_by(instance.id()).iter().flat_map(|id| usage.services(id)).any(|id| {
            estate
                .get(id)
                .and_then(|resolved| resolved.service())
                .is_some_and(|service| service.enable_execute_command.known() == Some(&true))
        })
    });
    if !needed {
        return;
    }
    let mut document = Block::new("data")
        .label("aws_iam_policy_document")
        .label(format!("{name}_execute_command"));
    document.body().block(
        Block::new("statement")
            .attribute(
                "actions",
                Expr::list([
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel",
                ]),
            )
            // These actions know no resources.
            .attribute("resources", Expr::list(["*"])),
    );
    put_policy(draft, document, name, "execute_command");
}
