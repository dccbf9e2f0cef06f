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
mod extract;
mod fields;
mod json;
mod links;
mod notices;
mod page;
mod parts;
mod record;
mod records;
mod site;
#[cfg(test)]
mod tests;
mod types;

use annals_catalog::model::{DomainId, EventId, Model, RecordId, Usage};
use annals_catalog::names;
use annals_contract::ArtifactKind;
use rayon::prelude::*;

use super::example::Samples;
use super::{event_ids, number, record_ids};
use crate::file_set::Subject;
pub(crate) use extract::Extract;
use page::Context;
pub(crate) use page::Page;

/// A page about many things.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Overview {
    /// `conf.py`: settings of Sphinx.
    Settings,
    /// `docutils.conf`: settings of its parser.
    ParserSettings,
    /// `index.rst`: the front page.
    Front,
    /// `events.rst`
    Events,
    /// `records.rst`
    Records,
    /// `dates.rst`
    Dates,
    /// `types.rst`
    Types,
    /// `domains/*.rst`
    Domain(DomainId),
}

/// A page about one thing, which shows everything about it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Single {
    /// `events/*/*.rst`
    Event(EventId),
    /// `records/*/*.rst`
    Record(RecordId),
}

/// A page before it is lowered.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    /// Its path relative to the output folder.
    pub(crate) path: String,
    /// File name of its template.
    pub(crate) template: &'static str,
    /// Everything that it is made from.
    pub(crate) extract: Extract<'a>,
}

/// The pages about many things, for all cores.
pub(crate) fn overviews(model: &Model) -> impl ParallelIterator<Item = Overview> {
    let of_all = [
        Overview::Settings,
        Overview::ParserSettings,
        Overview::Front,
        Overview::Events,
        Overview::Records,
        Overview::Dates,
        Overview::Types,
    ];
    let domains = (0..number(model.domains.len())).into_par_iter().map(DomainId);
    of_all.into_par_iter().chain(domains.map(Overview::Domain))
}

/// The pages about one thing each, for all cores.
pub(crate) fn singles(model: &Model) -> impl ParallelIterator<Item = Single> {
    event_ids(model).map(Single::Event).chain(record_ids(model).map(Single::Record))
}

impl Overview {
    /// Where the page goes, how it looks and what it is made from.
    pub(crate) fn outline<'a>(self, model: &'a Model, usage: &[Usage]) -> Outline<'a> {
        let site = || Extract::Site(site::lower(model));
        let (path, template, extract) = match self {
            Self::Settings => ("docs/conf.py", "conf.py.j2", site()),
            Self::ParserSettings => ("docs/docutils.conf", "docutils.conf.j2", site()),
            Self::Front => ("docs/index.rst", "index.rst.j2", site()),
            Self::Events => {
                ("docs/events.rst", "events.rst.j2", Extract::Events(events::extract(model)))
            }
            Self::Records => {
                let extract = Extract::Records(records::extract(model, usage));
                ("docs/records.rst", "records.rst.j2", extract)
            }
            Self::Dates => {
                ("docs/dates.rst", "dates.rst.j2", Extract::Dates(dates::extract(model)))
            }
            Self::Types => ("docs/types.rst", "types.rst.j2", Extract::Types(types::lower(model))),
            Self::Domain(id) => {
                let path = names::domain_page(&model[id].name);
                let extract = Extract::Domain(domain::extract(model, id));
                return Outline { path, template: "domain.rst.j2", extract };
            }
        };
        Outline { path: path.to_owned(), template, extract }
    }
}

impl Single {
    /// Its path relative to the output folder.
    pub(crate) fn path(self, model: &Model) -> String {
        match self {
            Self::Event(id) => links::event_page(model, id),
            Self::Record(id) => links::record_page(model, id),
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
                let page = record::lower(model, id, &usage[id.0 as usize]);
                Page { template: "record.rst.j2", context: Context::Record(Box::new(page)) }
            }
        }
    }
}
