//! What is to be said about a template's functions: each thing once, however often the template uses it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::piece::Piece;
use super::template::Template;
use crate::remark::Remark;
use crate::text::all_of;

/// The most of a text that a message shows, in characters.
const SHOWN: usize = 300;

/// At most this many places are named one by one.
const NAMED_PLACES: usize = 20;

/// What was read in its own way.
#[derive(Default)]
pub(super) struct Notes {
    /// Expressions, and what they stand for.
    parameters: BTreeMap<String, String>,
    resources: BTreeMap<String, String>,
    facts: BTreeMap<String, String>,
    imports: BTreeMap<String, String>,
    conditions: BTreeMap<String, String>,
    /// Functions without a counterpart, and where they stand.
    kept: Vec<(String, String)>,
    /// What is there only if a condition holds, with the condition.
    optional: Vec<String>,
    choices: Vec<String>,
}

impl Notes {
    /// A variable, or a data source, in place of what a template's name stands for.
    pub(super) fn variable(
        &mut self,
        template: &Template,
        name: &str,
        attribute: Option<&str>,
        code: &str,
    ) {
        if [&self.parameters, &self.resources, &self.facts]
            .iter()
            .any(|known| known.contains_key(code))
        {
            return;
        }
        let expression = format!("`${{{code}}}`");
        if let Some(resource) = template.resource(name) {
            let of = attribute.map(|attribute| format!("`{attribute}` of ")).unwrap_or_default();
            let what = format!("{expression} is {of}{name} ({})", resource.kind);
            self.resources.insert(code.to_owned(), what);
        } else if template.parameters.contains_key(name) {
            let default = match template.default_of(name) {
                Some(default) if default.is_empty() => ", empty by default".to_owned(),
                Some(default) => format!(", default `{}`", clipped(&default)),
                None => ", without a default".to_owned(),
            };
            self.parameters.insert(code.to_owned(), format!("{expression} ({name}{default})"));
        } else if name.starts_with("AWS::") {
            self.facts.insert(code.to_owned(), format!("{expression} is `{name}`"));
        } else {
            let what = format!("{expression} is `{name}`, which the template does not have");
            self.resources.insert(code.to_owned(), what);
        }
    }

    pub(super) fn condition(&mut self, name: &str, code: &str) {
        let what = format!("`${{{code}}}` is whether `{name}` holds");
        self.conditions.insert(code.to_owned(), what);
    }

    pub(super) fn import(&mut self, name: &Piece, code: &str) {
        let name = match name.clone().into_value() {
            Some(Value::String(name)) => name,
            _ => String::new(),
        };
        let what = format!("`${{{code}}}` is what another stack exports as `{}`", clipped(&name));
        self.imports.insert(code.to_owned(), what);
    }

    pub(super) fn kept(&mut self, function: &str, path: &str) {
        self.kept.push((function.to_owned(), path.to_owned()));
    }

    pub(super) fn choice(&mut self, path: &str, condition: &str, why: &str, left: &Value) {
        if left.get("Ref").and_then(Value::as_str) == Some("AWS::NoValue") {
            self.optional.push(format!("`{path}` (`{condition}`)"));
            return;
        }
        self.choices.push(format!(
            "`{path}` depends on the condition `{condition}`: {why} was read. The other says `{}`.",
            clipped(&left.to_string())
        ));
    }

    pub(super) fn remarks(self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut say = |message: String| remarks.push(Remark::new(message));
        let listed = |what: &BTreeMap<String, String>| {
            all_of(&what.values().cloned().collect::<Vec<String>>())
        };
        if !self.parameters.is_empty() {
            say(format!(
                "The template's parameters are variables of Terraform now: {}. Put a value in their place where it is always the same.",
                listed(&self.parameters)
            ));
        }
        if !self.facts.is_empty() {
            say(format!(
                "What CloudFormation knows by itself is an expression: {}.",
                listed(&self.facts)
            ));
        }
        for what in [&self.imports, &self.resources, &self.conditions] {
            if !what.is_empty() {
                say(format!("A variable stands for what is not read: {}.", listed(what)));
            }
        }
        if !self.optional.is_empty() {
            let mut shown: Vec<String> = self.optional.iter().take(NAMED_PLACES).cloned().collect();
            if let Some(more @ 1..) = self.optional.len().checked_sub(NAMED_PLACES) {
                shown.push(format!("{more} more"));
            }
            say(format!(
                "What is there only if a condition holds was read as if it did: {}. Take away what does not belong.",
                all_of(&shown)
            ));
        }
        for choice in self.choices.iter().take(NAMED_PLACES) {
            say(choice.clone());
        }
        if let Some(more @ 1..) = self.choices.len().checked_sub(NAMED_PLACES) {
            say(format!("{more} more places depend on conditions and were read in the same way."));
        }
        for (function, path) in self.kept.iter().take(NAMED_PLACES) {
            say(format!(
                "`{path}` has the text of its function `{function}`, which nothing here can say: put the value in its place."
            ));
        }
        if let Some(more @ 1..) = self.kept.len().checked_sub(NAMED_PLACES) {
            say(format!("{more} more values have the text of a function."));
        }
        remarks
    }
}

/// The start of a text.
fn clipped(text: &str) -> String {
    let mut clipped: String = text.chars().take(SHOWN).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}
