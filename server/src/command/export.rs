//! `bayplan export`: what a design becomes in other tools' own formats.

use std::path::PathBuf;
use std::process::ExitCode;

use bayplan_model::design::Design;
use bayplan_model::export::{Document, container_definitions, service, task_definition};
use bayplan_model::record::{EnvironmentName, Kind, RecordId};
use bayplan_model::resolve::{Estate, resolve};
use bayplan_model::text::one_of;
use clap::{Args, ValueEnum};

use super::input::{Input, InputError};
use super::output::{OutputError, print, print_remarks, write_file};

/// Export Terraform or JSON
///
/// JSON is one document, of one record in one environment; it goes to standard output unless a file is
/// named.
#[derive(Debug, Clone, Args)]
pub(super) struct Export {
    /// What to write
    #[arg(value_enum, value_name = "WHAT")]
    what: What,

    /// The design, or another file that can be imported; - is standard input
    #[arg(value_name = "DESIGN")]
    design: PathBuf,

    /// The environment; needed for JSON if the design has several
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,

    /// The task definition or service, by its name in the design or in AWS; needed for JSON if there are several
    #[arg(long, value_name = "NAME")]
    record: Option<String>,

    /// Where to write
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// A task definition, as `aws ecs register-task-definition --cli-input-json` takes it
    TaskDefinition,
    /// The bare list of a task definition's containers
    ContainerDefinitions,
    /// A service, as `aws ecs create-service --cli-input-json` takes it
    Service,
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

    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Export {
    pub(super) fn run(&self) -> Result<ExitCode, ExportError> {
        let input = Input::read(&self.design)?;
        let loaded = input.into_design(self.environment.as_deref())?;
        print_remarks(&loaded.name, &loaded.remarks);
        self.write_document(&loaded.design)?;
        Ok(ExitCode::SUCCESS)
    }

    fn write_document(&self, design: &Design) -> Result<(), ExportError> {
        let estate = self.estate(design)?;
        let kind = match self.what {
            What::TaskDefinition | What::ContainerDefinitions => Kind::TaskDefinition,
            What::Service => Kind::Service,
        };
        let id = self.record(&estate, kind)?;
        let document = match self.what {
            What::TaskDefinition => task_definition::register_input(&estate, &id),
            What::ContainerDefinitions => container_definitions::array(&estate, &id),
            What::Service => service::create_input(&estate, &id),
        };
        let Some(document) = document else {
            let environment = estate.environment.clone();
            return Err(ExportError::NoRecord { kind: kind.label(), environment });
        };
        self.write(&document)
    }

    fn write(&self, document: &Document) -> Result<(), ExportError> {
        for remark in &document.remarks {
            eprintln!("note: {remark}");
        }
        match &self.output {
            Some(path) => {
                write_file(path, &document.text())?;
                eprintln!("Wrote {}.", path.display());
            }
            None => print(&document.text())?,
        }
        Ok(())
    }

    /// The environment that was asked for, or the only one.
    fn estate(&self, design: &Design) -> Result<std::sync::Arc<Estate>, ExportError> {
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
