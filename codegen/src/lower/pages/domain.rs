//! The page of a domain: its events and records.

use annals_catalog::model::{DomainId, Event, Model, Record};
use annals_catalog::names;
use serde::Serialize;

use super::parts::{Fact, summary};
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

pub(super) fn lower(model: &Model, id: DomainId) -> Domain {
    let domain = &model[id];
    let events = model.events.iter().filter(|event| event.domain == id);
    let records = model.records.iter().filter(|record| record.domain == id);
    let facts = [
        Fact::new("Domain", Rst::literal(&domain.name)),
        Fact::new("Cargo feature", Rst::literal(&names::feature(&domain.name))),
    ];
    Domain {
        title: Rst::title(&domain.title, '='),
        description: Rst::text(&domain.description),
        facts: facts.into_iter().chain(Fact::custom(&domain.properties)).collect(),
        events: events.map(|event| event_entry(&domain.name, event)).collect(),
        records: records.map(|record| record_entry(&domain.name, record)).collect(),
    }
}

fn event_entry(domain: &str, event: &Event) -> Entry {
    let page = names::event_page(domain, &event.name);
    Entry {
        link: Rst::doc(&event.name, &page),
        docname: docname(&page),
        summary: summary(&event.description),
        marks: marks(&[
            (event.deprecated.is_some(), "deprecated"),
            (event.pii, "personal data"),
            (event.local_only.is_some(), "local only"),
        ]),
    }
}

fn record_entry(domain: &str, record: &Record) -> Entry {
    let page = names::record_page(domain, &record.name);
    Entry {
        link: Rst::doc(&record.name, &page),
        docname: docname(&page),
        summary: summary(&record.description),
        marks: marks(&[(record.deprecated.is_some(), "deprecated"), (record.pii, "personal data")]),
    }
}

fn marks(marks: &[(bool, &'static str)]) -> Rst {
    let marks: Vec<Rst> =
        marks.iter().filter(|(set, _)| *set).map(|(_, mark)| Rst::fixed(mark)).collect();
    Rst::join(&marks, ", ")
}
