//! The tables, and what is done with them.

use std::ops::Range;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Result, Row, params};

use super::now;
use crate::entry::Entry;
use crate::transport::DeadLetter;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS topics (topic TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS entries (topic TEXT NOT NULL, number INTEGER NOT NULL, fields BLOB NOT NULL,
        PRIMARY KEY (topic, number)) STRICT;
    CREATE TABLE IF NOT EXISTS groups (topic TEXT NOT NULL, name TEXT NOT NULL, read INTEGER NOT NULL,
        PRIMARY KEY (topic, name)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS pending (topic TEXT NOT NULL, name TEXT NOT NULL, replayed INTEGER NOT NULL,
        number INTEGER NOT NULL, owner TEXT NOT NULL, tries INTEGER NOT NULL, kept INTEGER NOT NULL,
        read INTEGER NOT NULL, PRIMARY KEY (topic, name, replayed, number)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS letters (number INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL,
        name TEXT NOT NULL, msg_id TEXT NOT NULL, tries INTEGER NOT NULL, reason TEXT NOT NULL,
        fields BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS replays (number INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL,
        name TEXT NOT NULL, msg_id TEXT NOT NULL, fields BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS seen (topic TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (topic, name, id)) STRICT, WITHOUT ROWID;
";

pub(super) fn prepare(connection: &Connection) -> Result<()> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(SCHEMA)
}

/// The numbers of the first entry, and of the last one that was ever added. Numbers have no gaps.
pub(super) fn ends(connection: &Connection, topic: &str) -> Result<(u64, u64)> {
    let ends = "SELECT first, last FROM topics WHERE topic = ?";
    let ends = connection.query_row(ends, [topic], |row| Ok((number(row, 0)?, number(row, 1)?)));
    Ok(ends.optional()?.unwrap_or((1, 0)))
}

pub(super) fn number(row: &Row<'_>, index: usize) -> Result<u64> {
    Ok(row.get::<_, i64>(index)?.cast_unsigned())
}

pub(super) fn fields(row: &Row<'_>, index: usize) -> Result<Entry> {
    let bytes = row.get_ref(index)?.as_blob()?;
    Entry::from_bytes(bytes).ok_or(rusqlite::Error::InvalidQuery)
}

pub(super) fn append(
    connection: &Connection,
    topic: &str,
    entries: &[Entry],
    max_length: Option<u64>,
) -> Result<Range<u64>> {
    let (first, before) = ends(connection, topic)?;
    let last = before + entries.len() as u64;
    let mut insert =
        connection.prepare("INSERT INTO entries (topic, number, fields) VALUES (?, ?, ?)")?;
    for (number, entry) in (before + 1..).zip(entries) {
        insert.execute(params![topic, number.cast_signed(), entry.to_bytes()])?;
    }
    let kept = max_length.map_or(first, |length| first.max((last + 1).saturating_sub(length)));
    if kept > first {
        let remove = "DELETE FROM entries WHERE topic = ? AND number < ?";
        connection.execute(remove, params![topic, kept.cast_signed()])?;
    }
    let upsert = "INSERT INTO topics VALUES (?1, ?2, ?3)
        ON CONFLICT (topic) DO UPDATE SET first = ?2, last = ?3";
    connection.execute(upsert, params![topic, kept.cast_signed(), last.cast_signed()])?;
    Ok(before + 1..last + 1)
}

/// The first entries after a number.
pub(super) fn after(
    connection: &Connection,
    topic: &str,
    number: u64,
    count: usize,
) -> Result<Vec<(u64, Entry)>> {
    let mut select = connection.prepare(
        "SELECT number, fields FROM entries WHERE topic = ? AND number > ? ORDER BY number LIMIT ?",
    )?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let entry = |row: &Row<'_>| Ok((self::number(row, 0)?, fields(row, 1)?));
    select.query_map(params![topic, number.cast_signed(), count], entry)?.collect()
}

/// The last entry that a group has read; `None` if there is no such group.
pub(super) fn group(connection: &Connection, topic: &str, name: &str) -> Result<Option<u64>> {
    let read = "SELECT read FROM groups WHERE topic = ? AND name = ?";
    connection.query_row(read, [topic, name], |row| number(row, 0)).optional()
}

/// How many entries are pending, and when the oldest one was read.
pub(super) fn pending_count(
    connection: &Connection,
    topic: &str,
    name: &str,
) -> Result<(u64, Option<i64>)> {
    let count = "SELECT count(*), min(read) FROM pending WHERE topic = ? AND name = ?";
    connection.query_row(count, [topic, name], |row| Ok((number(row, 0)?, row.get(1)?)))
}

pub(super) fn letters(connection: &Connection, topic: &str, name: &str) -> Result<Vec<DeadLetter>> {
    let mut select = connection.prepare(
        "SELECT number, msg_id, tries, reason, fields FROM letters WHERE topic = ? AND name = ? ORDER BY number",
    )?;
    let letter = |row: &Row<'_>| {
        Ok(DeadLetter {
            id: number(row, 0)?.to_string(),
            msg_id: row.get(1)?,
            tries: row.get(2)?,
            reason: row.get(3)?,
            entry: fields(row, 4)?,
        })
    };
    select.query_map([topic, name], letter)?.collect()
}

pub(super) fn replay(
    connection: &Connection,
    topic: &str,
    name: &str,
    letter: &str,
) -> Result<bool> {
    let copy =
        "INSERT INTO replays (topic, name, msg_id, fields) SELECT topic, name, msg_id, fields
        FROM letters WHERE topic = ? AND name = ? AND number = CAST(? AS INTEGER)";
    connection.execute(copy, [topic, name, letter])?;
    drop_letter(connection, topic, name, letter)
}

pub(super) fn drop_letter(
    connection: &Connection,
    topic: &str,
    name: &str,
    letter: &str,
) -> Result<bool> {
    let remove = "DELETE FROM letters WHERE topic = ? AND name = ? AND number = CAST(? AS INTEGER)";
    Ok(connection.execute(remove, [topic, name, letter])? > 0)
}

pub(super) fn is_seen(connection: &Connection, topic: &str, name: &str, id: &str) -> Result<bool> {
    let seen = "SELECT 1 FROM seen WHERE topic = ? AND name = ? AND id = ? AND until > ?";
    connection.prepare(seen)?.exists(params![topic, name, id, now()])
}
