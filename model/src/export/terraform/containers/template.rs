//! Container definitions as a file of their own: plain JSON, or a template where they hold expressions.
//!
//! `templatefile` sees only what it is given, so each expression gets a name in the file and a line in the
//! call. Where a text is wanted, it stands between quotes, as people write it (`"${image}"`); elsewhere
//! `jsonencode` gives it its type.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::export::hcl::Expr;
use crate::export::place::{element_path, is_expression};
use crate::export::terraform::draft::{Draft, Instance, VariableType};
use crate::export::terraform::expression::{Piece, wanted_type};
use crate::path::Path;
use crate::reference::{Part, parts};

/// The text of the file.
pub(super) struct Rendered {
    pub(super) text: String,
    /// What the template is given; nothing for a file that is plain JSON.
    pub(super) variables: Vec<(String, Expr)>,
}

pub(super) fn render<'a>(
    draft: &mut Draft<'a>,
    instance: &Instance<'a>,
    path: &Path,
    containers: &[(usize, Value)],
) -> Rendered {
    let mut template = Template { instance, variables: IndexMap::new(), escape: false };
    let mut list = template.containers(draft, path, containers);
    if !template.variables.is_empty() {
        template.escape = true;
        list = template.containers(draft, path, containers);
    }
    let mut text = format!("{:#}\n", Value::Array(list));
    for name in template.variables.values() {
        let call = format!("${{jsonencode({name})}}");
        text = text.replace(&format!("\"{call}\""), &call);
    }
    let variables = template
        .variables
        .into_iter()
        .map(|(expression, name)| (name, Expr::raw(&expression)))
        .collect();
    Rendered { text, variables }
}

struct Template<'i, 'a> {
    instance: &'i Instance<'a>,
    /// The name in the template of each expression.
    variables: IndexMap<String, String>,
    /// Whether the file is a template, in which `${` and `%{` of plain text are escaped.
    escape: bool,
}

impl<'a> Template<'_, 'a> {
    fn containers(
        &mut self,
        draft: &mut Draft<'a>,
        path: &Path,
        containers: &[(usize, Value)],
    ) -> Vec<Value> {
        containers
            .iter()
            .map(|(index, container)| self.value(draft, &path.index(*index), container))
            .collect()
    }

    fn value(&mut self, draft: &mut Draft<'a>, path: &Path, value: &Value) -> Value {
        match value {
            Value::String(text) => match draft.piece(self.instance, path, text, 0) {
                Piece::Text(text) => Value::String(self.text(&text, path)),
                Piece::List(expression) => Value::String(self.encoded(&expression)),
                piece => {
                    let mut found = Vec::new();
                    self.flatten(piece, path, &mut found);
                    Value::Array(found)
                }
            },
            Value::Array(elements) => {
                let mut found = Vec::with_capacity(elements.len());
                for (index, element) in elements.iter().enumerate() {
                    let path = element_path(path, index, element);
                    match element {
                        Value::String(text) => {
                            let piece = draft.piece(self.instance, &path, text, 0);
                            self.flatten(piece, &path, &mut found);
                        }
                        other => found.push(self.value(draft, &path, other)),
                    }
                }
                Value::Array(found)
            }
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .filter(|(_, member)| !member.is_null())
                    .map(|(key, member)| {
                        let path = path.key(key.clone());
                        (self.literal(key), self.value(draft, &path, member))
                    })
                    .collect::<Map<_, _>>(),
            ),
            other => other.clone(),
        }
    }

    /// The elements that stand for one.
    fn flatten(&mut self, piece: Piece, path: &Path, found: &mut Vec<Value>) {
        match piece {
            Piece::Text(text) => found.push(Value::String(self.text(&text, path))),
            Piece::List(expression) => found.push(Value::String(self.encoded(&expression))),
            Piece::Many(pieces) => {
                for piece in pieces {
                    self.flatten(piece, path, found);
                }
            }
            // A string stands for no other value.
            Piece::Value(_) => {}
        }
    }

    /// A text with each expression replaced by its name.
    fn text(&mut self, text: &str, path: &Path) -> String {
        if !text.contains("${") {
            return self.literal(text);
        }
        let parts = parts(text);
        if let [Part::Expression(inner)] = parts.as_slice()
            && is_expression(inner)
            && !matches!(
                wanted_type(self.instance.id().kind(), path),
                VariableType::String | VariableType::Any
            )
        {
            return self.encoded(inner);
        }
        let mut whole = String::new();
        for part in parts {
            match part {
                Part::Expression(inner) if is_expression(inner) => {
                    let name = self.name(inner.trim());
                    whole.push_str(&format!("${{{name}}}"));
                }
                Part::Expression(inner) => whole.push_str(&self.literal(&format!("${{{inner}}}"))),
                Part::Text(text) => whole.push_str(&self.literal(&text.replace("$${", "${"))),
            }
        }
        whole
    }

    /// An expression whose value is not a text.
    fn encoded(&mut self, expression: &str) -> String {
        format!("${{jsonencode({})}}", self.name(expression.trim()))
    }

    fn literal(&self, text: &str) -> String {
        if self.escape { text.replace("${", "$${").replace("%{", "%%{") } else { text.to_owned() }
    }

    /// The expression's name in the template: `var.image_tag` is `image_tag`.
    fn name(&mut self, expression: &str) -> String {
        if let Some(name) = self.variables.get(expression) {
            return name.clone();
        }
        let mut plain = expression.strip_prefix("var.").unwrap_or(expression).to_owned();
        // `aws_cloudwatch_log_group.web_staging.name` is `cloudwatch_log_group_name`, in every environment.
        let chain = expression.strip_prefix("data.").unwrap_or(expression);
        if let Some(("aws", chain)) = chain.split_once('_')
            && let [kind, _, attribute] = chain.split('.').collect::<Vec<_>>().as_slice()
            && !self.variables.values().any(|other| *other == format!("{kind}_{attribute}"))
        {
            plain = format!("{kind}_{attribute}");
        }
        let words: Vec<&str> = plain
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .filter(|word| !word.is_empty())
            .collect();
        let mut name = words.join("_");
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if name.len() > 60 || !starts_well || matches!(name.as_str(), "true" | "false" | "null") {
            name = format!("value_{}", self.variables.len() + 1);
        }
        while self.variables.values().any(|other| *other == name) {
            name.push('_');
        }
        self.variables.insert(expression.to_owned(), name.clone());
        name
    }
}
