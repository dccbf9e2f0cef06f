//! The scanner's events. A long text is scanned on another thread, while the tree is built.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, scope};
use std::vec;

use saphyr_parser::{Event, Parser, ScanError, Span};

use super::input::Characters;

/// The length, in bytes, from which another thread is worth starting.
const SHORT: usize = 64 * 1024;

/// The number of events that are sent at once.
const BATCH: usize = 512;

/// The number of batches that may be waiting, which limits the memory.
const AHEAD: usize = 16;

/// An event of the scanner, or its error.
type Scanned<'t> = Result<(Event<'t>, Span), ScanError>;

/// The events of a text, in order; an error is the last one.
pub(super) enum Events<'t> {
    /// Scanned on demand.
    Here(Box<Parser<'t, Characters<'t>>>),
    /// Scanned ahead.
    There(Receiver<Vec<Scanned<'t>>>, vec::IntoIter<Scanned<'t>>),
}

impl<'t> Iterator for Events<'t> {
    type Item = Scanned<'t>;

    fn next(&mut self) -> Option<Scanned<'t>> {
        match self {
            Events::Here(parser) => parser.next_event(),
            Events::There(batches, batch) => {
                if batch.len() == 0 {
                    *batch = batches.recv().ok()?.into_iter();
                }
                batch.next()
            }
        }
    }
}

/// Calls `read` with the events of a text.
pub(super) fn with_events<'t, T>(text: &'t str, read: impl FnOnce(Events<'t>) -> T) -> T {
    let here = || Events::Here(Box::new(Parser::new(Characters::of(text))));
    if text.len() < SHORT {
        return read(here());
    }
    scope(|threads| {
        let (sender, receiver) = sync_channel(AHEAD);
        let scanner = Builder::new().spawn_scoped(threads, move || scan(text, &sender));
        match scanner {
            Ok(_) => read(Events::There(receiver, Vec::new().into_iter())),
            Err(_) => read(here()),
        }
    })
}

/// Scans to the end, to the first error, or until the receiver is dropped.
fn scan<'t>(text: &'t str, events: &SyncSender<Vec<Scanned<'t>>>) {
    let mut parser = Parser::new(Characters::of(text));
    let mut ended = false;
    while !ended {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH && !ended {
            let next = parser.next_event();
            ended = !matches!(next, Some(Ok(_)));
            batch.extend(next);
        }
        ended |= events.send(batch).is_err();
    }
}
