//! `/healthz`, for whoever watches the server.

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;

use crate::store::Store;

#[derive(Serialize)]
pub(super) struct Health {
    status: &'static str,
    version: &'static str,
    database: &'static str,
}

/// 200 if the server can do its work, 503 if its database does not answer.
pub(super) async fn check(State(store): State<Store>) -> (StatusCode, Json<Health>) {
    let version = env!("CARGO_PKG_VERSION");
    match store.ping().await {
        Ok(()) => (StatusCode::OK, Json(Health { status: "ok", version, database: "ok" })),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            let health = Health { status: "failing", version, database: "failing" };
            (StatusCode::SERVICE_UNAVAILABLE, Json(health))
        }
    }
}
