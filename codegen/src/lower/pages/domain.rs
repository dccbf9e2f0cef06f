//! The pages of the domains: the model in, a list of events and records for each domain out.

use annals_catalog::model::{Event, Model, Record};
use annals_catalog::names;
use serde::Serialize;

use super::{Fact, event_link, event_page, record_page, summary};
use crate::lower::rst::{Rst, docname};

/// The page of a domain.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Domain {
    #[serde(skip)]
    name: String,
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

impl Domain {
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

pub(super) fn lower(model: &Model) -> Vec<Domain> {
    let mut domains: Vec<Domain> = model.domains.iter().map(empty).collect();
    for event in &model.events {
        domains[event.domain.0 as usize].events.push(event_entry(model, event));
    }
    for record in &model.records {
        domains[record.domain.0 as usize].records.push(record_entry(model, record));
    }
    domains
}

fn empty(domain: &annals_catalog::model::Domain) -> Domain {
    Domain {
        name: domain.name.clone(),
        title: Rst::title(&domain.title, '='),
        description: Rst::text(&domain.description),
        facts: vec![
            Fact::new("Domain", Rst::literal(&domain.name)),
            Fact::new("Cargo feature", Rst::literal(&names::feature(&domain.name))),
        ],
        events: Vec::new(),
        records: Vec::new(),
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
