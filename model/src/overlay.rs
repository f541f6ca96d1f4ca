//! How an environment's overrides lie over a record's base, and which path means what on either side.
//!
//! Overrides name list elements as the base does, by natural key or by position there. So they stay true while
//! an environment calls an element otherwise, or leaves out the one before it. What an environment shows has
//! names and positions of its own; [`Layers`] translates.

use serde_json::Value;

use crate::order::sort_by;
use crate::path::{Path, Segment, position};
use crate::record::{Provenance, Record};

/// A record as one environment has it, taken apart.
#[derive(Debug)]
pub struct Layers<'a> {
    base: &'a Value,
    /// The base with everything that the environment sets, but for other names of list elements, and with
    /// nothing left out.
    full: Value,
    /// What the environment leaves out of `full`, by position.
    removed: Vec<Path>,
    shown: Value,
}

impl Record {
    /// The record as one environment has it, taken apart.
    #[must_use]
    pub fn layers(&self, environment: &str) -> Layers<'_> {
        Layers::of(self, environment)
    }

    /// The body with an environment's overrides applied; placeholders are left as they are.
    ///
    /// An override whose place no longer exists has no effect.
    #[must_use]
    pub fn overlay(&self, environment: &str) -> Value {
        if self.overrides.contains_key(environment) {
            self.layers(environment).shown
        } else {
            self.body.clone()
        }
    }

    /// How many elements the list at `path` has in an environment, or in the base: an environment may have elements
    /// of its own, which the base does not know.
    #[must_use]
    pub fn length(&self, path: &Path, environment: Option<&str>) -> usize {
        let count = |layer: &Value| path.get(layer).and_then(Value::as_array).map_or(0, Vec::len);
        match environment {
            Some(environment) => count(&self.overlay(environment)),
            None => count(&self.body),
        }
    }

    /// A path as an environment shows it, as the base and the overrides have it.
    #[must_use]
    pub fn stored_path(&self, path: &Path, environment: &str) -> Path {
        if self.overrides.contains_key(environment) {
            self.layers(environment).stored(path)
        } else {
            path.canonical(&self.body)
        }
    }

    /// Whether the value at `path`, as an environment shows it, is as a whole that environment's own: an edit of
    /// it belongs there. Something below it being overridden is not enough.
    #[must_use]
    pub fn is_own(&self, path: &Path, environment: &str) -> bool {
        self.overrides.get(environment).is_some_and(|overrides| {
            let stored = self.stored_path(path, environment);
            overrides.set.keys().chain(&overrides.remove).any(|own| stored.starts_with(own))
        })
    }

    /// Where the value at `path`, as an environment shows it, comes from. What has something overridden below
    /// it counts as overridden.
    #[must_use]
    pub fn provenance(&self, path: &Path, environment: &str) -> Provenance {
        let Some(overrides) = self.overrides.get(environment) else {
            let said = path.get(&self.body).is_some();
            return if said { Provenance::Base } else { Provenance::Default };
        };
        let layers = self.layers(environment);
        let stored = layers.stored(path);
        if overrides.set.keys().any(|set| stored.starts_with(set) || set.starts_with(&stored))
            || overrides.remove.iter().any(|removed| stored.starts_with(removed))
        {
            return Provenance::Override;
        }
        if path.get(&layers.shown).is_some() { Provenance::Base } else { Provenance::Default }
    }

    /// Whether the value at a path is a part of a larger one that only the environment has, such as a field of a
    /// container that is in staging only: it can go with the whole, not by itself.
    #[must_use]
    pub fn is_part_of_override(&self, path: &Path, environment: &str) -> bool {
        let Some(overrides) = self.overrides.get(environment) else { return false };
        let stored = self.layers(environment).stored(path);
        overrides.set.keys().any(|set| *set != stored && stored.starts_with(set))
    }
}

impl<'a> Layers<'a> {
    fn of(record: &'a Record, environment: &str) -> Self {
        let mut full = record.body.clone();
        let Some(overrides) = record.overrides.get(environment) else {
            return Self { base: &record.body, shown: full.clone(), full, removed: Vec::new() };
        };
        let (names, values): (Vec<_>, Vec<_>) =
            overrides.set.iter().partition(|(path, _)| path.named_element().is_some());
        for (path, value) in values {
            if path.missing_position(&record.body).is_none() {
                // A path that leads nowhere is named by a rule; the rest of the record still resolves.
                let _ = path.set(&mut full, value.clone());
            }
        }
        let mut removed: Vec<Path> = overrides
            .remove
            .iter()
            .filter(|path| path.get(&record.body).is_some() && path.get(&full).is_some())
            .map(|path| path.positional(&full))
            .collect();
        // Ascending, so that the last elements are taken out first and the others keep their positions.
        sort_by(&mut removed, Path::cmp);

        let mut shown = full.clone();
        // New names come last and by position: until then every path means what it means in the base.
        for (path, value) in names {
            if path.parent().is_some_and(|element| element.get(&full).is_some()) {
                let _ = path.positional(&full).set(&mut shown, value.clone());
            }
        }
        for path in removed.iter().rev() {
            let _ = path.remove(&mut shown);
        }
        Self { base: &record.body, full, removed, shown }
    }

    /// What the environment shows.
    #[must_use]
    pub const fn shown(&self) -> &Value {
        &self.shown
    }

    /// A path as the environment shows it, as the base and the overrides have it: canonical.
    #[must_use]
    pub fn stored(&self, path: &Path) -> Path {
        let mut place = Path::root();
        let mut shown = Some(&self.shown);
        for (depth, segment) in path.segments().iter().enumerate() {
            if self.removed.contains(&place) {
                // Whatever is below was never shown.
                let rest = path.segments().get(depth..).unwrap_or_default();
                return place.canonical(&self.full).join(rest);
            }
            let (kept, next) = match segment {
                Segment::Key(key) => (segment.clone(), shown.and_then(|value| value.get(&**key))),
                _ => {
                    let elements = shown.and_then(Value::as_array);
                    let at = elements
                        .and_then(|elements| position(elements, place.list_name(), segment))
                        .or(match segment {
                            Segment::Index(index) => Some(*index),
                            _ => None,
                        });
                    match at {
                        Some(at) => (
                            Segment::Index(self.with_removed(&place, at)),
                            elements.and_then(|elements| elements.get(at)),
                        ),
                        None => (segment.clone(), None),
                    }
                }
            };
            place = place.with(kept);
            shown = next;
        }
        place.canonical(&self.full)
    }

    /// A path of the base or of an override, as the environment shows it. `None` when it leads nowhere there.
    #[must_use]
    pub fn shown_path(&self, stored: &Path) -> Option<Path> {
        if stored.missing_position(self.base).is_some() {
            return None;
        }
        let full = stored.positional(&self.full);
        let mut place = Path::root();
        let mut before = Path::root();
        for segment in full.segments() {
            let kept = match segment {
                Segment::Index(index) => {
                    let removed = self.removed_from(&before).filter(|removed| removed < index);
                    Segment::Index(index - removed.count())
                }
                _ => segment.clone(),
            };
            before = before.with(segment.clone());
            if self.removed.contains(&before) {
                return None;
            }
            place = place.with(kept);
        }
        place.get(&self.shown).map(|_| place.canonical(&self.shown))
    }

    /// Whether the environment has an element or a member there that it neither made nor leaves out.
    pub(crate) fn has(&self, stored: &Path) -> bool {
        let place = stored.positional(&self.full);
        place.get(&self.full).is_some()
            && !self.removed.iter().any(|removed| place.starts_with(removed))
    }

    /// The positions of the elements that are left out of a list, ascending.
    fn removed_from(&self, list: &Path) -> impl Iterator<Item = usize> {
        self.removed.iter().filter_map(move |removed| match removed.strip_prefix(list) {
            Some([Segment::Index(index)]) => Some(*index),
            _ => None,
        })
    }

    /// The position in the whole list of what is shown at `at`.
    fn with_removed(&self, list: &Path, at: usize) -> usize {
        self.removed_from(list).fold(
            at,
            |at, removed| {
                if removed <= at { at.saturating_add(1) } else { at }
            },
        )
    }
}
