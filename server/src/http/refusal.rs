//! Errors as responses.

use std::any::Any;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bayplan_api::ApiError;
use leptos::server_fn::error::FromServerFnError;

/// The HTTP status that says the same as the error, for callers and logs that know only HTTP.
pub(super) fn status(error: &ApiError) -> StatusCode {
    match error {
        ApiError::BadRequest { .. }
        | ApiError::InvalidName { .. }
        | ApiError::LabelTooLong { .. } => StatusCode::BAD_REQUEST,
        ApiError::ForeignHost { .. } => StatusCode::MISDIRECTED_REQUEST,
        ApiError::ForeignOrigin { .. } => StatusCode::FORBIDDEN,
        ApiError::UnknownFunction { .. }
        | ApiError::UnknownDesign { .. }
        | ApiError::UnknownEnvironment { .. }
        | ApiError::UnknownRevision { .. } => StatusCode::NOT_FOUND,
        ApiError::RequestTooLarge { .. } | ApiError::DesignTooLarge { .. } => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        ApiError::NotJson { .. } | ApiError::NotADesign { .. } | ApiError::NewerFormat { .. } => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ApiError::Storage { .. } => StatusCode::SERVICE_UNAVAILABLE,
        // The first two are never made on the server.
        ApiError::Unreachable { .. } | ApiError::Unreadable { .. } | ApiError::Internal { .. } => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// The error as a response that the app reads like any other.
pub(super) fn response(error: &ApiError) -> Response {
    (status(error), [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response()
}

/// What is answered after a bug. The panic's text is for the log only.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the payload over")]
pub(super) fn after_panic(payload: Box<dyn Any + Send>) -> Response {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no text");
    tracing::error!(panic = text, "a request handler panicked");
    response(&ApiError::Internal { detail: "a bug in the server".to_owned() })
}
