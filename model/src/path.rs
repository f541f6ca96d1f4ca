//! `Path`: the way to one value inside a record's JSON tree, and reading and changing what it leads to.
//!
//! Written as people read it: `containerDefinitions[web].portMappings[0].hostPort`. A bracket selects a
//! list element, by number or by its natural key; a key with unusual characters is quoted:
//! `dockerLabels."com.example.team"`, `environment["LOG LEVEL"]`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A member of an object.
    Key(Cow<'static, str>),
    /// A list element by position, counted from 0.
    Index(usize),
    /// The first list element whose natural key ([`natural_key`]) has this value.
    Named(Cow<'static, str>),
}

/// The way from a record's root to one value in it. The empty path is the record itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(Vec<Segment>);

/// The member that identifies an element of the list called `list`, where the ECS API has one.
#[must_use]
pub fn natural_key(list: &str) -> Option<&'static str> {
    match list {
        "containerDefinitions"
        | "environment"
        | "secrets"
        | "secretOptions"
        | "volumes"
        | "ulimits"
        | "settings" => Some("name"),
        "dependsOn" => Some("containerName"),
        "systemControls" => Some("namespace"),
        "extraHosts" => Some("hostname"),
        "tags" => Some("key"),
        _ => None,
    }
}

/// Why a value could not be reached or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// A list element that the path names is not there.
    #[error("there is nothing at {0}")]
    Missing(Path),
    /// The path goes through a value of another type, such as a member of a string.
    #[error("{0} is not {1}")]
    NotA(Path, &'static str),
}

/// Why a text is not a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a path: {reason}")]
pub struct ParsePathError {
    text: String,
    reason: &'static str,
}

impl Path {
    /// The record itself.
    #[must_use]
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// Whether this is the record itself.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// This path with a member name added.
    #[must_use]
    pub fn key(&self, key: impl Into<Cow<'static, str>>) -> Self {
        self.with(Segment::Key(key.into()))
    }

    /// This path with a list position added.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    /// This path with an element's natural key added.
    #[must_use]
    pub fn named(&self, name: impl Into<Cow<'static, str>>) -> Self {
        self.with(Segment::Named(name.into()))
    }

    /// This path with a segment added.
    #[must_use]
    pub fn with(&self, segment: Segment) -> Self {
        let mut segments = Vec::with_capacity(self.0.len() + 1);
        segments.extend_from_slice(&self.0);
        segments.push(segment);
        Self(segments)
    }

    /// This path followed by `rest`.
    #[must_use]
    pub fn join(&self, rest: &[Segment]) -> Self {
        let mut segments = self.0.clone();
        segments.extend_from_slice(rest);
        Self(segments)
    }

    /// The steps, from the record's root on.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The path without its last step, and that step. `None` at the root.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, &Segment)> {
        self.0.split_last().map(|(last, parent)| (Self(parent.to_vec()), last))
    }

    /// The path without its last step.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.split_last().map(|(parent, _)| parent)
    }

    /// The first `count` steps.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        Self(self.0.iter().take(count).cloned().collect())
    }

    /// The list element whose natural key this path leads to.
    pub(crate) fn named_element(&self) -> Option<Self> {
        let (element, last) = self.split_last()?;
        let (list, selector) = element.split_last()?;
        let Segment::Key(key) = last else { return None };
        (!matches!(selector, Segment::Key(_))
            && natural_key(list.list_name()) == Some(key.as_ref()))
        .then_some(element)
    }

    /// How many steps lead to the first list that has nothing at the position that this path selects from it.
    pub(crate) fn missing_position(&self, root: &Value) -> Option<usize> {
        self.0.iter().enumerate().position(|(depth, segment)| {
            matches!(segment, Segment::Index(_)) && self.first(depth + 1).get(root).is_none()
        })
    }

    /// What follows `prefix` in this path, when it starts with it.
    #[must_use]
    pub fn strip_prefix(&self, prefix: &Self) -> Option<&[Segment]> {
        self.0.strip_prefix(prefix.0.as_slice())
    }

    /// Whether this path is `prefix` or leads through it.
    #[must_use]
    pub fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// The path with every element selector written `[]`: the key into the catalogue.
    #[must_use]
    pub fn pattern(&self) -> String {
        let mut text = String::new();
        for segment in &self.0 {
            match segment {
                Segment::Key(key) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(key);
                }
                Segment::Index(_) | Segment::Named(_) => text.push_str("[]"),
            }
        }
        text
    }

    /// The value this path leads to.
    #[must_use]
    pub fn get<'a>(&self, root: &'a Value) -> Option<&'a Value> {
        let mut value = root;
        let mut list = "";
        for segment in &self.0 {
            value = match segment {
                Segment::Key(key) => {
                    list = key;
                    value.as_object()?.get(key.as_ref())?
                }
                _ => {
                    let elements = value.as_array()?;
                    elements.get(position(elements, std::mem::take(&mut list), segment)?)?
                }
            };
        }
        Some(value)
    }

    /// Puts `new` where the path leads; missing objects and lists on the way are made.
    ///
    /// A position one past the end of a list adds an element, and so does a last natural key that no element
    /// has, if the new value has it.
    ///
    /// # Errors
    /// When a list element on the way is missing, or the path leads through a value of another type. Nothing
    /// has changed then.
    pub fn set(&self, root: &mut Value, new: Value) -> Result<(), PathError> {
        self.check_reach(root, Some(&new))?;
        *self.reach(root)? = new;
        Ok(())
    }

    /// Takes away the value the path leads to; objects that this leaves empty go with it, up to the nearest
    /// list element. Removing what is not there changes nothing.
    ///
    /// # Errors
    /// When the path is the root, which cannot be removed.
    pub fn remove(&self, root: &mut Value) -> Result<Option<Value>, PathError> {
        let Some((parent, last)) = self.split_last() else {
            return Err(PathError::NotA(self.clone(), "something that can be removed"));
        };
        let list = parent.list_name().to_owned();
        let Some(container) = parent.get_mut(root) else { return Ok(None) };
        let removed = match (container, last) {
            (Value::Object(members), Segment::Key(key)) => members.shift_remove(key.as_ref()),
            (Value::Array(elements), Segment::Index(_) | Segment::Named(_)) => {
                position(elements, &list, last).map(|index| elements.remove(index))
            }
            _ => None,
        };
        if removed.is_some()
            && matches!(last, Segment::Key(_))
            && matches!(parent.0.last(), Some(Segment::Key(_)))
            && parent.get(root).and_then(Value::as_object).is_some_and(Map::is_empty)
        {
            parent.remove(root)?;
        }
        Ok(removed)
    }

    /// Puts `new` into the list that the path leads to, before the element at `index` (at most its length).
    /// A missing list is made.
    ///
    /// # Errors
    /// When the path does not lead to a list, or `index` is past its end. Nothing has changed then.
    pub fn insert(&self, root: &mut Value, index: usize, new: Value) -> Result<(), PathError> {
        self.check_reach(root, None)?;
        let length = match self.get(root) {
            None | Some(Value::Null) => 0,
            Some(Value::Array(elements)) => elements.len(),
            Some(_) => return Err(PathError::NotA(self.clone(), "a list")),
        };
        if index > length {
            return Err(PathError::Missing(self.index(index)));
        }
        let target = self.reach(root)?;
        if target.is_null() {
            *target = Value::Array(Vec::new());
        }
        if let Value::Array(elements) = target {
            elements.insert(index, new);
        }
        Ok(())
    }

    /// The path with list positions replaced by natural keys where an element's key is a text that no
    /// earlier element has. Two paths to the same value become equal.
    #[must_use]
    pub fn canonical(&self, root: &Value) -> Self {
        let mut segments = Vec::with_capacity(self.0.len());
        let mut value = Some(root);
        let mut list = "";
        for segment in &self.0 {
            let mut kept = segment.clone();
            value = match segment {
                Segment::Key(key) => {
                    list = key;
                    value.and_then(Value::as_object).and_then(|members| members.get(key.as_ref()))
                }
                _ => value.and_then(Value::as_array).and_then(|elements| {
                    let list = std::mem::take(&mut list);
                    let index = position(elements, list, segment)?;
                    let element = elements.get(index)?;
                    if let Some(name) = natural_key(list)
                        .and_then(|key| element.get(key))
                        .and_then(Value::as_str)
                        .filter(|name| !name.is_empty())
                    {
                        let named = Segment::Named(Cow::Owned(name.to_owned()));
                        if position(elements, list, &named) == Some(index) {
                            kept = named;
                        }
                    }
                    Some(element)
                }),
            };
            segments.push(kept);
        }
        Self(segments)
    }

    /// The path with natural keys replaced by list positions; the inverse of [`Path::canonical`].
    #[must_use]
    pub fn positional(&self, root: &Value) -> Self {
        let mut path = Self::root();
        let mut list = "";
        for segment in &self.0 {
            let kept = match segment {
                Segment::Key(key) => {
                    list = key;
                    segment.clone()
                }
                _ => path
                    .get(root)
                    .and_then(Value::as_array)
                    .and_then(|elements| position(elements, std::mem::take(&mut list), segment))
                    .map_or_else(|| segment.clone(), Segment::Index),
            };
            path.0.push(kept);
        }
        path
    }

    /// The member name of the list that an element selector after this path would select from.
    pub(crate) fn list_name(&self) -> &str {
        match self.0.last() {
            Some(Segment::Key(key)) => key,
            _ => "",
        }
    }

    fn get_mut<'a>(&self, root: &'a mut Value) -> Option<&'a mut Value> {
        let mut value = root;
        let mut list = "";
        for segment in &self.0 {
            value = match segment {
                Segment::Key(key) => {
                    list = key;
                    value.as_object_mut()?.get_mut(key.as_ref())?
                }
                _ => {
                    let elements = value.as_array_mut()?;
                    let index = position(elements, std::mem::take(&mut list), segment)?;
                    elements.get_mut(index)?
                }
            };
        }
        Some(value)
    }

    /// Whether [`Path::reach`] can make the place for `new`.
    fn check_reach(&self, root: &Value, new: Option<&Value>) -> Result<(), PathError> {
        // What is not there yet is as good as null.
        let mut value = Some(root);
        for (depth, segment) in self.0.iter().enumerate() {
            let here = || self.first(depth);
            let missing = || Err(PathError::Missing(here().with(segment.clone())));
            let last = depth + 1 == self.0.len();
            value = value.filter(|value| !value.is_null());
            value = match (segment, value) {
                (Segment::Key(key), Some(Value::Object(members))) => members.get(key.as_ref()),
                (Segment::Key(_), None) => None,
                (Segment::Key(_), _) => return Err(PathError::NotA(here(), "an object")),
                (_, None | Some(Value::Array(_))) => {
                    let elements = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                    let list = here();
                    match (position(elements, list.list_name(), segment), segment) {
                        (Some(index), _) => elements.get(index),
                        (None, Segment::Index(index)) if *index == elements.len() => None,
                        (None, Segment::Named(name)) if last => {
                            let own = natural_key(list.list_name())
                                .and_then(|key| new?.get(key)?.as_str());
                            if own != Some(name.as_ref()) {
                                return missing();
                            }
                            None
                        }
                        _ => return missing(),
                    }
                }
                _ => return Err(PathError::NotA(here(), "a list")),
            };
        }
        Ok(())
    }

    /// The place the path leads to, made (as `null`) if it is not there.
    fn reach<'a>(&self, root: &'a mut Value) -> Result<&'a mut Value, PathError> {
        let mut value = root;
        let mut list = "";
        for (depth, segment) in self.0.iter().enumerate() {
            let last = depth + 1 == self.0.len();
            let here = || Self(self.0.iter().take(depth).cloned().collect());
            value = match segment {
                Segment::Key(key) => {
                    list = key;
                    if value.is_null() {
                        *value = Value::Object(Map::new());
                    }
                    let Value::Object(members) = value else {
                        return Err(PathError::NotA(here(), "an object"));
                    };
                    members.entry(key.as_ref()).or_insert(Value::Null)
                }
                Segment::Index(_) | Segment::Named(_) => {
                    if value.is_null() {
                        *value = Value::Array(Vec::new());
                    }
                    let Value::Array(elements) = value else {
                        return Err(PathError::NotA(here(), "a list"));
                    };
                    let index =
                        match (position(elements, std::mem::take(&mut list), segment), segment) {
                            (Some(index), _) => index,
                            (None, Segment::Index(index)) if *index == elements.len() => *index,
                            (None, Segment::Named(_)) if last => elements.len(),
                            _ => return Err(PathError::Missing(here().with(segment.clone()))),
                        };
                    if index == elements.len() {
                        elements.push(Value::Null);
                    }
                    elements
                        .get_mut(index)
                        .ok_or_else(|| PathError::Missing(here().with(segment.clone())))?
                }
            };
        }
        Ok(value)
    }
}

/// Where in `elements`, a list called `list`, the element is that `segment` selects.
pub(crate) fn position(elements: &[Value], list: &str, segment: &Segment) -> Option<usize> {
    match segment {
        Segment::Index(index) => (*index < elements.len()).then_some(*index),
        Segment::Named(name) => {
            let key = natural_key(list)?;
            elements
                .iter()
                .position(|element| element.get(key).and_then(Value::as_str) == Some(name.as_ref()))
        }
        Segment::Key(_) => None,
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Writes `text` between double quotes, with `"` and `\` escaped by a backslash.
fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{character}")?;
    }
    f.write_str("\"")
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) => {
                    if depth > 0 {
                        f.write_str(".")?;
                    }
                    if is_plain(key) { f.write_str(key)? } else { write_quoted(f, key)? }
                }
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Named(name) => {
                    f.write_str("[")?;
                    if is_plain(name) && !name.bytes().all(|byte| byte.is_ascii_digit()) {
                        f.write_str(name)?;
                    } else {
                        write_quoted(f, name)?;
                    }
                    f.write_str("]")?;
                }
            }
        }
        Ok(())
    }
}

impl FromStr for Path {
    type Err = ParsePathError;

    fn from_str(text: &str) -> Result<Self, ParsePathError> {
        let fail = |reason| ParsePathError { text: text.to_owned(), reason };
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (segment, after) = if inner.starts_with('"') {
                    let (name, after) =
                        unquote(inner).ok_or_else(|| fail("a quote is not closed"))?;
                    (Segment::Named(Cow::Owned(name)), after)
                } else {
                    let (name, _) =
                        inner.split_once(']').ok_or_else(|| fail("`[` is not closed"))?;
                    let segment = match name.parse() {
                        Ok(index) => Segment::Index(index),
                        Err(_) if name.is_empty() => return Err(fail("`[]` selects nothing")),
                        Err(_) => Segment::Named(Cow::Owned(name.to_owned())),
                    };
                    (segment, inner.get(name.len()..).unwrap_or_default())
                };
                segments.push(segment);
                rest = after.strip_prefix(']').ok_or_else(|| fail("`[` is not closed"))?;
                continue;
            }
            if !segments.is_empty() {
                rest = rest
                    .strip_prefix('.')
                    .ok_or_else(|| fail("`.` is missing between two keys"))?;
            }
            if rest.starts_with('"') {
                let (key, after) = unquote(rest).ok_or_else(|| fail("a quote is not closed"))?;
                segments.push(Segment::Key(Cow::Owned(key)));
                rest = after;
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, after) = rest.split_at(end);
                if key.is_empty() {
                    return Err(fail("a key is empty"));
                }
                segments.push(Segment::Key(Cow::Owned(key.to_owned())));
                rest = after;
            }
        }
        Ok(Self(segments))
    }
}

/// Reads a quoted text from the start of `text`; also gives what follows it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut characters = text.strip_prefix('"')?.char_indices();
    while let Some((offset, character)) = characters.next() {
        match character {
            '"' => return Some((name, text.get(offset + 2..)?)),
            '\\' => name.push(characters.next()?.1),
            _ => name.push(character),
        }
    }
    None
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn path(text: &str) -> Path {
        text.parse().unwrap()
    }

    #[test]
    fn text_round_trips() {
        for text in [
            "",
            "cpu",
            "containerDefinitions[web].portMappings[0].hostPort",
            "containerDefinitions[\"matabit-{env}\"].image",
            "dockerLabels.\"com.example.team\"",
            "environment[\"12\"].value",
            "environment[\"a\\\"b\\\\c\"]",
        ] {
            assert_eq!(path(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_path_says_why() {
        for text in ["a..b", "a[", "a[]", "a[\"x]", "a[0]b", "."] {
            assert!(text.parse::<Path>().is_err(), "{text}");
        }
    }

    #[test]
    fn reads_by_position_and_by_name() {
        let body = json!({"containerDefinitions": [{"name": "a"}, {"name": "web", "cpu": 10}]});
        assert_eq!(path("containerDefinitions[1].cpu").get(&body), Some(&json!(10)));
        assert_eq!(path("containerDefinitions[web].cpu").get(&body), Some(&json!(10)));
        assert_eq!(path("containerDefinitions[ghost].cpu").get(&body), None);
        assert_eq!(
            path("containerDefinitions[1].cpu").canonical(&body),
            path("containerDefinitions[web].cpu")
        );
        assert_eq!(
            path("containerDefinitions[web].cpu").positional(&body),
            path("containerDefinitions[1].cpu")
        );
    }

    #[test]
    fn set_makes_what_is_missing_and_keeps_order() {
        let mut body = json!({"b": 1, "a": {"x": 1}});
        path("a.y.z").set(&mut body, json!(2)).unwrap();
        path("b").set(&mut body, json!(3)).unwrap();
        assert_eq!(body.to_string(), r#"{"b":3,"a":{"x":1,"y":{"z":2}}}"#);
        assert!(matches!(path("b.c").set(&mut body, json!(1)), Err(PathError::NotA(..))));
        assert!(matches!(path("l[3]").set(&mut json!({}), json!(1)), Err(PathError::Missing(_))));
    }

    #[test]
    fn remove_takes_emptied_objects_along() {
        let mut body = json!({"logConfiguration": {"options": {"a": "b"}}, "list": [{"x": 1}]});
        path("logConfiguration.options.a").remove(&mut body).unwrap();
        path("list[0].x").remove(&mut body).unwrap();
        assert_eq!(body, json!({"list": [{}]}));
        assert_eq!(path("nothing.here").remove(&mut body).unwrap(), None);
    }

    #[test]
    fn duplicate_names_stay_positions() {
        let body = json!({"environment": [{"name": "A"}, {"name": "A"}]});
        assert_eq!(path("environment[1].value").canonical(&body), path("environment[1].value"));
        assert_eq!(path("environment[0]").canonical(&body), path("environment[A]"));
    }

    #[test]
    fn a_list_within_a_list_has_no_natural_key() {
        let body = json!({"environment": [[{"name": "A"}]]});
        assert_eq!(path("environment[0][0]").canonical(&body), path("environment[0][0]"));
        assert_eq!(path("environment[0][A]").get(&body), None);
    }
}
