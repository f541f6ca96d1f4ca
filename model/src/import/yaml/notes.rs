//! What a YAML text holds that is not plain from the values that were read.

use std::ops::RangeInclusive;

use crate::remark::Remark;
use crate::text::count;

use super::super::collect::listed;
use super::scalar::Doubt;

/// At most this many keys that are there twice are named.
const NAMED_DUPLICATES: usize = 10;

/// What is to be said; lines are counted from 1.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) byte_order_mark: bool,
    comment: Option<usize>,
    /// The lines of scalars that have several: a `#` in them is text.
    scalars: Vec<RangeInclusive<usize>>,
    pub(super) aliases: Vec<usize>,
    pub(super) duplicates: Vec<(String, usize)>,
    /// Tags that mean nothing here.
    pub(super) tags: Vec<(String, usize)>,
    numbers: Vec<(String, usize)>,
    flags: Vec<(String, usize)>,
}

impl Notes {
    pub(super) fn doubt(&mut self, doubt: Doubt, text: &str, line: usize) {
        let list = match doubt {
            Doubt::Number => &mut self.numbers,
            Doubt::Flag => &mut self.flags,
        };
        list.push((text.to_owned(), line));
    }

    pub(super) fn scalar(&mut self, first: usize, last: usize) {
        if last > first {
            self.scalars.push(first..=last);
        }
    }

    /// Finds the first line that is a comment and nothing else.
    pub(super) fn look_for_comments(&mut self, text: &str) {
        let mut scalars = self.scalars.iter().peekable();
        for (line, content) in (1..).zip(text.lines()) {
            while scalars.next_if(|lines| *lines.end() < line).is_some() {}
            if content.trim_start().starts_with('#')
                && scalars.peek().is_none_or(|lines| !lines.contains(&line))
            {
                self.comment = Some(line);
                return;
            }
        }
    }

    pub(super) fn remarks(self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        if self.byte_order_mark {
            remarks.push(Remark::new("The byte-order mark at the start was left out."));
        }
        if let Some(line) = self.comment {
            let message = "Comments were left out, here and below: a design keeps none.";
            remarks.push(Remark::on_line(line, message));
        }
        if let Some(line) = self.aliases.first() {
            let were = if self.aliases.len() == 1 { "was" } else { "were" };
            let aliases = match self.aliases.len() {
                1 => "1 alias".to_owned(),
                several => format!("{several} aliases"),
            };
            let message =
                format!("{aliases} (`*name`) {were} replaced by a copy of what is meant.");
            remarks.push(Remark::on_line(*line, message));
        }
        if let Some((_, line)) = self.tags.first() {
            let names = distinct(&self.tags);
            let was = if names.len() == 1 { "The tag" } else { "The tags" };
            let message = format!(
                "{was} {} mean{} nothing here: what stands behind was read as it is.",
                listed(&names),
                if names.len() == 1 { "s" } else { "" }
            );
            remarks.push(Remark::on_line(*line, message));
        }
        if let Some((text, line)) = self.numbers.first() {
            let message = format!(
                "{} kept as text, as written: {} would not be written the same again. To make that plain, write quotes: \"{text}\".",
                was(&distinct(&self.numbers)),
                if distinct(&self.numbers).len() == 1 { "the number" } else { "the numbers" },
            );
            remarks.push(Remark::on_line(*line, message));
        }
        if let Some((text, line)) = self.flags.first() {
            let message = format!(
                "{} read as text, as YAML 1.2 has it, unless only true or false can stand there; programs that read YAML 1.1 take it for true or false. To make it plain, write \"{text}\" in quotes, or true or false.",
                was(&distinct(&self.flags)),
            );
            remarks.push(Remark::on_line(*line, message));
        }
        for (key, line) in self.duplicates.iter().take(NAMED_DUPLICATES) {
            let message =
                format!("`{key}` is there a second time in the same object; this one holds.");
            remarks.push(Remark::on_line(*line, message));
        }
        if let Some(more @ 1..) = self.duplicates.len().checked_sub(NAMED_DUPLICATES) {
            let message = format!("{} more are there a second time.", count(more, "key"));
            remarks.push(Remark::new(message));
        }
        remarks
    }
}

/// Each text once, at most as many as are ever shown or counted in words.
fn distinct(noted: &[(String, usize)]) -> Vec<String> {
    const COUNTED: usize = 50;
    let mut texts: Vec<String> = Vec::new();
    for (text, _) in noted {
        if texts.len() == COUNTED {
            break;
        }
        if !texts.contains(text) {
            texts.push(text.clone());
        }
    }
    texts
}

fn was(texts: &[String]) -> String {
    format!("{} {}", listed(texts), if texts.len() == 1 { "was" } else { "were" })
}
