//! Drafts in the browser's storage: one for each page and design, so that two windows never write over each
//! other's.

use gloo_storage::errors::StorageError;
use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};

/// What tells a text from others: FNV-1a of its bytes and its length. It guards against a mix-up, not an
/// attack.
pub fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:x}-{}", text.len())
}

const PREFIX: &str = "bayplan.draft.";
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
    /// When it was kept, in milliseconds since 1970-01-01 UTC.
    pub at: f64,
}

thread_local! {
    /// What tells this page from others. A duplicated tab copies the tab's storage, so it is made anew for
    /// each page; drafts of pages that are gone are adopted.
    static PAGE: String =
        format!("{:x}{:x}", js_sys::Date::now().to_bits(), js_sys::Math::random().to_bits());
}

fn key(id: &str) -> String {
    PAGE.with(|page| format!("{PREFIX}{id}.{page}"))
}

/// Keeps a draft in place of this page's earlier one.
///
/// # Errors
/// When the browser has no room or keeps nothing.
pub fn keep(draft: &Draft) -> Result<(), StorageError> {
    LocalStorage::set(key(&draft.id), draft)
}

/// The newest draft of a design, whichever page kept it.
pub fn newest(id: &str) -> Option<Draft> {
    all(id).into_iter().map(|(_, draft)| draft).max_by(|a, b| a.at.total_cmp(&b.at))
}

/// Forgets this very draft.
pub fn forget(draft: &Draft) {
    for (key, other) in all(&draft.id) {
        if other == *draft {
            LocalStorage::delete(key);
        }
    }
}

/// Forgets the draft under the key of the page that kept it: this page has its own of the same by now.
pub fn adopt(draft: &Draft) {
    let own = key(&draft.id);
    for (key, other) in all(&draft.id) {
        if key != own && other == *draft {
            LocalStorage::delete(key);
        }
    }
}

/// Puts a draft that cannot be read where nobody looks for one; it stays in the browser. Whether there was room.
pub fn set_aside(draft: &Draft) -> bool {
    let is_aside = LocalStorage::set(format!("{ASIDE}{}.{}", draft.id, draft.at), draft).is_ok();
    if is_aside {
        forget(draft);
    }
    is_aside
}

/// Keeps this page's draft of a design that the server never had while the page goes on to another design.
pub fn leave_behind() {
    let own = key("");
    if let Ok(draft) = LocalStorage::get::<Draft>(&own)
        && LocalStorage::set(format!("{LEFT}{}", draft.at), draft).is_ok()
    {
        LocalStorage::delete(own);
    }
}

/// The designs that were left behind before the server had them, with their keys.
pub fn left_behind() -> Vec<(String, Draft)> {
    under(LEFT)
}

/// Forgets what was left behind with this text: the server has it.
pub fn forget_left(text: &str) {
    for (key, draft) in left_behind() {
        if draft.text == text {
            LocalStorage::delete(key);
        }
    }
}

/// Forgets this page's draft of a design, and those of other pages that say the same.
pub fn forget_of(id: &str) {
    let own = key(id);
    let saved = LocalStorage::get::<Draft>(&own).ok();
    LocalStorage::delete(&own);
    if let Some(saved) = saved {
        for (key, other) in all(id) {
            if other.text == saved.text {
                LocalStorage::delete(key);
            }
        }
    }
}

fn all(id: &str) -> Vec<(String, Draft)> {
    under(&format!("{PREFIX}{id}."))
}

fn under(prefix: &str) -> Vec<(String, Draft)> {
    let storage = LocalStorage::raw();
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .filter_map(|key| {
            let draft = LocalStorage::get::<Draft>(&key).ok()?;
            Some((key, draft))
        })
        .collect()
}
