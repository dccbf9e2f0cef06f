//! What was promised and what happened, and whether they agree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annals::{Metadata, Timestamp, Uuid};

use super::random::Random;
use crate::entry::Entry;

/// What is special about an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Fine,
    /// Its handler takes longer than a claim lasts.
    Slow,
    /// Its handler fails as often.
    Fails(u32),
    /// Its handler needs something that is down as often.
    Outside(u32),
    /// It kills the process that handles it.
    Kills,
}

/// What is known about the acceptance of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    NotSent,
    /// The sender died before it had an answer.
    Unknown,
    Accepted,
    Refused,
}

pub(super) struct Event {
    pub(super) key: String,
    pub(super) kind: Kind,
    pub(super) entry: Entry,
    pub(super) answer: Answer,
    /// How often it was handed to a handler, by the id of its message.
    pub(super) tries: BTreeMap<String, u32>,
    pub(super) handled: u32,
    pub(super) dead: bool,
}

/// The book of a schedule, which no fault reaches.
#[derive(Clone)]
pub(super) struct Ledger(Arc<Mutex<Book>>);

#[derive(Default)]
pub(super) struct Book {
    pub(super) events: Vec<Event>,
    /// Events in the order in which they were first handled.
    pub(super) handled: Vec<usize>,
    /// Keys that are worked on, by process.
    busy: BTreeSet<(usize, String)>,
    pub(super) violations: Vec<String>,
    /// What happened, for a replay.
    pub(super) log: Vec<String>,
    /// Faults, after each of which a message may count as handed out.
    pub(super) faults: u32,
    pub(super) duplicates: u32,
}

impl Ledger {
    /// Events, of `senders` that have keys of their own.
    pub(super) fn new(seed: u64, count: usize, senders: usize) -> Self {
        let mut random = Random::new(seed ^ 0xa5a5);
        let event = |n: usize| {
            let key = format!("{}.{}", n % senders, random.below(3));
            let kind = match random.below(20) {
                0 => Kind::Fails(1 + u32::try_from(random.below(2)).unwrap_or(0)),
                1 => Kind::Fails(u32::MAX),
                2 => Kind::Outside(1 + u32::try_from(random.below(3)).unwrap_or(0)),
                3 if random.below(3) == 0 => Kind::Kills,
                4 => Kind::Slow,
                _ => Kind::Fine,
            };
            let entry = entry(n, &key, random.next());
            let (answer, tries) = (Answer::NotSent, BTreeMap::new());
            Event { key, kind, entry, answer, tries, handled: 0, dead: false }
        };
        let events = (0..count).map(event).collect();
        Self(Arc::new(Mutex::new(Book { events, ..Book::default() })))
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn answer(&self, n: usize, answer: Answer) {
        let mut book = self.book();
        book.events[n].answer = answer;
        book.log.push(format!("event {n}: {answer:?}"));
    }

    pub(super) fn log(&self, line: impl Into<String>) {
        self.book().log.push(line.into());
    }
}

impl Event {
    /// How often it was handed out, whatever its message.
    pub(super) fn kind_and_tries(&self) -> (Kind, u32) {
        (self.kind, self.tries.values().sum())
    }

    /// True when nothing more has to happen.
    fn has_ended(&self) -> bool {
        match self.answer {
            Answer::NotSent => false,
            Answer::Accepted => self.handled > 0 || self.dead,
            Answer::Unknown | Answer::Refused => true,
        }
    }
}

impl Book {
    /// A handler begins with an event.
    pub(super) fn begin(&mut self, process: usize, n: usize, msg_id: &str) {
        let event = &mut self.events[n];
        *event.tries.entry(msg_id.to_owned()).or_default() += 1;
        let key = event.key.clone();
        if !self.busy.insert((process, key.clone())) {
            self.violations.push(format!("two events of `{key}` at a time"));
        }
    }

    /// A handler has ended, or its process was killed.
    pub(super) fn end(&mut self, process: usize, n: usize, handled: bool) {
        let event = &mut self.events[n];
        self.busy.remove(&(process, event.key.clone()));
        if handled {
            event.handled += 1;
            if event.handled == 1 {
                self.handled.push(n);
            } else {
                self.duplicates += 1;
            }
        }
    }

    /// True when all events were sent, and each one that was accepted was handled or put aside.
    pub(super) fn is_quiet(&self) -> bool {
        self.events.iter().all(Event::has_ended)
    }
}

/// The entry of an event. Its payload has its number.
fn entry(n: usize, key: &str, random: u64) -> Entry {
    let id = Uuid::from_u128((u128::from(random) << 64) | n as u128);
    let time: Timestamp = "2026-01-01T00:00:00+00:00".parse().expect("a valid time");
    let metadata = Metadata::received("simulated".to_owned(), id, time).expect("a valid time");
    Entry::new(&metadata, format!("{n} {key} {random:x}").into_bytes())
}

/// The number of the event that an entry has.
pub(super) fn number(entry: &Entry) -> Option<usize> {
    let text = std::str::from_utf8(entry.payload().ok()?).ok()?;
    text.split(' ').next()?.parse().ok()
}
