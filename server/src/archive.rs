//! Everything that a design exports to, as one zip archive. Same design in, same bytes out.

use std::collections::HashSet;
use std::io::{Cursor, Write};
use std::sync::Arc;

use bayplan_model::design::Design;
use bayplan_model::export::cloudformation::{self, Syntax};
use bayplan_model::export::terraform::{self, Choice};
use bayplan_model::export::{Document, service, task_definition};
use bayplan_model::record::{EnvironmentName, RecordId};
use bayplan_model::resolve::{Estate, resolve};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

/// The files of an archive, by path.
type Files = Vec<(String, String)>;

/// The archive of a design for one environment, or for all of them.
///
/// It holds the design itself, `terraform/`, a template for each environment as `cloudformation/ENVIRONMENT.yaml`, each
/// task definition as `task-definitions/ENVIRONMENT/FAMILY.json`, each service as
/// `services/ENVIRONMENT/NAME.json`, and `remarks.txt` if something in them is to be said.
///
/// # Errors
///
/// When the archive would be larger than zip archives can be, 4 GiB.
pub fn archive(design: &Design, environment: Option<&str>) -> Result<Vec<u8>, ZipError> {
    zip(&files(design, environment))
}

/// What an archive is called when it is saved.
#[must_use]
pub fn file_name(design: &Design, environment: Option<&str>) -> String {
    let name = safe(&design.settings.name, "design");
    match environment {
        Some(environment) => format!("{name}-{}.zip", safe(environment, "environment")),
        None => format!("{name}.zip"),
    }
}

fn files(design: &Design, environment: Option<&str>) -> Files {
    let mut files = Files::new();
    let mut remarks = String::new();
    let name = safe(&design.settings.name, "design");
    files.push((format!("{name}.bayplan.json"), design.to_text()));
    // Terraform that environments share depends on all of them, whichever is exported.
    let estates: Vec<_> = design.environments().filter_map(|name| resolve(design, name)).collect();
    let choice =
        Choice { environment: environment.map(EnvironmentName::from), ..Choice::default() };
    let export = terraform::write(design, &estates, &choice);
    for remark in &export.remarks {
        remarks.push_str(&format!("terraform: {remark}\n"));
    }
    let terraform = export.files.into_iter();
    files.extend(terraform.map(|file| (format!("terraform/{}", file.path), file.text)));
    let is_chosen =
        |estate: &&Arc<Estate>| environment.is_none_or(|one| estate.environment.as_ref() == one);
    for estate in estates.iter().filter(is_chosen) {
        let template = cloudformation::write(design, estate);
        let path = format!("cloudformation/{}.yaml", safe(&estate.environment, "environment"));
        for remark in &template.remarks {
            remarks.push_str(&format!("{path}: {remark}\n"));
        }
        if !template.is_empty() {
            files.push((path, template.text(Syntax::Yaml)));
        }
        documents(estate, &mut files, &mut remarks);
    }
    if !remarks.is_empty() {
        files.push(("remarks.txt".to_owned(), remarks));
    }
    files
}

/// Writes one record as a JSON document, if it is of the right kind.
type Exporter = fn(&Estate, &RecordId) -> Option<Document>;

/// The JSON documents of one environment.
fn documents(estate: &Estate, files: &mut Files, remarks: &mut String) {
    let environment = safe(&estate.environment, "environment");
    let exports: [(&str, Exporter); 2] = [
        ("task-definitions", task_definition::register_input),
        ("services", service::create_input),
    ];
    for (folder, export) in exports {
        let mut taken = HashSet::new();
        for record in estate.records() {
            let Some(document) = export(estate, &record.id) else { continue };
            let name = safe(record.display_name(), record.id.name());
            let mut unique = name.clone();
            let mut number = 2;
            // Some file systems make no difference between upper and lower case.
            while !taken.insert(unique.to_lowercase()) {
                unique = format!("{name}-{number}");
                number += 1;
            }
            let path = format!("{folder}/{environment}/{unique}.json");
            for remark in &document.remarks {
                remarks.push_str(&format!("{path}: {remark}\n"));
            }
            files.push((path, document.text()));
        }
    }
}

/// A name that is safe as a file's on every system: letters, digits, `-`, `_` and `.`, not at its start.
fn safe(name: &str, otherwise: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .take(100)
        .collect();
    let safe = safe.trim_matches(['-', '.']);
    if safe.is_empty() { otherwise.to_owned() } else { safe.to_owned() }
}

fn zip(files: &[(String, String)]) -> Result<Vec<u8>, ZipError> {
    // The time of an entry is part of the bytes: the same one for all, the earliest that zip has.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        writer.start_file(path.as_str(), options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const MATABIT: &str = include_str!("../../public/examples/matabit.json");

    fn unzip(bytes: &[u8]) -> Files {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|index| {
                let mut file = archive.by_index(index).unwrap();
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                (file.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    fn paths(files: &Files) -> Vec<&str> {
        files.iter().map(|(path, _)| path.as_str()).collect()
    }

    #[test]
    fn an_archive_holds_every_environment_and_the_design() {
        let design = Design::parse(MATABIT).unwrap();
        let files = unzip(&archive(&design, None).unwrap());
        for path in [
            "Matabit.bayplan.json",
            "terraform/ecs.tf",
            "terraform/versions.tf",
            "cloudformation/production.yaml",
            "cloudformation/staging.yaml",
            "task-definitions/production/matabit-prod.json",
            "services/production/matabit-prod-service.json",
            "task-definitions/staging/matabit-staging.json",
            "services/staging/matabit-staging-service.json",
            "remarks.txt",
        ] {
            assert!(paths(&files).contains(&path), "{path} is not in {:?}", paths(&files));
        }
        let saved = files.iter().find(|(path, _)| path == "Matabit.bayplan.json").unwrap();
        assert_eq!(Design::parse(&saved.1).unwrap(), design);
    }

    #[test]
    fn an_archive_can_be_of_one_environment() {
        let design = Design::parse(MATABIT).unwrap();
        let files = unzip(&archive(&design, Some("staging")).unwrap());
        assert!(!paths(&files).iter().any(|path| path.contains("/production/")));
        let (_, ecs) = files.iter().find(|(path, _)| path == "terraform/ecs.tf").unwrap();
        assert!(ecs.contains("matabit-staging") && !ecs.contains("matabit-prod\""), "{ecs}");
        assert_eq!(file_name(&design, Some("staging")), "Matabit-staging.zip");
        assert_eq!(file_name(&design, None), "Matabit.zip");
    }

    #[test]
    fn the_same_design_gives_the_same_bytes() {
        let design = Design::parse(MATABIT).unwrap();
        assert_eq!(archive(&design, None).unwrap(), archive(&design, None).unwrap());
    }

    #[test]
    fn names_stay_inside_the_archive_and_apart() {
        let text = r#"{"formatVersion": 1, "name": "../../etc", "environments": [{"name": "p"}], "records": {
            "taskDefinition.a": {"body": {"family": "../x"}},
            "taskDefinition.b": {"body": {"family": "..\\X"}},
            "taskDefinition.c": {"body": {"family": ".."}}}}"#;
        let files = unzip(&archive(&Design::parse(text).unwrap(), None).unwrap());
        let paths = paths(&files);
        assert_eq!(paths.first(), Some(&"etc.bayplan.json"));
        for path in [
            "task-definitions/p/x.json",
            "task-definitions/p/X-2.json",
            "task-definitions/p/c.json",
        ] {
            assert!(paths.contains(&path), "{path} is not in {paths:?}");
        }
        assert!(
            !paths.iter().any(|path| path.contains("..") || path.starts_with('/')),
            "{paths:?}"
        );
    }
}
