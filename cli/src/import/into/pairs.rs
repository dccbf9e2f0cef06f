//! Compares what a source and a catalog say of the same items, each pair once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::fields;
use super::sides::{Compared, Found, Pair, Sides};

/// All pairs so far.
pub(super) struct Pairs<'m> {
    pub(super) sides: Sides<'m>,
    compared: BTreeMap<Pair, Compared>,
}

impl<'m> Pairs<'m> {
    pub(super) fn new(sides: Sides<'m>) -> Self {
        Self { sides, compared: BTreeMap::new() }
    }

    /// Compares a pair and all that it leads to.
    pub(super) fn compare(&mut self, start: Pair) {
        let mut open = vec![start];
        while let Some(pair) = open.pop() {
            if self.compared.contains_key(&pair) {
                continue;
            }
            let compared = compared(&self.sides, pair);
            open.extend(compared.inner.iter().map(|(_, pair)| *pair));
            self.compared.insert(pair, compared);
        }
    }

    /// True if the pair and all that it leads to say the same.
    pub(super) fn is_equal(&mut self, pair: Pair) -> bool {
        self.compare(pair);
        self.reached(pair).all(|(_, _, compared)| compared.found.iter().all(Found::is_wording))
    }

    /// The first field that differs in a pair or in what it leads to, or else what of it does.
    pub(super) fn first_difference(&self, pair: Pair) -> Option<String> {
        self.reached(pair).find_map(|(path, _, compared)| {
            let found = compared.found.iter().find(|found| !found.is_wording())?;
            let path = joined(&path, found.field.as_deref().unwrap_or_default());
            Some(if path.is_empty() { found.kind.to_owned() } else { path })
        })
    }

    /// The comparisons that a pair leads to, itself first, each with its shortest path.
    pub(super) fn reached(&self, start: Pair) -> impl Iterator<Item = (String, Pair, &Compared)> {
        let (mut seen, mut open) = (BTreeSet::from([start]), VecDeque::new());
        open.push_back((String::new(), start));
        std::iter::from_fn(move || {
            let (path, pair) = open.pop_front()?;
            let compared = self.compared.get(&pair)?;
            for (step, inner) in &compared.inner {
                if seen.insert(*inner) {
                    open.push_back((joined(&path, step), *inner));
                }
            }
            Some((path, pair, compared))
        })
    }

    /// The items of the source with those of the catalog that they are in the same place as.
    pub(super) fn all(&self) -> impl Iterator<Item = Pair> + '_ {
        self.compared.keys().copied()
    }
}

/// A path with one more name.
pub(super) fn joined(path: &str, name: &str) -> String {
    if path.is_empty() || name.is_empty() {
        format!("{path}{name}")
    } else {
        format!("{path}.{name}")
    }
}

fn compared(sides: &Sides<'_>, pair: Pair) -> Compared {
    let mut compared = Compared::default();
    match pair {
        Pair::Event(source, catalog) => fields::event(sides, (source, catalog), &mut compared),
        Pair::Record(source, catalog) => fields::record(sides, (source, catalog), &mut compared),
        Pair::Variant(source, catalog) => fields::cases(sides, (source, catalog), &mut compared),
        Pair::Enum(source, catalog) => fields::values(sides, (source, catalog), &mut compared),
        Pair::Scalar(source, catalog) => fields::scalar(sides, (source, catalog), &mut compared),
    }
    compared
}
