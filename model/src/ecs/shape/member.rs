//! The tables of members: what the API's model says about each.

/// One member of a shape, as the API names it.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The name in JSON.
    pub key: &'static str,
    /// What it holds.
    pub kind: Type,
    /// What the API's own model demands of it.
    pub constraint: Constraint,
}

/// What a member holds.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A number that may have decimals.
    Number,
    /// True or false.
    Flag,
    /// Strings by name.
    Texts,
    /// Any JSON.
    Any,
    /// A list of something.
    List(&'static Type),
    /// An object with these members.
    Structure(&'static [Member]),
}

impl Type {
    /// The type in words, to follow "expected".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Flag => "true or false",
            Self::Texts => "an object of strings",
            Self::Any => "any JSON",
            Self::List(Self::Text) => "a list of strings",
            Self::List(_) => "a list",
            Self::Structure(_) => "an object",
        }
    }
}

/// What the API's model demands of a member, next to its type.
#[derive(Clone, Copy, Debug)]
pub struct Constraint {
    /// Whether the API refuses a structure without it.
    pub required: bool,
    /// Which values the API takes.
    pub allowed: Allowed,
}

/// Which values the API takes.
#[derive(Clone, Copy, Debug)]
pub enum Allowed {
    /// The model does not say.
    Anything,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// Whole numbers from the first to the second.
    Range(i64, i64),
}

/// Nothing but the type is demanded.
pub(crate) const fn anything() -> Constraint {
    Constraint { required: false, allowed: Allowed::Anything }
}

/// The member must be there.
pub(crate) const fn required() -> Constraint {
    Constraint { required: true, allowed: Allowed::Anything }
}

/// The value must be one of these.
pub(crate) const fn one_of(values: &'static [&'static str]) -> Constraint {
    Constraint { required: false, allowed: Allowed::OneOf(values) }
}

/// The value must be in this range, ends included.
pub(crate) const fn range(from: i64, to: i64) -> Constraint {
    Constraint { required: false, allowed: Allowed::Range(from, to) }
}

impl Constraint {
    pub(crate) const fn one_of(mut self, values: &'static [&'static str]) -> Self {
        self.allowed = Allowed::OneOf(values);
        self
    }

    pub(crate) const fn range(mut self, from: i64, to: i64) -> Self {
        self.allowed = Allowed::Range(from, to);
        self
    }
}
