//! `/api/…`: the server functions.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bayplan_api::{ApiError, Backend, MAX_REQUEST_BYTES};
use http_body_util::BodyExt;
use leptos::{
    context::provide_context,
    server_fn::{axum::get_server_fn_service, error::FromServerFnError},
};

use super::refusal;

/// How much of a body that is too large is read and thrown away, in bytes.
///
/// A browser that is answered while it still sends reports a broken connection instead of the
/// answer, and the app would take the server for being away.
const MAX_DISCARDED_BYTES: usize = 256 * 1024 * 1024;

/// The largest error that is decoded again for its status, in bytes.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Calls the server function that the path names.
pub(super) async fn call(State(backend): State<Arc<dyn Backend>>, request: Request) -> Response {
    let path = request.uri().path();
    if get_server_fn_service(path, request.method().clone()).is_none() {
        return refusal::response(&ApiError::UnknownFunction { path: path.to_owned() });
    }
    let (mut parts, body) = request.into_parts();
    let body = match read(body).await {
        Ok(body) => body,
        Err(error) => return refusal::response(&error),
    };
    // With `text/html` here Leptos answers a form of a page without scripts: by a redirect.
    parts.headers.remove(header::ACCEPT);
    let response = leptos_axum::handle_server_fns_with_context(
        move || provide_context(Arc::clone(&backend)),
        Request::from_parts(parts, Body::from(body)),
    )
    .await
    .into_response();
    with_status_of_error(response).await
}

/// The whole body, unless it is over [`MAX_REQUEST_BYTES`].
async fn read(mut body: Body) -> Result<Bytes, ApiError> {
    let limit = MAX_REQUEST_BYTES as usize;
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| ApiError::BadRequest { detail: error.to_string() })?;
        let Ok(chunk) = frame.into_data() else { continue };
        length += chunk.len();
        if length <= limit {
            kept.extend_from_slice(&chunk);
        } else if length <= MAX_DISCARDED_BYTES {
            kept = Vec::new();
        } else {
            break;
        }
    }
    if length > limit {
        return Err(ApiError::RequestTooLarge { limit: MAX_REQUEST_BYTES });
    }
    Ok(kept.into())
}

/// Leptos answers every error with 500; the error itself knows better.
async fn with_status_of_error(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, MAX_ERROR_BYTES).await.unwrap_or_default();
    let error = ApiError::de(body.clone());
    parts.status = refusal::status(&error);
    if parts.status.is_server_error() {
        tracing::error!(%error, "a server function failed");
    }
    Response::from_parts(parts, body.into())
}
