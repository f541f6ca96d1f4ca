//! The browser's storage, where there is one: a person may have blocked it for this page, and reading it is an error
//! then that would end the page.

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

/// The storage itself; `None` where the browser keeps nothing.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What stands under a key; `None` too where it is something else.
pub fn get<T: for<'de> Deserialize<'de>>(key: &str) -> Option<T> {
    storage().and_then(|_| LocalStorage::get(key).ok())
}

/// Keeps a value under a key. Whether it was kept: the browser may keep nothing, or have no room.
pub fn set<T: Serialize>(key: &str, value: &T) -> bool {
    storage().is_some_and(|_| LocalStorage::set(key, value).is_ok())
}

/// Deletes what stands under a key.
pub fn delete(key: &str) {
    if let Some(storage) = storage() {
        // Nothing to delete is as good as deleted.
        let _ = storage.remove_item(key);
    }
}
