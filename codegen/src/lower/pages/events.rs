//! The index of all events, `docs/events.rst`: a section for each domain, a row for each event.
//!
//! Its columns are those of the older page that it replaces, so readers and links find the same: the
//! name links to the definition, the date to a place that sends the event. One more leads to the page of the event.

use annals_catalog::model::{Domain, Event, Model};
use annals_catalog::names;
use serde::Serialize;

use super::by_domain::by_domain;
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
    page: Rst,
}

pub(super) fn lower(model: &Model) -> Events {
    let events = model.events.iter().map(|event| (event.domain, event));
    let section = |(domain, events): (&Domain, Vec<&Event>)| {
        let page = names::domain_page(&domain.name);
        Section {
            title: Rst::title(&domain.title, '-'),
            page: Rst::doc(&domain.title, &page),
            docname: docname(&page),
            rows: events.into_iter().map(|event| row(domain, event)).collect(),
        }
    };
    Events { sections: by_domain(model, events).into_iter().map(section).collect() }
}

fn row(domain: &Domain, event: &Event) -> Row {
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
        page: Rst::doc("page", &names::event_page(&domain.name, &event.name)),
    }
}
