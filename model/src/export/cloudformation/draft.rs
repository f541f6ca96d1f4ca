//! `Draft`: the template while it is being written. Resources go into it one by one; parameters and remarks are
//! collected on the way.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::names::{Names, pascal};
use super::parameter::ParameterType;
use super::template::{Parameter, Template};
use crate::address::Address;
use crate::design::Design;
use crate::export::usage::Usage;
use crate::order::sort_by;
use crate::path::Path;
use crate::record::{Origin, RecordId};
use crate::remark::Remark;
use crate::resolve::{Estate, Resolved};
use crate::text::all_of;

/// A resource of the template.
#[derive(Debug, Default)]
pub(super) struct Resource {
    kind: &'static str,
    depends_on: Vec<String>,
    pub(super) properties: Map<String, Value>,
}

impl Resource {
    pub(super) fn new(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }

    pub(super) fn of(kind: &'static str, properties: Map<String, Value>) -> Self {
        Self { kind, properties, ..Self::default() }
    }

    /// This resource with a property.
    pub(super) fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        self.properties.insert(property.to_owned(), value.into());
        self
    }

    /// This resource, made after others that no property of it names.
    pub(super) fn after(mut self, others: impl IntoIterator<Item = String>) -> Self {
        for other in others {
            if !self.depends_on.contains(&other) {
                self.depends_on.push(other);
            }
        }
        self
    }

    fn into_value(self) -> Value {
        let mut resource = Map::new();
        resource.insert("Type".to_owned(), self.kind.into());
        match self.depends_on.as_slice() {
            [] => {}
            [one] => {
                resource.insert("DependsOn".to_owned(), one.as_str().into());
            }
            several => {
                resource.insert("DependsOn".to_owned(), several.into());
            }
        }
        if !self.properties.is_empty() {
            resource.insert("Properties".to_owned(), Value::Object(self.properties));
        }
        Value::Object(resource)
    }
}

/// A parameter that something of the template refers to.
#[derive(Debug)]
struct Asked {
    name: String,
    kind: ParameterType,
    description: String,
}

/// What [`Draft::back_to`] goes back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    parameters: usize,
    conditions: usize,
    remarks: usize,
}

#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) estate: &'a Estate,
    pub(super) usage: Usage,
    pub(super) names: Names,
    /// The records that are exported.
    chosen: HashSet<RecordId>,
    resources: Map<String, Value>,
    conditions: Map<String, Value>,
    outputs: Map<String, Value>,
    /// By what they stand for, and whether as a list.
    parameters: IndexMap<(String, bool), Asked>,
    said: HashSet<(Option<Address>, String)>,
    /// Each with the parameter that it is about, if it is about one.
    remarks: Vec<(Option<String>, Remark)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        design: &Design,
        estate: &'a Estate,
        chosen: &[&'a Resolved],
        resources: HashSet<String>,
    ) -> Self {
        Self {
            estate,
            usage: Usage::of(chosen.iter().copied()),
            names: Names::new(design, resources),
            chosen: chosen.iter().map(|resolved| resolved.id.clone()).collect(),
            resources: Map::new(),
            conditions: Map::new(),
            outputs: Map::new(),
            parameters: IndexMap::new(),
            said: HashSet::new(),
            remarks: Vec::new(),
        }
    }

    /// A record of the environment.
    pub(super) fn get(&self, id: &RecordId) -> Option<&'a Resolved> {
        let estate: &'a Estate = self.estate;
        estate.get(id).map(|resolved| -> &'a Resolved { resolved })
    }

    /// A record that the template makes.
    pub(super) fn made(&self, id: &RecordId) -> Option<&'a Resolved> {
        self.get(id)
            .filter(|resolved| resolved.origin() == Origin::Generate && self.chosen.contains(id))
    }

    /// Adds a resource.
    pub(super) fn put(&mut self, name: String, resource: Resource) {
        self.resources.insert(name, resource.into_value());
    }

    /// A logical id for one more resource, which begins like the one that it belongs to.
    pub(super) fn free(&self, base: &str) -> String {
        let mut name = pascal(base);
        while self.resources.contains_key(&name) {
            name.push('x');
        }
        name
    }

    /// The logical ids of the resources so far.
    pub(super) fn resource_names(&self) -> HashSet<String> {
        self.resources.keys().cloned().collect()
    }

    /// Adds an output; nothing refers to it, so that it may be called as anything else is.
    pub(super) fn output(&mut self, name: &str, description: &str, value: Value) {
        let mut output = Map::new();
        output.insert("Description".to_owned(), description.into());
        output.insert("Value".to_owned(), value);
        self.outputs.insert(name.to_owned(), Value::Object(output));
    }

    /// Says what the template cannot, once for each field and message.
    pub(super) fn remark(&mut self, resolved: &Resolved, path: &Path, message: &str) {
        let address = Address::field(resolved.id.clone(), resolved.canonical(path));
        self.say(None, Remark::at(address, message));
    }

    /// The same about a parameter that stands for something.
    pub(super) fn remark_on_parameter(
        &mut self,
        resolved: &Resolved,
        path: &Path,
        name: &str,
        message: &str,
    ) {
        let address = Address::field(resolved.id.clone(), resolved.canonical(path));
        self.say(Some(name.to_owned()), Remark::at(address, message));
    }

    /// Says something about the whole.
    pub(super) fn remark_on_all(&mut self, message: impl Into<String>) {
        self.say(None, Remark::new(message));
    }

    fn say(&mut self, parameter: Option<String>, remark: Remark) {
        if self.said.insert((remark.address.clone(), remark.message.clone())) {
            self.remarks.push((parameter, remark));
        }
    }

    /// The name of the parameter for an expression of the design; `base` is what it is called.
    pub(super) fn parameter(
        &mut self,
        stands_for: &str,
        base: &str,
        kind: ParameterType,
        description: &str,
    ) -> String {
        let key = (stands_for.to_owned(), kind.is_list());
        if let Some(asked) = self.parameters.get_mut(&key) {
            asked.kind = asked.kind.and(kind);
            return asked.name.clone();
        }
        let name = self.names.fresh(base);
        let asked = Asked { name: name.clone(), kind, description: description.to_owned() };
        self.parameters.insert(key, asked);
        name
    }

    /// The condition of a template that says this; `base` is what it is called.
    pub(super) fn condition(&mut self, base: &str, condition: Value) -> String {
        let known = self.conditions.iter().find(|(_, known)| **known == condition);
        if let Some((name, _)) = known {
            return name.clone();
        }
        let name = self.names.fresh(base);
        self.conditions.insert(name.clone(), condition);
        name
    }

    /// How much has been asked for and said.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            parameters: self.parameters.len(),
            conditions: self.conditions.len(),
            remarks: self.remarks.len(),
        }
    }

    /// Forgets what was asked for and said since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        while self.parameters.len() > mark.parameters {
            if let Some((_, asked)) = self.parameters.pop() {
                self.names.give_back(&asked.name);
            }
        }
        while self.conditions.len() > mark.conditions {
            let Some(last) = self.conditions.keys().next_back().cloned() else { break };
            self.conditions.shift_remove(&last);
            self.names.give_back(&last);
        }
        for (_, remark) in self.remarks.drain(mark.remarks..) {
            self.said.remove(&(remark.address, remark.message));
        }
    }

    /// The template, without what is empty.
    pub(super) fn finish(mut self, description: String) -> Template {
        self.forget_what_nothing_uses();
        let mut asked: Vec<((String, bool), Asked)> =
            std::mem::take(&mut self.parameters).into_iter().collect();
        sort_by(&mut asked, |(_, one), (_, other)| one.name.cmp(&other.name));
        self.say_variables(&asked);
        let mut parameters = Vec::new();
        let mut section = Map::new();
        for ((stands_for, _), Asked { name, kind, description }) in asked {
            section.insert(name.clone(), kind.section(&description));
            parameters.push(Parameter { name, stands_for });
        }
        let mut sections = Map::new();
        sections.insert("AWSTemplateFormatVersion".to_owned(), "2010-09-09".into());
        sections.insert("Description".to_owned(), description.into());
        for (name, section) in [("Parameters", section), ("Conditions", self.conditions)] {
            if !section.is_empty() {
                sections.insert(name.to_owned(), Value::Object(section));
            }
        }
        sections.insert("Resources".to_owned(), Value::Object(self.resources));
        if !self.outputs.is_empty() {
            sections.insert("Outputs".to_owned(), Value::Object(self.outputs));
        }
        let remarks = self.remarks.into_iter().map(|(_, remark)| remark).collect();
        Template { sections, parameters, remarks }
    }

    /// Takes away what was asked for in a place that did not take it.
    fn forget_what_nothing_uses(&mut self) {
        let mut used = HashSet::new();
        for value in self.resources.values().chain(self.outputs.values()) {
            names_in(value, &mut used);
        }
        self.conditions.retain(|name, _| used.contains(name));
        for condition in self.conditions.values() {
            names_in(condition, &mut used);
        }
        self.parameters.retain(|_, asked| used.contains(&asked.name));
        let parameters = &self.parameters;
        let is_there = |name: &String| parameters.values().any(|asked| asked.name == *name);
        self.remarks.retain(|(name, _)| name.as_ref().is_none_or(is_there));
    }

    fn say_variables(&mut self, asked: &[((String, bool), Asked)]) {
        let variables: Vec<String> = asked
            .iter()
            .filter(|((stands_for, _), _)| stands_for.starts_with("${var."))
            .map(|((stands_for, _), asked)| format!("`{stands_for}` is {}", asked.name))
            .collect();
        if !variables.is_empty() {
            self.remark_on_all(format!(
                "Variables are parameters of the stack, which have no values here: {}.",
                all_of(&variables)
            ));
        }
    }

    /// What a place of a record is called in the names of parameters.
    pub(super) fn place(&self, resolved: &Resolved, what: &str) -> String {
        self.names.of(&resolved.id) + &pascal(what)
    }
}

/// A member of a record's body, unless it is not there or says nothing.
pub(super) fn member<'a>(resolved: &'a Resolved, key: &str) -> Option<&'a Value> {
    resolved.body.get(key).filter(|value| !crate::export::place::says_nothing(value))
}

/// The parameters and conditions that functions in a value name.
fn names_in(value: &Value, used: &mut HashSet<String>) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| names_in(element, used)),
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("Ref", Value::String(name)) => {
                        used.insert(name.clone());
                    }
                    ("Fn::Sub", Value::String(text)) => {
                        let names =
                            text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
                        used.extend(names.map(|(name, _)| name.to_owned()));
                    }
                    ("Fn::If", Value::Array(parts)) => {
                        used.extend(parts.first().and_then(Value::as_str).map(str::to_owned));
                        names_in(value, used);
                    }
                    _ => names_in(value, used),
                }
            }
        }
        _ => {}
    }
}
