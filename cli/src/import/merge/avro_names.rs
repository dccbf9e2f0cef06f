//! Finds out how the catalog says what types are called in Avro.

use std::collections::BTreeSet;

use annals_catalog::model::{AvroNamespace, AvroProfile};
use annals_catalog::names::{event_struct, is_avro_name};
use annals_codegen::json::step;

use crate::import::draft::{Catalog, Event, Unit};
use crate::import::note::Note;
use crate::import::{event, names};

/// True for an event whose top record has the event type as its namespace.
fn is_own(event: &Event) -> bool {
    event.hints.namespace.as_ref() == Some(&event.event_type)
}

/// True if that holds for most events.
fn are_own(units: &[Unit]) -> bool {
    2 * units.iter().filter(|unit| is_own(&unit.event)).count() > units.len()
}

/// True if the schemas are in the namespaces of their event types, inner types too, which then have no namespace of
/// their own, and so no full name of their own; a catalog that is there says so itself. Gives inner records the domains
/// of their namespaces otherwise.
pub(super) fn own_namespaces(
    units: &mut [Unit],
    namespace: &str,
    target: Option<&AvroProfile>,
    notes: &mut Vec<Note>,
) -> bool {
    let inherits = |unit: &Unit| {
        let own = unit.event.hints.namespace.as_ref();
        unit.records.iter().all(|record| record.namespace.as_ref() == own)
    };
    let own = match target {
        Some(profile) => profile.namespace == AvroNamespace::Event,
        None => are_own(units) && units.iter().filter(|unit| is_own(&unit.event)).all(inherits),
    };
    if own {
        for unit in units {
            let own = Some(&unit.event.event_type);
            let records = unit.records.iter_mut().map(|record| &mut record.namespace);
            let enums = unit.enums.iter_mut().map(|item| &mut item.namespace);
            records.chain(enums).for_each(|of| *of = of.take().filter(|of| Some(of) != own));
            for record in unit.records.iter_mut().filter(|record| record.namespace.is_none()) {
                let written = record.written.take();
                notes.extend(written.map(|written| {
                    renamed("record", &written, &record.name, &record.file, &record.pointer)
                }));
            }
            for item in unit.enums.iter_mut().filter(|item| item.namespace.is_none()) {
                let written = item.written.take();
                notes.extend(written.map(|written| {
                    renamed("enum", &written, &item.name, &item.file, &item.pointer)
                }));
            }
        }
        return true;
    }
    for record in units.iter_mut().flat_map(|unit| &mut unit.records) {
        let Some(of) = &record.namespace else { continue };
        let rest = of.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('.'));
        let segment = match rest {
            Some(rest) => rest.split('.').next(),
            None => of.rsplit('.').next().filter(|_| of != namespace),
        };
        let domain = segment.filter(|segment| !segment.is_empty()).map(names::domain);
        record.domain = record.domain.take().or(domain);
    }
    false
}

/// Finds out which top record most schemas have, if it is not that of each event; and whether all have one `doc`, or
/// each the description of its event. A catalog that is there says both itself.
pub(super) fn top_records(catalog: &mut Catalog, units: &mut [Unit], target: Option<&AvroProfile>) {
    if let Some(profile) = target {
        catalog.top.clone_from(&profile.record);
    } else if are_own(units) {
        let own = units.iter().filter(|unit| is_own(&unit.event));
        catalog.top = event::most_common(own.filter_map(|unit| unit.event.top.clone()));
    }
    let one_doc = match target {
        Some(profile) => profile.doc.is_some(),
        None => units.windows(2).all(|two| two[0].event.doc == two[1].event.doc),
    };
    if let (Some(_), [unit, ..], true) = (&catalog.top, &*units, one_doc) {
        catalog.doc.clone_from(&unit.event.doc);
    }
    for Unit { event, .. } in units {
        if !one_doc || catalog.top.is_none() {
            event.description = event.description.take().or(event.doc.take());
        }
    }
}

/// Gives names of their own to what would have another one. Notes those that cannot have theirs.
pub(super) fn settle(catalog: &mut Catalog, notes: &mut Vec<Note>) {
    let (own, namespace) = (catalog.own_namespaces, catalog.namespace.clone());
    let mut names = Names { notes, taken: BTreeSet::new() };
    for record in &mut catalog.records {
        let domain = record.domain.as_deref().unwrap_or_default();
        let usual = (!own).then(|| format!("{namespace}.{domain}"));
        if let Some(written) = &record.written {
            record.avro_name = names.written(record.namespace.as_deref(), written);
            if record.avro_name.is_some() {
                continue;
            }
            let note = renamed("record", written, &record.name, &record.file, &record.pointer);
            names.notes.push(note);
        }
        let Some(of) = &record.namespace else { continue };
        let place = (record.file.clone(), record.pointer.clone());
        record.avro_name = names.full(of, &record.name, usual, place);
    }
    for item in catalog.enums.iter_mut().filter(|item| item.has_symbols()) {
        let usual = (!own).then(|| namespace.clone());
        if let Some(written) = &item.written {
            item.avro_name = names.written(item.namespace.as_deref(), written);
            if item.avro_name.is_some() {
                continue;
            }
            names.notes.push(renamed("enum", written, &item.name, &item.file, &item.pointer));
        }
        let Some(of) = &item.namespace else { continue };
        let place = (item.file.clone(), item.pointer.clone());
        item.avro_name = names.full(of, &item.name, usual, place);
    }
    for event in &mut catalog.events {
        let Some(name) = &event.top else { continue };
        let usual = match (&catalog.top, own) {
            (None, false) => format!("{namespace}.{}", event.domain),
            (Some(_), _) | (None, true) => event.event_type.clone(),
        };
        let top = catalog.top.clone().unwrap_or_else(|| event_struct(&event.name));
        let usual = Some(usual).filter(|_| top == *name);
        let place = (event.file.clone(), String::new());
        let of = event.hints.namespace.as_deref().unwrap_or_default();
        event.avro_name = names.full(of, name, usual, place);
    }
}

/// The full names of types that were found so far.
struct Names<'n> {
    notes: &'n mut Vec<Note>,
    taken: BTreeSet<String>,
}

impl Names<'_> {
    /// The full name of a type that the catalog calls otherwise; `None` if it has none, or if another type has it.
    fn written(&mut self, namespace: Option<&str>, written: &str) -> Option<String> {
        let namespace = namespace.filter(|of| !of.is_empty() && is_avro_name(written))?;
        let full = format!("{namespace}.{written}");
        self.taken.insert(full.clone()).then_some(full)
    }

    /// The full name of a type, if it is not in its usual namespace.
    fn full(
        &mut self,
        namespace: &str,
        name: &str,
        usual: Option<String>,
        place: (String, String),
    ) -> Option<String> {
        if usual.as_deref() == Some(namespace) {
            return None;
        }
        if !namespace.is_empty() {
            return Some(format!("{namespace}.{name}"));
        }
        let found = format!("`{name}`, which has no namespace");
        let made = match usual {
            Some(usual) => format!("`{usual}.{name}`"),
            None => "the name that its event gives it".to_owned(),
        };
        let (file, pointer) = place;
        self.notes.push(Note { loss: true, kind: "namespace", file, pointer, found, made });
        None
    }
}

/// The note of a type that loses its name in Avro.
fn renamed(what: &str, written: &str, name: &str, file: &str, pointer: &str) -> Note {
    Note {
        loss: true,
        kind: "name",
        file: file.to_owned(),
        pointer: step(pointer, "name"),
        found: format!("the {what} {written}"),
        made: format!("`{name}`"),
    }
}
