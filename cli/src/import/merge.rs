//! Merges the units of all schemas into one draft.
//!
//! Records with the same name are merged if everything they reach is equal. Otherwise they go to
//! different domains and keep their name, because Avro knows a record by its bare name.

use std::collections::{BTreeMap, BTreeSet};

use super::Settings;
use super::draft::{Catalog, Enum, Field, Record, Scalar, Ty, Unit};
use super::event;
use super::note::Note;

pub(super) fn merge(mut units: Vec<Unit>, settings: &Settings, notes: &mut Vec<Note>) -> Catalog {
    let namespace = event::settle(&mut units, settings, notes);
    let mut catalog = Catalog { namespace, ..Catalog::default() };
    for unit in &mut units {
        let scalars =
            unit.scalars.drain(..).map(|item| add_scalar(&mut catalog.scalars, item, notes));
        let scalars: Vec<usize> = scalars.collect();
        let enums = unit.enums.drain(..).map(|item| add_enum(&mut catalog.enums, item, notes));
        let enums: Vec<usize> = enums.collect();
        rebind(unit, &|ty| match ty {
            Ty::Scalar(id) => Ty::Scalar(scalars[*id]),
            Ty::Enum(id) => Ty::Enum(enums[*id]),
            other => other.clone(),
        });
    }
    let mut groups = Groups::default();
    for unit in &mut units {
        let ids: Vec<usize> = (0..unit.records.len()).map(|id| groups.find(unit, id)).collect();
        rebind(unit, &|ty| match ty {
            Ty::Record(id) => Ty::Record(ids[*id]),
            other => other.clone(),
        });
        groups.adopt(unit, &ids);
    }
    catalog.records = groups.settle(notes);
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

fn add_scalar(known: &mut Vec<Scalar>, scalar: Scalar, notes: &mut Vec<Note>) -> usize {
    let content = |item: &Scalar| {
        (item.base, item.limits.clone(), item.example.clone(), item.description.clone())
    };
    let place = (scalar.file.clone(), scalar.pointer.clone());
    add(known, scalar, ("scalars", "_"), place, |item| &mut item.name, content, notes)
}

fn add_enum(known: &mut Vec<Enum>, item: Enum, notes: &mut Vec<Note>) -> usize {
    let content = |item: &Enum| (item.values.clone(), item.description.clone());
    let place = (item.file.clone(), item.pointer.clone());
    add(known, item, ("enums", ""), place, |item| &mut item.name, content, notes)
}

/// The index of an equal item, or of this one, which gets a free name.
fn add<T, C: PartialEq>(
    known: &mut Vec<T>,
    mut item: T,
    (what, between): (&str, &str),
    place: (String, String),
    name: fn(&mut T) -> &mut String,
    content: impl Fn(&T) -> C,
    notes: &mut Vec<Note>,
) -> usize {
    let wanted = name(&mut item).clone();
    let mut count = 1;
    while let Some(at) = known.iter_mut().position(|other| name(other) == name(&mut item)) {
        if content(&known[at]) == content(&item) {
            return at;
        }
        count += 1;
        *name(&mut item) = format!("{wanted}{between}{count}");
    }
    if count > 1 {
        let made = format!("`{}`", name(&mut item));
        notes.push(conflict(what, &wanted, place, made, true));
    }
    known.push(item);
    known.len() - 1
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

/// Merged records, and the domains that use them.
#[derive(Default)]
struct Groups {
    ids: BTreeMap<String, usize>,
    records: Vec<Record>,
    /// For each record, the domains of the events that have it as data.
    direct: Vec<Vec<String>>,
    /// The same, of the events that reach it.
    reached: Vec<Vec<String>>,
}

impl Groups {
    /// The group of a record; [`Groups::adopt`] fills a new one.
    fn find(&mut self, unit: &Unit, id: usize) -> usize {
        let key = signature(unit, id);
        let next = self.ids.len();
        let group = *self.ids.entry(key).or_insert(next);
        if group == next {
            self.records.push(Record::default());
            self.direct.push(Vec::new());
            self.reached.push(Vec::new());
        }
        group
    }

    fn adopt(&mut self, unit: &mut Unit, ids: &[usize]) {
        for (record, group) in unit.records.drain(..).zip(ids) {
            self.reached[*group].push(unit.event.domain.clone());
            if self.records[*group].name.is_empty() {
                self.records[*group] = record;
            }
        }
        for field in &unit.event.data {
            if let Ty::Record(group) = field.ty.leaf() {
                self.direct[*group].push(unit.event.domain.clone());
            }
        }
    }

    /// Finds a domain for each record in which its name is free.
    fn settle(mut self, notes: &mut Vec<Note>) -> Vec<Record> {
        let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
        for (id, record) in self.records.iter_mut().enumerate() {
            let users = self.direct[id].iter().chain(&self.reached[id]).cloned();
            let wanted: Vec<String> = record.domain.take().into_iter().chain(users).collect();
            let home = wanted[0].clone();
            let more = (2..).map(|count| format!("{home}_{count}"));
            let domain = wanted
                .into_iter()
                .chain(more)
                .find(|domain| taken.insert((domain.clone(), record.name.clone())))
                .expect("one of infinitely many names is free");
            if domain != home {
                let made =
                    format!("`{domain}.{}`, which keeps the name in another domain", record.name);
                let place = (record.file.clone(), record.pointer.clone());
                notes.push(conflict("records", &record.name, place, made, false));
            }
            record.domain = Some(domain);
        }
        self.records
    }
}

/// Everything that a record reaches, as text. Equal texts mean equal records.
fn signature(unit: &Unit, id: usize) -> String {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        if found.contains_key(&id) {
            continue;
        }
        let record = &unit.records[id];
        let Record { name, domain, description, pii, deprecated, .. } = record;
        let fields = record.fields.iter().map(|field| field_text(unit, field));
        let fields = fields.collect::<Vec<_>>();
        found.insert(
            id,
            format!("{name} {domain:?} {description:?} {pii} {deprecated:?} {fields:?}"),
        );
        let reached = record.fields.iter().filter_map(|field| match field.ty.leaf() {
            Ty::Record(id) => Some(*id),
            _ => None,
        });
        waiting.extend(reached);
    }
    let own = found.remove(&id).unwrap_or_default();
    let mut others: Vec<String> = found.into_values().collect();
    others.sort();
    format!("{own}\n{}", others.join("\n"))
}

fn field_text(unit: &Unit, field: &Field) -> String {
    let leaf = match field.ty.leaf() {
        Ty::Record(id) => unit.records[*id].name.clone(),
        other => format!("{other:?}"),
    };
    let mut ty = field.ty.clone();
    *ty.leaf_mut() = super::draft::JSON;
    let Field { name, description, default, example, limits, pii, deprecated, .. } = field;
    format!(
        "{name} {ty:?} {leaf} {description:?} {default:?} {example:?} {limits:?} {pii} {deprecated:?}"
    )
}

/// Renames enums that have the name of a record: a type could not tell them apart.
fn separate_enums(catalog: &mut Catalog, notes: &mut Vec<Note>) {
    let mut taken: BTreeSet<String> =
        catalog.records.iter().map(|record| record.name.clone()).collect();
    for item in &mut catalog.enums {
        let name = item.name.clone();
        while !taken.insert(item.name.clone()) {
            item.name.push_str("Enum");
        }
        if name != item.name {
            let place = (item.file.clone(), item.pointer.clone());
            notes.push(conflict(
                "records and enums",
                &name,
                place,
                format!("`{}`", item.name),
                true,
            ));
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
    let homes = catalog.records.iter().map(|record| (record.name.clone(), record.domain.clone()));
    let homes: Vec<(String, Option<String>)> = homes.collect();
    for record in &mut catalog.records {
        let replacement = record.deprecated.as_mut().and_then(|item| item.replacement.as_mut());
        let Some(text) = replacement else { continue };
        let mut named = homes.iter().filter(|(name, _)| name == text);
        let first = named.clone().next().and_then(|(_, domain)| domain.clone());
        if let Some(domain) = first.filter(|_| !named.any(|(_, domain)| *domain == record.domain)) {
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
