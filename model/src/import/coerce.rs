//! Scalars of formats in which a number is easily a text and the reverse: YAML, where quotes decide, and
//! CloudFormation, which takes either.

use serde_json::Value;

use crate::ecs::shape::Type;
use crate::path::Path;
use crate::text::{all_of, count};

/// Where a document comes from, as far as the types of its scalars are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalars {
    /// JSON: what is a text was written as one. A value of the wrong type stays; a rule names it.
    Exact,
    /// YAML: what is not quoted has the type that it looks like.
    Yaml,
    /// CloudFormation: any scalar may be written as a text.
    Loose,
}

/// Gives scalars the type that a shape has for them where only one can be meant. What was changed is told in a
/// sentence.
pub(super) fn coerce(value: &mut Value, shape: Type, scalars: Scalars) -> Option<String> {
    if scalars == Scalars::Exact {
        return None;
    }
    let mut coercion = Coercion { scalars, texts: Vec::new(), others: Vec::new() };
    coercion.value(value, shape, &Path::root());
    coercion.sentence()
}

struct Coercion {
    scalars: Scalars,
    /// Where numbers and flags became texts.
    texts: Vec<Path>,
    /// Where texts became numbers and flags.
    others: Vec<Path>,
}

impl Coercion {
    fn value(&mut self, value: &mut Value, shape: Type, at: &Path) {
        match (&mut *value, shape) {
            (Value::Object(members), Type::Structure(shape)) => {
                for member in shape {
                    if let Some(value) = members.get_mut(member.key) {
                        self.value(value, member.kind, &at.key(member.key));
                    }
                }
            }
            (Value::Object(members), Type::Texts) => {
                for (key, value) in members {
                    self.value(value, Type::Text, &at.key(key.clone()));
                }
            }
            (Value::Array(elements), Type::List(element)) => {
                for (index, value) in elements.iter_mut().enumerate() {
                    self.value(value, *element, &at.index(index));
                }
            }
            (Value::Number(_) | Value::Bool(_), Type::Text) => {
                *value = Value::String(value.to_string());
                self.texts.push(at.clone());
            }
            (Value::String(text), Type::Integer | Type::Number | Type::Flag) => {
                if let Some(meant) = self.meant(text, shape) {
                    *value = meant;
                    self.others.push(at.clone());
                }
            }
            _ => {}
        }
    }

    /// What a text stands for where a number or a flag belongs.
    fn meant(&self, text: &str, shape: Type) -> Option<Value> {
        let word = text.to_ascii_lowercase();
        match (shape, self.scalars) {
            (Type::Flag, _) if matches!(word.as_str(), "yes" | "on") => Some(Value::Bool(true)),
            (Type::Flag, _) if matches!(word.as_str(), "no" | "off") => Some(Value::Bool(false)),
            (Type::Flag, Scalars::Loose) => word.parse().ok().map(Value::Bool),
            (Type::Integer, Scalars::Loose) => text.trim().parse::<i64>().ok().map(Value::from),
            (Type::Number, Scalars::Loose) => {
                serde_json::from_str(text.trim()).ok().filter(Value::is_number)
            }
            _ => None,
        }
    }

    fn sentence(self) -> Option<String> {
        let told = |paths: &[Path], what: &str, why: &str| {
            (!paths.is_empty()).then(|| {
                let verb = if paths.len() == 1 { "is" } else { "are" };
                let noun = if paths.len() == 1 { "a text" } else { "texts" };
                let what = if what.is_empty() { noun } else { what };
                format!("{} {verb} {what} now, {why}", places(paths))
            })
        };
        let sentences: Vec<String> = [
            told(&self.texts, "", "as the API takes no number and no true or false there"),
            told(&self.others, "no text", "as the API takes none there"),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!sentences.is_empty()).then(|| format!("{}.", sentences.join("; ")))
    }
}

/// The first few of many places.
fn places(paths: &[Path]) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{path}`")).collect();
    if let Some(more @ 1..) = paths.len().checked_sub(SHOWN) {
        shown.push(format!("{} more", count(more, "value")));
    }
    all_of(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecs::members;
    use crate::record::Kind;
    use serde_json::json;

    fn coerced(mut value: Value, scalars: Scalars) -> (Value, Option<String>) {
        let said = coerce(&mut value, Type::Structure(members(Kind::TaskDefinition)), scalars);
        (value, said)
    }

    fn example() -> Value {
        json!({"cpu": 256, "family": "web", "zz": 1, "containerDefinitions": [{
            "essential": "yes", "memory": "512", "command": [1, true, "x"], "privileged": "False",
            "dockerLabels": {"a": 1, "b": null}, "environment": [{"name": "PORT", "value": 80}]}]})
    }

    #[test]
    fn yaml_says_a_number_where_a_text_is_meant() {
        let (value, said) = coerced(example(), Scalars::Yaml);
        assert_eq!(
            value,
            json!({"cpu": "256", "family": "web", "zz": 1, "containerDefinitions": [{
                "essential": true, "memory": "512", "command": ["1", "true", "x"], "privileged": "False",
                "dockerLabels": {"a": "1", "b": null}, "environment": [{"name": "PORT", "value": "80"}]}]})
        );
        let said = said.unwrap();
        assert!(said.contains("and 2 values more are texts now"), "{said}");
        assert!(said.contains("; `containerDefinitions[0].essential` is no text now"), "{said}");
    }

    #[test]
    fn cloudformation_takes_either() {
        let (value, _) = coerced(example(), Scalars::Loose);
        let container = &value["containerDefinitions"][0];
        assert_eq!((&container["memory"], &container["privileged"]), (&json!(512), &json!(false)));
    }

    #[test]
    fn json_is_left_alone() {
        assert_eq!(coerced(example(), Scalars::Exact), (example(), None));
    }
}
