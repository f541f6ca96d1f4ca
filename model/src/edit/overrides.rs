//! What single environments say: keeping [`Overrides`] canonical while they and the base change.
//!
//! No path of an environment's overrides leads to or through another, set or left out, and one that selects a
//! list element by position selects one of the base.

use serde_json::{Map, Value};

use crate::path::{Path, PathError, Segment, natural_key};
use crate::record::{EnvironmentName, Overrides, Record};

use super::move_within;

/// Gives a field a value in one environment. The path is as the environment shows it.
pub(super) fn set(
    record: &mut Record,
    environment: &EnvironmentName,
    path: &Path,
    value: Value,
) -> Result<(), PathError> {
    let Some((parent, last)) = path.split_last() else {
        return Err(PathError::NotA(path.clone(), "a field that one environment can override"));
    };
    let layers = record.layers(environment);
    let mut wanted = layers.shown().clone();
    path.set(&mut wanted, value.clone())?;
    let mut stored = layers.stored(path);
    let whole = |record: &mut Record, path: &Path| {
        let value = path.get(&wanted).cloned().unwrap_or_default();
        set(record, environment, path, value)
    };

    if !matches!(last, Segment::Key(_)) {
        let before = path.get(layers.shown());
        let named = before.map(|before| stored.get(&record.body).unwrap_or(before));
        let renamed = named.is_some_and(|named| !has_same_name(&parent, named, &value));
        // Its name is that of an element that this environment calls otherwise.
        let confused = before.is_none() && layers.has(&stored);
        if renamed || confused {
            return whole(record, &parent);
        }
        if before.is_none() {
            stored = with_last_named(&stored, path, &wanted);
        }
    }
    let overrides = record.overrides.entry(environment.clone()).or_default();
    if overrides.set.keys().any(|set| stored.starts_with(set)) {
        put(overrides, stored.clone(), value)?;
        return match broken_name(record, environment, &stored) {
            Some(depth) => whole(record, &path.first(depth)),
            None => Ok(()),
        };
    }
    if let Some(depth) = stored.missing_position(&record.body) {
        // An element without a name that the base does not have: the list as a whole is the override.
        forget_empty(record, environment);
        return whole(record, &path.first(depth));
    }
    put(overrides, stored, value)
}

/// Leaves a field or list element out in one environment. The path is as the environment shows it.
pub(super) fn remove(
    record: &mut Record,
    environment: &EnvironmentName,
    path: &Path,
) -> Result<(), PathError> {
    let Some((parent, _)) = path.split_last() else {
        return Err(PathError::NotA(path.clone(), "a field that one environment can leave out"));
    };
    let layers = record.layers(environment);
    let mut without = layers.shown().clone();
    if path.remove(&mut without)?.is_none() {
        return Ok(());
    }
    let stored = layers.stored(path);
    let covering = record.overrides.get(environment).and_then(|it| it.covering(&stored).cloned());
    if let Some(covering) = covering.filter(|covering| *covering != stored) {
        remove_within(record, environment, &covering, &stored)?;
        return match broken_name(record, environment, &stored) {
            Some(depth) => {
                let list = path.first(depth);
                let value = list.get(&without).cloned().unwrap_or_default();
                set(record, environment, &list, value)
            }
            None => Ok(()),
        };
    }
    if matches!(stored.segments().last(), Some(Segment::Index(_))) {
        // Elements without a name cannot be left out one by one: the list as a whole is the override.
        let list = parent.get(&without).cloned().unwrap_or_else(|| Value::Array(Vec::new()));
        return set(record, environment, &parent, list);
    }
    leave_out(record, environment, stored);
    Ok(())
}

/// Leaves out what an environment does not set as a part of something larger.
fn leave_out(record: &mut Record, environment: &EnvironmentName, stored: Path) {
    let base_has_it = stored.get(&record.body).is_some();
    let overrides = record.overrides.entry(environment.clone()).or_default();
    overrides.forget_below(&stored);
    if base_has_it {
        overrides.remove.push(stored);
    }
    forget_empty(record, environment);
}

/// Removes a part of what an environment sets as a whole.
fn remove_within(
    record: &mut Record,
    environment: &EnvironmentName,
    covering: &Path,
    stored: &Path,
) -> Result<(), PathError> {
    let Some(current) =
        record.overrides.get_mut(environment).and_then(|it| it.set.get_mut(covering))
    else {
        return Ok(());
    };
    let rest = stored.strip_prefix(covering).unwrap_or_default();
    within(covering, rest, current, Path::remove)?;
    if current.is_null() {
        // Its last member is gone, and an empty object goes with its last member.
        leave_out(record, environment, covering.clone());
    }
    Ok(())
}

/// Makes the base value hold again in one environment. The path is as the environment shows it.
pub(super) fn reset(
    record: &mut Record,
    environment: &EnvironmentName,
    path: &Path,
) -> Result<(), PathError> {
    let stored = record.stored_path(path, environment);
    reset_stored(record, environment, &stored)
}

/// Makes the base value hold again in every environment. The path is as the base has it.
pub(super) fn reset_all(record: &mut Record, path: &Path) -> Result<(), PathError> {
    let stored = path.canonical(&record.body);
    let names: Vec<_> = record.overrides.keys().cloned().collect();
    names.iter().try_for_each(|environment| reset_stored(record, environment, &stored))
}

fn reset_stored(
    record: &mut Record,
    environment: &EnvironmentName,
    stored: &Path,
) -> Result<(), PathError> {
    let base = stored.get(&record.body).cloned();
    let Some(overrides) = record.overrides.get_mut(environment) else { return Ok(()) };
    let covering = overrides.covering(stored).filter(|covering| *covering != stored).cloned();
    let Some(covering) = covering else {
        overrides.forget_below(stored);
        if base.is_some() {
            overrides.remove.retain(|removed| !stored.starts_with(removed));
        }
        forget_empty(record, environment);
        return Ok(());
    };
    match base {
        Some(base) => put(overrides, stored.clone(), base)?,
        None => remove_within(record, environment, &covering, stored)?,
    }
    let base = covering.get(&record.body);
    if let Some(overrides) = record.overrides.get_mut(environment)
        && overrides.set.get(&covering).is_some_and(|value| Some(value) == base)
    {
        overrides.set.shift_remove(&covering);
    }
    forget_empty(record, environment);
    Ok(())
}

/// Adds an element to a list in one environment: by its name where elements have one, else by overriding the
/// whole list.
pub(super) fn insert(
    record: &mut Record,
    environment: &EnvironmentName,
    list: &Path,
    index: usize,
    value: Value,
) -> Result<(), PathError> {
    let overlay = record.overlay(environment);
    let elements = match list.get(&overlay) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(elements)) => elements.as_slice(),
        Some(_) => return Err(PathError::NotA(list.clone(), "a list")),
    };
    if index > elements.len() {
        return Err(PathError::Missing(list.index(index)));
    }
    let name = natural_key(list.list_name())
        .and_then(|key| value.get(key))
        .and_then(Value::as_str)
        .filter(|name| !name.is_empty())
        .map(|name| list.named(name.to_owned()));
    if let Some(element) = name
        && element.get(&overlay).is_none()
    {
        return set(record, environment, &element, value);
    }
    let mut elements = elements.to_vec();
    elements.insert(index, value);
    set(record, environment, list, Value::Array(elements))
}

/// Moves an element in one environment, by overriding the whole list.
pub(super) fn move_element(
    record: &mut Record,
    environment: &EnvironmentName,
    path: &Path,
    from: usize,
    to: usize,
) -> Result<(), PathError> {
    let mut list = path
        .get(&record.overlay(environment))
        .cloned()
        .ok_or_else(|| PathError::Missing(path.clone()))?;
    move_within(&mut list, path, from, to)?;
    if from == to { Ok(()) } else { set(record, environment, path, list) }
}

/// Lets every override below `before` lead through `after` instead.
pub(super) fn rename_prefix(record: &mut Record, before: &Path, after: &Path) {
    rewrite(record, |path| match path.strip_prefix(before) {
        Some(rest) => Some(after.join(rest)),
        None => Some(path.clone()),
    });
}

/// Forgets every override at or below a path.
pub(super) fn drop_below(record: &mut Record, path: &Path) {
    rewrite(record, |other| (!other.starts_with(path)).then(|| other.clone()));
}

/// Lets overrides that select elements of `list` by position follow the elements. `moved` gives an
/// element's new position, or `None` when it is gone.
pub(super) fn renumber(record: &mut Record, list: &Path, moved: &dyn Fn(usize) -> Option<usize>) {
    let list = list.canonical(&record.body);
    rewrite(record, |path| match path.strip_prefix(&list) {
        Some([Segment::Index(index), rest @ ..]) => Some(list.index(moved(*index)?).join(rest)),
        _ => Some(path.clone()),
    });
}

/// Makes overrides canonical that somebody else wrote, or that the base changed under.
pub(crate) fn tidy(record: &mut Record) {
    rewrite(record, |path| Some(path.clone()));
}

fn rewrite(record: &mut Record, moved: impl Fn(&Path) -> Option<Path>) {
    let Record { body, overrides, .. } = record;
    for overrides in overrides.values_mut() {
        let mut before = overrides.clone();
        put_in_order(body, overrides, &moved);
        // What became one may have another name now, and its list be overridden instead: ever shorter paths.
        while *overrides != before {
            before = overrides.clone();
            put_in_order(body, overrides, &|path| Some(path.clone()));
        }
    }
    overrides.retain(|_, overrides| !overrides.is_empty());
}

fn put_in_order(body: &Value, overrides: &mut Overrides, moved: &dyn Fn(&Path) -> Option<Path>) {
    let before = std::mem::take(overrides);
    for path in before.remove.iter().filter_map(moved) {
        let path = path.canonical(body);
        if !overrides.remove.iter().any(|removed| path.starts_with(removed)) {
            overrides.forget_below(&path);
            overrides.remove.push(path);
        }
    }
    for (old, value) in before.set {
        if let Some(path) = moved(&old) {
            let (path, value) = with_name(body, &old, path.canonical(body), value);
            // Two that became one and do not fit together: the one that stood first stays.
            let _ = put(overrides, path, value);
        }
    }
}

/// Gives an element that is overridden as a whole the name that the base's has now. Where it never had the same
/// name, the list as a whole is the override.
fn with_name(body: &Value, old: &Path, path: Path, mut value: Value) -> (Path, Value) {
    let Some((list, last)) = path.split_last() else { return (path, value) };
    let (Some(key), Some(base)) = (natural_key(list.list_name()), path.get(body)) else {
        return (path, value);
    };
    if matches!(last, Segment::Key(_)) || has_same_name(&list, base, &value) {
        return (path, value);
    }
    let had_its_name = value.get(key).is_none_or(|name| {
        matches!(old.segments().last(), Some(Segment::Named(old)) if name.as_str() == Some(&**old))
    });
    match (&mut value, base.get(key)) {
        (Value::Object(members), Some(name)) if had_its_name => {
            members.insert(key.to_owned(), name.clone());
            (path, value)
        }
        (Value::Object(members), None) if had_its_name => {
            members.shift_remove(key);
            (path, value)
        }
        _ => {
            let mut root = body.clone();
            let _ = path.set(&mut root, value);
            let elements = list.get(&root).cloned().unwrap_or_default();
            (list, elements)
        }
    }
}

/// Whether two elements of a list go by the same natural key, or the list's elements have none.
fn has_same_name(list: &Path, one: &Value, other: &Value) -> bool {
    natural_key(list.list_name()).is_none_or(|key| one.get(key) == other.get(key))
}

/// Sets a stored path: as a part of what is set already, or instead of what is said below it.
fn put(overrides: &mut Overrides, path: Path, value: Value) -> Result<(), PathError> {
    for (set, current) in &mut overrides.set {
        if let Some(rest) = path.strip_prefix(set) {
            return within(set, rest, current, |path, root| path.set(root, value));
        }
    }
    let left_out = overrides.remove.iter().find(|removed| path.starts_with(removed)).cloned();
    let (path, value) = match left_out {
        // A part of something that is left out: the part is all there is.
        Some(whole) if whole != path => {
            let mut part = Value::Null;
            let rest = path.strip_prefix(&whole).unwrap_or_default();
            within(&whole, rest, &mut part, |path, root| path.set(root, value))?;
            (whole, part)
        }
        _ => (path, value),
    };
    overrides.forget_below(&path);
    overrides.set.insert(path, value);
    Ok(())
}

/// Does something at `rest` below the value that is set at `set`. The list's name stays known, so that an
/// element can be selected by its natural key. What is taken away becomes null.
fn within<T>(
    set: &Path,
    rest: &[Segment],
    value: &mut Value,
    act: impl FnOnce(&Path, &mut Value) -> Result<T, PathError>,
) -> Result<T, PathError> {
    let Some(Segment::Key(key)) = set.segments().last() else {
        return act(&Path::root().join(rest), value);
    };
    let mut holder = Map::new();
    holder.insert(key.to_string(), value.take());
    let mut holder = Value::Object(holder);
    let done = act(&Path::root().key(key.clone()).join(rest), &mut holder);
    *value = holder.get_mut(&**key).map(Value::take).unwrap_or_default();
    done
}

/// The path to a new list element, by its name where it has one of its own.
fn with_last_named(stored: &Path, shown: &Path, wanted: &Value) -> Path {
    let named = shown.positional(wanted).canonical(wanted);
    match (stored.split_last(), named.segments().last()) {
        (Some((list, Segment::Index(_))), Some(name @ Segment::Named(_))) => {
            list.with(name.clone())
        }
        _ => stored.clone(),
    }
}

/// After a change inside an element that an environment sets as a whole: gives the override the element's new
/// name. When that cannot be, how many steps lead to the list, which must be overridden instead.
fn broken_name(record: &mut Record, environment: &EnvironmentName, stored: &Path) -> Option<usize> {
    let overrides = record.overrides.get_mut(environment)?;
    let (index, set, value) = overrides
        .set
        .iter()
        .enumerate()
        .find(|(_, (set, _))| stored.starts_with(set))
        .map(|(index, (set, value))| (index, set.clone(), value.clone()))?;
    let (list, last) = set.split_last()?;
    let name = natural_key(list.list_name()).and_then(|key| value.get(key)).and_then(Value::as_str);
    let still_named = match (set.get(&record.body), last) {
        (_, Segment::Key(_)) => true,
        (Some(base), _) => has_same_name(&list, base, &value),
        (None, Segment::Named(old)) => name == Some(&**old),
        (None, Segment::Index(_)) => true,
    };
    if still_named {
        return None;
    }
    let free = name.filter(|name| !name.is_empty()).map(|name| list.named(name.to_owned())).filter(
        |named| {
            named.get(&record.body).is_none()
                && !overrides.set.keys().any(|other| other.starts_with(named))
        },
    );
    match free {
        Some(named) if set.get(&record.body).is_none() => {
            overrides.set.shift_remove(&set);
            overrides.set.shift_insert(index, named, value);
            None
        }
        _ => Some(list.segments().len()),
    }
}

impl Overrides {
    /// What is set that a path leads to or through.
    fn covering(&self, path: &Path) -> Option<&Path> {
        self.set.keys().find(|set| path.starts_with(set))
    }

    /// Forgets what is said at or below a path.
    fn forget_below(&mut self, path: &Path) {
        self.set.retain(|set, _| !set.starts_with(path));
        self.remove.retain(|removed| !removed.starts_with(path));
    }
}

fn forget_empty(record: &mut Record, environment: &EnvironmentName) {
    if record.overrides.get(environment).is_some_and(Overrides::is_empty) {
        record.overrides.shift_remove(environment);
    }
}
