//! Boxes at the top of a page: deprecations, warnings and personal data.

use annals_catalog::model::{Deprecation, Event, Model, Record, Replacement};
use serde::Serialize;

use super::links;
use crate::lower::rst::Rst;

/// A box.
#[derive(Debug, Serialize)]
pub(super) struct Notice {
    title: Rst,
    /// A class that the usual themes colour.
    class: &'static str,
    text: Rst,
}

impl Notice {
    fn new(title: &'static str, class: &'static str, text: Rst) -> Self {
        Self { title: Rst::fixed(title), class, text }
    }
}

const PII: &str = "Its data contains personal data: the fields marked below. Keep them out of logs, \
                   and send them only where they are needed.";
const RECORD_PII: &str = "The record as a whole is personal data. Keep it out of logs, \
                          and send it only where it is needed.";

/// The boxes of an event, the most severe first.
pub(super) fn of_event(model: &Model, event: &Event) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(deprecation) = &event.deprecated {
        notices.push(Notice::new("Deprecated", "warning", deprecated(model, deprecation)));
    }
    if let Some(warning) = &event.warning {
        notices.push(Notice::new("Warning", "warning", Rst::text(warning)));
    }
    if let Some(reason) = &event.local_only {
        let rule = Rst::fixed("It stays in the process that sends it, and has no Avro schema.");
        notices.push(Notice::new(
            "Never sent to a bus",
            "note",
            Rst::blocks(&[rule, Rst::text(reason)]),
        ));
    }
    if event.pii {
        notices.push(Notice::new("Personal data", "important", Rst::fixed(PII)));
    }
    notices
}

/// The boxes of a record.
pub(super) fn of_record(model: &Model, record: &Record) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(deprecation) = &record.deprecated {
        notices.push(Notice::new("Deprecated", "warning", deprecated(model, deprecation)));
    }
    if record.pii {
        notices.push(Notice::new("Personal data", "important", Rst::fixed(RECORD_PII)));
    }
    notices
}

/// `Since 2025-01-01; to be removed on 2026-01-01. Use X instead.`
pub(super) fn deprecated(model: &Model, deprecation: &Deprecation) -> Rst {
    let dates = Rst::line(&format!("{}.", dates(deprecation)));
    let replacement = deprecation.replacement.as_ref().map(|replacement| {
        let link = match replacement {
            Replacement::Event(id) => links::event(model, *id),
            Replacement::Record(id) => links::record(model, *id),
            Replacement::Sibling(name) => Rst::literal(name),
        };
        Rst::join(&[Rst::fixed("Use"), link, Rst::fixed("instead.")], " ")
    });
    let first = Rst::join(&[dates, replacement.unwrap_or(Rst::fixed(""))], " ");
    Rst::blocks(&[first, Rst::text(&deprecation.note)])
}

/// `Since 2025-01-01; to be removed on 2026-01-01`
pub(super) fn dates(deprecation: &Deprecation) -> String {
    let removal =
        deprecation.removal.map(|date| format!("; to be removed on {date}")).unwrap_or_default();
    match deprecation.since {
        Some(since) => format!("Since {since}{removal}"),
        None => format!("Deprecated{removal}"),
    }
}
