//! `bayplan export`: what a design becomes in other tools' own formats.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use bayplan_model::design::Design;
use bayplan_model::export::cloudformation::{self, Syntax};
use bayplan_model::export::terraform::{self, Choice};
use bayplan_model::export::{
    Document, File, cluster, container_definitions, service, task_definition,
};
use bayplan_model::record::{EnvironmentName, Kind, RecordId};
use bayplan_model::remark::Remark;
use bayplan_model::resolve::{Estate, Resolved, resolve};
use bayplan_model::text::{all_of, one_of};
use clap::{Args, ValueEnum};

use super::input::{Input, InputError};
use super::output::{OutputError, print, print_remarks, write_file};

/// Export Terraform, CloudFormation or JSON
///
/// JSON is one document, of one record in one environment; it goes to standard output unless -o names a
/// file. A CloudFormation template is one file as well, of one environment, or of one record with what it needs. Terraform is several files, of all environments unless one is chosen; they go into the directory
/// that -o names, or one after another to standard output.
#[derive(Debug, Clone, Args)]
pub(super) struct Export {
    /// What to write
    #[arg(value_enum, value_name = "WHAT")]
    what: What,

    /// The design, or another file that can be imported; - is standard input
    #[arg(value_name = "DESIGN")]
    design: PathBuf,

    /// The environment; needed for JSON and CloudFormation if the design has several
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,

    /// The task definition, service or cluster, by its name in the design or in AWS; needed for JSON if there are
    /// several. For CloudFormation, any record, such as service.web
    #[arg(long, value_name = "NAME")]
    record: Option<String>,

    /// Where to write: a file for JSON and CloudFormation, a directory for Terraform
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Replace files in the directory that differ
    #[arg(long)]
    overwrite: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Terraform for the AWS provider
    Terraform,
    /// A CloudFormation template, as YAML
    #[value(name = "cloudformation")]
    CloudFormation,
    /// A CloudFormation template, as JSON
    #[value(name = "cloudformation-json")]
    CloudFormationJson,
    /// A task definition, as `aws ecs register-task-definition --cli-input-json` takes it
    TaskDefinition,
    /// The bare list of a task definition's containers
    ContainerDefinitions,
    /// A service, as `aws ecs create-service --cli-input-json` takes it
    Service,
    /// A service, as `aws ecs update-service --cli-input-json` takes it
    UpdateService,
    /// A cluster, as `aws ecs create-cluster --cli-input-json` takes it
    Cluster,
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExportError {
    #[error(transparent)]
    Input(#[from] InputError),

    #[error("the design has several environments: choose one with --environment {}", one_of(names))]
    ChooseEnvironment { names: Vec<String> },

    #[error(
        "there are several {kind}s in {environment}: choose one with --record {}",
        one_of(names)
    )]
    ChooseRecord { kind: &'static str, environment: EnvironmentName, names: Vec<String> },

    #[error("there is no {kind} in {environment}")]
    NoRecord { kind: &'static str, environment: EnvironmentName },

    #[error("there is no {kind} `{name}` in {environment}; there is {}", one_of(names))]
    UnknownRecord {
        kind: &'static str,
        environment: EnvironmentName,
        name: String,
        names: Vec<String>,
    },

    #[error("there is nothing to export")]
    Nothing,

    #[error(
        "nothing of what was asked for is generated in {environment}, and CloudFormation takes no empty template"
    )]
    NothingMade { environment: EnvironmentName },

    #[error(
        "{} has other files of the names that would be written, so nothing was: {}. Choose another \
         directory with -o, or replace them with --overwrite", directory.display(), all_of(names)
    )]
    OtherFiles { directory: PathBuf, names: Vec<String> },

    #[error(
        "{} is a file, and Terraform is several: name a directory with -o, which is made if it is not there",
        path.display()
    )]
    NotADirectory { path: PathBuf },

    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Export {
    pub(super) fn run(&self) -> Result<ExitCode, ExportError> {
        let input = Input::read(&self.design)?;
        let loaded = input.into_design(self.environment.as_deref())?;
        print_remarks(&loaded.name, &loaded.remarks);
        match self.what {
            What::Terraform => self.write_terraform(&loaded.design)?,
            What::CloudFormation => self.write_cloudformation(&loaded.design, Syntax::Yaml)?,
            What::CloudFormationJson => self.write_cloudformation(&loaded.design, Syntax::Json)?,
            What::TaskDefinition => {
                self.write_document(
                    &loaded.design,
                    Kind::TaskDefinition,
                    task_definition::register_input,
                )?;
            }
            What::ContainerDefinitions => {
                self.write_document(
                    &loaded.design,
                    Kind::TaskDefinition,
                    container_definitions::array,
                )?;
            }
            What::Service => {
                self.write_document(&loaded.design, Kind::Service, service::create_input)?;
            }
            What::UpdateService => {
                self.write_document(&loaded.design, Kind::Service, service::update_input)?;
            }
            What::Cluster => {
                self.write_document(&loaded.design, Kind::Cluster, cluster::create_input)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn write_terraform(&self, design: &Design) -> Result<(), ExportError> {
        let estates: Vec<_> =
            design.environments().filter_map(|name| resolve(design, name)).collect();
        let environment = self.environment.as_deref().map(EnvironmentName::from);
        let choice = Choice { environment, ..Choice::default() };
        let export = terraform::write(design, &estates, &choice);
        for remark in &export.remarks {
            eprintln!("note: {remark}");
        }
        if export.files.is_empty() {
            return Err(ExportError::Nothing);
        }
        match &self.output {
            Some(directory) => self.write_files(directory, &export.files),
            None => {
                let headed =
                    export.files.iter().map(|File { path, text }| format!("# {path}\n\n{text}"));
                Ok(print(&headed.collect::<Vec<_>>().join("\n"))?)
            }
        }
    }

    fn write_cloudformation(&self, design: &Design, syntax: Syntax) -> Result<(), ExportError> {
        let estate = self.estate(design)?;
        let template = match &self.record {
            None => cloudformation::write(design, &estate),
            Some(wanted) => {
                let id = any_record(&estate, wanted)?;
                cloudformation::write_record(design, &estate, &id).unwrap_or_default()
            }
        };
        if template.is_empty() {
            return Err(ExportError::NothingMade { environment: estate.environment.clone() });
        }
        self.write_text(&template.text(syntax), &template.remarks)
    }

    /// Writes files into a directory: these and no others, and none over a different one unasked.
    fn write_files(&self, directory: &Path, files: &[File]) -> Result<(), ExportError> {
        if directory.exists() && !directory.is_dir() {
            return Err(ExportError::NotADirectory { path: directory.to_owned() });
        }
        let before = |file: &File| fs::read(directory.join(&file.path)).ok();
        let differs = |file: &&File| before(file).is_some_and(|old| old != file.text.as_bytes());
        let names: Vec<String> =
            files.iter().filter(differs).map(|file| file.path.clone()).collect();
        if !names.is_empty() && !self.overwrite {
            return Err(ExportError::OtherFiles { directory: directory.to_owned(), names });
        }
        for file in files {
            let path = directory.join(&file.path);
            if before(file).as_deref() == Some(file.text.as_bytes()) {
                eprintln!("{} is as it was.", path.display());
            } else {
                write_file(&path, &file.text)?;
                eprintln!("Wrote {}.", path.display());
            }
        }
        Ok(())
    }

    fn write_document(
        &self,
        design: &Design,
        kind: Kind,
        export: fn(&Estate, &RecordId) -> Option<Document>,
    ) -> Result<(), ExportError> {
        let estate = self.estate(design)?;
        let id = self.record(&estate, kind)?;
        let Some(document) = export(&estate, &id) else {
            let environment = estate.environment.clone();
            return Err(ExportError::NoRecord { kind: kind.label(), environment });
        };
        self.write_text(&document.text(), &document.remarks)
    }

    fn write_text(&self, text: &str, remarks: &[Remark]) -> Result<(), ExportError> {
        for remark in remarks {
            eprintln!("note: {remark}");
        }
        match &self.output {
            Some(path) => {
                write_file(path, text)?;
                eprintln!("Wrote {}.", path.display());
            }
            None => print(text)?,
        }
        Ok(())
    }

    /// The environment that was asked for, or the only one.
    fn estate(&self, design: &Design) -> Result<Arc<Estate>, ExportError> {
        let mut names = design.environments();
        let name = match (&self.environment, names.next(), names.next()) {
            (Some(name), ..) => name.as_str(),
            (None, Some(only), None) => only,
            _ => {
                let names = design.environments().map(ToString::to_string).collect();
                return Err(ExportError::ChooseEnvironment { names });
            }
        };
        resolve(design, name).ok_or_else(|| ExportError::ChooseEnvironment {
            names: design.environments().map(ToString::to_string).collect(),
        })
    }

    /// The record that was asked for, or the only one of its kind.
    fn record(&self, estate: &Estate, kind: Kind) -> Result<RecordId, ExportError> {
        let records: Vec<_> = estate.records().filter(|record| record.id.kind() == kind).collect();
        let names = || records.iter().map(|record| record.id.name().to_owned()).collect();
        let (label, environment) = (kind.label(), estate.environment.clone());
        let Some(wanted) = &self.record else {
            return match records.as_slice() {
                [] => Err(ExportError::NoRecord { kind: label, environment }),
                [only] => Ok(only.id.clone()),
                _ => Err(ExportError::ChooseRecord { kind: label, environment, names: names() }),
            };
        };
        let by_name = records
            .iter()
            .find(|record| record.id.name() == wanted || record.id.to_string() == *wanted)
            .or_else(|| records.iter().find(|record| record.display_name() == wanted));
        by_name.map(|record| record.id.clone()).ok_or_else(|| ExportError::UnknownRecord {
            kind: label,
            environment,
            name: wanted.clone(),
            names: names(),
        })
    }
}

/// The record of any kind that was asked for: by its id, else by its name where that is of one record only.
fn any_record(estate: &Estate, wanted: &str) -> Result<RecordId, ExportError> {
    let found = |is: &dyn Fn(&Resolved) -> bool| -> Vec<RecordId> {
        estate.records().filter(|record| is(record)).map(|record| record.id.clone()).collect()
    };
    let mut records = found(&|record| record.id.to_string() == wanted);
    if records.is_empty() {
        records = found(&|record| record.id.name() == wanted || record.display_name() == wanted);
    }
    let names =
        |records: &[RecordId]| records.iter().map(ToString::to_string).collect::<Vec<String>>();
    let (kind, environment) = ("record", estate.environment.clone());
    match records.as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            let (name, names) = (wanted.to_owned(), names(&found(&|_| true)));
            Err(ExportError::UnknownRecord { kind, environment, name, names })
        }
        several => Err(ExportError::ChooseRecord { kind, environment, names: names(several) }),
    }
}
