//! A service as `aws ecs create-service --cli-input-json` and `aws ecs update-service --cli-input-json` take it.

use serde_json::Value;

use crate::address::Address;
use crate::path::Path;
use crate::record::RecordId;
use crate::remark::Remark;
use crate::resolve::Estate;
use crate::text::all_of;

use super::document::{self, Document};

/// Members of `CreateService` that `UpdateService` does not take, but for the name, which it calls `service`.
///
/// botocore 1.44.5, ECS service model 2014-11-13.
const ONLY_WHEN_CREATED: [&str; 5] =
    ["clientToken", "launchType", "role", "schedulingStrategy", "tags"];

/// The create input of a service in one environment; `None` when there is no such service.
///
/// The cluster is named by its name and the task definition by its family, which is its newest revision.
#[must_use]
pub fn create_input(estate: &Estate, id: &RecordId) -> Option<Document> {
    let resolved = estate.get(id)?;
    resolved.service()?;
    Some(document::of_record(estate, resolved))
}

/// The update input of the same service. What only its creation takes is left out, and said.
#[must_use]
pub fn update_input(estate: &Estate, id: &RecordId) -> Option<Document> {
    let Document { value, mut remarks } = create_input(estate, id)?;
    let Value::Object(members) = value else { return Some(Document { value, remarks }) };
    let (left_out, kept): (Vec<_>, Vec<_>) =
        members.into_iter().partition(|(key, _)| ONLY_WHEN_CREATED.contains(&key.as_str()));
    let value = kept
        .into_iter()
        .map(
            |(key, member)| {
                if key == "serviceName" { ("service".to_owned(), member) } else { (key, member) }
            },
        )
        .collect();
    let names: Vec<&str> = left_out.iter().map(|(key, _)| key.as_str()).collect();
    // What the remarks are about is gone with it.
    remarks.retain(|remark| {
        let about = remark.address.as_ref().map(|address| &address.path);
        about.is_none_or(|path| {
            !names.iter().any(|name| path.starts_with(&Path::root().key((*name).to_owned())))
        })
    });
    if !names.is_empty() {
        remarks.push(Remark::at(
            Address::record(id.clone()),
            format!("{} left out: only the creation of a service takes it.", all_of(&names)),
        ));
    }
    Some(Document { value, remarks })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::design::Design;
    use crate::ecs::members;
    use crate::record::Kind;
    use crate::resolve::resolve;

    #[test]
    fn an_update_has_what_the_api_takes() {
        let shapes: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/api-shapes.json")).unwrap();
        let taken = |member: &str| {
            let members = shapes["operations"]["UpdateService"].as_array().unwrap();
            members.iter().any(|one| one["path"] == member)
        };
        for member in members(Kind::Service) {
            let is_left_out =
                member.key == "serviceName" || ONLY_WHEN_CREATED.contains(&member.key);
            assert_eq!(taken(member.key), !is_left_out, "{}", member.key);
        }
    }

    #[test]
    fn what_only_creation_takes_is_left_out_and_said() {
        let design = json!({"formatVersion": 1, "records": {"service.web": {"body": {
            "serviceName": "web", "cluster": "main", "desiredCount": 2, "launchType": "FARGATE",
            "tags": [{"key": "a", "value": "${var.a}"}], "futureKey": true}}}});
        let design = Design::from_json(design).unwrap();
        let estate = resolve(&design, "production").unwrap();
        let id = "service.web".parse().unwrap();
        let Document { value, remarks } = update_input(&estate, &id).unwrap();
        assert_eq!(
            value.to_string(),
            r#"{"service":"web","cluster":"main","desiredCount":2,"futureKey":true}"#
        );
        let said: Vec<&str> = remarks.iter().map(|remark| remark.message.as_str()).collect();
        assert!(
            said.contains(
                &"launchType and tags left out: only the creation of a service takes it."
            ),
            "{said:?}"
        );
    }
}
