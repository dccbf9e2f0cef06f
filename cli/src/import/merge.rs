//! Merges the units of all schemas into one draft.
//!
//! Records with the same name are merged if everything they reach is equal. Otherwise they go to
//! different domains and keep their name, because Avro knows a record by its bare name.

mod avro_names;
mod named;
mod order;
mod records;
mod shared;

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::names;

use super::Settings;
use super::draft::{About, Catalog, Ty, Unit, Variant};
use super::event;
use super::names::Taken;
use super::note::Note;
use super::properties;
use named::Named;
use records::Records;

pub(super) fn merge(
    mut units: Vec<Unit>,
    settings: &Settings,
    about: About,
    notes: &mut Vec<Note>,
) -> Catalog {
    let namespace = settings.namespace().unwrap_or_else(|| event::common(&units));
    let target = settings.target.as_ref().map(|target| &target.avro);
    let own = avro_names::own_namespaces(&mut units, &namespace, target, notes);
    shared::name(&mut units);
    let is_avro = units.iter().any(|unit| unit.event.top.is_some());
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
    let (mut records, mut variants) = (Records::default(), Named::default());
    for unit in &mut units {
        let ids = records.find(unit);
        rebind(unit, &|ty| match ty {
            Ty::Record(id) => Ty::Record(ids[*id]),
            other => other.clone(),
        });
        let domain = &unit.event.domain;
        let own = unit.variants.drain(..).map(|item| Variant {
            domain: item.domain.clone().or_else(|| Some(domain.clone())),
            ..item
        });
        let own: Vec<usize> = own.map(|item| variants.add(item, notes)).collect();
        rebind(unit, &|ty| match ty {
            Ty::Variant(id) => Ty::Variant(own[*id]),
            other => other.clone(),
        });
        records.adopt(unit, &ids);
    }
    let mut catalog = Catalog {
        namespace,
        own_namespaces: own,
        lint: about.lint.to_vec(),
        doc: about.doc.clone(),
        about,
        annotated: units.iter().any(|unit| unit.annotated),
        scalars: scalars.items,
        enums: enums.items,
        variants: variants.items,
        records: records.settle(is_avro, notes),
        ..Catalog::default()
    };
    separate_enums(&mut catalog, notes);
    separate_variants(&mut catalog, notes);
    header(&mut catalog, settings);
    avro_names::top_records(&mut catalog, &mut units, target);
    catalog.events = units.into_iter().map(|unit| unit.event).collect();
    separate_events(&mut catalog);
    avro_names::settle(&mut catalog, notes);
    catalog.domains = domains(&catalog);
    replacements(&mut catalog);
    properties::settle(&mut catalog);
    order::records(&mut catalog);
    catalog
}

/// Replaces the leaf of every type of a unit.
fn rebind(unit: &mut Unit, change: &dyn Fn(&Ty) -> Ty) {
    let fields = unit.records.iter_mut().flat_map(|record| &mut record.fields);
    let types = fields.chain(&mut unit.event.data).map(|field| &mut field.ty);
    let cases = unit.variants.iter_mut().flat_map(|variant| &mut variant.cases);
    for ty in types.chain(cases.map(|case| &mut case.ty)) {
        let leaf = ty.leaf_mut();
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
            notes.push(conflict(
                "records and enums",
                &item.name,
                origin,
                made,
                item.namespace.is_some(),
            ));
            item.name = name;
        }
    }
}

/// Renames variants that have the name of a record or an enum.
fn separate_variants(catalog: &mut Catalog, notes: &mut Vec<Note>) {
    let mut taken = Taken::default();
    let records = catalog.records.iter().map(|record| &record.name);
    for name in records.chain(catalog.enums.iter().map(|item| &item.name)) {
        taken.insert(name);
    }
    for item in &mut catalog.variants {
        let name = taken.numbered(item.name.clone(), "");
        if name != item.name {
            let origin = (item.file.clone(), item.pointer.clone());
            let made = format!("`{name}`");
            notes.push(conflict("records and variants", &item.name, origin, made, false));
            item.name = name;
        }
    }
}

/// Renames events whose data would have the name of a record or variant in Rust.
fn separate_events(catalog: &mut Catalog) {
    let records = catalog.records.iter().map(|record| (&record.domain, &record.name));
    let variants = catalog.variants.iter().map(|variant| (&variant.domain, &variant.name));
    let items = records.chain(variants).map(|(domain, name)| (domain.clone(), name.clone()));
    let items: BTreeSet<(Option<String>, String)> = items.collect();
    let mut taken = Taken::default();
    for event in &catalog.events {
        taken.insert(&event.name);
    }
    for event in &mut catalog.events {
        let is_taken =
            |name: &str| items.contains(&(Some(event.domain.clone()), names::event_struct(name)));
        let mut name = event.name.clone();
        if is_taken(&name) {
            name = super::names::event(&format!("{}_{name}", event.domain));
        }
        while is_taken(&name) || (name != event.name && taken.contains(&name)) {
            name.push_str("_2");
        }
        taken.insert(&name);
        event.name = name;
    }
}

/// Sets the name and title of the catalog.
fn header(catalog: &mut Catalog, settings: &Settings) {
    let last = catalog.namespace.rsplit('.').next().unwrap_or_default();
    catalog.name = match &settings.name {
        Some(name) => name.clone(),
        None => super::names::kebab(&format!("{last}_events")),
    };
    catalog.title =
        settings.title.clone().unwrap_or_else(|| names::title(&catalog.name.replace('-', "_")));
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
    let variants = catalog.variants.iter().filter_map(|variant| variant.domain.as_ref());
    events.chain(records).chain(variants).filter(|domain| seen.insert(*domain)).cloned().collect()
}
