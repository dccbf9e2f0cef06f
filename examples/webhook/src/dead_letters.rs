//! Keeps events that were rejected or given up, one JSON object per line, up to a bound.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::value::RawValue;

use crate::files;
use crate::queue::Entry;

/// The name of the file in the folder of a queue.
pub const FILE: &str = "dead-letters.jsonl";

/// The dead letters of one webhook.
pub(crate) struct DeadLetters {
    path: PathBuf,
    event_type: &'static str,
    bound: u64,
}

#[derive(Serialize)]
struct Letter<'a> {
    id: String,
    event_type: &'a str,
    reason: &'a str,
    attempts: u32,
    body: &'a RawValue,
}

impl DeadLetters {
    /// The file gets at most `bound` bytes before a new one is started.
    pub(crate) fn new(folder: &Path, event_type: &'static str, bound: u64) -> Self {
        Self { path: folder.join(FILE), event_type, bound }
    }

    /// Adds an event, which is on disk when this returns.
    pub(crate) fn add(&self, entry: &Entry, reason: &str, attempts: u32) -> io::Result<()> {
        let body = serde_json::from_slice(&entry.body)?;
        let id = entry.id.to_string();
        let letter = Letter { id, event_type: self.event_type, reason, attempts, body };
        let mut line = serde_json::to_vec(&letter)?;
        line.push(b'\n');
        files::append(&self.path, &line, self.bound)
    }
}
