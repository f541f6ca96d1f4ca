//! Server functions and the types that cross the wire.
//!
//! The app calls them as plain functions:
//!
//! ```ignore
//! match bayplan_api::save_design(id, base_revision, text, None).await {
//!     Ok(SaveOutcome::Saved(saved)) => …,        // `saved.revision` is the next base
//!     Ok(SaveOutcome::Conflict(newest)) => …,    // nothing was written; merge with `newest.text`
//!     Err(error) if error.is_server_away() => …, // keep it in the browser and try again later
//!     Err(error) => …,                           // the server refused: `error` says why, for people
//! }
//! ```
//!
//! Dropping the future of a call aborts its request, so a save must be held until it answers.
//!
//! # On the wire
//!
//! A call is a `POST` to `/api/<function>` with a JSON object of its arguments; the answer is JSON.
//! Every function has an explicit endpoint, because Leptos otherwise derives the path from the
//! directory the crate was built in. Names are camelCase, numbers `u32` or `i64` (never `usize`: the
//! browser's is 32 bits wide), times are milliseconds since 1970-01-01 UTC. An error is an object
//! `{"error": …, "message": "…"}` with a status of 400 or more; see [`ApiError`].
//!
//! # Features
//!
//! None by default, which is what the app uses. The server turns on `ssr`, which compiles the bodies
//! of the functions and adds `Backend`, the trait it implements. The two must never meet in one
//! build.

#[cfg(feature = "ssr")]
mod backend;
mod designs;
mod error;
pub mod functions;

#[cfg(feature = "ssr")]
pub use backend::Backend;
pub use designs::{
    Archive, DesignSummary, MAX_DESIGN_BYTES, MAX_LABEL_CHARS, MAX_NAME_CHARS, MAX_REQUEST_BYTES,
    RevisionSummary, SaveOutcome, Saved, StoredDesign,
};
pub use error::{ApiError, ErrorEncoding};
pub use functions::{
    create_design, export_archive, list_designs, list_revisions, load_design, load_revision,
    save_design,
};
