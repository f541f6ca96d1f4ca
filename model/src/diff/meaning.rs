//! What a body means to ECS, written in one way: two bodies mean the same exactly when these texts are the same.
//!
//! Each member is brought into the form that its type in the API's shape gives it, what only repeats a default is left
//! out, and the elements of a list without an order are sorted. Keys that the shape does not have are taken literally, with
//! everything in them. This costs one pass over a body, whatever is nested in it.

use serde_json::{Map, Value};

use super::defaults::{self, Facts, Means};
use super::lists::{Order, order};
use crate::ecs::shape::{Member, Type};
use crate::ecs::{self, task_size};
use crate::record::Kind;

/// A value of a body and what it means.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// As it is written.
    value: &'a Value,
    /// Empty where the value says no more than its absence does.
    meaning: String,
    parts: Parts<'a>,
}

/// What a value is made of.
#[derive(Debug)]
pub(super) enum Parts<'a> {
    /// Of nothing that has a name: a plain value, a list of plain values.
    Plain,
    /// Nothing that Bayplan knows: it is compared as it is written.
    Literal,
    /// Members, in the order of the API's shape; those that it does not have come last.
    Object(Vec<(&'a str, Node<'a>)>),
    /// Elements, without those that ECS leaves out, each with its position in the list.
    List(Order, Vec<usize>, Vec<Node<'a>>),
}

impl<'a> Node<'a> {
    /// Of a whole body.
    pub(super) fn of(kind: Kind, body: &'a Value) -> Self {
        let reading = Reading { kind, facts: Facts::of(kind, body) };
        match body {
            Value::Object(members) => {
                reading.object("", Type::Structure(ecs::members(kind)), body, members)
            }
            _ => literal(body),
        }
    }

    pub(super) const fn value(&self) -> &'a Value {
        self.value
    }

    pub(super) fn meaning(&self) -> &str {
        &self.meaning
    }

    pub(super) const fn parts(&self) -> &Parts<'a> {
        &self.parts
    }

    /// Whether it says no more than its absence does.
    pub(super) fn is_nothing(&self) -> bool {
        self.meaning.is_empty()
    }

    /// The member called `key`.
    pub(super) fn member(&self, key: &str) -> Option<&Self> {
        match &self.parts {
            Parts::Object(members) => {
                members.iter().find(|(own, _)| *own == key).map(|(_, node)| node)
            }
            _ => None,
        }
    }
}

/// How a body is read.
struct Reading {
    kind: Kind,
    facts: Facts,
}

impl Reading {
    fn value<'a>(&self, pattern: &str, here: Type, value: &'a Value) -> Node<'a> {
        match (here, value) {
            (_, Value::Null) => Node { value, meaning: String::new(), parts: Parts::Plain },
            (Type::Structure(_) | Type::Texts, Value::Object(members)) => {
                self.object(pattern, here, value, members)
            }
            (Type::List(element), Value::Array(elements)) => {
                self.list(pattern, *element, value, elements)
            }
            (Type::Text | Type::Integer | Type::Number | Type::Flag, _) => {
                let is_size = self.kind == Kind::TaskDefinition;
                let meaning = match (is_size, pattern) {
                    (true, "cpu") => size(value, task_size::parse_cpu),
                    (true, "memory") => size(value, task_size::parse_memory),
                    _ => None,
                };
                let meaning = meaning.or_else(|| plain(here, value));
                match meaning {
                    Some(meaning) => Node { value, meaning, parts: Parts::Plain },
                    None => literal(value),
                }
            }
            _ => literal(value),
        }
    }

    /// An object with named members, or one of texts by name.
    fn object<'a>(
        &self,
        pattern: &str,
        here: Type,
        value: &'a Value,
        members: &'a Map<String, Value>,
    ) -> Node<'a> {
        let known: &[Member] = match here {
            Type::Structure(known) => known,
            _ => &[],
        };
        let at = |key: &str| {
            if pattern.is_empty() { key.to_owned() } else { format!("{pattern}.{key}") }
        };
        let mut nodes: Vec<(&str, Node<'a>)> = Vec::with_capacity(members.len());
        for member in known {
            if let Some((key, value)) = members.get_key_value(member.key) {
                nodes.push((key, self.value(&at(key), member.kind, value)));
            }
        }
        for (key, value) in members {
            if known.iter().any(|member| member.key == key) {
                continue;
            }
            let node = match here {
                Type::Texts => self.value(&at(key), Type::Text, value),
                _ => literal(value),
            };
            nodes.push((key, node));
        }
        let repeats: Vec<bool> = nodes
            .iter()
            .map(|(key, node)| self.repeats_a_default(&at(key), node, &nodes))
            .collect();
        for ((_, node), repeats) in nodes.iter_mut().zip(repeats) {
            if repeats {
                node.meaning.clear();
            }
        }
        let mut said: Vec<(&str, &str)> = nodes
            .iter()
            .filter(|(_, node)| !node.is_nothing())
            .map(|(key, node)| (*key, node.meaning()))
            .collect();
        said.sort_unstable();
        let meaning = if said.is_empty()
            && !pattern.is_empty()
            && !defaults::empty_counts(self.kind, pattern)
        {
            String::new()
        } else {
            let said: Vec<String> =
                said.iter().map(|(key, meaning)| format!("{}:{meaning}", quoted(key))).collect();
            format!("{{{}}}", said.join(","))
        };
        Node { value, meaning, parts: Parts::Object(nodes) }
    }

    fn repeats_a_default(
        &self,
        pattern: &str,
        node: &Node<'_>,
        beside: &[(&str, Node<'_>)],
    ) -> bool {
        // What is a literal is no value of a member that has a default.
        !matches!(node.parts, Parts::Literal)
            && !node.is_nothing()
            && defaults::of(self.kind, pattern, self.facts).any(|means| is(node, means, beside))
    }

    fn list<'a>(
        &self,
        pattern: &str,
        element: Type,
        value: &'a Value,
        elements: &'a [Value],
    ) -> Node<'a> {
        let order = order(self.kind, pattern);
        let is_named = matches!(element, Type::Structure(_));
        let is_environment =
            self.kind == Kind::TaskDefinition && pattern == "containerDefinitions[].environment";
        let below = format!("{pattern}[]");
        let (mut positions, mut nodes) = (Vec::new(), Vec::new());
        for (at, one) in elements.iter().enumerate() {
            let is_left_out = is_named && says_nothing(one) || is_environment && has_no_value(one);
            if is_left_out {
                continue;
            }
            positions.push(at);
            nodes.push(match one {
                // A list of plain values has no place for what is none.
                Value::Null => literal(one),
                _ => self.value(&below, element, one),
            });
        }
        let meaning = if nodes.is_empty() { String::new() } else { order.meaning(&nodes) };
        let parts = if is_named { Parts::List(order, positions, nodes) } else { Parts::Plain };
        Node { value, meaning, parts }
    }
}

/// Whether a node holds just what a default is.
fn is(node: &Node<'_>, means: Means, beside: &[(&str, Node<'_>)]) -> bool {
    let meaning = node.meaning();
    match means {
        // A size of a task is a number by now; its default is the empty text.
        Means::Text(text) => meaning == quoted(text),
        Means::Number(number) => meaning == number.to_string(),
        Means::Flag(flag) => meaning == flag.to_string(),
        Means::Texts(texts) => {
            let mut texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            texts.sort_unstable();
            meaning == format!("[{}]", texts.join(","))
        }
        Means::Members(members) => match &node.parts {
            Parts::Object(own) => {
                own.iter().filter(|(_, node)| !node.is_nothing()).count() == members.len()
                    && members.iter().all(|(key, means)| {
                        node.member(key).is_some_and(|node| is(node, *means, own))
                    })
            }
            _ => false,
        },
        Means::Sibling(key) => {
            beside.iter().any(|(own, node)| *own == key && node.meaning() == meaning)
        }
    }
}

/// Whether an element of a list of objects says nothing at all, as leftovers of templates do: ECS and Terraform's provider
/// leave it out.
fn says_nothing(element: &Value) -> bool {
    match element {
        Value::Null => true,
        Value::Object(members) => members.values().all(Value::is_null),
        _ => false,
    }
}

/// Whether a variable has no value. ECS registers a task definition without it, so that it and its absence mean the same:
/// permanent differences of Terraform's AWS provider are reported for it (#39533).
fn has_no_value(variable: &Value) -> bool {
    let Some(members) = variable.as_object() else { return false };
    let is_empty = matches!(members.get("value"), None | Some(Value::Null))
        || members.get("value").and_then(Value::as_str) == Some("");
    is_empty && members.keys().all(|key| key == "name" || key == "value")
}

/// A plain value in the form of its type: `"80"` is 80 where a number belongs, and 80 is `"80"` where a text does. What the
/// type cannot hold, expressions among it, is a text.
fn plain(here: Type, value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let number = |text: &str| {
        let number: f64 = text.trim().parse().ok().filter(|number: &f64| number.is_finite())?;
        Some(number.to_string())
    };
    let is_flag = matches!(value, Value::Bool(_));
    let meaning = match here {
        Type::Integer if !is_flag => match text.trim().parse::<i64>() {
            Ok(whole) => Some(whole.to_string()),
            Err(_) => number(&text),
        },
        Type::Number if !is_flag => number(&text),
        Type::Flag => text.parse::<bool>().ok().map(|flag| flag.to_string()),
        _ => None,
    };
    Some(meaning.unwrap_or_else(|| quoted(&text)))
}

/// A size of a task: `1024`, `"1024"` and `1 GB` are one.
fn size(value: &Value, parse: impl Fn(&str) -> Option<i64>) -> Option<String> {
    let size = match value {
        Value::String(text) => parse(text),
        Value::Number(number) => parse(&number.to_string()),
        _ => None,
    };
    size.map(|size| size.to_string())
}

/// A value as it is written, but for the order of an object's members.
fn literal(value: &Value) -> Node<'_> {
    let mut meaning = String::from("=");
    write_literal(value, &mut meaning);
    Node { value, meaning, parts: Parts::Literal }
}

fn write_literal(value: &Value, text: &mut String) {
    match value {
        Value::Array(elements) => {
            text.push('[');
            for element in elements {
                write_literal(element, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            text.push('{');
            for (key, member) in members {
                text.push_str(&quoted(key));
                text.push(':');
                write_literal(member, text);
                text.push(',');
            }
            text.push('}');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// A text that nothing else can be mistaken for.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
