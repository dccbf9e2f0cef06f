//! The documentation, a whole Sphinx project: the model in, a page for each thing a reader looks for out.
//!
//! `docs/index.rst` leads to `events.rst` (the index), which leads to `domains/*.rst`, and these to
//! `events/*/*.rst`; besides it to `records.rst` (and `records/*/*.rst`), `dates.rst` and `types.rst`.
//! Every page stands in exactly one table of contents.

mod dates;
mod domain;
mod event;
mod example;
mod fields;
mod json;
mod notices;
mod record;
mod records;
mod site;
#[cfg(test)]
mod tests;
mod types;
pub(crate) mod usage;

use annals_catalog::model::{DomainId, Event, EventId, Model, Record, RecordId};
use annals_catalog::names;
use annals_contract::ArtifactKind;
use rayon::prelude::*;
use serde::Serialize;

use super::example::Samples;
use super::index::{self, Index};
use super::rst::Rst;
use super::{event_ids, number, record_ids};
use crate::file_set::Subject;
use usage::Usage;

/// Which page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which {
    /// One about the whole catalog, at its place in [`OF_ALL`].
    OfAll(usize),
    /// Of a domain.
    Domain(DomainId),
    /// Of an event.
    Event(EventId),
    /// Of a record.
    Record(RecordId),
}

/// A page: how it is laid out, what it says.
#[derive(Debug, Hash)]
pub(crate) struct Page {
    /// File name of its template.
    pub(crate) template: &'static str,
    /// Everything the template prints.
    pub(crate) context: Context,
}

/// What a page says; one kind for each template.
#[derive(Debug, Hash, Serialize)]
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

/// The pages that a model has, to be worked on by all cores: the long ones first, so that no core is
/// left with one in the end.
pub(crate) fn pages(model: &Model) -> impl ParallelIterator<Item = Which> {
    let of_all = (0..OF_ALL.len()).into_par_iter().map(Which::OfAll);
    let domains = (0..number(model.domains.len())).into_par_iter().map(DomainId);
    let of_each = event_ids(model).map(Which::Event).chain(record_ids(model).map(Which::Record));
    of_all.chain(domains.map(Which::Domain)).chain(of_each)
}

impl Which {
    /// Its path relative to the output folder: `docs/…`.
    pub(crate) fn path(self, model: &Model) -> String {
        match self {
            Self::OfAll(index) => OF_ALL[index].0.to_owned(),
            Self::Domain(id) => domain_page(&model[id].name),
            Self::Event(id) => event_page(model, &model[id]),
            Self::Record(id) => record_page(model, &model[id]),
        }
    }

    /// What it is about.
    pub(crate) fn subject(self) -> Subject {
        match self {
            Self::Event(id) => Subject::Event(id, ArtifactKind::Page),
            Self::Record(id) => Subject::Record(id),
            Self::OfAll(_) | Self::Domain(_) => Subject::Catalog,
        }
    }

    /// Lowers it.
    pub(crate) fn lower(self, model: &Model, samples: &Samples, usage: &Usage) -> Page {
        let (template, context) = match self {
            Self::OfAll(index) => (OF_ALL[index].1, of_all(model, usage, index)),
            Self::Domain(id) => ("domain.rst.j2", Context::Domain(domain::lower(model, id))),
            Self::Event(id) => {
                let sample = samples.event(model, id);
                let page = event::lower(model, &model[id], sample);
                ("event.rst.j2", Context::Event(Box::new(page)))
            }
            Self::Record(id) => {
                let page = record::lower(model, &model[id], &usage.records[id.0 as usize]);
                ("record.rst.j2", Context::Record(Box::new(page)))
            }
        };
        Page { template, context }
    }
}

/// What a page about the whole catalog says; `index` is its place in [`OF_ALL`].
fn of_all(model: &Model, usage: &Usage, index: usize) -> Context {
    match index {
        0..=2 => Context::Site(site::lower(model)),
        3 => Context::Index(index::lower(model)),
        4 => Context::Records(records::lower(model, usage)),
        5 => Context::Dates(dates::lower(model)),
        _ => Context::Types(types::lower(model)),
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
    let first = description.split("\n\n").next().unwrap_or_default();
    let end = first.find(". ").or_else(|| first.find(".\n")).map_or(first.len(), |end| end + 1);
    Rst::line(&first[..end])
}
