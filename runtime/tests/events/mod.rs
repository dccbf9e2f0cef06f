//! Two events and their signals, as in generated code.

use annals::Signal;

#[derive(annals::Event)]
#[annals(event = "test.learning.ping.sent.v1")]
pub struct PingSent {
    pub number: i64,
}

pub static PING_SENT: Signal<PingSent> = Signal::new();

#[derive(annals::Event)]
#[annals(event = "test.learning.note.written.v1")]
pub struct NoteWritten {
    pub text: String,
}

pub static NOTE_WRITTEN: Signal<NoteWritten> = Signal::new();

/// A note.
pub fn note(text: &str) -> NoteWritten {
    NoteWritten { text: text.to_owned() }
}
