//! The store: designs and every revision of them, in SQLite.
//!
//! A save is one transaction that checks the revision it started from, so nothing is overwritten and
//! no revision is ever lost. The SQL is the subset that PostgreSQL takes too; what is SQLite's own is
//! in [`Store::open`] and [`Store::begin_write`].

mod error;
mod id;

use std::{
    io,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bayplan_api::{DesignSummary, RevisionSummary, SaveOutcome, Saved, StoredDesign};
use sqlx::{
    FromRow, Sqlite, SqliteExecutor, SqlitePool, Transaction,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub use error::{OpenError, StoreError};

/// The database's file in the data directory.
pub const FILE_NAME: &str = "bayplan.db";

static MIGRATOR: Migrator = sqlx::migrate!();

/// How long a statement waits for another process or connection that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// A revision to be stored.
#[derive(Debug, Clone, Copy)]
pub struct NewRevision<'a> {
    /// The design's JSON.
    pub text: &'a str,
    /// What the person who saves calls it.
    pub label: Option<&'a str>,
    /// The design's name from now on; without one it keeps the name it has.
    pub name: Option<&'a str>,
}

/// Handle to the database; clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the database in `directory`, creates both if they are not there, and brings the schema
    /// up to date.
    ///
    /// # Errors
    ///
    /// If the directory or the file cannot be written, or if the file is a newer Bayplan's or not a
    /// database.
    pub async fn open(directory: &Path) -> Result<Self, OpenError> {
        create_private_directory(directory).map_err(|source| OpenError::CreateDirectory {
            directory: directory.to_owned(),
            source,
        })?;
        let file = directory.join(FILE_NAME);
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            // Readers do not wait for a writer, and a second process may look.
            .journal_mode(SqliteJournalMode::Wal)
            // A save that was answered survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(BUSY_TIMEOUT)
            .connect_with(options)
            .await
            .map_err(|source| open_error(&file, source))?;
        MIGRATOR.run(&pool).await.map_err(|error| migrate_error(&file, error))?;
        Ok(Self { pool })
    }

    /// Waits for the statements that run and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT id FROM design LIMIT 1").fetch_optional(&self.pool).await?;
        Ok(())
    }

    /// All designs, the one saved last first.
    pub async fn list_designs(&self) -> Result<Vec<DesignSummary>, StoreError> {
        let rows: Vec<DesignRow> = sqlx::query_as(
            "SELECT design.id, design.name, revision.number, revision.saved_at
             FROM design
             JOIN revision ON revision.design_id = design.id AND revision.number = design.newest
             ORDER BY revision.saved_at DESC, design.id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(DesignSummary::from).collect())
    }

    /// The newest revision of a design.
    pub async fn load_design(&self, id: &str) -> Result<StoredDesign, StoreError> {
        newest_revision(&self.pool, id).await
    }

    /// Stores a new design, as its revision 1.
    pub async fn create_design(&self, name: &str, text: &str) -> Result<DesignSummary, StoreError> {
        let design = DesignSummary {
            id: id::random()?,
            name: name.to_owned(),
            revision: 1,
            saved_at: now(),
        };
        let mut transaction = self.begin_write().await?;
        sqlx::query("INSERT INTO design (id, name, created_at, newest) VALUES ($1, $2, $3, $4)")
            .bind(&design.id)
            .bind(&design.name)
            .bind(design.saved_at)
            .bind(i64::from(design.revision))
            .execute(&mut *transaction)
            .await?;
        let saved = Saved { revision: design.revision, saved_at: design.saved_at };
        insert_revision(&mut transaction, &design.id, &saved, None, text).await?;
        transaction.commit().await?;
        Ok(design)
    }

    /// Stores a revision as the one after `base`, if `base` is the newest.
    ///
    /// Text that the newest revision already has makes no new one, whatever the base: that is how a
    /// repeated save looks whose first answer was lost.
    pub async fn save_design(
        &self,
        id: &str,
        base: u32,
        new: NewRevision<'_>,
    ) -> Result<SaveOutcome, StoreError> {
        let mut transaction = self.begin_write().await?;
        let newest = newest_revision(&mut *transaction, id).await?;
        if newest.text == new.text {
            return Ok(SaveOutcome::Saved(Saved {
                revision: newest.revision,
                saved_at: newest.saved_at,
            }));
        }
        if newest.revision != base {
            return Ok(SaveOutcome::Conflict(newest));
        }
        let saved = Saved { revision: base.saturating_add(1), saved_at: now() };
        insert_revision(&mut transaction, id, &saved, new.label, new.text).await?;
        sqlx::query("UPDATE design SET newest = $1, name = COALESCE($2, name) WHERE id = $3")
            .bind(i64::from(saved.revision))
            .bind(new.name)
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(SaveOutcome::Saved(saved))
    }

    /// The revisions of a design, newest first.
    pub async fn list_revisions(&self, id: &str) -> Result<Vec<RevisionSummary>, StoreError> {
        let rows: Vec<RevisionRow> = sqlx::query_as(
            "SELECT number, saved_at, label FROM revision
             WHERE design_id = $1 ORDER BY number DESC",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        // A design always has its first revision.
        if rows.is_empty() {
            return Err(StoreError::UnknownDesign { id: id.to_owned() });
        }
        Ok(rows.into_iter().map(RevisionSummary::from).collect())
    }

    /// One revision of a design.
    pub async fn load_revision(&self, id: &str, revision: u32) -> Result<StoredDesign, StoreError> {
        let row: Option<DesignRow> = sqlx::query_as(
            "SELECT design.id, design.name, revision.number, revision.saved_at, revision.text
             FROM revision JOIN design ON design.id = revision.design_id
             WHERE revision.design_id = $1 AND revision.number = $2",
        )
        .bind(id)
        .bind(i64::from(revision))
        .fetch_optional(&self.pool)
        .await?;
        match row {
            Some(row) => Ok(row.into()),
            None => {
                let newest = newest_revision(&self.pool, id).await?.revision;
                Err(StoreError::UnknownRevision { id: id.to_owned(), revision, newest })
            }
        }
    }

    /// Starts a transaction that will write.
    ///
    /// It takes SQLite's one write lock at once: a transaction that first reads and then writes fails
    /// if another wrote in between, instead of waiting its turn.
    async fn begin_write(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.pool.begin_with("BEGIN IMMEDIATE").await
    }
}

async fn newest_revision(
    executor: impl SqliteExecutor<'_>,
    id: &str,
) -> Result<StoredDesign, StoreError> {
    let row: Option<DesignRow> = sqlx::query_as(
        "SELECT design.id, design.name, revision.number, revision.saved_at, revision.text
         FROM design
         JOIN revision ON revision.design_id = design.id AND revision.number = design.newest
         WHERE design.id = $1",
    )
    .bind(id)
    .fetch_optional(executor)
    .await?;
    row.map(StoredDesign::from).ok_or_else(|| StoreError::UnknownDesign { id: id.to_owned() })
}

async fn insert_revision(
    transaction: &mut Transaction<'static, Sqlite>,
    id: &str,
    saved: &Saved,
    label: Option<&str>,
    text: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO revision (design_id, number, saved_at, label, text)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id)
    .bind(i64::from(saved.revision))
    .bind(saved.saved_at)
    .bind(label)
    .bind(text)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// A design with one of its revisions; `text` is empty where the query leaves it out.
#[derive(FromRow)]
struct DesignRow {
    id: String,
    name: String,
    #[sqlx(try_from = "i64")]
    number: u32,
    saved_at: i64,
    #[sqlx(default)]
    text: String,
}

impl From<DesignRow> for DesignSummary {
    fn from(row: DesignRow) -> Self {
        Self { id: row.id, name: row.name, revision: row.number, saved_at: row.saved_at }
    }
}

impl From<DesignRow> for StoredDesign {
    fn from(row: DesignRow) -> Self {
        let DesignRow { id, name, number, saved_at, text } = row;
        Self { id, name, revision: number, saved_at, text }
    }
}

#[derive(FromRow)]
struct RevisionRow {
    #[sqlx(try_from = "i64")]
    number: u32,
    saved_at: i64,
    label: Option<String>,
}

impl From<RevisionRow> for RevisionSummary {
    fn from(row: RevisionRow) -> Self {
        Self { revision: row.number, saved_at: row.saved_at, label: row.label }
    }
}

/// Milliseconds since 1970-01-01 UTC; 0 on a machine whose clock is set before that.
fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

/// Creates a directory that only its owner may enter: designs name accounts, networks and roles. One
/// that exists keeps the permissions it has.
fn create_private_directory(directory: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

fn open_error(file: &Path, source: sqlx::Error) -> OpenError {
    /// SQLite's result code SQLITE_NOTADB.
    const NOT_A_DATABASE: &str = "26";
    let file = file.to_owned();
    match source.as_database_error().and_then(sqlx::error::DatabaseError::code) {
        Some(code) if code == NOT_A_DATABASE => OpenError::NotADatabase { file },
        _ => OpenError::Open { file, source },
    }
}

fn migrate_error(file: &Path, source: MigrateError) -> OpenError {
    let supported = MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or_default();
    let file = file.to_owned();
    match source {
        MigrateError::VersionMissing(found) if found > supported => {
            OpenError::Newer { file, found, supported }
        }
        source => OpenError::Migrate { file, source },
    }
}
