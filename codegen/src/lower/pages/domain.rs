//! The pages of the domains: a domain in, the list of its events and records out.

use annals_catalog::model::{DomainId, Event, Model, Record};
use annals_catalog::names;
use serde::Serialize;

use super::{Fact, event_link, event_page, record_page, summary};
use crate::lower::rst::{Rst, docname};

/// The page of a domain.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Domain {
    title: Rst,
    description: Rst,
    facts: Vec<Fact>,
    events: Vec<Entry>,
    records: Vec<Entry>,
}

/// An event or record of the domain.
#[derive(Debug, Hash, Serialize)]
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
    Domain {
        title: Rst::title(&domain.title, '='),
        description: Rst::text(&domain.description),
        facts: vec![
            Fact::new("Domain", Rst::literal(&domain.name)),
            Fact::new("Cargo feature", Rst::literal(&names::feature(&domain.name))),
        ],
        events: events.map(|event| event_entry(model, event)).collect(),
        records: records.map(|record| record_entry(model, record)).collect(),
    }
}

fn event_entry(model: &Model, event: &Event) -> Entry {
    Entry {
        link: event_link(model, event),
        docname: docname(&event_page(model, event)),
        summary: summary(&event.description),
        marks: marks(&[
            (event.deprecated.is_some(), "deprecated"),
            (event.pii, "personal data"),
            (event.local_only.is_some(), "local only"),
        ]),
    }
}

fn record_entry(model: &Model, record: &Record) -> Entry {
    Entry {
        link: Rst::doc(&record.name, &record_page(model, record)),
        docname: docname(&record_page(model, record)),
        summary: summary(&record.description),
        marks: marks(&[(record.deprecated.is_some(), "deprecated"), (record.pii, "personal data")]),
    }
}

fn marks(marks: &[(bool, &'static str)]) -> Rst {
    let marks: Vec<Rst> =
        marks.iter().filter(|(set, _)| *set).map(|(_, mark)| Rst::fixed(mark)).collect();
    Rst::join(&marks, ", ")
}
