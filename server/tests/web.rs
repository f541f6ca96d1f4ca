//! The web server around the server functions: who may call, what every response carries, the app's
//! files, the health check.

mod support;

use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Body;
use base64::{Engine, prelude::BASE64_STANDARD};
use bayplan_api::{
    ApiError, Archive, Backend, DesignSummary, RevisionSummary, SaveOutcome, StoredDesign,
};
use bayplan_server::http::{Asset, Assets};
use serde_json::json;
use sha2::{Digest, Sha256};
use support::{HOST, TestServer, request};

const SCRIPT: &str = "import init from '/app.js'; init('/app_bg.wasm');";

/// What Trunk writes, in small. The compressed forms only have to be told apart.
static ASSETS: &[Asset] = &[
    Asset {
        path: "app-1b2e6f0c9d8a7b54_bg.wasm",
        hash: "aaaa",
        identity: b"wasm identity",
        brotli: Some(b"wasm brotli"),
        gzip: Some(b"wasm gzip"),
    },
    Asset {
        path: "examples/matabit.json",
        hash: "bbbb",
        identity: b"{}",
        brotli: None,
        gzip: None,
    },
    Asset {
        path: "index.html",
        hash: "cccc",
        identity:
            b"<script type=\"module\">import init from '/app.js'; init('/app_bg.wasm');</script>",
        brotli: None,
        gzip: Some(b"page gzip"),
    },
];

async fn server() -> TestServer {
    TestServer::with_assets(Assets::from_table(ASSETS)).await
}

/// The status of a request that changes something, with these headers.
async fn post(server: &TestServer, headers: &[(&str, &str)]) -> (u16, String) {
    let mut request = axum::http::Request::builder().method("POST").uri("/api/list_designs");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = server.send(request.body(Body::from("{}")).unwrap()).await;
    match answer.status.as_u16() {
        200 => (200, String::new()),
        _ => answer.error(),
    }
}

#[tokio::test]
async fn names_that_are_not_this_servers_are_refused() {
    let server = server().await;
    for path in ["/", "/api/list_designs", "/healthz", "/app-1b2e6f0c9d8a7b54_bg.wasm"] {
        for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "10.0.0.5", "@"]
        {
            let request = axum::http::Request::builder().uri(path).header("host", host);
            let answer = server.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(
                answer.error(),
                (
                    421,
                    format!(
                        "This server does not go by the name \"{host}\". Open it at the address it \
                         printed when it started, or start it with --allow-host {host}."
                    )
                )
            );
        }
    }
    let without = axum::http::Request::builder().uri("/").body(Body::empty()).unwrap();
    assert_eq!(server.send(without).await.status, 421);
    for host in ["localhost:8080", "127.0.0.1:9999", "[::1]:8080", "bayplan.example"] {
        let request = axum::http::Request::builder().uri("/").header("host", host);
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{host}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_cannot_call() {
    let server = server().await;
    let host = ("host", HOST);
    let ours = ("origin", "http://127.0.0.1:8080");
    let theirs = ("origin", "https://evil.example");
    let refused = |origin: &str| {
        (
            403,
            format!(
                "A request from {origin} was refused: only this server's own pages may call it. \
                 Open Bayplan at the address the server printed when it started."
            ),
        )
    };
    for site in ["cross-site", "same-site"] {
        let from = post(&server, &[host, theirs, ("sec-fetch-site", site)]).await;
        assert_eq!(from, refused("https://evil.example"));
    }
    assert_eq!(post(&server, &[host, theirs]).await, refused("https://evil.example"));
    assert_eq!(post(&server, &[host, ("origin", "null")]).await, refused("null"));
    assert_eq!(
        post(&server, &[host, ("sec-fetch-site", "cross-site")]).await,
        refused("another site")
    );
    // Another port of this machine is another site.
    assert_eq!(
        post(&server, &[host, ("origin", "http://127.0.0.1:3000")]).await,
        refused("http://127.0.0.1:3000")
    );
    // A browser never says this; the name decides all the same.
    assert_eq!(
        post(&server, &[host, theirs, ("sec-fetch-site", "same-origin")]).await,
        refused("https://evil.example")
    );
    let fine = (200, String::new());
    assert_eq!(post(&server, &[host, ours]).await, fine);
    assert_eq!(post(&server, &[host, ours, ("sec-fetch-site", "same-origin")]).await, fine);
    // Through the proxy of a development server on another port.
    let proxied = ("origin", "http://localhost:8081");
    assert_eq!(post(&server, &[host, proxied, ("sec-fetch-site", "same-origin")]).await, fine);
    // Not a browser.
    assert_eq!(post(&server, &[host]).await, fine);
}

#[tokio::test]
async fn every_response_carries_the_security_headers() {
    let server = server().await;
    let hash = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    let foreign = axum::http::Request::builder().uri("/").header("host", "evil.example");
    for answer in [
        server.get("/").await,
        server.get("/healthz").await,
        server.get("/nothing").await,
        server.call("list_designs", json!({})).await,
        server.call("load_design", json!({ "id": "none" })).await,
        server.send(foreign.body(Body::empty()).unwrap()).await,
    ] {
        assert_eq!(answer.header("content-security-policy"), policy);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert!(!answer.header("x-request-id").is_empty());
        assert!(!answer.header("cache-control").is_empty());
    }
    let data = server.call("list_designs", json!({})).await;
    assert_eq!(data.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_smallest_encoding_that_is_accepted_is_served() {
    let server = server().await;
    let wasm = "/app-1b2e6f0c9d8a7b54_bg.wasm";
    for (accept, encoding, tag, body) in [
        ("gzip, deflate, br, zstd", "br", "\"aaaa-br\"", "wasm brotli"),
        ("gzip;q=1.0, br;q=0", "gzip", "\"aaaa-gzip\"", "wasm gzip"),
        ("GZIP", "gzip", "\"aaaa-gzip\"", "wasm gzip"),
        ("deflate", "", "\"aaaa\"", "wasm identity"),
        ("", "", "\"aaaa\"", "wasm identity"),
    ] {
        let request = request("GET", wasm).header("accept-encoding", accept);
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-encoding"), encoding, "{accept}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(answer.body, body);
        assert_eq!(answer.header("content-type"), "application/wasm");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
    // What has no compressed form does not vary.
    let request = request("GET", "/examples/matabit.json").header("accept-encoding", "br");
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.header("vary"), answer.header("content-encoding")), ("", ""));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let server = server().await;
    for (tags, status) in [
        ("\"cccc\"", 304),
        ("\"x\", W/\"cccc\"", 304),
        ("*", 304),
        ("\"cccc-gzip\"", 200),
        ("\"x\"", 200),
    ] {
        let request = request("GET", "/").header("if-none-match", tags);
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{tags}");
        assert_eq!(answer.body.is_empty(), status == 304);
        assert_eq!(answer.header("etag"), "\"cccc\"");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let server = server().await;
    let answer = server.send(request("HEAD", "/").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-length"), ASSETS[2].identity.len().to_string());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(answer.body.is_empty());
}

#[tokio::test]
async fn there_is_one_page_and_unknown_paths_are_errors() {
    let server = server().await;
    assert_eq!(server.get("/").await.status, 200);
    for path in ["/designs", "/app.js", "/examples", "/examples/", "/../Cargo.toml", "/%2e%2e/x"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.body, format!("There is nothing at {path}. Bayplan is at /.\n"));
    }
    let answer = server.send(request("POST", "/").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET, HEAD"));
}

#[tokio::test]
async fn the_program_has_a_page_built_in() {
    let server = TestServer::start().await;
    let plain = server.get("/").await;
    assert!(
        plain.body.starts_with(b"<!DOCTYPE html>") || plain.body.starts_with(b"<!doctype html>")
    );
    let request = request("GET", "/").header("accept-encoding", "br");
    let compressed = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(compressed.header("content-encoding"), "br");
    let mut decoded = Vec::new();
    brotli::BrotliDecompress(&mut &compressed.body[..], &mut decoded).unwrap();
    assert_eq!(decoded, plain.body);
}

#[tokio::test]
async fn a_directory_is_served_as_it_is_now() {
    let dist = tempfile::TempDir::new().unwrap();
    let server = TestServer::with_assets(Assets::directory(dist.path().to_owned())).await;
    assert_eq!(server.get("/").await.status, 404);
    std::fs::write(dist.path().join("index.html"), "<script>1</script>").unwrap();
    std::fs::write(dist.path().join(".hidden"), "secret").unwrap();
    let answer = server.get("/").await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-cache"));
    let policy = answer.header("content-security-policy").to_owned();
    assert!(policy.contains(&BASE64_STANDARD.encode(Sha256::digest("1"))), "{policy}");
    std::fs::write(dist.path().join("index.html"), "<script>2</script>").unwrap();
    assert_ne!(server.get("/").await.header("content-security-policy"), policy);
    for path in
        ["/.hidden", "/../index.html", "/x/../index.html", "//index.html", "/%2e/index.html"]
    {
        assert_eq!(server.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn health_is_what_the_database_says() {
    let server = server().await;
    let version = env!("CARGO_PKG_VERSION");
    let answer = server.get("/healthz").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "status": "ok", "version": version, "database": "ok" }));
    server.store.close().await;
    let answer = server.get("/healthz").await;
    assert_eq!(answer.status, 503);
    assert_eq!(
        answer.json(),
        json!({ "status": "failing", "version": version, "database": "failing" })
    );
    let answer = server.call("list_designs", json!({})).await;
    assert_eq!(answer.status, 503);
    assert!(answer.json()["error"]["storage"].is_object());
}

/// A backend with a bug.
struct Broken;

#[async_trait]
impl Backend for Broken {
    async fn list_designs(&self) -> Result<Vec<DesignSummary>, ApiError> {
        panic!("a secret")
    }
    async fn load_design(&self, _: &str) -> Result<StoredDesign, ApiError> {
        panic!("a secret")
    }
    async fn create_design(&self, _: &str, _: &str) -> Result<DesignSummary, ApiError> {
        panic!("a secret")
    }
    async fn save_design(
        &self,
        _: &str,
        _: u32,
        _: &str,
        _: Option<&str>,
    ) -> Result<SaveOutcome, ApiError> {
        panic!("a secret")
    }
    async fn list_revisions(&self, _: &str) -> Result<Vec<RevisionSummary>, ApiError> {
        panic!("a secret")
    }
    async fn load_revision(&self, _: &str, _: u32) -> Result<StoredDesign, ApiError> {
        panic!("a secret")
    }
    async fn export_archive(&self, _: &str, _: Option<&str>) -> Result<Archive, ApiError> {
        panic!("a secret")
    }
}

#[tokio::test]
async fn a_panic_is_an_answer_and_tells_nothing() {
    let server = TestServer::with_backend(Arc::new(Broken)).await;
    let answer = server.call("list_designs", json!({})).await;
    assert_eq!(
        answer.error(),
        (
            500,
            "The server failed unexpectedly. Try again; its log says more (a bug in the server)."
                .to_owned()
        )
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}
