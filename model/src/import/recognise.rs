//! Which shape a JSON document has. Only what is certain is read; the rest is named.

use serde_json::{Map, Value};

use super::ImportError;
use super::case;
use super::collect::listed;
use super::format;
use crate::remark::Remark;
use crate::text::all_of;

/// One thing that a document holds.
pub(super) enum Found {
    /// A task definition, and what stood beside it in an answer of AWS: `tags`.
    TaskDefinition {
        body: Map<String, Value>,
        beside: Map<String, Value>,
    },
    /// Container definitions without their task definition.
    Containers(Vec<Value>),
    Service(Map<String, Value>),
    Cluster(Map<String, Value>),
    /// A CloudFormation template.
    Template(Map<String, Value>),
    /// A Compose file.
    Compose(Map<String, Value>),
}

impl Found {
    /// What it holds, of which lists may be too long.
    pub(super) fn values(&self) -> impl Iterator<Item = &Value> {
        let (members, elements): (Option<&Map<String, Value>>, &[Value]) = match self {
            Self::TaskDefinition { body: members, .. }
            | Self::Service(members)
            | Self::Cluster(members) => (Some(members), &[]),
            Self::Containers(elements) => (None, elements),
            // These have a limit of their own.
            Self::Template(_) | Self::Compose(_) => (None, &[]),
        };
        members.into_iter().flat_map(Map::values).chain(elements)
    }
}

/// What a document is.
pub(super) enum Recognised {
    Design(Value),
    Records(Vec<Found>),
}

/// Members that only a service has; `cluster` and `taskDefinition` are in other requests, too.
const OF_SERVICES: [&str; 7] = [
    "desiredCount",
    "deploymentConfiguration",
    "networkConfiguration",
    "loadBalancers",
    "launchType",
    "schedulingStrategy",
    "serviceName",
];

/// Finds out what a document is.
pub(super) fn recognise(
    value: Value,
    remarks: &mut Vec<Remark>,
) -> Result<Recognised, ImportError> {
    if value.get("formatVersion").is_some() {
        return Ok(Recognised::Design(value));
    }
    let mut value = match whole(value, remarks) {
        Ok(found) => return Ok(Recognised::Records(vec![found])),
        Err(other) => other,
    };
    if case::to_camel_case(&mut value) {
        remarks.push(Remark::new(
            "Keys that begin with a capital letter, as CloudFormation writes them, were read as the API's own: `Family` as `family`.",
        ));
    }
    records(value, remarks).map(Recognised::Records)
}

/// A document in a language of its own, whose keys are not the API's; any other is given back.
fn whole(value: Value, remarks: &mut Vec<Remark>) -> Result<Found, Value> {
    let Value::Object(mut members) = value else { return Err(value) };
    let is_object = |key: &str| members.get(key).is_some_and(Value::is_object);
    let all = |is: fn(&Value) -> bool| !members.is_empty() && members.values().all(is);
    if is_object("Resources") || members.contains_key("AWSTemplateFormatVersion") {
        return Ok(Found::Template(members));
    }
    if is_object("services") {
        return Ok(Found::Compose(members));
    }
    if all(is_resource) {
        remarks.push(Remark::new(
            "These are resources of CloudFormation without the template around them, and were read as those of one.",
        ));
        let mut template = Map::new();
        template.insert("Resources".to_owned(), Value::Object(members));
        return Ok(Found::Template(template));
    }
    if is_resource_type(members.get("Type")) && is_object("Properties") {
        remarks.push(Remark::new(
            "This is one resource of CloudFormation without its name, and was read as one of a template.",
        ));
        let mut resources = Map::new();
        resources.insert("Resource".to_owned(), Value::Object(members));
        let mut template = Map::new();
        template.insert("Resources".to_owned(), Value::Object(resources));
        return Ok(Found::Template(template));
    }
    if all(is_compose_service) {
        remarks.push(Remark::new(
            "This was read as a Compose file of version 1, which has its services at the top.",
        ));
        let services = std::mem::take(&mut members);
        members.insert("services".to_owned(), Value::Object(services));
        return Ok(Found::Compose(members));
    }
    Err(Value::Object(members))
}

fn is_resource_type(value: Option<&Value>) -> bool {
    value.and_then(Value::as_str).is_some_and(|kind| kind.starts_with("AWS::"))
}

fn is_resource(value: &Value) -> bool {
    is_resource_type(value.get("Type"))
}

/// Whether a value looks like a service of a Compose file and not like a container definition.
fn is_compose_service(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some();
    (has("image") || has("build")) && !has("name") && !has("containerDefinitions")
}

fn records(value: Value, remarks: &mut Vec<Remark>) -> Result<Vec<Found>, ImportError> {
    match value {
        Value::Object(members) => object(members, remarks),
        Value::Array(elements) => array(elements, remarks),
        other => {
            unrecognised(format!("the document is {}, not an object or a list", kind_of(&other)))
        }
    }
}

fn array(elements: Vec<Value>, remarks: &mut Vec<Remark>) -> Result<Vec<Found>, ImportError> {
    if elements.is_empty() {
        return unrecognised("the list is empty");
    }
    if elements.iter().all(is_arn) {
        return only_arns("the list");
    }
    if elements.iter().all(is_container) {
        return Ok(vec![Found::Containers(elements)]);
    }
    let mut found = Vec::new();
    for (index, element) in elements.into_iter().enumerate() {
        let Value::Object(members) = element else {
            return unrecognised(format!("element {index} of the list is {}", kind_of(&element)));
        };
        found.extend(object(members, remarks)?);
    }
    Ok(found)
}

/// Whether a value looks like one container definition and like nothing larger.
fn is_container(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some();
    (has("image") || has("name")) && !has("containerDefinitions") && !has("serviceName")
}

fn object(
    members: Map<String, Value>,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Found>, ImportError> {
    let is_object = |key: &str| members.get(key).is_some_and(Value::is_object);
    let has = |key: &str| members.contains_key(key);

    if let Some(format) = format::of_object(&members) {
        return Err(ImportError::OtherFormat { format });
    }
    if is_object("taskDefinition") {
        let mut beside = members;
        let Some(Value::Object(body)) = beside.shift_remove("taskDefinition") else {
            return unrecognised("`taskDefinition` is not an object");
        };
        return Ok(vec![Found::TaskDefinition { body, beside }]);
    }
    if has("containerDefinitions") || (has("family") && !has("taskDefinition")) {
        return Ok(vec![Found::TaskDefinition { body: members, beside: Map::new() }]);
    }
    if WRAPPERS
        .iter()
        .any(|(one, many, _)| is_object(one) || members.get(*many).is_some_and(Value::is_array))
    {
        return wrapped(members, remarks);
    }
    if OF_SERVICES.iter().any(|key| has(key)) {
        return Ok(vec![Found::Service(members)]);
    }
    if has("clusterName") {
        return Ok(vec![Found::Cluster(members)]);
    }
    let members = Value::Object(members);
    if is_container(&members) && members.get("image").is_some() {
        return Ok(vec![Found::Containers(vec![members])]);
    }
    if let Some((key, _)) = members.as_object().and_then(|members| {
        members.iter().find(|(key, value)| key.ends_with("Arns") && value.is_array())
    }) {
        return only_arns(&format!("`{key}`"));
    }
    let keys: Vec<String> = members
        .as_object()
        .map(|members| members.keys().take(5).map(|key| format!("`{key}`")).collect())
        .unwrap_or_default();
    unrecognised(if keys.is_empty() {
        "the object is empty".to_owned()
    } else {
        format!("an object with {} is nothing that is known here", all_of(&keys))
    })
}

/// Below which keys AWS answers with one service or cluster, or with a list of them.
type Wrapper = (&'static str, &'static str, fn(Map<String, Value>) -> Found);
const WRAPPERS: [Wrapper; 2] =
    [("service", "services", Found::Service), ("cluster", "clusters", Found::Cluster)];

/// What AWS answers with: things below their names, or lists of them. What stands beside them is named.
fn wrapped(
    mut members: Map<String, Value>,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Found>, ImportError> {
    let mut found = Vec::new();
    let mut empty = Vec::new();
    for (one, many, make) in WRAPPERS {
        if let Some(Value::Object(_)) = members.get(one)
            && let Some(Value::Object(members)) = members.shift_remove(one)
        {
            found.push(make(members));
        }
        let Some(Value::Array(_)) = members.get(many) else { continue };
        let Some(Value::Array(elements)) = members.shift_remove(many) else { continue };
        if elements.is_empty() {
            empty.push(format!("`{many}`"));
        }
        for (index, element) in elements.into_iter().enumerate() {
            match element {
                Value::Object(members) => found.push(make(members)),
                other => {
                    return unrecognised(format!("`{many}[{index}]` is {}", kind_of(&other)));
                }
            }
        }
    }
    let missing = not_found(&members);
    if found.is_empty() {
        let verb = if empty.len() == 1 { "is" } else { "are" };
        return unrecognised(format!(
            "{} {verb} empty{}",
            all_of(&empty),
            match missing.as_slice() {
                [] => String::new(),
                missing => format!(
                    ", and `failures` says that AWS did not find what was asked for: {}",
                    listed(missing)
                ),
            }
        ));
    }
    if !missing.is_empty() {
        remarks.push(Remark::new(format!(
            "AWS did not find {}, as its `failures` say: ask again with the right name, cluster and region if it belongs here.",
            listed(&missing)
        )));
    }
    let beside: Vec<String> = members
        .iter()
        .filter(|(key, value)| {
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            *key != "failures" || (missing.is_empty() && !is_empty)
        })
        .map(|(key, _)| key.clone())
        .collect();
    if !beside.is_empty() {
        let was = if beside.len() == 1 { "was" } else { "were" };
        let message =
            format!("{} {was} left out: beside the services or clusters.", listed(&beside));
        remarks.push(Remark::new(message));
    }
    Ok(found)
}

/// What AWS says that it did not find: the ARN or name, and the reason.
fn not_found(answer: &Map<String, Value>) -> Vec<String> {
    let failures = answer.get("failures").and_then(Value::as_array);
    let text =
        |failure: &Value, key: &str| failure.get(key).and_then(Value::as_str).map(str::to_owned);
    failures
        .into_iter()
        .flatten()
        .map(|failure| {
            let what = text(failure, "arn").unwrap_or_else(|| "something".to_owned());
            match text(failure, "reason") {
                Some(reason) => format!("{what} ({reason})"),
                None => what,
            }
        })
        .collect()
}

fn is_arn(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("arn:"))
}

/// What `aws ecs list-…` prints.
fn only_arns<T>(what: &str) -> Result<T, ImportError> {
    unrecognised(format!(
        "{what} holds ARNs only, which say what there is and not how it is set up. Take what `aws ecs describe-task-definition`, `describe-services` or `describe-clusters` prints for them"
    ))
}

fn unrecognised<T>(found: impl Into<String>) -> Result<T, ImportError> {
    Err(ImportError::Unrecognised { found: found.into() })
}

const fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
