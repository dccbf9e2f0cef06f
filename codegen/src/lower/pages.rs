//! The documentation: a Sphinx project with a page for each thing that a reader looks up.
//!
//! `docs/index.rst` links to `events.rst` (all events), which links to `domains/*.rst`, and these to
//! `events/*/*.rst`; also to `records.rst` (and `records/*/*.rst`), `dates.rst` and `types.rst`.
//! Every page is in exactly one table of contents.

mod by_domain;
mod dates;
mod domain;
mod event;
mod events;
mod example;
mod fields;
mod json;
mod links;
mod notices;
mod parts;
mod record;
mod records;
mod site;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use example::rust_example;

use annals_catalog::model::{DomainId, EventId, Model, RecordId, Usage};
use annals_catalog::names;
use annals_contract::ArtifactKind;
use serde::Serialize;

use super::example::Samples;
use super::{event_ids, number, record_ids};
use crate::file_set::Subject;

/// A page of the documentation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Page {
    /// About the whole catalog.
    Whole(&'static Whole),
    /// `domains/*.rst`
    Domain(DomainId),
    /// `events/*/*.rst`
    Event(EventId),
    /// `records/*/*.rst`
    Record(RecordId),
}

/// A page about the whole catalog.
#[derive(Debug)]
pub(crate) struct Whole {
    path: &'static str,
    template: &'static str,
    lower: Lower,
}

type Lower = fn(&Model, &[Usage]) -> Context;

/// The pages about the whole catalog.
const WHOLE: [Whole; 7] = [
    Whole {
        path: "docs/conf.py",
        template: "conf.py.j2",
        lower: |model, _| Context::Site(site::lower(model)),
    },
    Whole {
        path: "docs/docutils.conf",
        template: "docutils.conf.j2",
        lower: |model, _| Context::Site(site::lower(model)),
    },
    Whole {
        path: "docs/index.rst",
        template: "index.rst.j2",
        lower: |model, _| Context::Site(site::lower(model)),
    },
    Whole {
        path: "docs/events.rst",
        template: "events.rst.j2",
        lower: |model, _| Context::Events(events::lower(model)),
    },
    Whole {
        path: "docs/records.rst",
        template: "records.rst.j2",
        lower: |model, usage| Context::Records(records::lower(model, usage)),
    },
    Whole {
        path: "docs/dates.rst",
        template: "dates.rst.j2",
        lower: |model, _| Context::Dates(dates::lower(model)),
    },
    Whole {
        path: "docs/types.rst",
        template: "types.rst.j2",
        lower: |model, _| Context::Types(types::lower(model)),
    },
];

/// A lowered page.
#[derive(Debug)]
pub(crate) struct Lowered {
    /// File name of its template.
    pub(crate) template: &'static str,
    /// What the template prints.
    pub(crate) context: Context,
}

/// What a page says.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Context {
    /// `conf.py`, `docutils.conf` and `index.rst`
    Site(site::Site),
    /// `events.rst`
    Events(events::Events),
    /// `records.rst`
    Records(records::Records),
    /// `dates.rst`
    Dates(dates::Dates),
    /// `types.rst`
    Types(types::Types),
    /// `domains/*.rst`
    Domain(domain::Domain),
    /// `events/*/*.rst`
    Event(Box<event::EventPage>),
    /// `records/*/*.rst`
    Record(Box<record::RecordPage>),
}

/// All pages; the long ones first, so that no core is left alone with one at the end.
pub(crate) fn pages(model: &Model) -> Vec<Page> {
    let domains = (0..number(model.domains.len())).map(DomainId);
    let whole = WHOLE.iter().map(Page::Whole);
    let events = event_ids(model).into_iter().map(Page::Event);
    let records = record_ids(model).into_iter().map(Page::Record);
    whole.chain(domains.map(Page::Domain)).chain(events).chain(records).collect()
}

impl Page {
    /// Its path relative to the output folder.
    pub(crate) fn path(self, model: &Model) -> String {
        match self {
            Self::Whole(page) => page.path.to_owned(),
            Self::Domain(id) => names::domain_page(&model[id].name),
            Self::Event(id) => links::event_page(model, id),
            Self::Record(id) => links::record_page(model, id),
        }
    }

    /// What it is about.
    pub(crate) fn subject(self) -> Subject {
        match self {
            Self::Whole(_) | Self::Domain(_) => Subject::Catalog,
            Self::Event(id) => Subject::Event(id, ArtifactKind::Page),
            Self::Record(id) => Subject::Record(id),
        }
    }

    /// Lowers it; `usage` is that of all records.
    pub(crate) fn lower(self, model: &Model, samples: &Samples, usage: &[Usage]) -> Lowered {
        let (template, context) = match self {
            Self::Whole(page) => (page.template, (page.lower)(model, usage)),
            Self::Domain(id) => ("domain.rst.j2", Context::Domain(domain::lower(model, id))),
            Self::Event(id) => {
                let page = event::lower(model, &model[id], samples.event(model, id));
                ("event.rst.j2", Context::Event(Box::new(page)))
            }
            Self::Record(id) => {
                let page = record::lower(model, id, &usage[id.0 as usize]);
                ("record.rst.j2", Context::Record(Box::new(page)))
            }
        };
        Lowered { template, context }
    }
}
