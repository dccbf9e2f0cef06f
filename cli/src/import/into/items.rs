//! The items of a draft: what they are called, what they consist of, and what they are in the model that was made of it.

use std::collections::BTreeMap;

use annals_catalog::model::{EnumId, Model, RecordId, ScalarId, VariantId};
use annals_catalog::names::qualified;

use super::sides::Pair;
use crate::import::draft::{self, Catalog, Ty};

/// An item of the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Record(usize),
    Variant(usize),
    Enum(usize),
    Scalar(usize),
}

/// The items of the draft in the model that was made of it.
pub(super) struct Ids {
    pub(super) records: Vec<RecordId>,
    pub(super) variants: Vec<VariantId>,
    pub(super) enums: Vec<EnumId>,
    pub(super) scalars: Vec<ScalarId>,
}

impl Ids {
    /// `None` if the model was not made of the draft.
    pub(super) fn of(draft: &Catalog, model: &Model) -> Option<Self> {
        let in_domain = |domain: &Option<String>, name: &str| {
            qualified(domain.as_deref().unwrap_or_default(), name)
        };
        let records: BTreeMap<String, RecordId> =
            ids(&model.records, RecordId, |id| model.qualified(id));
        let variants = ids(&model.variants, VariantId, |id| model.qualified_variant(id));
        let enums = ids(&model.enums, EnumId, |id| model[id].name.clone());
        let scalars = ids(&model.scalars, ScalarId, |id| model[id].name.clone());
        let record =
            |item: &draft::Record| records.get(&in_domain(&item.domain, &item.name)).copied();
        let variant =
            |item: &draft::Variant| variants.get(&in_domain(&item.domain, &item.name)).copied();
        Some(Self {
            records: draft.records.iter().map(record).collect::<Option<_>>()?,
            variants: draft.variants.iter().map(variant).collect::<Option<_>>()?,
            enums: (draft.enums.iter())
                .map(|item| enums.get(&item.name).copied())
                .collect::<Option<_>>()?,
            scalars: (draft.scalars.iter())
                .map(|item| scalars.get(&item.name).copied())
                .collect::<Option<_>>()?,
        })
    }
}

impl Ids {
    pub(super) fn key(&self, item: Item) -> Key {
        match item {
            Item::Record(id) => (RECORD, self.records[id].0),
            Item::Variant(id) => (VARIANT, self.variants[id].0),
            Item::Enum(id) => (ENUM, self.enums[id].0),
            Item::Scalar(id) => (SCALAR, self.scalars[id].0),
        }
    }
}

/// The items of a model by name.
fn ids<T, I: Copy>(
    items: &[T],
    id: fn(u32) -> I,
    name: impl Fn(I) -> String,
) -> BTreeMap<String, I> {
    let ids = (0u32..).zip(items).map(|(index, _)| id(index));
    ids.map(|id| (name(id), id)).collect()
}

const EVENT: u8 = 0;
pub(super) const RECORD: u8 = 1;
pub(super) const VARIANT: u8 = 2;
pub(super) const ENUM: u8 = 3;
pub(super) const SCALAR: u8 = 4;

/// An item of the source: its kind and its number.
pub(super) type Key = (u8, u32);

pub(super) fn source(pair: Pair) -> Key {
    match pair {
        Pair::Event(id, _) => (EVENT, id.0),
        Pair::Record(id, _) => (RECORD, id.0),
        Pair::Variant(id, _) => (VARIANT, id.0),
        Pair::Enum(id, _) => (ENUM, id.0),
        Pair::Scalar(id, _) => (SCALAR, id.0),
    }
}

/// The items that a type names.
pub(super) fn item(ty: &Ty) -> Option<Item> {
    match ty.leaf() {
        Ty::Record(id) => Some(Item::Record(*id)),
        Ty::Variant(id) => Some(Item::Variant(*id)),
        Ty::Enum(id) => Some(Item::Enum(*id)),
        Ty::Scalar(id) => Some(Item::Scalar(*id)),
        Ty::Primitive(_) | Ty::List(_) | Ty::Map(_) | Ty::Nullable(_) => None,
    }
}

/// The items that another one names.
pub(super) fn parts(draft: &Catalog, whole: Item) -> Vec<Item> {
    match whole {
        Item::Record(id) => {
            draft.records[id].fields.iter().filter_map(|field| item(&field.ty)).collect()
        }
        Item::Variant(id) => {
            draft.variants[id].cases.iter().filter_map(|case| item(&case.ty)).collect()
        }
        Item::Enum(_) | Item::Scalar(_) => Vec::new(),
    }
}

/// What an item is, its domain if it has one, and its name.
pub(super) fn named(draft: &Catalog, item: Item) -> (&'static str, Option<&String>, &String) {
    match item {
        Item::Record(id) => ("record", draft.records[id].domain.as_ref(), &draft.records[id].name),
        Item::Variant(id) => {
            ("variant", draft.variants[id].domain.as_ref(), &draft.variants[id].name)
        }
        Item::Enum(id) => ("enum", None, &draft.enums[id].name),
        Item::Scalar(id) => ("scalar", None, &draft.scalars[id].name),
    }
}
