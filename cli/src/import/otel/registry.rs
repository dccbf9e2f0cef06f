//! Finds the definitions of a registry: attributes, groups and events.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::count::counted;
use annals_codegen::json::{Json, Object, step};

use super::super::documents::Documents;
use super::super::node::Node;
use super::super::note::{Fault, Note, Notes};
use super::manifest;

/// An object of a file.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) document: usize,
    pub(super) pointer: String,
    pub(super) object: &'a Object,
}

/// The definitions of all files.
#[derive(Debug, Default)]
pub(super) struct Registry<'a> {
    /// By their full names.
    attributes: BTreeMap<String, Part<'a>>,
    /// What others can take attributes from, by its id.
    groups: BTreeMap<String, Part<'a>>,
    events: Vec<Part<'a>>,
    /// The attributes that an event has.
    used: RefCell<BTreeSet<String>>,
    /// What is wrong, with the document and the pointer.
    pub(super) faults: Vec<(usize, String, String)>,
}

/// The lists of the second form of the format, and what an item of each is.
const LISTS: [(&str, &str); 7] = [
    ("metrics", "metric"),
    ("spans", "span"),
    ("entities", "entity"),
    ("event_refinements", "refinement of an event"),
    ("metric_refinements", "refinement of a metric"),
    ("span_refinements", "refinement of a span"),
    ("entity_refinements", "refinement of an entity"),
];

/// The other keys of a file.
const KEYS: [&str; 5] = ["groups", "attributes", "attribute_groups", "events", "imports"];

impl<'a> Registry<'a> {
    /// Adds the definitions of a file.
    pub(super) fn add(
        &mut self,
        document: usize,
        schema: &'a Json,
        notes: &mut Notes,
    ) -> Result<(), Fault> {
        let not_one = || {
            let message = "this is not a file of a registry: it has no list `groups`, `attributes` or `events`";
            (String::new(), message.to_owned())
        };
        let top = schema.as_object().ok_or_else(not_one)?;
        let is_list = |key: &str| KEYS.contains(&key) || LISTS.iter().any(|(list, _)| *list == key);
        if !top.0.iter().any(|(key, _)| is_list(key)) {
            return if manifest::of(schema).is_some() { Ok(()) } else { Err(not_one()) };
        }
        let node = Node::new(top, "");
        node.skip(&["file_format", "version"]);
        for part in self.list(document, &node, "groups") {
            self.group(part, notes);
        }
        for part in self.list(document, &node, "attributes") {
            self.attribute(part, None);
        }
        for part in self.list(document, &node, "attribute_groups") {
            self.attributes_of(&part, false);
            self.named_group(part);
        }
        for part in self.list(document, &node, "events") {
            self.attributes_of(&part, false);
            self.events.push(part);
        }
        for (key, what) in LISTS {
            for part in self.list(document, &node, key) {
                no_event(&part, what, notes);
            }
        }
        if node.get("imports").is_some() {
            let found = "definitions of another registry";
            notes.loss("reference", &node.place("imports"), found, "left out");
        }
        node.finish(notes);
        Ok(())
    }

    /// The objects of a list.
    fn list(&mut self, document: usize, node: &Node<'a>, key: &str) -> Vec<Part<'a>> {
        let place = node.place(key);
        let mut parts = Vec::new();
        let items = match node.get(key) {
            Some(Json::Array(items)) => items.as_slice(),
            None | Some(Json::Null) => &[],
            Some(_) => {
                self.faults.push((document, place, format!("`{key}` is not a list")));
                return parts;
            }
        };
        for (index, item) in items.iter().enumerate() {
            let pointer = step(&place, index);
            match item.as_object() {
                Some(object) => parts.push(Part { document, pointer, object }),
                None => {
                    self.faults.push((document, pointer, "this is not a mapping".to_owned()));
                }
            }
        }
        parts
    }

    /// Adds a group of the first form, and the attributes that it defines.
    fn group(&mut self, part: Part<'a>, notes: &mut Notes) {
        self.attributes_of(&part, true);
        let kind = part.object.get("type").and_then(Json::as_str).unwrap_or("span");
        match kind {
            "event" => self.events.push(part.clone()),
            "attribute_group" => {}
            other if part.object.get("id").is_some() => {
                no_event(&part, &other.replace('_', " "), notes);
            }
            _ => {}
        }
        self.named_group(part);
    }

    /// Adds the attributes that a group or event defines, if it `can` do so; the others are references.
    fn attributes_of(&mut self, group: &Part<'a>, can: bool) {
        let node = Node::new(group.object, &group.pointer);
        for part in self.list(group.document, &node, "attributes") {
            let has = |key: &str| part.object.get(key).is_some();
            if has("ref") || has("ref_group") {
                continue;
            }
            if can {
                self.attribute(part, Some(group));
            } else {
                let message = "an attribute has no `ref` or `ref_group`".to_owned();
                self.faults.push((part.document, part.pointer, message));
            }
        }
    }

    fn named_group(&mut self, part: Part<'a>) {
        match part.object.get("id").and_then(Json::as_str) {
            Some(id) => drop(self.groups.entry(id.to_owned()).or_insert(part)),
            None => {
                let message = "a group has no text `id`".to_owned();
                self.faults.push((part.document, part.pointer, message));
            }
        }
    }

    fn attribute(&mut self, part: Part<'a>, group: Option<&Part<'a>>) {
        let Part { document, pointer, object } = part.clone();
        let Some(key) = key_of(object, group.map(|group| group.object)) else {
            return self.faults.push((document, pointer, "an attribute has no name".to_owned()));
        };
        if self.attributes.contains_key(&key) {
            let message = format!("the attribute `{key}` is defined twice");
            return self.faults.push((document, pointer, message));
        }
        self.attributes.insert(key, part);
    }

    pub(super) fn events(&self) -> Vec<Part<'a>> {
        self.events.clone()
    }

    /// True for the name of an event that is not deprecated.
    pub(super) fn has_event(&self, name: &str) -> bool {
        let is_it = |event: &Part<'_>| {
            let own = event.object.get("name").and_then(Json::as_str);
            own == Some(name) && event.object.get("deprecated").is_none()
        };
        self.events.iter().any(is_it)
    }

    /// The definition of an attribute, which then counts as used.
    pub(super) fn definition(&self, key: &str) -> Option<Part<'a>> {
        self.used.borrow_mut().insert(key.to_owned());
        self.attributes.get(key).cloned()
    }

    pub(super) fn group_of(&self, id: &str) -> Option<&Part<'a>> {
        self.groups.get(id)
    }

    /// Reports the attributes that no event has, once for each file.
    pub(super) fn report_unused(&self, documents: &Documents, notes: &mut Vec<Note>) {
        let used = self.used.borrow();
        let mut unused: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (key, part) in self.attributes.iter().filter(|(key, _)| !used.contains(*key)) {
            unused.entry(part.document).or_default().push(key);
        }
        for (document, keys) in unused {
            let all: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            notes.push(Note {
                loss: false,
                kind: "unused",
                file: documents.all[document].file.clone(),
                pointer: String::new(),
                found: format!(
                    "{} that no event has: {}",
                    counted(keys.len(), "attribute"),
                    all.join(", ")
                ),
                made: "left out".to_owned(),
            });
        }
    }
}

/// The full name of an attribute that a group of the first form, or a file of the second form, defines.
pub(super) fn key_of(attribute: &Object, group: Option<&Object>) -> Option<String> {
    let text =
        |object: &Object, key: &str| object.get(key).and_then(Json::as_str).map(str::to_owned);
    let own = text(attribute, "key").or_else(|| text(attribute, "id"))?;
    let prefix = group.and_then(|group| text(group, "prefix")).filter(|it| !it.is_empty());
    Some(prefix.map_or_else(|| own.clone(), |prefix| format!("{prefix}.{own}")))
}

/// Reports a part of a registry that is not an event.
fn no_event(part: &Part<'_>, what: &str, notes: &mut Notes) {
    let names = ["metric_name", "name", "id", "type"];
    let name = names.iter().find_map(|key| part.object.get(key)?.as_str()).unwrap_or_default();
    notes.note("no-event", &part.pointer, format!("the {what} `{name}`"), "left out");
}
