//! A server in this process, asked without a network.
#![allow(dead_code, reason = "no test file uses all of it")]

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Request, StatusCode, request::Builder},
};
use bayplan_api::Backend;
use bayplan_server::{
    designs::Designs,
    http::{Assets, Hosts, Site, router},
    store::Store,
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const HOST: &str = "127.0.0.1:8080";

/// The smallest design.
pub(crate) const EMPTY: &str = r#"{"formatVersion":1}"#;

/// A design that differs from every other by its note.
pub(crate) fn design(note: &str) -> String {
    json!({ "formatVersion": 1, "note": note }).to_string()
}

pub(crate) struct TestServer {
    pub(crate) router: Router,
    pub(crate) store: Store,
    pub(crate) directory: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {:?}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status and the error's text.
    pub(crate) fn error(&self) -> (u16, String) {
        let json = self.json();
        assert!(json["error"].is_object(), "{json}");
        (self.status.as_u16(), json["message"].as_str().unwrap().to_owned())
    }
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_in(TempDir::new().unwrap(), Assets::embedded(), None).await
    }

    pub(crate) async fn with_assets(assets: Assets) -> Self {
        Self::start_in(TempDir::new().unwrap(), assets, None).await
    }

    pub(crate) async fn with_backend(backend: Arc<dyn Backend>) -> Self {
        Self::start_in(TempDir::new().unwrap(), Assets::embedded(), Some(backend)).await
    }

    async fn start_in(
        directory: TempDir,
        assets: Assets,
        backend: Option<Arc<dyn Backend>>,
    ) -> Self {
        let store = Store::open(directory.path()).await.unwrap();
        let site = Site {
            backend: backend.unwrap_or_else(|| Arc::new(Designs::new(store.clone()))),
            store: store.clone(),
            assets,
            hosts: Hosts::new([127, 0, 0, 1].into(), ["bayplan.example".to_owned()]),
        };
        Self { router: router(site), store, directory }
    }

    /// Stops, and starts again on the same data.
    pub(crate) async fn restart(self) -> Self {
        self.store.close().await;
        Self::start_in(self.directory, Assets::embedded(), None).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// Calls a server function.
    pub(crate) async fn call(&self, function: &str, arguments: Value) -> Answer {
        self.send(call(function, arguments.to_string())).await
    }

    /// Calls a server function that succeeds.
    pub(crate) async fn ask(&self, function: &str, arguments: Value) -> Value {
        let answer = self.call(function, arguments).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
        answer.json()
    }

    /// Creates a design and returns its id.
    pub(crate) async fn create(&self, name: &str, text: &str) -> String {
        let created = self.ask("create_design", json!({ "name": name, "text": text })).await;
        created["id"].as_str().unwrap().to_owned()
    }
}

pub(crate) fn request(method: &str, path: &str) -> Builder {
    Request::builder().method(method).uri(path).header("host", HOST)
}

/// A call of a server function as the app's page sends it.
pub(crate) fn call(function: &str, body: impl Into<Body>) -> Request<Body> {
    request("POST", &format!("/api/{function}"))
        .header("content-type", "application/json")
        .header("origin", format!("http://{HOST}"))
        .header("sec-fetch-site", "same-origin")
        .body(body.into())
        .unwrap()
}
