//! A service that names its task definition or its cluster in a text finds the record that is meant.

use serde_json::Value;

use crate::address::Address;
use crate::design::Design;
use crate::edit::Edit;
use crate::path::Path;
use crate::record::{Kind, Record, RecordId};
use crate::reference::Reference;
use crate::remark::Remark;
use crate::resolve::fill_text;

use super::collect::Collector;
use super::service::last_segment;

/// Links the services of the design to what was added, and the added services to what is there.
pub(super) fn link(collector: &mut Collector<'_>) {
    let services: Vec<RecordId> = collector
        .design
        .entries()
        .map(|(id, _)| id.clone())
        .filter(|id| id.kind() == Kind::Service)
        .collect();
    for service in services {
        for (key, kind) in [("taskDefinition", Kind::TaskDefinition), ("cluster", Kind::Cluster)] {
            link_one(collector, &service, key, kind);
        }
        link_unnamed(collector, &service);
    }
}

/// A service as ecspresso keeps it has neither a name nor a task definition, because its configuration names
/// both: it is linked to the only task definition there is.
fn link_unnamed(collector: &mut Collector<'_>, service: &RecordId) {
    let Some(record) = collector.design.record(service) else { return };
    if ["serviceName", "taskDefinition"].iter().any(|key| record.body.get(key).is_some()) {
        return;
    }
    let Some(target) = only_task_definition(&collector.design) else { return };
    if !collector.added().contains(service) && !collector.added().contains(&target) {
        return;
    }
    let value = Value::String(Reference::to(target.clone()).to_string());
    let address = Address::field(service.clone(), Path::root().key("taskDefinition"));
    let message = format!(
        "The file names no task definition, as ecspresso keeps it: the service runs {target} now, the only one there is."
    );
    collector.edit(Edit::Set { address: address.clone(), value });
    collector.remark(Remark::at(address, message));
}

fn only_task_definition(design: &Design) -> Option<RecordId> {
    let mut all = design.entries().map(|(id, _)| id).filter(|id| id.kind() == Kind::TaskDefinition);
    let only = all.next()?;
    all.next().is_none().then(|| only.clone())
}

fn link_one(collector: &mut Collector<'_>, service: &RecordId, key: &'static str, kind: Kind) {
    let Some(record) = collector.design.record(service) else { return };
    let Some(written) = record.body.get(key).and_then(Value::as_str) else { return };
    let written = written.to_owned();
    let name = if kind == Kind::TaskDefinition {
        family_of(&written).to_owned()
    } else {
        last_segment(&written)
    };
    let Some(target) = named(&collector.design, kind, &name) else { return };
    let is_new = |id: &RecordId| collector.added().contains(id);
    if !is_new(service) && !is_new(&target) {
        return;
    }
    let value = Value::String(Reference::to(target.clone()).to_string());
    let address = Address::field(service.clone(), Path::root().key(key));
    let message = format!("`{written}` is {target} now, the {} of that name.", kind.label());
    collector.edit(Edit::Set { address: address.clone(), value });
    collector.remark(Remark::at(address, message));
}

/// The one record of a kind that has this name, in any environment.
fn named(design: &Design, kind: Kind, name: &str) -> Option<RecordId> {
    let mut found = design.entries().filter(|(id, entry)| {
        id.kind() == kind && !name.is_empty() && has_name(design, &entry.record, kind, name)
    });
    let (id, _) = found.next()?;
    // Two of the same name: nobody knows which is meant.
    found.next().is_none().then(|| id.clone())
}

fn has_name(design: &Design, record: &Record, kind: Kind, name: &str) -> bool {
    let Some(written) = record.body.get(kind.name_key()).and_then(Value::as_str) else {
        return false;
    };
    written == name
        || design
            .settings
            .environments
            .iter()
            .any(|environment| fill_text(written, environment) == name)
}

/// The family in `family`, `family:revision` or a task definition's ARN.
pub(super) fn family_of(text: &str) -> &str {
    let name = text.rsplit_once(":task-definition/").map_or(text, |(_, name)| name);
    match name.rsplit_once(':') {
        Some((family, revision)) if revision.bytes().all(|byte| byte.is_ascii_digit()) => family,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::family_of;

    #[test]
    fn a_family_is_found_in_all_its_forms() {
        for text in ["web", "web:3", "arn:aws:ecs:us-west-2:1:task-definition/web:3"] {
            assert_eq!(family_of(text), "web");
        }
        assert_eq!(
            family_of("${aws_ecs_task_definition.web.arn}"),
            "${aws_ecs_task_definition.web.arn}"
        );
    }
}
