//! The index of events: a section for each domain, a row for each event; the model in, `docs/events.rst` out.
//!
//! The three columns are those of the older page, so that links into it and habits hold:
//! the name leads to the definition, the date to the place that sends the event.

use annals_catalog::model::{Date, Event, Model};
use serde::Serialize;

use super::pages::domain_page;
use super::pages::extract::{InDomain, by_domain};
use super::rst::{Rst, docname};

/// The whole index.
#[derive(Debug, Serialize)]
pub(crate) struct Index {
    sections: Vec<Section>,
}

/// A domain that has events.
#[derive(Debug, Serialize)]
struct Section {
    title: Rst,
    /// Link to the domain's own page, which leads to the pages of its events.
    page: Rst,
    docname: String,
    rows: Vec<Row>,
}

/// An event.
#[derive(Debug, Serialize)]
struct Row {
    name: Rst,
    event_type: Rst,
    added: Rst,
}

/// All that the index is made from.
#[derive(Debug, Hash)]
pub(crate) struct Extract<'a> {
    domains: Vec<InDomain<'a, EventExtract<'a>>>,
}

#[derive(Debug, Hash)]
struct EventExtract<'a> {
    name: &'a str,
    event_type: &'a str,
    added: Date,
    definition: Option<&'a str>,
    trigger: Option<&'a str>,
}

/// Takes from the model what the index shows; events stay in file order.
pub(crate) fn extract<'a>(model: &'a Model) -> Extract<'a> {
    let event = |event: &'a Event| {
        let extract = EventExtract {
            name: &event.name,
            event_type: &event.event_type,
            added: event.added,
            definition: event.definition.as_deref(),
            trigger: event.triggers.first().map(String::as_str),
        };
        (event.domain, extract)
    };
    Extract { domains: by_domain(model, model.events.iter().map(event)) }
}

impl Extract<'_> {
    /// Lowers the index.
    pub(crate) fn lower(&self) -> Index {
        let section = |domain: &InDomain<'_, EventExtract<'_>>| Section {
            title: Rst::title(domain.title, '-'),
            page: Rst::doc(domain.title, &domain_page(domain.name)),
            docname: docname(&domain_page(domain.name)),
            rows: domain.things.iter().map(row).collect(),
        };
        Index { sections: self.domains.iter().map(section).collect() }
    }
}

fn row(event: &EventExtract<'_>) -> Row {
    let added = event.added.to_string();
    Row {
        name: match event.definition {
            Some(url) => Rst::named_link(event.name, url),
            None => Rst::line(event.name),
        },
        event_type: Rst::line(event.event_type),
        added: match event.trigger {
            Some(url) => Rst::link(&added, url),
            None => Rst::line(&added),
        },
    }
}
