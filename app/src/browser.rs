//! What the browser does for the page: the clipboard, downloads, the theme.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::workbench::Workbench;

/// Puts a text on the clipboard, and says so.
pub fn copy(workbench: Workbench, text: String) {
    spawn_local(async move {
        let written = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
        match written {
            Ok(_) => workbench.notice("Copied."),
            Err(_) => workbench.error(
                "The browser did not let this page use the clipboard. Select the text and copy it.",
            ),
        }
    });
}

/// Offers bytes as a file to keep.
pub fn download(file_name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(file_name);
    link.click();
    // The browser has taken the address by the end of the click.
    web_sys::Url::revoke_object_url(&url)
}

/// The text of a file of this site.
pub async fn fetch_text(path: &str) -> Result<String, JsValue> {
    let response = JsFuture::from(window().fetch_with_str(path)).await?;
    let response: web_sys::Response = response.unchecked_into();
    if !response.ok() {
        return Err(response.status_text().into());
    }
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or(text)
}

/// Waits; in milliseconds.
pub async fn pause(milliseconds: u64) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        let done = move || drop(done.call0(&JsValue::UNDEFINED));
        set_timeout(done, std::time::Duration::from_millis(milliseconds));
    });
    drop(JsFuture::from(promise).await);
}

/// The bytes behind a base64 text; `None` when it is not one.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    // The browser's decoder gives a string of one character a byte.
    let binary = window().atob(text).ok()?;
    binary.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect()
}

/// A text in small letters, in every script: the browser knows them all.
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// A design's name as a file's name.
pub fn file_name(name: &str, extension: &str) -> String {
    let stem: String = name
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let stem = stem.trim_matches('-');
    format!("{}.{extension}", if stem.is_empty() { "design" } else { stem })
}
