//! Publishes what an outbox has: in the order of acceptance, each entry at least once, always with the same bytes.

use std::time::{Duration, Instant};

use crate::outbox::{Kept, Outbox, OutboxError, Reader, Row};
use crate::stop::Stop;
use crate::transport::{Position, Transport, TransportError};
use crate::world;

/// How a relay works.
#[derive(Debug, Clone)]
pub struct RelaySettings {
    /// How long an entry is kept after it was accepted, also if it was sent: a server that loses entries, for example
    /// because it restarted from an older state, gets them again.
    pub keep: Duration,
    /// The most entries that are sent at once.
    pub batch: usize,
    /// The longest wait between two tries.
    pub backoff_max: Duration,
}

impl Default for RelaySettings {
    fn default() -> Self {
        Self { keep: Duration::from_secs(3600), batch: 100, backoff_max: Duration::from_secs(1) }
    }
}

/// The most bytes of entries that are sent at once; one entry may be larger.
const BYTES: usize = 1 << 20;
/// How often a relay looks for what other processes have written, and for entries that need not be kept.
const LOOK: Duration = Duration::from_millis(50);
const CLEAN: Duration = Duration::from_secs(1);

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelayReport<'a> {
    /// The server has confirmed an entry.
    Sent {
        /// What the sender called it.
        tag: u64,
        /// The id of the event.
        id: &'a str,
        /// The id of the message.
        msg_id: &'a str,
    },
    /// Nothing can be sent now, for this reason. Said once until something was sent.
    Waiting(&'a str),
    /// The topic has lost this many entries that it had confirmed.
    StreamLost(usize),
    /// An entry that was lost was sent again.
    SentAgain {
        /// The id of the event.
        id: &'a str,
        /// The new id of the message.
        msg_id: &'a str,
    },
    /// What was sent could not be noted, for this reason: it may be sent again.
    MarkFailed(&'a str),
}

/// When a relay ends.
#[derive(Debug, Clone, Copy)]
pub struct Until<'a> {
    /// It ends when this is stopped.
    pub stop: &'a Stop,
    /// It ends when this is stopped, and nothing is left.
    pub drained: &'a Stop,
    /// How long after `drained` it ends at the latest.
    pub longest: Option<Duration>,
}

/// Sends the entries of an outbox.
pub struct Relay<'a> {
    transport: &'a dyn Transport,
    settings: RelaySettings,
    report: &'a (dyn Fn(RelayReport<'_>) + Sync),
}

/// How a relay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Entries that were sent for the first time.
    pub sent: u64,
    /// Entries that are left.
    pub left: u64,
}

impl<'a> Relay<'a> {
    /// A relay that does nothing yet.
    pub fn new(
        transport: &'a dyn Transport,
        settings: RelaySettings,
        report: &'a (dyn Fn(RelayReport<'_>) + Sync),
    ) -> Self {
        Self { transport, settings, report }
    }

    /// Sends until it has to end. Only one relay at a time sends what an outbox has: another one waits.
    ///
    /// # Errors
    ///
    /// If the outbox cannot be read.
    pub fn run(&self, outbox: &Outbox, until: Until<'_>) -> Result<Sent, OutboxError> {
        let mut waiting = false;
        let reader = loop {
            if let Some(reader) = outbox.reader()? {
                break reader;
            }
            let over = until.is_over();
            if over || until.drained.is_stopped() {
                let left = outbox.left()?;
                if over || left == 0 {
                    return Ok(Sent { sent: 0, left });
                }
            }
            if !waiting {
                (self.report)(RelayReport::Waiting("another process sends what the outbox has"));
            }
            waiting = true;
            world::sleep(LOOK);
        };
        let mut run = Run {
            relay: self,
            outbox,
            reader,
            until,
            sent: 0,
            checked: false,
            last: None,
            failures: 0,
            clean_at: world::now() + CLEAN,
        };
        run.run()?;
        let left = run.reader.left()?;
        Ok(Sent { sent: run.sent, left })
    }
}

impl Until<'_> {
    fn is_over(&self) -> bool {
        let late = |longest| self.drained.stopped_for().is_some_and(|since| since >= longest);
        self.stop.is_stopped() || self.longest.is_some_and(late)
    }
}

struct Run<'a, 'b> {
    relay: &'a Relay<'b>,
    outbox: &'a Outbox,
    reader: Reader,
    until: Until<'a>,
    sent: u64,
    /// Whether it is known that the topics still have what was sent.
    checked: bool,
    /// What was sent last, and its topic.
    last: Option<(String, Position)>,
    failures: u32,
    clean_at: Instant,
}

impl Run<'_, '_> {
    fn run(&mut self) -> Result<(), OutboxError> {
        while !self.until.is_over() {
            // Nothing that is accepted after this is missed by the look for rows.
            let drained = self.until.drained.is_stopped();
            let rows = self.reader.next(self.relay.settings.batch, BYTES)?;
            // What was sent may be lost even if nothing is left to send.
            if !self.checked && !self.check()? {
                continue;
            }
            if !rows.is_empty() {
                self.send(&rows);
            } else if drained {
                return Ok(());
            } else if !self.clean() || self.look() {
                self.outbox.wait(LOOK);
            }
        }
        Ok(())
    }

    fn send(&mut self, rows: &[Row]) {
        let entries: Vec<_> = rows.iter().map(|row| row.entry.clone()).collect();
        let places = match self.relay.transport.append(&rows[0].topic, &entries) {
            Ok(places) => places,
            Err(error) => return self.failed(&error),
        };
        self.failures = 0;
        self.sent += rows.len() as u64;
        if let Err(error) = self.reader.note_sent(rows, &places) {
            (self.relay.report)(RelayReport::MarkFailed(&error.to_string()));
        }
        for (row, place) in rows.iter().zip(&places) {
            let (id, msg_id) = (row.entry.id(), self.relay.transport.msg_id(*place));
            (self.relay.report)(RelayReport::Sent { tag: row.tag, id: &id, msg_id: &msg_id });
        }
        self.last = rows.last().zip(places.last()).map(|(row, place)| (row.topic.clone(), *place));
        self.clean();
    }

    /// Looks whether the topics still have what was sent, and sends again what they have lost. False if there is no
    /// answer.
    fn check(&mut self) -> Result<bool, OutboxError> {
        let mut from = Some(0);
        while let Some(next) = from {
            let (kept, more) = self.reader.kept(next)?;
            from = more;
            if let Err(error) = self.send_again(&kept) {
                self.failed(&error);
                return Ok(false);
            }
        }
        self.checked = true;
        Ok(true)
    }

    fn send_again(&mut self, kept: &[Kept]) -> Result<(), TransportError> {
        let Some((_, first)) = kept.first() else { return Ok(()) };
        let places: Vec<Position> = kept.iter().filter_map(|(place, _)| *place).collect();
        let mut lost = self.relay.transport.lost(&first.topic, &places)?.into_iter();
        self.failures = 0;
        let known = lost.as_slice().iter().filter(|lost| **lost).count();
        if known > 0 {
            (self.relay.report)(RelayReport::StreamLost(known));
        }
        for (place, row) in kept {
            // Without a place no one knows whether the topic still has it.
            if let Some(place) = place
                && lost.next() != Some(true)
            {
                self.last = Some((row.topic.clone(), *place));
                continue;
            }
            let place =
                self.relay.transport.append(&row.topic, std::slice::from_ref(&row.entry))?;
            let Some(&place) = place.first() else { continue };
            if let Err(error) = self.reader.note_again(row, place) {
                (self.relay.report)(RelayReport::MarkFailed(&error.to_string()));
            }
            let (id, msg_id) = (row.entry.id(), self.relay.transport.msg_id(place));
            (self.relay.report)(RelayReport::SentAgain { id: &id, msg_id: &msg_id });
            self.last = Some((row.topic.clone(), place));
        }
        Ok(())
    }

    fn failed(&mut self, error: &TransportError) {
        if matches!(error, TransportError::Away(_)) {
            // It may come back without what it had.
            self.checked = false;
        }
        if self.failures == 0 {
            (self.relay.report)(RelayReport::Waiting(&error.to_string()));
        }
        let wait = Duration::from_millis(50) * 2_u32.saturating_pow(self.failures.min(10));
        self.failures += 1;
        let until = world::now() + wait.min(self.relay.settings.backoff_max);
        while world::now() < until && !self.until.is_over() {
            world::sleep(Duration::from_millis(10));
        }
    }

    /// Looks whether the server still has what was sent last: while nothing is sent, it may come back without that, and
    /// no one would notice. False if everything has to be checked.
    fn look(&mut self) -> bool {
        let Some((topic, place)) = &self.last else { return true };
        let lost = self.relay.transport.lost(topic, std::slice::from_ref(place));
        self.checked = lost.is_ok_and(|lost| lost == [false]);
        self.checked
    }

    /// From time to time, removes what need not be kept any more. If there is no room for that, it is done another time.
    fn clean(&mut self) -> bool {
        let is_time = world::now() >= self.clean_at;
        if is_time {
            let _ = self.reader.remove_old(self.relay.settings.keep);
            self.clean_at = world::now() + CLEAN;
        }
        is_time
    }
}
