//! CloudFormation templates: task definitions, services and clusters become records, with the load balancers,
//! target groups, log groups, roles, namespaces and scaling around them. What the template computes becomes a Terraform expression;
//! what is not read is named.

mod condition;
mod function;
mod notes;
mod resource;
mod template;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::address::Address;
use crate::cloudformation::{
    ASSOCIATIONS, LISTENER, PRIVATE_DNS_NAMESPACE, SCALING_POLICY, kind_of, name_property,
};
use crate::record::{Kind, RecordId};
use crate::remark::Remark;
use crate::text::all_of;

use super::coerce::Scalars;
use super::collect::Collector;
use super::task_definition::{them, was};
use super::{ImportError, MAX_RECORDS};
use function::{Reader, as_function};
use resource::{body_of, listener, scaling_policy};
use template::{Resource, Template, names_in};

/// A record that a resource becomes.
struct Draft<'a> {
    id: RecordId,
    resource: &'a Resource,
    body: Map<String, Value>,
    remarks: Vec<String>,
}

/// Adds the records of a template.
///
/// # Errors
/// When it has no resource of ECS, or its functions make more text than a design holds.
pub(super) fn add(
    collector: &mut Collector<'_>,
    document: Map<String, Value>,
) -> Result<(), ImportError> {
    let template = Template::of(document)?;
    if template.resources.len() > MAX_RECORDS {
        return Err(ImportError::TooMany {
            count: template.resources.len(),
            what: "resources",
            most: MAX_RECORDS,
        });
    }
    let records = name_records(collector, &template);
    let mut reader = Reader::new(&template, &records);
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for resource in &template.resources {
        if let Some(id) = records.get(&resource.name) {
            drafts.push(draft(&mut reader, resource, id.clone()));
        }
    }
    let joined = join_others(&mut reader, &mut drafts);
    if reader.is_exhausted() {
        return Err(ImportError::Unrecognised {
            found: "the functions of the template, written out, make more than 16 MiB".to_owned(),
        });
    }
    let notes = reader.notes;
    for draft in drafts {
        let address = Address::record(draft.id.clone());
        collector.add_converted(draft.id, draft.body, Scalars::Loose);
        for message in draft.remarks {
            collector.remark(Remark::at(address.clone(), message));
        }
    }
    for remark in notes.remarks() {
        collector.remark(remark);
    }
    for message in left_out(&template, &records, &joined) {
        collector.remark(Remark::new(message));
    }
    Ok(())
}

/// The ids of the records that the template's resources become. A role or a namespace becomes one if
/// ECS is what uses it.
fn name_records(collector: &Collector<'_>, template: &Template) -> BTreeMap<String, RecordId> {
    let mut used = BTreeSet::new();
    for resource in template.resources.iter().filter(|one| one.kind.starts_with("AWS::ECS::")) {
        for value in resource.properties.values() {
            names_in(value, &mut used);
        }
    }
    let mut records = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for resource in &template.resources {
        let Some(kind) = kind_of(&resource.kind) else { continue };
        let namespace = resource.properties.get("ServiceNamespace").and_then(Value::as_str);
        if kind == Kind::Scaling && namespace.is_some_and(|namespace| namespace != "ecs") {
            continue;
        }
        if matches!(kind, Kind::Role | Kind::Namespace) && !used.contains(&resource.name) {
            continue;
        }
        let named = resource.properties.get(name_property(kind)).and_then(Value::as_str);
        let named = named.filter(|name| !name.is_empty()).unwrap_or(&resource.name);
        let mut id = collector.design.free_id(kind, named);
        let mut number = 2_u32;
        while taken.contains(&id) {
            id = collector.design.free_id(kind, &format!("{named}-{number}"));
            number += 1;
        }
        taken.insert(id.clone());
        records.insert(resource.name.clone(), id);
    }
    records
}

fn draft<'a>(reader: &mut Reader<'_>, resource: &'a Resource, id: RecordId) -> Draft<'a> {
    let kind = id.kind();
    let properties = reader.properties(&resource.name, &resource.properties);
    let (mut body, left) = body_of(kind, properties);
    if kind == Kind::Namespace {
        let private = resource.kind == PRIVATE_DNS_NAMESPACE;
        let kind = if private { "DNS_PRIVATE" } else { "HTTP" };
        body.insert("type".to_owned(), kind.into());
    }
    let mut remarks = Vec::new();
    if !left.is_empty() {
        let there = match kind {
            Kind::Service => "it is an order, not a setting".to_owned(),
            _ => format!("a design's {} has no place for {}", kind.label(), them(&left)),
        };
        remarks.push(format!("{} left out: {there}.", was(&left)));
    }
    if let Some(condition) = &resource.condition {
        remarks.push(format!(
            "The stack has it only if the condition `{condition}` holds; the design has it in every environment. Leave it out of those where it does not belong."
        ));
    }
    let needs_name = matches!(kind, Kind::Cluster | Kind::Service | Kind::TaskDefinition);
    if needs_name && !body.contains_key(kind.name_key()) {
        let rest = std::mem::take(&mut body);
        body.insert(kind.name_key().to_owned(), Value::String(resource.name.clone()));
        body.extend(rest);
        remarks.push(format!(
            "CloudFormation makes up its name; here `{}` is `{}`, the name that the template has for it.",
            kind.name_key(),
            resource.name
        ));
    }
    Draft { id, resource, body, remarks }
}

/// Adds listeners to their load balancers, capacity providers to their clusters, and policies to what they scale. The resources that found
/// their place.
fn join_others<'a>(reader: &mut Reader<'a>, drafts: &mut [Draft<'_>]) -> BTreeSet<&'a str> {
    let mut joined = BTreeSet::new();
    for resource in &reader.template.resources {
        let property = match resource.kind.as_str() {
            LISTENER => "LoadBalancerArn",
            ASSOCIATIONS => "Cluster",
            SCALING_POLICY => "ScalingTargetId",
            _ => continue,
        };
        let target = resource.properties.get(property).and_then(name_of);
        let Some(draft) =
            drafts.iter_mut().find(|draft| Some(draft.resource.name.as_str()) == target)
        else {
            continue;
        };
        if let Some(condition) = &resource.condition {
            draft.remarks.push(format!(
                "The stack has `{}` only if the condition `{condition}` holds; it was read as if it did.",
                resource.name
            ));
        }
        let mut properties = reader.properties(&resource.name, &resource.properties);
        if resource.kind == LISTENER {
            let (listener, left) = listener(properties);
            if !left.is_empty() {
                draft.remarks.push(format!(
                    "Of the listener `{}`, {} left out: a design's listener has no place for {}.",
                    resource.name,
                    was(&left),
                    them(&left)
                ));
            }
            let listeners =
                draft.body.entry("listeners").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(listeners) = listeners {
                listeners.push(listener);
            }
        } else if resource.kind == SCALING_POLICY {
            let policies = draft.body.entry("policies").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(policies) = policies {
                policies.push(scaling_policy(properties));
            }
        } else {
            properties.shift_remove("Cluster");
            let (associations, _) = body_of(Kind::Cluster, properties);
            for (key, value) in associations {
                draft.body.entry(key).or_insert(value);
            }
            draft.remarks.push(format!(
                "The capacity providers of `{}` are members of the cluster now.",
                resource.name
            ));
        }
        joined.insert(resource.name.as_str());
    }
    joined
}

/// The resource that a property names.
fn name_of(value: &Value) -> Option<&str> {
    match as_function(value, false)? {
        ("Ref", Value::String(name)) => Some(name),
        ("Fn::GetAtt", Value::Array(parts)) => parts.first()?.as_str(),
        ("Fn::GetAtt", Value::String(text)) => text.split('.').next(),
        _ => None,
    }
}

/// What of the template is not in the records.
fn left_out(
    template: &Template,
    records: &BTreeMap<String, RecordId>,
    joined: &BTreeSet<&str>,
) -> Vec<String> {
    let mut messages = Vec::new();
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut beside: BTreeSet<&str> = BTreeSet::new();
    for resource in &template.resources {
        if records.contains_key(&resource.name) || joined.contains(resource.name.as_str()) {
            beside.extend(resource.beside.iter().map(String::as_str));
        } else {
            kinds.entry(&resource.kind).or_default().push(&resource.name);
        }
    }
    if !kinds.is_empty() {
        // Each of them by its name: this is the only place that tells.
        let kinds: Vec<String> = kinds
            .into_iter()
            .map(|(kind, names)| format!("{kind} ({})", names.join(", ")))
            .collect();
        messages.push(format!(
            "These resources were not read: {}. The design has no records for them.",
            all_of(&kinds)
        ));
    }
    if !beside.is_empty() {
        let beside: Vec<String> = beside.into_iter().map(str::to_owned).collect();
        messages.push(format!(
            "{} left out: {} how CloudFormation makes, changes and deletes resources.",
            was(&beside),
            if beside.len() == 1 { "it says" } else { "they say" }
        ));
    }
    if !template.left.is_empty() {
        messages.push(format!(
            "{} left out: a design keeps what the records say.",
            was(&template.left)
        ));
    }
    messages
}
