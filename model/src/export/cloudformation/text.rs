//! Texts with functions in them, and the functions themselves.

use serde_json::Value;

/// A function in its long form.
pub(super) fn function(name: &str, argument: impl Into<Value>) -> Value {
    Value::Object(std::iter::once((name.to_owned(), argument.into())).collect())
}

/// `Ref`.
pub(super) fn reference(name: &str) -> Value {
    function("Ref", name)
}

/// `Fn::GetAtt`.
pub(super) fn get_att(resource: &str, attribute: &str) -> Value {
    function("Fn::GetAtt", vec![resource, attribute])
}

/// `Fn::Select`.
pub(super) fn select(index: usize, list: Value) -> Value {
    function("Fn::Select", vec![Value::from(index), list])
}

/// `Fn::Split`.
pub(super) fn split(delimiter: &str, text: Value) -> Value {
    function("Fn::Split", vec![Value::from(delimiter), text])
}

/// `Fn::Join`.
pub(super) fn join(delimiter: &str, list: Value) -> Value {
    function("Fn::Join", vec![Value::from(delimiter), list])
}

/// A text in parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Text(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Literal(String),
    /// A function that gives a text.
    Function(Value),
}

impl Text {
    /// A text that stands for itself.
    pub(super) fn literal(text: &str) -> Self {
        let mut new = Self::default();
        new.push_literal(text);
        new
    }

    /// What a function gives.
    pub(super) fn function(function: Value) -> Self {
        Self(vec![Part::Function(function)])
    }

    /// Texts and functions in turn, as `Fn::Sub` has them, of names that are known to be right.
    pub(super) fn of(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::default();
        parts.into_iter().for_each(|part| whole.push(part));
        whole
    }

    pub(super) fn push_literal(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Part::Literal(before)) => before.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Part::Literal(text.to_owned())),
        }
    }

    pub(super) fn push(&mut self, other: Self) {
        for part in other.0 {
            match part {
                Part::Literal(text) => self.push_literal(&text),
                function @ Part::Function(_) => self.0.push(function),
            }
        }
    }

    /// The text, if nothing in it is computed.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The text as a value of a template. `Fn::Sub` is what people write, and takes names and attributes only;
    /// whatever looks like one of its `${…}` and is none has to be joined.
    pub(super) fn into_value(self) -> Value {
        if let Some(text) = self.plain() {
            return Value::from(text);
        }
        let mut parts = self.0;
        if let ([Part::Function(_)], Some(Part::Function(function))) =
            (parts.as_slice(), parts.last())
        {
            return function.clone();
        }
        let mut text = String::new();
        let mut is_readable = true;
        for part in &parts {
            match part {
                Part::Literal(literal) => {
                    // `$${` would be `$` and a `${` to some readers, and an escape to others.
                    is_readable &= !literal.contains("${") && !literal.ends_with('$');
                    text.push_str(literal);
                }
                Part::Function(function) => match name_in(function) {
                    Some(name) => text.push_str(&format!("${{{name}}}")),
                    None => is_readable = false,
                },
            }
        }
        if is_readable {
            return function("Fn::Sub", text);
        }
        let values: Vec<Value> = parts
            .drain(..)
            .map(|part| match part {
                Part::Literal(text) => Value::String(text),
                Part::Function(function) => function,
            })
            .collect();
        join("", Value::Array(values))
    }
}

/// How `Fn::Sub` names what a function gives.
fn name_in(function: &Value) -> Option<String> {
    if let Some(name) = function.get("Ref") {
        return name.as_str().map(str::to_owned);
    }
    match function.get("Fn::GetAtt")?.as_array()?.as_slice() {
        [Value::String(resource), Value::String(attribute)] => {
            Some(format!("{resource}.{attribute}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_is_written_in_the_shortest_form_that_is_right() {
        let x = || Text::function(reference("X"));
        let att = || Text::function(get_att("X", "Arn"));
        let other = || Text::function(select(0, reference("X")));
        for (text, value) in [
            (Text::default(), json!("")),
            (Text::literal("${a} $"), json!("${a} $")),
            (x(), json!({"Ref": "X"})),
            (other(), json!({"Fn::Select": [0, {"Ref": "X"}]})),
            (Text::of([Text::literal("a-"), x(), att()]), json!({"Fn::Sub": "a-${X}${X.Arn}"})),
            (
                Text::of([Text::literal("${a}"), x()]),
                json!({"Fn::Join": ["", ["${a}", {"Ref": "X"}]]}),
            ),
            (Text::of([Text::literal("$"), x()]), json!({"Fn::Join": ["", ["$", {"Ref": "X"}]]})),
            (
                Text::of([Text::literal("a"), Text::literal("b"), other()]),
                json!({"Fn::Join": ["", ["ab", {"Fn::Select": [0, {"Ref": "X"}]}]]}),
            ),
        ] {
            assert_eq!(text.into_value(), value);
        }
    }
}
