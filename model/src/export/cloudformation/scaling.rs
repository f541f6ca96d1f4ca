//! Scaling of services: the scalable target with its scheduled actions, and a resource for each policy.

use serde_json::{Map, Value};

use super::draft::{Draft, Resource, member};
use super::text::{Text, reference, select, split};
use crate::cloudformation::{SCALING_POLICY, type_of};
use crate::export::place::{element_path, is_expression};
use crate::path::Path;
use crate::record::Kind;
use crate::reference::{Part, Reference, parts};
use crate::resolve::Resolved;

pub(super) fn write<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let mut properties = Map::new();
    properties.insert("ServiceNamespace".to_owned(), "ecs".into());
    properties.insert("ScalableDimension".to_owned(), "ecs:service:DesiredCount".into());
    properties.insert("ResourceId".to_owned(), resource_id(draft, resolved));
    properties.extend(draft.properties(resolved, &["name", "resourceId", "policies"]));
    let name = draft.names.of(&resolved.id);
    if let Some(kind) = type_of(Kind::Scaling) {
        draft.put(name.clone(), Resource::of(kind, properties));
    }
    policies(draft, resolved, &name);
}

fn policies<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved, target: &str) {
    let Some(Value::Array(policies)) = member(resolved, "policies") else { return };
    let list = Path::root().key("policies");
    for (index, policy) in policies.iter().enumerate() {
        let path = element_path(&list, index, policy);
        let Some(Value::Object(mut properties)) = draft.value_at(resolved, &path, policy) else {
            continue;
        };
        // As it is written, which is the same in every environment.
        let own = list.index(index).key("policyName");
        let own = own.get(&resolved.overlay).and_then(Value::as_str).unwrap_or_default();
        let base = match (!own.is_empty()).then_some(own) {
            Some(own) => format!("{target} {own}"),
            None => format!("{target} policy {}", index + 1),
        };
        let name = draft.free(&base);
        if properties.get("PolicyName").is_none_or(|said| said == "") {
            properties.insert("PolicyName".to_owned(), name.as_str().into());
        }
        if !properties.contains_key("PolicyType") {
            let tracks = properties.contains_key("TargetTrackingScalingPolicyConfiguration");
            let kind = if tracks { "TargetTrackingScaling" } else { "StepScaling" };
            properties.insert("PolicyType".to_owned(), kind.into());
        }
        properties.insert("ScalingTargetId".to_owned(), reference(target));
        draft.put(name, Resource::of(SCALING_POLICY, properties));
    }
}

/// `service/cluster/service`: of a service of the design, made of its and its cluster's names.
fn resource_id<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) -> Value {
    let path = Path::root().key("resourceId");
    let Some(Value::String(said)) = member(resolved, "resourceId") else {
        draft.remark(
            resolved,
            &path,
            "The scaling does not say which service it scales: CloudFormation will refuse it.",
        );
        return Value::from("");
    };
    let service = Reference::parse(said)
        .map(|reference| reference.record)
        .filter(|id| id.kind() == Kind::Service);
    let Some(service) = service else { return draft.text(resolved, &path, said).into_value() };
    let cluster = match draft.get(&service) {
        Some(service) => cluster_name(draft, service),
        None => Text::literal("default"),
    };
    let name = draft.text(resolved, &path, &format!("${{{service}.name}}"));
    Text::of([Text::literal("service/"), cluster, Text::literal("/"), name]).into_value()
}

/// The name of a service's cluster.
fn cluster_name<'a>(draft: &mut Draft<'a>, service: &'a Resolved) -> Text {
    let path = Path::root().key("cluster");
    let Some(Value::String(said)) = member(service, "cluster") else {
        return Text::literal("default");
    };
    if let Some(reference) = Reference::parse(said) {
        let name = draft.text(service, &path, &format!("${{{}.name}}", reference.record));
        // What exists may be known by its ARN alone, whose last part is the name.
        let last = name.plain().and_then(|plain| plain.rsplit('/').next()).map(Text::literal);
        return last.unwrap_or(name);
    }
    let text = draft.text(service, &path, said);
    match parts(said).as_slice() {
        // The cluster's name, or its ARN.
        [Part::Text(said)] => Text::literal(said.rsplit('/').next().unwrap_or(said)),
        // A name, or an ARN, which ends with `/` and the name. Twice with a `/` between, both have the name second.
        [Part::Expression(inner)] if is_expression(inner) => {
            let twice = Text::of([text.clone(), Text::literal("/"), text]).into_value();
            Text::function(select(1, split("/", twice)))
        }
        _ => text,
    }
}
