//! The domain of Bayplan: no web, no AWS SDK, no clock, no randomness, no I/O.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]
