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

use super::example::Samples;
use super::index::{self, Index};
use super::rst::Rst;
use usage::Usage;

/// A page: where it goes, how it is laid out, what it says.
#[derive(Debug, Hash)]
pub(crate) struct Page {
    /// Relative to the output folder: `docs/…`.
    pub(crate) path: String,
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

/// Lowers the pages one by one, on all cores: whoever renders a page can drop it before the next.
pub(crate) fn lower<'a>(
    model: &'a Model,
    samples: &'a Samples,
    usage: &'a Usage,
) -> impl ParallelIterator<Item = Page> + 'a {
    let of_all = (0..OF_ALL).into_par_iter().map(move |index| of_all(model, usage, index));
    let domains = domain::lower(model)
        .into_par_iter()
        .map(|domain| page(&domain_page(domain.name()), "domain.rst.j2", Context::Domain(domain)));
    let events = model.events.par_iter().zip(&samples.events).map(move |(event, sample)| {
        let context = Context::Event(Box::new(event::lower(model, event, sample.as_ref())));
        page(&event_page(model, event), "event.rst.j2", context)
    });
    let records = model.records.par_iter().zip(&usage.records).map(move |(record, usage)| {
        let context = Context::Record(Box::new(record::lower(model, record, usage)));
        page(&record_page(model, record), "record.rst.j2", context)
    });
    // The long pages first, so that no core is left with one in the end.
    of_all.chain(domains).chain(events).chain(records)
}

/// The number of pages that are about the whole catalog.
const OF_ALL: usize = 7;

/// A page about the whole catalog.
fn of_all(model: &Model, usage: &Usage, index: usize) -> Page {
    let site = || Context::Site(site::lower(model));
    match index {
        0 => page("docs/conf.py", "conf.py.j2", site()),
        1 => page("docs/docutils.conf", "docutils.conf.j2", site()),
        2 => page("docs/index.rst", "index.rst.j2", site()),
        3 => page("docs/events.rst", "events.rst.j2", Context::Index(index::lower(model))),
        4 => {
            let records = Context::Records(records::lower(model, usage));
            page("docs/records.rst", "records.rst.j2", records)
        }
        5 => page("docs/dates.rst", "dates.rst.j2", Context::Dates(dates::lower(model))),
        _ => page("docs/types.rst", "types.rst.j2", Context::Types(types::lower(model))),
    }
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
