//! Finds the type, domain, name and date of each event.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Settings;
use super::draft::{Hints, Unit};
use super::names::{self, Taken};
use super::note::Note;

/// The namespace of event types if nothing else gives one.
pub(super) const NAMESPACE: &str = "com.example";

/// What an event type is made of, apart from its schema.
struct Origin<'a> {
    settings: &'a Settings,
    /// True if all schemas have the same top record, so only their namespaces differ.
    one_top: bool,
}

/// Completes the events of all units.
pub(super) fn settle(units: &mut [Unit], settings: &Settings, notes: &mut Vec<Note>) {
    let tops: BTreeSet<_> = units.iter().filter_map(|unit| unit.event.top.as_ref()).collect();
    let is_avro = units.iter().all(|unit| unit.event.top.is_some());
    let origin = Origin { settings, one_top: is_avro && units.len() > 1 && tops.len() == 1 };
    let mut made = Taken::default();
    for unit in units.iter_mut() {
        if unit.event.event_type.is_empty() {
            unit.event.event_type = event_type(unit, &origin, &mut made, notes);
        }
    }
    let namespace = settings.namespace().unwrap_or_else(|| common(units));
    for unit in units.iter_mut() {
        let event = &mut unit.event;
        if event.added.is_empty() || settings.added_by_hand {
            event.added.clone_from(&settings.added);
        }
        if let Some(repository) = &settings.repository {
            event.repositories = vec![repository.clone()];
        }
        if let Some(domain) = &settings.domain {
            event.domain.clone_from(domain);
        } else if event.domain.is_empty() {
            event.domain = names::domain(domain_segment(&event.event_type, &namespace));
        }
    }
    name_all(units, &namespace);
}

/// The event type: from the pattern of the command line, else the namespace or file name if it looks
/// like one, else made from the name.
fn event_type(
    unit: &Unit,
    origin: &Origin<'_>,
    taken: &mut Taken,
    notes: &mut Vec<Note>,
) -> String {
    let hints = &unit.event.hints;
    let namespace = hints.namespace.as_deref();
    let stem = stem(&unit.file);
    if let Some(pattern) = &origin.settings.event_type {
        return filled(pattern, unit, &stem);
    }
    if let Some(namespace) = namespace
        && (origin.one_top
            || (is_versioned(namespace) || namespace == stem) && taken.insert(namespace))
    {
        return namespace.to_owned();
    }
    if is_versioned(&stem) && unit.pointer.is_empty() {
        return stem;
    }
    let (name, version) = name_and_version(unit, &stem);
    let made = assembled(namespace, &name, &version, (origin.settings, taken));
    notes.push(Note {
        loss: false,
        kind: "event-type",
        file: unit.file.clone(),
        pointer: unit.pointer.clone(),
        found: "the schema has no event type".to_owned(),
        made: format!("{made}; `--event-type` sets another"),
    });
    made
}

/// A pattern of the command line with the words of a schema.
fn filled(pattern: &str, unit: &Unit, stem: &str) -> String {
    let hints = &unit.event.hints;
    let (name, version) = name_and_version(unit, stem);
    let namespace = hints.namespace.as_deref().unwrap_or_default();
    let words = [
        ("{namespace}", namespace.to_owned()),
        ("{vendor}", namespace.to_owned()),
        ("{name}", names::snake(&name)),
        ("{file}", stem.to_owned()),
        ("{folder}", names::snake(folder(&unit.file))),
        ("{parent}", names::snake(parent(&unit.file))),
        ("{id}", hints.id.as_deref().map(self::stem).unwrap_or_default()),
        ("{version}", segment(&version)),
    ];
    words.iter().fold(pattern.to_owned(), |text, (key, word)| text.replace(key, word))
}

/// What a schema is called, and its version. A file that is called like a version is one of the schema that its folder is
/// called like.
fn name_and_version(unit: &Unit, stem: &str) -> (String, String) {
    let hints = &unit.event.hints;
    let version = hints.version.as_deref().or_else(|| is_version(stem).then_some(stem));
    (name_of(hints, &unit.file), version.unwrap_or("1").to_owned())
}

/// What a schema is called.
pub(super) fn name_of(hints: &Hints, file: &str) -> String {
    let stem = stem(file);
    let own = if is_version(&stem) { folder(file) } else { &stem };
    hints.name.clone().unwrap_or_else(|| own.to_owned())
}

fn is_version(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

/// The name of the folder of a file.
fn folder(file: &str) -> &str {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.rsplit('/').next().unwrap_or(folder)
}

/// The name of the folder around the folder of a file.
fn parent(file: &str) -> &str {
    folder(file.rsplit_once('/').map_or("", |(folder, _)| folder))
}

/// `OrderLinePlaced` in `com.example.shop` becomes `com.example.shop.order_line.placed.v1`.
/// A second one is `com.example.shop.order_line.placed_2.v1`.
fn assembled(
    namespace: Option<&str>,
    name: &str,
    version: &str,
    (settings, taken): (&Settings, &mut Taken),
) -> String {
    let words = names::snake(name);
    let words = words.strip_suffix("_event").unwrap_or(&words);
    let (subject, action) = words.rsplit_once('_').unwrap_or((words, "changed"));
    let mut start = match (namespace, &settings.namespace) {
        (Some(namespace), _) => namespace.to_ascii_lowercase(),
        (None, Some(namespace)) => namespace.clone(),
        (None, None) => NAMESPACE.to_owned(),
    };
    if start.split('.').count() < 3 {
        let domain = settings.domain.as_deref().unwrap_or("events");
        start = format!("{start}.{domain}");
    }
    let version = segment(version);
    let name =
        taken.numbered_in(&format!("v{version} "), format!("{start}.{subject}.{action}"), "_");
    format!("{name}.v{version}")
}

/// A version as a part of a segment of an event type.
fn segment(version: &str) -> String {
    version.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")
}

/// The name of a file as an event type: `org+x+created+v1_schema.avsc` is `org.x.created.v1`.
pub(super) fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let mut stem = name;
    for end in [".avsc", ".json", ".yaml", ".yml", ".schema", "_schema"] {
        stem = stem.strip_suffix(end).unwrap_or(stem);
    }
    stem.replace('+', ".")
}

/// True for at least four segments of which the last is a version.
pub(super) fn is_versioned(text: &str) -> bool {
    let segments: Vec<&str> = text.split('.').collect();
    let version = segments.last().and_then(|last| last.strip_prefix('v'));
    segments.len() >= 4
        && version.is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// The most common first two segments.
pub(super) fn common(units: &[Unit]) -> String {
    let starts: Vec<String> = units
        .iter()
        .map(|unit| unit.event.event_type.split('.').take(2).collect::<Vec<_>>().join("."))
        .collect();
    most_common(starts).unwrap_or_else(|| NAMESPACE.to_owned())
}

/// The most common item; the first of several.
pub(super) fn most_common<T: Ord + Clone>(all: impl IntoIterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, (usize, Reverse<usize>)> = BTreeMap::new();
    for (index, item) in all.into_iter().enumerate() {
        counts.entry(item).or_insert((0, Reverse(index))).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, rank)| *rank).map(|(item, _)| item)
}

fn domain_segment<'a>(event_type: &'a str, namespace: &str) -> &'a str {
    let rest = event_type.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('.'));
    rest.and_then(|rest| rest.split('.').next()).unwrap_or("events")
}

/// Names events by subject and action, with the domain in front if that name is taken.
fn name_all(units: &mut [Unit], namespace: &str) {
    let mut taken = Taken::default();
    for unit in units.iter() {
        taken.insert(&unit.event.name);
    }
    for unit in units.iter_mut().filter(|unit| unit.event.name.is_empty()) {
        let event = &mut unit.event;
        let mut name = words(&event.event_type, namespace, &event.domain);
        // A word alone, such as `START`, says too little.
        let is_bare = !name.contains('_') && !is_versioned(&event.event_type);
        if (is_bare && name != names::event(&event.domain)) || taken.contains(&name) {
            name = names::event(&format!("{}_{name}", event.domain));
        }
        event.name = taken.numbered(name, "_");
    }
}

fn words(event_type: &str, namespace: &str, domain: &str) -> String {
    let start = event_type.get(..namespace.len());
    let is_start = start.is_some_and(|start| start.eq_ignore_ascii_case(namespace));
    let rest = if is_start { &event_type[namespace.len()..] } else { event_type };
    let mut parts: Vec<&str> = rest.split('.').filter(|part| !part.is_empty()).collect();
    if parts.first() == Some(&domain) && parts.len() > 1 {
        parts.remove(0);
    }
    let version = parts.last().filter(|_| is_versioned(event_type)).copied();
    if version.is_some() {
        parts.pop();
    }
    let name = names::event(&parts.join("_"));
    match version {
        None | Some("v0" | "v1") => name,
        Some(version) => format!("{name}_{}", version.to_ascii_uppercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_versioned, stem, words};

    #[test]
    fn files_and_types_have_names() {
        assert_eq!(stem("a/org+x+day+begun+v1_schema.avsc"), "org.x.day.begun.v1");
        assert_eq!(stem("org.x.day.begun.v1.schema.json"), "org.x.day.begun.v1");
        assert!(is_versioned("org.x.day.begun.v12") && !is_versioned("org.x.day.begun"));
        assert!(!is_versioned("org.x.v1") && !is_versioned("a.b.c.v"));
        let cases = [
            ("org.x.shop.order.placed.v1", "ORDER_PLACED"),
            ("org.x.shop.order.placed.v2", "ORDER_PLACED_V2"),
            ("org.x.shop.role_assignment.deleted", "ROLE_ASSIGNMENT_DELETED"),
            ("org.x.shop.redemption-reversed.v1", "REDEMPTION_REVERSED"),
        ];
        for (event_type, expected) in cases {
            assert_eq!(words(event_type, "org.x", "shop"), expected);
        }
    }
}
