//! Finds the events that did not change, which are most, without asking what their readers read.

use std::collections::{BTreeMap, BTreeSet};

use annals_contract as contract;

use crate::contract::{Contract, Event, Type};

/// Whether two definitions are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sameness {
    /// Payloads are read in another way.
    Changed,
    /// Only names and types in Rust have changed.
    ForPayloads,
    /// Nothing has changed.
    Same,
}

/// Which definitions are the same in two contracts.
pub(crate) struct Same<'c> {
    before: &'c Contract<'c>,
    after: &'c Contract<'c>,
    /// Whether the schemas in Avro are written in the same way.
    profile: bool,
    /// Records and variants by name, without what they use.
    alone: BTreeMap<&'c str, Sameness>,
}

impl Sameness {
    fn new(payloads: bool, code: bool) -> Self {
        match (payloads, code) {
            (false, _) => Self::Changed,
            (true, false) => Self::ForPayloads,
            (true, true) => Self::Same,
        }
    }
}

impl<'c> Same<'c> {
    pub(crate) fn new(before: &'c Contract<'c>, after: &'c Contract<'c>) -> Self {
        let profile = before.lock.avro == after.lock.avro;
        Self { before, after, profile, alone: BTreeMap::new() }
    }

    /// Whether an event and all that it reaches are the same.
    pub(crate) fn event(&mut self, old: &'c Event<'c>, new: &'c Event<'c>) -> Sameness {
        let alone = self.profile
            && old.data.in_avro == new.data.in_avro
            && old.entry.local_only == new.entry.local_only;
        let (own, other) = (&old.entry.fields, &new.entry.fields);
        let mut same = fields(alone, old.entry.path == new.entry.path, own, other);
        let types = old.data.fields.iter().chain(&old.data.extra).map(|field| &field.ty);
        let (mut waiting, mut seen): (Vec<_>, _) = (types.collect(), BTreeSet::new());
        while let Some(ty) = waiting.pop()
            && same > Sameness::Changed
        {
            same = same.min(match ty {
                Type::Primitive(_) => Sameness::Same,
                Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
                    waiting.push(inner);
                    Sameness::Same
                }
                Type::Scalar(scalar, _) => Sameness::new(self.scalar(scalar), true),
                Type::Enum(name, item) => self.enumeration(name, item),
                Type::Record(name) => {
                    if seen.insert(*name) {
                        let record = self.before.record(name);
                        let fields = record.fields.iter().chain(&record.extra);
                        waiting.extend(fields.map(|field| &field.ty));
                    }
                    self.record(name)
                }
                Type::Variant(name) => {
                    if seen.insert(*name) {
                        waiting.extend(&self.before.variant(name).types);
                    }
                    self.variant(name)
                }
            });
        }
        same
    }

    fn scalar(&self, scalar: &contract::Scalar) -> bool {
        let facts = |scalar: &contract::Scalar| (scalar.base, scalar.limits.clone());
        let mut others = self.after.lock.scalars.values();
        others.any(|other| other.path == scalar.path && facts(other) == facts(scalar))
    }

    fn enumeration(&self, name: &str, item: &contract::Enum) -> Sameness {
        let values = |item: &contract::Enum| -> Vec<_> {
            item.values.iter().map(|value| (value.value.clone(), value.aliases.clone())).collect()
        };
        let code = |item: &contract::Enum| -> Vec<_> {
            let variants = item.values.iter().map(|value| value.variant.clone());
            [item.path.clone()].into_iter().chain(variants).collect()
        };
        self.after.lock.enums.get(name).map_or(Sameness::Changed, |other| {
            let payloads = (item.numbers, item.symbols, &item.avro, &item.unknown)
                == (other.numbers, other.symbols, &other.avro, &other.unknown)
                && values(item) == values(other);
            Sameness::new(payloads, code(item) == code(other))
        })
    }

    fn record(&mut self, name: &'c str) -> Sameness {
        let old = &self.before.lock.records[name];
        let alone = || {
            let new = self.after.lock.records.get(name);
            new.map_or(Sameness::Changed, |new| {
                fields(old.avro == new.avro, old.path == new.path, &old.fields, &new.fields)
            })
        };
        *self.alone.entry(name).or_insert_with(alone)
    }

    fn variant(&mut self, name: &'c str) -> Sameness {
        let old = &self.before.lock.variants[name];
        let facts = |item: &'c contract::Variant| {
            let cases: Vec<_> = item.cases.iter().map(|case| (&case.tag, &case.ty)).collect();
            (&item.tag, &item.content, item.open, cases)
        };
        let code = |item: &'c contract::Variant| {
            let cases = item.cases.iter().map(|case| (&case.variant, &case.rust, case.boxed));
            (&item.path, cases.collect::<Vec<_>>())
        };
        let new = self.after.lock.variants.get(name);
        let alone = || {
            new.map_or(Sameness::Changed, |new| {
                Sameness::new(facts(new) == facts(old), code(new) == code(old))
            })
        };
        *self.alone.entry(name).or_insert_with(alone)
    }
}

/// Whether fields are the same, if the rest of what has them is so for payloads and for code.
fn fields(
    payloads: bool,
    code: bool,
    old: &[contract::Field],
    new: &[contract::Field],
) -> Sameness {
    let payloads = payloads && promises(old).eq(promises(new));
    let rust = |fields: &[contract::Field]| {
        fields.iter().map(|field| field.rust.clone()).collect::<Vec<_>>()
    };
    Sameness::new(payloads, code && rust(old) == rust(new))
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
