//! Reads one event.

use annals_codegen::json::Json;

use super::super::documents::Documents;
use super::super::draft::{Event, Unit};
use super::super::names::{self, Taken};
use super::super::node::Node;
use super::super::note::{Fault, Notes};
use super::registry::{Part, Registry};
use super::{layers, words};

/// The state of reading one event.
pub(super) struct Reader<'d, 'n> {
    pub(super) documents: &'d Documents,
    /// The document of the event.
    pub(super) document: usize,
    pub(super) unit: Unit,
    pub(super) notes: &'n mut Notes,
    /// The names of the current fields.
    pub(super) fields: Taken,
    /// The names of records.
    pub(super) records: Taken,
}

/// Reads an event with its attributes and its body.
pub(super) fn read(
    documents: &Documents,
    registry: &Registry<'_>,
    part: &Part<'_>,
    notes: &mut Notes,
) -> Result<Unit, Fault> {
    let node = Node::new(part.object, &part.pointer);
    let event_type = name(&node)?;
    let layers = layers::of(registry, part, notes);
    let file = notes.file.clone();
    let mut reader = Reader {
        documents,
        document: part.document,
        unit: Unit { file: file.clone(), pointer: part.pointer.clone(), ..Unit::default() },
        notes,
        fields: Taken::default(),
        records: Taken::default(),
    };
    let mut data = Vec::new();
    for layers in &layers {
        data.push(reader.attribute(layers));
    }
    if let Some(Json::Object(body)) = node.peek("body") {
        node.skip(&["body"]);
        let body = Node::new(body, &node.place("body"));
        let hint = format!("{}Body", names::camel(&event_type));
        data.push(reader.body(&body, &hint));
    }
    words::replace_fields(&mut data);
    let description = words::description(&node);
    let mut deprecated = words::deprecation(&node);
    if let Some(deprecated) = &mut deprecated {
        let event = |name: &str| registry.has_event(name).then(|| name.to_owned());
        words::replace(deprecated, event);
    }
    node.skip(&["type", "name", "extends", "attributes", "prefix"]);
    let mut properties = own_id(&node, &event_type);
    if node.has("requirement_level") {
        properties.extend(words::requirement(&node).properties);
    }
    properties.extend(words::properties(&node));
    node.finish(reader.notes);
    let domain = event_type.split('.').next().unwrap_or_default();
    let mut unit = reader.unit;
    unit.event = Event {
        domain: names::domain(domain),
        event_type,
        description,
        deprecated,
        data,
        properties,
        file,
        ..Event::default()
    };
    Ok(unit)
}

/// The name of an event, which older registries give as the prefix or the id of its group.
fn name(node: &Node<'_>) -> Result<String, Fault> {
    let id = || node.words("id").map(|id| id.strip_prefix("event.").unwrap_or(&id).to_owned());
    let name = node.words("name").or_else(|| node.words("prefix")).or_else(id);
    name.ok_or_else(|| node.fault("an event has no text `name`"))
}

/// The id of the group, if it is not made from the name.
fn own_id(node: &Node<'_>, name: &str) -> Vec<(String, Json)> {
    let id = node.words("id").filter(|id| id.strip_prefix("event.").unwrap_or(id) != name);
    id.map(|id| ("x-id".to_owned(), Json::String(id))).into_iter().collect()
}
