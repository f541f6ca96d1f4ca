//! The Bayplan workbench: client-side only, drawn by Leptos, on the model that the server and the command
//! line share.

#![allow(clippy::needless_pass_by_value, reason = "a component owns its properties")]
#![allow(
    clippy::redundant_closure,
    reason = "`view!` compiles a closure that stands in it once for each type of value, a named one once more"
)]
#![allow(unreachable_pub, reason = "nothing outside a program reaches into it")]

mod actions;
mod bring;
mod browser;
mod canvas;
mod change;
mod connect;
mod dialog;
mod files;
mod focus;
mod header;
mod icon;
mod inspector;
mod keyboard;
mod keyed;
mod number;
mod outline;
mod panel;
mod parts;
mod persistence;
mod pointer;
mod saved;
mod shell;
mod storage;
mod theme;
mod toolbar;
mod view;
mod workbench;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(shell::Shell);
}
