//! Gives types without a name of their own that of their property, if different events have them.

use std::collections::{BTreeMap, BTreeSet};

use super::named::Item;
use crate::import::draft::Unit;

/// Renames the scalars and enums that several units have.
pub(super) fn name(units: &mut [Unit]) {
    rename(units, |unit| &mut unit.scalars, |item| item.short.as_ref());
    rename(units, |unit| &mut unit.enums, |item| item.short.as_ref());
}

/// Renames the variants that several units have, whose cases must be the same types by then.
pub(super) fn name_variants(units: &mut [Unit]) {
    rename(units, |unit| &mut unit.variants, |item| item.short.as_ref());
}

fn rename<T: Item>(
    units: &mut [Unit],
    items: fn(&mut Unit) -> &mut Vec<T>,
    short: fn(&T) -> Option<&String>,
) {
    let mut names: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for unit in units.iter_mut() {
        for item in items(unit).iter_mut() {
            if let Some(short) = short(item).cloned() {
                let key = (short, item.content());
                names.entry(key).or_default().insert(item.name().clone());
            }
        }
    }
    for unit in units {
        for item in items(unit).iter_mut() {
            let Some(short) = short(item).cloned() else { continue };
            let all = names.get(&(short.clone(), item.content()));
            if all.is_some_and(|names| names.len() > 1) {
                *item.name() = short;
            }
        }
    }
}
