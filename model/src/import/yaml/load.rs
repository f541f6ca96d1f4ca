//! From the events of the parser to trees.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};
use serde_json::{Map, Value};

use super::super::json::MAX_DEPTH;
use super::super::syntax::{Problem, SyntaxError, problem};
use super::hint;
use super::notes::Notes;
use super::scalar;
use super::tag::Meaning;

/// How much anchors may hold and aliases add, all together, in bytes of text and [`NODE`] for every value:
/// a file of nested aliases that is short to write is not long in memory.
const MAX_COPIED: usize = 1024 * 1024;

/// What a value counts apart from its text.
const NODE: usize = 16;

/// Reads all documents but the empty ones.
pub(super) fn load(text: &str) -> Result<(Vec<Value>, Notes), SyntaxError> {
    let mut loader = Loader { text, ..Loader::default() };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => loader.take(event, span)?,
            Err(error) => {
                let offset = loader.offset(*error.marker());
                return Err(hint::of_parser(text, offset, error.info()));
            }
        }
    }
    Ok((loader.documents, loader.notes))
}

#[derive(Default)]
struct Loader<'a> {
    text: &'a str,
    documents: Vec<Value>,
    open: Vec<Open>,
    /// The nesting of the innermost open collection.
    depth: usize,
    /// What anchors stand for, by the parser's number for them.
    anchors: BTreeMap<usize, Anchored>,
    /// How much of [`MAX_COPIED`] is used.
    copied: usize,
    notes: Notes,
}

/// A list or an object that is not closed yet.
struct Open {
    collection: Collection,
    anchor: usize,
    tag: Meaning,
}

enum Collection {
    List(Vec<Value>),
    Object {
        members: Map<String, Value>,
        /// The key whose value comes next.
        key: Option<Key>,
        /// The members that came from a `<<`: the object's own go before them.
        merged: BTreeSet<String>,
    },
}

struct Key {
    text: String,
    /// Whether it is a `<<` that merges.
    merges: bool,
    at: Marker,
}

struct Anchored {
    value: Value,
    weight: usize,
    height: usize,
}

impl<'a> Loader<'a> {
    fn take(&mut self, event: Event<'a>, span: Span) -> Result<(), SyntaxError> {
        let at = span.start;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.notes.scalar(at.line(), span.end.line());
                let tag = self.meaning(tag.as_deref(), at);
                if self.wants_key() {
                    let merges = style == ScalarStyle::Plain && text == "<<";
                    if anchor > 0 {
                        self.keep(anchor, &Value::String(text.to_string()), at)?;
                    }
                    return self.key(Key { text: text.into_owned(), merges, at });
                }
                let value = if style == ScalarStyle::Plain && tag != Meaning::Text {
                    let (value, doubt) = scalar::plain(&text);
                    if let Some(doubt) = doubt.filter(|_| tag.levels() == 0) {
                        self.notes.doubt(doubt, &text, at.line());
                    }
                    value
                } else {
                    Value::String(text.into_owned())
                };
                self.within(tag.levels(), at)?;
                let value = tag.around(value);
                if anchor > 0 {
                    self.keep(anchor, &value, at)?;
                }
                self.place(value, at)
            }
            Event::SequenceStart(anchor, tag) => {
                let tag = self.meaning(tag.as_deref(), at);
                self.enter(Collection::List(Vec::new()), anchor, tag, at)
            }
            Event::MappingStart(anchor, tag) => {
                let tag = self.meaning(tag.as_deref(), at);
                let members = Map::new();
                let object = Collection::Object { members, key: None, merged: BTreeSet::new() };
                self.enter(object, anchor, tag, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(at),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::DocumentStart(_) | Event::DocumentEnd => {
                self.anchors.clear();
                Ok(())
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd => Ok(()),
        }
    }

    /// Whether what comes next is a key.
    fn wants_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open { collection: Collection::Object { key: None, .. }, .. })
        )
    }

    fn meaning(&mut self, tag: Option<&saphyr_parser::Tag>, at: Marker) -> Meaning {
        let meaning = Meaning::of(tag);
        if let Meaning::Unknown(tag) = &meaning {
            self.notes.tags.push((tag.clone(), at.line()));
        }
        meaning
    }

    fn enter(
        &mut self,
        collection: Collection,
        anchor: usize,
        tag: Meaning,
        at: Marker,
    ) -> Result<(), SyntaxError> {
        if self.wants_key() {
            let offset = self.offset(at);
            return Err(self.error(at, hint::collection_as_key(self.text, offset)));
        }
        self.within(1 + tag.levels(), at)?;
        self.depth += 1 + tag.levels();
        self.open.push(Open { collection, anchor, tag });
        Ok(())
    }

    /// Whether so many more levels are allowed.
    fn within(&self, levels: usize, at: Marker) -> Result<(), SyntaxError> {
        if self.depth + levels > MAX_DEPTH {
            return Err(self.error(at, hint::too_deep()));
        }
        Ok(())
    }

    fn leave(&mut self, at: Marker) -> Result<(), SyntaxError> {
        let Some(Open { collection, anchor, tag }) = self.open.pop() else { return Ok(()) };
        self.depth = self.depth.saturating_sub(1 + tag.levels());
        let value = tag.around(match collection {
            Collection::List(elements) => Value::Array(elements),
            Collection::Object { members, .. } => Value::Object(members),
        });
        if anchor > 0 {
            self.keep(anchor, &value, at)?;
        }
        self.place(value, at)
    }

    /// Remembers what an anchor stands for.
    fn keep(&mut self, anchor: usize, value: &Value, at: Marker) -> Result<(), SyntaxError> {
        let weight = weight(value);
        self.count(weight, at)?;
        let anchored = Anchored { value: value.clone(), weight, height: height(value) };
        self.anchors.insert(anchor, anchored);
        Ok(())
    }

    fn count(&mut self, weight: usize, at: Marker) -> Result<(), SyntaxError> {
        self.copied = self.copied.saturating_add(weight);
        if self.copied > MAX_COPIED {
            return Err(self.error(
                at,
                problem(
                    "anchors and aliases (`&name` and `*name`) would make this file larger than 1 MiB",
                    "No ECS document needs that: write out what is meant.",
                ),
            ));
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Marker) -> Result<(), SyntaxError> {
        // An alias inside what it names finds nothing yet.
        let Some((weight, height)) =
            self.anchors.get(&anchor).map(|anchored| (anchored.weight, anchored.height))
        else {
            return Err(self.error(
                at,
                problem(
                    "this alias stands inside what it stands for",
                    "It would never end: write out what is meant.",
                ),
            ));
        };
        self.count(weight, at)?;
        self.within(height, at)?;
        self.notes.aliases.push(at.line());
        let Some(value) = self.anchors.get(&anchor).map(|anchored| anchored.value.clone()) else {
            return Ok(());
        };
        if self.wants_key() {
            return match value {
                Value::String(text) => self.key(Key { text, merges: false, at }),
                _ => {
                    let offset = self.offset(at);
                    Err(self.error(at, hint::collection_as_key(self.text, offset)))
                }
            };
        }
        self.place(value, at)
    }

    /// Takes a key; its value comes next.
    fn key(&mut self, next: Key) -> Result<(), SyntaxError> {
        if let Some(Open { collection: Collection::Object { key, .. }, .. }) = self.open.last_mut()
        {
            *key = Some(next);
        }
        Ok(())
    }

    /// Puts a whole value where it belongs.
    fn place(&mut self, value: Value, at: Marker) -> Result<(), SyntaxError> {
        match self.open.last_mut().map(|open| &mut open.collection) {
            None => {
                if !value.is_null() {
                    self.documents.push(value);
                }
            }
            Some(Collection::List(elements)) => elements.push(value),
            Some(Collection::Object { members, key, merged }) => {
                let Some(key) = key.take() else { return Ok(()) };
                if key.merges {
                    let Some(objects) = objects(value) else {
                        return Err(self.error(
                            at,
                            problem(
                                "`<<` merges an object or a list of objects",
                                "Name one with `*name`, or write \"<<\" in quotes if it is a key.",
                            ),
                        ));
                    };
                    for (key, value) in objects.into_iter().flatten() {
                        if !members.contains_key(&key) {
                            merged.insert(key.clone());
                            members.insert(key, value);
                        }
                    }
                } else {
                    if members.contains_key(&key.text) && !merged.remove(&key.text) {
                        self.notes.duplicates.push((key.text.clone(), key.at.line()));
                    }
                    members.insert(key.text, value);
                }
            }
        }
        Ok(())
    }

    /// The place of a marker, which counts characters, in bytes.
    fn offset(&self, at: Marker) -> usize {
        self.text.char_indices().nth(at.index()).map_or(self.text.len(), |(offset, _)| offset)
    }

    fn error(&self, at: Marker, (problem, hint): Problem) -> SyntaxError {
        SyntaxError { offset: self.offset(at), problem, hint }
    }
}

/// The objects that a `<<` merges.
fn objects(value: Value) -> Option<Vec<Map<String, Value>>> {
    let elements = match value {
        Value::Object(members) => return Some(vec![members]),
        Value::Null => return Some(Vec::new()),
        Value::Array(elements) => elements,
        _ => return None,
    };
    elements
        .into_iter()
        .map(|element| match element {
            Value::Object(members) => Some(members),
            _ => None,
        })
        .collect()
}

fn weight(value: &Value) -> usize {
    NODE + match value {
        Value::String(text) => text.len(),
        Value::Array(elements) => elements.iter().map(weight).sum(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| NODE + key.len() + weight(value)).sum()
        }
        _ => 0,
    }
}

fn height(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(height).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(height).max().unwrap_or(0),
        _ => 0,
    }
}
