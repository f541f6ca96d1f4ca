//! What differs between two environments, or from texts that a person brings.

use std::sync::Arc;

use bayplan_model::address::Address;
use bayplan_model::catalogue;
use bayplan_model::design::Design;
use bayplan_model::diff::{Difference, Pair, PartSide, compare_sides};
use bayplan_model::import::{self, Outcome};
use bayplan_model::path::{Path, Segment};
use bayplan_model::record::Kind;
use bayplan_model::resolve::{Estate, Resolved, Resolver, resolve};
use bayplan_model::text::all_of;
use bayplan_worker::{Answer, Compared, ComparedField, File, Side};
use serde_json::Value;

/// One side, ready to be compared.
struct Read {
    estate: Arc<Estate>,
    /// Whether it is the design on the workbench.
    is_own: bool,
    /// Whether it is a whole environment, and not just what a few files hold.
    is_whole: bool,
}

/// Answers what differs. The resolver remembers the design on the workbench.
pub(crate) fn compare(
    before: &Side,
    after: &Side,
    design: &Design,
    resolver: &mut Resolver,
) -> Answer {
    let mut notes = Vec::new();
    let mut read = |side: &Side, other: &Side| match side {
        Side::Environment(name) => match resolver.resolve(design, name) {
            Some(estate) => Ok(Read { estate, is_own: true, is_whole: true }),
            None => Err(format!("The design has no environment {name} any more.")),
        },
        Side::Files(files) => read_files(files, other, &mut notes),
    };
    let (before, after) = match (read(before, after), read(after, before)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(message), _) | (_, Err(message)) => return Answer::Refused { message },
    };
    let part = PartSide::of(before.is_whole, after.is_whole);
    if part.is_some() {
        notes.push("Only what the files hold is compared.".to_owned());
    }
    let pairs = compare_sides(&before.estate, &after.estate, part);
    let same = pairs.iter().filter(|pair| pair.before.is_some() && pair.after.is_some()).count();
    let folded = pairs.iter().map(|pair| pair.comparison.folded).sum();
    let records = pairs
        .iter()
        .filter(|pair| !pair.is_same())
        .map(|pair| compared(pair, &before, &after))
        .collect();
    Answer::Compared { records, same, folded, notes }
}

/// Texts as an environment of their own.
fn read_files(files: &[File], other: &Side, notes: &mut Vec<String>) -> Result<Read, String> {
    let mut design = Design::new("");
    for file in files {
        let name = file.name.as_deref();
        let named = |message: String| match name {
            Some(name) => format!("{name}: {message}"),
            None => message,
        };
        match import::read(&file.text, name, &design) {
            Ok(Outcome::Design { design, .. }) if files.len() == 1 => {
                return whole_design(&design, other, notes);
            }
            Ok(Outcome::Design { .. }) => {
                return Err(named("This is a whole design. Compare with it by itself.".to_owned()));
            }
            Ok(Outcome::Records(imported)) => match design.apply(&imported.edits) {
                Ok((with_it, _)) => design = with_it,
                Err(error) => return Err(named(error.to_string())),
            },
            Err(error) => return Err(named(error.to_string())),
        }
    }
    let estate = design.environments().next().and_then(|name| resolve(&design, name));
    let estate = estate.ok_or_else(|| "Nothing could be read of it.".to_owned())?;
    Ok(Read { estate, is_own: false, is_whole: false })
}

/// A design from a file, in the environment that the other side is.
fn whole_design(design: &Design, other: &Side, notes: &mut Vec<String>) -> Result<Read, String> {
    let known: Vec<&str> = design.environments().map(AsRef::as_ref).collect();
    let wanted = match other {
        Side::Environment(name) if design.has_environment(name) => Some(name.as_str()),
        _ => known.first().copied(),
    };
    let estate = wanted.and_then(|name| resolve(design, name));
    let Some(estate) = estate else { return Err("This design has no environment.".to_owned()) };
    if known.len() > 1 {
        let (all, own) = (all_of(&known), &estate.environment);
        notes.push(format!("The design in the file has {all}: this is its {own}."));
    }
    Ok(Read { estate, is_own: false, is_whole: true })
}

fn compared(pair: &Pair, before: &Read, after: &Read) -> Compared {
    let (one, other) = (pair.before.as_deref(), pair.after.as_deref());
    let name = match (one, other) {
        (Some(one), Some(other)) if one.display_name() != other.display_name() => {
            format!("{} and {}", one.display_name(), other.display_name())
        }
        (Some(record), _) | (_, Some(record)) => record.display_name().to_owned(),
        (None, None) => String::new(),
    };
    let kind = one.or(other).map_or("", |record| record.id.kind().label()).to_owned();
    let fields = match (one, other) {
        (Some(one), Some(other)) => {
            let differences = pair.comparison.differences.iter();
            differences.map(|difference| field(difference, one, other, before, after)).collect()
        }
        _ => Vec::new(),
    };
    Compared { kind, name, is_before: one.is_some(), is_after: other.is_some(), fields }
}

fn field(
    difference: &Difference,
    one: &Resolved,
    other: &Resolved,
    before: &Read,
    after: &Read,
) -> ComparedField {
    let path = &difference.path;
    // As the design writes it, before placeholders are filled: there both environments give an element the same name.
    let written = |record: &Resolved| path.positional(&record.body).canonical(&record.overlay);
    let own = written(one);
    let values = (own.get(&one.overlay), own.get(&other.overlay));
    let is_placeholder =
        before.is_own && after.is_own && values.0.is_some() && values.0 == values.1;
    let address = match (before.is_own, after.is_own) {
        (true, _) => Some((one, before)),
        (false, true) => Some((other, after)),
        (false, false) => None,
    };
    let address = address.map(|(record, side)| {
        let environment = Some(side.estate.environment.clone());
        Address::field(record.id.clone(), written(record)).within(environment).to_string()
    });
    ComparedField {
        label: label(one.id.kind(), path),
        path: path.to_string(),
        before: difference.before.as_ref().map(text),
        after: difference.after.as_ref().map(text),
        is_placeholder,
        address,
    }
}

/// What people call a field, with the names of the elements that it is in.
fn label(kind: Kind, path: &Path) -> String {
    let names: Vec<&str> = path
        .segments()
        .iter()
        .filter_map(|segment| match segment {
            Segment::Named(name) => Some(name.as_ref()),
            _ => None,
        })
        .collect();
    let label = match catalogue::label(kind, path) {
        label if label.is_empty() => path.to_string(),
        label => label,
    };
    match names.as_slice() {
        [] => label,
        names if names.last() == Some(&label.as_str()) => names.join(" · "),
        names => format!("{} · {label}", names.join(" · ")),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
