//! A template as YAML: blocks, with CloudFormation's functions as tags. No library of the workspace writes YAML.
//!
//! CloudFormation reads YAML 1.1, most tools read 1.2: a text goes without quotes only where both read the same
//! text.

use serde_json::{Map, Value};

use super::yaml_scalar::{Scalar, key, scalar};
use crate::cloudformation::FUNCTIONS;

/// The longest key that a reader must take before its colon, in bytes; YAML 1.2, 7.4.2.
const LONGEST_KEY: usize = 1_000;

/// The text of a template, with a blank line before each of its sections and resources.
pub(super) fn text(template: &Map<String, Value>) -> String {
    let mut writer = Writer { text: String::new() };
    for (section, value) in template {
        if !writer.text.is_empty() {
            writer.text.push('\n');
        }
        match (section.as_str(), value) {
            ("Resources", Value::Object(resources)) if !resources.is_empty() => {
                writer.text.push_str("Resources:\n");
                for (index, (name, resource)) in resources.iter().enumerate() {
                    if index > 0 {
                        writer.text.push('\n');
                    }
                    writer.member(name, resource, 2, false);
                }
            }
            _ => writer.member(section, value, 0, false),
        }
    }
    writer.text
}

struct Writer {
    text: String,
}

impl Writer {
    fn indent(&mut self, by: usize) {
        self.text.extend(std::iter::repeat_n(' ', by));
    }

    /// `Key: value`; the line has begun when it follows a dash.
    fn member(&mut self, name: &str, value: &Value, indent: usize, has_begun: bool) {
        if !has_begun {
            self.indent(indent);
        }
        let name = key(name);
        if name.len() > LONGEST_KEY {
            self.text.push_str("? ");
            self.text.push_str(&name);
            self.text.push('\n');
            self.indent(indent);
            self.text.push(':');
        } else {
            self.text.push_str(&name);
            self.text.push(':');
        }
        self.value(value, indent + 2, false);
    }

    /// The entries of a list or an object, each on a line of its own.
    fn entries(&mut self, value: &Value, indent: usize, mut has_begun: bool) {
        match value {
            Value::Array(elements) => {
                for element in elements {
                    if !has_begun {
                        self.indent(indent);
                    }
                    has_begun = false;
                    self.text.push('-');
                    self.value(element, indent + 2, true);
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    self.member(name, value, indent, has_begun);
                    has_begun = false;
                }
            }
            _ => {}
        }
    }

    /// A value after its key or its dash, to the end of its last line.
    fn value(&mut self, value: &Value, indent: usize, after_dash: bool) {
        let (tag, value) = match short_form(value) {
            Some((tag, argument)) => (Some(tag), argument),
            None => (None, Argument::Of(value)),
        };
        self.text.push(' ');
        if let Some(tag) = tag {
            self.text.push('!');
            self.text.push_str(tag);
            self.text.push(' ');
        }
        match value {
            Argument::Text(text) => self.scalar(&Value::String(text), indent),
            Argument::Of(value) if is_block(value) => {
                if tag.is_some() || !after_dash {
                    self.text.truncate(self.text.trim_end_matches(' ').len());
                    self.text.push('\n');
                    self.entries(value, indent, false);
                } else {
                    self.entries(value, indent, true);
                }
            }
            Argument::Of(value) => self.scalar(value, indent),
        }
    }

    fn scalar(&mut self, value: &Value, indent: usize) {
        match scalar(value) {
            Scalar::Line(line) => {
                self.text.push_str(&line);
                self.text.push('\n');
            }
            Scalar::Block { header, lines } => {
                self.text.push_str(header);
                self.text.push('\n');
                for line in lines {
                    if !line.is_empty() {
                        self.indent(indent);
                        self.text.push_str(line);
                    }
                    self.text.push('\n');
                }
            }
        }
    }
}

/// Whether a value has lines of its own.
fn is_block(value: &Value) -> bool {
    match value {
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    }
}

enum Argument<'a> {
    Of(&'a Value),
    Text(String),
}

/// The tag and the argument of a function. One that is the argument of another by itself has no short form: YAML
/// has no two tags on one value.
fn short_form(value: &Value) -> Option<(&'static str, Argument<'_>)> {
    let (short, argument) = function(value)?;
    if function(argument).is_some() {
        return None;
    }
    match argument {
        Value::Array(parts) if short == "GetAtt" => match parts.as_slice() {
            [Value::String(resource), Value::String(attribute)] if !resource.contains('.') => {
                Some((short, Argument::Text(format!("{resource}.{attribute}"))))
            }
            _ => None,
        },
        // A text would be read as the two of the list.
        Value::String(_) if short == "GetAtt" => None,
        argument => Some((short, Argument::Of(argument))),
    }
}

/// The short name and the argument of a function in its long form. `Condition` is one in conditions only, and its
/// long form is right everywhere.
fn function(value: &Value) -> Option<(&'static str, &Value)> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    let (name, argument) = members.iter().next()?;
    let short = FUNCTIONS.iter().find_map(|(short, long)| (long == name).then_some(*short));
    Some((short.filter(|short| *short != "Condition")?, argument))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::parse_yaml;
    use proptest::prelude::*;
    use serde_json::json;

    fn written(value: Value) -> String {
        text(value.as_object().unwrap())
    }

    #[test]
    fn blocks_are_indented_and_functions_are_tags() {
        let template = json!({
            "Description": "a: b",
            "Resources": {
                "A": {"Type": "T", "Properties": {
                    "Ref1": {"Ref": "X"}, "Att": {"Fn::GetAtt": ["X", "Y.Z"]},
                    "Sub": {"Fn::Sub": "a-${X}"}, "None": [], "Nothing": {},
                    "Join": {"Fn::Join": ["", ["a", {"Ref": "X"}, [1, 2]]]},
                    "Data": {"Fn::Base64": {"Fn::Sub": "x"}},
                    "List": [{"Name": "a", "Value": true}, {"Ref": "Z"}, [], {"Fn::Select": [0, {"Fn::GetAZs": ""}]}],
                }},
                "B": {"Type": "T"}
            }
        });
        let expected = "\
Description: 'a: b'

Resources:
  A:
    Type: T
    Properties:
      Ref1: !Ref X
      Att: !GetAtt X.Y.Z
      Sub: !Sub a-${X}
      None: []
      Nothing: {}
      Join: !Join
        - ''
        - - a
          - !Ref X
          - - 1
            - 2
      Data:
        Fn::Base64: !Sub x
      List:
        - Name: a
          Value: true
        - !Ref Z
        - []
        - !Select
          - 0
          - !GetAZs ''

  B:
    Type: T
";
        assert_eq!(written(template), expected);
    }

    #[test]
    fn long_keys_are_marked_as_keys() {
        let long = "k".repeat(1_100);
        let text = written(json!({ &long: {"a": ["b"]} }));
        assert_eq!(text, format!("? {long}\n:\n  a:\n    - b\n"));
        assert_eq!(parse_yaml(&text), Some(vec![json!({ &long: {"a": ["b"]} })]));
    }

    /// Texts that YAML has something of its own for, and any others.
    fn texts() -> impl Strategy<Value = String> {
        let odd = [
            "",
            "~",
            "yes",
            "No",
            "on",
            "null",
            "true",
            "0",
            "007",
            "1.10",
            "-1",
            "1e3",
            "0x1F",
            "12:30",
            "=",
            "<<",
            "a: b",
            "a #b",
            "# a",
            "- a",
            "? a",
            ": a",
            "a:",
            "!Ref x",
            "&a",
            "*a",
            "|",
            ">-",
            "%YAML",
            "---",
            "...",
            "{a}",
            "[a]",
            "'",
            "\"",
            "\\",
            "it's",
            "${X}",
            "a\nb",
            "a\n\nb\n",
            "\n",
            " a\nb",
            "a\n b\n\n\n",
            "\ta\nb",
            "a\n\t\nb",
            "a\r\nb",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "ü",
            "\u{1f980}",
            "Ref",
            "Fn::Sub",
            "Condition",
        ];
        prop_oneof![
            proptest::sample::select(odd.to_vec()).prop_map(str::to_owned),
            any::<String>(),
            "[ -~\n]{0,12}",
        ]
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            texts().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-9_999..9_999).prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
            Just(Value::Null),
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((texts(), inner.clone()), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
                (proptest::sample::select(FUNCTIONS.to_vec()), inner.clone())
                    .prop_filter("a text that is two names", |((short, _), argument)| {
                        *short != "GetAtt" || !argument.is_string()
                    })
                    .prop_map(|((_, long), argument)| json!({ long: argument })),
                (texts(), texts()).prop_map(|(one, other)| json!({"Fn::GetAtt": [one, other]})),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(value in values()) {
            let template = json!({"A": value.clone(), "Resources": {"B": value}});
            let text = written(template.clone());
            prop_assert_eq!(parse_yaml(&text), Some(vec![template]), "{}", text);
        }
    }
}
