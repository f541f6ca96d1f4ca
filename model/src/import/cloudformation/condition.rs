//! Conditions: as Terraform's, and whether they hold with the parameters' defaults.

use std::collections::BTreeMap;

use serde_json::Value;

use super::function::as_function;
use super::template::Template;

/// The longest condition that is written out, in bytes; a longer one is a variable.
const LONGEST: usize = 500;

/// What is known of the template's conditions.
#[derive(Default)]
pub(super) struct Conditions {
    known: BTreeMap<String, Condition>,
}

/// A condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Condition {
    /// As a Terraform expression; `None` where Terraform has no words for it.
    pub(super) code: Option<String>,
    /// Whether it holds when every parameter has its default.
    pub(super) by_default: Option<bool>,
}

impl Conditions {
    /// The condition of a name. One that refers to itself is not known.
    pub(super) fn get(&mut self, template: &Template, name: &str) -> Condition {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        self.known.insert(name.to_owned(), Condition::default());
        let condition = template
            .conditions
            .get(name)
            .map(|value| self.read(template, value))
            .unwrap_or_default();
        self.known.insert(name.to_owned(), condition.clone());
        condition
    }

    fn read(&mut self, template: &Template, value: &Value) -> Condition {
        let Some((function, argument)) = as_function(value, true) else {
            return Condition::default();
        };
        let condition = match (function, argument) {
            ("Condition", Value::String(name)) => self.get(template, name),
            ("Fn::Equals", Value::Array(sides)) => equals(template, sides),
            ("Fn::Not", Value::Array(inner)) => {
                let inner = inner.first().map(|inner| self.read(template, inner));
                let inner = inner.unwrap_or_default();
                Condition {
                    code: inner.code.map(|code| negated(&code)),
                    by_default: inner.by_default.map(|holds| !holds),
                }
            }
            ("Fn::And", Value::Array(inner)) => self.all(template, inner, " && ", true),
            ("Fn::Or", Value::Array(inner)) => self.all(template, inner, " || ", false),
            _ => Condition::default(),
        };
        Condition { code: condition.code.filter(|code| code.len() <= LONGEST), ..condition }
    }

    /// Several conditions, of which all or one must hold.
    fn all(&mut self, template: &Template, inner: &[Value], word: &str, and: bool) -> Condition {
        let inner: Vec<Condition> =
            inner.iter().map(|condition| self.read(template, condition)).collect();
        let codes: Option<Vec<String>> = inner
            .iter()
            .map(|condition| condition.code.as_ref().map(|code| bracketed(code)))
            .collect();
        let by_default = if inner.iter().any(|one| one.by_default == Some(!and)) {
            Some(!and)
        } else if inner.iter().all(|one| one.by_default == Some(and)) {
            Some(and)
        } else {
            None
        };
        Condition { code: codes.map(|codes| codes.join(word)), by_default }
    }
}

fn equals(template: &Template, sides: &[Value]) -> Condition {
    let [left, right] = sides else { return Condition::default() };
    let code =
        side_code(left).zip(side_code(right)).map(|(left, right)| format!("{left} == {right}"));
    let by_default = side_by_default(template, left)
        .zip(side_by_default(template, right))
        .map(|(left, right)| left == right);
    Condition { code, by_default }
}

fn side_code(side: &Value) -> Option<String> {
    match side {
        Value::String(_) | Value::Number(_) | Value::Bool(_) => {
            let text = side.as_str().map_or_else(|| side.to_string(), str::to_owned);
            Some(super::super::piece::Piece::text(text).code())
        }
        _ => match as_function(side, true)? {
            ("Ref", Value::String(name)) => super::function::variable_of(name),
            _ => None,
        },
    }
}

fn side_by_default(template: &Template, side: &Value) -> Option<String> {
    match side {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(side.to_string()),
        _ => match as_function(side, true)? {
            ("Ref", Value::String(name)) => template.default_of(name),
            _ => None,
        },
    }
}

/// A condition that another is part of.
fn bracketed(code: &str) -> String {
    if code.contains(" && ") || code.contains(" || ") {
        format!("({code})")
    } else {
        code.to_owned()
    }
}

fn negated(code: &str) -> String {
    match code.split_once(" == ") {
        Some((left, right))
            if !code.contains(" && ") && !code.contains(" || ") && !code.starts_with('!') =>
        {
            format!("{left} != {right}")
        }
        _ => format!("!({code})"),
    }
}
