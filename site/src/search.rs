//! The index of the search, as scripts: a page that was opened from a file may load nothing else.
//!
//! An item is a line of tab-separated parts: a letter for its kind, its name, and what its path and its label are made of.
//! `assets/search.js` reads it. Descriptions are in a second script, a line for each item.

use annals_catalog::model::{Core, DomainId, EventId, RecordId};

use crate::at::At;
use crate::site::Site;
use crate::write::Writer;
use crate::{Error, lists, path, words};

/// Pages that are found by their titles, with other words for them.
const PAGES: [(&str, &str, &str); 8] = [
    ("Events", "events.html", "all events by name, type, date or domain"),
    ("Types", "types.html", "scalars, enums, variants, records and primitives"),
    ("Fields", "fields.html", "every field by its name"),
    ("Personal data", "personal-data.html", "pii, privacy, gdpr"),
    ("Senders", "senders.html", "repositories and services"),
    ("Changes", "changes.html", "history, dates, news"),
    ("Deprecated", "deprecated.html", "deprecations, removals and replacements"),
    ("Metadata", "metadata.html", "envelope, headers, id, time, source"),
];

/// Writes both scripts.
pub(crate) fn write(site: &Site<'_>, writer: &Writer) -> Result<(), Error> {
    let mut index = Index::default();
    index.pages();
    index.events(site);
    index.types(site);
    index.fields(site);
    writer.file("search/names.js", script("names", &index.names).as_bytes())?;
    writer.file("search/texts.js", script("texts", &index.texts).as_bytes())
}

/// A script that passes a string to the search.
fn script(name: &str, text: &str) -> String {
    let text = serde_json::to_string(text).unwrap_or_default();
    // Both end a line in old engines.
    let text = text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("annals.load({name:?}, {text});\n")
}

#[derive(Default)]
struct Index {
    names: String,
    texts: String,
}

impl Index {
    fn item(&mut self, parts: &[&str], text: &str) {
        if !self.names.is_empty() {
            self.names.push('\n');
            self.texts.push('\n');
        }
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.names.push('\t');
            }
            // Only titles can have tabs or line breaks.
            self.names.push_str(&words::one_line(part));
        }
        self.texts.push_str(&words::summary(text));
    }

    fn pages(&mut self) {
        for (title, path, about) in PAGES {
            self.item(&["g", title, path], about);
        }
    }

    fn events(&mut self, site: &Site<'_>) {
        let model = site.model;
        for id in (0..).map(DomainId).take(model.domains.len()) {
            let domain = &model[id];
            self.item(&["d", &domain.name, &domain.title], &domain.description);
        }
        for id in (0..).map(EventId).take(model.events.len()) {
            let event = &model[id];
            let domain = &model[event.domain].name;
            self.item(&["e", &event.name, domain, &event.event_type], &event.description);
        }
        for id in (0..).map(RecordId).take(model.records.len()) {
            let record = &model[id];
            self.item(&["r", &record.name, &model[record.domain].name], &record.description);
        }
    }

    fn types(&mut self, site: &Site<'_>) {
        let model = site.model;
        let at = At { model, root: "" };
        for core in site.types() {
            let label = at.label(core);
            let path = path::core(model, core);
            let (kind, about) = match core {
                Core::Scalar(id) => ("s", model[id].description.as_str()),
                Core::Enum(id) => ("n", model[id].description.as_str()),
                Core::Variant(id) => ("v", model[id].description.as_str()),
                Core::Primitive(primitive) => ("p", primitive.meaning()),
                Core::Record(_) => continue,
            };
            self.item(&[kind, &label, &path], about);
        }
    }

    fn fields(&mut self, site: &Site<'_>) {
        let letters = lists::letters(site.model);
        for name in lists::field_names(site.model) {
            let place = lists::field_place(&letters, name);
            // The rest of the place is the name.
            let page = place.split('#').next().unwrap_or_default();
            self.item(&["f", name, page], "");
        }
    }
}
