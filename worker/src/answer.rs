//! Request in, answer out: nothing of a browser in it.

use std::sync::Arc;

use crate::compare::compare;
use bayplan_model::design::Design;
use bayplan_model::ecs::shape::Field;
use bayplan_model::export::cloudformation::{self, Syntax};
use bayplan_model::export::{
    Document, cluster, container_definitions, service, task_definition, terraform,
};
use bayplan_model::import::{self, Imported, Outcome};
use bayplan_model::record::{Kind, RecordId};
use bayplan_model::remark::Remark;
use bayplan_model::resolve::{Estate, Resolver};
use bayplan_worker::{Answer, Brought, File, Format, Note, Request};

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
        Request::Compare { before, after } => compare(before, after, design, resolver),
        Request::Read { files } => match files.as_slice() {
            [file] => read_one(file, design),
            files => read_several(files, design),
        },
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
    let estate = resolver.resolve(design, environment)?;
    if format == Format::CloudFormation {
        let template = cloudformation::write_record(design, &estate, id)?;
        let text = if template.is_empty() { String::new() } else { template.text(Syntax::Yaml) };
        return Some((text, messages(&template.remarks)));
    }
    let document = document(format, &estate, id)?;
    Some((document.text(), messages(&document.remarks)))
}

fn document(format: Format, estate: &Estate, id: &RecordId) -> Option<Document> {
    match (format, id.kind()) {
        (Format::Json, Kind::TaskDefinition) => task_definition::register_input(estate, id),
        (Format::Json, Kind::Service) => service::create_input(estate, id),
        (Format::Json, Kind::Cluster) => cluster::create_input(estate, id),
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

/// A text by itself: it may be a whole design.
fn read_one(file: &File, design: &Design) -> Answer {
    match import::read(&file.text, file.name.as_deref(), design) {
        Ok(Outcome::Design { design, remarks }) => {
            Answer::Opened { design: design.to_json().to_string(), remarks: messages(&remarks) }
        }
        Ok(Outcome::Records(imported)) => match add(file, &imported, design) {
            Ok((design, brought)) => {
                Answer::Added { design: design.to_json().to_string(), files: vec![brought] }
            }
            Err(message) => Answer::Refused { message },
        },
        Err(error) => Answer::Refused { message: error.to_string() },
    }
}

/// Several texts: what can be read is added, and what cannot is named.
fn read_several(files: &[File], design: &Design) -> Answer {
    let mut design = design.clone();
    let brought: Vec<Brought> = files
        .iter()
        .map(|file| {
            let added = match import::read(&file.text, file.name.as_deref(), &design) {
                Ok(Outcome::Records(imported)) => add(file, &imported, &design),
                Ok(Outcome::Design { .. }) => {
                    Err("This is a whole design, which is opened and not added. Open it by itself."
                        .to_owned())
                }
                Err(error) => Err(error.to_string()),
            };
            match added {
                Ok((with_it, brought)) => {
                    design = with_it;
                    brought
                }
                Err(message) => Brought {
                    name: file.name.clone(),
                    refused: Some(message),
                    ..Brought::default()
                },
            }
        })
        .collect();
    if brought.iter().all(|file| file.refused.is_some()) {
        let reasons = brought.iter().map(|file| {
            let name = file.name.as_deref().unwrap_or("a text without a name");
            format!("{name}: {}", file.refused.as_deref().unwrap_or_default())
        });
        return Answer::Refused { message: reasons.collect::<Vec<_>>().join("\n") };
    }
    Answer::Added { design: design.to_json().to_string(), files: brought }
}

/// The design with what one text holds; why it cannot be added.
fn add(file: &File, imported: &Imported, design: &Design) -> Result<(Design, Brought), String> {
    let (design, _) = design
        .apply(&imported.edits)
        .map_err(|error| format!("It could not be added to this design: {error}."))?;
    let note = |remark: &Remark| Note {
        line: remark.line,
        address: remark.address.as_ref().map(ToString::to_string),
        message: remark.message.clone(),
    };
    let brought = Brought {
        name: file.name.clone(),
        added: imported.added.iter().map(ToString::to_string).collect(),
        notes: imported.remarks.iter().map(note).collect(),
        refused: None,
    };
    Ok((design, brought))
}

fn messages(remarks: &[Remark]) -> Vec<String> {
    remarks.iter().map(|remark| remark.message.clone()).collect()
}

#[cfg(test)]
mod tests {
    use bayplan_worker::{Compared, ComparedField, Side};

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
        asked(&Request::Read { files: vec![File { name: None, text: text.to_owned() }] })
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
    fn a_record_is_a_template_with_what_it_needs_and_what_that_does_not_say() {
        let request = |record: &str| Request::Write {
            format: Format::CloudFormation,
            environment: "staging".to_owned(),
            record: record.to_owned(),
        };
        let Answer::Written { text, remarks } = asked(&request("service.matabit")) else {
            panic!("it is written")
        };
        for part in ["MatabitService:", "MatabitTaskDefinition:", "MatabitCluster:"] {
            assert!(text.contains(part), "{text}");
        }
        let said = "CloudFormation looks nothing up: the ARN of the target group `matabit`";
        assert!(remarks.iter().any(|remark| remark.starts_with(said)), "{remarks:?}");
        let Answer::Written { text, remarks } = asked(&request("role.ecsTaskExecutionRole")) else {
            panic!("it is written")
        };
        assert_eq!(text, "");
        assert!(remarks[0].starts_with("Nothing is generated here"), "{remarks:?}");
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
        let Answer::Added { design, files } = brought(
            r#"{"family": "worker", "containerDefinitions": [{"name": "a", "image": "b"}]}"#,
        ) else {
            panic!("a task definition adds a record");
        };
        let [Brought { added, notes, refused: None, .. }] = files.as_slice() else {
            panic!("{files:?}")
        };
        assert_eq!(added, &["taskDefinition.worker"]);
        assert_eq!(notes, &[]);
        let before = Design::parse(EXAMPLE).unwrap();
        let after = Design::parse(&design).unwrap();
        assert!(after.record(&added[0].parse().unwrap()).is_some());
        assert_eq!(after.len(), before.len() + 1);
    }

    fn file(name: &str, text: &str) -> File {
        File { name: Some(name.to_owned()), text: text.to_owned() }
    }

    #[test]
    fn a_service_finds_the_task_definition_of_another_file_and_what_cannot_be_read_is_named() {
        let service = r#"{"serviceName": "worker", "cluster": "matabit-cluster", "taskDefinition": "worker:3"}"#;
        let task = "family: worker\ncontainerDefinitions:\n  - name: a\n    image: b\n";
        let files = vec![
            file("service.json", service),
            file("notes.json", "{ oops"),
            file("task.yaml", task),
            file("whole.json", EXAMPLE),
        ];
        let Answer::Added { design, files } = asked(&Request::Read { files }) else {
            panic!("two of them can be added");
        };
        let design = Design::parse(&design).unwrap();
        let service = design.record(&"service.worker".parse().unwrap()).unwrap();
        assert_eq!(service.body["taskDefinition"], "${taskDefinition.worker}");
        assert_eq!(files[2].added, ["taskDefinition.worker"]);
        let refused: Vec<bool> = files.iter().map(|file| file.refused.is_some()).collect();
        assert_eq!(refused, [false, true, false, true]);
        assert!(files[1].refused.as_ref().unwrap().contains("line 1"), "{:?}", files[1]);
    }

    #[test]
    fn several_files_of_which_none_can_be_read_are_refused_by_name() {
        let files = vec![file("a.json", "{ oops"), file("b.json", "7")];
        let Answer::Refused { message } = asked(&Request::Read { files }) else {
            panic!("none can be read");
        };
        let lines: Vec<&str> = message.lines().collect();
        assert!(lines.iter().any(|line| line.starts_with("a.json: ")), "{message}");
        assert!(lines.iter().any(|line| line.starts_with("b.json: ")), "{message}");
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

    fn compared(before: Side, after: Side) -> (Vec<Compared>, usize, Vec<String>) {
        match asked(&Request::Compare { before, after }) {
            Answer::Compared { records, same, notes, .. } => (records, same, notes),
            other => panic!("{other:?}"),
        }
    }

    fn environment(name: &str) -> Side {
        Side::Environment(name.to_owned())
    }

    #[test]
    fn environments_are_compared_and_placeholders_told_apart() {
        let (records, same, notes) = compared(environment("production"), environment("staging"));
        assert_eq!(notes, [""; 0]);
        assert_eq!(same, Design::parse(EXAMPLE).unwrap().len());
        let fields = || records.iter().flat_map(|record| &record.fields);
        let meant: Vec<&ComparedField> = fields().filter(|field| !field.is_placeholder).collect();
        let [image] = meant.as_slice() else { panic!("{meant:?}") };
        assert!(image.path.ends_with(".image"), "{image:?}");
        assert!(image.before.as_ref().unwrap().ends_with(":prod"), "{image:?}");
        assert!(image.after.as_ref().unwrap().ends_with(":staging"), "{image:?}");
        assert!(image.address.as_ref().unwrap().ends_with("@production"), "{image:?}");
        assert!(fields().any(|field| field.path == "family" && field.is_placeholder));
    }

    #[test]
    fn a_file_is_compared_with_what_it_holds() {
        let text = written(Format::Json, "staging", "taskDefinition.matabit");
        let files = Side::Files(vec![file("task.json", &text)]);
        let (records, same, notes) = compared(environment("staging"), files);
        assert_eq!((records.as_slice(), same), ([].as_slice(), 1));
        assert_eq!(notes.len(), 1);
        let changed = text.replace("\"512\"", "\"1024\"");
        let (records, ..) =
            compared(Side::Files(vec![file("task.json", &changed)]), environment("staging"));
        let [record] = records.as_slice() else { panic!("{records:?}") };
        assert_eq!(record.fields[0].path, "memory");
        assert_eq!(
            record.fields[0].address.as_deref(),
            Some("taskDefinition.matabit.memory@staging")
        );
    }

    #[test]
    fn what_cannot_be_compared_says_why() {
        let broken = Side::Files(vec![file("a.json", "{ oops")]);
        for (before, after, why) in [
            (environment("production"), broken, "a.json: line 1"),
            (environment("nowhere"), environment("staging"), "no environment nowhere"),
        ] {
            let answer = asked(&Request::Compare { before, after });
            assert!(
                matches!(&answer, Answer::Refused { message } if message.contains(why)),
                "{answer:?}"
            );
        }
    }

    #[test]
    fn both_sides_speak_the_same_words() {
        let request = Request::Read { files: vec![file("a.json", "{}")] };
        let sent = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<Request>(&sent).unwrap(), request);
        let answer = asked(&request);
        let sent = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<Answer>(&sent).unwrap(), answer);
    }
}
