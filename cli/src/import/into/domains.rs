//! Finds the domains of the catalog for those of a draft.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::{Event, Model};

use crate::import::draft::Catalog;
use crate::import::event::most_common;

/// Gives events, records and variants the domains that the catalog has in place of theirs.
pub(super) fn settle(draft: &mut Catalog, catalog: &Model) {
    let homes = homes(draft, catalog);
    move_domains(draft, &homes);
    for home in homes.into_values() {
        if !draft.domains.contains(&home) {
            draft.domains.push(home);
        }
    }
}

/// The domains of the catalog for those of the draft that it does not have, if its events are in one.
fn homes(draft: &Catalog, catalog: &Model) -> BTreeMap<String, String> {
    let known: BTreeSet<&str> = catalog.domains.iter().map(|domain| domain.name.as_str()).collect();
    let types = catalog.events.iter().map(|event| (event.event_type.as_str(), event));
    let types: BTreeMap<&str, &Event> = types.collect();
    let mut homes: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for event in draft.events.iter().filter(|event| !known.contains(event.domain.as_str())) {
        if let Some(there) = types.get(event.event_type.as_str()) {
            homes.entry(&event.domain).or_default().push(catalog[there.domain].name.clone());
        }
    }
    let home = |(domain, all): (&String, Vec<String>)| Some((domain.clone(), most_common(all)?));
    homes.into_iter().filter_map(home).collect()
}

fn move_domains(draft: &mut Catalog, homes: &BTreeMap<String, String>) {
    let records = draft.records.iter_mut().filter_map(|record| record.domain.as_mut());
    let variants = draft.variants.iter_mut().filter_map(|variant| variant.domain.as_mut());
    let events = draft.events.iter_mut().map(|event| &mut event.domain);
    for domain in records.chain(variants).chain(events) {
        if let Some(home) = homes.get(domain) {
            domain.clone_from(home);
        }
    }
}
