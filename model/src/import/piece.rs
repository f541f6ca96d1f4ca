//! What a part of a file becomes whose format computes values: plain ones, and Terraform expressions.

use serde_json::{Map, Value};

/// What a part of such a file becomes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A value that the file says; its texts mean what they say.
    Plain(Value),
    /// A list or an object that has computed parts.
    List(Vec<Piece>),
    Object(Vec<(String, Piece)>),
    /// A Terraform expression, without `${` and `}`.
    Code(String),
    /// A text with expressions in it.
    Text(Vec<Part>),
    /// `AWS::NoValue`: as if nothing stood there.
    Nothing,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Literal(String),
    Code(String),
}

impl Piece {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Plain(Value::String(text.into()))
    }

    /// The text that a piece says, if it says one.
    pub(super) const fn as_text(&self) -> Option<&str> {
        match self {
            Self::Plain(Value::String(text)) => Some(text.as_str()),
            _ => None,
        }
    }

    /// Whether it is one value and neither a list nor an object nor nothing.
    pub(super) const fn is_scalar(&self) -> bool {
        match self {
            Self::Plain(value) => !matches!(value, Value::Array(_) | Value::Object(_)),
            Self::Code(_) | Self::Text(_) => true,
            Self::List(_) | Self::Object(_) | Self::Nothing => false,
        }
    }

    /// The piece as parts of a text; `None` for what no text can hold.
    pub(super) fn into_parts(self) -> Option<Vec<Part>> {
        match self {
            Self::Plain(Value::String(text)) => Some(vec![Part::Literal(text)]),
            Self::Plain(value @ (Value::Number(_) | Value::Bool(_))) => {
                Some(vec![Part::Literal(value.to_string())])
            }
            Self::Code(code) => Some(vec![Part::Code(code)]),
            Self::Text(parts) => Some(parts),
            Self::Nothing => Some(Vec::new()),
            Self::Plain(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// A text of parts; plain where nothing is computed.
    pub(super) fn of_parts(parts: Vec<Part>) -> Self {
        let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts {
            match (joined.last_mut(), part) {
                (_, Part::Literal(text)) if text.is_empty() => {}
                (Some(Part::Literal(before)), Part::Literal(text)) => before.push_str(&text),
                (_, part) => joined.push(part),
            }
        }
        match joined.as_slice() {
            [] => Self::text(""),
            [Part::Literal(text)] => Self::text(text.clone()),
            [Part::Code(code)] => Self::Code(code.clone()),
            _ => Self::Text(joined),
        }
    }

    /// The elements of a list; the piece itself if it is none.
    pub(super) fn into_elements(self) -> Result<Vec<Self>, Self> {
        match self {
            Self::List(elements) => Ok(elements),
            Self::Plain(Value::Array(elements)) => {
                Ok(elements.into_iter().map(Self::Plain).collect())
            }
            other => Err(other),
        }
    }

    /// The piece as a value of a design, where `${…}` is an expression; `None` if nothing stands there.
    pub(super) fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::Nothing => return None,
            Self::Plain(value) => literal(value),
            Self::Code(code) => Value::String(format!("${{{code}}}")),
            Self::Text(parts) => Value::String(template(&parts)),
            Self::List(elements) => {
                Value::Array(elements.into_iter().filter_map(Self::into_value).collect())
            }
            Self::Object(members) => Value::Object(
                members
                    .into_iter()
                    .filter_map(|(key, piece)| Some((key, piece.into_value()?)))
                    .collect::<Map<_, _>>(),
            ),
        })
    }

    /// The piece as a part of a larger expression.
    pub(super) fn code(&self) -> String {
        match self {
            Self::Nothing => "null".to_owned(),
            Self::Code(code) => code.clone(),
            Self::Text(parts) => {
                let inner: String = parts
                    .iter()
                    .map(|part| match part {
                        Part::Literal(text) => quoted_inner(text),
                        Part::Code(code) => format!("${{{code}}}"),
                    })
                    .collect();
                format!("\"{inner}\"")
            }
            Self::Plain(value) => value_code(value),
            Self::List(elements) => {
                let elements: Vec<String> = elements.iter().map(Self::code).collect();
                format!("[{}]", elements.join(", "))
            }
            Self::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(key, piece)| format!("\"{}\" = {}", quoted_inner(key), piece.code()))
                    .collect();
                format!("{{ {} }}", members.join(", "))
            }
        }
    }

    /// How much it holds, in bytes of text.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Nothing => 1,
            Self::Code(code) => code.len(),
            Self::Text(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Literal(text) | Part::Code(text) => text.len(),
                })
                .sum(),
            Self::Plain(value) => value_weight(value),
            Self::List(elements) => elements.iter().map(Self::weight).sum(),
            Self::Object(members) => {
                members.iter().map(|(key, piece)| key.len() + piece.weight()).sum()
            }
        }
    }
}

/// The code that chooses between two pieces.
pub(super) fn choice(condition: &str, then: &Piece, otherwise: &Piece) -> String {
    let branch = |piece: &Piece| match piece {
        // Of two choices in one another, the inner one is in brackets.
        Piece::Code(code) if code.contains(" ? ") => format!("({code})"),
        other => other.code(),
    };
    format!("{condition} ? {} : {}", branch(then), branch(otherwise))
}

/// A text of a design with its expressions.
fn template(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Part::Literal(text) => escaped(text),
            Part::Code(code) => format!("${{{code}}}"),
        })
        .collect()
}

/// A value whose texts hold no expressions, as a design has it.
fn literal(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(escaped(&text)),
        Value::Array(elements) => Value::Array(elements.into_iter().map(literal).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, value)| (key, literal(value))).collect())
        }
        other => other,
    }
}

/// In a design `$${` is a plain `${`.
pub(super) fn escaped(text: &str) -> String {
    text.replace("${", "$${")
}

/// What stands between the quotes of a Terraform string.
fn quoted_inner(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.replace("${", "$${").replace("%{", "%%{")
}

fn value_code(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", quoted_inner(text)),
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(value_code).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("\"{}\" = {}", quoted_inner(key), value_code(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}

fn value_weight(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(elements) => elements.iter().map(value_weight).sum(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| key.len() + value_weight(value)).sum()
        }
        _ => 1,
    }
}
