//! What a page about many things shows of the model in, that page out.
//!
//! An event or a record stands on several of these pages, with a line of what it is. They are
//! lowered from an extract that holds nothing else, so its digest tells whether a page is still the
//! same, and costs less than lowering it.

use annals_catalog::model::{Domain, DomainId, Model};

use super::{Context, dates, domain, index, records, site, types};

/// All that such a page is made from.
#[derive(Debug, Hash)]
pub(crate) enum Extract<'a> {
    /// `conf.py`, `docutils.conf` and `index.rst`: there is little to lower.
    Site(site::Site),
    /// `events.rst`
    Index(index::Extract<'a>),
    /// `domains/*.rst`
    Domain(domain::Extract<'a>),
    /// `records.rst`
    Records(records::Extract<'a>),
    /// `dates.rst`
    Dates(dates::Extract<'a>),
    /// `types.rst`: no more than there are scalars and enums.
    Types(types::Types),
}

impl Extract<'_> {
    /// Lowers what the page says.
    pub(crate) fn lower(self) -> Context {
        match self {
            Self::Site(site) => Context::Site(site),
            Self::Index(extract) => Context::Index(extract.lower()),
            Self::Domain(extract) => Context::Domain(extract.lower()),
            Self::Records(extract) => Context::Records(extract.lower()),
            Self::Dates(extract) => Context::Dates(extract.lower()),
            Self::Types(types) => Context::Types(types),
        }
    }
}

/// A domain, and what a page shows of each thing in it.
#[derive(Debug, Hash)]
pub(crate) struct InDomain<'a, T> {
    pub(crate) name: &'a str,
    pub(crate) title: &'a str,
    pub(crate) things: Vec<T>,
}

/// Puts things under their domains, both in file order.
pub(crate) fn by_domain<T>(
    model: &Model,
    things: impl Iterator<Item = (DomainId, T)>,
) -> Vec<InDomain<'_, T>> {
    let domains = model.domains.iter();
    let mut domains: Vec<_> = domains
        .map(|Domain { name, title, .. }| InDomain { name, title, things: Vec::new() })
        .collect();
    for (DomainId(domain), thing) in things {
        domains[domain as usize].things.push(thing);
    }
    domains
}
