//! What the JSON exports share: a record's body as AWS takes it, with references to other records resolved.

use serde_json::{Map, Value};

use crate::address::Address;
use crate::path::Path;
use crate::record::{Kind, RecordId};
use crate::reference::{Part, Reference, parts};
use crate::remark::Remark;
use crate::resolve::{Estate, Resolved};
use crate::text::all_of;

/// An exported JSON document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The document.
    pub value: Value,
    /// What could not be said as it stands.
    pub remarks: Vec<Remark>,
}

impl Document {
    /// The text of a file: indented by two spaces, with a newline at its end.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{:#}\n", self.value)
    }
}

/// The body of a record as AWS takes it: references to records replaced by what they stand for, nulls and an
/// empty `tags` left out. What cannot be resolved without AWS stays as `${…}`, and is named.
pub(crate) fn of_record(estate: &Estate, resolved: &Resolved) -> Document {
    of_value(estate, resolved, &resolved.body, &Path::root())
}

/// The same for a part of the body, which stands at `path`.
pub(super) fn of_value(
    estate: &Estate,
    resolved: &Resolved,
    value: &Value,
    path: &Path,
) -> Document {
    let mut writer =
        Writer { estate, record: &resolved.id, expressions: Vec::new(), remarks: Vec::new() };
    let value = writer.value(value, &|| path.clone()).unwrap_or_default();
    Document { value, remarks: writer.finish() }
}

/// Where a value stands; worked out only when something is to be said about it.
type At<'a> = &'a dyn Fn() -> Path;

struct Writer<'a> {
    estate: &'a Estate,
    record: &'a RecordId,
    /// Terraform expressions, each once.
    expressions: Vec<String>,
    remarks: Vec<Remark>,
}

impl Writer<'_> {
    fn finish(mut self) -> Vec<Remark> {
        if !self.expressions.is_empty() {
            let shown: Vec<String> =
                self.expressions.iter().map(|expression| format!("`{expression}`")).collect();
            let what =
                if shown.len() == 1 { "a Terraform expression" } else { "Terraform expressions" };
            self.remarks.push(Remark::at(
                Address::record(self.record.clone()),
                format!("{} stayed: AWS needs the value in place of {what}.", all_of(&shown)),
            ));
        }
        self.remarks
    }

    fn remark(&mut self, at: At<'_>, message: String) {
        self.remarks.push(Remark::at(Address::field(self.record.clone(), at()), message));
    }

    /// A value as AWS takes it; `None` for one that is left out.
    fn value(&mut self, value: &Value, at: At<'_>) -> Option<Value> {
        Some(match value {
            Value::Null => {
                self.remark(at, "null was left out: AWS takes no null.".to_owned());
                return None;
            }
            Value::String(text) => self.text(text, at),
            Value::Array(elements) => Value::Array(self.elements(elements, at)),
            Value::Object(members) => {
                let mut written = Map::new();
                for (key, member) in members {
                    let at: At<'_> = &|| at().key(key.clone());
                    if key == "tags" && is_empty_list(member) {
                        self.remark(at, "The empty list was left out: AWS takes none.".to_owned());
                    } else if let Some(member) = self.value(member, at) {
                        written.insert(key.clone(), member);
                    }
                }
                Value::Object(written)
            }
            other => other.clone(),
        })
    }

    /// The elements of a list; a reference to a list gives its elements.
    fn elements(&mut self, elements: &[Value], at: At<'_>) -> Vec<Value> {
        let mut written = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let at: At<'_> = &|| at().index(index);
            match element
                .as_str()
                .and_then(Reference::parse)
                .and_then(|reference| self.find(&reference))
            {
                Some(Value::Array(inner)) => {
                    written.extend(inner.iter().filter_map(|value| self.value(value, at)));
                }
                _ => written.extend(self.value(element, at)),
            }
        }
        written
    }

    fn text(&mut self, text: &str, at: At<'_>) -> Value {
        if !text.contains("${") {
            return Value::String(text.to_owned());
        }
        if let Some(reference) = Reference::parse(text)
            && let Some(found) = self.find(&reference)
        {
            // What a record says may hold expressions of its own.
            return match &found {
                Value::String(found) => Value::String(self.expressions_in(found)),
                _ => found,
            };
        }
        let mut written = String::with_capacity(text.len());
        for part in parts(text) {
            match part {
                Part::Text(text) => written.push_str(&text.replace("$${", "${")),
                Part::Expression(inner) => {
                    let found = Reference::parse_expression(inner).map(|reference| {
                        self.find(&reference).and_then(|found| found.as_str().map(str::to_owned))
                    });
                    match found {
                        Some(Some(found)) => written.push_str(&self.expressions_in(&found)),
                        Some(None) => {
                            self.remark(at, unresolved(self.estate, inner));
                            written.push_str(&format!("${{{inner}}}"));
                        }
                        None => written.push_str(&self.expressions_in(&format!("${{{inner}}}"))),
                    }
                }
            }
        }
        Value::String(written)
    }

    /// Notes the Terraform expressions in a text, which stay.
    fn expressions_in(&mut self, text: &str) -> String {
        let mut written = String::with_capacity(text.len());
        for part in parts(text) {
            match part {
                Part::Text(text) => written.push_str(&text.replace("$${", "${")),
                Part::Expression(inner) => {
                    let expression = format!("${{{inner}}}");
                    written.push_str(&expression);
                    if !self.expressions.contains(&expression) {
                        self.expressions.push(expression);
                    }
                }
            }
        }
        written
    }

    /// What a reference stands for where AWS takes it, as far as it is known without AWS.
    fn find(&self, reference: &Reference) -> Option<Value> {
        let target = self.estate.get(&reference.record)?;
        let member = |key: &str| target.body.get(key).filter(|value| !value.is_null()).cloned();
        let name = || member(target.id.kind().name_key());
        match (target.id.kind(), reference.attribute.as_deref()) {
            // `RegisterTaskDefinition` and `CreateService` take a role's name in place of its ARN, unless the
            // role has a path.
            (Kind::Role, None) => member("arn").or_else(|| match member("path") {
                None => name(),
                Some(path) if path == "/" => name(),
                Some(_) => None,
            }),
            (Kind::TargetGroup | Kind::LoadBalancer, None) => member("arn"),
            (Kind::Network, None) => None,
            (_, None | Some("name")) => name(),
            (_, Some(attribute)) => member(attribute),
        }
        .filter(|found| !refers_on(found))
    }
}

/// Whether a text is itself a reference to a record: one step is followed, so that no circle is.
fn refers_on(value: &Value) -> bool {
    value.as_str().is_some_and(|text| Reference::parse(text).is_some())
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

/// Why a reference to a record stayed.
fn unresolved(estate: &Estate, inner: &str) -> String {
    let Some(reference) = Reference::parse_expression(inner) else { return String::new() };
    let Some(target) = estate.get(&reference.record) else {
        return format!(
            "`${{{inner}}}` stayed: there is no {} in {}.",
            reference.record, estate.environment
        );
    };
    let kind = target.id.kind();
    match (kind, &reference.attribute) {
        (Kind::TargetGroup | Kind::LoadBalancer | Kind::Role, None) => format!(
            "`${{{inner}}}` stayed: AWS needs the {}'s ARN, which is not known before it exists. Give it as `arn` of {}, or put it in its place.",
            kind.label(),
            reference.record
        ),
        _ => format!(
            "`${{{inner}}}` stayed: its value is not known without AWS. Put it in its place."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{container_definitions, service, task_definition};
    use super::*;
    use crate::check::testing::design;
    use crate::resolve::resolve;
    use serde_json::json;

    /// What a document says, and the remarks.
    fn export(records: &[(&str, Value)], id: &str) -> (Value, Vec<String>) {
        let estate = resolve(&design(records), "production").unwrap();
        let id: RecordId = id.parse().unwrap();
        let document = match id.kind() {
            Kind::Service => service::create_input(&estate, &id),
            _ => task_definition::register_input(&estate, &id),
        }
        .unwrap();
        (document.value, document.remarks.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn references_become_what_aws_takes() {
        let neighbours = [
            ("cluster.main", json!({"clusterName": "c-{environment}"})),
            ("role.named", json!({"roleName": "exec", "path": "/"})),
            ("role.arn", json!({"roleName": "x", "arn": "arn:aws:iam::1:role/x"})),
            ("role.deep", json!({"roleName": "x", "path": "/deep/"})),
            ("logGroup.web", json!({"logGroupName": "/ecs/web"})),
            ("targetGroup.known", json!({"arn": "arn:tg"})),
            ("targetGroup.made", json!({"name": "web"})),
            ("network.a", json!({"subnets": ["subnet-1", "${var.subnet}"], "securityGroups": []})),
            (
                "taskDefinition.web",
                json!({"family": "web-{environment}",
                "executionRoleArn": "${role.named}", "taskRoleArn": "${role.arn}",
                "a": "${role.deep}", "b": "${role.gone}", "c": "${role.named.name}", "d": "x/${logGroup.web}",
                "e": "$${HOME}", "f": "${targetGroup.made.dnsName}"}),
            ),
            (
                "service.web",
                json!({"cluster": "${cluster.main}", "taskDefinition": "${taskDefinition.web}",
                "subnets": ["${network.a.subnets}"], "groups": ["${network.a.securityGroups}"],
                "loadBalancers": [{"targetGroupArn": "${targetGroup.known}"}, {"targetGroupArn": "${targetGroup.made}"}]}),
            ),
        ];
        let (task, remarks) = export(&neighbours, "taskDefinition.web");
        assert_eq!(
            task,
            json!({"family": "web-production", "executionRoleArn": "exec",
                "taskRoleArn": "arn:aws:iam::1:role/x", "a": "${role.deep}", "b": "${role.gone}", "c": "exec",
                "d": "x//ecs/web", "e": "${HOME}", "f": "${targetGroup.made.dnsName}"})
        );
        assert_eq!(remarks.len(), 3, "{remarks:?}");
        assert!(
            remarks[0].starts_with(
                "taskDefinition.web.a: `${role.deep}` stayed: AWS needs the role's ARN"
            )
        );
        assert!(remarks[1].contains("there is no role.gone in production"));

        let (service, remarks) = export(&neighbours, "service.web");
        assert_eq!(
            service,
            json!({"cluster": "c-production", "taskDefinition": "web-production",
                "subnets": ["subnet-1", "${var.subnet}"], "groups": [],
                "loadBalancers": [{"targetGroupArn": "arn:tg"}, {"targetGroupArn": "${targetGroup.made}"}]})
        );
        assert_eq!(remarks.len(), 2, "{remarks:?}");
        assert!(
            remarks[0].contains("loadBalancers[1].targetGroupArn: `${targetGroup.made}` stayed")
        );
        assert!(remarks[1].contains("`${var.subnet}` stayed"));
    }

    #[test]
    fn nulls_and_empty_tags_are_left_out_and_named() {
        let body = json!({"family": "web", "cpu": null, "tags": [], "containerDefinitions": [{"name": "a", "links": [null], "user": null, "command": []}]});
        let (value, remarks) = export(&[("taskDefinition.web", body)], "taskDefinition.web");
        assert_eq!(
            value.to_string(),
            r#"{"family":"web","containerDefinitions":[{"name":"a","links":[],"command":[]}]}"#
        );
        assert_eq!(remarks.len(), 4);
        assert_eq!(remarks[0], "taskDefinition.web.cpu: null was left out: AWS takes no null.");
    }

    #[test]
    fn a_circle_of_references_ends() {
        let records = [
            ("role.a", json!({"roleName": "${role.b}"})),
            ("role.b", json!({"roleName": "${role.a}"})),
            ("taskDefinition.web", json!({"family": "web", "taskRoleArn": "${role.a}"})),
        ];
        let (value, remarks) = export(&records, "taskDefinition.web");
        assert_eq!(value["taskRoleArn"], "${role.a}");
        assert_eq!(remarks.len(), 1);
    }

    #[test]
    fn container_definitions_are_a_bare_list() {
        let body = json!({"family": "${var.family}", "containerDefinitions": [{"name": "a", "image": "${var.image}"}]});
        let estate = resolve(&design(&[("taskDefinition.web", body)]), "production").unwrap();
        let document =
            container_definitions::array(&estate, &"taskDefinition.web".parse().unwrap()).unwrap();
        assert_eq!(
            document.text(),
            "[\n  {\n    \"name\": \"a\",\n    \"image\": \"${var.image}\"\n  }\n]\n"
        );
        assert_eq!(document.remarks.len(), 1);
        assert!(!document.remarks[0].message.contains("var.family"));
    }
}
