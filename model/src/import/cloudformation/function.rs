//! The template's functions: what they compute becomes an expression, or the value where it is certain.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::piece::{Part, Piece, choice};
use super::condition::Conditions;
use super::notes::Notes;
use super::template::Template;
use crate::cloudformation::{FACTS, ZONES, design_attribute};
use crate::record::RecordId;

/// How much text the functions of a template may make, in bytes: one that repeats a long text many times is
/// short to write and long in memory.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// The most times that a text of the template is split: no list of ECS is that long.
const LONGEST_SPLIT: usize = 10_000;

/// The most entries of a map that is written out for a computed key to be looked up in.
const LONGEST_MAP: usize = 50;

/// A function and its argument: an object of one member, whose key has a function's name.
pub(super) fn as_function(value: &Value, in_condition: bool) -> Option<(&str, &Value)> {
    let members = value.as_object()?;
    let (name, argument) = members.iter().next()?;
    let is_function = name == "Ref"
        || name.starts_with("Fn::")
        || (in_condition && name == "Condition" && argument.is_string());
    (members.len() == 1 && is_function).then_some((name.as_str(), argument))
}

/// The variable, or the data source, that a `Ref` to what is no resource becomes.
pub(super) fn variable_of(name: &str) -> Option<String> {
    if name == "AWS::NoValue" {
        return None;
    }
    if let Some((_, expression)) = FACTS.iter().find(|(fact, _)| *fact == name) {
        return Some((*expression).to_owned());
    }
    Some(format!("var.{}", identifier(name.strip_prefix("AWS::").unwrap_or(name))))
}

/// A name that Terraform takes.
fn identifier(name: &str) -> String {
    let mut identifier: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if !identifier.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        identifier.insert(0, '_');
    }
    identifier
}

/// Reads the values of a template.
pub(super) struct Reader<'a> {
    pub(super) template: &'a Template,
    /// The resources that become records.
    pub(super) records: &'a BTreeMap<String, RecordId>,
    pub(super) conditions: Conditions,
    pub(super) notes: Notes,
    /// Where in the template the value stands.
    path: String,
    made: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(template: &'a Template, records: &'a BTreeMap<String, RecordId>) -> Self {
        Self {
            template,
            records,
            conditions: Conditions::default(),
            notes: Notes::default(),
            path: String::new(),
            made: 0,
        }
    }

    /// Whether the functions made more text than is read.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.made > MOST_TEXT
    }

    /// The properties of a resource, with its functions computed; keys as they stand.
    pub(super) fn properties(
        &mut self,
        name: &str,
        value: &Map<String, Value>,
    ) -> Map<String, Value> {
        self.path = name.to_owned();
        match self.object(value).into_value() {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        }
    }

    fn at<T>(&mut self, step: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(step);
        let result = read(self);
        self.path.truncate(length);
        result
    }

    pub(super) fn value(&mut self, value: &Value) -> Piece {
        if let Some((name, argument)) = as_function(value, false) {
            return self.function(name, argument).unwrap_or_else(|| self.kept(value));
        }
        match value {
            Value::Object(members) => self.object(members),
            Value::Array(elements) => self.list(elements),
            scalar => Piece::Plain(scalar.clone()),
        }
    }

    fn object(&mut self, members: &Map<String, Value>) -> Piece {
        let members = members
            .iter()
            .map(|(key, value)| {
                (key.clone(), self.at(&format!(".{key}"), |reader| reader.value(value)))
            })
            .collect();
        Piece::Object(members)
    }

    fn list(&mut self, elements: &[Value]) -> Piece {
        let mut pieces = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let piece =
                self.at(&format!("[{index}]"), |reader| match as_function(element, false) {
                    // An element that is there or is not: no expression of one element can say that.
                    Some(("Fn::If", argument)) => reader.choose(argument, true),
                    _ => Some(reader.value(element)),
                });
            pieces.push(piece.unwrap_or_else(|| self.kept(element)));
        }
        Piece::List(pieces)
    }

    /// A function that has no counterpart: its own text.
    fn kept(&mut self, value: &Value) -> Piece {
        let text = value.to_string();
        self.made = self.made.saturating_add(text.len());
        let name = as_function(value, true).map_or("", |(name, _)| name);
        self.notes.kept(name, &self.path);
        Piece::text(text)
    }

    /// What a function computes; `None` where nothing here can say it.
    fn function(&mut self, name: &str, argument: &Value) -> Option<Piece> {
        if self.is_exhausted() {
            return None;
        }
        let piece = match name {
            "Ref" => self.reference(argument.as_str()?, None),
            "Fn::GetAtt" => match argument {
                Value::String(text) => {
                    let (resource, attribute) = text.split_once('.')?;
                    self.reference(resource, Some(attribute))
                }
                Value::Array(parts) => match parts.as_slice() {
                    [resource, attribute] => {
                        self.reference(resource.as_str()?, Some(attribute.as_str()?))
                    }
                    _ => return None,
                },
                _ => return None,
            },
            "Fn::Sub" => self.sub(argument)?,
            "Fn::Join" => self.join(argument)?,
            "Fn::Select" => self.select(argument)?,
            "Fn::Split" => self.split(argument)?,
            "Fn::If" => self.choose(argument, false)?,
            "Fn::ImportValue" => self.import(argument)?,
            "Fn::FindInMap" => self.find(argument)?,
            "Fn::GetAZs" => Piece::Code(ZONES.to_owned()),
            "Fn::Base64" => self.call("base64encode", argument),
            "Fn::Length" => self.call("length", argument),
            "Fn::ToJsonString" => self.call("jsonencode", argument),
            _ => return None,
        };
        self.made = self.made.saturating_add(piece.weight());
        Some(piece)
    }

    fn call(&mut self, name: &str, argument: &Value) -> Piece {
        Piece::Code(format!("{name}({})", self.value(argument).code()))
    }

    /// A name, with the attribute of the resource that is asked for.
    fn reference(&mut self, name: &str, attribute: Option<&str>) -> Piece {
        if let Some(id) = self.records.get(name)
            && let Some(known) = design_attribute(id.kind(), attribute)
        {
            return Piece::Code(match known {
                "" => id.to_string(),
                known => format!("{id}.{known}"),
            });
        }
        let Some(variable) = variable_of(name) else { return Piece::Nothing };
        let code = match attribute {
            Some(attribute) => format!("{variable}_{}", identifier(attribute)),
            None => variable,
        };
        self.notes.variable(self.template, name, attribute, &code);
        Piece::Code(code)
    }

    fn sub(&mut self, argument: &Value) -> Option<Piece> {
        let (text, variables) = match argument {
            Value::String(text) => (text.as_str(), None),
            Value::Array(parts) => match parts.as_slice() {
                [Value::String(text)] => (text.as_str(), None),
                [Value::String(text), Value::Object(variables)] => (text.as_str(), Some(variables)),
                _ => return None,
            },
            _ => return None,
        };
        let mut parts = Vec::new();
        let mut rest = text;
        let mut length = 0_usize;
        while let Some((before, after)) = rest.split_once("${") {
            parts.push(Part::Literal(before.to_owned()));
            let (name, after) = after.split_once('}')?;
            if let Some(written) = name.strip_prefix('!') {
                parts.push(Part::Literal(format!("${{{written}}}")));
            } else {
                let name = name.trim();
                let piece = match variables.and_then(|variables| variables.get(name)) {
                    Some(value) => self.value(value),
                    None => match name.split_once('.') {
                        Some((resource, attribute)) => self.reference(resource, Some(attribute)),
                        None => self.reference(name, None),
                    },
                };
                length = length.saturating_add(piece.weight());
                if length > MOST_TEXT {
                    self.made = self.made.saturating_add(length);
                    return None;
                }
                parts.extend(piece.into_parts()?);
            }
            rest = after;
        }
        parts.push(Part::Literal(rest.to_owned()));
        Some(Piece::of_parts(parts))
    }

    fn join(&mut self, argument: &Value) -> Option<Piece> {
        let [delimiter, list] = argument.as_array()?.as_slice() else { return None };
        let delimiter = delimiter.as_str()?;
        let elements = match self.value(list).into_elements() {
            Ok(elements) => elements,
            Err(Piece::Code(code)) => {
                return Some(Piece::Code(format!(
                    "join({}, {code})",
                    Piece::text(delimiter).code()
                )));
            }
            Err(_) => return None,
        };
        let mut parts = Vec::new();
        for element in elements.into_iter().filter(|element| *element != Piece::Nothing) {
            if !parts.is_empty() {
                parts.push(Part::Literal(delimiter.to_owned()));
            }
            parts.extend(element.into_parts()?);
        }
        Some(Piece::of_parts(parts))
    }

    fn select(&mut self, argument: &Value) -> Option<Piece> {
        let [index, list] = argument.as_array()?.as_slice() else { return None };
        let index: usize = match index {
            Value::Number(number) => usize::try_from(number.as_u64()?).ok()?,
            Value::String(text) => text.parse().ok()?,
            _ => return None,
        };
        match self.value(list).into_elements() {
            Ok(elements) => elements.into_iter().nth(index),
            Err(Piece::Code(code)) => Some(Piece::Code(format!("{code}[{index}]"))),
            Err(_) => None,
        }
    }

    fn split(&mut self, argument: &Value) -> Option<Piece> {
        let [delimiter, text] = argument.as_array()?.as_slice() else { return None };
        let delimiter = delimiter.as_str().filter(|delimiter| !delimiter.is_empty())?;
        let piece = self.value(text);
        if let Some(text) = piece.as_text() {
            if text.matches(delimiter).count() > LONGEST_SPLIT {
                return None;
            }
            return Some(Piece::List(text.split(delimiter).map(Piece::text).collect()));
        }
        piece.is_scalar().then(|| {
            Piece::Code(format!("split({}, {})", Piece::text(delimiter).code(), piece.code()))
        })
    }

    /// `Fn::If`: an expression where both sides are single values, else the side that holds by default.
    fn choose(&mut self, argument: &Value, is_element: bool) -> Option<Piece> {
        let [name, then, otherwise] = argument.as_array()?.as_slice() else { return None };
        let name = name.as_str()?;
        let condition = self.conditions.get(self.template, name);
        let then_piece = self.value(then);
        let otherwise_piece = self.value(otherwise);
        let may_be_nothing = |piece: &Piece| *piece == Piece::Nothing && !is_element;
        let fits = |piece: &Piece| piece.is_scalar() || may_be_nothing(piece);
        if fits(&then_piece) && fits(&otherwise_piece) {
            let code = condition.code.unwrap_or_else(|| {
                let code = format!("var.{}", identifier(name));
                self.notes.condition(name, &code);
                code
            });
            return Some(Piece::Code(choice(&code, &then_piece, &otherwise_piece)));
        }
        // Of a value and nothing, the value is what somebody would want to see.
        let (takes_then, why) = match (&then_piece, &otherwise_piece, condition.by_default) {
            (_, Piece::Nothing, _) => (true, "the side that says something"),
            (Piece::Nothing, ..) => (false, "the side that says something"),
            (_, _, Some(holds)) => (holds, "what holds with the parameters' defaults"),
            (_, _, None) => (true, "the first side"),
        };
        let left = if takes_then { otherwise } else { then };
        self.notes.choice(&self.path, name, why, left);
        Some(if takes_then { then_piece } else { otherwise_piece })
    }

    fn import(&mut self, argument: &Value) -> Option<Piece> {
        let parts = self.value(argument).into_parts()?;
        let name: String = parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.as_str(),
                Part::Code(code) => code.strip_prefix("var.").unwrap_or(code.as_str()),
            })
            .collect();
        let code = format!("var.{}", identifier(&name));
        self.notes.import(&Piece::of_parts(parts), &code);
        Some(Piece::Code(code))
    }

    /// A value of the template's mappings; where one key is computed, Terraform looks it up.
    fn find(&mut self, argument: &Value) -> Option<Piece> {
        let [map, first, second] = argument.as_array()?.as_slice() else { return None };
        let map = self.template.mappings.get(map.as_str()?)?.as_object()?;
        let first = self.value(first);
        let second = self.value(second);
        match (first.as_text(), second.as_text()) {
            (Some(first), Some(second)) => Some(Piece::Plain(map.get(first)?.get(second)?.clone())),
            (Some(first), None) => {
                let entries = map.get(first)?.as_object()?.iter();
                look_up(entries.map(|(key, value)| Some((key, value))), &second)
            }
            (None, Some(second)) => {
                look_up(map.iter().map(|(key, value)| Some((key, value.get(second)?))), &first)
            }
            (None, None) => None,
        }
    }
}

/// The code that looks a computed key up in a map that is written out, if it is short.
fn look_up<'v>(
    entries: impl Iterator<Item = Option<(&'v String, &'v Value)>>,
    key: &Piece,
) -> Option<Piece> {
    let entries: Vec<(String, Piece)> = entries
        .take(LONGEST_MAP + 1)
        .map(|entry| entry.map(|(key, value)| (key.clone(), Piece::Plain(value.clone()))))
        .collect::<Option<_>>()?;
    if entries.len() > LONGEST_MAP || !key.is_scalar() {
        return None;
    }
    let map = Piece::Object(entries);
    Some(Piece::Code(format!("lookup({}, {}, null)", map.code(), key.code())))
}
