//! Finds the events that did not change, which are most, without asking what their readers read.

use std::collections::{BTreeMap, BTreeSet};

use annals_contract as contract;

use crate::contract::{Contract, Event, Type};

/// Which definitions are the same in two contracts.
pub(crate) struct Same<'c> {
    before: &'c Contract<'c>,
    after: &'c Contract<'c>,
    /// Whether the schemas in Avro are written in the same way.
    profile: bool,
    /// Records and variants by name, without what they use.
    alone: BTreeMap<&'c str, bool>,
}

impl<'c> Same<'c> {
    pub(crate) fn new(before: &'c Contract<'c>, after: &'c Contract<'c>) -> Self {
        let profile = before.lock.avro == after.lock.avro;
        Self { before, after, profile, alone: BTreeMap::new() }
    }

    /// True if an event and all that it reaches are the same.
    pub(crate) fn event(&mut self, old: &'c Event<'c>, new: &'c Event<'c>) -> bool {
        let alone = self.profile
            && old.data.in_avro == new.data.in_avro
            && old.entry.local_only == new.entry.local_only
            && promises(&old.entry.fields).eq(promises(&new.entry.fields));
        if !alone {
            return false;
        }
        let types = old.data.fields.iter().chain(&old.data.extra).map(|field| &field.ty);
        let (mut waiting, mut seen): (Vec<_>, _) = (types.collect(), BTreeSet::new());
        while let Some(ty) = waiting.pop() {
            match ty {
                Type::Primitive(_) => {}
                Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => waiting.push(inner),
                Type::Scalar(name, _) if self.scalar(name) => {}
                Type::Enum(name, item) if self.enumeration(name, item) => {}
                Type::Record(name) if self.record(name) => {
                    if seen.insert(*name) {
                        let record = self.before.record(name);
                        let fields = record.fields.iter().chain(&record.extra);
                        waiting.extend(fields.map(|field| &field.ty));
                    }
                }
                Type::Variant(name) if self.variant(name) => {
                    if seen.insert(*name) {
                        waiting.extend(&self.before.variant(name).types);
                    }
                }
                Type::Scalar(..) | Type::Enum(..) | Type::Record(_) | Type::Variant(_) => {
                    return false;
                }
            }
        }
        true
    }

    fn scalar(&self, scalar: &contract::Scalar) -> bool {
        let facts = |scalar: &contract::Scalar| (scalar.base, scalar.limits.clone());
        let mut others = self.after.lock.scalars.values();
        others.any(|other| other.path == scalar.path && facts(other) == facts(scalar))
    }

    fn enumeration(&self, name: &str, item: &contract::Enum) -> bool {
        let values = |item: &contract::Enum| -> Vec<_> {
            item.values.iter().map(|value| (value.value.clone(), value.aliases.clone())).collect()
        };
        self.after.lock.enums.get(name).is_some_and(|other| {
            (item.numbers, item.symbols, &item.avro, &item.unknown)
                == (other.numbers, other.symbols, &other.avro, &other.unknown)
                && values(item) == values(other)
        })
    }

    fn record(&mut self, name: &'c str) -> bool {
        let old = &self.before.lock.records[name];
        let alone = || {
            let new = self.after.lock.records.get(name);
            new.is_some_and(|new| {
                old.avro == new.avro && promises(&old.fields).eq(promises(&new.fields))
            })
        };
        *self.alone.entry(name).or_insert_with(alone)
    }

    fn variant(&mut self, name: &'c str) -> bool {
        let old = &self.before.lock.variants[name];
        let facts = |item: &'c contract::Variant| {
            let cases: Vec<_> = item.cases.iter().map(|case| (&case.tag, &case.ty)).collect();
            (&item.tag, &item.content, item.open, cases)
        };
        let alone =
            || self.after.lock.variants.get(name).is_some_and(|new| facts(new) == facts(old));
        *self.alone.entry(name).or_insert_with(alone)
    }
}

/// What readers depend on in fields.
fn promises(
    fields: &[contract::Field],
) -> impl Iterator<Item = (&str, &Option<String>, &str, &contract::Presence, bool, &contract::Limits)>
{
    fields.iter().map(|field| {
        let contract::Field { name, wire, ty, presence, no_avro_default, limits, .. } = field;
        (name.as_str(), wire, ty.as_str(), presence, *no_avro_default, limits)
    })
}
