//! The content security policy: what the app needs and nothing else.
//!
//! Trunk starts the app by a short script inside `index.html`. Instead of allowing inline scripts, the
//! policy names the hash of that very script, computed from the page that is served.

use axum::http::HeaderValue;
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// The policy under which `page`, the app's `index.html`, works.
///
/// `'wasm-unsafe-eval'` is what compiling WebAssembly takes. The app sets styles through the CSSOM,
/// which a policy does not restrict; only `style` elements of the page itself need their hashes.
pub(super) fn policy(page: &str) -> HeaderValue {
    let scripts = hashes(page, "script");
    let styles = hashes(page, "style");
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("the policy is ASCII: constants and base64")
}

/// ` 'sha256-…'` for each inline element of this kind.
fn hashes(page: &str, element: &str) -> String {
    inline_elements(page, element).into_iter().map(|text| format!(" '{}'", hash(text))).collect()
}

/// The source expression that allows an element with this content.
fn hash(content: &str) -> String {
    // A browser hashes what it parsed, and parsing turns line ends into line feeds.
    let content = content.replace("\r\n", "\n");
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}

/// The contents of the `script` or `style` elements that are in the page itself.
fn inline_elements<'a>(page: &'a str, element: &str) -> Vec<&'a str> {
    // ASCII only changes letters of one byte, so positions in both are the same.
    let lower = page.to_ascii_lowercase();
    let (open, close) = (format!("<{element}"), format!("</{element}"));
    let mut contents = Vec::new();
    let mut position = 0;
    while let Some(start) = lower[position..].find(&open).map(|found| position + found) {
        let attributes = start + open.len();
        let Some(length) = tag_length(&lower[attributes..]) else { break };
        let content = attributes + length;
        let Some(end) = lower[content..].find(&close).map(|found| content + found) else { break };
        if !has_source(&lower[attributes..content]) {
            contents.push(&page[content..end]);
        }
        position = end + close.len();
    }
    contents
}

/// How far it is past the `>` that ends a tag, with quoted attribute values skipped.
fn tag_length(attributes: &str) -> Option<usize> {
    let mut quote = None;
    for (position, character) in attributes.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(position + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn has_source(attributes: &str) -> bool {
    attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inline_script_is_allowed_by_its_hash() {
        // The example of the CSP specification, https://www.w3.org/TR/CSP3/#hash-usage-for-inline.
        let page = "<script>alert('Hello, world.');</script>";
        let policy = policy(page);
        assert_eq!(
            policy.to_str().unwrap(),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' \
             'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; style-src 'self'; img-src 'self' \
             data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'"
        );
    }

    #[test]
    fn only_inline_elements_count() {
        let page = r#"<!DOCTYPE html>
            <SCRIPT type="module" data-note="a > b">one</SCRIPT>
            <script src="two.js"></script><script defer src=three.js></script>
            <style>four</style><script type=module>
five</script>"#;
        assert_eq!(inline_elements(page, "script"), ["one", "\nfive"]);
        assert_eq!(inline_elements(page, "style"), ["four"]);
        assert_eq!(inline_elements("<script>never closed", "script"), [""; 0]);
    }

    #[test]
    fn line_ends_do_not_change_the_hash() {
        assert_eq!(hash("a\r\nb"), hash("a\nb"));
    }
}
