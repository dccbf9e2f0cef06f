//! The transport over an SQLite file, for the processes of one machine; or over memory, for one process.
//!
//! What is appended, and what a group has done, is on disk when the call returns.

mod member;
mod tables;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::entry::Entry;
use crate::transport::{DeadLetter, Lag, Member, Position, Scan, Transport, TransportError};
use member::SqliteMember;

/// Topics in a database.
pub struct Sqlite {
    shared: Arc<Shared>,
    max_length: Option<u64>,
}

/// The connection of this process.
struct Shared {
    connection: Mutex<Connection>,
    /// Signalled when this process has appended something.
    appended: Condvar,
}

impl Sqlite {
    /// The database in a file, which is made if it is not there. A topic that is longer than `max_length` is trimmed when
    /// something is added to it.
    ///
    /// # Errors
    ///
    /// If the file cannot be used.
    pub fn open(path: &Path, max_length: Option<u64>) -> Result<Self, TransportError> {
        let connection = Connection::open(path).map_err(failed)?;
        Self::with(connection, max_length)
    }

    /// A database in memory, which only this process has.
    ///
    /// # Errors
    ///
    /// If there is no memory.
    pub fn in_memory() -> Result<Self, TransportError> {
        Self::with(Connection::open_in_memory().map_err(failed)?, None)
    }

    fn with(connection: Connection, max_length: Option<u64>) -> Result<Self, TransportError> {
        tables::prepare(&connection).map_err(failed)?;
        let shared = Shared { connection: Mutex::new(connection), appended: Condvar::new() };
        Ok(Self { shared: Arc::new(shared), max_length })
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sqlite")
    }
}

impl Shared {
    /// A transaction that was not committed is rolled back, so a panic leaves the database in order.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something in one step.
    fn step<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, TransportError> {
        let mut connection = self.connection();
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let result = work(&transaction).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(result)
    }

    fn look<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, TransportError> {
        work(&self.connection()).map_err(failed)
    }
}

/// What is wrong with the database may be repaired, so nothing is hopeless but a file of another kind.
fn failed(error: rusqlite::Error) -> TransportError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => TransportError::Never("not a database".to_owned()),
        _ => TransportError::Refused(error.to_string()),
    }
}

fn position(number: u64) -> Position {
    Position { replayed: false, major: 0, minor: number }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}

impl Transport for Sqlite {
    fn append(&self, topic: &str, entries: &[Entry]) -> Result<Vec<Position>, TransportError> {
        let numbers = self.shared.step(|it| tables::append(it, topic, entries, self.max_length))?;
        self.shared.appended.notify_all();
        Ok(numbers.map(position).collect())
    }

    fn lost(&self, topic: &str, entries: &[Position]) -> Result<Vec<bool>, TransportError> {
        let (first, last) = self.shared.look(|it| tables::ends(it, topic))?;
        // What is older than the first was trimmed.
        let lost = |position: &Position| position.minor > last && position.minor >= first;
        Ok(entries.iter().map(lost).collect())
    }

    fn msg_id(&self, position: Position) -> String {
        position.minor.to_string()
    }

    fn scan(&self, topic: &str, at: Option<Position>, count: usize) -> Scan {
        let after = at.map_or(0, |after| after.minor);
        let found = self.shared.look(|it| tables::after(it, topic, after, count))?;
        Ok(found.into_iter().map(|(number, entry)| (position(number), entry)).collect())
    }

    fn member(&self, topic: &str, group: &str, name: &str) -> Box<dyn Member> {
        Box::new(SqliteMember::new(Arc::clone(&self.shared), [topic, group, name]))
    }

    fn lag(&self, topic: &str, group: &str) -> Result<Lag, TransportError> {
        self.shared.look(|it| {
            let (first, last) = tables::ends(it, topic)?;
            let read = tables::group(it, topic, group)?;
            let done = read.unwrap_or(first.saturating_sub(1));
            let trimmed_unread = (first - 1).saturating_sub(done);
            let (pending, oldest) = tables::pending_count(it, topic, group)?;
            let age = oldest.map_or(0, |oldest| now().saturating_sub(oldest).max(0));
            Ok(Lag {
                length: last + 1 - first,
                added: Some(last),
                read: Some(read.unwrap_or(0)),
                waiting: last - done - trimmed_unread,
                pending,
                oldest_pending: Duration::from_millis(age.cast_unsigned()),
                trimmed_unread,
                dead: tables::letters(it, topic, group)?.len() as u64,
            })
        })
    }

    fn dead_letters(&self, topic: &str, group: &str) -> Result<Vec<DeadLetter>, TransportError> {
        self.shared.look(|it| tables::letters(it, topic, group))
    }

    fn replay(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        let replayed = self.shared.step(|it| tables::replay(it, topic, group, letter))?;
        self.shared.appended.notify_all();
        Ok(replayed)
    }

    fn drop_letter(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        self.shared.step(|it| tables::drop_letter(it, topic, group, letter))
    }
}
