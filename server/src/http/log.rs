//! One line of log for each request, without bodies, query strings or headers.

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::{Instrument, info_span};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id, which the response carries and every line logged meanwhile.
pub(super) async fn request(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let id = next_id();
    let is_call = request.uri().path().starts_with("/api/");
    let span = info_span!(
        "request",
        id,
        method = %request.method(),
        path = request.uri().path(),
    );
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    let elapsed_ms = start.elapsed().as_secs_f64() * 1000.0;
    span.in_scope(|| match status.as_u16() {
        500.. => tracing::error!(status = status.as_u16(), elapsed_ms, "failed"),
        400.. => tracing::warn!(status = status.as_u16(), elapsed_ms, "refused"),
        status if is_call => tracing::info!(status, elapsed_ms, "answered"),
        // Files and health checks come by the dozen.
        status => tracing::debug!(status, elapsed_ms, "answered"),
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Unique on this server: when it started, and a count.
fn next_id() -> String {
    static STARTED: LazyLock<u64> = LazyLock::new(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
    });
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("{:08x}-{}", *STARTED, COUNT.fetch_add(1, Ordering::Relaxed))
}
