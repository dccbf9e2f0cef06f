//! The pages of a site, each with its path and how it is made.

use annals_catalog::model::{Core, DomainId, EventId, Model, RecordId};

use crate::at::At;
use crate::site::Site;
use crate::{Error, changes, event, home, lists, named, path, personal, record};

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    /// All events in one of several orders.
    Events(lists::Order),
    Types,
    /// The fields whose names begin with a letter.
    Fields(char),
    Personal,
    Senders,
    Deprecated,
    Changes,
    Metadata,
    NotFound,
    Domain(DomainId),
    Event(EventId),
    Record(RecordId),
    /// A type other than a record.
    Type(Core),
}

/// All pages of a site; the long ones first, so that no core is left alone with one at the end.
pub(crate) fn all(site: &Site<'_>) -> Vec<Page> {
    let model = site.model;
    let mut pages = vec![Page::Changes, Page::Personal];
    pages.extend(lists::Order::ALL.map(Page::Events));
    pages.extend([Page::Home, Page::Types, Page::Senders, Page::Deprecated]);
    pages.extend([Page::Metadata, Page::NotFound]);
    pages.extend(lists::letters(model).into_iter().map(Page::Fields));
    pages.extend(site.types().into_iter().map(Page::Type));
    pages.extend((0..).map(DomainId).take(model.domains.len()).map(Page::Domain));
    pages.extend((0..).map(EventId).take(model.events.len()).map(Page::Event));
    pages.extend((0..).map(RecordId).take(model.records.len()).map(Page::Record));
    pages
}

impl Page {
    pub(crate) fn path(self, model: &Model) -> String {
        match self {
            Self::Home => "index.html".to_owned(),
            Self::Events(order) => order.path().to_owned(),
            Self::Types => "types.html".to_owned(),
            Self::Fields(letter) => lists::fields_path(model, letter),
            Self::Personal => "personal-data.html".to_owned(),
            Self::Senders => "senders.html".to_owned(),
            Self::Deprecated => "deprecated.html".to_owned(),
            Self::Changes => "changes.html".to_owned(),
            Self::Metadata => "metadata.html".to_owned(),
            Self::NotFound => "404.html".to_owned(),
            Self::Domain(id) => path::domain(model, id),
            Self::Event(id) => path::event(model, id),
            Self::Record(id) => path::record(model, id),
            Self::Type(core) => path::core(model, core),
        }
    }

    pub(crate) fn render(self, site: &Site<'_>) -> Result<String, Error> {
        let path = self.path(site.model);
        let at = At { model: site.model, root: path::root(&path) };
        let (template, page) = match self {
            Self::Home => ("index.html.j2", home::page(site, at)),
            Self::Events(order) => ("events.html.j2", lists::events(at, order)),
            Self::Types => ("types.html.j2", lists::types(site, at)),
            Self::Fields(letter) => ("fields.html.j2", lists::fields(at, letter)),
            Self::Personal => ("personal.html.j2", personal::page(at)),
            Self::Senders => ("senders.html.j2", lists::senders(at)),
            Self::Deprecated => ("deprecated.html.j2", changes::deprecated(at)),
            Self::Changes => ("changes.html.j2", changes::page(at)),
            Self::Metadata => ("metadata.html.j2", home::metadata(site, at)),
            Self::NotFound => ("404.html.j2", lists::titled("Not found", "There is no such page.")),
            Self::Domain(id) => ("domain.html.j2", lists::domain(at, id)),
            Self::Event(id) => ("event.html.j2", event::page(site, at, id)?),
            Self::Record(id) => ("record.html.j2", record::page(site, at, id)),
            Self::Type(core) => ("named.html.j2", named::page(site, at, core)),
        };
        // A page that is shown for any path cannot link relative to itself.
        let base = site.settings.url.as_deref().filter(|_| self == Self::NotFound);
        let root = base.map_or(at.root, |url| url_path(url));
        site.render(template, minijinja::context! { root, path, ..page })
    }
}

/// The path of a URL, from its first slash.
fn url_path(url: &str) -> &str {
    let rest = url.find("://").map_or(url, |scheme| &url[scheme + 3..]);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}
