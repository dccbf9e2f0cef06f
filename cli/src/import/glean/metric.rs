//! Reads a metric of type `event`.

use annals_codegen::json::Json;

use super::super::draft::{Event, Properties, Unit};
use super::super::names;
use super::super::node::Node;
use super::super::note::{Fault, Notes};
use super::super::properties;
use super::{extra, texts};

/// The lists of a metric, and what they are called in the catalog.
const LISTS: [(&str, &str); 5] = [
    ("bugs", "x-bugs"),
    ("data_reviews", "x-data-reviews"),
    ("data_sensitivity", "x-data-sensitivity"),
    ("notification_emails", "x-notification-emails"),
    ("send_in_pings", "x-send-in-pings"),
];

/// The categories of data that are about a person: what people store and say, and what identifies them.
const PERSONAL: [&str; 3] = ["stored_content", "web_activity", "highly_sensitive"];

/// Reads an event with its extra keys.
pub(super) fn read(
    category: &str,
    event_type: String,
    node: &Node<'_>,
    tags: &[Json],
    notes: &mut Notes,
) -> Result<Unit, Fault> {
    let (file, pointer) = (notes.file.clone(), node.pointer.clone());
    let mut unit = Unit { file: file.clone(), pointer, ..Unit::default() };
    let sensitivity = texts(node.get("data_sensitivity"));
    let is_personal =
        sensitivity.iter().filter_map(Json::as_str).any(|kind| PERSONAL.contains(&kind));
    let data = extra::fields(&mut unit, node, is_personal, notes)?;
    let description = node.words("description");
    let properties = properties(node, tags, notes);
    node.finish(notes);
    unit.event = Event {
        domain: names::domain(category),
        event_type,
        description,
        data,
        properties,
        file,
        ..Event::default()
    };
    Ok(unit)
}

/// What the metric says that is not a key of the catalog.
fn properties(node: &Node<'_>, tags: &[Json], notes: &mut Notes) -> Properties {
    let mut all = Properties::new();
    let mut put = |name: &str, values: Vec<Json>| {
        if !values.is_empty() {
            all.push((name.to_owned(), Json::Array(values)));
        }
    };
    for (key, name) in LISTS {
        put(name, texts(node.get(key)));
    }
    let mut all_tags = tags.to_vec();
    if let Some(Json::Object(metadata)) = node.peek("metadata") {
        node.skip(&["metadata"]);
        let metadata = Node::new(metadata, &node.place("metadata"));
        all_tags.extend(texts(metadata.get("tags")));
        metadata.finish(notes);
    }
    put("x-tags", all_tags);
    if let Some(expires) = texts(node.get("expires")).into_iter().next() {
        all.push(("x-expires".to_owned(), expires));
    }
    // Events have no other.
    if node.peek("lifetime").and_then(Json::as_str) == Some("ping") {
        node.skip(&["lifetime"]);
    }
    node.skip(&["type"]);
    all.extend(properties::own(node.custom()));
    all
}
