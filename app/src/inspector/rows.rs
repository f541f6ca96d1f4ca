//! Which row of a list is which, from one version of the list to the next.

use leptos::prelude::*;
use serde_json::Value;

use super::slot::Slot;

/// A row: the element that it shows, and which of the elements that stood there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// Where the element stands in the list.
    pub index: usize,
    generation: u32,
}

/// The rows of a list or of an object.
#[derive(Clone, PartialEq)]
struct Rows {
    keys: Vec<RowKey>,
    elements: Vec<Value>,
}

/// The keys of the rows of a field. While as many elements stand there, rows stay what they are, so that
/// typing keeps its focus. When one is added or removed in between, the rows from there on are new ones:
/// what was folded or typed in a row never shows up at its neighbour.
pub fn row_keys(slot: Slot) -> Memo<Vec<RowKey>> {
    let rows = Memo::new(move |before: Option<&Rows>| {
        let now = slot.value.with(|value| elements(value.as_ref()));
        next(before, now)
    });
    Memo::new(move |_| rows.with(|rows| rows.keys.clone()))
}

fn elements(value: Option<&Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(elements)) => elements.clone(),
        Some(Value::Object(members)) => {
            members.keys().map(|name| Value::String(name.clone())).collect()
        }
        _ => Vec::new(),
    }
}

fn next(before: Option<&Rows>, elements: Vec<Value>) -> Rows {
    let Some(before) = before else {
        let keys = (0..elements.len()).map(|index| RowKey { index, generation: 0 }).collect();
        return Rows { keys, elements };
    };
    let kept = if before.elements.len() == elements.len() {
        elements.len()
    } else {
        before.elements.iter().zip(&elements).take_while(|(before, now)| before == now).count()
    };
    let newest = before.keys.iter().map(|key| key.generation).max().unwrap_or(0);
    let mut keys: Vec<RowKey> = before.keys.iter().take(kept).copied().collect();
    keys.extend(
        (kept..elements.len()).map(|index| RowKey { index, generation: newest.wrapping_add(1) }),
    );
    Rows { keys, elements }
}
