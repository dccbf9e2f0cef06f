//! What the command prints: JSON lines on stdout, and logs on stderr.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use crate::arguments::Format;

/// Stdout, which several threads write to.
pub(crate) struct Lines {
    text: bool,
    out: Mutex<io::Stdout>,
    /// No one reads it any more.
    closed: AtomicBool,
}

impl Lines {
    pub(crate) fn new(format: Option<Format>) -> Self {
        let out = io::stdout();
        let text = match format {
            Some(format) => format == Format::Text,
            None => out.is_terminal(),
        };
        Self { text, out: Mutex::new(out), closed: AtomicBool::new(false) }
    }

    /// Prints one line.
    pub(crate) fn print(&self, line: &Value) {
        let text = if self.text { in_words(line) } else { line.to_string() };
        self.write(text);
    }

    /// Prints one line that is JSON already. False if no one reads it.
    pub(crate) fn print_json(&self, line: &str) -> bool {
        let text = match serde_json::from_str(line) {
            Ok(value) if self.text => in_words(&value),
            _ => line.to_owned(),
        };
        self.write(text);
        !self.is_closed()
    }

    /// True if a line could not be written.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    fn write(&self, mut line: String) {
        line.push('\n');
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        if out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_err() {
            self.closed.store(true, Ordering::SeqCst);
        }
    }
}

/// The line for people: without the data of an event.
fn in_words(line: &Value) -> String {
    let empty = Map::new();
    let fields = line.as_object().unwrap_or(&empty);
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default();
    let shown = fields
        .iter()
        .filter(|(name, _)| !["kind", "metadata", "event_data", "fields"].contains(&name.as_str()));
    let shown = shown.map(|(name, value)| match value {
        Value::String(text) => format!(" {name}={text}"),
        value => format!(" {name}={value}"),
    });
    format!("{kind:<9}{}", shown.collect::<String>())
}

/// Writes to the log.
pub(crate) fn log(message: &str) {
    // If no one reads the log, nothing can be said about it.
    let _ = writeln!(io::stderr(), "annals-bus: {message}");
}
