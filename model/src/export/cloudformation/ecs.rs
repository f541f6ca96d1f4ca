//! Clusters and task definitions.

use serde_json::Value;

use super::draft::{Draft, Resource, member};
use crate::cloudformation::type_of;
use crate::ecs::task_definition::TaskDefinition;
use crate::ecs::task_size::in_units;
use crate::record::Kind;
use crate::resolve::Resolved;

/// A cluster. Its capacity providers are properties of its own: none of them is made here, so that nothing has to
/// be there between the cluster and them, which is what `AWS::ECS::ClusterCapacityProviderAssociations` is for.
pub(super) fn cluster<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let properties = draft.properties(resolved, &[]);
    put(draft, resolved, Kind::Cluster, properties);
}

pub(super) fn task_definition<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let mut properties = draft.properties(resolved, &[]);
    for property in ["Cpu", "Memory"] {
        if let Some(Value::String(text)) = properties.get_mut(property)
            && let Some(units) = in_units(text)
        {
            *text = units.to_string();
        }
    }
    let is_fargate = resolved.task_definition().is_some_and(TaskDefinition::is_for_fargate);
    if is_fargate && member(resolved, "networkMode").is_none() {
        // What CloudFormation sends otherwise is refused.
        properties.insert("NetworkMode".to_owned(), "awsvpc".into());
    }
    put(draft, resolved, Kind::TaskDefinition, properties);
}

/// Adds the one resource of a record.
pub(super) fn put(
    draft: &mut Draft<'_>,
    resolved: &Resolved,
    kind: Kind,
    properties: serde_json::Map<String, Value>,
) {
    let name = draft.names.of(&resolved.id);
    if let Some(kind) = type_of(kind) {
        draft.put(name, Resource::of(kind, properties));
    }
}
