//! Sends events without an outbox: what the broker does not take is refused.

use std::thread;
use std::time::{Duration, Instant};

use annals_bus::{Entry, Position, Stop, TransportError};
use serde_json::json;

use super::input::{Input, Line};
use crate::engine::Engine;
use crate::lines::Lines;
use crate::sending::Counts;

/// How many events are sent at once.
const BATCH: usize = 50;

pub(super) fn run(
    engine: &Engine,
    input: &Input,
    drain: Option<Duration>,
    timeout: u64,
    lines: &Lines,
    stop: &Stop,
) -> Counts {
    let longest = drain.unwrap_or(Duration::from_millis(timeout));
    let mut direct = Direct { engine, lines, stop, longest, counts: Counts::default() };
    while let Some(first) = input.next() {
        let mut batch = vec![first];
        batch.extend(std::iter::from_fn(|| input.ready()).take(BATCH - 1));
        direct.send(batch);
    }
    direct.counts
}

struct Direct<'a> {
    engine: &'a Engine,
    lines: &'a Lines,
    stop: &'a Stop,
    /// How long the broker may be out of reach.
    longest: Duration,
    counts: Counts,
}

impl Direct<'_> {
    fn send(&mut self, batch: Vec<Line>) {
        let (mut numbers, mut entries) = (Vec::new(), Vec::new());
        for line in batch {
            match line.entry {
                Ok(entry) => {
                    numbers.push(line.n);
                    entries.push(entry);
                }
                Err(reason) => self.refused(line.n, &reason),
            }
        }
        match self.append(&entries) {
            Ok(places) => self.sent(&numbers, &entries, &places),
            // None of them was taken. Perhaps it is only one of them that cannot be.
            Err(TransportError::Refused(_)) if entries.len() > 1 => {
                for (n, entry) in numbers.iter().zip(&entries) {
                    match self.append(std::slice::from_ref(entry)) {
                        Ok(places) => self.sent(&[*n], std::slice::from_ref(entry), &places),
                        Err(error) => self.refused(*n, &error.to_string()),
                    }
                }
            }
            Err(error) => {
                let reason = error.to_string();
                numbers.iter().for_each(|n| self.refused(*n, &reason));
            }
        }
    }

    /// Appends, and tries again while there is no answer: always the same bytes.
    fn append(&mut self, entries: &[Entry]) -> Result<Vec<Position>, TransportError> {
        let begun = Instant::now();
        let mut waiting = false;
        loop {
            let error = match self.engine.transport.append(&self.engine.topic, entries) {
                Err(error @ TransportError::Away(_)) => error,
                result => return result,
            };
            if self.counts.away || self.stop.is_stopped() || begun.elapsed() >= self.longest {
                self.counts.away = true;
                return Err(error);
            }
            if !waiting {
                let reason = error.to_string();
                self.lines.print(&json!({ "kind": "notice", "code": "waiting", "reason": reason }));
            }
            waiting = true;
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn sent(&mut self, numbers: &[u64], entries: &[Entry], places: &[Position]) {
        for ((n, entry), place) in numbers.iter().zip(entries).zip(places) {
            self.counts.sent += 1;
            let msg_id = self.engine.transport.msg_id(*place);
            self.lines
                .print(&json!({ "kind": "sent", "n": n, "id": entry.id(), "msg_id": msg_id }));
        }
    }

    fn refused(&mut self, n: u64, reason: &str) {
        self.counts.refused += 1;
        self.lines.print(&json!({ "kind": "refused", "n": n, "reason": reason }));
    }
}
