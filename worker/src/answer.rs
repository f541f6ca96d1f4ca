//! Request in, answer out: nothing of a browser in it.

use std::sync::Arc;

use bayplan_model::design::Design;
use bayplan_model::ecs::shape::Field;
use bayplan_model::export::{Document, container_definitions, service, task_definition, terraform};
use bayplan_model::import::{self, Outcome};
use bayplan_model::record::{Kind, RecordId};
use bayplan_model::remark::Remark;
use bayplan_model::resolve::{Estate, Resolver};
use bayplan_worker::{Answer, Format, Request};

/// Answers a request about a design. The resolver remembers what it resolved for the request before.
#[must_use]
pub(crate) fn answer(request: &Request, design: &Design, resolver: &mut Resolver) -> Answer {
    match request {
        Request::Write { format, environment, record } => {
            let written = record
                .parse()
                .ok()
                .and_then(|id| write(*format, design, resolver, environment, &id))
                .unwrap_or_default();
            Answer::Written { text: written.0, remarks: written.1 }
        }
        Request::Read { text, file_name } => read(text, file_name.as_deref(), design),
    }
}

fn write(
    format: Format,
    design: &Design,
    resolver: &mut Resolver,
    environment: &str,
    id: &RecordId,
) -> Option<(String, Vec<String>)> {
    if format == Format::Terraform {
        // What is shared by several environments depends on all of them.
        let estates: Vec<Arc<Estate>> =
            design.environments().filter_map(|name| resolver.resolve(design, name)).collect();
        let text = terraform::resource_text(design, &estates, environment, id);
        return Some((text, Vec::new()));
    }
    let document = document(format, &*resolver.resolve(design, environment)?, id)?;
    Some((document.text(), messages(&document.remarks)))
}

fn document(format: Format, estate: &Estate, id: &RecordId) -> Option<Document> {
    match (format, id.kind()) {
        (Format::Json, Kind::TaskDefinition) => task_definition::register_input(estate, id),
        (Format::Json, Kind::Service) => service::create_input(estate, id),
        (Format::ContainerDefinitions, Kind::TaskDefinition) => {
            container_definitions::array(estate, id)
        }
        (Format::ContainerDefinitions, Kind::Service) => {
            match &estate.get(id)?.service()?.task_definition {
                Field::Record(reference) => container_definitions::array(estate, &reference.record),
                _ => None,
            }
        }
        _ => None,
    }
}

fn read(text: &str, file_name: Option<&str>, design: &Design) -> Answer {
    match import::read(text, file_name, design) {
        Ok(Outcome::Design { design, remarks }) => {
            Answer::Opened { design: design.to_json().to_string(), remarks: messages(&remarks) }
        }
        Ok(Outcome::Records(imported)) => match design.apply(&imported.edits) {
            Ok((design, _)) => Answer::Added {
                design: design.to_json().to_string(),
                added: imported.added.iter().map(ToString::to_string).collect(),
                remarks: messages(&imported.remarks),
            },
            Err(error) => Answer::Refused {
                message: format!("It could not be added to this design: {error}."),
            },
        },
        Err(error) => Answer::Refused { message: error.to_string() },
    }
}

fn messages(remarks: &[Remark]) -> Vec<String> {
    remarks.iter().map(|remark| remark.message.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../public/examples/matabit.json");

    fn asked(request: &Request) -> Answer {
        answer(request, &Design::parse(EXAMPLE).unwrap(), &mut Resolver::default())
    }

    fn written(format: Format, environment: &str, record: &str) -> String {
        let (environment, record) = (environment.to_owned(), record.to_owned());
        match asked(&Request::Write { format, environment, record }) {
            Answer::Written { text, remarks } => {
                assert_eq!(remarks, [""; 0]);
                text
            }
            other => panic!("{other:?}"),
        }
    }

    fn brought(text: &str) -> Answer {
        asked(&Request::Read { text: text.to_owned(), file_name: None })
    }

    #[test]
    fn a_task_definition_is_written_in_every_format() {
        let json = written(Format::Json, "staging", "taskDefinition.matabit");
        assert!(json.contains("\"family\": \"matabit-staging\""), "{json}");
        let terraform = written(Format::Terraform, "staging", "taskDefinition.matabit");
        assert!(terraform.contains("resource \"aws_ecs_task_definition\""), "{terraform}");
        let containers = written(Format::ContainerDefinitions, "staging", "taskDefinition.matabit");
        assert!(containers.starts_with('['), "{containers}");
        let of_service = written(Format::ContainerDefinitions, "staging", "service.matabit");
        assert_eq!(of_service, containers, "a service has those of what it runs");
    }

    #[test]
    fn what_has_no_such_format_is_empty() {
        assert_eq!(written(Format::Json, "staging", "network.main"), "");
        assert_eq!(written(Format::Json, "nowhere", "taskDefinition.matabit"), "");
        assert_eq!(written(Format::Json, "staging", "not an id"), "");
        assert_eq!(written(Format::Terraform, "staging", "cluster.gone"), "");
    }

    #[test]
    fn what_is_read_comes_back_in_the_design() {
        let Answer::Added { design, added, remarks } = brought(
            r#"{"family": "worker", "containerDefinitions": [{"name": "a", "image": "b"}]}"#,
        ) else {
            panic!("a task definition adds a record");
        };
        assert_eq!(added, ["taskDefinition.worker"]);
        assert_eq!(remarks, [""; 0]);
        let before = Design::parse(EXAMPLE).unwrap();
        let after = Design::parse(&design).unwrap();
        assert!(after.record(&added[0].parse().unwrap()).is_some());
        assert_eq!(after.len(), before.len() + 1);
    }

    #[test]
    fn a_design_is_opened() {
        let Answer::Opened { design, .. } = brought(EXAMPLE) else { panic!("it is a design") };
        assert_eq!(Design::parse(&design).unwrap(), Design::parse(EXAMPLE).unwrap());
    }

    #[test]
    fn what_is_neither_is_refused_with_its_place() {
        let Answer::Refused { message } = brought("{\n  \"family\" \"worker\"\n}") else {
            panic!("it is not JSON")
        };
        assert!(message.contains("line 2, column 12"), "{message}");
    }

    #[test]
    fn both_sides_speak_the_same_words() {
        let request = Request::Read { text: "{}".to_owned(), file_name: Some("a.json".to_owned()) };
        let sent = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<Request>(&sent).unwrap(), request);
        let answer = asked(&request);
        let sent = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&sent).unwrap(), answer);
    }
}
