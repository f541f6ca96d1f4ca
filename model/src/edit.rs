//! `Edit` in, new [`Design`] and [`Change`] out. A design changes nowhere else.
//!
//! [`Design::apply`] never panics, and fails as a whole, with the design as it was, for an address that does
//! not exist.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::address::Address;
use crate::change::Change;
use crate::design::{Design, Entry, Place, Settings, is_environment_name};
use crate::path::{Path, PathError, Segment, each_string, position};
use crate::record::{EnvironmentName, Origin, ParseRecordIdError, Record, RecordId};
use crate::reference::{Part, Reference, parts};

pub(crate) mod overrides;
#[cfg(test)]
mod tests;

/// One step of changing a design.
///
/// An address with an environment changes what that environment says, as an override; without one it changes
/// what holds in all of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "edit", rename_all = "camelCase")]
pub enum Edit {
    /// Gives a field a value; what is missing on the way is made.
    Set { address: Address, value: Value },
    /// Takes a field or a list element away. In an environment: leaves it out there.
    Remove { address: Address },
    /// Takes an environment's override away, so that the base value holds again.
    Reset { address: Address },
    /// Adds an element to the list at the address, before the one at `index`.
    Insert { address: Address, index: usize, value: Value },
    /// Moves an element of the list at the address.
    Move { address: Address, from: usize, to: usize },
    /// Adds a record, at the end or at a position.
    AddRecord { id: RecordId, index: Option<usize>, record: Arc<Record> },
    /// Takes a record away. What refers to it stays, as a broken reference.
    RemoveRecord { id: RecordId },
    /// Renames a record and everything that refers to it.
    RenameRecord { id: RecordId, name: String },
    /// Says where the real thing comes from.
    SetOrigin { id: RecordId, origin: Origin },
    /// Says which environments a record is in; `None` is all.
    SetEnvironments { id: RecordId, environments: Option<Vec<EnvironmentName>> },
    /// Puts a card somewhere on the canvas, or gives it back to the automatic layout.
    SetPlace { id: RecordId, place: Option<Place> },
    /// Replaces the design's settings.
    SetSettings { settings: Box<Settings> },
    /// Renames an environment, overrides included.
    RenameEnvironment { from: EnvironmentName, to: EnvironmentName },
    /// Takes an environment away, with every override in it.
    RemoveEnvironment { name: EnvironmentName },
}

/// Why an edit cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// There is no such record.
    #[error("there is no {0}")]
    NoRecord(RecordId),
    /// There is no such environment.
    #[error("there is no environment `{0}`")]
    NoEnvironment(EnvironmentName),
    /// The name is taken.
    #[error("there already is a {0}")]
    RecordExists(RecordId),
    /// The environment's name is taken.
    #[error("there already is an environment `{0}`")]
    EnvironmentExists(EnvironmentName),
    /// The name is not one that an environment can have.
    #[error("`{0}` cannot name an environment: use letters, digits, `_` and `-`")]
    BadEnvironmentName(EnvironmentName),
    /// The name is not one that Terraform takes.
    #[error(transparent)]
    BadName(#[from] ParseRecordIdError),
    /// The path does not lead to a place for the value.
    #[error("{record}: {source}")]
    Path {
        /// The record whose path it is.
        record: RecordId,
        /// What is wrong with the path.
        source: PathError,
    },
    /// A design has at least one environment.
    #[error("a design needs at least one environment")]
    LastEnvironment,
}

/// What an edit does to a record. Not generic: the code around it is compiled once.
type EditRecord<'a> =
    dyn Fn(&mut Record, &Path, Option<&EnvironmentName>) -> Result<(), PathError> + 'a;

impl Design {
    /// The design with the edits done, all or none, and what they changed.
    ///
    /// # Errors
    /// When an address, a record or an environment that an edit names does not exist, or a name is taken.
    pub fn apply(&self, edits: &[Edit]) -> Result<(Self, Change), ApplyError> {
        let mut next = self.clone();
        let mut touched = Vec::new();
        for edit in edits {
            next.apply_one(edit, &mut touched)?;
        }
        let change = Change::between(self, &next, touched);
        Ok((next, change))
    }

    fn apply_one(&mut self, edit: &Edit, touched: &mut Vec<RecordId>) -> Result<(), ApplyError> {
        match edit {
            Edit::Set { address, value } => {
                self.edit_record(address, touched, &|record, path, env| match env {
                    Some(env) => overrides::set(record, env, path, value.clone()),
                    None => set_base(record, path, value.clone()),
                })
            }
            Edit::Remove { address } => {
                self.edit_record(address, touched, &|record, path, env| match env {
                    Some(env) => overrides::remove(record, env, path),
                    None => remove_base(record, path),
                })
            }
            Edit::Reset { address } => self.edit_record(address, touched, &|record, path, env| {
                if let Some(env) = env {
                    return overrides::reset(record, env, path);
                }
                overrides::reset_all(record, path)
            }),
            Edit::Insert { address, index, value } => {
                self.edit_record(address, touched, &|record, path, env| match env {
                    Some(env) => overrides::insert(record, env, path, *index, value.clone()),
                    None => {
                        path.insert(&mut record.body, *index, value.clone())?;
                        let moved = |at: usize| Some(if at >= *index { at + 1 } else { at });
                        overrides::renumber(record, path, &moved);
                        Ok(())
                    }
                })
            }
            Edit::Move { address, from, to } => {
                self.edit_record(address, touched, &|record, path, env| match env {
                    Some(env) => overrides::move_element(record, env, path, *from, *to),
                    None => move_base(record, path, *from, *to),
                })
            }
            Edit::AddRecord { id, index, record } => {
                if self.records.contains_key(id) {
                    return Err(ApplyError::RecordExists(id.clone()));
                }
                let at = index.unwrap_or(self.records.len()).min(self.records.len());
                if !record.body.is_object() {
                    let source = PathError::NotA(Path::root(), "an object");
                    return Err(ApplyError::Path { record: id.clone(), source });
                }
                for name in record.environments.iter().flatten().chain(record.overrides.keys()) {
                    self.require_environment(name)?;
                }
                let mut record = record.clone();
                if !record.overrides.is_empty() {
                    overrides::tidy(Arc::make_mut(&mut record));
                }
                let entry = Entry { record, place: None };
                self.records.shift_insert(at, id.clone(), entry);
                touched.push(id.clone());
                Ok(())
            }
            Edit::RemoveRecord { id } => {
                let removed = self.records.shift_remove(id);
                touched.push(id.clone());
                removed.map(|_| ()).ok_or_else(|| ApplyError::NoRecord(id.clone()))
            }
            Edit::RenameRecord { id, name } => self.rename_record(id, name, touched),
            Edit::SetOrigin { id, origin } => self.change_record(id, touched, &|record| {
                record.origin = *origin;
                Ok(())
            }),
            Edit::SetEnvironments { id, environments } => {
                for name in environments.iter().flatten() {
                    self.require_environment(name)?;
                }
                self.change_record(id, touched, &|record| {
                    record.environments.clone_from(environments);
                    Ok(())
                })
            }
            Edit::SetPlace { id, place } => {
                let entry =
                    self.records.get_mut(id).ok_or_else(|| ApplyError::NoRecord(id.clone()))?;
                // JSON has no number for what is not finite.
                entry.place = place.filter(|place| place.x.is_finite() && place.y.is_finite());
                touched.push(id.clone());
                Ok(())
            }
            Edit::SetSettings { settings } => self.set_settings(settings, touched),
            Edit::RenameEnvironment { from, to } => self.rename_environment(from, to, touched),
            Edit::RemoveEnvironment { name } => self.remove_environment(name, touched),
        }
    }

    fn require_environment(&self, name: &EnvironmentName) -> Result<(), ApplyError> {
        if self.has_environment(name) {
            Ok(())
        } else {
            Err(ApplyError::NoEnvironment(name.clone()))
        }
    }

    fn edit_record(
        &mut self,
        address: &Address,
        touched: &mut Vec<RecordId>,
        edit: &EditRecord<'_>,
    ) -> Result<(), ApplyError> {
        if let Some(name) = &address.environment {
            self.require_environment(name)?;
        }
        self.change_record(&address.record, touched, &|record| {
            edit(record, &address.path, address.environment.as_ref())
        })
    }

    fn change_record(
        &mut self,
        id: &RecordId,
        touched: &mut Vec<RecordId>,
        change: &dyn Fn(&mut Record) -> Result<(), PathError>,
    ) -> Result<(), ApplyError> {
        let entry = self.records.get_mut(id).ok_or_else(|| ApplyError::NoRecord(id.clone()))?;
        change(Arc::make_mut(&mut entry.record))
            .map_err(|source| ApplyError::Path { record: id.clone(), source })?;
        touched.push(id.clone());
        Ok(())
    }

    fn rename_record(
        &mut self,
        id: &RecordId,
        name: &str,
        touched: &mut Vec<RecordId>,
    ) -> Result<(), ApplyError> {
        let new = RecordId::new(id.kind(), name)?;
        if new == *id {
            return Ok(());
        }
        if self.records.contains_key(&new) {
            return Err(ApplyError::RecordExists(new));
        }
        let mut referring: Vec<RecordId> =
            self.references_to(id).into_iter().map(|address| address.record).collect();
        referring.dedup();
        for from in &referring {
            self.change_record(from, touched, &|record| {
                rename_references(&mut record.body, id, &new);
                for overrides in record.overrides.values_mut() {
                    for value in overrides.set.values_mut() {
                        rename_references(value, id, &new);
                    }
                }
                overrides::tidy(record);
                Ok(())
            })?;
        }
        let Some((index, _, entry)) = self.records.shift_remove_full(id) else {
            return Err(ApplyError::NoRecord(id.clone()));
        };
        self.records.shift_insert(index, new.clone(), entry);
        touched.push(id.clone());
        touched.push(new);
        Ok(())
    }

    /// Replaces the settings. What records say about environments that are not in them any more is forgotten.
    fn set_settings(
        &mut self,
        settings: &Settings,
        touched: &mut Vec<RecordId>,
    ) -> Result<(), ApplyError> {
        if settings.environments.is_empty() {
            return Err(ApplyError::LastEnvironment);
        }
        for (at, environment) in settings.environments.iter().enumerate() {
            check_environment_name(&environment.name)?;
            if settings.environments.iter().take(at).any(|other| other.name == environment.name) {
                return Err(ApplyError::EnvironmentExists(environment.name.clone()));
            }
        }
        let before = std::mem::replace(&mut self.settings, Arc::new(settings.clone()));
        for environment in &before.environments {
            if !self.has_environment(&environment.name) {
                self.forget_environment(&environment.name, touched);
            }
        }
        Ok(())
    }

    fn rename_environment(
        &mut self,
        from: &EnvironmentName,
        to: &EnvironmentName,
        touched: &mut Vec<RecordId>,
    ) -> Result<(), ApplyError> {
        self.require_environment(from)?;
        if from == to {
            return Ok(());
        }
        check_environment_name(to)?;
        if self.has_environment(to) {
            return Err(ApplyError::EnvironmentExists(to.clone()));
        }
        let mut settings = (*self.settings).clone();
        for environment in &mut settings.environments {
            if environment.name == *from {
                environment.name = to.clone();
            }
        }
        self.settings = Arc::new(settings);
        self.change_each(touched, |record| {
            let mut changed = false;
            for name in record.environments.iter_mut().flatten().filter(|name| *name == from) {
                *name = to.clone();
                changed = true;
            }
            // A file can hold overrides for an environment that it does not have.
            changed |= record.overrides.shift_remove(to).is_some();
            if let Some((index, _, overrides)) = record.overrides.shift_remove_full(from) {
                record.overrides.shift_insert(index, to.clone(), overrides);
                changed = true;
            }
            changed
        });
        Ok(())
    }

    fn remove_environment(
        &mut self,
        name: &EnvironmentName,
        touched: &mut Vec<RecordId>,
    ) -> Result<(), ApplyError> {
        self.require_environment(name)?;
        if self.settings.environments.len() == 1 {
            return Err(ApplyError::LastEnvironment);
        }
        let mut settings = (*self.settings).clone();
        settings.environments.retain(|environment| environment.name != *name);
        self.settings = Arc::new(settings);
        self.forget_environment(name, touched);
        Ok(())
    }

    /// Forgets what records say about an environment.
    fn forget_environment(&mut self, name: &EnvironmentName, touched: &mut Vec<RecordId>) {
        self.change_each(touched, |record| {
            let mut changed = record.overrides.shift_remove(name).is_some();
            if let Some(names) = &mut record.environments {
                let before = names.len();
                names.retain(|other| other != name);
                changed |= names.len() != before;
            }
            changed
        });
    }

    /// Changes every record for which `change` says that it did.
    fn change_each(&mut self, touched: &mut Vec<RecordId>, change: impl Fn(&mut Record) -> bool) {
        for (id, entry) in &mut self.records {
            let mut record = (*entry.record).clone();
            if change(&mut record) {
                entry.record = Arc::new(record);
                touched.push(id.clone());
            }
        }
    }
}

fn check_environment_name(name: &EnvironmentName) -> Result<(), ApplyError> {
    if is_environment_name(name) {
        Ok(())
    } else {
        Err(ApplyError::BadEnvironmentName(name.clone()))
    }
}

/// Sets a base value. When that renames a list element, the overrides of the element follow it.
fn set_base(record: &mut Record, path: &Path, value: Value) -> Result<(), PathError> {
    if path.is_root() && !value.is_object() {
        return Err(PathError::NotA(path.clone(), "an object"));
    }
    let element = path
        .named_element()
        .or_else(|| {
            matches!(path.segments().last(), Some(Segment::Index(_) | Segment::Named(_)))
                .then(|| path.clone())
        })
        .filter(|element| element.get(&record.body).is_some())
        .map(|element| (element.canonical(&record.body), element.positional(&record.body)));
    path.set(&mut record.body, value)?;
    match element.map(|(before, place)| (before, place.canonical(&record.body))) {
        Some((before, after)) => overrides::rename_prefix(record, &before, &after),
        None => overrides::tidy(record),
    }
    Ok(())
}

/// Removes a base value; the overrides of what goes away go with it.
fn remove_base(record: &mut Record, path: &Path) -> Result<(), PathError> {
    let canonical = path.canonical(&record.body);
    let removed_index = match path.split_last() {
        Some((list, segment @ (Segment::Index(_) | Segment::Named(_)))) => list
            .get(&record.body)
            .and_then(Value::as_array)
            .and_then(|elements| position(elements, list.list_name(), segment))
            .map(|index| (list, index)),
        _ => None,
    };
    if path.remove(&mut record.body)?.is_none() {
        return Ok(());
    }
    overrides::drop_below(record, &canonical);
    if let Some((list, removed)) = removed_index {
        overrides::renumber(record, &list, &|at| match at.cmp(&removed) {
            std::cmp::Ordering::Less => Some(at),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(at - 1),
        });
    }
    Ok(())
}

fn move_base(record: &mut Record, path: &Path, from: usize, to: usize) -> Result<(), PathError> {
    let mut list =
        path.get(&record.body).cloned().ok_or_else(|| PathError::Missing(path.clone()))?;
    move_within(&mut list, path, from, to)?;
    path.set(&mut record.body, list)?;
    overrides::renumber(record, path, &|at| {
        Some(if at == from {
            to
        } else if from < at && at <= to {
            at - 1
        } else if to <= at && at < from {
            at + 1
        } else {
            at
        })
    });
    Ok(())
}

fn move_within(list: &mut Value, path: &Path, from: usize, to: usize) -> Result<(), PathError> {
    let Value::Array(elements) = list else { return Err(PathError::NotA(path.clone(), "a list")) };
    if from >= elements.len() || to >= elements.len() {
        return Err(PathError::Missing(path.index(from.max(to))));
    }
    let element = elements.remove(from);
    elements.insert(to, element);
    Ok(())
}

/// Replaces references to `old` in every string below `value`.
fn rename_references(value: &mut Value, old: &RecordId, new: &RecordId) {
    let mut renamed = Vec::new();
    each_string(value, &mut |place, text| {
        if !text.contains("${") {
            return;
        }
        let mut result = String::with_capacity(text.len());
        let mut changed = false;
        for part in parts(text) {
            match part {
                Part::Text(plain) => result.push_str(plain),
                Part::Expression(inner) => match Reference::parse_expression(inner) {
                    Some(reference) if reference.record == *old => {
                        changed = true;
                        let reference = Reference { record: new.clone(), ..reference };
                        result.push_str(&reference.to_string());
                    }
                    _ => {
                        result.push_str("${");
                        result.push_str(inner);
                        result.push('}');
                    }
                },
            }
        }
        if changed {
            renamed.push((place.path(), result));
        }
    });
    for (path, text) in renamed {
        // The path was found a moment ago in the same tree.
        let done = path.set(value, Value::String(text));
        debug_assert!(done.is_ok());
    }
}
