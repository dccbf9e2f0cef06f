//! Reads the metrics of Glean, Mozilla's telemetry.
//!
//! The metrics of type `event` become events, whose data are their extra keys. All of them are strings in a ping.

mod extra;
mod metric;

use annals_codegen::json::{Json, Object, step};

use super::Gathered;
use super::documents::Documents;
use super::draft::{About, Known};
use super::node::Node;
use super::note::{Fault, Notes};
use super::sources;

/// What Glean says of events besides the catalog's own keys.
const PROPERTIES: [Known; 7] = [
    known("x-bugs", "list<string>", "Why the event is recorded."),
    known("x-data-reviews", "list<string>", "Who has agreed that it is."),
    known("x-data-sensitivity", "list<string>", "What it can tell about a person."),
    known("x-expires", "string", "The date or the version from which it is no longer recorded."),
    known("x-notification-emails", "list<string>", "Who is asked before it expires."),
    known("x-send-in-pings", "list<string>", "The pings that it is sent in."),
    known("x-tags", "list<string>", "The parts of the product that it is about."),
];

const fn known(name: &'static str, ty: &'static str, description: &'static str) -> Known {
    Known { name, ty, on: &["event"], description }
}

/// A category and a name.
const EVENT_TYPES: &str = "^[a-z_][a-z0-9_]*([.][a-z_][a-z0-9_]*)+$";

/// Extra keys are strings, and names are those of metrics.
const LINT: [&str; 2] = ["A0212", "A0221"];

/// The beginning of the key `$schema` of each file.
const SCHEMA: &str = "moz://mozilla.org/schemas/glean/";

/// Reads all events.
pub(super) fn read(documents: &Documents, found: &mut Gathered) {
    found.about = About {
        namespace: sources::reversed("mozilla.org"),
        event_types: Some(EVENT_TYPES),
        properties: &PROPERTIES,
        lint: &LINT,
        ..About::default()
    };
    for document in &documents.all {
        let mut notes = Notes::new(&document.file);
        if let Err((pointer, message)) = file(&document.schema, found, &mut notes) {
            found.fault(&document.file, pointer, message);
        }
        found.notes.append(&mut notes.found);
    }
}

/// Reads a file of metrics, pings or tags.
fn file(schema: &Json, found: &mut Gathered, notes: &mut Notes) -> Result<(), Fault> {
    let not_one = || {
        let message =
            format!("this is not a file of Glean: it has no `$schema` that begins with `{SCHEMA}`");
        (String::new(), message)
    };
    let object = schema.as_object().ok_or_else(not_one)?;
    let top = Node::new(object, "");
    let kind = top.text("$schema").and_then(|schema| schema.strip_prefix(SCHEMA));
    let kind = kind.ok_or_else(not_one)?.split('/').next().unwrap_or_default();
    let tags = texts(top.get("$tags"));
    if top.get("no_lint").is_some() {
        notes.note("no-event", "/no_lint", "what the linter of Glean leaves out", "left out");
    }
    for (key, value) in object.0.iter().filter(|(key, _)| !top.is_read(key)) {
        let place = top.place(key);
        match value {
            Json::Object(category) if kind == "metrics" => {
                metrics(key, category, &place, &tags, found, notes);
            }
            Json::Object(_) => {
                let what = kind.strip_suffix('s').unwrap_or(kind);
                notes.note("no-event", &place, format!("the {what} `{key}`"), "left out");
            }
            _ => found.fault(&notes.file, place, format!("`{key}` is not a mapping")),
        }
    }
    Ok(())
}

/// Reads the metrics of a category.
fn metrics(
    category: &str,
    metrics: &Object,
    place: &str,
    tags: &[Json],
    found: &mut Gathered,
    notes: &mut Notes,
) {
    for (name, metric) in &metrics.0 {
        let place = step(place, name);
        let name = format!("{category}.{name}");
        let Some(object) = metric.as_object() else {
            found.fault(&notes.file, place, format!("the metric `{name}` is not a mapping"));
            continue;
        };
        let node = Node::new(object, &place);
        match node.text("type") {
            Some("event") => {
                let mut own = Notes::new(&notes.file);
                let unit = metric::read(category, name, &node, tags, &mut own);
                found.add(unit, own);
            }
            Some(other) => {
                let what = format!("the metric `{name}`, which is a {other}");
                notes.note("no-event", &place, what, "left out");
            }
            None => {
                found.fault(&notes.file, place, format!("the metric `{name}` has no text `type`"));
            }
        }
    }
}

/// The strings of a list; numbers are those that older files have instead of links.
fn texts(value: Option<&Json>) -> Vec<Json> {
    let text = |item: &Json| match item {
        Json::String(_) => item.clone(),
        other => Json::String(other.compact()),
    };
    match value {
        Some(Json::Array(items)) => items.iter().map(text).collect(),
        None | Some(Json::Null) => Vec::new(),
        Some(one) => vec![text(one)],
    }
}
