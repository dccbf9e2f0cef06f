//! Decides which events are new, what they need, and what of that the catalog already has.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::{DomainId, EnumId, Event, Model, RecordId, ScalarId, Value, VariantId};
use annals_catalog::names::qualified;
use annals_codegen::render::json;

use super::domains;
use super::items::{ENUM, Ids, Item, Key, RECORD, SCALAR, VARIANT, item, named, parts, source};
use super::pairs::Pairs;
use super::sides::{Pair, Sides};
use super::view::{View, usual_event_name, usual_record_name};
use crate::import::draft::{self, Catalog};
use crate::import::names;
use crate::import::note::Broken;

/// What is added to the catalog, as indices of the draft.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) events: Vec<usize>,
    pub(super) records: BTreeSet<usize>,
    pub(super) variants: BTreeSet<usize>,
    pub(super) enums: BTreeSet<usize>,
    pub(super) scalars: BTreeSet<usize>,
    /// The events that cannot be added.
    pub(super) refused: Vec<Broken>,
}

/// What is known of an item of the draft.
#[derive(Debug, Clone, Copy)]
enum Fate {
    New,
    /// The catalog has it.
    There(Pair),
}

/// Plans what is added. `events` are the new ones; the others are compared already. Names in the draft
/// become those of the catalog.
pub(super) fn plan(draft: &mut Catalog, events: Vec<usize>, pairs: &mut Pairs<'_>) -> Option<Plan> {
    let ids = Ids::of(draft, pairs.sides.source)?;
    domains::settle(draft, pairs.sides.catalog);
    let there = there(pairs);
    let catalog = pairs.sides.catalog;
    let (fates, taken) = (BTreeMap::new(), taken(catalog));
    let in_catalog = catalog.events.iter().map(|event| (&event.name, &event.event_type));
    let named = events.iter().map(|id| (&draft.events[*id].name, &draft.events[*id].event_type));
    let events_by_name = named.chain(in_catalog);
    let events_by_name =
        events_by_name.map(|(name, event_type)| (name.clone(), event_type.clone())).collect();
    let by_name = by_name(catalog);
    let mut finder = Finder { ids, there, fates, taken, by_name, events_by_name, pairs };
    let mut plan = Plan::default();
    for event in events {
        match finder.event(draft, event) {
            Ok(needed) => {
                plan.events.push(event);
                needed.into_iter().for_each(|item| plan.need(item));
            }
            Err(message) => {
                let file = draft.events[event].file.clone();
                plan.refused.push(Broken { file, pointer: String::new(), message });
            }
        }
    }
    finder.adopt(draft);
    finder.keep_avro_names(draft, &plan);
    Some(plan)
}

impl Plan {
    fn need(&mut self, item: Item) {
        match item {
            Item::Record(id) => self.records.insert(id),
            Item::Variant(id) => self.variants.insert(id),
            Item::Enum(id) => self.enums.insert(id),
            Item::Scalar(id) => self.scalars.insert(id),
        };
    }
}

/// The pairs by the item of the source; of several, one whose items say the same.
fn there(pairs: &mut Pairs<'_>) -> BTreeMap<Key, Pair> {
    let mut there: BTreeMap<Key, Pair> = BTreeMap::new();
    for pair in pairs.all().collect::<Vec<_>>() {
        let known = there.entry(source(pair)).or_insert(pair);
        if *known != pair && !pairs.is_equal(*known) {
            *known = pair;
        }
    }
    there
}

/// The items of the catalog by kind and name.
fn by_name(catalog: &Model) -> BTreeMap<(u8, String), Vec<u32>> {
    let records = (0u32..).zip(catalog.records.iter().map(|item| (RECORD, &item.name)));
    let variants = (0u32..).zip(catalog.variants.iter().map(|item| (VARIANT, &item.name)));
    let enums = (0u32..).zip(catalog.enums.iter().map(|item| (ENUM, &item.name)));
    let scalars = (0u32..).zip(catalog.scalars.iter().map(|item| (SCALAR, &item.name)));
    let mut by_name: BTreeMap<(u8, String), Vec<u32>> = BTreeMap::new();
    for (id, (kind, name)) in records.chain(variants).chain(enums).chain(scalars) {
        by_name.entry((kind, name.clone())).or_default().push(id);
    }
    by_name
}

/// An item of the source with one of the catalog, by their numbers.
fn pair(item: Item, source: u32, catalog: u32) -> Pair {
    match item {
        Item::Record(_) => Pair::Record(RecordId(source), RecordId(catalog)),
        Item::Variant(_) => Pair::Variant(VariantId(source), VariantId(catalog)),
        Item::Enum(_) => Pair::Enum(EnumId(source), EnumId(catalog)),
        Item::Scalar(_) => Pair::Scalar(ScalarId(source), ScalarId(catalog)),
    }
}

/// The names of the catalog that no new item may have: a name alone for an enum or scalar, and below a domain or `*`
/// for a record or variant.
fn taken(catalog: &Model) -> BTreeSet<String> {
    let records = catalog.records.iter().map(|record| (record.domain, &record.name));
    let variants = catalog.variants.iter().map(|variant| (variant.domain, &variant.name));
    let below = |(domain, name): (DomainId, &String)| {
        [qualified(&catalog[domain].name, name), qualified("*", name)]
    };
    let enums = catalog.enums.iter().map(|item| item.name.clone());
    let scalars = catalog.scalars.iter().map(|item| item.name.clone());
    records.chain(variants).flat_map(below).chain(enums).chain(scalars).collect()
}

struct Finder<'p, 'm> {
    ids: Ids,
    /// The pairs of the events that both have, by the item of the source.
    there: BTreeMap<Key, Pair>,
    fates: BTreeMap<Item, Fate>,
    taken: BTreeSet<String>,
    by_name: BTreeMap<(u8, String), Vec<u32>>,
    /// The types of all events, old and new, by name; of two with one name the old one.
    events_by_name: BTreeMap<String, String>,
    pairs: &'p mut Pairs<'m>,
}

impl Finder<'_, '_> {
    /// What a new event needs; the error is why it cannot be added.
    fn event(&mut self, draft: &mut Catalog, event: usize) -> Result<Vec<Item>, String> {
        let event = &mut draft.events[event];
        self.is_in_namespace(&event.event_type)?;
        event.name = self.event_name(event)?;
        let extends = event.extends.map(Item::Record);
        let mut open: Vec<Item> = event.data.iter().filter_map(|field| item(&field.ty)).collect();
        open.extend(extends);
        let event_type = event.event_type.clone();
        let (mut needed, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(item) = open.pop() {
            if !seen.insert(item) {
                continue;
            }
            let fate = match self.fates.get(&item) {
                Some(fate) => *fate,
                None => {
                    let fate = self.find(draft, item);
                    let fate =
                        fate.map_err(|cause| format!("the event `{event_type}` needs {cause}"))?;
                    self.fates.insert(item, fate);
                    fate
                }
            };
            if let Fate::New = fate {
                needed.push(item);
                open.extend(parts(draft, item));
            }
        }
        Ok(needed)
    }

    fn is_in_namespace(&self, event_type: &str) -> Result<(), String> {
        let catalog = self.pairs.sides.catalog;
        let is_in = |event_type: &str| {
            let rest = event_type.strip_prefix(&catalog.namespace);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        // A catalog may have a pattern for its event types in place of the namespace.
        if is_in(event_type) || !catalog.events.iter().all(|event| is_in(&event.event_type)) {
            return Ok(());
        }
        let namespace = &catalog.namespace;
        Err(format!(
            "the event `{event_type}` is not in the namespace of the catalog, `{namespace}`"
        ))
    }

    /// The name of a new event: its own, or one with its domain if the import made it.
    fn event_name(&mut self, event: &draft::Event) -> Result<String, String> {
        let mut name = event.name.clone();
        let other = |name: &str| {
            let other = self.events_by_name.get(name);
            other.filter(|event_type| **event_type != event.event_type).cloned()
        };
        if other(&name).is_some() && !self.pairs.sides.view.is_catalog() {
            name = names::event(&format!("{}_{name}", event.domain));
        }
        if let Some(other) = other(&name) {
            let event_type = &event.event_type;
            return Err(format!(
                "the event `{event_type}` needs another name than `{name}`, which `{other}` has"
            ));
        }
        self.events_by_name.insert(name.clone(), event.event_type.clone());
        Ok(name)
    }

    /// The same item in the catalog: one in the same place of an event, or an equal one of the same name.
    fn find(&mut self, draft: &mut Catalog, item: Item) -> Result<Fate, String> {
        if let Some(pair) = self.there.get(&self.ids.key(item)) {
            return Ok(Fate::There(*pair));
        }
        let candidates = self.candidates(draft, item);
        if let Some(pair) = candidates.iter().find(|pair| self.pairs.is_equal(**pair)) {
            return Ok(Fate::There(*pair));
        }
        let Sides { source, catalog, view } = self.pairs.sides;
        let is_named = match item {
            Item::Record(_) => view.names_types(),
            Item::Enum(id) => {
                view.names_types() && view.lists_values(catalog, &source[self.ids.enums[id]])
            }
            Item::Variant(_) | Item::Scalar(_) => false,
        };
        let (kind, domain, name) = named(draft, item);
        if is_named && self.is_taken(item, domain, name) {
            let name = domain.map_or_else(|| name.clone(), |domain| qualified(domain, name));
            let differs = candidates.first().and_then(|pair| self.pairs.first_difference(*pair));
            let differs = differs.map_or_else(String::new, |what| format!(" in `{what}`"));
            return Err(format!(
                "the {kind} `{name}`, which differs from that of the catalog{differs}"
            ));
        }
        let (domain, name) = (domain.cloned(), name.clone());
        self.rename(draft, item, (domain.as_ref(), &name));
        Ok(Fate::New)
    }

    /// True if no new item may have this name.
    fn is_taken(&self, item: Item, domain: Option<&String>, name: &str) -> bool {
        let domain = domain.map_or("", String::as_str);
        match item {
            Item::Record(_) | Item::Variant(_) => {
                self.taken.contains(&qualified(domain, name)) || self.taken.contains(name)
            }
            Item::Enum(_) => {
                self.taken.contains(name) || self.taken.contains(&qualified("*", name))
            }
            Item::Scalar(_) => self.taken.contains(name),
        }
    }

    /// Gives a new item a free name: its own, or with a number.
    fn rename(&mut self, draft: &mut Catalog, item: Item, (domain, name): (Option<&String>, &str)) {
        let separator = if let Item::Scalar(_) = item { "_" } else { "" };
        let mut free = name.to_owned();
        for number in 2.. {
            if !self.is_taken(item, domain, &free) {
                break;
            }
            free = names::with_number(name, separator, number);
        }
        match domain {
            Some(domain) => {
                self.taken.insert(qualified(domain, &free));
                self.taken.insert(qualified("*", &free));
            }
            None => {
                self.taken.insert(free.clone());
            }
        }
        match item {
            Item::Record(id) => draft.records[id].name = free,
            Item::Variant(id) => draft.variants[id].name = free,
            Item::Enum(id) => draft.enums[id].name = free,
            Item::Scalar(id) => draft.scalars[id].name = free,
        }
    }

    /// The items of the catalog with the same name; those of the same domain first.
    fn candidates(&self, draft: &Catalog, item: Item) -> Vec<Pair> {
        let (kind, id) = self.ids.key(item);
        let (_, domain, name) = named(draft, item);
        let mut all: Vec<Pair> = match self.by_name.get(&(kind, name.clone())) {
            Some(all) => all.iter().map(|other| pair(item, id, *other)).collect(),
            None => Vec::new(),
        };
        let catalog = self.pairs.sides.catalog;
        all.sort_by_key(|pair| match pair {
            Pair::Record(_, id) => Some(&catalog[catalog[*id].domain].name) != domain,
            Pair::Variant(_, id) => Some(&catalog[catalog[*id].domain].name) != domain,
            Pair::Event(..) | Pair::Enum(..) | Pair::Scalar(..) => false,
        });
        all
    }

    /// Says what new events and records are called in Avro, if their names and domains in the catalog do not.
    fn keep_avro_names(&self, draft: &mut Catalog, plan: &Plan) {
        let Sides { source, catalog, view } = self.pairs.sides;
        let theirs = source.events.iter().map(|event| (event.event_type.as_str(), event));
        let theirs: BTreeMap<&str, &Event> = theirs.collect();
        for id in &plan.events {
            let event = &mut draft.events[*id];
            let known = theirs.get(event.event_type.as_str());
            if let Some(full) = known.and_then(|known| view.event_name(source, known)) {
                let usual =
                    usual_event_name(catalog, &event.domain, &event.name, &event.event_type);
                event.avro_name = (full != usual).then_some(full);
            }
        }
        for id in &plan.records {
            let record = &mut draft.records[*id];
            let full = view.record_name(source, &source[self.ids.records[*id]]);
            let full = full.filter(|_| view == View::Avro);
            if let Some(full) = full {
                let domain = record.domain.as_deref().unwrap_or_default();
                let usual = usual_record_name(catalog, domain, &record.name);
                record.avro_name = (full != usual).then_some(full);
            }
        }
    }

    /// Gives what the catalog has the names that it has there.
    fn adopt(&self, draft: &mut Catalog) {
        let catalog = self.pairs.sides.catalog;
        for (item, fate) in &self.fates {
            let Fate::There(pair) = fate else { continue };
            match (*item, *pair) {
                (Item::Record(id), Pair::Record(_, there)) => {
                    draft.records[id].name.clone_from(&catalog[there].name);
                    draft.records[id].domain = Some(catalog[catalog[there].domain].name.clone());
                }
                (Item::Variant(id), Pair::Variant(_, there)) => {
                    draft.variants[id].name.clone_from(&catalog[there].name);
                    draft.variants[id].domain = Some(catalog[catalog[there].domain].name.clone());
                }
                (Item::Enum(id), Pair::Enum(_, there)) => {
                    draft.enums[id].name.clone_from(&catalog[there].name);
                    adopt_values(&mut draft.enums[id], &catalog[there]);
                }
                (Item::Scalar(id), Pair::Scalar(_, there)) => {
                    draft.scalars[id].name.clone_from(&catalog[there].name);
                }
                (Item::Record(_) | Item::Variant(_) | Item::Enum(_) | Item::Scalar(_), _) => {}
            }
        }
    }
}

/// Gives the values of an enum the names that they have in the catalog.
fn adopt_values(item: &mut draft::Enum, there: &annals_catalog::model::Enum) {
    for value in &mut item.values {
        let known = there.values.iter().find(|known| match (&value.wire, &known.wire) {
            (None, Value::String(text)) => *text == value.value,
            (Some(wire), known) => wire.compact() == json::compact(known),
            (None, _) => false,
        });
        if let Some(known) = known {
            value.value.clone_from(&known.value);
        }
    }
}
