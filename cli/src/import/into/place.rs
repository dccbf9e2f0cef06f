//! Finds the place of each new item: the file and section of its domain, in the order of the catalog.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::format;
use annals_catalog::model::{DomainId, Event, Model};
use annals_catalog::source::{FileId, SourceMap};

use super::reuse::Plan;
use crate::import::draft::{self, Catalog};

/// At least this many items must be in the same order on both sides before new ones are put between them.
const ENOUGH: usize = 3;

/// Where a new item goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: FileId,
    pub(super) spot: Spot,
}

/// Where it goes in its section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    First,
    After(String),
    Last,
}

/// The items of one section, in the order of the catalog and of the source.
struct Section<'m> {
    /// Domain (empty for scalars and enums), name and file of the items of the catalog.
    known: Vec<(&'m str, &'m str, FileId)>,
    /// Domain and name of the items of the source that the catalog has or gets, as they are called there.
    source: Vec<(String, String)>,
    /// The file of what has no neighbours in its domain.
    home: BTreeMap<&'m str, FileId>,
}

impl Section<'_> {
    /// The places of all items of the source that the catalog does not have, in the order of the source.
    fn places(&self) -> Vec<(&str, &str, Place)> {
        let mut domains: BTreeMap<&str, Vec<(&str, FileId)>> = BTreeMap::new();
        for (domain, name, file) in &self.known {
            domains.entry(domain).or_default().push((name, *file));
        }
        let mut source: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (domain, name) in &self.source {
            source.entry(domain).or_default().push(name);
        }
        let order = self.order(&domains, &source);
        let mut places = Vec::new();
        for (domain, names) in source {
            let known = domains.get(domain).map(Vec::as_slice).unwrap_or_default();
            let rank: BTreeMap<&str, usize> =
                known.iter().enumerate().map(|(rank, (name, _))| (*name, rank)).collect();
            for (index, name) in names.iter().enumerate() {
                if rank.contains_key(name) {
                    continue;
                }
                let after = match order {
                    Order::Source => neighbour(&names, index, &rank),
                    Order::Names => Some(known.partition_point(|(known, _)| known < name)),
                    Order::Other => None,
                };
                places.push((domain, *name, self.place(domain, known, after)));
            }
        }
        places
    }

    /// A place behind this many items of a domain.
    fn place(&self, domain: &str, known: &[(&str, FileId)], after: Option<usize>) -> Place {
        let Some((_, last)) = known.last() else {
            let file = self.home.get(domain).copied().unwrap_or(FileId(0));
            return Place { file, spot: Spot::Last };
        };
        match after {
            None => Place { file: *last, spot: Spot::Last },
            Some(0) => Place { file: known[0].1, spot: Spot::First },
            Some(count) => {
                let (name, file) = known[count - 1];
                Place { file, spot: Spot::After(name.to_owned()) }
            }
        }
    }

    fn order(
        &self,
        domains: &BTreeMap<&str, Vec<(&str, FileId)>>,
        source: &BTreeMap<&str, Vec<&str>>,
    ) -> Order {
        let (mut common, mut is_same) = (0, true);
        for (domain, known) in domains {
            let names = source.get(domain).map(Vec::as_slice).unwrap_or_default();
            let rank: BTreeMap<&str, usize> =
                known.iter().enumerate().map(|(rank, (name, _))| (*name, rank)).collect();
            let ranks: Vec<usize> =
                names.iter().filter_map(|name| rank.get(name).copied()).collect();
            common += ranks.len();
            is_same &= ranks.is_sorted();
        }
        if is_same && common >= ENOUGH {
            return Order::Source;
        }
        let by_name = domains.values().all(|known| known.is_sorted_by_key(|(name, _)| *name));
        if by_name && self.known.len() >= ENOUGH { Order::Names } else { Order::Other }
    }
}

/// The order of the items of a catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// That of the source.
    Source,
    /// That of their names.
    Names,
    Other,
}

/// Behind how many known items a new one of the source goes: after the one before it, or else before the one after it.
fn neighbour(names: &[&str], index: usize, rank: &BTreeMap<&str, usize>) -> Option<usize> {
    let before = names[..index].iter().rev().find_map(|name| rank.get(name));
    let after = || names[index + 1..].iter().find_map(|name| rank.get(name));
    before.map(|rank| rank + 1).or_else(|| after().copied())
}

/// The paths of all new items, and their places.
pub(super) fn places(
    sources: &SourceMap,
    model: &Model,
    draft: &Catalog,
    plan: &Plan,
) -> Vec<(Vec<String>, Place)> {
    let home = homes(model, sources);
    let mut places = Vec::new();
    let mut add = |key: &str, section: &Section<'_>| {
        for (domain, name, place) in section.places() {
            let path = [key, domain, name].into_iter().filter(|part| !part.is_empty());
            places.push((path.map(str::to_owned).collect(), place));
        }
    };
    let main = |names: Vec<String>| {
        let source = names.into_iter().map(|name| (String::new(), name)).collect();
        Section { known: Vec::new(), source, home: BTreeMap::new() }
    };
    add("properties", &main(properties(model, draft, plan)));
    // A file with what is in a domain is that of the domain, so that another one does not belong there.
    let last = model.domains.last().map(|domain| domain.span.file);
    let is_list = |file: &FileId| !home.values().any(|home| home == file);
    let file = last.filter(is_list).unwrap_or(FileId(0));
    let domains =
        Section { home: BTreeMap::from([("", file)]), ..main(domains(model, draft, plan)) };
    add("domains", &domains);
    for section in sections(model, draft, plan, &home) {
        add(section.0, &section.1);
    }
    places
}

/// The sections of items, in which the draft has those that are there too, in its order.
fn sections<'m>(
    model: &'m Model,
    draft: &Catalog,
    plan: &Plan,
    home: &BTreeMap<&'m str, FileId>,
) -> [(&'static str, Section<'m>); 5] {
    let domain = |id: DomainId| model[id].name.as_str();
    let section = |known: Vec<(&'m str, &'m str, FileId)>, all: Vec<(String, String, bool)>| {
        let names: BTreeSet<(&str, &str)> = known.iter().map(|item| (item.0, item.1)).collect();
        let is_wanted = |item: &&(String, String, bool)| {
            item.2 || names.contains(&(item.0.as_str(), item.1.as_str()))
        };
        let source =
            all.iter().filter(is_wanted).map(|item| (item.0.clone(), item.1.clone())).collect();
        Section { known, source, home: home.clone() }
    };
    let bare = |name: &String, is_new: bool| (String::new(), name.clone(), is_new);
    let below = |domain: &Option<String>, name: &String, is_new: bool| {
        (domain.clone().unwrap_or_default(), name.clone(), is_new)
    };
    let scalars = model.scalars.iter().map(|item| ("", item.name.as_str(), item.span.file));
    let enums = model.enums.iter().map(|item| ("", item.name.as_str(), item.span.file));
    let variants =
        model.variants.iter().map(|item| (domain(item.domain), item.name.as_str(), item.span.file));
    let records =
        model.records.iter().map(|item| (domain(item.domain), item.name.as_str(), item.span.file));
    let events =
        model.events.iter().map(|item| (domain(item.domain), item.name.as_str(), item.span.file));
    let new_scalars = (draft.scalars.iter().enumerate())
        .map(|(id, item)| bare(&item.name, plan.scalars.contains(&id)));
    let new_enums = (draft.enums.iter().enumerate())
        .map(|(id, item)| bare(&item.name, plan.enums.contains(&id)));
    let new_variants = (draft.variants.iter().enumerate())
        .map(|(id, item)| below(&item.domain, &item.name, plan.variants.contains(&id)));
    let new_records = (draft.records.iter().enumerate())
        .map(|(id, item)| below(&item.domain, &item.name, plan.records.contains(&id)));
    [
        ("scalars", section(scalars.collect(), new_scalars.collect())),
        ("enums", section(enums.collect(), new_enums.collect())),
        ("variants", section(variants.collect(), new_variants.collect())),
        ("records", section(records.collect(), new_records.collect())),
        ("events", section(events.collect(), new_events(model, draft, plan))),
    ]
}

/// The events of the draft, those that are there with the names and domains of the catalog.
fn new_events(model: &Model, draft: &Catalog, plan: &Plan) -> Vec<(String, String, bool)> {
    let there = model.events.iter().map(|event| (event.event_type.as_str(), event));
    let there: BTreeMap<&str, &Event> = there.collect();
    let new: BTreeSet<usize> = plan.events.iter().copied().collect();
    let event = |(id, event): (usize, &draft::Event)| match there.get(event.event_type.as_str()) {
        Some(known) => (model[known.domain].name.clone(), known.name.clone(), false),
        None => (event.domain.clone(), event.name.clone(), new.contains(&id)),
    };
    draft.events.iter().enumerate().map(event).collect()
}

/// The domains of new items that the catalog does not have.
fn domains(model: &Model, draft: &Catalog, plan: &Plan) -> Vec<String> {
    let events = plan.events.iter().map(|id| &draft.events[*id].domain);
    let records = plan.records.iter().filter_map(|id| draft.records[*id].domain.as_ref());
    let variants = plan.variants.iter().filter_map(|id| draft.variants[*id].domain.as_ref());
    let mut seen: BTreeSet<&str> =
        model.domains.iter().map(|domain| domain.name.as_str()).collect();
    let all = events.chain(records).chain(variants);
    all.filter(|domain| seen.insert(domain)).cloned().collect()
}

/// The custom properties of new items that the catalog does not have.
fn properties(model: &Model, draft: &Catalog, plan: &Plan) -> Vec<String> {
    let events = plan.events.iter().map(|id| &draft.events[*id]);
    let records = plan.records.iter().map(|id| &draft.records[*id]);
    let fields = (records.clone().flat_map(|record| &record.fields))
        .chain(events.clone().flat_map(|event| &event.data));
    let enums = plan.enums.iter().map(|id| &draft.enums[*id]);
    let values = enums.clone().flat_map(|item| &item.values);
    let all = (events.map(|item| &item.properties))
        .chain(records.map(|item| &item.properties))
        .chain(fields.map(|item| &item.properties))
        .chain(enums.map(|item| &item.properties))
        .chain(values.map(|item| &item.properties))
        .chain(plan.scalars.iter().map(|id| &draft.scalars[*id].properties))
        .chain(plan.variants.iter().map(|id| &draft.variants[*id].properties));
    let used: BTreeSet<&str> = all.flatten().map(|(name, _)| name.as_str()).collect();
    let known: BTreeSet<&str> = model.properties.iter().map(|item| item.name.as_str()).collect();
    let declared = draft.properties.iter().map(|item| &item.name);
    let is_new = |name: &&String| used.contains(name.as_str()) && !known.contains(name.as_str());
    declared.filter(is_new).cloned().collect()
}

/// The file of each domain: that of its last event, record or variant, else of itself.
fn homes<'m>(model: &'m Model, sources: &SourceMap) -> BTreeMap<&'m str, FileId> {
    let mut homes: BTreeMap<&str, FileId> = BTreeMap::new();
    for domain in &model.domains {
        homes.insert(&domain.name, domain.span.file);
    }
    let records = model.records.iter().map(|record| (record.domain, record.span.file));
    let variants = model.variants.iter().map(|variant| (variant.domain, variant.span.file));
    let events = model.events.iter().map(|event| (event.domain, event.span.file));
    for (domain, file) in variants.chain(records).chain(events) {
        homes.insert(&model[domain].name, file);
    }
    // Scalars and enums have no domain.
    let own = sources.iter().filter(|(_, source)| format::contains(&source.text, &["scalars"]));
    let own = own.map(|(file, _)| file).last();
    homes.insert("", own.unwrap_or(FileId(0)));
    homes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use annals_catalog::source::FileId;

    use super::{Place, Section, Spot};

    fn spots(known: &[&'static str], source: &[&str]) -> Vec<Spot> {
        let known = known.iter().map(|name| ("", *name, FileId(0))).collect();
        let source = source.iter().map(|name| (String::new(), (*name).to_owned())).collect();
        let section = Section { known, source, home: BTreeMap::new() };
        section.places().into_iter().map(|(_, _, Place { spot, .. })| spot).collect()
    }

    #[test]
    fn new_items_keep_the_order() {
        let after = |name: &str| Spot::After(name.to_owned());
        assert_eq!(
            spots(&["C", "A", "D"], &["C", "X", "Y", "A", "D", "Z"]),
            [after("C"), after("C"), after("D")]
        );
        assert_eq!(spots(&["C", "A", "D"], &["X", "C", "A", "D"]), [Spot::First]);
        assert_eq!(spots(&["A", "C", "D"], &["B", "A"]), [after("A")]);
        assert_eq!(spots(&["C", "A", "D"], &["B", "A"]), [Spot::Last]);
        assert_eq!(spots(&[], &["B"]), [Spot::Last]);
    }
}
