//! The sections of a template.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::super::ImportError;

/// A template, with its sections as they stand.
pub(super) struct Template {
    pub(super) parameters: Map<String, Value>,
    pub(super) mappings: Map<String, Value>,
    pub(super) conditions: Map<String, Value>,
    pub(super) resources: Vec<Resource>,
    /// The names of the sections that are not read.
    pub(super) left: Vec<String>,
}

/// A resource of a template.
pub(super) struct Resource {
    /// The name that the template has for it, its logical id.
    pub(super) name: String,
    /// `AWS::ECS::Service`, `AWS::EC2::Subnet`.
    pub(super) kind: String,
    pub(super) properties: Map<String, Value>,
    /// The condition under which the stack has it.
    pub(super) condition: Option<String>,
    /// What stands beside the properties and is not read: `DependsOn`, `DeletionPolicy`.
    pub(super) beside: Vec<String>,
}

impl Template {
    /// The sections of a document.
    ///
    /// # Errors
    /// When it has no resource of ECS.
    pub(super) fn of(mut document: Map<String, Value>) -> Result<Self, ImportError> {
        let mut section = |name: &str| match document.shift_remove(name) {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let parameters = section("Parameters");
        let mappings = section("Mappings");
        let conditions = section("Conditions");
        let resources: Vec<Resource> = section("Resources")
            .into_iter()
            .filter_map(|(name, value)| match value {
                Value::Object(members) => Some(Resource::of(name, members)),
                _ => None,
            })
            .collect();
        if !resources.iter().any(|resource| resource.kind.starts_with("AWS::ECS::")) {
            let kinds: BTreeSet<&str> =
                resources.iter().map(|resource| resource.kind.as_str()).collect();
            let kinds: Vec<String> = kinds.into_iter().map(str::to_owned).collect();
            let found = if kinds.is_empty() {
                "the template has no resource of ECS: it has none at all".to_owned()
            } else {
                let has = super::super::collect::listed(&kinds);
                format!("the template has no resource of ECS: it has {has}")
            };
            return Err(ImportError::Unrecognised { found });
        }
        let known = ["AWSTemplateFormatVersion", "Description", "Metadata"];
        let left = document.keys().filter(|key| !known.contains(&key.as_str())).cloned().collect();
        Ok(Self { parameters, mappings, conditions, resources, left })
    }

    /// The default of a parameter, as text.
    pub(super) fn default_of(&self, parameter: &str) -> Option<String> {
        match self.parameters.get(parameter)?.get("Default")? {
            Value::String(text) => Some(text.clone()),
            value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
            _ => None,
        }
    }

    pub(super) fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }
}

impl Resource {
    fn of(name: String, mut members: Map<String, Value>) -> Self {
        let kind = match members.shift_remove("Type") {
            Some(Value::String(kind)) => kind,
            _ => String::new(),
        };
        let properties = match members.shift_remove("Properties") {
            Some(Value::Object(properties)) => properties,
            _ => Map::new(),
        };
        let condition = match members.shift_remove("Condition") {
            Some(Value::String(name)) => Some(name),
            _ => None,
        };
        let beside = members.keys().filter(|key| *key != "Metadata").cloned().collect();
        Self { name, kind, properties, condition, beside }
    }
}

/// The names that the functions in a value refer to.
pub(super) fn names_in(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("Ref", Value::String(name)) => {
                        found.insert(name.clone());
                    }
                    ("Fn::GetAtt", Value::Array(parts)) => {
                        found.extend(parts.first().and_then(Value::as_str).map(str::to_owned));
                    }
                    ("Fn::GetAtt", Value::String(text)) => {
                        found.extend(text.split('.').next().map(str::to_owned));
                    }
                    ("Fn::Sub", Value::String(text)) => names_of_sub(text, found),
                    ("Fn::Sub", Value::Array(parts)) => {
                        if let Some(text) = parts.first().and_then(Value::as_str) {
                            names_of_sub(text, found);
                        }
                        names_in(value, found);
                    }
                    _ => names_in(value, found),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|value| names_in(value, found)),
        _ => {}
    }
}

fn names_of_sub(text: &str, found: &mut BTreeSet<String>) {
    for rest in text.split("${").skip(1) {
        if let Some((name, _)) = rest.split_once('}') {
            found.extend(name.split('.').next().map(|name| name.trim().to_owned()));
        }
    }
}
