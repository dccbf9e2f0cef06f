//! The types of fields, and how the catalog spells them.

use super::{EnumId, Model, Primitive, RecordId, ScalarId, VariantId};
use crate::names;

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// A type of the language.
    Primitive(Primitive),
    /// A list of values.
    List(Box<Type>),
    /// Map from strings to.
    Map(Box<Type>),
    /// The type or null; never directly inside itself.
    Nullable(Box<Type>),
    /// A scalar of the catalog.
    Scalar(ScalarId),
    /// An enum of the catalog.
    Enum(EnumId),
    /// A record of the catalog.
    Record(RecordId),
    /// A variant of the catalog.
    Variant(VariantId),
}

/// A type that is one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Core {
    /// A type of the language.
    Primitive(Primitive),
    /// A scalar of the catalog.
    Scalar(ScalarId),
    /// An enum of the catalog.
    Enum(EnumId),
    /// A record of the catalog.
    Record(RecordId),
    /// A variant of the catalog.
    Variant(VariantId),
}

impl Type {
    /// The type inside all lists, maps and `?`.
    #[must_use]
    pub fn core(&self) -> Core {
        match self {
            Self::Primitive(primitive) => Core::Primitive(*primitive),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.core(),
            Self::Scalar(id) => Core::Scalar(*id),
            Self::Enum(id) => Core::Enum(*id),
            Self::Record(id) => Core::Record(*id),
            Self::Variant(id) => Core::Variant(*id),
        }
    }

    /// The record that a value is, directly or in lists and maps; see also [`Model::records_in`].
    #[must_use]
    pub fn record(&self) -> Option<RecordId> {
        match self.core() {
            Core::Record(id) => Some(id),
            Core::Primitive(_) | Core::Scalar(_) | Core::Enum(_) | Core::Variant(_) => None,
        }
    }

    /// The variant that a value is, directly or in lists and maps.
    #[must_use]
    pub fn variant(&self) -> Option<VariantId> {
        match self.core() {
            Core::Variant(id) => Some(id),
            Core::Primitive(_) | Core::Scalar(_) | Core::Enum(_) | Core::Record(_) => None,
        }
    }

    /// The text before and after the core: `list<` and `?>` for `list<string?>`.
    #[must_use]
    pub fn around(&self) -> (String, String) {
        let (mut before, mut after, mut ty) = (String::new(), String::new(), self);
        loop {
            let (opening, closing, inner) = match ty {
                Self::List(inner) => ("list<", ">", inner),
                Self::Map(inner) => ("map<", ">", inner),
                Self::Nullable(inner) => ("", "?", inner),
                Self::Primitive(_)
                | Self::Scalar(_)
                | Self::Enum(_)
                | Self::Record(_)
                | Self::Variant(_) => {
                    return (before, after);
                }
            };
            before.push_str(opening);
            after.insert_str(0, closing);
            ty = inner;
        }
    }
}

impl Model {
    /// A type as the catalog spells it, records and variants always with their domain:
    /// `list<learning.UserData>`.
    #[must_use]
    pub fn spelling(&self, ty: &Type) -> String {
        let core = match ty.core() {
            Core::Primitive(primitive) => primitive.spelling().into_owned(),
            Core::Scalar(id) => self[id].name.clone(),
            Core::Enum(id) => self[id].name.clone(),
            Core::Record(id) => self.qualified(id),
            Core::Variant(id) => self.qualified_variant(id),
        };
        let (before, after) = ty.around();
        before + &core + &after
    }

    /// A record's name with its domain: `learning.UserData`.
    #[must_use]
    pub fn qualified(&self, id: RecordId) -> String {
        let record = &self[id];
        names::qualified(&self[record.domain].name, &record.name)
    }

    /// A variant's name with its domain: `learning.Change`.
    #[must_use]
    pub fn qualified_variant(&self, id: VariantId) -> String {
        let variant = &self[id];
        names::qualified(&self[variant.domain].name, &variant.name)
    }
}
