//! Reads what a document says of all its messages.

use annals_codegen::json::Json;

use super::super::Settings;
use super::super::draft::About;
use super::super::event::NAMESPACE;
use super::super::names;
use super::super::node::{Node, shortened};
use super::super::note::Notes;
use super::super::sources::{is_version, reversed};

/// What all messages of a document have in common.
pub(super) struct Info {
    /// The beginning of event types.
    pub(super) namespace: String,
    pub(super) contact: Option<String>,
    pub(super) content_type: Option<String>,
}

/// Reads `info` and the other keys at the top.
pub(super) fn read(
    top: &Node<'_>,
    settings: &Settings,
    about: &mut About,
    notes: &mut Notes,
) -> Info {
    top.skip(&["asyncapi", "channels", "operations", "components"]);
    let content_type = top.words("defaultContentType");
    let id = top.words("id");
    let mut contact = None;
    let mut title = None;
    if let Some(Json::Object(info)) = top.peek("info") {
        top.skip(&["info"]);
        let info = Node::new(info, "/info");
        title = info.words("title");
        contact = info.peek("contact").and_then(contact_of);
        if contact.is_some() {
            info.skip(&["contact"]);
        }
        take(&mut about.title, &info, "title", |_| true);
        take(&mut about.version, &info, "version", is_version);
        take(&mut about.description, &info, "description", |_| true);
        others(&info, notes);
    }
    others(top, notes);
    let namespace = namespace(settings, id.as_deref(), title.as_deref());
    Info { namespace, contact, content_type }
}

/// Takes a text that no other document has given. What is not taken counts as not read.
fn take(into: &mut Option<String>, info: &Node<'_>, key: &str, fits: fn(&str) -> bool) {
    let text = info.peek(key).and_then(Json::as_str).map(str::trim);
    let text = text.filter(|text| !text.is_empty() && fits(text));
    let text = text.filter(|text| into.as_ref().is_none_or(|known| known == text));
    if let Some(text) = text {
        *into = Some(text.to_owned());
        info.skip(&[key]);
    }
}

/// Reports the keys that were not read.
fn others(node: &Node<'_>, notes: &mut Notes) {
    for key in node.keys().filter(|key| !node.is_read(key)) {
        let value = node.peek(key).map(Json::compact).unwrap_or_default();
        let found = shortened(&format!("{key}: {value}"));
        notes.note("no-event", &node.place(key), found, "left out");
    }
}

/// `Shop <shop@example.org>, https://example.org`
fn contact_of(contact: &Json) -> Option<String> {
    let contact = contact.as_object()?;
    let text = |key: &str| contact.get(key).and_then(Json::as_str).map(str::to_owned);
    let person = match (text("name"), text("email")) {
        (Some(name), Some(email)) => Some(format!("{name} <{email}>")),
        (name, email) => name.or(email),
    };
    let all: Vec<String> = person.into_iter().chain(text("url")).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The beginning of event types: the option, else the id of the application, else one with its title.
fn namespace(settings: &Settings, id: Option<&str>, title: Option<&str>) -> String {
    let by_id = id.and_then(|id| {
        let path = match id.strip_prefix("urn:") {
            Some(rest) => rest.split(':').rev().collect::<Vec<_>>().join("."),
            None => id.split_once("://")?.1.to_owned(),
        };
        reversed(&path)
    });
    let by_id = by_id.filter(|_| settings.namespace.is_none());
    if let Some(namespace) = by_id.as_ref().filter(|it| it.split('.').count() > 2) {
        return namespace.clone();
    }
    let start =
        by_id.or_else(|| settings.namespace.clone()).unwrap_or_else(|| NAMESPACE.to_owned());
    let title = names::snake(title.unwrap_or("events"));
    let words = ["_api", "_service", "_example"];
    let short = words.iter().find_map(|word| title.strip_suffix(word)).unwrap_or(&title);
    let domain = settings.domain.clone().unwrap_or_else(|| short.to_owned());
    format!("{start}.{domain}")
}

#[cfg(test)]
mod tests {
    use super::namespace;
    use crate::import::Settings;

    #[test]
    fn namespaces_come_from_the_option_the_id_or_the_title() {
        let settings = Settings::default();
        let own = Settings { namespace: Some("org.own".to_owned()), ..Settings::default() };
        let cases = [
            (&settings, Some("urn:com:shop:desk:server"), "com.shop.desk.server"),
            (&settings, Some("urn:com:shop"), "com.shop.big_shop"),
            (&settings, Some("https://shop.example/desk"), "example.shop.big_shop"),
            (&settings, None, "com.example.big_shop"),
            (&own, Some("urn:com:shop:desk"), "org.own.big_shop"),
        ];
        for (settings, id, expected) in cases {
            assert_eq!(namespace(settings, id, Some("Big Shop API")), expected, "{id:?}");
        }
    }
}
