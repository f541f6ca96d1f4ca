//! A small writer for Terraform's language, HCL: build a [`Body`], render it, and the text is byte
//! for byte what `terraform fmt` would leave.
//!
//! It writes only what generated code needs: attributes, blocks, comments and single-line
//! expressions, which it lays out over several lines where that reads better. It does not parse
//! HCL; the one thing it reads is `${…}` inside a string ([`Expr::from_text`]), which becomes an
//! expression when it is one, and literal text when it is not.
//!
//! ```
//! use bayplan_model::export::hcl::{Block, Body, Expr};
//!
//! let mut body = Body::new();
//! body.block(
//!     Block::new("resource").label("aws_ecs_cluster").label("main").attribute("name", "web"),
//! );
//! assert_eq!(body.to_string(), "resource \"aws_ecs_cluster\" \"main\" {\n  name = \"web\"\n}\n");
//! ```

mod escape;
mod expression;
mod lexer;
mod render;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::Value;

pub use self::escape::is_identifier;
pub(in crate::export) use self::expression::split_expression;
use self::expression::{Part, parse_template, tidy};
pub(in crate::export) use self::lexer::{Kind as TokenKind, Token, tokens};

/// An HCL expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    /// Text that stands for itself: `${` and `%{` in it are escaped.
    String(String),
    /// Text with `${…}` in it; see [`Expr::from_text`].
    Template(Template),
    /// A single-line expression that is written as it is; see [`Expr::raw`].
    Raw(Raw),
    List(Vec<Expr>),
    /// Keys are literal text, quoted only where HCL needs it, in the order given.
    Object(Vec<(String, Expr)>),
    /// A function call: its name and arguments.
    Call(String, Vec<Expr>),
}

/// A single-line expression spaced as `terraform fmt` would space it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw(String);

/// Literal text and expressions in alternation, at least one of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Part>);

impl Expr {
    /// An expression in HCL's own syntax, such as the traversal `aws_ecs_cluster.main.id`.
    ///
    /// Its spacing is normalised, and line breaks are taken out. Text that is not an expression is
    /// written as a quoted string, so that the file stays valid; a caller that has user's text in
    /// hand wants [`Expr::from_text`].
    #[must_use]
    pub fn raw(text: &str) -> Self {
        tidy(text).map_or_else(|| Self::String(text.to_owned()), |text| Self::Raw(Raw(text)))
    }

    /// A string as Terraform would understand it between quotes, where `${…}` is an expression
    /// and `$${` stands for the two characters `${`.
    ///
    /// A string that is one `${…}` and nothing else becomes the bare expression. A `${` that has
    /// no end, or whose inside is not an expression (`${PORT:-80}` is a shell's), is literal text.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let mut parts = parse_template(text);
        match (parts.pop(), parts.is_empty()) {
            (None, _) => Self::String(String::new()),
            (Some(Part::Literal(text)), true) => Self::String(text),
            (Some(Part::Expression(expression)), true) => Self::Raw(Raw(expression)),
            (Some(last), false) => {
                parts.push(last);
                Self::Template(Template(parts))
            }
        }
    }

    /// The expression's text, where it was given as text.
    #[must_use]
    pub fn as_raw(&self) -> Option<&str> {
        match self {
            Self::Raw(Raw(text)) => Some(text),
            _ => None,
        }
    }

    /// A JSON value whose strings are read by [`Expr::from_text`]; `From<&Value>` is the variant
    /// that takes every string literally.
    #[must_use]
    pub fn from_json_text(value: &Value) -> Self {
        from_json(value, &Self::from_text)
    }

    /// A call of the function `name`: `jsonencode([…])`.
    pub fn call(name: impl Into<String>, arguments: impl IntoIterator<Item = Expr>) -> Self {
        Self::Call(name.into(), arguments.into_iter().collect())
    }

    /// A list.
    pub fn list<E: Into<Expr>>(items: impl IntoIterator<Item = E>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// An object, its entries in the order given.
    pub fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Expr)>) -> Self {
        Self::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

fn from_json(value: &Value, text: &dyn Fn(&str) -> Expr) -> Expr {
    match value {
        Value::Null => Expr::Null,
        Value::Bool(value) => Expr::Bool(*value),
        Value::Number(number) => Expr::Number(number.clone()),
        Value::String(string) => text(string),
        Value::Array(items) => Expr::List(items.iter().map(|item| from_json(item, text)).collect()),
        Value::Object(entries) => Expr::Object(
            entries.iter().map(|(key, value)| (key.clone(), from_json(value, text))).collect(),
        ),
    }
}

impl From<&Value> for Expr {
    fn from(value: &Value) -> Self {
        from_json(value, &|text| Self::String(text.to_owned()))
    }
}

impl From<&str> for Expr {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Expr {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Expr {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

/// What a file or a block holds, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq)]
enum Item {
    Attribute(String, Expr),
    Block(Block),
    Comment(String),
    Blank,
}

impl Body {
    /// An empty body.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds `name = value`. The name must be an identifier ([`is_identifier`]).
    pub fn attribute(&mut self, name: impl Into<String>, value: impl Into<Expr>) -> &mut Self {
        let name = name.into();
        debug_assert!(is_identifier(&name), "{name:?} cannot name an attribute");
        self.items.push(Item::Attribute(name, value.into()));
        self
    }

    /// Adds a block. Blank lines around it come by themselves.
    pub fn block(&mut self, block: Block) -> &mut Self {
        self.items.push(Item::Block(block));
        self
    }

    /// Adds a comment of one or more lines, without its `#`; it stays with what follows it. Empty
    /// text is no comment.
    pub fn comment(&mut self, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        if !text.is_empty() {
            self.items.push(Item::Comment(text));
        }
        self
    }

    /// Ends a group of attributes with a blank line. Blank lines never lead, trail or double.
    pub fn blank(&mut self) -> &mut Self {
        self.items.push(Item::Blank);
        self
    }

    /// Adds all that `other` holds.
    pub fn append(&mut self, other: Body) -> &mut Self {
        self.items.extend(other.items);
        self
    }
}

/// The text of a file: empty for an empty body, else ended by a line break.
impl fmt::Display for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        render::render_body(&mut text, self, 0);
        formatter.write_str(&text)
    }
}

/// A block: `type "label" "label" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    kind: String,
    labels: Vec<String>,
    body: Body,
}

impl Block {
    /// An empty block of a type such as `resource`, which must be an identifier.
    pub fn new(kind: impl Into<String>) -> Self {
        let kind = kind.into();
        debug_assert!(is_identifier(&kind), "{kind:?} cannot name a block");
        Self { kind, labels: Vec::new(), body: Body::new() }
    }

    /// The block's type.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The labels, in order.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Adds a label, such as a resource's type or name, which is written in quotes.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// Adds an attribute; see [`Body::attribute`].
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Expr>) -> Self {
        self.body.attribute(name, value);
        self
    }

    /// Adds a nested block.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.body.block(block);
        self
    }

    /// Adds a comment; see [`Body::comment`].
    #[must_use]
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.body.comment(text);
        self
    }

    /// Adds a blank line; see [`Body::blank`].
    #[must_use]
    pub fn blank(mut self) -> Self {
        self.body.blank();
        self
    }

    /// The body, to add to it in a loop or under a condition.
    pub fn body(&mut self) -> &mut Body {
        &mut self.body
    }
}
