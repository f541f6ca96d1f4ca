//! Where `terraform fmt` puts blanks and line breaks.
//!
//! Two spaces for each level. In a run of attributes (or of an object's entries) that each take
//! one line, the `=` stand below each other; a blank line, a comment, a block or a value of
//! several lines ends the run.

use super::escape::{write_key, write_literal, write_quoted};
use super::expression::{Part, write_interpolation};
use super::{Block, Body, Expr, Item, Template};

/// A list or an object inside a list stays on one line up to this many characters.
const LINE: usize = 80;

pub(super) fn render_body(out: &mut String, body: &Body, level: usize) {
    let mut run = Run::new(level);
    // What was written last, not counting blank lines.
    let mut last: Option<&Item> = None;
    let mut blank = false;
    for item in &body.items {
        let after_block = matches!(last, Some(Item::Block(_)));
        let before_block =
            matches!(item, Item::Block(_)) && !matches!(last, Some(Item::Comment(_)));
        if last.is_some() && (blank || after_block || before_block) && !matches!(item, Item::Blank)
        {
            run.flush(out);
            out.push('\n');
        }
        blank = matches!(item, Item::Blank);
        match item {
            Item::Attribute(name, value) => run.push(out, name.clone(), value),
            Item::Block(block) => {
                run.flush(out);
                render_block(out, block, level);
            }
            Item::Comment(text) => {
                run.flush(out);
                for line in text.lines() {
                    indent(out, level);
                    out.push_str(format!("# {line}").trim_end());
                    out.push('\n');
                }
            }
            Item::Blank => continue,
        }
        last = Some(item);
    }
    run.flush(out);
}

fn render_block(out: &mut String, block: &Block, level: usize) {
    indent(out, level);
    out.push_str(&block.kind);
    for label in &block.labels {
        out.push(' ');
        write_quoted(out, label);
    }
    out.push_str(" {");
    let start = out.len();
    out.push('\n');
    render_body(out, &block.body, level + 1);
    if out.len() == start + 1 {
        out.truncate(start);
    } else {
        indent(out, level);
    }
    out.push_str("}\n");
}

fn indent(out: &mut String, level: usize) {
    for _ in 0..level {
        out.push_str("  ");
    }
}

/// Neighbouring `name = value` lines that wait for the longest name among them.
struct Run {
    level: usize,
    lines: Vec<(String, String)>,
}

impl Run {
    fn new(level: usize) -> Self {
        Self { level, lines: Vec::new() }
    }

    fn push(&mut self, out: &mut String, name: String, value: &Expr) {
        let mut text = String::new();
        write_expr(&mut text, value, self.level);
        if text.contains('\n') {
            self.flush(out);
            self.lines.push((name, text));
            self.flush(out);
        } else {
            self.lines.push((name, text));
        }
    }

    fn flush(&mut self, out: &mut String) {
        let width = self.lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, text) in self.lines.drain(..) {
            indent(out, self.level);
            out.push_str(&name);
            for _ in name.chars().count()..width {
                out.push(' ');
            }
            out.push_str(" = ");
            out.push_str(&text);
            out.push('\n');
        }
    }
}

/// Writes a value whose first line stands at `level`.
fn write_expr(out: &mut String, expr: &Expr, level: usize) {
    match expr {
        Expr::List(items) => write_list(out, items, level),
        Expr::Object(entries) => write_object(out, entries, level),
        Expr::Call(name, arguments) => write_call(out, name, arguments, level),
        _ => write_inline(out, expr),
    }
}

fn write_list(out: &mut String, items: &[Expr], level: usize) {
    if items.iter().all(is_scalar) {
        let start = out.len();
        write_inline_list(out, items);
        if out.len() - start <= LINE {
            return;
        }
        out.truncate(start);
    }
    out.push_str("[\n");
    write_lines(out, items, level + 1);
    indent(out, level);
    out.push(']');
}

/// One item a line, each with its comma.
fn write_lines(out: &mut String, items: &[Expr], level: usize) {
    for item in items {
        indent(out, level);
        let start = out.len();
        // A list of small objects, such as environment variables, reads as a table.
        let small = matches!(item, Expr::Object(entries)
            if entries.iter().all(|(_, value)| is_scalar(value)));
        if small {
            write_inline(out, item);
        }
        if !small || out.len() - start > LINE {
            out.truncate(start);
            write_expr(out, item, level);
        }
        out.push_str(",\n");
    }
}

fn write_object(out: &mut String, entries: &[(String, Expr)], level: usize) {
    if entries.is_empty() {
        out.push_str("{}");
        return;
    }
    out.push_str("{\n");
    let mut run = Run::new(level + 1);
    for (key, value) in entries {
        let mut name = String::new();
        write_key(&mut name, key);
        run.push(out, name, value);
    }
    run.flush(out);
    indent(out, level);
    out.push('}');
}

fn write_call(out: &mut String, name: &str, arguments: &[Expr], level: usize) {
    out.push_str(name);
    out.push('(');
    let mut texts = arguments.iter().map(|argument| {
        let mut text = String::new();
        write_expr(&mut text, argument, level);
        text
    });
    let several_lines = texts.clone().any(|text| text.contains('\n'));
    if let ([_], Some(only)) = (arguments, texts.next()) {
        // `jsonencode({`: the brackets share their lines and one level of indentation.
        out.push_str(&only);
    } else if several_lines {
        out.push('\n');
        write_lines(out, arguments, level + 1);
        indent(out, level);
    } else {
        write_separated(out, arguments);
    }
    out.push(')');
}

/// What may share its line with others of its kind.
fn is_scalar(expr: &Expr) -> bool {
    match expr {
        Expr::List(items) => items.is_empty(),
        Expr::Object(entries) => entries.is_empty(),
        Expr::Call(_, arguments) => arguments.iter().all(is_scalar),
        _ => true,
    }
}

/// Writes a value on one line.
fn write_inline(out: &mut String, expr: &Expr) {
    match expr {
        Expr::Null => out.push_str("null"),
        Expr::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Expr::Number(number) => out.push_str(&number.to_string()),
        Expr::String(text) => write_quoted(out, text),
        Expr::Template(template) => write_template(out, template),
        Expr::Raw(raw) => out.push_str(&raw.0),
        Expr::List(items) => write_inline_list(out, items),
        Expr::Object(entries) if entries.is_empty() => out.push_str("{}"),
        Expr::Object(entries) => {
            let mut separator = "{ ";
            for (key, value) in entries {
                out.push_str(separator);
                write_key(out, key);
                out.push_str(" = ");
                write_inline(out, value);
                separator = ", ";
            }
            out.push_str(" }");
        }
        Expr::Call(name, arguments) => {
            out.push_str(name);
            out.push('(');
            write_separated(out, arguments);
            out.push(')');
        }
    }
}

fn write_inline_list(out: &mut String, items: &[Expr]) {
    out.push('[');
    write_separated(out, items);
    out.push(']');
}

fn write_separated(out: &mut String, items: &[Expr]) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_inline(out, item);
    }
}

fn write_template(out: &mut String, template: &Template) {
    out.push('"');
    let mut parts = template.0.iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Literal(text) => {
                write_literal(out, text, matches!(parts.peek(), Some(Part::Expression(_))));
            }
            Part::Expression(expression) => write_interpolation(out, expression),
        }
    }
    out.push('"');
}
