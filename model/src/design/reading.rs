//! Reading a saved design: each value where it belongs, or an error that names the place.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::{
    ContainerDefinitionsStyle, DesignError, Entry, Environment, Place, RemoteState, Settings,
    TerraformSettings, shape,
};
use crate::edit::overrides::tidy;
use crate::path::Path;
use crate::record::{EnvironmentName, Origin, Overrides, Record};

type Read<T> = Result<T, DesignError>;

/// The members of an object that are not read yet, and where the object stands.
struct Members {
    place: String,
    members: Map<String, Value>,
}

impl Members {
    fn of(place: String, value: Value) -> Read<Self> {
        Ok(Self { members: object(&place, value)?, place })
    }

    fn place(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    /// A member, read; what holds without it, when it is not there.
    fn take<T: Default>(&mut self, key: &str, read: fn(&str, Value) -> Read<T>) -> Read<T> {
        match self.members.shift_remove(key) {
            Some(value) => read(&self.place(key), value),
            None => Ok(T::default()),
        }
    }

    /// A member that has to be there, read.
    fn required<T>(&mut self, key: &str, read: fn(&str, Value) -> Read<T>) -> Read<T> {
        match self.members.shift_remove(key) {
            Some(value) => read(&self.place(key), value),
            None => Err(shape(&self.place(key), "this member has to be there, and is not")),
        }
    }

    /// Nothing else may stand there: it would be lost.
    fn end(self) -> Read<()> {
        match self.members.keys().next() {
            Some(key) => Err(shape(&self.place(key), "no such member is known here")),
            None => Ok(()),
        }
    }
}

/// The settings: what a design has beside its records. What is not known stays.
pub(super) fn settings(members: Map<String, Value>) -> Read<Settings> {
    let mut members = Members { place: String::new(), members };
    Ok(Settings {
        name: members.take("name", text)?,
        region: members.take("region", text)?,
        environments: members.take("environments", environments)?,
        terraform: members.take("terraform", terraform)?,
        other: members.members,
    })
}

/// A record with its place.
pub(super) fn entry(place: &str, value: Value) -> Read<Entry> {
    let mut members = Members::of(place.to_owned(), value)?;
    let mut record = Record {
        origin: members.take("origin", origin)?,
        environments: members.take("environments", optional_names)?,
        body: Value::Object(members.take("body", object)?),
        overrides: members.take("overrides", overrides)?,
    };
    let place = members.take("place", optional_place)?;
    members.end()?;
    // Somebody may have written the file by hand.
    tidy(&mut record);
    Ok(Entry { record: Arc::new(record), place })
}

fn environments(place: &str, value: Value) -> Read<Vec<Environment>> {
    each(place, value, |place, value| {
        let mut members = Members::of(place.to_owned(), value)?;
        let environment = Environment {
            name: members.required("name", text)?.into(),
            variables: members.take("variables", variables)?,
        };
        members.end()?;
        Ok(environment)
    })
}

fn variables(place: &str, value: Value) -> Read<IndexMap<String, String>> {
    let members = object(place, value)?.into_iter();
    members.map(|(key, value)| Ok((key.clone(), text(&format!("{place}.{key}"), value)?))).collect()
}

fn terraform(place: &str, value: Value) -> Read<TerraformSettings> {
    let mut members = Members::of(place.to_owned(), value)?;
    let settings = TerraformSettings {
        container_definitions: members.take("containerDefinitions", style)?,
        remote_states: members.take("remoteStates", remote_states)?,
    };
    members.end()?;
    Ok(settings)
}

fn style(place: &str, value: Value) -> Read<ContainerDefinitionsStyle> {
    match text(place, value)?.as_str() {
        "jsonencode" => Ok(ContainerDefinitionsStyle::Jsonencode),
        "files" => Ok(ContainerDefinitionsStyle::Files),
        other => {
            Err(shape(place, &format!("expected \"jsonencode\" or \"files\", found \"{other}\"")))
        }
    }
}

fn remote_states(place: &str, value: Value) -> Read<Vec<RemoteState>> {
    each(place, value, |place, value| {
        let mut members = Members::of(place.to_owned(), value)?;
        let state = RemoteState {
            name: members.take("name", text)?,
            backend: members.take("backend", text)?,
            config: members.take("config", object)?,
        };
        members.end()?;
        Ok(state)
    })
}

fn origin(place: &str, value: Value) -> Read<Origin> {
    match text(place, value)?.as_str() {
        "generate" => Ok(Origin::Generate),
        "lookUp" => Ok(Origin::LookUp),
        "refer" => Ok(Origin::Refer),
        other => Err(shape(
            place,
            &format!("expected \"generate\", \"lookUp\" or \"refer\", found \"{other}\""),
        )),
    }
}

fn optional_names(place: &str, value: Value) -> Read<Option<Vec<EnvironmentName>>> {
    if value.is_null() {
        return Ok(None);
    }
    each(place, value, |place, value| Ok(text(place, value)?.into())).map(Some)
}

fn optional_place(place: &str, value: Value) -> Read<Option<Place>> {
    if value.is_null() {
        return Ok(None);
    }
    let mut members = Members::of(place.to_owned(), value)?;
    let place = Place { x: members.required("x", number)?, y: members.required("y", number)? };
    members.end()?;
    Ok(Some(place))
}

fn overrides(place: &str, value: Value) -> Read<IndexMap<EnvironmentName, Overrides>> {
    let mut found = IndexMap::new();
    for (environment, value) in object(place, value)? {
        let mut members = Members::of(format!("{place}.{environment}"), value)?;
        let own =
            Overrides { set: members.take("set", set)?, remove: members.take("remove", paths)? };
        members.end()?;
        found.insert(environment.into(), own);
    }
    Ok(found)
}

fn set(place: &str, value: Value) -> Read<IndexMap<Path, Value>> {
    let members = object(place, value)?.into_iter();
    members.map(|(key, value)| Ok((path(place, &key)?, value))).collect()
}

fn paths(place: &str, value: Value) -> Read<Vec<Path>> {
    each(place, value, |place, value| path(place, &text(place, value)?))
}

fn path(place: &str, text: &str) -> Read<Path> {
    text.parse().map_err(|error: crate::path::ParsePathError| shape(place, &error.to_string()))
}

fn text(place: &str, value: Value) -> Read<String> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(unexpected(place, "a text", &other)),
    }
}

fn number(place: &str, value: Value) -> Read<f64> {
    match value {
        Value::Number(number) if number.as_f64().is_some() => {
            Ok(number.as_f64().unwrap_or_default())
        }
        other => Err(unexpected(place, "a number", &other)),
    }
}

fn object(place: &str, value: Value) -> Read<Map<String, Value>> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(unexpected(place, "an object", &other)),
    }
}

/// The elements of a list.
fn each<T>(place: &str, value: Value, read: fn(&str, Value) -> Read<T>) -> Read<Vec<T>> {
    let Value::Array(elements) = value else {
        return Err(unexpected(place, "a list", &value));
    };
    let elements = elements.into_iter().enumerate();
    elements.map(|(at, value)| read(&format!("{place}[{at}]"), value)).collect()
}

fn unexpected(place: &str, expected: &str, found: &Value) -> DesignError {
    let found = match found {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => found.to_string(),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    shape(place, &format!("expected {expected}, found {found}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Design;
    use super::*;

    /// Without `..`: a member that is added to what is written, and not to what is read, does not compile here.
    #[test]
    fn what_is_written_is_read() {
        let settings = Settings {
            name: "Matabit".into(),
            region: "us-west-2".into(),
            environments: vec![Environment {
                name: "production".into(),
                variables: [("env".to_owned(), "prod".to_owned())].into(),
            }],
            terraform: TerraformSettings {
                container_definitions: ContainerDefinitionsStyle::Files,
                remote_states: vec![RemoteState {
                    name: "vpc".into(),
                    backend: "s3".into(),
                    config: json!({"bucket": "states"}).as_object().unwrap().clone(),
                }],
            },
            other: json!({"future": [1]}).as_object().unwrap().clone(),
        };
        let overrides = Overrides {
            set: [("desiredCount".parse().unwrap(), json!(1))].into(),
            remove: vec!["tags".parse().unwrap()],
        };
        let record = Record {
            origin: Origin::LookUp,
            environments: Some(vec!["production".into()]),
            body: json!({"serviceName": "web", "desiredCount": 2, "tags": []}),
            overrides: [("production".into(), overrides)].into(),
        };
        let entry = Entry { record: Arc::new(record), place: Some(Place { x: -8.0, y: 0.5 }) };
        let records = [("service.web".parse().unwrap(), entry)].into();
        let design = Design { settings: Arc::new(settings), records };
        assert_eq!(Design::parse(&design.to_text()).unwrap(), design);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_place() {
        let wrong = |members: serde_json::Value| {
            let mut design = json!({"formatVersion": 1});
            design.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            Design::from_json(design).unwrap_err().to_string()
        };
        let record = |record: serde_json::Value| wrong(json!({"records": {"service.a": record}}));
        for (message, expected) in [
            (wrong(json!({"name": 3})), "name: expected a text, found 3"),
            (wrong(json!({"environments": {}})), "environments: expected a list, found an object"),
            (
                wrong(json!({"environments": [{"name": "p", "variables": {"tag": null}}]})),
                "environments[0].variables.tag: expected a text, found null",
            ),
            (
                wrong(json!({"environments": [{"name": "p", "colour": "red"}]})),
                "environments[0].colour: no such member is known here",
            ),
            (
                wrong(json!({"terraform": {"containerDefinitions": "yaml"}})),
                "terraform.containerDefinitions: expected \"jsonencode\" or \"files\", found \"yaml\"",
            ),
            (record(json!([])), "records.service.a: expected an object, found a list"),
            (record(json!({"body": 3})), "records.service.a.body: expected an object, found 3"),
            (
                record(json!({"origin": "found"})),
                "records.service.a.origin: expected \"generate\", \"lookUp\" or \"refer\", found \"found\"",
            ),
            (
                record(json!({"place": {"x": 1}})),
                "records.service.a.place.y: this member has to be there",
            ),
            (
                record(json!({"overrides": {"p": {"set": {"a[": 1}}}})),
                "records.service.a.overrides.p.set: ",
            ),
            (
                record(json!({"overrides": {"p": {"unset": []}}})),
                "records.service.a.overrides.p.unset: no such member is known here",
            ),
        ] {
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
