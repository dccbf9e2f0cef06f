//! A member of a group in the database.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Result as Sql, Row, Transaction, params};

use super::tables::{self, fields, number};
use super::{Shared, now};
use crate::entry::Entry;
use crate::transport::{
    Claim, Delivery, Joined, Member, Pending, Position, Settled, TransportError,
};

/// How often a member that waits looks for what other processes have appended.
const LOOK: Duration = Duration::from_millis(20);

pub(super) struct SqliteMember {
    shared: Arc<Shared>,
    topic: String,
    group: String,
    name: String,
}

impl SqliteMember {
    pub(super) fn new(shared: Arc<Shared>, [topic, group, name]: [&str; 3]) -> Self {
        let [topic, group, name] = [topic, group, name].map(str::to_owned);
        Self { shared, topic, group, name }
    }

    fn key(&self) -> [&str; 2] {
        [&self.topic, &self.group]
    }

    /// True if there is something to read; the group must be there.
    fn has_more(&self, connection: &Connection) -> Sql<Option<bool>> {
        let Some(read) = tables::group(connection, &self.topic, &self.group)? else {
            return Ok(None);
        };
        let (_, last) = tables::ends(connection, &self.topic)?;
        Ok(Some(read < last || !self.replays(connection, 1)?.is_empty()))
    }

    /// Replays that no member has read yet.
    fn replays(&self, connection: &Connection, count: usize) -> Sql<Vec<Delivery>> {
        let mut select = connection.prepare(
            "SELECT number, fields, msg_id FROM replays AS r WHERE topic = ?1 AND name = ?2 AND NOT EXISTS
            (SELECT 1 FROM pending AS p WHERE p.topic = ?1 AND p.name = ?2 AND p.replayed = 1 AND p.number = r.number)
            ORDER BY number LIMIT ?3",
        )?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let delivery = |row: &Row<'_>| {
            let position = Position { replayed: true, major: 0, minor: number(row, 0)? };
            Ok(Delivery { position, msg_id: row.get(2)?, tries: 0, entry: fields(row, 1)? })
        };
        select.query_map(params![self.topic, self.group, count], delivery)?.collect()
    }

    /// Entries that the group has not read yet.
    fn fresh(&self, connection: &Connection, read: u64, count: usize) -> Sql<Vec<Delivery>> {
        let delivery = |(number, entry): (u64, Entry)| {
            let msg_id = number.to_string();
            Delivery { position: super::position(number), msg_id, tries: 0, entry }
        };
        let entries = tables::after(connection, &self.topic, read, count)?;
        Ok(entries.into_iter().map(delivery).collect())
    }

    fn take(&self, step: &Transaction<'_>, count: usize) -> Sql<Vec<Delivery>> {
        let Some(read) = tables::group(step, &self.topic, &self.group)? else {
            return Ok(Vec::new());
        };
        let mut all = self.replays(step, count)?;
        all.extend(self.fresh(step, read, count - all.len())?);
        let insert = "INSERT INTO pending VALUES (?, ?, ?, ?, ?, 1, ?, ?)";
        let mut insert = step.prepare(insert)?;
        for Delivery { position: at, .. } in &all {
            let [topic, group] = self.key();
            let number = at.minor.cast_signed();
            let now = now();
            insert.execute(params![topic, group, at.replayed, number, self.name, now, now])?;
        }
        let last = all.iter().filter(|it| !it.position.replayed).map(|it| it.position.minor).max();
        if let Some(last) = last {
            self.move_to(step, last)?;
        }
        Ok(all)
    }

    fn move_to(&self, step: &Connection, read: u64) -> Sql<()> {
        let update = "UPDATE groups SET read = ? WHERE topic = ? AND name = ?";
        step.execute(update, params![read.cast_signed(), self.topic, self.group]).map(drop)
    }

    /// The fields of an entry, and its id in messages; `None` if it is gone.
    fn entry(&self, step: &Connection, at: Position) -> Sql<Option<(Entry, String)>> {
        let number = at.minor.cast_signed();
        if at.replayed {
            let select = "SELECT fields, msg_id FROM replays WHERE number = ?";
            let found = step.query_row(select, [number], |row| Ok((fields(row, 0)?, row.get(1)?)));
            return found.optional();
        }
        let select = "SELECT fields FROM entries WHERE topic = ? AND number = ?";
        let found = step.query_row(select, params![self.topic, number], |row| fields(row, 0));
        Ok(found.optional()?.map(|entry| (entry, at.minor.to_string())))
    }

    fn claim_one(&self, step: &Connection, seen: &Pending) -> Sql<Option<Claim>> {
        let [topic, group] = self.key();
        let at = seen.position;
        let number = at.minor.cast_signed();
        let idle = i64::try_from(seen.idle.as_millis()).unwrap_or(i64::MAX);
        let idle = if seen.own { 0 } else { idle };
        let select =
            "SELECT tries FROM pending WHERE topic = ? AND name = ? AND replayed = ? AND number = ?
            AND owner = ? AND max(? - kept, 0) >= ?";
        let found = params![topic, group, at.replayed, number, seen.owner, now(), idle];
        let tries = step.query_row(select, found, |row| row.get::<_, u32>(0)).optional()?;
        let Some(tries) = tries else { return Ok(None) };
        let Some((entry, msg_id)) = self.entry(step, at)? else {
            self.forget(step, at)?;
            return Ok(Some(Claim::Hole(at.minor.to_string())));
        };
        let update = "UPDATE pending SET owner = ?, kept = ? WHERE topic = ? AND name = ? AND replayed = ? AND number = ?";
        step.execute(update, params![self.name, now(), topic, group, at.replayed, number])?;
        Ok(Some(Claim::Taken(Delivery { position: at, msg_id, tries, entry })))
    }

    /// An entry is not pending any more.
    fn forget(&self, step: &Connection, at: Position) -> Sql<()> {
        let [topic, group] = self.key();
        let number = at.minor.cast_signed();
        let remove =
            "DELETE FROM pending WHERE topic = ? AND name = ? AND replayed = ? AND number = ?";
        step.execute(remove, params![topic, group, at.replayed, number])?;
        if at.replayed {
            step.execute("DELETE FROM replays WHERE number = ?", [number])?;
        }
        Ok(())
    }

    fn keep_one(&self, step: &Connection, at: Position, tries: Option<u32>) -> Sql<bool> {
        let [topic, group] = self.key();
        let update = "UPDATE pending SET kept = ?, tries = ifnull(?, tries)
            WHERE topic = ? AND name = ? AND replayed = ? AND number = ? AND owner = ?";
        let number = at.minor.cast_signed();
        let kept = params![now(), tries, topic, group, at.replayed, number, self.name];
        Ok(step.execute(update, kept)? > 0)
    }

    fn settle_one(&self, step: &Connection, item: &Settled<'_>) -> Sql<()> {
        let [topic, group] = self.key();
        match item {
            Settled::Done { position, remember } => {
                if let Some((id, window)) = remember {
                    let window = i64::try_from(window.as_millis()).unwrap_or(i64::MAX);
                    let until = now().saturating_add(window);
                    step.execute("DELETE FROM seen WHERE until <= ?", [now()])?;
                    let insert = "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)";
                    step.execute(insert, params![topic, group, id, until])?;
                }
                self.forget(step, *position)
            }
            Settled::Dead { position, msg_id, entry, tries, reason } => {
                let insert = "INSERT INTO letters (topic, name, msg_id, tries, reason, fields) VALUES (?, ?, ?, ?, ?, ?)";
                step.execute(
                    insert,
                    params![topic, group, msg_id, tries, reason, entry.to_bytes()],
                )?;
                self.forget(step, *position)
            }
        }
    }
}

impl Member for SqliteMember {
    fn join(&self, last: Option<Position>) -> Result<Joined, TransportError> {
        self.shared.step(|step| {
            let (first, newest) = tables::ends(step, &self.topic)?;
            let insert = "INSERT OR IGNORE INTO groups VALUES (?, ?, ?)";
            let read = (first - 1).cast_signed();
            let created = step.execute(insert, params![self.topic, self.group, read])? > 0;
            let topic_lost = created && last.is_some_and(|last| last.minor > newest);
            Ok(Joined { created, topic_lost })
        })
    }

    fn read(&self, count: usize, wait: Duration) -> Result<Vec<Delivery>, TransportError> {
        let until = Instant::now() + wait;
        loop {
            match self.shared.look(|it| self.has_more(it))? {
                None => return Err(TransportError::Gone),
                Some(true) => return self.shared.step(|step| self.take(step, count)),
                Some(false) => {}
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Vec::new());
            }
            let connection = self.shared.connection();
            let waited = self.shared.appended.wait_timeout(connection, left.min(LOOK));
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn pending(&self) -> Result<Vec<Pending>, TransportError> {
        self.shared.look(|it| {
            let mut select = it.prepare(
                "SELECT replayed, number, owner, kept FROM pending WHERE topic = ? AND name = ?
                ORDER BY replayed, number LIMIT 10000",
            )?;
            let pending = |row: &Row<'_>| {
                let idle = now().saturating_sub(row.get(3)?).max(0);
                let owner: String = row.get(2)?;
                Ok(Pending {
                    position: Position { replayed: row.get(0)?, major: 0, minor: number(row, 1)? },
                    own: owner == self.name,
                    owner,
                    idle: Duration::from_millis(idle.cast_unsigned()),
                })
            };
            select.query_map(self.key(), pending)?.collect()
        })
    }

    fn claim(&self, seen: &[Pending]) -> Result<Vec<Claim>, TransportError> {
        self.shared.step(|step| {
            let claims = seen.iter().map(|seen| self.claim_one(step, seen));
            claims.filter_map(Sql::transpose).collect()
        })
    }

    fn keep(&self, entries: &[(Position, Option<u32>)]) -> Result<Vec<bool>, TransportError> {
        self.shared.step(|step| {
            entries.iter().map(|(position, tries)| self.keep_one(step, *position, *tries)).collect()
        })
    }

    fn settle(&self, settled: &[Settled<'_>]) -> Result<(), TransportError> {
        self.shared.step(|step| settled.iter().try_for_each(|item| self.settle_one(step, item)))
    }

    fn seen(&self, ids: &[&str]) -> Result<Vec<bool>, TransportError> {
        let [topic, group] = self.key();
        self.shared.look(|it| ids.iter().map(|id| tables::is_seen(it, topic, group, id)).collect())
    }

    fn trimmed_unread(&self) -> Result<u64, TransportError> {
        self.shared.step(|step| {
            let (first, _) = tables::ends(step, &self.topic)?;
            let Some(read) = tables::group(step, &self.topic, &self.group)? else { return Ok(0) };
            let lost = (first - 1).saturating_sub(read);
            if lost > 0 {
                self.move_to(step, first - 1)?;
            }
            Ok(lost)
        })
    }
}
