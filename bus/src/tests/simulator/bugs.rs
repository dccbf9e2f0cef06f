//! Bugs that are put in on purpose, to see that the simulator finds them.

use std::sync::Arc;
use std::time::Duration;

use super::actors::{Parts, Wrap};
use super::disk::SimDisk;
use super::ledger::Ledger;
use super::network::Server;
use crate::entry::Entry;
use crate::transport::{
    Claim, DeadLetter, Delivery, Joined, Lag, Member, Pending, Position, Scan, Settled, Transport,
    TransportError,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bug {
    /// The outbox answers before its entries are on disk.
    NoSync,
    /// Every process gets the lock of the outbox.
    NoLock,
    /// A relay takes an append without an answer for done.
    LostAppend,
    /// A retry has a new id.
    NewId,
    /// What is read is acknowledged at once.
    EarlyAck,
    /// An entry is acknowledged, and the dead letter gets lost.
    NoLetter,
    /// Tries are not counted where other processes see them.
    NoCount,
    /// Workers do not know the keys.
    NoKey,
}

impl Bug {
    pub(super) const ALL: [Self; 8] = [
        Self::NoSync,
        Self::NoLock,
        Self::LostAppend,
        Self::NewId,
        Self::EarlyAck,
        Self::NoLetter,
        Self::NoCount,
        Self::NoKey,
    ];
}

impl Parts {
    pub(super) fn new(
        server: Arc<Server>,
        disk: SimDisk,
        ledger: Ledger,
        bug: Option<Bug>,
    ) -> Self {
        disk.files().unsynced = (bug == Some(Bug::NoSync)).then(Vec::new);
        disk.files().shared = bug == Some(Bug::NoLock);
        let transports: Wrap<dyn Transport> = Arc::new(move |inner| match bug {
            Some(bug) => Box::new(Broken { inner, bug }),
            None => inner,
        });
        let members: Wrap<dyn Member> = Arc::new(move |inner| match bug {
            Some(bug) => Box::new(Broken { inner, bug }),
            None => inner,
        });
        let forgets_keys = bug == Some(Bug::NoKey);
        Self { server, disk, ledger, transports, members, forgets_keys }
    }
}

/// A transport, or a member, with a bug.
struct Broken<T: ?Sized> {
    inner: Box<T>,
    bug: Bug,
}

impl Transport for Broken<dyn Transport> {
    fn append(&self, topic: &str, entries: &[Entry]) -> Result<Vec<Position>, TransportError> {
        let result = self.inner.append(topic, entries);
        match (self.bug, result) {
            (Bug::LostAppend, Err(TransportError::Away(_))) => {
                let place = Position { replayed: false, major: 0, minor: 0 };
                Ok(vec![place; entries.len()])
            }
            (Bug::NewId, Err(TransportError::Away(_))) => {
                let mut entries = entries.to_vec();
                for (name, value) in entries.iter_mut().flat_map(|entry| &mut entry.fields) {
                    if name == b"id" {
                        value.reverse();
                    }
                }
                self.inner.append(topic, &entries)
            }
            (_, result) => result,
        }
    }

    fn lost(&self, topic: &str, entries: &[Position]) -> Result<Vec<bool>, TransportError> {
        self.inner.lost(topic, entries)
    }

    fn msg_id(&self, position: Position) -> String {
        self.inner.msg_id(position)
    }

    fn member(&self, topic: &str, group: &str, name: &str) -> Box<dyn Member> {
        self.inner.member(topic, group, name)
    }

    fn scan(&self, topic: &str, at: Option<Position>, count: usize) -> Scan {
        self.inner.scan(topic, at, count)
    }

    fn lag(&self, topic: &str, group: &str) -> Result<Lag, TransportError> {
        self.inner.lag(topic, group)
    }

    fn dead_letters(&self, topic: &str, group: &str) -> Result<Vec<DeadLetter>, TransportError> {
        self.inner.dead_letters(topic, group)
    }

    fn replay(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        self.inner.replay(topic, group, letter)
    }

    fn drop_letter(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        self.inner.drop_letter(topic, group, letter)
    }
}

impl Member for Broken<dyn Member> {
    fn join(&self, last: Option<Position>) -> Result<Joined, TransportError> {
        self.inner.join(last)
    }

    fn read(&self, count: usize, wait: Duration) -> Result<Vec<Delivery>, TransportError> {
        let read = self.inner.read(count, wait)?;
        if self.bug == Bug::EarlyAck {
            let done = |it: &Delivery| Settled::Done { position: it.position, remember: None };
            self.inner.settle(&read.iter().map(done).collect::<Vec<_>>())?;
        }
        Ok(read)
    }

    fn pending(&self) -> Result<Vec<Pending>, TransportError> {
        self.inner.pending()
    }

    fn claim(&self, seen: &[Pending]) -> Result<Vec<Claim>, TransportError> {
        self.inner.claim(seen)
    }

    fn keep(&self, entries: &[(Position, Option<u32>)]) -> Result<Vec<bool>, TransportError> {
        let mut entries = entries.to_vec();
        if self.bug == Bug::NoCount {
            entries.iter_mut().for_each(|(_, tries)| *tries = tries.map(|_| 0));
        }
        let kept = self.inner.keep(&entries)?;
        Ok(if self.bug == Bug::EarlyAck { vec![true; kept.len()] } else { kept })
    }

    fn settle(&self, settled: &[Settled<'_>]) -> Result<(), TransportError> {
        let Bug::NoLetter = self.bug else { return self.inner.settle(settled) };
        let done = |item: &Settled<'_>| match *item {
            Settled::Done { position, .. } | Settled::Dead { position, .. } => {
                Settled::Done { position, remember: None }
            }
        };
        self.inner.settle(&settled.iter().map(done).collect::<Vec<_>>())
    }

    fn seen(&self, ids: &[&str]) -> Result<Vec<bool>, TransportError> {
        self.inner.seen(ids)
    }

    fn trimmed_unread(&self) -> Result<u64, TransportError> {
        self.inner.trimmed_unread()
    }
}
