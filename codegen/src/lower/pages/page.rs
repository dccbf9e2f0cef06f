//! A lowered page: its template and everything that the template prints.

use serde::Serialize;

use super::{dates, domain, event, events, record, records, site, types};

/// A page, ready to be rendered.
#[derive(Debug)]
pub(crate) struct Page {
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
