//! Why the store cannot be opened or used.

use std::path::PathBuf;

/// Why the store cannot be opened. Displayed, each names the file and the way out.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the data directory {} cannot be created: {source}. Choose another with --data DIR",
        directory.display()
    )]
    CreateDirectory { directory: PathBuf, source: std::io::Error },

    #[error(
        "the database {} cannot be opened: {source}. Check that you may write to its directory and \
         that the disk is not full, or choose another directory with --data DIR",
        file.display()
    )]
    Open { file: PathBuf, source: sqlx::Error },

    #[error(
        "{} is not a SQLite database. Move it away, or choose another directory with --data DIR",
        file.display()
    )]
    NotADatabase { file: PathBuf },

    #[error(
        "the database {} was written by a newer Bayplan: it has schema {found}, and this program \
         knows schemas up to {supported}. Update Bayplan, or choose another directory with --data DIR",
        file.display()
    )]
    Newer { file: PathBuf, found: i64, supported: i64 },

    #[error("the database {} cannot be brought up to date: {source}", file.display())]
    Migrate { file: PathBuf, source: sqlx::migrate::MigrateError },
}

/// Why something could not be read from or written to the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no design {id}")]
    UnknownDesign { id: String },

    #[error("design {id} has no revision {revision}; the newest is {newest}")]
    UnknownRevision { id: String, revision: u32, newest: u32 },

    #[error(transparent)]
    Database(#[from] sqlx::Error),

    #[error("the operating system gave no random bytes: {0}")]
    Random(#[from] getrandom::Error),
}
