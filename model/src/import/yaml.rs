//! Reading YAML 1.2 into the same trees as JSON, for what people write by hand: register inputs, CloudFormation
//! templates, Compose files.
//!
//! Anchors are written out where they are used, up to a limit; `<<` merges; CloudFormation's short forms become
//! their long forms (`!Ref x` is `{"Ref": "x"}`). What a scalar means is the core schema's choice, but for numbers
//! that would not be written the same again: those stay texts. Whatever is not plain from the result is said.

mod hint;
mod load;
mod notes;
mod scalar;
mod tag;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::remark::Remark;

use super::syntax::SyntaxError;

/// Reads the documents of a text, but for empty ones, and says what was read in its own way.
pub(super) fn parse(text: &str) -> Result<(Vec<Value>, Vec<Remark>), SyntaxError> {
    let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - without_mark.len();
    let (documents, mut notes) = load::load(without_mark).map_err(|mut error| {
        error.offset += mark;
        error
    })?;
    notes.byte_order_mark = mark > 0;
    notes.look_for_comments(without_mark);
    Ok((documents, notes.remarks()))
}
