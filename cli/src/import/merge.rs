//! Merges the units of all schemas into one draft.
//!
//! Records with the same name are merged if everything they reach is equal. Otherwise they go to
//! different domains and keep their name, because Avro knows a record by its bare name.

mod named;
mod records;

use std::collections::{BTreeMap, BTreeSet};

use super::Settings;
use super::draft::{Catalog, Ty, Unit};
use super::event;
use super::names::Taken;
use super::note::Note;
use named::Named;
use records::Records;

pub(super) fn merge(mut units: Vec<Unit>, settings: &Settings, notes: &mut Vec<Note>) -> Catalog {
    let namespace = event::settle(&mut units, settings, notes);
    let (mut scalars, mut enums) = (Named::default(), Named::default());
    for unit in &mut units {
        let scalars: Vec<usize> =
            unit.scalars.drain(..).map(|item| scalars.add(item, notes)).collect();
        let enums: Vec<usize> = unit.enums.drain(..).map(|item| enums.add(item, notes)).collect();
        rebind(unit, &|ty| match ty {
            Ty::Scalar(id) => Ty::Scalar(scalars[*id]),
            Ty::Enum(id) => Ty::Enum(enums[*id]),
            other => other.clone(),
        });
    }
    let mut records = Records::default();
    for unit in &mut units {
        let ids = records.find(unit);
        rebind(unit, &|ty| match ty {
            Ty::Record(id) => Ty::Record(ids[*id]),
            other => other.clone(),
        });
        records.adopt(unit, &ids);
    }
    let mut catalog = Catalog {
        namespace,
        scalars: scalars.items,
        enums: enums.items,
        records: records.settle(notes),
        ..Catalog::default()
    };
    separate_enums(&mut catalog, notes);
    header(&mut catalog, &units, settings, notes);
    catalog.events = units.into_iter().map(|unit| unit.event).collect();
    catalog.domains = domains(&catalog);
    replacements(&mut catalog);
    catalog
}

/// Replaces the leaf of every type of a unit.
fn rebind(unit: &mut Unit, change: &dyn Fn(&Ty) -> Ty) {
    let fields = unit.records.iter_mut().flat_map(|record| &mut record.fields);
    for field in fields.chain(&mut unit.event.data) {
        let leaf = field.ty.leaf_mut();
        *leaf = change(leaf);
    }
}

fn conflict(
    what: &str,
    name: &str,
    (file, pointer): (String, String),
    made: String,
    loss: bool,
) -> Note {
    let found = format!("two different {what} are called `{name}`");
    Note { loss, kind: "conflict", file, pointer, found, made }
}

/// Renames enums that have the name of a record: a type could not tell them apart.
fn separate_enums(catalog: &mut Catalog, notes: &mut Vec<Note>) {
    let mut taken = Taken::default();
    for record in &catalog.records {
        taken.insert(&record.name);
    }
    for item in &mut catalog.enums {
        let name = taken.suffixed(item.name.clone(), "Enum");
        if name != item.name {
            let origin = (item.file.clone(), item.pointer.clone());
            let made = format!("`{name}`");
            notes.push(conflict("records and enums", &item.name, origin, made, true));
            item.name = name;
        }
    }
}

/// Sets the name and title of the catalog, and the top record that most Avro schemas have.
fn header(catalog: &mut Catalog, units: &[Unit], settings: &Settings, notes: &mut Vec<Note>) {
    let last = catalog.namespace.rsplit('.').next().unwrap_or_default();
    catalog.name = match &settings.name {
        Some(name) => name.clone(),
        None => super::names::kebab(&format!("{last}_events")),
    };
    catalog.title = settings
        .title
        .clone()
        .unwrap_or_else(|| annals_catalog::names::title(&catalog.name.replace('-', "_")));
    let tops = units.iter().filter_map(|unit| unit.event.top.as_ref());
    catalog.top = event::most_common(tops).cloned();
    for unit in units {
        let (Some(top), Some(chosen)) = (&unit.event.top, &catalog.top) else { continue };
        if top != chosen {
            let words = |(name, doc): &(String, Option<String>)| match doc {
                Some(doc) => format!("{name}, doc: {}", super::node::shortened(doc)),
                None => format!("{name} without doc"),
            };
            notes.push(Note {
                loss: true,
                kind: "top-record",
                file: unit.file.clone(),
                pointer: String::new(),
                found: format!("the top record {}", words(top)),
                made: format!("{}, as in most schemas", words(chosen)),
            });
        }
    }
}

/// Rewrites replacements. Schemas refer to an event by its type and to a record by its bare name; the
/// catalog refers to an event by its name and to a record by domain and name.
fn replacements(catalog: &mut Catalog) {
    let types = catalog.events.iter().map(|event| (event.event_type.clone(), event.name.clone()));
    let types: BTreeMap<String, String> = types.collect();
    for event in &mut catalog.events {
        let replacement = event.deprecated.as_mut().and_then(|item| item.replacement.as_mut());
        if let Some(text) = replacement
            && let Some(name) = types.get(text)
        {
            text.clone_from(name);
        }
    }
    let mut homes: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for record in &catalog.records {
        homes.entry(record.name.clone()).or_default().push(record.domain.clone());
    }
    for record in &mut catalog.records {
        let replacement = record.deprecated.as_mut().and_then(|item| item.replacement.as_mut());
        let Some(text) = replacement else { continue };
        let Some(domains) = homes.get(text.as_str()) else { continue };
        if let Some(Some(domain)) = domains.first()
            && !domains.contains(&record.domain)
        {
            *text = format!("{domain}.{text}");
        }
    }
}

/// The domains of events and records, in order of appearance.
fn domains(catalog: &Catalog) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let events = catalog.events.iter().map(|event| &event.domain);
    let records = catalog.records.iter().filter_map(|record| record.domain.as_ref());
    events.chain(records).filter(|domain| seen.insert(*domain)).cloned().collect()
}
