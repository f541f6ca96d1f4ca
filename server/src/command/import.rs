//! `bayplan import`: files that people have become records of a design.

use std::path::PathBuf;
use std::process::ExitCode;

use bayplan_model::design::Design;
use bayplan_model::import::Outcome;
use bayplan_model::text::all_of;
use clap::Args;

use super::input::{Input, InputError, apply};
use super::output::{OutputError, print, print_remarks, write_file};

/// Add task definitions, services and clusters to a design
///
/// Takes what `aws ecs` takes and prints, as JSON or YAML, bare lists of container definitions,
/// CloudFormation templates and Compose files. Services
/// find their task definitions among the files and in the design. Nothing is written unless every file
/// could be read.
#[derive(Debug, Clone, Args)]
pub(super) struct Import {
    /// Files to import; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The design to extend, created if it is not there
    #[arg(short, long, value_name = "DESIGN")]
    output: PathBuf,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub(super) enum ImportCommandError {
    #[error(transparent)]
    Input(#[from] InputError),

    #[error(
        "{path} is there and is not a Bayplan design, so it was not changed. Choose another file \
         with -o, one that is a design or does not exist"
    )]
    NotADesign { path: String },

    #[error("{path} is there and cannot be read as a design, so it was not changed: {source}")]
    BrokenDesign { path: String, source: Box<InputError> },

    #[error(
        "{name} is a whole design, and import adds to one. Extend it with -o {name}, or copy it"
    )]
    WholeDesign { name: String },

    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Import {
    pub(super) fn run(&self) -> Result<ExitCode, ImportCommandError> {
        let mut design = self.design()?;
        let mut lines = String::new();
        for path in &self.files {
            let input = Input::read(path)?;
            match input.import(&design)? {
                Outcome::Design { .. } => {
                    return Err(ImportCommandError::WholeDesign { name: input.name });
                }
                Outcome::Records(imported) => {
                    let added: Vec<String> =
                        imported.added.iter().map(ToString::to_string).collect();
                    lines.push_str(&format!("{}: added {}\n", input.name, all_of(&added)));
                    let (extended, remarks) = apply(&design, imported);
                    print_remarks(&input.name, &remarks);
                    design = extended;
                }
            }
        }
        write_file(&self.output, &design.to_text())?;
        print(&format!("{lines}Wrote {}.\n", self.output.display()))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The design to extend: what is in the file, or a new one named after it.
    fn design(&self) -> Result<Design, ImportCommandError> {
        let path = self.output.display().to_string();
        if !self.output.exists() {
            let name = self.output.file_stem().unwrap_or_default().to_string_lossy();
            return Ok(Design::new(&name));
        }
        let input = Input::read(&self.output)?;
        match input.import(&Design::new("")) {
            Ok(Outcome::Design { design, .. }) => Ok(*design),
            Ok(Outcome::Records(_)) => Err(ImportCommandError::NotADesign { path }),
            Err(source) => Err(ImportCommandError::BrokenDesign { path, source: Box::new(source) }),
        }
    }
}
