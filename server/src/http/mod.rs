//! The web server: the app's files, its server functions, and a health check, behind one guard.

mod api;
mod assets;
mod content_security;
mod guard;
mod headers;
mod health;
mod log;
mod refusal;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, get},
};
use bayplan_api::Backend;
use tower_http::catch_panic::CatchPanicLayer;

use crate::store::Store;

pub use assets::{Asset, Assets};
pub use guard::Hosts;

/// What the web server serves.
#[derive(Clone)]
pub struct Site {
    /// Does the work of the server functions.
    pub backend: Arc<dyn Backend>,
    /// What `/healthz` asks.
    pub store: Store,
    /// The app's files.
    pub assets: Assets,
    /// The names this server goes by.
    pub hosts: Hosts,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Site").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

/// The whole web server as one service.
pub fn router(site: Site) -> Router {
    let Site { backend, store, assets, hosts } = site;
    Router::new()
        .route("/healthz", get(health::check).with_state(store))
        .route(
            "/api/{*function}",
            // The limit is the handler's own, because Axum's would answer in plain text.
            any(api::call).with_state(backend).layer(DefaultBodyLimit::disable()),
        )
        .fallback(assets::serve)
        .with_state(assets.clone())
        // The last is the outermost: everything is logged, and even a refusal carries the headers.
        .layer(middleware::from_fn_with_state(Arc::new(hosts), guard::check))
        .layer(CatchPanicLayer::custom(refusal::after_panic))
        .layer(middleware::from_fn_with_state(assets, headers::add))
        .layer(middleware::from_fn(log::request))
}
