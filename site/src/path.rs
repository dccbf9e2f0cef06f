//! The paths of the pages, and links between them.
//!
//! Paths are relative to the root of the site and use `/`. Everything is a file with its full name, so that links work
//! without a server. The names of a catalog are ASCII words, so that no path needs an escape.

use annals_catalog::model::{Core, DomainId, EventId, Model, RecordId};
use annals_catalog::names;

/// The way from a page to the root of the site: empty, `../` or `../../`.
pub(crate) fn root(path: &str) -> &'static str {
    match path.matches('/').count() {
        0 => "",
        1 => "../",
        _ => "../../",
    }
}

/// The page of an event, without `.html`: its Markdown and JSON have the same name.
pub(crate) fn event_stem(model: &Model, id: EventId) -> String {
    let event = &model[id];
    format!("events/{}/{}", model[event.domain].name, event.name.to_ascii_lowercase())
}

pub(crate) fn event(model: &Model, id: EventId) -> String {
    event_stem(model, id) + ".html"
}

pub(crate) fn domain(model: &Model, id: DomainId) -> String {
    format!("domains/{}.html", model[id].name)
}

pub(crate) fn record(model: &Model, id: RecordId) -> String {
    let record = &model[id];
    format!("records/{}/{}.html", model[record.domain].name, record.name)
}

/// The page of a type. Kinds are part of the name, which therefore is none that a system reserves.
pub(crate) fn core(model: &Model, core: Core) -> String {
    match core {
        Core::Primitive(primitive) => {
            format!("types/primitive-{}.html", names::primitive_definition(primitive))
        }
        Core::Scalar(id) => format!("types/scalar-{}.html", model[id].name),
        Core::Enum(id) => format!("types/enum-{}.html", model[id].name),
        Core::Variant(id) => format!("types/variant-{}.html", model.qualified_variant(id)),
        Core::Record(id) => record(model, id),
    }
}

/// The anchor of a field: its path, without the marks of lists and maps.
pub(crate) fn field_anchor(path: &str) -> String {
    format!("data.{}", path.replace("[]", "").replace(".*", ""))
}

/// The page of the fields whose names begin with a letter.
pub(crate) fn fields(letter: char) -> String {
    format!("fields-{letter}.html")
}

/// A text as an anchor: what is not plain is a hyphen.
pub(crate) fn slug(text: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::{field_anchor, root};

    #[test]
    fn links_lead_to_the_root() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("types/scalar-x.html"), "../");
        assert_eq!(root("events/learning/x.html"), "../../");
    }

    #[test]
    fn anchors_are_paths() {
        assert_eq!(field_anchor("items[].labels.*.text"), "data.items.labels.text");
    }
}
