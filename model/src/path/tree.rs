//! What a path leads to in a tree: finding it, changing it, and naming it in one way.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Path, PathError, Segment, natural_key};

impl Path {
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
