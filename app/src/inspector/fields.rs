//! The fields of the form on screen, brought up to date together: after a change, one look at the record tells those
//! that changed. Were each field to follow the record, a key would run all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use bayplan_model::diagnostic::Diagnostic;
use bayplan_model::path::Path;
use bayplan_model::record::{EnvironmentName, Provenance, RecordId};
use bayplan_model::resolve::Resolved;
use leptos::prelude::*;
use serde_json::Value;

use crate::keyed::same_problems;
use crate::workbench::Workbench;

/// What one field shows in the environment on screen.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// What stands there, placeholders as written.
    pub value: ReadSignal<Option<Value>>,
    /// Where the value comes from.
    pub provenance: ReadSignal<Provenance>,
    /// What is wrong at this very place.
    pub problems: ReadSignal<Vec<Arc<Diagnostic>>>,
    set_value: WriteSignal<Option<Value>>,
    set_provenance: WriteSignal<Provenance>,
    set_problems: WriteSignal<Vec<Arc<Diagnostic>>>,
}

impl Shown {
    fn new(path: &Path, seen: &Seen) -> Self {
        let (value, set_value) = signal(seen.value(path));
        let (provenance, set_provenance) = signal(seen.provenance(path));
        let (problems, set_problems) = signal(seen.problems(path));
        Self { value, provenance, problems, set_value, set_provenance, set_problems }
    }

    /// Shows what is there now. Of what is the same, nobody is told.
    fn show(self, path: &Path, now: &Seen) {
        let value = now.value(path);
        if self.value.with_untracked(|before| *before != value) {
            self.set_value.set(value);
        }
        let provenance = now.provenance(path);
        if self.provenance.get_untracked() != provenance {
            self.set_provenance.set(provenance);
        }
        let problems = now.problems(path);
        if !self.problems.with_untracked(|before| same_problems(before, &problems)) {
            self.set_problems.set(problems);
        }
    }
}

/// The fields that the form of a record shows. A handle to values that live as long as the form.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    workbench: Workbench,
    record: StoredValue<RecordId>,
    shown: StoredValue<BTreeMap<u32, (Path, Shown)>>,
    /// Counts the fields that were followed: their keys.
    last: StoredValue<u32>,
    seen: StoredValue<Seen>,
}

/// What the fields were brought up to date with.
#[derive(Clone, Debug, Default)]
struct Seen {
    environment: EnvironmentName,
    resolved: Option<Arc<Resolved>>,
    problems: Vec<Arc<Diagnostic>>,
}

impl Seen {
    fn is(&self, other: &Self) -> bool {
        self.environment == other.environment
            && self.resolved.as_ref().map(Arc::as_ptr) == other.resolved.as_ref().map(Arc::as_ptr)
            && same_problems(&self.problems, &other.problems)
    }

    fn value(&self, path: &Path) -> Option<Value> {
        path.get(&self.resolved.as_ref()?.overlay).cloned()
    }

    fn provenance(&self, path: &Path) -> Provenance {
        self.resolved.as_ref().map_or(Provenance::Default, |resolved| {
            resolved.record.provenance(path, &self.environment)
        })
    }

    fn problems(&self, path: &Path) -> Vec<Arc<Diagnostic>> {
        let Some(resolved) = self.resolved.as_ref().filter(|_| !self.problems.is_empty()) else {
            return Vec::new();
        };
        let canonical = resolved.canonical(path);
        self.problems.iter().filter(|problem| problem.address.path == canonical).cloned().collect()
    }
}

impl Fields {
    /// The fields of a record's form, kept up to date until the form is gone.
    pub fn new(workbench: Workbench, record: RecordId) -> Self {
        let fields = Self {
            workbench,
            record: StoredValue::new(record),
            shown: StoredValue::new(BTreeMap::new()),
            last: StoredValue::new(0),
            seen: StoredValue::new(Seen::default()),
        };
        fields.seen.set_value(untrack(|| fields.look()));
        workbench.set_form(Some(Arc::new(move || fields.refresh())));
        on_cleanup(move || workbench.set_form(None));
        fields
    }

    /// The fields of the form around.
    ///
    /// # Panics
    /// Outside a form, which is a bug.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Follows the field at a path for as long as its view is there.
    pub fn follow(self, path: &Path) -> Shown {
        self.refresh();
        let field = self.seen.with_value(|seen| Shown::new(path, seen));
        let key = self.last.get_value().wrapping_add(1);
        self.last.set_value(key);
        self.shown.update_value(|shown| drop(shown.insert(key, (path.clone(), field))));
        // The form may be gone before its fields.
        on_cleanup(move || drop(self.shown.try_update_value(|shown| shown.remove(&key))));
        field
    }

    fn look(self) -> Seen {
        self.record.with_value(|record| Seen {
            environment: self.workbench.environment.get(),
            resolved: self.workbench.resolved(record),
            problems: self.workbench.problems_of(record),
        })
    }

    fn refresh(self) {
        let now = untrack(|| self.look());
        if self.seen.with_value(|seen| seen.is(&now)) {
            return;
        }
        self.shown.with_value(|shown| {
            for (path, field) in shown.values() {
                field.show(path, &now);
            }
        });
        self.seen.set_value(now);
    }
}

#[cfg(test)]
mod tests {
    use bayplan_model::check::Checker;
    use bayplan_model::design::Design;
    use bayplan_model::resolve::Resolver;
    use serde_json::json;

    use super::*;

    /// What a form of the task definition `web` sees in an environment.
    fn seen(environment: &str) -> Seen {
        let design = Design::from_json(json!({
            "formatVersion": 1,
            "environments": [{"name": "production"}, {"name": "staging"}],
            "records": {"taskDefinition.web": {
                "body": {
                    "family": "web-{environment}", "cpu": true,
                    "containerDefinitions": [{"name": "app", "image": "app:1"}],
                },
                "overrides": {"staging": {"set": {"containerDefinitions[app].image": "app:2"}}},
            }},
        }))
        .unwrap();
        let estates = Resolver::default().resolve_all(&design);
        let found = Checker::default().check(&design, estates.clone());
        let estate = estates.iter().find(|estate| &*estate.environment == environment).unwrap();
        let id: RecordId = "taskDefinition.web".parse().unwrap();
        let mut problems = found.of_environment(environment);
        problems.retain(|problem| problem.address.record == id);
        Seen { environment: environment.into(), resolved: estate.get(&id).cloned(), problems }
    }

    fn at(path: &str) -> Path {
        path.parse().unwrap()
    }

    #[test]
    fn a_field_shows_the_environments_own_value_as_it_is_written() {
        let image = at("containerDefinitions[0].image");
        let (production, staging) = (seen("production"), seen("staging"));
        assert_eq!(production.value(&image), Some("app:1".into()));
        assert_eq!(production.provenance(&image), Provenance::Base);
        assert_eq!(staging.value(&image), Some("app:2".into()));
        assert_eq!(staging.provenance(&image), Provenance::Override);
        assert_eq!(staging.value(&at("family")), Some("web-{environment}".into()));
        assert_eq!(staging.value(&at("memory")), None);
        assert_eq!(staging.provenance(&at("memory")), Provenance::Default);
    }

    #[test]
    fn a_field_has_the_problems_of_its_very_place() {
        let seen = seen("production");
        let codes = |path: &str| -> Vec<&str> {
            seen.problems(&at(path)).iter().map(|problem| problem.rule.code).collect()
        };
        assert!(!codes("cpu").is_empty());
        assert_eq!(codes("family"), Vec::<&str>::new());
        // Problems name list elements, fields count them.
        let image = codes("containerDefinitions[0].image");
        assert!(image.iter().all(|code| !codes("cpu").contains(code)), "{image:?}");
    }

    #[test]
    fn the_same_record_in_the_same_state_is_seen_as_the_same() {
        let before = seen("production");
        assert!(before.is(&before.clone()));
        assert!(!before.is(&Seen { environment: "staging".into(), ..before.clone() }));
        assert!(!before.is(&Seen { problems: Vec::new(), ..before.clone() }));
        assert!(!before.is(&seen("production")), "resolved anew");
    }
}
