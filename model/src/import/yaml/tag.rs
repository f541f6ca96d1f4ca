//! Tags: YAML's own, and CloudFormation's short forms of its functions.

use saphyr_parser::Tag;
use serde_json::{Map, Value};

use crate::cloudformation::FUNCTIONS;

/// What a tag asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing that the value does not say itself.
    Nothing,
    /// `!!str`: the scalar is a text, whatever it looks like.
    Text,
    /// A function of CloudFormation under its long name.
    Function(&'static str),
    /// Something that is not known here, as it was written.
    Unknown(String),
}

impl Meaning {
    pub(super) fn of(tag: Option<&Tag>) -> Self {
        let Some(tag) = tag else { return Self::Nothing };
        if tag.is_yaml_core_schema() {
            return match tag.suffix.as_str() {
                "str" => Self::Text,
                "int" | "float" | "bool" | "null" | "map" | "seq" => Self::Nothing,
                other => Self::Unknown(format!("!!{other}")),
            };
        }
        // A single `!` says that the scalar is what it looks like to a reader: text.
        if tag.handle.is_empty() && tag.suffix == "!" || tag.handle == "!" && tag.suffix.is_empty()
        {
            return Self::Text;
        }
        let function =
            FUNCTIONS.iter().find(|(short, _)| tag.handle == "!" && *short == tag.suffix);
        function.map_or_else(
            || Self::Unknown(format!("{}{}", tag.handle, tag.suffix)),
            |(_, long)| Self::Function(long),
        )
    }

    /// How many levels of nesting it adds.
    pub(super) const fn levels(&self) -> usize {
        if matches!(self, Self::Function(_)) { 1 } else { 0 }
    }

    /// The value that a function's argument stands for; any other is the value itself.
    pub(super) fn around(&self, value: Value) -> Value {
        let Self::Function(name) = self else { return value };
        let argument = match value {
            // `!GetAtt Logical.Attribute` is one text, its long form has two.
            Value::String(text) if *name == "Fn::GetAtt" => match text.split_once('.') {
                Some((resource, attribute)) => Value::from(vec![resource, attribute]),
                None => Value::String(text),
            },
            other => other,
        };
        let mut members = Map::new();
        members.insert((*name).to_owned(), argument);
        Value::Object(members)
    }
}
