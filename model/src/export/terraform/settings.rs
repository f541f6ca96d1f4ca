//! What an export has once: versions, provider, other states, facts about the account, variables, outputs.

use serde_json::Value;

use super::Provider;
use super::draft::{Draft, Fact, Instance, Page, VariableType};
use super::expression::resource_type;
use crate::export::hcl::{Block, Expr, is_identifier};
use crate::order::sort_by;
use crate::record::{Kind, Origin};

pub(super) fn versions(draft: &mut Draft<'_>) {
    let version = match draft.choice.provider {
        Provider::V5 => "~> 5.100".to_owned(),
        Provider::V6 => format!("~> 6.{}", draft.provider_minor),
    };
    let aws =
        Expr::object([("source", Expr::from("hashicorp/aws")), ("version", Expr::from(version))]);
    let mut providers = Block::new("required_providers");
    providers.body().attribute("aws", aws);
    let terraform =
        Block::new("terraform").attribute("required_version", ">= 1.5.0").block(providers);
    draft.put(Page::Versions, terraform);
    let region = region(draft);
    draft.put(
        Page::Versions,
        Block::new("provider").label("aws").attribute("region", Expr::from_text(&region)),
    );
}

/// The Region, in a text: the design's, or an input variable where it has none.
pub(super) fn region(draft: &mut Draft<'_>) -> String {
    let region = &draft.design.settings.region;
    if region.is_empty() {
        draft.variable("region", VariableType::String, "AWS Region.");
        return "${var.region}".to_owned();
    }
    draft.mention_in_settings(region);
    region.clone()
}

pub(super) fn remote_states(draft: &mut Draft<'_>) {
    let design = draft.design;
    for state in &design.settings.terraform.remote_states {
        // A name that Terraform does not take would spoil the whole file.
        if !is_identifier(&state.name)
            || draft.declares(&format!("data.terraform_remote_state.{}", state.name))
        {
            continue;
        }
        let config = Value::Object(state.config.clone());
        crate::path::each_string(&config, &mut |_, text| {
            draft.mention_in_settings(text);
        });
        let block = Block::new("data")
            .label("terraform_remote_state")
            .label(&state.name)
            .attribute("backend", state.backend.as_str())
            .blank()
            .attribute("config", Expr::from_json_text(&config));
        draft.put(Page::Data, block);
    }
}

/// Data sources that belong to no record.
pub(super) fn facts(draft: &mut Draft<'_>) {
    let roles = std::mem::take(draft.page(Page::Iam));
    for fact in std::mem::take(&mut draft.facts) {
        let data = |kind: &str, name: &str| Block::new("data").label(kind).label(name);
        let (page, block) = match fact {
            Fact::AvailabilityZones => (
                Page::Data,
                data("aws_availability_zones", "available").attribute("state", "available"),
            ),
            Fact::CallerIdentity => (Page::Data, data("aws_caller_identity", "current")),
            Fact::Partition => (Page::Data, data("aws_partition", "current")),
            Fact::EcsTasksAssumeRole => {
                (Page::Iam, assume_role("ecs_tasks_assume_role", "ecs-tasks.amazonaws.com"))
            }
            Fact::EcsAssumeRole => (Page::Iam, assume_role("ecs_assume_role", "ecs.amazonaws.com")),
        };
        draft.put(page, block);
    }
    draft.page(Page::Iam).append(roles);
}

fn assume_role(name: &str, service: &str) -> Block {
    Block::new("data").label("aws_iam_policy_document").label(name).block(
        Block::new("statement").attribute("actions", Expr::list(["sts:AssumeRole"])).block(
            Block::new("principals")
                .attribute("type", "Service")
                .attribute("identifiers", Expr::list([service])),
        ),
    )
}

/// Every input variable that something uses, by name.
pub(super) fn variables(draft: &mut Draft<'_>) {
    let mut variables: Vec<_> = std::mem::take(&mut draft.variables).into_iter().collect();
    sort_by(&mut variables, |(one, _), (other, _)| one.cmp(other));
    for (name, variable) in variables {
        let block = Block::new("variable")
            .label(&name)
            .attribute("description", variable.description)
            .attribute("type", Expr::raw(variable.kind.expression()));
        draft.put(Page::Variables, block);
    }
}

/// What a person, or a configuration that reads this one's state, wants to know: maps by resource name, so
/// that one more service does not rename what is there.
pub(super) fn outputs<'a>(draft: &mut Draft<'a>, written: &[Instance<'a>]) {
    for (kind, output, attribute, description) in [
        (Kind::Cluster, "cluster_names", "name", "Names of the clusters."),
        (Kind::Cluster, "cluster_arns", "arn", "ARNs of the clusters."),
        (Kind::Service, "service_names", "name", "Names of the services."),
        (
            Kind::TaskDefinition,
            "task_definition_arns",
            "arn",
            "ARNs of the task definitions, each with its revision.",
        ),
        (
            Kind::LoadBalancer,
            "load_balancer_dns_names",
            "dns_name",
            "DNS names of the load balancers.",
        ),
    ] {
        let mut entries: Vec<(String, Expr)> = Vec::new();
        for instance in written {
            if instance.id().kind() == kind && instance.resolved.origin() == Origin::Generate {
                let name = draft.name(instance);
                let value = Expr::raw(&format!("{}.{name}.{attribute}", resource_type(kind)));
                entries.push((name, value));
            }
        }
        if !entries.is_empty() {
            let block = Block::new("output")
                .label(output)
                .attribute("description", description)
                .attribute("value", Expr::object(entries));
            draft.put(Page::Outputs, block);
        }
    }
}
