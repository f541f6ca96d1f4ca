//! `bayplan check`: the rules on files, for people and for pipelines.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use bayplan_model::check::check;
use bayplan_model::diagnostic::{Diagnostic, Severity};
use bayplan_model::text::{all_of, count};
use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::{Value, json};

use super::input::{Input, InputError, Loaded};
use super::output::{OutputError, Paint, print, print_remarks};

/// Check designs, task definitions and services
///
/// Takes designs as well as what `aws ecs` takes and prints, as JSON or YAML, CloudFormation templates and
/// Compose files. Exits with 0 when there is no
/// problem of severity error, with 1 when there is, and with 2 when a file could not be read.
#[derive(Debug, Clone, Args)]
pub(super) struct Check {
    /// Files to check; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Check this environment only
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,

    /// How the problems are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object, for programs
    Json,
}

/// What was found in one file.
struct Checked {
    file: Loaded,
    diagnostics: Vec<Diagnostic>,
}

impl Check {
    pub(super) fn run(&self) -> Result<ExitCode, OutputError> {
        let mut checked = Vec::new();
        let mut failed = Vec::new();
        for path in &self.files {
            match self.check(path) {
                Ok(file) => checked.push(file),
                Err(error) => failed.push((path.display().to_string(), error)),
            }
        }
        match self.format {
            Format::Text => {
                for (_, error) in &failed {
                    eprintln!("error: {error}");
                }
                for file in &checked {
                    print_remarks(&file.file.name, &file.file.remarks);
                }
                print(&text(&checked, Paint::of_stdout()))?;
            }
            Format::Json => print(&format!("{:#}\n", json(&checked, &failed)))?,
        }
        let found = all(&checked).any(|diagnostic| diagnostic.severity == Severity::Error);
        Ok(ExitCode::from(match (failed.is_empty(), found) {
            (false, _) => 2,
            (true, true) => 1,
            (true, false) => 0,
        }))
    }

    fn check(&self, path: &std::path::Path) -> Result<Checked, InputError> {
        let environment = self.environment.as_deref();
        let file = Input::read(path)?.into_design(environment)?;
        let found = check(&file.design);
        let diagnostics = match environment {
            Some(environment) => {
                found.of_environment(environment).into_iter().map(Arc::unwrap_or_clone).collect()
            }
            None => found.merged(),
        };
        Ok(Checked { file, diagnostics })
    }
}

fn all(checked: &[Checked]) -> impl Iterator<Item = &Diagnostic> {
    checked.iter().flat_map(|file| &file.diagnostics)
}

fn how_many(checked: &[Checked], severity: Severity) -> usize {
    all(checked).filter(|diagnostic| diagnostic.severity == severity).count()
}

/// The problems, file by file, worst first, and a line that sums up.
fn text(checked: &[Checked], paint: Paint) -> String {
    let mut text = String::new();
    for Checked { file, diagnostics } in checked {
        for diagnostic in diagnostics {
            let colour = match diagnostic.severity {
                Severity::Error => "1;31",
                Severity::Warning => "1;33",
                Severity::Advice => "1;36",
            };
            let severity = paint.style(colour, diagnostic.severity.name());
            let place = paint.style("1", &diagnostic.address.to_string());
            let environment = match &diagnostic.environment {
                Some(environment) if file.is_design => format!(" (in {environment})"),
                _ => String::new(),
            };
            let _ = writeln!(
                text,
                "{}: {severity} {} {place}{environment}: {}",
                file.name, diagnostic.rule.code, diagnostic.message
            );
            if !diagnostic.help.is_empty() {
                let _ = writeln!(text, "    {}", diagnostic.help);
            }
            for fix in &diagnostic.fixes {
                let _ = writeln!(text, "    {} {}", paint.style("32", "fix:"), fix.label);
            }
        }
        if !diagnostics.is_empty() {
            text.push('\n');
        }
    }
    if !checked.is_empty() {
        let mut found = Vec::new();
        for (severity, one, many) in [
            (Severity::Error, "error", "errors"),
            (Severity::Warning, "warning", "warnings"),
            (Severity::Advice, "piece of advice", "pieces of advice"),
        ] {
            match how_many(checked, severity) {
                0 => {}
                1 => found.push(format!("1 {one}")),
                n => found.push(format!("{n} {many}")),
            }
        }
        let found = if found.is_empty() { "No problems".to_owned() } else { all_of(&found) };
        let _ = writeln!(text, "{found} in {}.", count(checked.len(), "file"));
    }
    text
}

/// The problems as one object.
fn json(checked: &[Checked], failed: &[(String, InputError)]) -> Value {
    #[derive(Serialize)]
    struct InFile<'a> {
        file: &'a str,
        #[serde(flatten)]
        diagnostic: &'a Diagnostic,
    }
    let diagnostics: Vec<InFile<'_>> = checked
        .iter()
        .flat_map(|Checked { file, diagnostics }| {
            diagnostics.iter().map(|diagnostic| InFile { file: &file.name, diagnostic })
        })
        .collect();
    let files: Vec<Value> = checked
        .iter()
        .map(|Checked { file, .. }| {
            let environments: Vec<&str> = file.design.environments().map(AsRef::as_ref).collect();
            json!({
                "file": file.name,
                "isDesign": file.is_design,
                "environments": environments,
                "remarks": file.remarks,
            })
        })
        .collect();
    let errors: Vec<Value> = failed
        .iter()
        .map(|(file, error)| {
            let (line, column) = error.place().unzip();
            json!({ "file": file, "message": error.message(), "line": line, "column": column })
        })
        .collect();
    json!({
        "diagnostics": diagnostics,
        "files": files,
        "errors": errors,
        "summary": {
            "error": how_many(checked, Severity::Error),
            "warning": how_many(checked, Severity::Warning),
            "advice": how_many(checked, Severity::Advice),
        },
    })
}
