//! Writes events to an outbox, and sends what it has at the same time.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use annals_bus::outbox::Ticket;
use annals_bus::relay::{Relay, RelayReport, RelaySettings, Until};
use annals_bus::{Outbox, Stop};
use serde_json::json;

use super::input::Input;
use crate::Failed;
use crate::engine::Engine;
use crate::lines::Lines;
use crate::sending::{Counts, report_line, unusable};

/// How many events may wait for the disk.
const IN_FLIGHT: usize = 1_000;

/// The lower half of a tag is the line; the upper half is the run of the program.
const LINE: u64 = u32::MAX as u64;

pub(super) struct Job<'a> {
    pub(super) outbox: &'a Outbox,
    pub(super) topic: Arc<str>,
    pub(super) input: &'a Input,
    pub(super) lines: &'a Lines,
    pub(super) stop: &'a Stop,
}

/// Which lines were accepted or refused, and said to be: an event is not said to be sent before.
#[derive(Default)]
struct Said {
    next: Mutex<u64>,
    changed: Condvar,
}

impl Said {
    fn said(&self, n: u64) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = n + 1;
        self.changed.notify_all();
    }

    fn wait_for(&self, n: u64) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        while *next <= n {
            next = self.changed.wait(next).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A line that was handed to the outbox, or refused.
struct Handed {
    n: u64,
    id: String,
    answer: Result<Ticket, String>,
}

impl Job<'_> {
    /// Writes, and leaves sending to another process.
    pub(super) fn write_only(&self) -> Result<Counts, Failed> {
        let counts = self.write(&Said::default());
        Ok(Counts { left: self.outbox.left().map_err(unusable)?, ..counts })
    }

    /// Writes and sends, until nothing is left.
    pub(super) fn send(
        &self,
        engine: &Engine,
        settings: RelaySettings,
        drain: Option<Duration>,
    ) -> Result<Counts, Failed> {
        let (said, drained) = (Said::default(), Stop::new());
        let report = |report: RelayReport<'_>| {
            if let RelayReport::Sent { tag, .. } = report
                && tag & !LINE == run_tag()
            {
                said.wait_for(tag & LINE);
            }
            self.lines.print(&report_line(&report, |tag| (tag & LINE, tag & !LINE == run_tag())));
        };
        let relay = Relay::new(&*engine.transport, settings, &report);
        let until = Until { stop: self.stop, drained: &drained, longest: drain };
        thread::scope(|scope| {
            let relay = scope.spawn(|| relay.run(self.outbox, until));
            let counts = self.write(&said);
            drained.stop();
            let sent = match relay.join() {
                Ok(sent) => sent.map_err(unusable)?,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            Ok(Counts { sent: sent.sent, left: sent.left, away: sent.left > 0, ..counts })
        })
    }

    /// Writes every line of the input. Many wait for the disk at the same time, and are answered in their order.
    fn write(&self, said: &Said) -> Counts {
        let (sender, handed) = sync_channel(IN_FLIGHT);
        thread::scope(|scope| {
            let answers = scope.spawn(|| answer(self.lines, handed, said));
            while let Some(line) = self.input.next() {
                let n = line.n;
                let handed = match line.entry {
                    Ok(entry) => {
                        let id = entry.id();
                        let tag = run_tag() | n & LINE;
                        Handed { n, id, answer: Ok(self.outbox.accept(&self.topic, tag, entry)) }
                    }
                    Err(reason) => Handed { n, id: String::new(), answer: Err(reason) },
                };
                if sender.send(handed).is_err() {
                    break;
                }
            }
            drop(sender);
            answers.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}

/// Says what became of each line, in their order.
fn answer(lines: &Lines, handed: Receiver<Handed>, said: &Said) -> Counts {
    let mut counts = Counts::default();
    for Handed { n, id, answer } in handed {
        let answer = answer.and_then(|ticket| ticket.wait().map_err(|error| error.to_string()));
        let line = match answer {
            Ok(()) => {
                counts.accepted += 1;
                json!({ "kind": "accepted", "n": n, "id": id })
            }
            Err(reason) => {
                counts.refused += 1;
                json!({ "kind": "refused", "n": n, "reason": reason })
            }
        };
        lines.print(&line);
        said.said(n);
    }
    counts
}

/// Tells the lines of this run from those that an earlier one has left.
fn run_tag() -> u64 {
    static TAG: std::sync::OnceLock<u64> = std::sync::OnceLock::new();
    *TAG.get_or_init(|| {
        let time = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        let mixed = u64::from(std::process::id()) ^ u64::from(time.subsec_nanos()) ^ time.as_secs();
        mixed << 32
    })
}
