//! The `bayplan` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    bayplan_server::command::main()
}
