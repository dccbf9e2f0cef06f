//! Merges records: those that reach the same become one, others of the same name get other domains.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict;
use crate::import::draft::{Field, JSON, Record, Ty, Unit, Variant};
use crate::import::names::with_number;
use crate::import::note::Note;

/// Merged records, and the domains that use them.
#[derive(Default)]
pub(super) struct Records {
    /// Numbers for the texts of records, so that each is compared once.
    texts: BTreeMap<String, usize>,
    /// Numbers for the sets of texts that a record reaches.
    reaches: BTreeMap<Vec<usize>, usize>,
    /// Indices by text and reach.
    ids: BTreeMap<(usize, usize), usize>,
    records: Vec<Record>,
    /// Whether events call it by different names, after themselves.
    has_names: Vec<bool>,
    /// For each record, the domains of the events that have it as data.
    direct: Vec<Vec<String>>,
    /// The same, of the events that reach it.
    reached: Vec<Vec<String>>,
}

impl Records {
    /// The index of each record of a unit; [`Records::adopt`] fills new ones.
    pub(super) fn find(&mut self, unit: &Unit) -> Vec<usize> {
        let texts = unit.records.iter().map(|record| number(&mut self.texts, text(unit, record)));
        let texts: Vec<usize> = texts.collect();
        let mut ids = Vec::new();
        for (record, reached) in reach(unit).into_iter().enumerate() {
            let mut reached: Vec<usize> = reached.into_iter().map(|record| texts[record]).collect();
            reached.sort_unstable();
            let key = (texts[record], number(&mut self.reaches, reached));
            let id = number(&mut self.ids, key);
            if id == self.records.len() {
                self.records.push(Record::default());
                self.has_names.push(false);
                self.direct.push(Vec::new());
                self.reached.push(Vec::new());
            }
            ids.push(id);
        }
        ids
    }

    /// Takes the records of a unit whose types have the indices of [`Records::find`].
    pub(super) fn adopt(&mut self, unit: &mut Unit, ids: &[usize]) {
        for (record, id) in unit.records.drain(..).zip(ids) {
            self.reached[*id].push(unit.event.domain.clone());
            if self.records[*id].name.is_empty() {
                self.records[*id] = record;
            } else if self.records[*id].name != record.name {
                self.has_names[*id] = true;
            }
        }
        if let Some(id) = &mut unit.event.extends {
            *id = ids[*id];
            self.direct[*id].push(unit.event.domain.clone());
        }
        for field in &unit.event.data {
            if let Ty::Record(id) = field.ty.leaf() {
                self.direct[*id].push(unit.event.domain.clone());
            }
        }
    }

    /// Finds a domain for each record in which its name is free, or another name if Avro does not know it by that.
    pub(super) fn settle(mut self, is_avro: bool, notes: &mut Vec<Note>) -> Vec<Record> {
        let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (id, record) in self.records.iter_mut().enumerate() {
            let short = record.short.take().filter(|_| self.has_names[id]);
            record.name = short.unwrap_or_else(|| std::mem::take(&mut record.name));
            let users = self.direct[id].iter().chain(&self.reached[id]).cloned();
            let mut wanted = record.domain.take().into_iter().chain(users).peekable();
            let home = wanted.peek().cloned().unwrap_or_default();
            let written = record.name.clone();
            let mut is_free =
                |domain: &str, name: &str| taken.insert((domain.to_owned(), name.to_owned()));
            let mut domain = wanted.find(|domain| is_free(domain, &written));
            let count = counts.entry((home.clone(), written.clone())).or_insert(1);
            let domain = loop {
                if let Some(domain) = domain {
                    break domain;
                }
                *count += 1;
                if is_avro {
                    domain =
                        Some(format!("{home}_{count}")).filter(|domain| is_free(domain, &written));
                } else {
                    record.name = with_number(&written, "", *count);
                    domain = Some(home.clone()).filter(|domain| is_free(domain, &record.name));
                }
            };
            if domain != home || record.name != written {
                let made = match is_avro {
                    true => format!("`{domain}.{written}`, which keeps the name in another domain"),
                    false => format!("`{domain}.{}`", record.name),
                };
                let place = (record.file.clone(), record.pointer.clone());
                notes.push(conflict("records", &written, place, made, false));
            }
            record.domain = Some(domain);
        }
        self.records
    }
}

/// The number of a key, which is a new one for a new key.
fn number<K: Ord>(numbers: &mut BTreeMap<K, usize>, key: K) -> usize {
    let next = numbers.len();
    *numbers.entry(key).or_insert(next)
}

/// The records that each record of a unit reaches, including itself.
fn reach(unit: &Unit) -> Vec<Vec<usize>> {
    let inner = |record: &Record| {
        record.fields.iter().flat_map(|field| records_in(unit, &field.ty)).collect()
    };
    let inner: Vec<Vec<usize>> = unit.records.iter().map(inner).collect();
    // The record by which each was last reached.
    let mut reached_by = vec![usize::MAX; inner.len()];
    let mut reach = Vec::new();
    for start in 0..inner.len() {
        let mut reached = vec![start];
        reached_by[start] = start;
        let mut next = 0;
        while let Some(record) = reached.get(next) {
            for other in &inner[*record] {
                if std::mem::replace(&mut reached_by[*other], start) != start {
                    reached.push(*other);
                }
            }
            next += 1;
        }
        reach.push(reached);
    }
    reach
}

/// The records that a value holds, also as the case of a variant.
fn records_in(unit: &Unit, ty: &Ty) -> Vec<usize> {
    let one = |ty: &Ty| match ty.leaf() {
        Ty::Record(id) => Some(*id),
        _ => None,
    };
    match ty.leaf() {
        Ty::Variant(id) => {
            unit.variants[*id].cases.iter().filter_map(|case| one(&case.ty)).collect()
        }
        _ => one(ty).into_iter().collect(),
    }
}

/// A record without the records that it refers to, as text. Equal texts mean equal records.
fn text(unit: &Unit, record: &Record) -> String {
    let Record {
        short, written, namespace, domain, description, pii, deprecated, properties, ..
    } = record;
    let fields = record.fields.iter().map(|field| field_text(unit, field));
    let fields = fields.collect::<Vec<_>>();
    let name = short.as_ref().unwrap_or(&record.name);
    format!(
        "{name} {written:?} {namespace:?} {domain:?} {description:?} {pii} {deprecated:?} {properties:?} {fields:?}"
    )
}

/// A type with the name of its record, if it has one.
fn leaf_text(unit: &Unit, ty: &Ty) -> String {
    match ty.leaf() {
        Ty::Record(id) => {
            let Record { short, name, .. } = &unit.records[*id];
            short.as_ref().unwrap_or(name).clone()
        }
        other => format!("{other:?}"),
    }
}

fn field_text(unit: &Unit, field: &Field) -> String {
    let leaf = match field.ty.leaf() {
        Ty::Variant(id) => {
            let Variant { name, tag, open, cases, .. } = &unit.variants[*id];
            let cases =
                cases.iter().map(|case| (&case.name, &case.wire, leaf_text(unit, &case.ty)));
            format!("{name} {tag:?} {open} {:?}", cases.collect::<Vec<_>>())
        }
        _ => leaf_text(unit, &field.ty),
    };
    let mut ty = field.ty.clone();
    *ty.leaf_mut() = JSON;
    let Field {
        name,
        wire,
        required,
        constant,
        description,
        default,
        example,
        limits,
        pii,
        deprecated,
        properties,
        extra,
        ..
    } = field;
    format!(
        "{name} {wire:?} {ty:?} {leaf} {required:?} {constant:?} {description:?} {default:?} {example:?} {limits:?} {pii} {deprecated:?} {properties:?} {extra}"
    )
}
