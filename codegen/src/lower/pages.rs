//! The documentation, a whole Sphinx project: the model in, a page for each thing a reader looks for out.
//!
//! `docs/index.rst` leads to `events.rst` (the index), which leads to `domains/*.rst`, and these to
//! `events/*/*.rst`; besides it to `records.rst` (and `records/*/*.rst`), `dates.rst` and `types.rst`.
//! Every page stands in exactly one table of contents.

mod dates;
mod domain;
mod event;
mod example;
pub(crate) mod extract;
mod fields;
mod json;
mod notices;
mod record;
mod records;
mod site;
#[cfg(test)]
mod tests;
mod types;

use annals_catalog::model::{DomainId, Event, EventId, Model, Record, RecordId, Usage};
use annals_catalog::names;
use annals_contract::ArtifactKind;
use rayon::prelude::*;
use serde::Serialize;

use super::example::Samples;
use super::index::{self, Index};
use super::rst::Rst;
use super::{event_ids, number, record_ids};
use crate::file_set::Subject;
use extract::Extract;

/// A page about many things.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Overview {
    /// One about the whole catalog, at its place in [`OF_ALL`].
    OfAll(usize),
    /// Of a domain.
    Domain(DomainId),
}

/// A page about one thing, which shows all there is of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Single {
    /// Of an event.
    Event(EventId),
    /// Of a record.
    Record(RecordId),
}

/// A page: how it is laid out, what it says.
#[derive(Debug)]
pub(crate) struct Page {
    /// File name of its template.
    pub(crate) template: &'static str,
    /// Everything the template prints.
    pub(crate) context: Context,
}

/// What a page says; one kind for each template.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Context {
    /// `conf.py`, `docutils.conf` and `index.rst`
    Site(site::Site),
    /// `events.rst`
    Index(Index),
    /// `domains/*.rst`
    Domain(domain::Domain),
    /// `events/*/*.rst`
    Event(Box<event::EventPage>),
    /// `records.rst`
    Records(records::Records),
    /// `records/*/*.rst`
    Record(Box<record::RecordPage>),
    /// `dates.rst`
    Dates(dates::Dates),
    /// `types.rst`
    Types(types::Types),
}

/// The pages about the whole catalog, each with its template.
const OF_ALL: [(&str, &str); 7] = [
    ("docs/conf.py", "conf.py.j2"),
    ("docs/docutils.conf", "docutils.conf.j2"),
    ("docs/index.rst", "index.rst.j2"),
    ("docs/events.rst", "events.rst.j2"),
    ("docs/records.rst", "records.rst.j2"),
    ("docs/dates.rst", "dates.rst.j2"),
    ("docs/types.rst", "types.rst.j2"),
];

/// The pages about many things, to be worked on by all cores.
pub(crate) fn overviews(model: &Model) -> impl ParallelIterator<Item = Overview> {
    let of_all = (0..OF_ALL.len()).into_par_iter().map(Overview::OfAll);
    let domains = (0..number(model.domains.len())).into_par_iter().map(DomainId);
    of_all.chain(domains.map(Overview::Domain))
}

/// The pages about one thing each, to be worked on by all cores.
pub(crate) fn singles(model: &Model) -> impl ParallelIterator<Item = Single> {
    event_ids(model).map(Single::Event).chain(record_ids(model).map(Single::Record))
}

impl Overview {
    /// Its path relative to the output folder: `docs/…`.
    pub(crate) fn path(self, model: &Model) -> String {
        match self {
            Self::OfAll(index) => OF_ALL[index].0.to_owned(),
            Self::Domain(id) => domain_page(&model[id].name),
        }
    }

    /// All that it is made from.
    pub(crate) fn extract<'a>(self, model: &'a Model, usage: &[Usage]) -> Extract<'a> {
        match self {
            Self::OfAll(0..=2) => Extract::Site(site::lower(model)),
            Self::OfAll(3) => Extract::Index(index::extract(model)),
            Self::OfAll(4) => Extract::Records(records::extract(model, usage)),
            Self::OfAll(5) => Extract::Dates(dates::extract(model)),
            Self::OfAll(_) => Extract::Types(types::lower(model)),
            Self::Domain(id) => Extract::Domain(domain::extract(model, id)),
        }
    }

    /// Lowers what was taken from the model for it.
    pub(crate) fn lower(self, extract: Extract<'_>) -> Page {
        let template = match self {
            Self::OfAll(index) => OF_ALL[index].1,
            Self::Domain(_) => "domain.rst.j2",
        };
        Page { template, context: extract.lower() }
    }
}

impl Single {
    /// Its path relative to the output folder: `docs/…`.
    pub(crate) fn path(self, model: &Model) -> String {
        match self {
            Self::Event(id) => event_page(model, &model[id]),
            Self::Record(id) => record_page(model, &model[id]),
        }
    }

    /// What it is about.
    pub(crate) fn subject(self) -> Subject {
        match self {
            Self::Event(id) => Subject::Event(id, ArtifactKind::Page),
            Self::Record(id) => Subject::Record(id),
        }
    }

    /// Lowers it.
    pub(crate) fn lower(self, model: &Model, samples: &Samples, usage: &[Usage]) -> Page {
        match self {
            Self::Event(id) => {
                let page = event::lower(model, &model[id], samples.event(model, id));
                Page { template: "event.rst.j2", context: Context::Event(Box::new(page)) }
            }
            Self::Record(id) => {
                let page = record::lower(model, &model[id], &usage[id.0 as usize]);
                Page { template: "record.rst.j2", context: Context::Record(Box::new(page)) }
            }
        }
    }
}

/// The page of a domain; a folder of its own, since an event may be called `INDEX`.
pub(crate) fn domain_page(domain: &str) -> String {
    format!("docs/domains/{domain}.rst")
}

fn event_page(model: &Model, event: &Event) -> String {
    names::event_page(&model[event.domain].name, &event.name)
}

fn record_page(model: &Model, record: &Record) -> String {
    names::record_page(&model[record.domain].name, &record.name)
}

fn event_link(model: &Model, event: &Event) -> Rst {
    Rst::doc(&event.name, &event_page(model, event))
}

/// The name of the generated crate as Rust code spells it.
fn crate_name(model: &Model) -> String {
    model.name.replace('-', "_")
}

/// A labelled fact at the head of a page.
#[derive(Debug, Hash, Serialize)]
struct Fact {
    label: &'static str,
    value: Rst,
}

impl Fact {
    fn new(label: &'static str, value: Rst) -> Self {
        Self { label, value }
    }
}

/// The first sentence of a description, for tables.
fn summary(description: &str) -> Rst {
    Rst::line(first_sentence(description))
}

fn first_sentence(description: &str) -> &str {
    let first = description.split("\n\n").next().unwrap_or_default();
    let ends = |after: &'static [u8]| {
        let mut stops = first.match_indices('.').map(|(stop, _)| stop + 1);
        stops.find(|end| first.as_bytes()[*end..].starts_with(after))
    };
    &first[..ends(b" ").or_else(|| ends(b"\n")).unwrap_or(first.len())]
}
