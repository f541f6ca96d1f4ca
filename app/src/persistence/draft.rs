//! Drafts in the browser's storage: one for each page and design, so that two windows never write over each
//! other's. Whoever looks for drafts sees them with the [`changes`] that were kept since.

use std::cell::Cell;

use js_sys::Reflect;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::changes;
use crate::storage::{self, get, set, storage};

/// What tells a text from others: FNV-1a of its bytes and its length. It guards against a mix-up, not an
/// attack.
pub fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:x}-{}", text.len())
}

/// What the keys of drafts start with.
pub const PREFIX: &str = "bayplan.draft.";
const ASIDE: &str = "bayplan.unreadable.";
const LEFT: &str = "bayplan.left.";

/// Edits that the server does not have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The design's id on the server; empty when the server never had it.
    pub id: String,
    /// The revision that the edits started from.
    pub base: u32,
    /// The design.
    pub text: String,
    /// The [`fingerprint`]s of texts that were sent and perhaps saved, though no answer came.
    #[serde(default)]
    pub sent: Vec<String>,
    /// When it was kept, in milliseconds since 1970-01-01 UTC. No two of a page are of the same time: see [`time`].
    pub at: f64,
}

thread_local! {
    /// What tells this page from others. A duplicated tab copies the tab's storage, so it is made anew for
    /// each page; drafts of pages that are gone are adopted.
    static PAGE: String =
        format!("{:x}{:x}", js_sys::Date::now().to_bits(), js_sys::Math::random().to_bits());
    /// The newest [`time`] that was told.
    static TOLD: Cell<f64> = const { Cell::new(0.0) };
}

/// The time, in milliseconds since 1970-01-01 UTC: later each time it is asked for, whatever the clock does.
pub fn time() -> f64 {
    let now = js_sys::Date::now().max(TOLD.get() + 1.0);
    TOLD.set(now);
    now
}

fn key(id: &str) -> String {
    PAGE.with(|page| format!("{PREFIX}{id}.{page}"))
}

/// Keeps a draft in place of this page's earlier one and its changes. Whether it was kept: when the browser has no room
/// or keeps nothing, the earlier one is still there.
pub fn keep(draft: &Draft) -> bool {
    let own = key(&draft.id);
    let is_kept = set(&own, draft);
    if is_kept {
        changes::key_beside(&own).iter().for_each(|key| storage::delete(key));
    }
    is_kept
}

/// Keeps the changes of this page's draft of a design, in place of earlier ones. Whether the draft is there, which
/// another page may have adopted, and there was room.
pub fn keep_changes(id: &str, changes: &Value) -> bool {
    let own = key(id);
    // Only whether it is there: what it says takes long to read.
    let is_there = storage()
        .is_some_and(|storage| Reflect::has(&storage, &own.as_str().into()).unwrap_or(false));
    is_there && changes::key_beside(&own).is_some_and(|beside| set(&beside, changes))
}

/// The newest draft of a design, whichever page kept it.
pub fn newest(id: &str) -> Option<Draft> {
    all(id).into_iter().map(|(_, draft)| draft).max_by(|a, b| a.at.total_cmp(&b.at))
}

/// Forgets this very draft.
pub fn forget(draft: &Draft) {
    for (key, other) in all(&draft.id) {
        if other == *draft {
            delete(&key);
        }
    }
}

/// Forgets the draft under the key of the page that kept it: this page has its own of the same by now.
pub fn adopt(draft: &Draft) {
    let own = key(&draft.id);
    for (key, other) in all(&draft.id) {
        if key != own && other == *draft {
            delete(&key);
        }
    }
}

/// Puts a draft that cannot be read where nobody looks for one; it stays in the browser. Whether there was room.
pub fn set_aside(draft: &Draft) -> bool {
    let is_aside = set(&format!("{ASIDE}{}.{}", draft.id, draft.at), draft);
    if is_aside {
        forget(draft);
    }
    is_aside
}

/// Keeps this page's draft of a design that the server never had while the page goes on to another design. Whether it is
/// kept: there may be no draft, or no room for another.
pub fn leave_behind() -> bool {
    let own = key("");
    let is_left = read(&own).is_some_and(|draft| set(&format!("{LEFT}{}", draft.at), &draft));
    if is_left {
        delete(&own);
    }
    is_left
}

/// The designs that were left behind before the server had them, with their keys.
pub fn left_behind() -> Vec<(String, Draft)> {
    under(LEFT)
}

/// Forgets what was left behind with this text: the server has it.
pub fn forget_left(text: &str) {
    for (key, draft) in left_behind() {
        if draft.text == text {
            delete(&key);
        }
    }
}

/// Forgets this page's draft of a design, and those of other pages that say the same.
pub fn forget_of(id: &str) {
    let own = key(id);
    let saved = read(&own);
    delete(&own);
    if let Some(saved) = saved {
        forget_saved(id, &saved.text);
    }
}

/// Forgets the drafts of a design, whichever page kept them, that say what the server has.
pub fn forget_saved(id: &str, text: &str) {
    for (key, other) in all(id) {
        if other.text == text {
            delete(&key);
        }
    }
}

/// Forgets changes whose draft is gone.
pub fn forget_orphans() {
    changes::orphans(&keys()).for_each(|key| storage::delete(key));
}

fn all(id: &str) -> Vec<(String, Draft)> {
    under(&format!("{PREFIX}{id}."))
}

fn under(prefix: &str) -> Vec<(String, Draft)> {
    let keys = keys().into_iter().filter(|key| key.starts_with(prefix));
    keys.filter_map(|key| read(&key).map(|draft| (key, draft))).collect()
}

fn keys() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect()
}

/// The draft under a key, with its changes.
fn read(key: &str) -> Option<Draft> {
    let draft = get(key)?;
    let changes = changes::key_beside(key).and_then(|beside| get::<Value>(&beside));
    Some(match changes {
        Some(changes) => changes::apply(draft, &changes),
        None => draft,
    })
}

/// Deletes the draft under a key, and only then its changes: see [`changes`].
fn delete(key: &str) {
    storage::delete(key);
    changes::key_beside(key).iter().for_each(|beside| storage::delete(beside));
}
