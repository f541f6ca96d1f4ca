//! What a field of a view can be.

use serde_json::Value;

use crate::reference::Reference;

/// What stands in a field. A rule says something only about what is [`Field::Known`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// Nothing, or JSON's `null`.
    #[default]
    Absent,
    /// A value of the right type.
    Known(T),
    /// A reference to another record of the design, as a whole.
    Record(Reference),
    /// A string with a Terraform expression in it: its value is known only later.
    Expression(String),
    /// A value of the wrong type; reading reported it as a [`Fault`].
    Wrong,
}

/// A string.
pub type Text = Field<String>;
/// A whole number.
pub type Integer = Field<i64>;
/// A number that may have decimals.
pub type Number = Field<f64>;
/// True or false.
pub type Flag = Field<bool>;
/// A list.
pub type List<T> = Field<Vec<T>>;
/// Strings by name, in order.
pub type Texts = Field<Vec<(String, Text)>>;
/// Any JSON.
pub type Any = Field<Value>;

impl<T> Field<T> {
    /// The value, if it is there and of the right type.
    #[must_use]
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Whether nothing was said.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The record that is referred to.
    #[must_use]
    pub const fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Record(reference) => Some(reference),
            _ => None,
        }
    }
}

impl<T: Copy> Field<T> {
    /// The value, or what holds when nothing was said. `None` when there is something that is not known.
    #[must_use]
    pub const fn or_default(&self, default: T) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Absent => Some(default),
            _ => None,
        }
    }
}

impl Field<String> {
    /// The text, if it is known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.known().map(String::as_str)
    }

    /// Whether this is exactly `text`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.text() == Some(text)
    }
}

impl<T> Field<Vec<T>> {
    /// The elements; none when the list is absent or not known.
    #[must_use]
    pub fn items(&self) -> &[T] {
        self.known().map_or(&[], Vec::as_slice)
    }
}

impl Texts {
    /// The string with a name, if the names are known and it is among them.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Text> {
        self.items().iter().find_map(|(key, text)| (key == name).then_some(text))
    }
}
