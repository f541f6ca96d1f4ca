//! Which shape a JSON document has. Only what is certain is read; the rest is named.

use serde_json::{Map, Value};

use super::ImportError;
use super::case;
use super::format;
use crate::remark::Remark;

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
    records(value).map(Recognised::Records)
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

fn records(value: Value) -> Result<Vec<Found>, ImportError> {
    match value {
        Value::Object(members) => object(members),
        Value::Array(elements) => array(elements),
        other => {
            unrecognised(format!("the document is {}, not an object or a list", kind_of(&other)))
        }
    }
}

fn array(elements: Vec<Value>) -> Result<Vec<Found>, ImportError> {
    if elements.is_empty() {
        return unrecognised("the list is empty");
    }
    if elements.iter().all(is_container) {
        return Ok(vec![Found::Containers(elements)]);
    }
    let mut found = Vec::new();
    for (index, element) in elements.into_iter().enumerate() {
        let Value::Object(members) = element else {
            return unrecognised(format!("element {index} of the list is {}", kind_of(&element)));
        };
        found.extend(object(members)?);
    }
    Ok(found)
}

/// Whether a value looks like one container definition and like nothing larger.
fn is_container(value: &Value) -> bool {
    let has = |key: &str| value.get(key).is_some();
    (has("image") || has("name")) && !has("containerDefinitions") && !has("serviceName")
}

fn object(members: Map<String, Value>) -> Result<Vec<Found>, ImportError> {
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
    for (one, many, make) in [
        ("service", "services", Found::Service as fn(Map<String, Value>) -> Found),
        ("cluster", "clusters", Found::Cluster),
    ] {
        if is_object(one) || members.get(many).is_some_and(Value::is_array) {
            return wrapped(members, one, many, make);
        }
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
    let keys: Vec<String> = members
        .as_object()
        .map(|members| members.keys().take(5).map(|key| format!("`{key}`")).collect())
        .unwrap_or_default();
    unrecognised(if keys.is_empty() {
        "the object is empty".to_owned()
    } else {
        format!("an object with {} is nothing that is known here", crate::text::all_of(&keys))
    })
}

/// What AWS answers with: one thing below its name, or a list of them.
fn wrapped(
    mut members: Map<String, Value>,
    one: &str,
    many: &str,
    make: fn(Map<String, Value>) -> Found,
) -> Result<Vec<Found>, ImportError> {
    let elements = match (members.shift_remove(one), members.shift_remove(many)) {
        (Some(value @ Value::Object(_)), _) => vec![value],
        (_, Some(Value::Array(elements))) => elements,
        _ => Vec::new(),
    };
    if elements.is_empty() {
        let failures = members.get("failures").and_then(Value::as_array).map_or(0, Vec::len);
        return unrecognised(format!(
            "`{many}` is empty{}",
            if failures > 0 {
                ", and `failures` says that AWS did not find what was asked for"
            } else {
                ""
            }
        ));
    }
    elements
        .into_iter()
        .enumerate()
        .map(|(index, element)| match element {
            Value::Object(members) => Ok(make(members)),
            other => unrecognised(format!("`{many}[{index}]` is {}", kind_of(&other))),
        })
        .collect()
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
