//! What a record is called in Terraform, and whether one resource stands for it in every environment.
//!
//! Both follow from the design alone, never from what is exported, so that state addresses are the same in
//! the export of one environment and of all.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::design::Design;
use crate::path::each_string;
use crate::record::{EnvironmentName, Record, RecordId};
use crate::reference::{Part, Reference, parts};
use crate::resolve::fill_text;

/// Names records, and remembers what it found out about them.
#[derive(Debug)]
pub(super) struct Names<'a> {
    design: &'a Design,
    known: HashMap<&'a RecordId, Known>,
    shared: HashMap<RecordId, bool>,
}

/// What a record's own body says.
#[derive(Debug)]
struct Known {
    /// Whether the environments say different things, or not every environment has the record.
    differs: bool,
    refers_to: Vec<RecordId>,
}

impl<'a> Names<'a> {
    pub(super) fn new(design: &'a Design) -> Self {
        Self { design, known: HashMap::new(), shared: HashMap::new() }
    }

    /// Whether the record is the same in every environment: its own body, and all that it refers to.
    pub(super) fn is_shared(&mut self, id: &RecordId) -> bool {
        if let Some(shared) = self.shared.get(id) {
            return *shared;
        }
        let mut seen = HashSet::from([id.clone()]);
        let mut open = vec![id.clone()];
        let mut shared = true;
        while let Some(next) = open.pop() {
            let Some(known) = self.known(&next) else { continue };
            if known.differs {
                shared = false;
                break;
            }
            open.extend(known.refers_to.iter().filter(|to| seen.insert((*to).clone())).cloned());
        }
        self.shared.insert(id.clone(), shared);
        shared
    }

    /// The Terraform name: the record's own, with the environment after it where environments differ.
    pub(super) fn name(&mut self, id: &RecordId, environment: &str) -> String {
        if self.is_shared(id) {
            return id.name().to_owned();
        }
        // `web` in `staging` and a record `web_staging` must not meet.
        let taken = |name: &str| {
            self.design.entries().len() > 1
                && RecordId::new(id.kind(), name)
                    .is_ok_and(|other| self.design.record(&other).is_some())
        };
        let mut separator = String::from("_");
        loop {
            let name = format!("{}{separator}{environment}", id.name());
            if !taken(&name) {
                return name;
            }
            separator.push('_');
        }
    }

    fn known(&mut self, id: &RecordId) -> Option<&Known> {
        let (id, entry) = self.design.records.get_key_value(id)?;
        let design = self.design;
        Some(self.known.entry(id).or_insert_with(|| Known::of(design, &entry.record)))
    }
}

impl Known {
    fn of(design: &Design, record: &Record) -> Self {
        let mut refers_to = Vec::new();
        each_string(&record.body, &mut |_, text| {
            if text.contains("${") {
                refers_to.extend(parts(text).into_iter().filter_map(|part| match part {
                    Part::Expression(inner) => Some(Reference::parse_expression(inner)?.record),
                    Part::Text(_) => None,
                }));
            }
        });
        Self { differs: differs(design, record), refers_to }
    }
}

/// Whether the environments see different bodies, or one of them does not see the record.
fn differs(design: &Design, record: &Record) -> bool {
    let environments = &design.settings.environments;
    if environments.len() < 2 {
        return false;
    }
    if !design.environments().all(|name| record.is_in(name)) {
        return true;
    }
    let overlay = |name: &EnvironmentName| record.overlay(name);
    let bodies: Vec<Value> = if record.overrides.values().all(crate::record::Overrides::is_empty) {
        vec![record.body.clone()]
    } else {
        design.environments().map(overlay).collect()
    };
    let Some(first) = bodies.first() else { return false };
    if bodies.iter().any(|body| body != first) {
        return true;
    }
    let mut found = false;
    each_string(first, &mut |_, text| {
        if !found && text.contains('{') {
            let mut filled = environments.iter().map(|environment| fill_text(text, environment));
            let first = filled.next();
            found = filled.any(|text| Some(text) != first);
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design() -> Design {
        Design::parse(
            r#"{"formatVersion":1,"environments":[{"name":"production"},{"name":"staging"}],"records":{
                "cluster.main":{"body":{"clusterName":"c"}},
                "role.run":{"body":{"roleName":"run-{environment}"}},
                "taskDefinition.web":{"body":{"family":"web","executionRoleArn":"${role.run}"}},
                "taskDefinition.plain":{"body":{"family":"plain","taskRoleArn":"${role.gone}"}},
                "taskDefinition.same":{"body":{"family":"a"},
                  "overrides":{"production":{"set":{"family":"b"}},"staging":{"set":{"family":"b"}}}},
                "service.canary":{"environments":["staging"],"body":{}},
                "logGroup.a":{"body":{"logGroupName":"{environment}"}},
                "logGroup.a_staging":{"body":{"logGroupName":"x"}}}}"#,
        )
        .unwrap()
    }

    #[test]
    fn what_differs_anywhere_below_has_its_environment_in_the_name() {
        let design = design();
        let mut names = Names::new(&design);
        for (id, name) in [
            ("cluster.main", "main"),
            ("role.run", "run_staging"),
            ("taskDefinition.web", "web_staging"),
            ("taskDefinition.plain", "plain"),
            ("taskDefinition.same", "same"),
            ("service.canary", "canary_staging"),
            ("logGroup.a", "a__staging"),
            ("logGroup.a_staging", "a_staging"),
        ] {
            assert_eq!(names.name(&id.parse().unwrap(), "staging"), name, "{id}");
        }
    }

    #[test]
    fn one_environment_needs_no_suffix() {
        let design = Design::parse(
            r#"{"formatVersion":1,"environments":[{"name":"production"}],"records":{
                "role.run":{"body":{"roleName":"run-{environment}"}}}}"#,
        )
        .unwrap();
        assert_eq!(Names::new(&design).name(&"role.run".parse().unwrap(), "production"), "run");
    }

    #[test]
    fn records_that_refer_to_each_other_end() {
        let design = Design::parse(
            r#"{"formatVersion":1,"environments":[{"name":"a"},{"name":"b"}],"records":{
                "role.x":{"body":{"description":"${role.y}"}},
                "role.y":{"body":{"description":"${role.x}"}}}}"#,
        )
        .unwrap();
        assert_eq!(Names::new(&design).name(&"role.x".parse().unwrap(), "a"), "x");
    }
}
