//! A consumer of a group on the server.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use ::redis::{Cmd, Value};

use super::keys::Keys;
use super::link::Link;
use super::reply::{self, id};
use super::{EXTRA, extra, fields, script};
use crate::entry::Entry;
use crate::transport::{
    Claim, Delivery, Joined, Member, Pending, Position, Settled, TransportError,
};

/// How many pending entries are looked at: older ones first, so that all have their turn.
const PAGES: usize = 10;
const PAGE: usize = 1000;

/// Reads block on a connection of their own, so that an acknowledgement never waits for one.
pub(super) struct RedisMember {
    keys: Keys,
    name: String,
    reading: Link,
    control: Link,
    /// Whether there are, or were, replays: only then is their stream read.
    replays: AtomicBool,
    /// What was found to be removed unread, and was not said yet.
    trimmed: AtomicU64,
}

impl RedisMember {
    pub(super) fn new(keys: Keys, name: &str, [reading, control]: [Link; 2]) -> Self {
        Self {
            keys,
            name: name.to_owned(),
            reading,
            control,
            replays: AtomicBool::new(false),
            trimmed: AtomicU64::new(0),
        }
    }

    fn stream(&self, replayed: bool) -> &str {
        if replayed { &self.keys.replay } else { &self.keys.topic }
    }

    /// The streams that are read, and whether each has the replays.
    fn streams(&self) -> impl Iterator<Item = bool> {
        [false, true].into_iter().take(if self.replays.load(Ordering::Relaxed) { 2 } else { 1 })
    }

    /// Joins the group of the replays if there are any.
    fn find_replays(&self) -> Result<(), TransportError> {
        let there = self.control.call(::redis::cmd("EXISTS").arg(&self.keys.replay))?;
        let there = reply::number(&there) == Some(1);
        if there {
            let mut join = script::run(script::JOIN, &[&self.keys.replay, &self.keys.notes[1]]);
            self.control.call(join.arg(&self.keys.group).arg(""))?;
        }
        self.replays.store(there, Ordering::Relaxed);
        Ok(())
    }

    fn delivery(
        &self,
        id: &str,
        mut entry: Entry,
        tries: u32,
        replayed: bool,
    ) -> Result<Delivery, TransportError> {
        let position = reply::position(id, replayed)?;
        let [original, ..] = if replayed { extra(&mut entry) } else { Default::default() };
        let msg_id = if original.is_empty() { id.to_owned() } else { original };
        Ok(Delivery { position, msg_id, tries, entry })
    }

    /// Runs a script with some entries of each stream, and returns one answer for each entry, in their order.
    fn for_entries(
        &self,
        script: &str,
        positions: &[Position],
        arguments: impl Fn(usize, &mut Cmd),
    ) -> Result<Vec<Value>, TransportError> {
        let mut answers = vec![Value::Nil; positions.len()];
        for replayed in [false, true] {
            let indexes: Vec<usize> = (0..positions.len())
                .filter(|index| positions[*index].replayed == replayed)
                .collect();
            for chunk in indexes.chunks(200) {
                let mut command = script::run(script, &[self.stream(replayed)]);
                command.arg(&self.keys.group).arg(&self.name);
                for index in chunk {
                    command.arg(id(positions[*index]));
                    arguments(*index, &mut command);
                }
                let values = reply::list(self.control.call(&command)?);
                for (index, value) in chunk.iter().zip(values) {
                    answers[*index] = value;
                }
            }
        }
        Ok(answers)
    }

    fn pending_of(&self, replayed: bool) -> Result<Vec<Pending>, TransportError> {
        let (mut found, mut from) = (Vec::new(), "-".to_owned());
        for _ in 0..PAGES {
            let mut command = ::redis::cmd("XPENDING");
            command.arg(self.stream(replayed)).arg(&self.keys.group).arg(&from).arg("+").arg(PAGE);
            let page = reply::list(self.control.call(&command)?);
            let full = page.len() == PAGE;
            for row in page {
                found.push(self.pending_row(row, replayed)?);
            }
            match found.last() {
                Some(last) if full => from = format!("({}", id(last.position)),
                _ => break,
            }
        }
        Ok(found)
    }

    fn pending_row(&self, row: Value, replayed: bool) -> Result<Pending, TransportError> {
        let mut row = reply::list(row).into_iter();
        let (Some(id), Some(owner), Some(idle)) = (row.next(), row.next(), row.next()) else {
            return Err(reply::unexpected());
        };
        let owner = reply::text(owner);
        Ok(Pending {
            position: reply::position(&reply::text(id), replayed)?,
            own: owner == self.name,
            owner,
            idle: Duration::from_millis(reply::number(&idle).unwrap_or(0)),
        })
    }

    /// Adds the commands that put an entry aside.
    fn put_aside(&self, commands: &mut Vec<Cmd>, extra: [&str; 3], entry: &Entry) {
        let mut add = ::redis::cmd("XADD");
        add.arg(&self.keys.dead).arg("*");
        for (name, value) in EXTRA.iter().zip(extra) {
            add.arg(name).arg(value);
        }
        fields(&mut add, entry);
        commands.push(add);
    }

    fn acknowledge(&self, commands: &mut Vec<Cmd>, positions: &[Position]) {
        for replayed in [false, true] {
            let ids = positions.iter().filter(|position| position.replayed == replayed);
            let ids: Vec<String> = ids.map(|position| id(*position)).collect();
            if ids.is_empty() {
                continue;
            }
            let stream = self.stream(replayed);
            let mut ack = ::redis::cmd("XACK");
            ack.arg(stream).arg(&self.keys.group).arg(&ids);
            commands.push(ack);
            if replayed {
                commands.push(::redis::cmd("XDEL").arg(stream).arg(&ids).clone());
            }
        }
    }
}

impl Member for RedisMember {
    fn join(&self, last: Option<Position>) -> Result<Joined, TransportError> {
        let mut join = script::run(script::JOIN, &[&self.keys.topic, &self.keys.notes[0]]);
        join.arg(&self.keys.group).arg(last.map(id).unwrap_or_default());
        let answer = reply::list(self.control.call(&join)?);
        let flag = |index: usize| answer.get(index).and_then(reply::number) == Some(1);
        self.find_replays()?;
        Ok(Joined { created: flag(0), topic_lost: flag(1) })
    }

    fn read(&self, count: usize, wait: Duration) -> Result<Vec<Delivery>, TransportError> {
        let mut command = ::redis::cmd("XREADGROUP");
        command.arg("GROUP").arg(&self.keys.group).arg(&self.name).arg("COUNT").arg(count);
        // 0 would block without end.
        let wait = wait.max(Duration::from_millis(1));
        command.arg("BLOCK").arg(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        command.arg("STREAMS");
        let streams: Vec<bool> = self.streams().collect();
        for replayed in &streams {
            command.arg(self.stream(*replayed));
        }
        for _ in &streams {
            command.arg(">");
        }
        // In the same step, so that the count of what was read is noted before anything can go wrong.
        let commands = [command, self.keys.trimmed("read")];
        let mut answers = self.reading.pipeline_for(&commands, wait)?.into_iter();
        let read = answers.next().unwrap_or(Ok(Value::Nil))?;
        let trimmed = answers.next().unwrap_or(Ok(Value::Nil)).map_or(0, first_number);
        self.trimmed.fetch_add(trimmed, Ordering::Relaxed);
        let mut deliveries = Vec::new();
        for stream in reply::list(read) {
            let mut parts = reply::list(stream).into_iter();
            let (Some(name), Some(entries)) = (parts.next(), parts.next()) else { continue };
            let replayed = reply::text(name) == self.keys.replay;
            for (id, entry) in reply::entries(entries) {
                deliveries.push(self.delivery(&id, entry, 0, replayed)?);
            }
        }
        Ok(deliveries)
    }

    fn pending(&self) -> Result<Vec<Pending>, TransportError> {
        self.find_replays()?;
        let mut found = Vec::new();
        for replayed in self.streams() {
            found.extend(self.pending_of(replayed)?);
        }
        Ok(found)
    }

    fn claim(&self, seen: &[Pending]) -> Result<Vec<Claim>, TransportError> {
        let positions: Vec<Position> = seen.iter().map(|pending| pending.position).collect();
        let answers = self.for_entries(script::CLAIM, &positions, |index, command| {
            command.arg(&seen[index].owner).arg(if seen[index].own {
                0
            } else {
                millis(&seen[index])
            });
        })?;
        let mut claims = Vec::new();
        for (pending, answer) in seen.iter().zip(answers) {
            let mut parts = reply::list(answer).into_iter();
            let Some(tries) = parts.next() else { continue };
            let tries = u32::try_from(reply::number(&tries).unwrap_or(0)).unwrap_or(u32::MAX);
            let replayed = pending.position.replayed;
            claims.push(match parts.next().and_then(reply::entry) {
                Some((id, entry)) => Claim::Taken(self.delivery(&id, entry, tries, replayed)?),
                None => Claim::Hole(id(pending.position)),
            });
        }
        Ok(claims)
    }

    fn keep(&self, entries: &[(Position, Option<u32>)]) -> Result<Vec<bool>, TransportError> {
        let positions: Vec<Position> = entries.iter().map(|(position, _)| *position).collect();
        let answers = self.for_entries(script::KEEP, &positions, |index, command| {
            match entries[index].1 {
                Some(tries) => command.arg(tries),
                None => command.arg(""),
            };
        })?;
        Ok(answers.iter().map(|answer| reply::number(answer) == Some(1)).collect())
    }

    fn settle(&self, settled: &[Settled<'_>]) -> Result<(), TransportError> {
        let (mut commands, mut positions) = (Vec::new(), Vec::new());
        for item in settled {
            match item {
                Settled::Done { position, remember } => {
                    positions.push(*position);
                    if let Some((id, window)) = remember {
                        let key = format!("{}:{id}", self.keys.seen);
                        let window = window.as_millis().max(1).to_string();
                        commands.push(
                            ::redis::cmd("SET").arg(key).arg("").arg("PX").arg(window).clone(),
                        );
                    }
                }
                Settled::Dead { position, msg_id, entry, tries, reason } => {
                    positions.push(*position);
                    let tries = tries.to_string();
                    self.put_aside(&mut commands, [msg_id, &tries, reason], entry);
                }
            }
        }
        self.acknowledge(&mut commands, &positions);
        match commands.as_slice() {
            [] => Ok(()),
            [one] => self.control.call(one).map(drop),
            _ => self.control.transaction(commands).map(drop),
        }
    }

    fn seen(&self, ids: &[&str]) -> Result<Vec<bool>, TransportError> {
        let exists =
            |id: &&str| ::redis::cmd("EXISTS").arg(format!("{}:{id}", self.keys.seen)).clone();
        let commands: Vec<Cmd> = ids.iter().map(exists).collect();
        let answers = self.control.pipeline(&commands)?;
        answers.into_iter().map(|answer| Ok(reply::number(&answer?) == Some(1))).collect()
    }

    fn trimmed_unread(&self) -> Result<u64, TransportError> {
        let now = self.control.call(&self.keys.trimmed("sweep"))?;
        Ok(self.trimmed.swap(0, Ordering::Relaxed) + first_number(now))
    }
}

fn first_number(value: Value) -> u64 {
    reply::list(value).first().and_then(reply::number).unwrap_or(0)
}

fn millis(pending: &Pending) -> u64 {
    u64::try_from(pending.idle.as_millis()).unwrap_or(u64::MAX)
}
