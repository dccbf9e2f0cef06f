//! The entries of an outbox in SQLite.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use super::OutboxError;
use super::disk::{Row, Rows};
use crate::entry::Entry;

pub(super) struct Store(Connection);

/// How long the journal gets, about, before it is moved to the database: 256 KiB. On a disk that fills up, no more than
/// that has to be moved to begin it anew.
const JOURNAL_PAGES: u32 = 64;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS entries (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        topic TEXT NOT NULL,
        tag INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        fields BLOB NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS outbox (id BLOB NOT NULL) STRICT;
    INSERT INTO outbox SELECT randomblob(16) WHERE NOT EXISTS (SELECT 1 FROM outbox);
";

impl Store {
    /// Opens the store, and makes it if it is not there. What is added is on disk when that returns.
    pub(super) fn open(path: &Path) -> Result<Self, OutboxError> {
        Self::open_as(path, "FULL", "NORMAL")
    }

    /// Opens the store to read it, and to remove what need not be on disk at once.
    pub(super) fn open_to_send(path: &Path) -> Result<Self, OutboxError> {
        // On a full disk the file that processes share cannot be made. One process alone does not need it.
        match Self::open_as(path, "NORMAL", "NORMAL") {
            Err(error) if !error.is_busy() => Self::open_as(path, "NORMAL", "EXCLUSIVE"),
            result => result,
        }
    }

    fn open_as(path: &Path, synchronous: &str, locking: &str) -> Result<Self, OutboxError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(30))?;
        connection.pragma_update(None, "locking_mode", locking)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", synchronous)?;
        connection.pragma_update(None, "wal_autocheckpoint", JOURNAL_PAGES)?;
        let known = "SELECT count(*) FROM sqlite_schema WHERE name IN ('entries', 'outbox')";
        // Writes only if it has to, because the disk may be full.
        if connection.query_row(known, [], |row| row.get::<_, u32>(0))? < 2 {
            connection.execute_batch(&format!("BEGIN IMMEDIATE; {SCHEMA} COMMIT;"))?;
        }
        Ok(Self(connection))
    }
}

impl Rows for Store {
    fn id(&self) -> Result<[u8; 16], OutboxError> {
        Ok(self.0.query_row("SELECT id FROM outbox", [], |row| row.get(0))?)
    }

    fn add(&mut self, entries: &[(&str, u64, &Entry)], now: Duration) -> Result<(), OutboxError> {
        let transaction =
            self.0.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        {
            let mut insert = transaction.prepare(
                "INSERT INTO entries (topic, tag, accepted, fields) VALUES (?, ?, ?, ?)",
            )?;
            for (topic, tag, entry) in entries {
                let accepted = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
                insert.execute(params![topic, tag.cast_signed(), accepted, entry.to_bytes()])?;
            }
        }
        Ok(transaction.commit()?)
    }

    fn after(&self, seq: u64, count: usize, bytes: usize) -> Result<Vec<Row>, OutboxError> {
        let mut select = self.0.prepare(
            "SELECT seq, topic, tag, fields FROM entries WHERE seq > ? ORDER BY seq LIMIT ?",
        )?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let mut found = select.query(params![seq.cast_signed(), count])?;
        let (mut rows, mut size) = (Vec::<Row>::new(), 0);
        while let Some(row) = found.next()? {
            let fields = row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?;
            let entry = Entry::from_bytes(fields).ok_or(OutboxError::Damaged)?;
            size += entry.size();
            let row = Row {
                seq: row.get::<_, i64>(0)?.cast_unsigned(),
                topic: row.get(1)?,
                tag: row.get::<_, i64>(2)?.cast_unsigned(),
                entry,
            };
            if rows.first().is_some_and(|first| first.topic != row.topic || size > bytes) {
                break;
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn count_after(&self, seq: u64) -> Result<u64, OutboxError> {
        let count = "SELECT count(*) FROM entries WHERE seq > ?";
        let count = self.0.query_row(count, [seq.cast_signed()], |row| row.get::<_, i64>(0))?;
        Ok(count.cast_unsigned())
    }

    fn first(&self) -> Result<Option<u64>, OutboxError> {
        let first = "SELECT seq FROM entries ORDER BY seq LIMIT 1";
        let first = self.0.query_row(first, [], |row| row.get::<_, i64>(0)).optional()?;
        Ok(first.map(i64::cast_unsigned))
    }

    fn checkpoint(&self) -> Result<(), OutboxError> {
        Ok(self.0.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(()))?)
    }

    fn remove(&self, to: u64, accepted_before: Duration) -> Result<usize, OutboxError> {
        let accepted = i64::try_from(accepted_before.as_secs()).unwrap_or(i64::MAX);
        let remove = "DELETE FROM entries WHERE seq IN
            (SELECT seq FROM entries WHERE seq <= ? AND accepted <= ? ORDER BY seq LIMIT 1000)";
        Ok(self.0.execute(remove, params![to.cast_signed(), accepted])?)
    }
}

impl OutboxError {
    /// True if the disk is full.
    pub(super) fn is_full(&self) -> bool {
        matches!(self, Self::Store(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull))
    }

    /// True if another process has locked the store for too long.
    fn is_busy(&self) -> bool {
        matches!(self, Self::Store(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy))
    }
}
