//! An item that stands in a domain: an entry in, a record or an event out.

use super::{events, records};
use crate::ast::{Event, Record, Shift, Shifted, Text};
use crate::diagnostic::Diagnostics;
use crate::tree::Entry;

/// The sections whose items stand in domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Records,
    Events,
}

/// The keys of these sections, as [`Section::of`] numbers them.
pub(super) const SECTIONS: [&str; 2] = ["records", "events"];

impl Section {
    /// The section of a key.
    pub(super) fn of(key: &str) -> Self {
        if key == SECTIONS[0] { Self::Records } else { Self::Events }
    }
}

/// A record or an event.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "each goes into a list of its kind at once")]
pub(super) enum Parsed {
    Record(Record),
    Event(Event),
}

impl Parsed {
    /// Parses an entry of a domain.
    pub(super) fn parse(
        diagnostics: &mut Diagnostics,
        section: Section,
        domain: Text,
        entry: Entry,
    ) -> Self {
        match section {
            Section::Records => Self::Record(records::parse_record(diagnostics, domain, entry)),
            Section::Events => Self::Event(events::parse_event(diagnostics, domain, entry)),
        }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Record(record) => &record.name.value,
            Self::Event(event) => &event.name.value,
        }
    }

    pub(super) fn section(&self) -> Section {
        match self {
            Self::Record(_) => Section::Records,
            Self::Event(_) => Section::Events,
        }
    }

    /// The same item below another key, or below the same one elsewhere.
    pub(super) fn moved(mut self, domain: Text, by: Shift) -> Self {
        match &mut self {
            Self::Record(record) => {
                record.domain = domain;
                record.shift(by);
            }
            Self::Event(event) => {
                event.domain = domain;
                event.shift(by);
            }
        }
        self
    }
}
