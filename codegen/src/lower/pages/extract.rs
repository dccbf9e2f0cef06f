//! What a page about many things takes from the model.
//!
//! An event or record is on several of these pages, with a line about it. The extract of a page
//! holds these lines and nothing else, so its digest tells whether the page changes, and takes less
//! time than lowering.

use super::page::Context;
use super::{dates, domain, events, records, site, types};

/// Everything that such a page is made from.
#[derive(Debug, Hash)]
pub(crate) enum Extract<'a> {
    /// `conf.py`, `docutils.conf` and `index.rst`: there is little to lower.
    Site(site::Site),
    /// `events.rst`
    Events(events::Extract<'a>),
    /// `records.rst`
    Records(records::Extract<'a>),
    /// `dates.rst`
    Dates(dates::Extract<'a>),
    /// `types.rst`: as long as the list of scalars and enums.
    Types(types::Types),
    /// `domains/*.rst`
    Domain(domain::Extract<'a>),
}

impl Extract<'_> {
    /// Lowers what the page says.
    pub(crate) fn lower(self) -> Context {
        match self {
            Self::Site(site) => Context::Site(site),
            Self::Events(extract) => Context::Events(extract.lower()),
            Self::Records(extract) => Context::Records(extract.lower()),
            Self::Dates(extract) => Context::Dates(extract.lower()),
            Self::Types(types) => Context::Types(types),
            Self::Domain(extract) => Context::Domain(extract.lower()),
        }
    }
}
