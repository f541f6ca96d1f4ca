//! Container definitions, in the form that the provider reads back from AWS, so that no plan shows a
//! difference that is none, nor noise around one that is.
//!
//! The provider sorts containers, environment and secrets by name and fills in some defaults before it
//! compares; it does not forgive `false` for absent, nested empty lists, or environment variables without a
//! value, which AWS drops. So those are left out, and what AWS answers with unasked (`essential`, `protocol`,
//! host ports, five empty lists) is written.

mod normal;
mod template;

use serde_json::Value;

use super::draft::{Draft, Instance};
use super::expression::Piece;
use crate::design::ContainerDefinitionsStyle;
use crate::export::File;
use crate::export::hcl::Expr;
use crate::path::Path;

/// The argument `container_definitions`.
pub(super) fn expression<'a>(
    draft: &mut Draft<'a>,
    instance: &Instance<'a>,
    name: &str,
    awsvpc: bool,
) -> Expr {
    let path = Path::root().key("containerDefinitions");
    let containers = match instance.resolved.body.get("containerDefinitions") {
        Some(Value::Array(containers)) => containers,
        // Somebody's own expression is the whole list as JSON.
        Some(Value::String(text)) if !text.is_empty() => return draft.text(instance, &path, text),
        Some(Value::Null) | None => return Expr::call("jsonencode", [Expr::List(Vec::new())]),
        Some(other) => {
            draft.remark(
                instance,
                &path,
                "Container definitions are a list; this is written as it is.",
            );
            return Expr::call("jsonencode", [draft.value(instance, &path, other)]);
        }
    };
    let (containers, remarks) = normal::containers(containers, awsvpc);
    for (path, message) in remarks {
        draft.remark(instance, &path, &message);
    }
    match draft.design.settings.terraform.container_definitions {
        ContainerDefinitionsStyle::Jsonencode => {
            let pieces = containers
                .iter()
                .map(|(index, container)| {
                    Piece::Value(draft.value(instance, &path.index(*index), container))
                })
                .collect();
            Expr::call("jsonencode", [super::expression::list(pieces)])
        }
        ContainerDefinitionsStyle::Files => {
            let rendered = template::render(draft, instance, &path, &containers);
            let stem = file_stem(draft, instance, name);
            let extension = if rendered.variables.is_empty() { "json" } else { "json.tftpl" };
            let file = format!("task-definitions/{stem}.{extension}");
            let place = Expr::from_text(&format!("${{path.module}}/{file}"));
            draft.files.push(File { path: file, text: rendered.text });
            if rendered.variables.is_empty() {
                Expr::call("file", [place])
            } else {
                Expr::call("templatefile", [place, Expr::object(rendered.variables)])
            }
        }
    }
}

/// The file's name: the family, as people name these files, where it can name a file and no other has it.
fn file_stem(draft: &Draft<'_>, instance: &Instance<'_>, name: &str) -> String {
    let family =
        instance.resolved.task_definition().and_then(|definition| definition.family.text());
    let taken = |stem: &str| {
        draft.files.iter().any(|file| {
            file.path
                .strip_prefix("task-definitions/")
                .and_then(|file| file.split('.').next())
                .is_some_and(|other| other.eq_ignore_ascii_case(stem))
        })
    };
    let mut stem = family
        .filter(|family| {
            family.len() <= 255
                && !family.is_empty()
                && family.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        })
        .filter(|family| !taken(family))
        .unwrap_or(name)
        .to_owned();
    while taken(&stem) {
        stem.push('_');
    }
    stem
}
