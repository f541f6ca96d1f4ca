//! `Design`: the one saved thing. Records by id, environments, and where the records stand on the canvas.

mod reading;
mod writer;

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::address::Address;
use crate::path::{Path, each_string};
use crate::record::{EnvironmentName, Kind, Record, RecordId};
use crate::reference::{Part, Reference, parts};

pub use writer::Writer;

/// The newest format that this program reads and the one that it writes.
pub const FORMAT_VERSION: u64 = 1;

/// What a team designs. Cloning copies pointers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {
    /// What holds for the whole design.
    pub settings: Arc<Settings>,
    pub(crate) records: IndexMap<RecordId, Entry>,
}

/// A record and where its card stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The record; two designs that share it hold the same pointer.
    pub record: Arc<Record>,
    /// Where somebody put the card; `None` leaves it to the automatic layout.
    pub place: Option<Place>,
}

/// A position on the canvas, in CSS pixels at a zoom of 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Place {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// What holds for the whole design.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The design's name.
    pub name: String,
    /// The AWS Region, such as `us-west-2`. Empty: Terraform asks for it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// The environments, in the order in which people think of them.
    pub environments: Vec<Environment>,
    /// How Terraform is written.
    #[serde(skip_serializing_if = "is_default")]
    pub terraform: TerraformSettings,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An environment: production, staging.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// The name, unique in the design.
    pub name: EnvironmentName,
    /// What `{key}` stands for in strings, next to `{environment}`, which is the name.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub variables: IndexMap<String, String>,
}

/// How Terraform is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TerraformSettings {
    /// Where container definitions go.
    pub container_definitions: ContainerDefinitionsStyle,
    /// States of other Terraform configurations that expressions read through
    /// `data.terraform_remote_state.<name>.outputs`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remote_states: Vec<RemoteState>,
}

/// Where Terraform takes container definitions from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ContainerDefinitionsStyle {
    /// `jsonencode([...])` in the resource.
    #[default]
    Jsonencode,
    /// A JSON file beside the configuration, read with `file()`.
    Files,
}

/// A `terraform_remote_state` data source.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteState {
    /// The data source's Terraform name.
    pub name: String,
    /// The backend's type, such as `s3`.
    pub backend: String,
    /// The backend's arguments.
    pub config: Map<String, Value>,
}

/// Whether a text can name an environment.
pub(crate) fn is_environment_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Why a text is not a design.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// The text is not JSON.
    #[error("line {line}, column {column}: this is not JSON: {reason}")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// The design was saved by a newer Bayplan.
    #[error(
        "this design has format version {found}, and this Bayplan reads up to {FORMAT_VERSION}: open it with a newer Bayplan"
    )]
    NewerFormat {
        /// The version in the text.
        found: u64,
    },
    /// The JSON is not the shape of a design.
    #[error("{place}: {reason}")]
    Shape {
        /// Where: a path from the design's root.
        place: String,
        /// What is wrong there, and what is expected.
        reason: String,
    },
}

impl Design {
    /// A design of that name with one environment and nothing in it.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let production = Environment { name: "production".into(), variables: IndexMap::new() };
        let settings = Settings {
            name: name.to_owned(),
            environments: vec![production],
            ..Settings::default()
        };
        Self { settings: Arc::new(settings), records: IndexMap::new() }
    }

    /// Reads a design.
    ///
    /// # Errors
    /// When the text is not JSON, is not a design, or was saved by a newer Bayplan. Whatever stands in a
    /// record's body is accepted: a wrong body is a diagnostic.
    pub fn parse(text: &str) -> Result<Self, DesignError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value: Value = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        Self::from_json(value)
    }

    /// Reads a design from parsed JSON.
    ///
    /// # Errors
    /// As [`Design::parse`].
    pub fn from_json(value: Value) -> Result<Self, DesignError> {
        let Value::Object(mut members) = value else {
            return Err(shape("the document", "a design is a JSON object"));
        };
        match members.shift_remove("formatVersion").as_ref().map(Value::as_u64) {
            Some(Some(found)) if found > FORMAT_VERSION => {
                return Err(DesignError::NewerFormat { found });
            }
            Some(Some(1..)) => {}
            _ => {
                return Err(shape(
                    "formatVersion",
                    "a design starts with \"formatVersion\": 1; a task definition or another file is imported instead",
                ));
            }
        }
        let records = match members.shift_remove("records") {
            None => Map::new(),
            Some(Value::Object(records)) => records,
            Some(_) => return Err(shape("records", "expected an object of records by id")),
        };
        let settings = reading::settings(members)?;
        let mut design = Self { settings: Arc::new(settings), records: IndexMap::new() };
        for (at, environment) in design.settings.environments.iter().enumerate() {
            let name = environment.name.as_ref();
            if !is_environment_name(name) {
                return Err(shape(
                    &format!("environments[{at}].name"),
                    &format!(
                        "`{name}` cannot name an environment: use letters, digits, `_` and `-`"
                    ),
                ));
            }
            if design
                .settings
                .environments
                .iter()
                .take(at)
                .any(|other| other.name == environment.name)
            {
                return Err(shape(
                    &format!("environments[{at}].name"),
                    &format!("there are two environments called `{name}`"),
                ));
            }
        }
        if design.settings.environments.is_empty() {
            let mut settings = (*design.settings).clone();
            settings.environments = Self::new("").settings.environments.clone();
            design.settings = Arc::new(settings);
        }
        for (id, value) in records {
            let place = format!("records.{id}");
            let id: RecordId = id.parse().map_err(|error| shape(&place, &format!("{error}")))?;
            let entry = reading::entry(&place, value)?;
            design.records.insert(id, entry);
        }
        Ok(design)
    }

    /// The design as JSON. Equal designs give equal JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut members = Map::new();
        members.insert("formatVersion".into(), FORMAT_VERSION.into());
        if let Ok(Value::Object(settings)) = serde_json::to_value(&*self.settings) {
            members.extend(settings);
        }
        let records =
            self.records.iter().map(|(id, entry)| (id.to_string(), entry.to_json())).collect();
        members.insert("records".into(), Value::Object(records));
        Value::Object(members)
    }

    /// The design as the text of a file: indented JSON with a newline at its end.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{:#}\n", self.to_json())
    }

    /// The environments' names, in order.
    pub fn environments(&self) -> impl Iterator<Item = &EnvironmentName> {
        self.settings.environments.iter().map(|environment| &environment.name)
    }

    /// Whether there is an environment of that name.
    #[must_use]
    pub fn has_environment(&self, name: &str) -> bool {
        self.environments().any(|environment| environment.as_ref() == name)
    }

    /// A record.
    #[must_use]
    pub fn record(&self, id: &RecordId) -> Option<&Arc<Record>> {
        self.records.get(id).map(|entry| &entry.record)
    }

    /// A record with its place.
    #[must_use]
    pub fn entry(&self, id: &RecordId) -> Option<&Entry> {
        self.records.get(id)
    }

    /// Every record, in order.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&RecordId, &Entry)> {
        self.records.iter()
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// An id that no record has, as near to `text` as possible: `web`, `web-2`, `web-3` …
    #[must_use]
    pub fn free_id(&self, kind: Kind, text: &str) -> RecordId {
        let wanted = RecordId::from_text(kind, text);
        if !self.records.contains_key(&wanted) {
            return wanted;
        }
        let mut number = 2_u32;
        loop {
            let candidate = RecordId::from_text(kind, &format!("{}-{number}", wanted.name()));
            if !self.records.contains_key(&candidate) {
                return candidate;
            }
            number += 1;
        }
    }

    /// The addresses whose strings refer to a record: what would break if it went away.
    #[must_use]
    pub fn references_to(&self, id: &RecordId) -> Vec<Address> {
        let mut found = Vec::new();
        for (from, entry) in &self.records {
            let record = &entry.record;
            for path in referring(&record.body, id) {
                found.push(Address::field(from.clone(), path.canonical(&record.body)));
            }
            for (environment, overrides) in &record.overrides {
                for (path, value) in &overrides.set {
                    for rest in referring(value, id) {
                        found.push(
                            Address::field(from.clone(), path.join(rest.segments()))
                                .within(Some(environment.clone())),
                        );
                    }
                }
            }
        }
        found
    }
}

/// The paths of the strings below `value` that refer to a record.
fn referring(value: &Value, id: &RecordId) -> Vec<Path> {
    let mut found = Vec::new();
    each_string(value, &mut |place, text| {
        let refers = text.contains("${")
            && parts(text).iter().any(|part| {
                matches!(part, Part::Expression(inner)
                    if Reference::parse_expression(inner).is_some_and(|reference| reference.record == *id))
            });
        if refers {
            found.push(place.path());
        }
    });
    found
}

pub(crate) fn not_json(error: &serde_json::Error) -> DesignError {
    let full = error.to_string();
    let reason =
        full.rsplit_once(" at line ").map_or(full.as_str(), |(reason, _)| reason).to_owned();
    DesignError::NotJson { line: error.line().max(1), column: error.column().max(1), reason }
}

fn shape(place: &str, reason: &str) -> DesignError {
    DesignError::Shape { place: place.to_owned(), reason: reason.to_owned() }
}

/// A record's members in a saved design, but for the body.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct SavedRecord {
    #[serde(skip_serializing_if = "is_default")]
    origin: crate::record::Origin,
    #[serde(skip_serializing_if = "Option::is_none")]
    environments: Option<Vec<EnvironmentName>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    body: Map<String, Value>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    overrides: IndexMap<EnvironmentName, crate::record::Overrides>,
}

impl Entry {
    /// Whether both hold the same pointer and stand at the same place: nothing was edited in between.
    #[must_use]
    pub fn is_shared(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.record, &other.record) && self.place == other.place
    }

    /// Whether both are the same to the last byte. Equality alone does not see the order of an object's members.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let text = |entry: &Self| entry.to_json().to_string();
        self.place == other.place
            && (Arc::ptr_eq(&self.record, &other.record)
                || (self.record == other.record && text(self) == text(other)))
    }

    /// The record and its place as JSON, as they stand in a saved design.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let saved = SavedRecord {
            origin: self.record.origin,
            environments: self.record.environments.clone(),
            place: self.place,
            body: self.record.body.as_object().cloned().unwrap_or_default(),
            overrides: self.record.overrides.clone(),
        };
        serde_json::to_value(saved).unwrap_or_default()
    }
}

impl Serialize for Record {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Entry { record: Arc::new(self.clone()), place: None }.to_json().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_design_says_where_and_why() {
        let message = |text: &str| Design::parse(text).unwrap_err().to_string();
        assert_eq!(
            message("{\n  \"formatVersion\": 1,\n  oops\n}"),
            "line 3, column 3: this is not JSON: key must be a string"
        );
        assert!(message("[]").contains("a design is a JSON object"));
        assert!(message("{\"family\": \"web\"}").contains("imported instead"));
        assert!(message("{\"formatVersion\": 2}").contains("open it with a newer Bayplan"));
        assert!(message("{\"formatVersion\": 1, \"records\": []}").starts_with("records: "));
        assert!(
            message("{\"formatVersion\": 1, \"records\": {\"pod.a\": {}}}")
                .starts_with("records.pod.a: ")
        );
        assert!(
            message("{\"formatVersion\": 1, \"records\": {\"service.a\": {\"body\": 3}}}")
                .starts_with("records.service.a.body: ")
        );
        assert!(
            message(
                "{\"formatVersion\": 1, \"environments\": [{\"name\": \"a\"}, {\"name\": \"a\"}]}"
            )
            .contains("two environments")
        );
    }

    #[test]
    fn unknown_settings_survive() {
        let text = r#"{"formatVersion":1,"name":"x","environments":[{"name":"p"}],"future":{"a":1},"records":{}}"#;
        assert_eq!(Design::parse(text).unwrap().to_json().to_string(), text);
    }

    #[test]
    fn references_are_found_in_bodies_and_overrides() {
        let text = r#"{"formatVersion":1,"environments":[{"name":"p"}],"records":{
            "role.a":{"body":{}},
            "taskDefinition.t":{"body":{"executionRoleArn":"${role.a}","taskRoleArn":"x"},
              "overrides":{"p":{"set":{"taskRoleArn":"${role.a.arn}"}}}}}}"#;
        let design = Design::parse(text).unwrap();
        let found: Vec<String> = design
            .references_to(&"role.a".parse().unwrap())
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, ["taskDefinition.t.executionRoleArn", "taskDefinition.t.taskRoleArn@p"]);
    }
}
