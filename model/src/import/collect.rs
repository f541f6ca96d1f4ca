//! Gathers what an import adds: records under free names, and what is to be said.

use serde_json::{Map, Value};
use std::sync::Arc;

use crate::address::Address;
use crate::design::Design;
use crate::ecs::members;
use crate::ecs::shape::Type;
use crate::edit::Edit;
use crate::path::each_string;
use crate::record::{Kind, Record, RecordId};
use crate::reference::{Part, parts};
use crate::remark::Remark;
use crate::text::all_of;

use super::Imported;
use super::coerce::{Scalars, coerce};
use super::hint::whole_placeholder;

/// The design as the import will leave it, and the way there.
pub(super) struct Collector<'a> {
    pub(super) design: Design,
    file_name: Option<&'a str>,
    scalars: Scalars,
    imported: Imported,
}

/// How the strings of a body are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strings {
    /// As they stood in a file: `${…}` is an expression by chance or on purpose, and is named.
    OfFile,
    /// As a design has them: the import wrote every `${…}` itself.
    OfDesign,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        into: &Design,
        file_name: Option<&'a str>,
        scalars: Scalars,
        remarks: Vec<Remark>,
    ) -> Self {
        let imported = Imported { remarks, ..Imported::default() };
        Self { design: into.clone(), file_name, scalars, imported }
    }

    pub(super) fn finish(self) -> Imported {
        self.imported
    }

    pub(super) fn added(&self) -> &[RecordId] {
        &self.imported.added
    }

    /// The file's name without its folder and extension.
    pub(super) fn file_stem(&self) -> Option<&'a str> {
        let name = self.file_name?.rsplit(['/', '\\']).next()?;
        let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
        Some(stem).filter(|stem| !stem.is_empty() && *stem != "-")
    }

    pub(super) fn remark(&mut self, remark: Remark) {
        self.imported.remarks.push(remark);
    }

    /// Does an edit.
    pub(super) fn edit(&mut self, edit: Edit) {
        if let Ok((design, _)) = self.design.apply(std::slice::from_ref(&edit)) {
            self.design = design;
            self.imported.edits.push(edit);
        }
    }

    /// Adds a record named as near to `name` as is free.
    pub(super) fn add(&mut self, kind: Kind, name: &str, body: Map<String, Value>) -> RecordId {
        let id = self.design.free_id(kind, name);
        let mut body = Value::Object(body);
        escape(&mut body);
        self.add_record(id.clone(), body, Strings::OfFile, self.scalars);
        id
    }

    /// The same for what AWS printed, in whose strings nothing is an expression.
    pub(super) fn add_printed(
        &mut self,
        kind: Kind,
        name: &str,
        body: Map<String, Value>,
    ) -> RecordId {
        let id = self.design.free_id(kind, name);
        let mut body = Value::Object(body);
        let mut any = false;
        each_text(&mut body, &mut |text| {
            any |= text.contains("${");
            *text = text.replace("${", "$${");
        });
        if any {
            let message = "`${` in its strings is kept as text, not as a Terraform expression: AWS printed it.";
            self.remark(Remark::at(Address::record(id.clone()), message));
        }
        self.add_record(id.clone(), body, Strings::OfFile, self.scalars);
        id
    }

    /// Adds a record whose strings are a design's already, with an id that is free.
    pub(super) fn add_converted(
        &mut self,
        id: RecordId,
        body: Map<String, Value>,
        scalars: Scalars,
    ) {
        self.add_record(id, Value::Object(body), Strings::OfDesign, scalars);
    }

    fn add_record(&mut self, id: RecordId, mut body: Value, strings: Strings, scalars: Scalars) {
        let shape = Type::Structure(members(id.kind()));
        if let Some(message) = coerce(&mut body, shape, scalars) {
            self.remark(Remark::at(Address::record(id.clone()), message));
        }
        self.remark_on_strings(&id, &body, strings);
        let record = Record { body, ..Record::default() };
        self.edit(Edit::AddRecord { id: id.clone(), index: None, record: Arc::new(record) });
        self.imported.added.push(id);
    }

    /// Says which strings mean more in a design than they did in the file.
    fn remark_on_strings(&mut self, id: &RecordId, body: &Value, strings: Strings) {
        let mut expressions: Vec<String> = Vec::new();
        let mut placeholders: Vec<String> = Vec::new();
        let mut templates: Vec<String> = Vec::new();
        let environments = &self.design.settings.environments;
        let names = environments.iter().flat_map(|environment| environment.variables.keys());
        let mut names: Vec<String> = names.map(|name| format!("{{{name}}}")).collect();
        names.push("{environment}".to_owned());
        each_string(body, &mut |_, text| {
            if strings == Strings::OfFile {
                for placeholder in template_placeholders(text) {
                    note(&mut templates, placeholder);
                }
            }
            if !text.contains('{') {
                return;
            }
            for part in parts(text) {
                match part {
                    Part::Expression(inner) => note(&mut expressions, &format!("${{{inner}}}")),
                    Part::Text(text) => {
                        for name in names.iter().filter(|name| text.contains(name.as_str())) {
                            note(&mut placeholders, name);
                        }
                    }
                }
            }
        });
        let address = Address::record(id.clone());
        if !expressions.is_empty() && strings == Strings::OfFile {
            let message = format!(
                "{} {} kept as Terraform expressions: the Terraform export writes them as such, the JSON export as they stand.",
                listed(&expressions),
                if expressions.len() == 1 { "is" } else { "are" },
            );
            self.remark(Remark::at(address.clone(), message));
        }
        if !templates.is_empty() {
            let message = format!(
                "{} {} kept as the text that {}: fill in the template before this goes to AWS, or put the value in its place.",
                listed(&templates),
                if templates.len() == 1 {
                    "is a placeholder of a template, and"
                } else {
                    "are placeholders of a template, and"
                },
                if templates.len() == 1 { "it is" } else { "they are" },
            );
            self.remark(Remark::at(address.clone(), message));
        }
        if !placeholders.is_empty() {
            let message = format!(
                "{} in its strings will be filled with each environment's own value, because that is what braces mean in a design.",
                listed(&placeholders),
            );
            self.remark(Remark::at(address, message));
        }
    }
}

/// The placeholders of other tools' templates in a text: `{{ must_env `TAG` }}`, `<%= tag %>`, `<IMAGE_TAG>`.
fn template_placeholders(text: &str) -> Vec<&str> {
    /// The most characters of a placeholder, and the most places of a text where one may begin.
    const LONGEST: usize = 200;
    const PLACES: usize = 1_000;
    let mut found = Vec::new();
    let mut rest = text;
    for _ in 0..PLACES {
        let Some(at) = rest.find(['{', '<']) else { break };
        let here = rest.get(at..).unwrap_or_default();
        let end = here.char_indices().nth(LONGEST).map_or(here.len(), |(end, _)| end);
        let placeholder = here
            .get(..end)
            .filter(|here| here.starts_with("{{") || here.starts_with('<'))
            .and_then(whole_placeholder)
            .filter(|placeholder| is_of_template(placeholder));
        found.extend(placeholder);
        rest = here.get(placeholder.map_or(1, str::len)..).unwrap_or_default();
    }
    found
}

/// Whether what looks like a placeholder is none of HTML's tags.
fn is_of_template(placeholder: &str) -> bool {
    let inner = placeholder.trim_matches(['<', '>']);
    let is_name = inner.len() > 1
        && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let is_no_tag =
        inner.contains(['_', '-', ' ']) || !inner.contains(|c: char| c.is_ascii_lowercase());
    placeholder.starts_with("{{") || placeholder.starts_with("<%") || (is_name && is_no_tag)
}

fn note(list: &mut Vec<String>, text: &str) {
    if !list.iter().any(|other| other == text) {
        list.push(text.to_owned());
    }
}

/// The first few of many, in words.
pub(super) fn listed(items: &[String]) -> String {
    const SHOWN: usize = 4;
    let mut shown: Vec<String> = items.iter().take(SHOWN).map(|item| format!("`{item}`")).collect();
    if let Some(more @ 1..) = items.len().checked_sub(SHOWN) {
        shown.push(format!("{more} more"));
    }
    all_of(&shown)
}

/// In a design `$${` is a plain `${`, as in Terraform: one that stood in the file gets a `$` more, which the
/// JSON export takes away again.
fn escape(value: &mut Value) {
    each_text(value, &mut |text| {
        if text.contains("$${") {
            *text = text.replace("$${", "$$${");
        }
    });
}

fn each_text(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(elements) => elements.iter_mut().for_each(|one| each_text(one, change)),
        Value::Object(members) => members.values_mut().for_each(|one| each_text(one, change)),
        _ => {}
    }
}
