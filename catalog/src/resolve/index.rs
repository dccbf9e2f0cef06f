//! The index of all names of a catalog.
//!
//! A second definition of a name is reported and left out, so every name is unique.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::OnceLock;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{DomainId, EnumId, EventId, RecordId, ScalarId, VariantId};
use crate::names;
use crate::rule::meaning::{DUPLICATE_EVENT_TYPE, DUPLICATE_NAME};

/// Definitions in file order; the position is the id in the model.
#[derive(Debug)]
pub(crate) struct Table<'a, K, T> {
    pub(crate) items: Vec<&'a T>,
    keys: Vec<K>,
    by_key: HashMap<K, u32>,
    /// The ids by key. The order of the keys is only needed to search for similar names.
    sorted: OnceLock<Vec<u32>>,
}

impl<'a, K: Copy + Ord + Hash, T> Table<'a, K, T> {
    fn new(count: usize) -> Self {
        Table {
            items: Vec::with_capacity(count),
            keys: Vec::with_capacity(count),
            by_key: HashMap::with_capacity(count),
            sorted: OnceLock::new(),
        }
    }

    /// Adds a definition, or returns the one that already has the key.
    fn add(&mut self, key: K, item: &'a T) -> Option<&'a T> {
        let id = u32::try_from(self.items.len()).expect("fewer items than a file has bytes");
        let first = *self.by_key.entry(key).or_insert(id);
        if first != id {
            return Some(self.items[first as usize]);
        }
        self.keys.push(key);
        self.items.push(item);
        None
    }

    fn get(&self, key: &K) -> Option<u32> {
        self.by_key.get(key).copied()
    }

    /// Every key, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        let sorted = || {
            let mut ids: Vec<u32> = (0..).take(self.keys.len()).collect();
            ids.sort_unstable_by_key(|id| self.keys[*id as usize]);
            ids
        };
        self.sorted.get_or_init(sorted).iter().map(|id| &self.keys[*id as usize])
    }
}

/// Everything with a name.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    pub(crate) properties: Table<'a, &'a str, ast::Declaration>,
    pub(crate) domains: Table<'a, &'a str, ast::Domain>,
    pub(crate) scalars: Table<'a, &'a str, ast::Scalar>,
    pub(crate) enums: Table<'a, &'a str, ast::Enum>,
    /// The values of each enum.
    pub(crate) enum_values: Vec<BTreeMap<&'a str, &'a ast::EnumValue>>,
    /// By domain and name.
    pub(crate) records: Table<'a, (&'a str, &'a str), ast::Record>,
    /// By domain and name.
    pub(crate) variants: Table<'a, (&'a str, &'a str), ast::Variant>,
    pub(crate) events: Table<'a, &'a str, ast::Event>,
    /// Domains with records or events but without a definition.
    pub(crate) undefined_domains: BTreeSet<&'a str>,
    /// True if Avro has no logical types, so that times and decimals are texts in it.
    pub(crate) text: bool,
}

impl<'a> Index<'a> {
    /// The number of items, to decide what is worth doing in parallel.
    pub(crate) fn size(&self) -> usize {
        self.records.items.len() + self.events.items.len()
    }

    pub(crate) fn domain(&self, name: &str) -> Option<DomainId> {
        self.domains.get(&name).map(DomainId)
    }

    pub(crate) fn scalar(&self, name: &str) -> Option<ScalarId> {
        self.scalars.get(&name).map(ScalarId)
    }

    pub(crate) fn enumeration(&self, name: &str) -> Option<EnumId> {
        self.enums.get(&name).map(EnumId)
    }

    pub(crate) fn record(&self, domain: &str, name: &str) -> Option<RecordId> {
        self.records.get(&(domain, name)).map(RecordId)
    }

    pub(crate) fn variant(&self, domain: &str, name: &str) -> Option<VariantId> {
        self.variants.get(&(domain, name)).map(VariantId)
    }

    pub(crate) fn event(&self, name: &str) -> Option<EventId> {
        self.events.get(&name).map(EventId)
    }

    /// Every name in a type, an `extends` or the key of an event.
    pub(crate) fn used_names(&self) -> HashSet<&'a str> {
        let types = |fields: &'a [ast::Field]| fields.iter().filter_map(|field| field.ty.as_ref());
        let properties = self.properties.items.iter().filter_map(|item| item.ty.as_ref());
        let cases = self.variants.items.iter().flat_map(|variant| &variant.cases);
        let texts = cases.filter_map(|case| case.ty.as_ref()).chain(properties);
        let records = self.records.items.iter();
        let texts = texts.chain(records.flat_map(|it| types(&it.fields).chain(&it.extends)));
        let events = self.events.items.iter();
        let of_event = |it: &'a ast::Event| types(&it.data).chain(&it.extends).chain(&it.key);
        let texts = texts.chain(events.flat_map(|event| of_event(event)));
        let ends = |letter: char| !(letter.is_alphanumeric() || letter == '_');
        texts.flat_map(|text| text.value.split(ends)).collect()
    }

    /// The name of a record with its domain: `domain.Name`.
    pub(crate) fn qualified(&self, record: RecordId) -> String {
        let record = self.records.items[record.0 as usize];
        names::qualified(&record.domain.value, &record.name.value)
    }

    /// The name of a variant with its domain: `domain.Name`.
    pub(crate) fn qualified_variant(&self, variant: VariantId) -> String {
        let variant = self.variants.items[variant.0 as usize];
        names::qualified(&variant.domain.value, &variant.name.value)
    }
}

/// Collects all names; reports duplicates.
pub(crate) fn index<'a>(
    diagnostics: &mut Diagnostics,
    ast: &'a ast::Catalog,
    text: bool,
) -> Index<'a> {
    let mut index = Index {
        properties: Table::new(ast.properties.len()),
        domains: Table::new(ast.domains.len()),
        scalars: Table::new(ast.scalars.len()),
        enums: Table::new(ast.enums.len()),
        enum_values: Vec::new(),
        records: Table::new(ast.records.len()),
        variants: Table::new(ast.variants.len()),
        events: Table::new(ast.events.len()),
        undefined_domains: BTreeSet::new(),
        text,
    };
    for property in &ast.properties {
        let first = index.properties.add(&property.name.value, property);
        duplicate(diagnostics, "property", &property.name, first.map(|first| &first.name));
    }
    for domain in &ast.domains {
        let first = index.domains.add(&domain.name.value, domain);
        duplicate(diagnostics, "domain", &domain.name, first.map(|first| &first.name));
    }
    for scalar in &ast.scalars {
        let name = scalar.name.value.as_str();
        if names::is_type(name) {
            taken_by_language(diagnostics, &scalar.name);
        }
        let first = index.scalars.add(&scalar.name.value, scalar);
        duplicate(diagnostics, "scalar", &scalar.name, first.map(|first| &first.name));
    }
    for enumeration in &ast.enums {
        let first = index.enums.add(&enumeration.name.value, enumeration);
        duplicate(diagnostics, "enum", &enumeration.name, first.map(|first| &first.name));
        let values = values(diagnostics, enumeration);
        if first.is_none() {
            index.enum_values.push(values);
        }
    }
    records(diagnostics, ast, &mut index);
    variants(diagnostics, ast, &mut index);
    events(diagnostics, ast, &mut index);
    let used = ast.records.iter().map(|record| &record.domain);
    let used = used.chain(ast.variants.iter().map(|variant| &variant.domain));
    let used = used.chain(ast.events.iter().map(|event| &event.domain));
    let undefined = used.filter(|domain| index.domain(&domain.value).is_none());
    index.undefined_domains = undefined.map(|domain| domain.value.as_str()).collect();
    index
}

fn records<'a>(diagnostics: &mut Diagnostics, ast: &'a ast::Catalog, index: &mut Index<'a>) {
    for record in &ast.records {
        let first = index.records.add((&record.domain.value, &record.name.value), record);
        duplicate(diagnostics, "record", &record.name, first.map(|first| &first.name));
        if let Some(other) = index.enums.get(&record.name.value.as_str()) {
            let other = index.enums.items[other as usize];
            two_meanings(diagnostics, "a record", &record.name, "an enum", &other.name);
        }
    }
}

fn variants<'a>(diagnostics: &mut Diagnostics, ast: &'a ast::Catalog, index: &mut Index<'a>) {
    for variant in &ast.variants {
        let key = (variant.domain.value.as_str(), variant.name.value.as_str());
        let first = index.variants.add(key, variant);
        duplicate(diagnostics, "variant", &variant.name, first.map(|first| &first.name));
        let mut cases: BTreeMap<&str, &ast::Text> = BTreeMap::new();
        for case in &variant.cases {
            let first = cases.insert(&case.name.value, &case.name);
            duplicate(diagnostics, "case", &case.name, first);
        }
        let record = index.records.get(&key).map(|id| &index.records.items[id as usize].name);
        let enumeration = index.enums.get(&key.1).map(|id| &index.enums.items[id as usize].name);
        for (kind, other) in [("a record", record), ("an enum", enumeration)] {
            if let Some(other) = other {
                two_meanings(diagnostics, "a variant", &variant.name, kind, other);
            }
        }
    }
}

fn values<'a>(
    diagnostics: &mut Diagnostics,
    enumeration: &'a ast::Enum,
) -> BTreeMap<&'a str, &'a ast::EnumValue> {
    let mut values: BTreeMap<&str, &ast::EnumValue> = BTreeMap::new();
    for value in &enumeration.values {
        if let Some(first) = values.get(value.value.value.as_str()) {
            duplicate(diagnostics, "value", &value.value, Some(&first.value));
        } else {
            values.insert(&value.value.value, value);
        }
    }
    values
}

fn events<'a>(diagnostics: &mut Diagnostics, ast: &'a ast::Catalog, index: &mut Index<'a>) {
    let mut types: HashMap<&str, &ast::Event> = HashMap::with_capacity(ast.events.len());
    for event in &ast.events {
        if let Some(first) = index.events.add(&event.name.value, event) {
            duplicate(diagnostics, "event", &event.name, Some(&first.name));
            continue;
        }
        let Some(event_type) = &event.event_type else { continue };
        let Some(first) = types.get(event_type.value.as_str()) else {
            types.insert(&event_type.value, event);
            continue;
        };
        diagnostics
            .report(
                &DUPLICATE_EVENT_TYPE,
                event_type.span,
                format!("`{}` has the same event type as `{}`", event.name.value, first.name.value),
            )
            .related(
                first.event_type.as_ref().map_or(first.name.span, |text| text.span),
                "first used here",
            )
            .hint("use a different type for each event");
    }
}

fn duplicate(
    diagnostics: &mut Diagnostics,
    kind: &str,
    name: &ast::Text,
    first: Option<&ast::Text>,
) {
    let Some(first) = first else { return };
    let message = format!("the {kind} `{}` is defined twice", name.value);
    diagnostics
        .report(&DUPLICATE_NAME, name.span, message)
        .related(first.span, "first defined here")
        .hint("rename one of the two, or remove it");
}

fn taken_by_language(diagnostics: &mut Diagnostics, name: &ast::Text) {
    diagnostics
        .report(
            &DUPLICATE_NAME,
            name.span,
            format!("`{}` is already a type of the language", name.value),
        )
        .hint("rename the scalar");
}

fn two_meanings(
    diagnostics: &mut Diagnostics,
    kind: &str,
    name: &ast::Text,
    other_kind: &str,
    other: &ast::Text,
) {
    let message = format!("`{}` is the name of {kind} and of {other_kind}", name.value);
    let noun = other_kind.rsplit(' ').next().unwrap_or_default();
    diagnostics
        .report(&DUPLICATE_NAME, name.span, message)
        .related(other.span, format!("the {noun} is defined here"))
        .hint("rename one of the two: a type with this name could mean both");
}
