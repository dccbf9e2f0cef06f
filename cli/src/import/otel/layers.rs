//! Collects the attributes of an event: its own, and those of the groups that it extends or refers to.

use std::collections::BTreeSet;

use annals_codegen::json::{Json, Object, step};

use super::super::note::Notes;
use super::super::sources::overlaid;
use super::registry::{Part, Registry, key_of};

/// An attribute, and what the references to it say, the last one last.
#[derive(Debug)]
pub(super) struct Layers<'a> {
    pub(super) key: String,
    definition: Option<Part<'a>>,
    references: Vec<Part<'a>>,
}

impl<'a> Layers<'a> {
    /// What all of them say together; `None` if nothing defines the attribute.
    pub(super) fn merged(&self) -> Option<Object> {
        let start = self.definition.as_ref()?.object.clone();
        let all = self.references.iter();
        Some(all.fold(start, |merged, reference| overlaid(&merged, reference.object)))
    }

    /// The last place that says something of it.
    pub(super) fn place(&self) -> Option<&Part<'a>> {
        self.references.last().or(self.definition.as_ref())
    }
}

/// The attributes of an event in their order.
pub(super) fn of<'a>(
    registry: &Registry<'a>,
    event: &Part<'a>,
    notes: &mut Notes,
) -> Vec<Layers<'a>> {
    let mut collector =
        Collector { registry, notes, seen: BTreeSet::new(), depth: 0, all: Vec::new() };
    collector.collect(event);
    collector.all
}

/// At most this many groups lead from an event to its attributes, so that the stack does not overflow.
const DEEPEST: usize = 64;

struct Collector<'a, 'r, 'n> {
    registry: &'r Registry<'a>,
    notes: &'n mut Notes,
    /// The groups whose attributes were added.
    seen: BTreeSet<String>,
    /// The number of groups around the current one.
    depth: usize,
    all: Vec<Layers<'a>>,
}

impl<'a> Collector<'a, '_, '_> {
    /// Adds the attributes of another group.
    fn include(&mut self, id: &str, pointer: &str) {
        if self.seen.contains(id) {
            return;
        }
        match self.registry.group_of(id).filter(|_| self.depth < DEEPEST) {
            Some(other) => {
                self.seen.insert(id.to_owned());
                self.depth += 1;
                self.collect(other);
                self.depth -= 1;
            }
            None => {
                let why = match self.depth {
                    DEEPEST => "which is behind too many others",
                    _ => "which is not in these files",
                };
                let found = format!("the group `{id}`, {why}");
                self.notes.loss("reference", pointer, found, "left out");
            }
        }
    }

    /// Adds the attributes of a group or event.
    fn collect(&mut self, group: &Part<'a>) {
        if let Some(base) = group.object.get("extends").and_then(Json::as_str) {
            self.include(base, &step(&group.pointer, "extends"));
        }
        let place = step(&group.pointer, "attributes");
        let entries = group.object.get("attributes").and_then(Json::as_array).unwrap_or_default();
        for (index, entry) in entries.iter().enumerate() {
            let Some(object) = entry.as_object() else { continue };
            let pointer = step(&place, index);
            if let Some(id) = object.get("ref_group").and_then(Json::as_str) {
                self.include(id, &pointer);
                continue;
            }
            let reference = object.get("ref").and_then(Json::as_str).map(str::to_owned);
            let part = Part { document: group.document, pointer, object };
            let is_reference = reference.is_some();
            let Some(key) = reference.or_else(|| key_of(object, Some(group.object))) else {
                continue;
            };
            let known = self.all.iter_mut().find(|layers| layers.key == key);
            match known {
                Some(known) => known.references.push(part),
                None => {
                    let definition = self.registry.definition(&key);
                    if definition.is_none() && !is_reference {
                        // It was reported where it is defined.
                        continue;
                    }
                    let references = if is_reference { vec![part] } else { Vec::new() };
                    self.all.push(Layers { key, definition, references });
                }
            }
        }
    }
}
