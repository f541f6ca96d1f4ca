//! The app's files: embedded in the program, or from a directory during development.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::content_security;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

const PAGE: &str = "index.html";

/// A file of the app, compressed when the program was built.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Relative to the site's root, with `/` between segments.
    pub path: &'static str,
    /// Changes when the content does.
    pub hash: &'static str,
    pub identity: &'static [u8],
    /// Absent where it would not be smaller.
    pub brotli: Option<&'static [u8]>,
    /// Absent where it would not be smaller.
    pub gzip: Option<&'static [u8]>,
}

/// The app's files.
#[derive(Debug, Clone)]
pub struct Assets(Arc<Source>);

#[derive(Debug)]
enum Source {
    Embedded { assets: &'static [Asset], policy: HeaderValue },
    Directory(PathBuf),
}

impl Assets {
    /// The files that were built into the program.
    #[must_use]
    pub fn embedded() -> Self {
        Self::from_table(EMBEDDED)
    }

    /// These files, which are in the order of their paths.
    #[must_use]
    pub fn from_table(assets: &'static [Asset]) -> Self {
        debug_assert!(assets.is_sorted_by_key(|asset| asset.path));
        let page = find(assets, PAGE).map_or(&[][..], |page| page.identity);
        let policy = content_security::policy(&String::from_utf8_lossy(page));
        Self(Arc::new(Source::Embedded { assets, policy }))
    }

    /// The files that a directory holds when they are asked for, for `trunk build` beside a running
    /// server. Neither compressed nor cached.
    #[must_use]
    pub fn directory(directory: PathBuf) -> Self {
        Self(Arc::new(Source::Directory(directory)))
    }

    /// The policy under which the page works as it is served now.
    pub(super) async fn content_security_policy(&self) -> HeaderValue {
        match &*self.0 {
            Source::Embedded { policy, .. } => policy.clone(),
            Source::Directory(directory) => {
                let page = tokio::fs::read(directory.join(PAGE)).await.unwrap_or_default();
                content_security::policy(&String::from_utf8_lossy(&page))
            }
        }
    }
}

fn find(assets: &'static [Asset], path: &str) -> Option<&'static Asset> {
    assets.binary_search_by_key(&path, |asset| asset.path).ok().map(|index| &assets[index])
}

/// Answers with the file at the request's path. The app finds its way by the fragment, so there is
/// one page, at `/`, and an unknown path is an error.
pub(super) async fn serve(State(assets): State<Assets>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return (StatusCode::METHOD_NOT_ALLOWED, allow, "Files can only be read.\n")
            .into_response();
    }
    let path = request.uri().path();
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = if path.is_empty() { PAGE } else { path };
    let found = match &*assets.0 {
        Source::Embedded { assets, .. } => {
            find(assets, path).map(|asset| from_program(asset, request.headers()))
        }
        Source::Directory(directory) => from_directory(directory, path).await,
    };
    found.unwrap_or_else(|| {
        let text = format!("There is nothing at /{path}. Bayplan is at /.\n");
        (StatusCode::NOT_FOUND, text).into_response()
    })
}

fn from_program(asset: &'static Asset, request: &HeaderMap) -> Response {
    let (body, encoding) = match (asset.brotli, asset.gzip) {
        (Some(body), _) if accepts(request, "br") => (body, Some("br")),
        (_, Some(body)) if accepts(request, "gzip") => (body, Some("gzip")),
        _ => (asset.identity, None),
    };
    // Strong: the tag stands for these very bytes, so each encoding has its own.
    let tag = match encoding {
        Some(encoding) => format!("\"{}-{encoding}\"", asset.hash),
        None => format!("\"{}\"", asset.hash),
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, cache_control(asset.path));
    if asset.brotli.is_some() || asset.gzip.is_some() {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    let unchanged = names_tag(request, &tag);
    insert(&mut headers, header::ETAG, &tag);
    if unchanged {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, content_type(asset.path));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, body).into_response()
}

async fn from_directory(directory: &Path, path: &str) -> Option<Response> {
    // Names that Trunk writes, and no way out of the directory.
    let is_plain = |segment: &str| {
        !segment.starts_with('.')
            && !segment.is_empty()
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    if !path.split('/').all(is_plain) {
        return None;
    }
    let body = tokio::fs::read(directory.join(path)).await.ok()?;
    let headers = [
        (header::CONTENT_TYPE, content_type(path)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    Some((headers, body).into_response())
}

/// Whether `Accept-Encoding` names this encoding with a weight that is not 0.
fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    elements(request, &header::ACCEPT_ENCODING).any(|element| {
        let mut parts = element.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

/// Whether `If-None-Match` names this tag.
fn names_tag(request: &HeaderMap, tag: &str) -> bool {
    elements(request, &header::IF_NONE_MATCH)
        .any(|element| element == "*" || element.strip_prefix("W/").unwrap_or(element) == tag)
}

/// The comma-separated elements of a header that may come several times.
fn elements<'a>(request: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = request.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// A file whose name has the hash of its content never changes; any other is asked for again.
fn cache_control(path: &str) -> HeaderValue {
    HeaderValue::from_static(if path.split('/').any(is_fingerprinted) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    })
}

/// Whether Trunk put a hash into the name, as in `app-1b2e6f0c9d8a7b54_bg.wasm`. It writes 64 bits in
/// hexadecimal without leading zeros, so a few digits may be missing.
fn is_fingerprinted(name: &str) -> bool {
    name.rsplit_once('-').is_some_and(|(_, rest)| {
        let hash = rest.split(['.', '_']).next().unwrap_or_default();
        hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn content_type(path: &str) -> HeaderValue {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    HeaderValue::from_static(match extension {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "tf" | "txt" => "text/plain; charset=utf-8",
        // What streaming compilation insists on.
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_names_with_a_dash() {
        for name in [
            "bayplan-app-1b2e6f0c9d8a7b54.js",
            "bayplan-app-1b2e6f0c9d8a7b54_bg.wasm",
            "style-b2e6f0c9d8a7b54.css",
            "gloo-net-1b2e6f0c9d8a7b54",
        ] {
            assert!(is_fingerprinted(name), "{name}");
        }
        for name in ["index.html", "favicon-32.png", "task-definitions.json", "a-decade.svg"] {
            assert!(!is_fingerprinted(name), "{name}");
        }
    }

    #[test]
    fn an_encoding_with_weight_zero_is_not_accepted() {
        let request = HeaderMap::from_iter([(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("gzip;q=0.5, BR ; q=0, zstd"),
        )]);
        assert!(accepts(&request, "gzip"));
        assert!(!accepts(&request, "br"));
        assert!(!accepts(&request, "deflate"));
    }
}
