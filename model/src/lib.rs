//! The domain of Bayplan: no web, no AWS SDK, no clock, no randomness, no I/O.
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]
#![cfg_attr(
    test,
    allow(clippy::needless_pass_by_value, reason = "tests hand over JSON as they write it")
)]

pub mod address;
pub mod catalogue;
pub mod change;
pub mod check;
mod cloudformation;
pub mod command_line;
pub mod design;
pub mod diagnostic;
pub mod diff;
pub mod dotenv;
pub mod ecs;
pub mod edit;
pub mod export;
pub mod fargate;
pub mod history;
pub mod import;
pub mod layout;
pub mod merge;
pub mod order;
pub mod overlay;
pub mod path;
pub mod quantity;
pub mod record;
pub mod reference;
pub mod remark;
pub mod resolve;
pub mod rules;
pub mod text;
pub mod uses;
