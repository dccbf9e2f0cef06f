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

use annals_catalog::model::{Event, Model, Record};
use annals_catalog::names;
use rayon::prelude::*;
use serde::Serialize;

use super::index::{self, Index};
use super::rst::Rst;

/// A page: where it goes, how it is laid out, what it says.
#[derive(Debug)]
pub(crate) struct Page {
    /// Relative to the output folder: `docs/…`.
    pub(crate) path: String,
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

/// Lowers all pages.
pub(crate) fn lower(model: &Model) -> Vec<Page> {
    let usage = usage::lower(model);
    let mut pages = vec![
        page("docs/conf.py", "conf.py.j2", Context::Site(site::lower(model))),
        page("docs/docutils.conf", "docutils.conf.j2", Context::Site(site::lower(model))),
        page("docs/index.rst", "index.rst.j2", Context::Site(site::lower(model))),
        page("docs/events.rst", "events.rst.j2", Context::Index(index::lower(model))),
        page("docs/records.rst", "records.rst.j2", Context::Records(records::lower(model, &usage))),
        page("docs/dates.rst", "dates.rst.j2", Context::Dates(dates::lower(model))),
        page("docs/types.rst", "types.rst.j2", Context::Types(types::lower(model))),
    ];
    for domain in domain::lower(model) {
        pages.push(page(&domain_page(domain.name()), "domain.rst.j2", Context::Domain(domain)));
    }
    pages.par_extend(model.events.par_iter().map(|event| {
        let context = Context::Event(Box::new(event::lower(model, event)));
        page(&event_page(model, event), "event.rst.j2", context)
    }));
    pages.par_extend(model.records.par_iter().zip(&usage.records).map(|(record, usage)| {
        let context = Context::Record(Box::new(record::lower(model, record, usage)));
        page(&record_page(model, record), "record.rst.j2", context)
    }));
    pages
}

fn page(path: &str, template: &'static str, context: Context) -> Page {
    Page { path: path.to_owned(), template, context }
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
#[derive(Debug, Serialize)]
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
