//! The command line: one file a command.

mod check;
mod diff;
mod export;
mod import;
mod input;
mod output;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Design Amazon ECS clusters, services and task definitions.
#[derive(Debug, Parser)]
#[command(name = "bayplan", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Check(check::Check),
    Diff(diff::Diff),
    Export(export::Export),
    Import(import::Import),
}

/// Why a command could not be done. Displayed, it says the way out.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Serve(#[from] serve::ServeError),

    #[error(transparent)]
    Check(#[from] output::OutputError),

    #[error(transparent)]
    Diff(#[from] diff::DiffError),

    #[error(transparent)]
    Export(#[from] export::ExportError),

    #[error(transparent)]
    Import(#[from] import::ImportCommandError),
}

/// What the program does: reads the command line, runs the command, says what went wrong.
///
/// The exit code is the command's own, or 2 if the command could not be done or was not understood.
#[must_use]
pub fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Error> {
    match command {
        Command::Serve(serve) => Ok(serve.run()?),
        Command::Check(check) => Ok(check.run()?),
        Command::Diff(diff) => Ok(diff.run()?),
        Command::Export(export) => Ok(export.run()?),
        Command::Import(import) => Ok(import.run()?),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
