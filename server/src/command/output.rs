//! Writing to the terminal and to files.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use bayplan_model::remark::Remark;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum OutputError {
    #[error("{} cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },

    #[error("standard output cannot be written: {0}")]
    Stdout(io::Error),
}

/// Prints a text on standard output. A reader that went away, such as `head`, is no error.
pub(super) fn print(text: &str) -> Result<(), OutputError> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(OutputError::Stdout(error)),
        _ => Ok(()),
    }
}

/// Prints remarks about a file on standard error.
pub(super) fn print_remarks(name: &str, remarks: &[Remark]) {
    for remark in remarks {
        eprintln!("{name}: note: {remark}");
    }
}

/// Writes a file, all of it or nothing: whoever reads it meanwhile sees the old one.
pub(super) fn write_file(path: &Path, text: &str) -> Result<(), OutputError> {
    let fail = |source| OutputError::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    if path.is_dir() {
        return Err(fail(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory")));
    }
    // A device, such as /dev/stdout, is written to and not replaced.
    if path.exists() && !path.is_file() {
        return fs::write(path, text).map_err(fail);
    }
    // Where a link leads is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut temporary = target.clone().into_os_string();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let written = fs::write(&temporary, text)
        .and_then(|()| match fs::metadata(&target) {
            Ok(metadata) => fs::set_permissions(&temporary, metadata.permissions()),
            Err(_) => Ok(()),
        })
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(fail)
}

/// Colours on a terminal, and nothing elsewhere or where `NO_COLOR` is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(bool);

impl Paint {
    pub(super) fn of_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self(!refused && io::stdout().is_terminal())
    }

    /// A text in an ANSI style, such as `1;31`, bold and red.
    pub(super) fn style(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
