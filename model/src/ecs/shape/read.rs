//! Filling views from JSON. The code is compiled once for all shapes: a shape says what its members are, and
//! lends them one by one, as [`Holder`]s.

use serde_json::Value;

use super::fault::{Fault, FaultKind, check_unknown};
use super::field::{Any, Field, Flag, Integer, List, Number, Text, Texts};
use super::member::{Allowed, Member, Type};
use crate::path::{Path, Place};
use crate::reference::{Reference, has_expression};

/// A view of an object of the API, as reading sees it.
pub trait Structure {
    /// Its members, in the order of the API's model.
    fn members(&self) -> &'static [Member];

    /// The field for the member at a position in [`Structure::members`].
    fn field(&mut self, position: usize) -> Option<Holder<'_>>;

    /// Says where in the record it stands.
    fn stand_at(&mut self, at: Path);
}

/// A type that a view's fields, or the elements of its lists, can have.
pub trait Hold: Default {
    /// What the API expects.
    const TYPE: Type;

    /// Itself, to be filled.
    fn holder(&mut self) -> Holder<'_>;
}

/// A field to be filled. It is [`Field::Absent`] before.
#[expect(missing_debug_implementations, reason = "it holds what it is passed for a moment")]
pub enum Holder<'a> {
    /// A string.
    Text(&'a mut Text),
    /// A whole number.
    Integer(&'a mut Integer),
    /// A number that may have decimals.
    Number(&'a mut Number),
    /// True or false.
    Flag(&'a mut Flag),
    /// Strings by name.
    Texts(&'a mut Texts),
    /// Any JSON.
    Any(&'a mut Any),
    /// A list.
    List(&'a mut dyn Elements),
    /// An object.
    Structure(&'a mut dyn Nested),
    /// An object that is a list's element.
    Element(&'a mut dyn Structure),
}

/// A list to be filled.
pub trait Elements {
    /// Makes it a list without elements.
    fn begin(&mut self, capacity: usize);
    /// Adds an element, and lends it.
    fn add(&mut self) -> Option<Holder<'_>>;
    /// Makes it what stands there in place of a list.
    fn put(&mut self, other: Other);
}

/// An object within another to be filled.
pub trait Nested {
    /// Makes it an object without members, and lends it.
    fn begin(&mut self) -> Option<&mut dyn Structure>;
    /// Makes it what stands there in place of an object.
    fn put(&mut self, other: Other);
}

/// What stands where another type belongs.
#[derive(Debug)]
pub enum Other {
    /// A reference to a record.
    Record(Reference),
    /// A Terraform expression.
    Expression(String),
    /// A value of the wrong type.
    Wrong,
}

impl<T> From<Other> for Field<T> {
    fn from(other: Other) -> Self {
        match other {
            Other::Record(reference) => Self::Record(reference),
            Other::Expression(text) => Self::Expression(text),
            Other::Wrong => Self::Wrong,
        }
    }
}

macro_rules! hold {
    ($($type:ident),*) => {$(
        impl Hold for $type {
            const TYPE: Type = Type::$type;

            fn holder(&mut self) -> Holder<'_> {
                Holder::$type(self)
            }
        }
    )*};
}
hold!(Text, Integer, Number, Flag, Texts, Any);

impl<T: Hold> Hold for List<T> {
    const TYPE: Type = Type::List(&T::TYPE);

    fn holder(&mut self) -> Holder<'_> {
        Holder::List(self)
    }
}

impl<T: Hold> Elements for List<T> {
    fn begin(&mut self, capacity: usize) {
        *self = Self::Known(Vec::with_capacity(capacity));
    }

    fn add(&mut self) -> Option<Holder<'_>> {
        let Self::Known(elements) = self else { return None };
        elements.push(T::default());
        elements.last_mut().map(T::holder)
    }

    fn put(&mut self, other: Other) {
        *self = other.into();
    }
}

impl<S: Structure + Hold> Hold for Field<S> {
    const TYPE: Type = S::TYPE;

    fn holder(&mut self) -> Holder<'_> {
        Holder::Structure(self)
    }
}

impl<S: Structure + Hold> Nested for Field<S> {
    fn begin(&mut self) -> Option<&mut dyn Structure> {
        *self = Self::Known(S::default());
        match self {
            Self::Known(view) => Some(view),
            _ => None,
        }
    }

    fn put(&mut self, other: Other) {
        *self = other.into();
    }
}

/// Fills a view from an object that stands at `at`.
pub(crate) fn read(view: &mut dyn Structure, object: &Value, at: Path, faults: &mut Vec<Fault>) {
    let members = view.members();
    let here = Place::At(&at);
    for (position, member) in members.iter().enumerate() {
        let place = Place::Member(&here, member.key);
        match object.get(member.key) {
            None | Some(Value::Null) => {
                if member.constraint.required {
                    fault(FaultKind::Missing { key: member.key }, &place, faults);
                }
            }
            Some(value) => {
                if let Some(field) = view.field(position) {
                    let reading = Reading { kind: member.kind, allowed: member.constraint.allowed };
                    reading.fill(field, value, &place, faults);
                }
            }
        }
    }
    check_unknown(object, members, &at, faults);
    view.stand_at(at);
}

fn fault(kind: FaultKind, place: &Place<'_>, faults: &mut Vec<Fault>) {
    faults.push(Fault { at: place.path(), kind });
}

/// The reference or expression in a string that stands where another type belongs.
fn deferred(value: &Value) -> Option<Other> {
    let text = value.as_str()?;
    if let Some(reference) = Reference::parse(text) {
        return Some(Other::Record(reference));
    }
    has_expression(text).then(|| Other::Expression(text.to_owned()))
}

/// What the API expects at a place.
#[derive(Clone, Copy)]
struct Reading {
    kind: Type,
    allowed: Allowed,
}

impl Reading {
    /// Fills a field with a value that is not `null`.
    fn fill(self, holder: Holder<'_>, value: &Value, place: &Place<'_>, faults: &mut Vec<Fault>) {
        match holder {
            Holder::Text(field) => *field = self.text(value, place, faults),
            Holder::Integer(field) => *field = self.integer(value, place, faults),
            Holder::Number(field) => *field = self.number(value, place, faults),
            Holder::Flag(field) => *field = self.flag(value, place, faults),
            Holder::Any(field) => *field = Field::Known(value.clone()),
            Holder::Texts(field) => *field = self.texts(value, place, faults),
            Holder::List(list) => self.list(list, value, place, faults),
            Holder::Structure(nested) => {
                if !value.is_object() {
                    nested.put(self.other(value, None, place, faults));
                } else if let Some(view) = nested.begin() {
                    read(view, value, place.path(), faults);
                }
            }
            Holder::Element(view) => {
                if value.is_object() {
                    read(view, value, place.path(), faults);
                } else {
                    self.other(value, None, place, faults);
                    view.stand_at(place.path());
                }
            }
        }
    }

    fn wrong_type(self, repaired: Option<Value>, place: &Place<'_>, faults: &mut Vec<Fault>) {
        fault(FaultKind::WrongType { expected: self.kind.words(), repaired }, place, faults);
    }

    /// What a value is that is not of the type expected; reported when it is wrong, with what it might mean.
    fn other(
        self,
        value: &Value,
        repaired: Option<Value>,
        place: &Place<'_>,
        faults: &mut Vec<Fault>,
    ) -> Other {
        deferred(value).unwrap_or_else(|| {
            self.wrong_type(repaired, place, faults);
            Other::Wrong
        })
    }

    fn text(self, value: &Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Text {
        let text = match value {
            Value::String(text) => match deferred(value) {
                Some(other) => return other.into(),
                None => text.clone(),
            },
            Value::Number(_) | Value::Bool(_) => {
                // What is meant is plain, so rules about the value still speak.
                let text = value.to_string();
                self.wrong_type(Some(Value::String(text.clone())), place, faults);
                text
            }
            _ => {
                self.wrong_type(None, place, faults);
                return Field::Wrong;
            }
        };
        if let Allowed::OneOf(allowed) = self.allowed
            && !allowed.contains(&text.as_str())
        {
            fault(FaultKind::NotOneOf { found: text.clone(), allowed }, place, faults);
        }
        Field::Known(text)
    }

    fn integer(self, value: &Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Integer {
        let number = match value.as_i64() {
            Some(number) => number,
            None => {
                let meant = match value {
                    Value::String(text) => text.trim().parse::<i64>().ok(),
                    Value::Number(number) => number.as_f64().and_then(whole),
                    _ => None,
                };
                match (self.other(value, meant.map(Value::from), place, faults), meant) {
                    (Other::Wrong, Some(meant)) => meant,
                    (other, _) => return other.into(),
                }
            }
        };
        if let Allowed::Range(from, to) = self.allowed
            && !(from..=to).contains(&number)
        {
            fault(FaultKind::OutOfRange { found: number, from, to }, place, faults);
        }
        Field::Known(number)
    }

    fn number(self, value: &Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Number {
        if let Some(number) = value.as_f64() {
            return Field::Known(number);
        }
        // JSON's own numbers only: Rust would also read "inf" and "nan".
        let meant: Option<Value> =
            value.as_str().and_then(|text| serde_json::from_str(text.trim()).ok());
        let meant = meant.filter(Value::is_number);
        let number = meant.as_ref().and_then(Value::as_f64);
        match (self.other(value, meant, place, faults), number) {
            (Other::Wrong, Some(number)) => Field::Known(number),
            (other, _) => other.into(),
        }
    }

    fn flag(self, value: &Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Flag {
        if let Some(flag) = value.as_bool() {
            return Field::Known(flag);
        }
        let meant = match value.as_str() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        match (self.other(value, meant.map(Value::from), place, faults), meant) {
            (Other::Wrong, Some(meant)) => Field::Known(meant),
            (other, _) => other.into(),
        }
    }

    fn texts(self, value: &Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Texts {
        let Value::Object(members) = value else {
            return self.other(value, None, place, faults).into();
        };
        let each = Self { kind: Type::Text, allowed: Allowed::Anything };
        let read = members.iter().map(|(key, value)| {
            let text = match value {
                Value::Null => Field::Absent,
                _ => each.text(value, &Place::Entry(place, key), faults),
            };
            (key.clone(), text)
        });
        Field::Known(read.collect())
    }

    fn list(
        self,
        list: &mut dyn Elements,
        value: &Value,
        place: &Place<'_>,
        faults: &mut Vec<Fault>,
    ) {
        let (Value::Array(elements), Type::List(element)) = (value, self.kind) else {
            // One element without its list is a common slip.
            let repaired = Value::Array(vec![value.clone()]);
            list.put(self.other(value, Some(repaired), place, faults));
            return;
        };
        list.begin(elements.len());
        let each = Self { kind: *element, allowed: self.allowed };
        for (index, value) in elements.iter().enumerate() {
            let place = Place::Element(place, index);
            match list.add() {
                Some(Holder::Element(view)) if value.is_null() => view.stand_at(place.path()),
                Some(holder) if !value.is_null() => each.fill(holder, value, &place, faults),
                _ => {}
            }
        }
    }
}

/// The whole number that a number with decimals equals.
fn whole(number: f64) -> Option<i64> {
    // Up to 2^53 every whole number is exact in an f64.
    let exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
    exact.then_some(number as i64)
}
