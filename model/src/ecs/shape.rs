//! Reading JSON trees leniently: what a [`Field`] can be, the table of members behind each shape, and what
//! reading finds wrong on the way.

use indexmap::IndexMap;
use serde_json::Value;

use crate::path::Path;
use crate::reference::{Reference, has_expression};

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
pub type Texts = Field<IndexMap<String, Text>>;
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

/// Something that is wrong with the form of a tree, found while reading it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where.
    pub at: Path,
    /// What.
    pub kind: FaultKind,
}

/// What is wrong with the form.
#[derive(Clone, Debug, PartialEq)]
pub enum FaultKind {
    /// A value of another type than the API's.
    WrongType {
        /// The API's type, in words.
        expected: &'static str,
        /// The same value in the API's type, where that is plain (`"80"` for 80, 256 for `"256"`).
        repaired: Option<Value>,
    },
    /// A member that the API does not have.
    UnknownMember {
        /// The member that is probably meant.
        similar: Option<&'static str>,
    },
    /// A member that the API demands is not there.
    Missing {
        /// Its name.
        key: &'static str,
    },
    /// A string that is not one of those that the API takes.
    NotOneOf {
        /// What stands there.
        found: String,
        /// What the API takes.
        allowed: &'static [&'static str],
    },
    /// A number outside what the API takes.
    OutOfRange {
        /// What stands there.
        found: i64,
        /// The smallest that the API takes.
        from: i64,
        /// The largest that the API takes.
        to: i64,
    },
}

/// A type that can be read from JSON, whatever stands there.
pub trait Read: Sized {
    /// What the API expects.
    const TYPE: Type;

    /// Reads a value; `at` is where it stands, and is made only when something is wrong.
    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self;

    /// Checks what was read against the API's model.
    fn check(&self, _allowed: Allowed, _at: &dyn Fn() -> Path, _faults: &mut Vec<Fault>) {}
}

fn wrong_type(expected: Type, repaired: Option<Value>, at: &dyn Fn() -> Path) -> Fault {
    Fault { at: at(), kind: FaultKind::WrongType { expected: expected.words(), repaired } }
}

/// The reference or expression in a string that stands where another type belongs.
fn deferred<T>(value: &Value) -> Option<Field<T>> {
    let text = value.as_str()?;
    if let Some(reference) = Reference::parse(text) {
        return Some(Field::Record(reference));
    }
    has_expression(text).then(|| Field::Expression(text.to_owned()))
}

impl Read for Text {
    const TYPE: Type = Type::Text;

    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self {
        match value {
            Value::Null => Self::Absent,
            Value::String(text) => deferred(value).unwrap_or_else(|| Self::Known(text.clone())),
            Value::Number(_) | Value::Bool(_) => {
                // What is meant is plain, so rules about the value still speak.
                let text = value.to_string();
                faults.push(wrong_type(Self::TYPE, Some(Value::String(text.clone())), at));
                Self::Known(text)
            }
            _ => {
                faults.push(wrong_type(Self::TYPE, None, at));
                Self::Wrong
            }
        }
    }

    fn check(&self, allowed: Allowed, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) {
        if let (Allowed::OneOf(allowed), Self::Known(found)) = (allowed, self)
            && !allowed.contains(&found.as_str())
        {
            let kind = FaultKind::NotOneOf { found: found.clone(), allowed };
            faults.push(Fault { at: at(), kind });
        }
    }
}

impl Read for Integer {
    const TYPE: Type = Type::Integer;

    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self {
        if value.is_null() {
            return Self::Absent;
        }
        if let Some(number) = value.as_i64() {
            return Self::Known(number);
        }
        if let Some(field) = deferred(value) {
            return field;
        }
        let meant = match value {
            Value::String(text) => text.trim().parse::<i64>().ok(),
            Value::Number(number) => number.as_f64().and_then(whole),
            _ => None,
        };
        faults.push(wrong_type(Self::TYPE, meant.map(Value::from), at));
        meant.map_or(Self::Wrong, Self::Known)
    }

    fn check(&self, allowed: Allowed, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) {
        if let (Allowed::Range(from, to), Self::Known(found)) = (allowed, self)
            && !(from..=to).contains(found)
        {
            faults
                .push(Fault { at: at(), kind: FaultKind::OutOfRange { found: *found, from, to } });
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

impl Read for Number {
    const TYPE: Type = Type::Number;

    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self {
        if value.is_null() {
            return Self::Absent;
        }
        if let Some(number) = value.as_f64() {
            return Self::Known(number);
        }
        if let Some(field) = deferred(value) {
            return field;
        }
        let meant = value.as_str().and_then(|text| text.trim().parse::<f64>().ok());
        faults.push(wrong_type(Self::TYPE, meant.map(Value::from), at));
        meant.map_or(Self::Wrong, Self::Known)
    }
}

impl Read for Flag {
    const TYPE: Type = Type::Flag;

    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self {
        match value {
            Value::Null => return Self::Absent,
            Value::Bool(flag) => return Self::Known(*flag),
            _ => {}
        }
        if let Some(field) = deferred(value) {
            return field;
        }
        let meant = match value.as_str() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        };
        faults.push(wrong_type(Self::TYPE, meant.map(Value::from), at));
        meant.map_or(Self::Wrong, Self::Known)
    }
}

impl Read for Texts {
    const TYPE: Type = Type::Texts;

    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self {
        match value {
            Value::Null => Self::Absent,
            Value::Object(members) => Self::Known(
                members
                    .iter()
                    .map(|(key, value)| {
                        let text = Text::read(value, &|| at().key(key.clone()), faults);
                        (key.clone(), text)
                    })
                    .collect(),
            ),
            _ => deferred(value).unwrap_or_else(|| {
                faults.push(wrong_type(Self::TYPE, None, at));
                Self::Wrong
            }),
        }
    }
}

impl Read for Any {
    const TYPE: Type = Type::Any;

    fn read(value: &Value, _at: &dyn Fn() -> Path, _faults: &mut Vec<Fault>) -> Self {
        if value.is_null() { Self::Absent } else { Self::Known(value.clone()) }
    }
}

impl<T: Read> Read for List<T> {
    const TYPE: Type = Type::List(&T::TYPE);

    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self {
        match value {
            Value::Null => Self::Absent,
            Value::Array(elements) => Self::Known(
                elements
                    .iter()
                    .enumerate()
                    .map(|(index, element)| T::read(element, &|| at().index(index), faults))
                    .collect(),
            ),
            _ => deferred(value).unwrap_or_else(|| {
                // One element without its list is a common slip.
                let repaired = Value::Array(vec![value.clone()]);
                faults.push(wrong_type(Self::TYPE, Some(repaired), at));
                Self::Wrong
            }),
        }
    }

    fn check(&self, allowed: Allowed, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) {
        for (index, element) in self.items().iter().enumerate() {
            element.check(allowed, &|| at().index(index), faults);
        }
    }
}

/// An object of the API, with its table of members.
pub trait Structure: Sized {
    /// Its members, in the order of the API's model.
    const MEMBERS: &'static [Member];

    /// Reads an object.
    fn read_members(value: &Value, at: Path, faults: &mut Vec<Fault>) -> Self;
}

impl<S: Structure> Read for Field<S> {
    const TYPE: Type = Type::Structure(S::MEMBERS);

    fn read(value: &Value, at: &dyn Fn() -> Path, faults: &mut Vec<Fault>) -> Self {
        match value {
            Value::Null => Self::Absent,
            Value::Object(_) => Self::Known(S::read_members(value, at(), faults)),
            _ => deferred(value).unwrap_or_else(|| {
                faults.push(wrong_type(Self::TYPE, None, at));
                Self::Wrong
            }),
        }
    }
}

/// Reads one member of an object and checks it against the table.
pub(crate) fn read_member<T: Read>(
    object: &Value,
    member: &Member,
    parent: &Path,
    faults: &mut Vec<Fault>,
) -> T {
    let at = || parent.key(member.key);
    let value = object.get(member.key).unwrap_or(&Value::Null);
    if member.constraint.required && value.is_null() {
        faults.push(Fault { at: at(), kind: FaultKind::Missing { key: member.key } });
    }
    let read = T::read(value, &at, faults);
    if !matches!(member.constraint.allowed, Allowed::Anything) {
        read.check(member.constraint.allowed, &at, faults);
    }
    read
}

/// Reports the members of an object that its shape does not have.
#[cold]
#[inline(never)]
fn report_unknown(key: &str, members: &'static [Member], parent: &Path, faults: &mut Vec<Fault>) {
    let similar = members
        .iter()
        .map(|member| (distance(&member.key.to_lowercase(), &key.to_lowercase()), member.key))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, similar)| similar);
    faults
        .push(Fault { at: parent.key(key.to_owned()), kind: FaultKind::UnknownMember { similar } });
}

/// Reports what an object holds beyond its shape.
pub(crate) fn check_unknown(
    object: &Value,
    members: &'static [Member],
    parent: &Path,
    faults: &mut Vec<Fault>,
) {
    let Value::Object(found) = object else { return };
    for key in found.keys() {
        if !members.iter().any(|member| member.key == key) {
            report_unknown(key, members, parent, faults);
        }
    }
}

/// How many letters must be added, taken away, changed or swapped with a neighbour to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut least = at(&last, j) + usize::from(x != y);
            least = least.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                least = least.min(at(&before_last, j - 1) + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

/// Declares a shape of the API: a struct with one lenient [`Field`] a member, and its table.
///
/// A line is `field: Type = "member" => constraint`; the constraint is optional.
macro_rules! shape {
    ($(#[$meta:meta])* $name:ident { $($field:ident : $type:ty = $key:literal $(=> $constraint:expr)?),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[allow(missing_docs, reason = "the API's documentation, shown by the catalogue, explains the members")]
        pub struct $name {
            /// Where in the record this stands.
            pub at: $crate::path::Path,
            $(pub $field: $type,)*
        }

        impl $crate::ecs::shape::Structure for $name {
            const MEMBERS: &'static [$crate::ecs::shape::Member] = &[$($crate::ecs::shape::Member {
                key: $key,
                kind: <$type as $crate::ecs::shape::Read>::TYPE,
                constraint: {
                    #[allow(unused_mut, unused_assignments)]
                    let mut constraint = $crate::ecs::shape::anything();
                    $(constraint = $constraint;)?
                    constraint
                },
            }),*];

            fn read_members(
                value: &serde_json::Value,
                at: $crate::path::Path,
                faults: &mut Vec<$crate::ecs::shape::Fault>,
            ) -> Self {
                let mut members = Self::MEMBERS.iter();
                $(
                    let $field: $type = match members.next() {
                        Some(member) => $crate::ecs::shape::read_member(value, member, &at, faults),
                        None => Default::default(),
                    };
                )*
                $crate::ecs::shape::check_unknown(value, Self::MEMBERS, &at, faults);
                Self { at, $($field),* }
            }
        }

        impl $crate::ecs::shape::Read for $name {
            const TYPE: $crate::ecs::shape::Type =
                $crate::ecs::shape::Type::Structure(<$name as $crate::ecs::shape::Structure>::MEMBERS);

            fn read(
                value: &serde_json::Value,
                at: &dyn Fn() -> $crate::path::Path,
                faults: &mut Vec<$crate::ecs::shape::Fault>,
            ) -> Self {
                match <$crate::ecs::shape::Field<Self> as $crate::ecs::shape::Read>::read(value, at, faults) {
                    $crate::ecs::shape::Field::Known(read) => read,
                    _ => Self { at: at(), ..Self::default() },
                }
            }
        }

        impl $name {
            /// Where the member called `key` stands.
            #[must_use]
            pub fn path(&self, key: &'static str) -> $crate::path::Path {
                debug_assert!(
                    <Self as $crate::ecs::shape::Structure>::MEMBERS.iter().any(|member| member.key == key),
                    "{key} is no member"
                );
                self.at.key(key)
            }
        }
    };
}
pub(crate) use shape;

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macro declares public shapes, whole ones")]
mod tests {
    use super::*;
    use serde_json::json;

    shape! { Port {
        number: Integer = "containerPort" => required().range(1, 65_535),
        protocol: Text = "protocol" => one_of(&["tcp", "udp"]),
        shared: Flag = "shared",
    } }
    shape! { Ports { ports: List<Port> = "ports", labels: Texts = "labels", first: Field<Port> = "first" } }

    fn read(value: &Value) -> (Ports, Vec<(String, FaultKind)>) {
        let mut faults = Vec::new();
        let ports = Ports::read_members(value, Path::root(), &mut faults);
        (ports, faults.into_iter().map(|fault| (fault.at.to_string(), fault.kind)).collect())
    }

    #[test]
    fn right_values_are_known_and_nulls_absent() {
        let (ports, faults) = read(&json!({
            "ports": [{"containerPort": 80, "protocol": "tcp", "shared": null}], "labels": {"a": "b"}
        }));
        assert_eq!(faults, []);
        let port = &ports.ports.items()[0];
        assert_eq!(port.number, Field::Known(80));
        assert!(port.shared.is_absent());
        assert_eq!(port.path("protocol").to_string(), "ports[0].protocol");
        assert!(ports.first.is_absent());
    }

    #[test]
    fn references_and_expressions_are_never_faults() {
        let (ports, faults) = read(&json!({
            "ports": "${var.ports}", "first": {"containerPort": "${cluster.main.port}"}
        }));
        assert_eq!(faults, []);
        assert!(matches!(ports.ports, Field::Expression(_)));
        assert!(ports.first.known().unwrap().number.reference().is_some());
    }

    #[test]
    fn a_plain_slip_is_reported_with_its_repair_and_still_read() {
        let (ports, faults) = read(&json!({"first": {"containerPort": "80", "protocol": 6}}));
        let first = ports.first.known().unwrap();
        assert_eq!(first.number, Field::Known(80));
        assert_eq!(faults[0].0, "first.containerPort");
        assert_eq!(
            faults[0].1,
            FaultKind::WrongType { expected: "a whole number", repaired: Some(json!(80)) }
        );
        assert!(matches!(&faults[1].1, FaultKind::WrongType { repaired: Some(_), .. }));
        assert!(matches!(&faults[2].1, FaultKind::NotOneOf { found, .. } if found == "6"));
    }

    #[test]
    fn wrong_missing_unknown_and_out_of_range_are_told_apart() {
        let (_, faults) = read(&json!({
            "ports": [{"containerProt": 1}, {"containerPort": 70000}, 3], "labels": [], "zzz": 1
        }));
        let kinds: Vec<_> = faults
            .iter()
            .map(|(at, kind)| {
                let kind = match kind {
                    FaultKind::WrongType { .. } => "type",
                    FaultKind::UnknownMember { similar: Some("containerPort") } => "similar",
                    FaultKind::UnknownMember { .. } => "unknown",
                    FaultKind::Missing { .. } => "missing",
                    FaultKind::NotOneOf { .. } => "enum",
                    FaultKind::OutOfRange { .. } => "range",
                };
                format!("{at} {kind}")
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "ports[0].containerPort missing",
                "ports[0].containerProt similar",
                "ports[1].containerPort range",
                "ports[2] type",
                "labels type",
                "zzz unknown",
            ]
        );
    }
}
