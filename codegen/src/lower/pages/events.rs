//! The index of all events, `docs/events.rst`: a section for each domain, a row for each event.
//!
//! Its columns are those of the older page that it replaces, so readers and links find the same: the
//! name links to the definition, the date to a place that sends the event.

use annals_catalog::model::{Date, Event, Model};
use annals_catalog::names;
use serde::Serialize;

use super::by_domain::{InDomain, by_domain};
use crate::lower::rst::{Rst, docname};

/// The whole page.
#[derive(Debug, Serialize)]
pub(crate) struct Events {
    sections: Vec<Section>,
}

/// A domain that has events.
#[derive(Debug, Serialize)]
struct Section {
    title: Rst,
    /// A link to the page of the domain, which links to the pages of its events.
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

/// Everything that the page is made from.
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

/// Takes from the model what the page shows; events stay in file order.
pub(super) fn extract<'a>(model: &'a Model) -> Extract<'a> {
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
    pub(super) fn lower(&self) -> Events {
        let section = |domain: &InDomain<'_, EventExtract<'_>>| Section {
            title: Rst::title(domain.title, '-'),
            page: Rst::doc(domain.title, &names::domain_page(domain.name)),
            docname: docname(&names::domain_page(domain.name)),
            rows: domain.items.iter().map(row).collect(),
        };
        Events { sections: self.domains.iter().map(section).collect() }
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
