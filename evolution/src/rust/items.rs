//! The types of the bindings by their paths.

use std::collections::{BTreeMap, BTreeSet};

use annals_contract::{self as contract, Lock, Presence};

use super::code;
use crate::contract::{Contract, Field, Record, Type};

/// A type of the bindings.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Item<'c> {
    Event(&'c str, &'c contract::Event),
    Record(&'c str, &'c contract::Record),
    Enum(&'c str, &'c contract::Enum),
    Variant(&'c str, &'c contract::Variant),
    Scalar(&'c contract::Scalar),
}

/// All types by their paths.
pub(crate) type Items<'c> = BTreeMap<&'c str, Item<'c>>;

impl<'c> Item<'c> {
    pub(super) fn path(self) -> &'c str {
        match self {
            Self::Event(_, item) => &item.path,
            Self::Record(_, item) => &item.path,
            Self::Enum(_, item) => &item.path,
            Self::Variant(_, item) => &item.path,
            Self::Scalar(item) => &item.path,
        }
    }

    /// Its name in the catalog, or the event type.
    pub(super) fn owner(self) -> &'c str {
        match self {
            Self::Event(name, _) | Self::Record(name, _) => name,
            Self::Enum(name, _) | Self::Variant(name, _) => name,
            Self::Scalar(item) => &item.path,
        }
    }

    /// What only its kind of type can do.
    pub(super) fn kind_code(self) -> String {
        let kind = match self {
            Self::Event(..) => "Event",
            Self::Record(..) => "Record",
            Self::Enum(..) => "Enum",
            Self::Variant(..) => "Variant",
            Self::Scalar(_) => "Scalar",
        };
        code::bound(self.path(), &format!("annals::{kind}"))
    }

    /// All types of a lock.
    pub(crate) fn all(lock: &'c Lock) -> Items<'c> {
        let events = lock.events.iter().map(|(name, item)| Self::Event(name, item));
        let records = lock.records.iter().map(|(name, item)| Self::Record(name, item));
        let enums = lock.enums.iter().map(|(name, item)| Self::Enum(name, item));
        let variants = lock.variants.iter().map(|(name, item)| Self::Variant(name, item));
        let scalars = lock.scalars.values().map(Self::Scalar);
        let all = events.chain(records).chain(enums).chain(variants).chain(scalars);
        all.map(|item| (item.path(), item)).collect()
    }
}

/// What an event reaches, itself first.
pub(super) fn reached<'c>(contract: &'c Contract<'c>, event_type: &'c str) -> Vec<Item<'c>> {
    let Some(event) = contract.events.get(event_type) else { return Vec::new() };
    let mut found = vec![Item::Event(event_type, event.entry)];
    let mut seen = BTreeSet::new();
    let mut waiting = types(&event.data);
    while let Some(ty) = waiting.pop() {
        let item = match ty {
            Type::Primitive(_) => continue,
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
                waiting.push(inner);
                continue;
            }
            Type::Scalar(scalar, _) => Item::Scalar(scalar),
            Type::Enum(name, item) => Item::Enum(name, item),
            Type::Record(name) => Item::Record(name, &contract.lock.records[*name]),
            Type::Variant(name) => Item::Variant(name, contract.variant(name).entry),
        };
        if seen.insert(item.path()) {
            found.push(item);
            match ty {
                Type::Record(name) => waiting.extend(types(contract.record(name))),
                Type::Variant(name) => waiting.extend(&contract.variant(name).types),
                Type::Scalar(..) | Type::Enum(..) | Type::Primitive(_) => {}
                Type::List(_) | Type::Map(_) | Type::Nullable(_) => {}
            }
        }
    }
    found
}

/// The types of the fields; constants have none in Rust.
fn types<'c>(record: &'c Record<'c>) -> Vec<&'c Type<'c>> {
    let fields = record.fields.iter().chain(&record.extra);
    let is_field = |field: &&Field<'_>| !matches!(field.entry.presence, Presence::Constant(_));
    fields.filter(is_field).map(|field| &field.ty).collect()
}
