//! What single environments say: keeping [`Overrides`](crate::record::Overrides) canonical while they and
//! the base change.

use serde_json::Value;

use crate::path::{Path, PathError, Segment, natural_key};
use crate::record::{EnvironmentName, Record};

use super::move_within;

/// Gives a field a value in one environment.
pub(super) fn set(
    record: &mut Record,
    environment: &EnvironmentName,
    path: &Path,
    value: Value,
) -> Result<(), PathError> {
    if path.is_root() {
        return Err(PathError::NotA(path.clone(), "a field that one environment can override"));
    }
    let before = record.overlay(environment);
    let mut after = before.clone();
    path.set(&mut after, value.clone())?;
    let path =
        if path.get(&before).is_some() { path.canonical(&before) } else { path.canonical(&after) };

    let overrides = record.overrides.entry(environment.clone()).or_default();
    for (set, current) in &mut overrides.set {
        if let Some(rest) = path.strip_prefix(set) {
            return Path::root().join(rest).set(current, value);
        }
    }
    overrides.set.retain(|set, _| !set.starts_with(&path));
    overrides.remove.retain(|removed| !removed.starts_with(&path));
    overrides.set.insert(path, value);
    Ok(())
}

/// Leaves a field or list element out in one environment.
pub(super) fn remove(
    record: &mut Record,
    environment: &EnvironmentName,
    path: &Path,
) -> Result<(), PathError> {
    let overlay = record.overlay(environment);
    let path = path.canonical(&overlay);
    let Some((parent, last)) = path.split_last() else {
        return Err(PathError::NotA(path, "a field that one environment can leave out"));
    };
    if path.get(&overlay).is_none() {
        return Ok(());
    }
    if matches!(last, Segment::Index(_)) {
        // Elements without a name cannot be left out one by one: the list as a whole is the override.
        let mut without = overlay.clone();
        path.remove(&mut without)?;
        let list = parent.get(&without).cloned().unwrap_or_else(|| Value::Array(Vec::new()));
        return set(record, environment, &parent, list);
    }
    let base_has_it = path.get(&record.body).is_some();
    let overrides = record.overrides.entry(environment.clone()).or_default();
    let covering = overrides.set.keys().find(|set| path.starts_with(set) && **set != path).cloned();
    if let Some(covering) = covering {
        let rest = Path::root().join(path.strip_prefix(&covering).unwrap_or_default());
        if let Some(current) = overrides.set.get_mut(&covering) {
            rest.remove(current)?;
        }
    } else {
        overrides.set.retain(|set, _| !set.starts_with(&path));
        overrides.remove.retain(|removed| !removed.starts_with(&path));
        if base_has_it && !overrides.remove.iter().any(|removed| path.starts_with(removed)) {
            overrides.remove.push(path);
        }
    }
    forget_empty(record, environment);
    Ok(())
}

/// Makes the base value hold again in one environment.
pub(super) fn reset(
    record: &mut Record,
    environment: &EnvironmentName,
    path: &Path,
) -> Result<(), PathError> {
    let overlay = record.overlay(environment);
    let path = path.canonical(&overlay);
    let base = path.get(&record.body).cloned();
    let Some(overrides) = record.overrides.get_mut(environment) else { return Ok(()) };
    let covering = overrides.set.keys().find(|set| path.starts_with(set) && **set != path).cloned();
    if let Some(covering) = covering {
        let rest = Path::root().join(path.strip_prefix(&covering).unwrap_or_default());
        if let Some(current) = overrides.set.get_mut(&covering) {
            match base {
                Some(base) => rest.set(current, base)?,
                None => rest.remove(current).map(|_| ())?,
            }
        }
    }
    overrides.set.retain(|set, _| !set.starts_with(&path));
    overrides.remove.retain(|removed| !removed.starts_with(&path) && !path.starts_with(removed));
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
    set(record, environment, path, list)
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

fn rewrite(record: &mut Record, path: impl Fn(&Path) -> Option<Path>) {
    for overrides in record.overrides.values_mut() {
        overrides.set = std::mem::take(&mut overrides.set)
            .into_iter()
            .filter_map(|(set, value)| Some((path(&set)?, value)))
            .collect();
        overrides.remove = overrides.remove.iter().filter_map(&path).collect();
    }
    record.overrides.retain(|_, overrides| !overrides.is_empty());
}

fn forget_empty(record: &mut Record, environment: &EnvironmentName) {
    if record.overrides.get(environment).is_some_and(crate::record::Overrides::is_empty) {
        record.overrides.shift_remove(environment);
    }
}
