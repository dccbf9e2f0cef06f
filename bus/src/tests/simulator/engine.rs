//! The engine of the simulator: topics and groups in memory, of which copies can be kept.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::entry::Entry;
use crate::transport::{
    Claim, DeadLetter, Delivery, Joined, Lag, Pending, Position, Settled, TransportError,
};

#[derive(Clone, Default)]
pub(super) struct Engine {
    topics: BTreeMap<String, BTreeMap<Position, Entry>>,
    groups: BTreeMap<(String, String), Group>,
    letters: BTreeMap<(String, String), Vec<DeadLetter>>,
    /// How often an older state came back. Places are never used again, as they have the time on Redis.
    pub(super) restored: u64,
    pub(super) newest: u64,
}

#[derive(Clone, Default)]
pub(super) struct Group {
    read: Option<Position>,
    pending: BTreeMap<Position, Held>,
    replays: BTreeMap<Position, DeadLetter>,
    seen: BTreeMap<String, Duration>,
}

#[derive(Clone)]
struct Held {
    owner: String,
    tries: u32,
    /// When it was read, claimed or kept.
    kept: Duration,
}

impl Held {
    fn idle(&self, now: Duration) -> Duration {
        now.saturating_sub(self.kept)
    }
}

impl Engine {
    fn next(&mut self, replayed: bool) -> Position {
        self.newest += 1;
        Position { replayed, major: self.restored, minor: self.newest }
    }

    pub(super) fn append(&mut self, topic: &str, entries: &[Entry]) -> Vec<Position> {
        let places: Vec<Position> = entries.iter().map(|_| self.next(false)).collect();
        let added = places.iter().copied().zip(entries.iter().cloned());
        self.topics.entry(topic.to_owned()).or_default().extend(added);
        places
    }

    pub(super) fn lost(&self, topic: &str, places: &[Position]) -> Vec<bool> {
        let there = |place| self.topics.get(topic).is_some_and(|all| all.contains_key(place));
        places.iter().map(|place| !there(place)).collect()
    }

    pub(super) fn scan(&self, topic: &str, at: Option<Position>) -> Vec<(Position, Entry)> {
        let all = self.topics.get(topic).into_iter().flatten();
        let after = all.filter(|(place, _)| at.is_none_or(|at| **place > at));
        after.map(|(place, entry)| (*place, entry.clone())).collect()
    }

    pub(super) fn join(&mut self, key: &(String, String), last: Option<Position>) -> Joined {
        let created = !self.groups.contains_key(key);
        self.groups.entry(key.clone()).or_default();
        let topic = self.topics.entry(key.0.clone()).or_default();
        let topic_lost = created && last.is_some_and(|last| !topic.contains_key(&last));
        Joined { created, topic_lost }
    }

    pub(super) fn group(&mut self, key: &(String, String)) -> Result<&mut Group, TransportError> {
        self.groups.get_mut(key).ok_or(TransportError::Gone)
    }

    pub(super) fn read(
        &mut self,
        key: &(String, String),
        owner: &str,
        count: usize,
        now: Duration,
    ) -> Result<Vec<Delivery>, TransportError> {
        let after = self.group(key)?.read;
        let fresh = self.scan(&key.0, after);
        let group = self.group(key)?;
        let replays = group.replays.iter().filter(|(place, _)| !group.pending.contains_key(place));
        let replay = |(place, letter): (&Position, &DeadLetter)| {
            let (msg_id, entry) = (letter.msg_id.clone(), letter.entry.clone());
            Delivery { position: *place, msg_id, tries: 0, entry }
        };
        let mut read: Vec<Delivery> = replays.map(replay).collect();
        read.extend(fresh.into_iter().map(|(position, entry)| Delivery {
            position,
            msg_id: msg_id(position),
            tries: 0,
            entry,
        }));
        read.truncate(count);
        for Delivery { position, .. } in &read {
            let held = Held { owner: owner.to_owned(), tries: 1, kept: now };
            group.pending.insert(*position, held);
            if !position.replayed {
                group.read = group.read.max(Some(*position));
            }
        }
        Ok(read)
    }

    pub(super) fn claim(
        &mut self,
        key: &(String, String),
        owner: &str,
        seen: &[Pending],
        now: Duration,
    ) -> Result<Vec<Claim>, TransportError> {
        let topic = self.topics.get(&key.0).cloned().unwrap_or_default();
        let group = self.group(key)?;
        let mut claims = Vec::new();
        for seen in seen {
            let idle = if seen.own { Duration::ZERO } else { seen.idle };
            let Some(held) = group.pending.get_mut(&seen.position) else { continue };
            if held.owner != seen.owner || held.idle(now) < idle {
                continue;
            }
            let replay = group.replays.get(&seen.position);
            let replay = replay.map(|letter| (letter.msg_id.clone(), letter.entry.clone()));
            let entry = topic.get(&seen.position).cloned();
            let found = replay.or(entry.map(|entry| (msg_id(seen.position), entry)));
            if let Some((msg_id, entry)) = found {
                (held.owner, held.kept) = (owner.to_owned(), now);
                let (position, tries) = (seen.position, held.tries);
                claims.push(Claim::Taken(Delivery { position, msg_id, tries, entry }));
            } else {
                group.pending.remove(&seen.position);
                claims.push(Claim::Hole(msg_id(seen.position)));
            }
        }
        Ok(claims)
    }

    pub(super) fn settle(
        &mut self,
        key: &(String, String),
        settled: &[Settled<'_>],
        now: Duration,
    ) {
        for item in settled {
            let (position, seen) = match *item {
                Settled::Done { position, remember } => (position, remember),
                Settled::Dead { position, msg_id, entry, tries, reason } => {
                    let (id, entry) = (self.next(true).minor.to_string(), entry.clone());
                    let (msg_id, reason) = (msg_id.to_owned(), reason.to_owned());
                    let letter = DeadLetter { id, msg_id, tries, reason, entry };
                    self.letters.entry(key.clone()).or_default().push(letter);
                    (position, None)
                }
            };
            // As on Redis, it is not an error if the group is gone.
            let Some(group) = self.groups.get_mut(key) else { continue };
            group.seen.extend(seen.map(|(id, window)| (id.to_owned(), now + window)));
            group.pending.remove(&position);
            group.replays.remove(&position);
        }
    }

    pub(super) fn letters(&self, key: &(String, String)) -> Vec<DeadLetter> {
        self.letters.get(key).cloned().unwrap_or_default()
    }

    pub(super) fn take_letter(&mut self, key: &(String, String), id: &str) -> Option<DeadLetter> {
        let letters = self.letters.get_mut(key)?;
        let at = letters.iter().position(|known| known.id == id)?;
        Some(letters.remove(at))
    }

    pub(super) fn replay(&mut self, key: &(String, String), letter: &str) -> bool {
        let place = self.next(true);
        let Some(letter) = self.take_letter(key, letter) else { return false };
        let group = self.groups.entry(key.clone()).or_default();
        group.replays.insert(place, letter);
        true
    }

    pub(super) fn lag(&self, key: &(String, String)) -> Lag {
        let length = self.topics.get(&key.0).map_or(0, BTreeMap::len) as u64;
        let group = self.groups.get(key).cloned().unwrap_or_default();
        let waiting = self.scan(&key.0, group.read).len() as u64;
        Lag {
            length,
            added: Some(length),
            read: Some(length - waiting),
            waiting,
            pending: group.pending.len() as u64,
            dead: self.letters(key).len() as u64,
            ..Lag::default()
        }
    }
}

impl Group {
    pub(super) fn pending(&self, owner: &str, now: Duration) -> Vec<Pending> {
        let pending = |(position, held): (&Position, &Held)| Pending {
            position: *position,
            own: held.owner == owner,
            owner: held.owner.clone(),
            idle: held.idle(now),
        };
        self.pending.iter().map(pending).collect()
    }

    pub(super) fn keep(
        &mut self,
        owner: &str,
        entries: &[(Position, Option<u32>)],
        now: Duration,
    ) -> Vec<bool> {
        let mut keep = |(position, tries): &(Position, Option<u32>)| {
            let held = self.pending.get_mut(position).filter(|held| held.owner == owner);
            let Some(held) = held else { return false };
            (held.kept, held.tries) = (now, tries.unwrap_or(held.tries));
            true
        };
        entries.iter().map(&mut keep).collect()
    }

    pub(super) fn seen(&self, ids: &[&str], now: Duration) -> Vec<bool> {
        let seen = |id: &&str| self.seen.get(*id).is_some_and(|until| *until > now);
        ids.iter().map(seen).collect()
    }
}

pub(super) fn msg_id(position: Position) -> String {
    format!("{}-{}", position.major, position.minor)
}
