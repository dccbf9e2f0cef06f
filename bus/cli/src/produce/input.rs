//! Reads events from standard input, one JSON object per line.

use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use annals::Metadata;
use annals_bus::{Entry, Stop};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::catalog::{Catalog, CatalogEvent};

/// How many lines are read ahead.
const AHEAD: usize = 256;

/// A line of the input.
pub(crate) struct Line {
    /// Which one, from 0.
    pub(crate) n: u64,
    /// The entry, or why it is refused.
    pub(crate) entry: Result<Entry, String>,
}

/// The lines, which a thread reads so that a signal is not held up by a read.
pub(crate) struct Input {
    lines: Receiver<Line>,
    stop: Stop,
}

#[derive(Deserialize)]
struct Event<'a> {
    event_type: String,
    #[serde(borrow)]
    event_data: &'a RawValue,
    #[serde(default)]
    metadata: Option<Map<String, Value>>,
}

impl Input {
    pub(crate) fn start(catalog: Catalog, stop: Stop) -> Self {
        let (sender, lines) = sync_channel(AHEAD);
        thread::spawn(move || {
            let mut input = io::stdin().lock();
            let mut text = Vec::new();
            for n in 0.. {
                text.clear();
                match input.read_until(b'\n', &mut text) {
                    Ok(1..) => {}
                    // What cannot be read has ended.
                    Ok(0) | Err(_) => break,
                }
                if text.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
                if sender.send(Line { n, entry: entry(&catalog, &text) }).is_err() {
                    break;
                }
            }
        });
        Self { lines, stop }
    }

    /// The next line; `None` at the end, or when nothing new is to be begun.
    pub(crate) fn next(&self) -> Option<Line> {
        while !self.stop.is_stopped() {
            match self.lines.recv_timeout(Duration::from_millis(50)) {
                Ok(line) => return Some(line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        None
    }

    /// The next line if it was read already.
    pub(crate) fn ready(&self) -> Option<Line> {
        if self.stop.is_stopped() { None } else { self.lines.try_recv().ok() }
    }
}

/// The entry of an event, or why it is not accepted. The reason contains no value.
fn entry(catalog: &Catalog, text: &[u8]) -> Result<Entry, String> {
    let not_json = |error: serde_json::Error| {
        format!("expected an object with `event_type` and `event_data` (column {})", error.column())
    };
    let event: Event<'_> = serde_json::from_slice(text).map_err(not_json)?;
    let Some(known) = catalog.get(&event.event_type) else {
        return Err("`event_type` is not an event type of the catalog".to_owned());
    };
    let payload = known.to_avro(event.event_data.get())?;
    let metadata = metadata(known, event.metadata)?;
    if metadata.event_type() != event.event_type {
        return Err("`event_type` of the metadata is another one".to_owned());
    }
    Ok(Entry::new(&metadata, payload))
}

/// What the sender does not say is made.
fn metadata(
    event: CatalogEvent<'_>,
    given: Option<Map<String, Value>>,
) -> Result<Metadata, String> {
    let made = event.metadata();
    let Some(given) = given else { return Ok(made) };
    let failed = |error: &dyn std::fmt::Display| format!("metadata: {error}");
    let mut all: Map<String, Value> =
        serde_json::from_str(&made.to_json()).map_err(|error| failed(&error))?;
    all.extend(given.into_iter().filter(|(_, value)| !value.is_null()));
    Metadata::from_json(&Value::Object(all).to_string()).map_err(|error| failed(&error))
}
