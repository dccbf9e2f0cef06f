//! The index of events: a section for each domain, a row for each event; the model in, `docs/events.rst` out.
//!
//! The three columns are those of the older page, so that links into it and habits hold:
//! the name leads to the definition, the date to the place that sends the event.

use annals_catalog::model::{DomainId, Event, Model};
use serde::Serialize;

use super::pages::domain_page;
use super::rst::{Rst, docname};

/// The whole index.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Index {
    sections: Vec<Section>,
}

/// A domain that has events.
#[derive(Debug, Hash, Serialize)]
struct Section {
    title: Rst,
    /// Link to the domain's own page, which leads to the pages of its events.
    page: Rst,
    docname: String,
    rows: Vec<Row>,
}

/// An event.
#[derive(Debug, Hash, Serialize)]
struct Row {
    name: Rst,
    event_type: Rst,
    added: Rst,
}

/// Lowers the index; events stay in file order.
pub(crate) fn lower(model: &Model) -> Index {
    let mut sections: Vec<Section> = model
        .domains
        .iter()
        .map(|domain| Section {
            title: Rst::title(&domain.title, '-'),
            page: Rst::doc(&domain.title, &domain_page(&domain.name)),
            docname: docname(&domain_page(&domain.name)),
            rows: Vec::new(),
        })
        .collect();
    for event in &model.events {
        let DomainId(domain) = event.domain;
        sections[domain as usize].rows.push(row(event));
    }
    Index { sections }
}

fn row(event: &Event) -> Row {
    let added = event.added.to_string();
    Row {
        name: match &event.definition {
            Some(url) => Rst::named_link(&event.name, url),
            None => Rst::line(&event.name),
        },
        event_type: Rst::line(&event.event_type),
        added: match event.triggers.first() {
            Some(url) => Rst::link(&added, url),
            None => Rst::line(&added),
        },
    }
}
