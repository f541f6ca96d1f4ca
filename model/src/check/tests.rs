//! What is remembered is what would be found anew.

use std::collections::HashSet;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::testing::{changed, sound_twice};
use super::{Checker, Diagnostics, check};
use crate::design::Design;
use crate::diagnostic::Diagnostic;
use crate::edit::Edit;
use crate::record::{Kind, Origin, RecordId};
use crate::resolve::Resolver;

/// What a program remembers of a design from edit to edit.
#[derive(Default)]
struct Memory {
    resolver: Resolver,
    checker: Checker,
}

impl Memory {
    fn check(&mut self, design: &Design) -> Diagnostics {
        self.checker.check(design, self.resolver.resolve_all(design))
    }
}

fn both(memory: &mut Memory, design: &Design) -> HashSet<String> {
    let remembered = memory.check(design).merged();
    assert_eq!(remembered, check(design).merged());
    remembered.iter().map(|found| format!("{} {}", found.rule.code, found.address)).collect()
}

#[test]
fn an_edit_in_a_task_definition_checks_the_services_that_read_it_again() {
    let mut memory = Memory::default();
    let design = sound_twice(&[]);
    let port = "LB002 service.web.loadBalancers[0].containerPort";
    assert!(!both(&mut memory, &design).contains(port));
    let at = "taskDefinition.web.containerDefinitions[app].portMappings[0].containerPort";
    let design = changed(&design, &[(at, json!(9090))]);
    assert!(both(&mut memory, &design).contains(port));
    let design = changed(&design, &[(at, json!(8080))]);
    assert!(!both(&mut memory, &design).contains(port));
}

/// Each step changes one thing that `Resolved::outline` names, and what a rule about whole environments finds.
#[test]
fn rules_about_environments_run_again_when_what_they_read_changes() {
    let set = |at: &str, value: Value| Edit::Set { address: at.parse().unwrap(), value };
    let origin = |of: &str, origin| Edit::SetOrigin { id: of.parse().unwrap(), origin };
    let listeners = "loadBalancer.web.listeners";
    let steps = [
        ("listeners", Edit::Remove { address: listeners.parse().unwrap() }, "ES002", true),
        ("origin", origin("targetGroup.web", Origin::LookUp), "ES002", false),
        ("origin", origin("targetGroup.web", Origin::Generate), "ES002", true),
        ("load balancers", set("service.web.loadBalancers", json!([])), "ES002", false),
        ("name", set("service.web.serviceName", json!("web")), "EV001 service.web", true),
        (
            "placeholder",
            set("service.web.serviceName", json!("web-{environment}")),
            "EV001 service.web",
            false,
        ),
        (
            "override",
            set("service.web.serviceName@staging", json!("web-production")),
            "EV001 service.web",
            true,
        ),
    ];
    let mut memory = Memory::default();
    let mut design = sound_twice(&[]);
    both(&mut memory, &design);
    for (what, edit, finding, is_found) in steps {
        design = design.apply(&[edit]).unwrap().0;
        let found = both(&mut memory, &design);
        assert_eq!(
            found.iter().any(|found| found.starts_with(finding)),
            is_found,
            "{what}: {found:?}"
        );
    }
}

#[test]
fn a_record_that_was_missing_ends_the_broken_references_to_it() {
    let mut memory = Memory::default();
    let design = sound_twice(&[("cluster.main", Value::Null)]);
    let broken = "RF001 service.web.cluster";
    assert!(both(&mut memory, &design).contains(broken));
    let there = changed(&design, &[("cluster.main", json!({"clusterName": "main"}))]);
    assert!(!both(&mut memory, &there).contains(broken));
}

#[test]
fn a_fix_offers_the_only_candidate_as_long_as_it_is_the_only_one() {
    let mut memory = Memory::default();
    let fixes = |memory: &mut Memory, design: &Design| -> Vec<String> {
        both(memory, design);
        let found = memory.check(design).merged();
        let broken = found.iter().find(|found| found.rule.code == "RF001").unwrap();
        broken.fixes.iter().map(|fix| fix.label.clone()).collect()
    };
    let design = sound_twice(&[("service.web.cluster", json!("${cluster.other}"))]);
    assert_eq!(fixes(&mut memory, &design), ["Use main", "Take cluster away"]);
    let design = changed(&design, &[("cluster.second", json!({"clusterName": "second"}))]);
    assert_eq!(fixes(&mut memory, &design), ["Take cluster away"]);
}

#[test]
fn a_change_of_environments_checks_what_refers_to_the_record_again() {
    let mut memory = Memory::default();
    let design = sound_twice(&[]);
    both(&mut memory, &design);
    let id: RecordId = "logGroup.web".parse().unwrap();
    let only = |names: &[&str]| Edit::SetEnvironments {
        id: id.clone(),
        environments: Some(names.iter().map(|name| (*name).into()).collect()),
    };
    let design = design.apply(&[only(&["production"])]).unwrap().0;
    let at = "taskDefinition.web.containerDefinitions[app].logConfiguration.options.awslogs-group";
    assert!(both(&mut memory, &design).contains(&format!("RF002 {at}")));
    let design = design.apply(&[Edit::RemoveRecord { id: id.clone() }]).unwrap().0;
    assert!(both(&mut memory, &design).contains(&format!("RF001 {at}")));
}

#[test]
fn a_sound_design_has_no_problems() {
    assert_eq!(both(&mut Memory::default(), &sound_twice(&[])), HashSet::new());
}

#[test]
fn a_change_of_the_region_checks_again() {
    let mut memory = Memory::default();
    let design = sound_twice(&[]);
    both(&mut memory, &design);
    let mut settings = (*design.settings).clone();
    settings.region = "us-east-1".into();
    let moved = design.apply(&[Edit::SetSettings { settings: Box::new(settings) }]).unwrap().0;
    both(&mut memory, &moved);
}

#[test]
fn what_is_found_again_is_the_same_pointer() {
    let mut memory = Memory::default();
    let design = sound_twice(&[
        ("service.web.desiredCount", json!(-1)),
        ("taskDefinition.web.cpu", json!("257")),
        ("targetGroup.web.name", json!("same")),
    ]);
    let before = memory.check(&design).of_environment("production");
    let design = changed(&design, &[("taskDefinition.web.cpu", json!("258"))]);
    let after = memory.check(&design).of_environment("production");
    let codes = |list: &[Arc<Diagnostic>]| -> Vec<&str> {
        list.iter().map(|found| found.rule.code).collect()
    };
    assert_eq!(codes(&before), codes(&after));
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| !Arc::ptr_eq(before, after))
        .map(|(before, _)| before.rule.code)
        .collect();
    assert_eq!(changed, ["FG003"], "of {:?}", codes(&after));
}

/// One small edit of the sound design, by number.
fn edit(design: &Design, which: u8, with: u8) -> Option<Edit> {
    let ids: Vec<&RecordId> = design.entries().map(|(id, _)| id).collect();
    let id = ids.get(usize::from(with) % ids.len().max(1)).copied();
    let values = [
        json!(null),
        json!("FARGATE"),
        json!("EC2"),
        json!(0),
        json!(1),
        json!(100),
        json!(8080),
        json!([]),
        json!("${role.task}"),
        json!("${cluster.other}"),
        json!("${network.private.subnets}"),
        json!("x"),
    ];
    let value = values.get(usize::from(with) % values.len()).cloned()?;
    let places = [
        "service.web.launchType",
        "service.web.cluster",
        "service.web.taskDefinition@staging",
        "service.web.desiredCount",
        "service.web.desiredCount@staging",
        "service.web.loadBalancers",
        "service.web.loadBalancers[0].containerPort",
        "service.web.loadBalancers[0].containerPort@staging",
        "service.web.networkConfiguration.awsvpcConfiguration.subnets",
        "taskDefinition.web.containerDefinitions[app].name",
        "taskDefinition.web.containerDefinitions[app].portMappings[0].containerPort@production",
        "taskDefinition.web.networkMode",
        "taskDefinition.web.taskRoleArn@staging",
        "targetGroup.web.targetType",
        "network.private.natGateway",
        "role.execution.roleName",
        "cluster.main.clusterName",
        "cluster.main.clusterName@staging",
        "service.web.serviceName@staging",
        "loadBalancer.web.listeners",
    ];
    Some(match which {
        0 => Edit::RemoveRecord { id: id?.clone() },
        1 => Edit::AddRecord {
            id: RecordId::new(
                *Kind::ALL.get(usize::from(with) % 8)?,
                ["main", "web", "private"][usize::from(with) % 3],
            )
            .ok()?,
            index: Some(usize::from(with) % 4),
            record: Default::default(),
        },
        2 => Edit::SetEnvironments {
            id: id?.clone(),
            environments: [None, Some(vec!["production".into()]), Some(vec!["staging".into()])]
                [usize::from(with) % 3]
                .clone(),
        },
        3 => Edit::RenameRecord {
            id: id?.clone(),
            name: ["main", "web", "other"][usize::from(with) % 3].into(),
        },
        4 => {
            let mut settings = (*design.settings).clone();
            settings.region = ["eu-west-1", "us-east-1", ""][usize::from(with) % 3].into();
            Edit::SetSettings { settings: Box::new(settings) }
        }
        _ => {
            let address = places.get(usize::from(which) % places.len())?.parse().ok()?;
            if value.is_null() { Edit::Remove { address } } else { Edit::Set { address, value } }
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn remembering_changes_nothing(steps in proptest::collection::vec((0_u8..40, 0_u8..24), 1..20)) {
        let mut memory = Memory::default();
        let mut design = sound_twice(&[]);
        memory.check(&design);
        for (which, with) in steps {
            if let Some(edit) = edit(&design, which, with)
                && let Ok((next, _)) = design.apply(&[edit])
            {
                design = next;
            }
            prop_assert_eq!(memory.check(&design).merged(), check(&design).merged());
        }
    }
}
