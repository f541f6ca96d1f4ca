//! The catalogue against the tables of members.

use std::collections::HashSet;

use super::*;
use crate::ecs::shape::{Member, Type};
use crate::ecs::{describe, members};

/// Members that need no entry, and why.
const EXCLUDED: &[(Kind, &str, &str)] =
    &[(Kind::Service, "clientToken", "a token of one API call, not a property of a service")];

fn patterns(members: &[Member], at: &str, found: &mut Vec<String>) {
    for member in members {
        let here =
            if at.is_empty() { member.key.to_owned() } else { format!("{at}.{}", member.key) };
        found.push(here.clone());
        match member.kind {
            Type::Structure(inner) => patterns(inner, &here, found),
            Type::List(Type::Structure(inner)) => patterns(inner, &format!("{here}[]"), found),
            _ => {}
        }
    }
}

fn path(pattern: &str) -> Path {
    pattern.replace("[]", "[0]").parse().unwrap()
}

#[test]
fn every_member_has_an_entry() {
    let mut missing = Vec::new();
    for kind in Kind::ALL {
        let mut all = Vec::new();
        patterns(members(kind), "", &mut all);
        missing.extend(
            all.into_iter()
                .filter(|pattern| !EXCLUDED.iter().any(|(of, at, _)| *of == kind && at == pattern))
                .filter(|pattern| field(kind, &path(pattern)).is_none())
                .map(|pattern| format!("{kind}.{pattern}")),
        );
    }
    assert_eq!(missing, [] as [String; 0]);
}

#[test]
fn every_entry_has_a_member_and_there_is_one_for_each() {
    for kind in Kind::ALL {
        let mut seen = HashSet::new();
        for entry in fields(kind) {
            let pattern = entry.pattern();
            // Known keys of a map are entries too.
            let parent = describe(kind, &path(entry.section.at));
            let at = if matches!(parent, Some((Type::Texts, _))) {
                path(entry.section.at).key(entry.info.key)
            } else {
                path(&pattern)
            };
            assert!(describe(kind, &at).is_some(), "{kind}.{pattern} is no member");
            assert!(field(kind, &at).is_some(), "{kind}.{pattern} is not found");
            assert!(seen.insert(pattern.clone()), "{kind}.{pattern} twice");
        }
        for (_, excluded, _) in EXCLUDED.iter().filter(|(of, ..)| *of == kind) {
            assert!(describe(kind, &path(excluded)).is_some(), "{kind}.{excluded} is no member");
        }
    }
}

#[test]
#[cfg(feature = "docs")]
fn the_prose_is_short_and_in_sentences() {
    let mut seen = HashSet::new();
    let mut total = 0;
    for kind in Kind::ALL {
        for entry in fields(kind) {
            let (help, key) = (entry.help(), entry.info.key);
            assert!(help.ends_with('.') && !help.contains("  "), "{kind}.{key}: {help}");
            assert!(help.len() <= 260, "{kind}.{key} has {} letters", help.len());
            assert!(!entry.label().is_empty());
            if seen.insert(help) {
                total += help.len();
            }
        }
    }
    assert!(total < 45_000, "{total} bytes of help: the browser downloads them");
}

#[test]
fn entries_are_found_through_lists_and_shared_structures() {
    let found = |kind, text: &str| field(kind, &text.parse().unwrap());
    let port =
        found(Kind::TaskDefinition, "containerDefinitions[web].portMappings[2].hostPort").unwrap();
    assert_eq!(port.label(), "Host port");
    assert_eq!(port.pattern(), "containerDefinitions[].portMappings[].hostPort");
    let option = path("containerDefinitions[].logConfiguration.options").key("awslogs-group");
    let group = field(Kind::TaskDefinition, &option).unwrap();
    assert_eq!(group.label(), "Log group");

    let element =
        found(Kind::Service, "networkConfiguration.awsvpcConfiguration.subnets[1]").unwrap();
    assert_eq!(element.info.key, "subnets");
    assert!(found(Kind::Service, "").is_none());
    assert!(found(Kind::Service, "future.member").is_none());
}

#[test]
#[cfg(feature = "docs")]
fn entries_know_their_documentation_and_their_place_in_terraform() {
    let found = |kind, text: &str| field(kind, &text.parse().unwrap()).unwrap();
    let port = found(Kind::TaskDefinition, "containerDefinitions[web].portMappings[2].hostPort");
    assert_eq!(
        port.terraform(),
        Some((
            "aws_ecs_task_definition",
            "container_definitions: portMappings[].hostPort".to_owned()
        ))
    );
    assert!(port.docs().ends_with("API_PortMapping.html#ECS-Type-PortMapping-hostPort"));

    let driver = found(Kind::Service, "serviceConnectConfiguration.logConfiguration.logDriver");
    assert_eq!(
        driver.terraform(),
        Some((
            "aws_ecs_service",
            "service_connect_configuration.log_configuration.log_driver".to_owned()
        ))
    );
    let option = path("containerDefinitions[].logConfiguration.options").key("awslogs-group");
    let group = field(Kind::TaskDefinition, &option).unwrap();
    assert!(group.docs().ends_with("#ECS-Type-LogConfiguration-options"));
}

#[test]
#[cfg(feature = "docs")]
fn the_browsers_file_says_what_the_tables_say() {
    let file = include_str!("../../../public/catalogue.json");
    assert!(
        file == render_json(),
        "write it anew: cargo run -p bayplan-model --features docs --example catalogue_json > public/catalogue.json"
    );
    let explanations = Explanations::parse(file).unwrap();
    for entry in Kind::ALL.into_iter().flat_map(fields) {
        let said = explanations.of(entry).unwrap();
        let terraform = said.terraform.map(|(resource, place)| (resource, place.to_owned()));
        assert_eq!((said.help, said.docs), (entry.help(), entry.docs().as_str()));
        assert_eq!(terraform, entry.terraform());
    }
}

#[test]
fn whatever_a_path_leads_to_has_a_label() {
    let label = |text: &str| label(Kind::TaskDefinition, &text.parse().unwrap());
    assert_eq!(label(""), "Task definition");
    assert_eq!(label("containerDefinitions[web]"), "web");
    assert_eq!(label("containerDefinitions[0]"), "Container 1");
    assert_eq!(label("containerDefinitions[0].newEbsThing"), "New EBS thing");
    assert_eq!(
        label("containerDefinitions[0].dockerLabels.\"com.example.teamName\""),
        "com.example.teamName"
    );
}

#[test]
fn forms_are_in_order() {
    for (kind, at, titles) in [
        (
            Kind::Service,
            "",
            &["Count and place", "Network", "Load balancing", "Service discovery", "Deployment"][..],
        ),
        (
            Kind::TaskDefinition,
            "containerDefinitions[]",
            &["Name and image", "Size", "Command"][..],
        ),
        (Kind::LogGroup, "", &["Name", "Storage"][..]),
    ] {
        let form = form(kind, at);
        let found: Vec<_> = form.iter().take(titles.len()).map(|section| section.title()).collect();
        assert_eq!(found, titles);
        assert!(form.iter().all(|section| section.fields.len() <= 12));
    }
}

mod offers {
    use serde_json::{Value, json};

    use super::*;
    use crate::check::testing::design;
    use crate::resolve::resolve;

    fn offered(id: &str, at: &str, records: &[(&str, Value)]) -> Vec<(Value, String)> {
        let estate = resolve(&design(records), "production").unwrap();
        let record = estate.get(&id.parse().unwrap()).unwrap();
        let path: Path = at.parse().unwrap();
        let situation = Situation { estate: &estate, record, path: &path };
        let entry = field(record.id.kind(), &path).unwrap();
        entry.suggestions(&situation).into_iter().map(|it| (it.value, it.label)).collect()
    }

    #[test]
    fn memory_follows_the_cpu() {
        let memory = |body| offered("taskDefinition.a", "memory", &[("taskDefinition.a", body)]);
        let found = memory(json!({"cpu": "256", "requiresCompatibilities": ["FARGATE"]}));
        assert_eq!(
            found,
            [
                (json!("512"), "512 MiB".to_owned()),
                (json!("1024"), "1,024 MiB (1 GB)".to_owned()),
                (json!("2048"), "2,048 MiB (2 GB)".to_owned()),
            ]
        );
        assert_eq!(memory(json!({"cpu": "4096"})).len(), 23);
        assert!(memory(json!({"cpu": "256", "requiresCompatibilities": ["EC2"]})).is_empty());
        assert!(memory(json!({"cpu": "${var.cpu}"})).is_empty());
    }

    #[test]
    fn a_service_is_offered_what_its_task_definition_has() {
        let records = [
            (
                "taskDefinition.t",
                json!({
                    "family": "t",
                    "containerDefinitions": [
                        {"name": "app-{environment}", "portMappings": [{"containerPort": 80, "name": "http"}]},
                        {"name": "side", "portMappings": [{"containerPort": 9090}], "dependsOn": [{}]},
                    ],
                    "volumes": [{"name": "scratch"}, {"name": "disk", "configuredAtLaunch": true}],
                }),
            ),
            (
                "service.s",
                json!({
                    "taskDefinition": "${taskDefinition.t}",
                    "loadBalancers": [{"containerName": "app-{environment}"}, {}],
                }),
            ),
        ];
        let offered = |id: &str, at: &str| offered(id, at, &records);
        assert_eq!(
            offered("service.s", "loadBalancers[0].containerName"),
            [
                (json!("app-{environment}"), "app-production".to_owned()),
                (json!("side"), "side".to_owned())
            ]
        );
        let ports = |at: &str| offered("service.s", at);
        assert_eq!(ports("loadBalancers[0].containerPort"), [(json!(80), "80 (http)".to_owned())]);
        assert_eq!(ports("loadBalancers[1].containerPort").len(), 2);
        assert_eq!(
            offered("service.s", "serviceConnectConfiguration.services[0].portName"),
            [(json!("http"), "http (80)".to_owned())]
        );
        assert_eq!(
            offered("service.s", "volumeConfigurations[0].name"),
            [(json!("disk"), "disk".to_owned())]
        );
        assert_eq!(
            offered("taskDefinition.t", "containerDefinitions[side].dependsOn[0].containerName"),
            [(json!("app-{environment}"), "app-production".to_owned())]
        );
        assert_eq!(
            offered("taskDefinition.t", "containerDefinitions[0].portMappings[0].hostPort"),
            [(json!(80), "80".to_owned())]
        );
    }

    #[test]
    fn fixed_offers_have_the_fields_type() {
        let days = offered("logGroup.g", "retentionInDays", &[("logGroup.g", json!({}))]);
        assert_eq!(days.first(), Some(&(json!(1), "1".to_owned())));
        assert!(days.contains(&(json!(365), "365 (a year)".to_owned())));
        let provider = offered("cluster.c", "capacityProviders[0]", &[("cluster.c", json!({}))]);
        assert_eq!(provider.first().unwrap().0, json!("FARGATE"));
    }
}
