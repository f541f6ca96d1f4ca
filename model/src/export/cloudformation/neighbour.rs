//! Log groups and namespaces.

use super::draft::{Draft, Resource};
use super::ecs::put;
use crate::cloudformation::{HTTP_NAMESPACE, PRIVATE_DNS_NAMESPACE};
use crate::record::Kind;
use crate::resolve::Resolved;

pub(super) fn log_group<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let properties = draft.properties(resolved, &["arn"]);
    put(draft, resolved, Kind::LogGroup, properties);
}

/// A namespace: two types of resources, by what services are found with.
pub(super) fn namespace<'a>(draft: &mut Draft<'a>, resolved: &'a Resolved) {
    let is_private = resolved.namespace().is_some_and(|namespace| namespace.kind.is("DNS_PRIVATE"));
    let (kind, elsewhere): (_, &[&str]) = if is_private {
        (PRIVATE_DNS_NAMESPACE, &["arn", "type"])
    } else {
        (HTTP_NAMESPACE, &["arn", "type", "vpc"])
    };
    let properties = draft.properties(resolved, elsewhere);
    let name = draft.names.of(&resolved.id);
    draft.put(name, Resource::of(kind, properties));
}
