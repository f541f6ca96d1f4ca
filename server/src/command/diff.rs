//! `bayplan diff`: what differs between two files or two environments, as ECS understands it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use bayplan_model::design::Design;
use bayplan_model::diff::{Difference, Pair, PartSide, compare_estates, compare_sides};
use bayplan_model::resolve::{Estate, resolve};
use bayplan_model::text::{all_of, count};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::input::{Input, InputError, Loaded};
use super::output::{OutputError, Paint, print, print_remarks};

/// Compare two files, or two environments of a design
///
/// Takes whatever `check` takes. Order that does not count and defaults that one side spells out are no differences. A
/// file is compared with the records of a design that it has. Exits with 0 when both mean the same to ECS, with 1 when
/// they differ, and with 2 when a file could not be read.
#[derive(Debug, Clone, Args)]
pub(super) struct Diff {
    /// The one side; - is standard input
    #[arg(value_name = "BEFORE")]
    before: PathBuf,

    /// The other side; left out, two environments of the first are compared
    #[arg(value_name = "AFTER")]
    after: Option<PathBuf>,

    /// The environment to compare; given twice, that of each side. Two designs are compared in every environment that
    /// both have
    #[arg(long, value_name = "NAME")]
    environment: Vec<String>,

    /// How the differences are written
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

/// Why nothing was compared.
#[derive(Debug, thiserror::Error)]
pub(super) enum DiffError {
    #[error(transparent)]
    Input(#[from] InputError),

    #[error(
        "{name} by itself is compared in two environments: name both, as in --environment {one} --environment {other}"
    )]
    TwoEnvironments { name: String, one: String, other: String },

    #[error("{name} has the environments {known}: choose one with --environment")]
    WhichEnvironment { name: String, known: String },

    #[error(
        "{before} and {after} have no environment of the same name: name one of each with --environment"
    )]
    NoCommonEnvironment { before: String, after: String },

    #[error("at most two environments are compared, one of each side")]
    TooManyEnvironments,

    #[error(
        "{before} has {of_before}, and {after} has {of_after}: there is nothing of one kind to compare"
    )]
    NothingInCommon { before: String, of_before: String, after: String, of_after: String },

    #[error(transparent)]
    Output(#[from] OutputError),
}

/// One side of a comparison.
struct Side<'a> {
    file: &'a Loaded,
    estate: Arc<Estate>,
}

struct Compared<'a> {
    before: Side<'a>,
    after: Side<'a>,
    pairs: Vec<Pair>,
}

impl Diff {
    pub(super) fn run(&self) -> Result<ExitCode, DiffError> {
        if self.environment.len() > 2 {
            return Err(DiffError::TooManyEnvironments);
        }
        let first = self.environment.first().map(String::as_str);
        let second = self.environment.last().map(String::as_str);
        let before = load(&self.before, first)?;
        let after = match &self.after {
            Some(path) => Some(load(path, second)?),
            None => None,
        };
        for file in [Some(&before), after.as_ref()].into_iter().flatten() {
            print_remarks(&file.name, &file.remarks);
        }
        let compared = match &after {
            None => vec![self.environments(&before)?],
            Some(after) => self.files(&before, after)?,
        };
        let is_same = compared.iter().all(|one| one.pairs.iter().all(Pair::is_same));
        match self.format {
            Format::Text => print(&text(&compared, Paint::of_stdout()))?,
            Format::Json => print(&format!("{:#}\n", json(&compared, is_same)))?,
        }
        Ok(ExitCode::from(u8::from(!is_same)))
    }

    /// Two environments of one design.
    fn environments<'a>(&self, file: &'a Loaded) -> Result<Compared<'a>, DiffError> {
        let [one, other] = self.environment.as_slice() else {
            let mut known = file.design.environments().map(ToString::to_string);
            return Err(DiffError::TwoEnvironments {
                name: file.name.clone(),
                one: known.next().unwrap_or_else(|| "production".to_owned()),
                other: known.next().unwrap_or_else(|| "staging".to_owned()),
            });
        };
        let (before, after) = (side(file, one)?, side(file, other)?);
        let pairs = compare_estates(&before.estate, &after.estate);
        Ok(Compared { before, after, pairs })
    }

    /// Two files, in each environment that is asked for or that both have.
    fn files<'a>(
        &self,
        before: &'a Loaded,
        after: &'a Loaded,
    ) -> Result<Vec<Compared<'a>>, DiffError> {
        let names: Vec<(String, String)> = match self.environment.as_slice() {
            [] if before.is_design && after.is_design => {
                let is_common = |name: &&str| after.design.has_environment(name);
                let common: Vec<(String, String)> = names_of(&before.design)
                    .into_iter()
                    .filter(is_common)
                    .map(|name| (name.to_owned(), name.to_owned()))
                    .collect();
                if common.is_empty() {
                    return Err(DiffError::NoCommonEnvironment {
                        before: before.name.clone(),
                        after: after.name.clone(),
                    });
                }
                common
            }
            [] => vec![(only_environment(before)?, only_environment(after)?)],
            [one] => vec![(one.clone(), one.clone())],
            [one, other, ..] => vec![(one.clone(), other.clone())],
        };
        // What a file does not have of a design, it does not say.
        let part = PartSide::of(before.is_design, after.is_design);
        let mut compared = Vec::new();
        for (one, other) in names {
            let (before, after) = (side(before, &one)?, side(after, &other)?);
            let pairs = compare_sides(&before.estate, &after.estate, part);
            // Nothing of a file is of a kind that the design has.
            let is_foreign = part.is_some()
                && !pairs.iter().any(|pair| pair.before.is_some() && pair.after.is_some());
            if is_foreign {
                return Err(DiffError::NothingInCommon {
                    before: before.file.name.clone(),
                    of_before: kinds(&before.estate),
                    after: after.file.name.clone(),
                    of_after: kinds(&after.estate),
                });
            }
            compared.push(Compared { before, after, pairs });
        }
        Ok(compared)
    }
}

fn load(path: &Path, environment: Option<&str>) -> Result<Loaded, InputError> {
    Input::read(path)?.into_design(environment)
}

fn names_of(design: &Design) -> Vec<&str> {
    design.environments().map(AsRef::as_ref).collect()
}

fn side<'a>(file: &'a Loaded, environment: &str) -> Result<Side<'a>, InputError> {
    match resolve(&file.design, environment) {
        Some(estate) => Ok(Side { file, estate }),
        None => Err(InputError::NoEnvironment {
            name: file.name.clone(),
            environment: environment.to_owned(),
            known: all_of(&names_of(&file.design)),
        }),
    }
}

fn only_environment(file: &Loaded) -> Result<String, DiffError> {
    match names_of(&file.design).as_slice() {
        [only] => Ok((*only).to_owned()),
        names => Err(DiffError::WhichEnvironment { name: file.name.clone(), known: all_of(names) }),
    }
}

/// What an environment holds: `1 service and 2 task definitions`.
fn kinds(estate: &Estate) -> String {
    let mut found: Vec<(&str, usize)> = Vec::new();
    for record in estate.records() {
        let label = record.id.kind().label();
        match found.iter_mut().find(|(known, _)| *known == label) {
            Some((_, number)) => *number += 1,
            None => found.push((label, 1)),
        }
    }
    let found: Vec<String> =
        found.into_iter().map(|(label, number)| count(number, label)).collect();
    if found.is_empty() { "nothing".to_owned() } else { all_of(&found) }
}

impl Side<'_> {
    fn name(&self, with_environment: bool) -> String {
        if with_environment {
            format!("{} in {}", self.file.name, self.estate.environment)
        } else {
            self.file.name.clone()
        }
    }
}

fn text(compared: &[Compared<'_>], paint: Paint) -> String {
    let mut text = String::new();
    let (mut fields, mut records, mut alone, mut folded) = (0, 0, 0, 0);
    for Compared { before, after, pairs } in compared {
        let with_environment = before.file.is_design || after.file.is_design;
        if pairs.iter().any(|pair| !pair.is_same()) {
            let (one, other) = (before.name(with_environment), after.name(with_environment));
            let _ = writeln!(
                text,
                "{} {one}\n{} {other}",
                paint.style("31", "---"),
                paint.style("32", "+++")
            );
        }
        for pair in pairs {
            folded += pair.comparison.folded;
            match (&pair.before, &pair.after) {
                (Some(_), Some(_)) if pair.is_same() => records += 1,
                (Some(one), Some(other)) => {
                    records += 1;
                    fields += pair.comparison.differences.len();
                    let name = if one.id == other.id {
                        one.id.to_string()
                    } else {
                        format!("{} and {}", one.id, other.id)
                    };
                    let _ = writeln!(text, "\n{}", paint.style("1", &name));
                    for difference in &pair.comparison.differences {
                        line(&mut text, difference, paint);
                    }
                }
                (one, other) => {
                    alone += 1;
                    let (sign, colour, record) = match (one, other) {
                        (Some(record), _) => ("-", "31", record),
                        (_, Some(record)) => ("+", "32", record),
                        (None, None) => continue,
                    };
                    let _ = writeln!(
                        text,
                        "\n{} {}",
                        paint.style(colour, sign),
                        paint.style("1", &record.id.to_string())
                    );
                }
            }
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let mut sums = Vec::new();
    match fields {
        0 => {}
        1 => sums.push("1 field differs".to_owned()),
        fields => sums.push(format!("{fields} fields differ")),
    }
    match alone {
        0 => {}
        1 => sums.push("1 record is on one side only".to_owned()),
        alone => sums.push(format!("{alone} records are on one side only")),
    }
    let sums = if sums.is_empty() { "The same to ECS".to_owned() } else { all_of(&sums) };
    let _ = write!(text, "{sums}; {} compared", count(records, "record"));
    match folded {
        0 => {}
        1 => text.push_str(", 1 field of them written differently with the same meaning"),
        folded => {
            let _ =
                write!(text, ", {folded} fields of them written differently with the same meaning");
        }
    }
    text.push_str(".\n");
    text
}

fn line(text: &mut String, difference: &Difference, paint: Paint) {
    let path = &difference.path;
    let _ = match (&difference.before, &difference.after) {
        (Some(before), Some(after)) => {
            writeln!(text, "  {} {path}: {before} → {after}", paint.style("33", "~"))
        }
        (None, Some(after)) => writeln!(text, "  {} {path}: {after}", paint.style("32", "+")),
        (Some(before), None) => writeln!(text, "  {} {path}: {before}", paint.style("31", "-")),
        (None, None) => Ok(()),
    };
}

fn json(compared: &[Compared<'_>], is_same: bool) -> Value {
    let side = |side: &Side<'_>| json!({ "file": side.file.name, "environment": side.estate.environment.to_string() });
    let record = |pair: &Pair| {
        let id = |record: &Option<Arc<bayplan_model::resolve::Resolved>>| {
            record.as_ref().map(|record| record.id.to_string())
        };
        let differences: Vec<Value> = pair
            .comparison
            .differences
            .iter()
            .map(|one| json!({ "path": one.path.to_string(), "before": one.before, "after": one.after }))
            .collect();
        json!({
            "before": id(&pair.before),
            "after": id(&pair.after),
            "same": pair.is_same(),
            "differences": differences,
            "folded": pair.comparison.folded,
        })
    };
    let comparisons: Vec<Value> = compared
        .iter()
        .map(|one| {
            let records: Vec<Value> = one.pairs.iter().map(record).collect();
            json!({ "before": side(&one.before), "after": side(&one.after), "records": records })
        })
        .collect();
    json!({ "same": is_same, "comparisons": comparisons })
}
