//! The pages of the domains: a domain in, the list of its events and records out.

use annals_catalog::model::{self, DomainId, Model};
use annals_catalog::names;
use serde::Serialize;

use super::parts::{Fact, first_sentence};
use crate::lower::rst::{Rst, docname};

/// The page of a domain.
#[derive(Debug, Serialize)]
pub(crate) struct Domain {
    title: Rst,
    description: Rst,
    facts: Vec<Fact>,
    events: Vec<Entry>,
    records: Vec<Entry>,
}

/// An event or record of the domain.
#[derive(Debug, Serialize)]
struct Entry {
    link: Rst,
    /// For the table of contents; records have theirs in `records.rst`.
    docname: String,
    summary: Rst,
    /// `personal data, deprecated`
    marks: Rst,
}

/// All that the page is made from.
#[derive(Debug, Hash)]
pub(crate) struct Extract<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    events: Vec<EventExtract<'a>>,
    records: Vec<RecordExtract<'a>>,
}

#[derive(Debug, Hash)]
struct EventExtract<'a> {
    name: &'a str,
    summary: &'a str,
    deprecated: bool,
    pii: bool,
    local_only: bool,
}

#[derive(Debug, Hash)]
struct RecordExtract<'a> {
    name: &'a str,
    summary: &'a str,
    deprecated: bool,
    pii: bool,
}

pub(super) fn extract(model: &Model, id: DomainId) -> Extract<'_> {
    let model::Domain { name, title, description, waivers: _ } = &model[id];
    let events = model.events.iter().filter(|event| event.domain == id);
    let records = model.records.iter().filter(|record| record.domain == id);
    let events = events.map(|event| EventExtract {
        name: &event.name,
        summary: first_sentence(&event.description),
        deprecated: event.deprecated.is_some(),
        pii: event.pii,
        local_only: event.local_only.is_some(),
    });
    let records = records.map(|record| RecordExtract {
        name: &record.name,
        summary: first_sentence(&record.description),
        deprecated: record.deprecated.is_some(),
        pii: record.pii,
    });
    let (events, records) = (events.collect(), records.collect());
    Extract { name, title, description, events, records }
}

impl Extract<'_> {
    pub(super) fn lower(&self) -> Domain {
        let Self { name, title, description, events, records } = self;
        Domain {
            title: Rst::title(title, '='),
            description: Rst::text(description),
            facts: vec![
                Fact::new("Domain", Rst::literal(name)),
                Fact::new("Cargo feature", Rst::literal(&names::feature(name))),
            ],
            events: events.iter().map(|event| event_entry(name, event)).collect(),
            records: records.iter().map(|record| record_entry(name, record)).collect(),
        }
    }
}

fn event_entry(domain: &str, event: &EventExtract<'_>) -> Entry {
    let page = names::event_page(domain, event.name);
    Entry {
        link: Rst::doc(event.name, &page),
        docname: docname(&page),
        summary: Rst::line(event.summary),
        marks: marks(&[
            (event.deprecated, "deprecated"),
            (event.pii, "personal data"),
            (event.local_only, "local only"),
        ]),
    }
}

fn record_entry(domain: &str, record: &RecordExtract<'_>) -> Entry {
    let page = names::record_page(domain, record.name);
    Entry {
        link: Rst::doc(record.name, &page),
        docname: docname(&page),
        summary: Rst::line(record.summary),
        marks: marks(&[(record.deprecated, "deprecated"), (record.pii, "personal data")]),
    }
}

fn marks(marks: &[(bool, &'static str)]) -> Rst {
    let marks: Vec<Rst> =
        marks.iter().filter(|(set, _)| *set).map(|(_, mark)| Rst::fixed(mark)).collect();
    Rst::join(&marks, ", ")
}
