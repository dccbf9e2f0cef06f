//! The ids of the items of a model.

use std::hash::{Hash, Hasher};

use super::{Domain, Enum, Event, Model, Record, Scalar, Variant};

macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident => $field:ident: $target:ident;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                state.write_u128(AnyId::from(*self).to_bits());
            }
        }

        impl From<$name> for AnyId {
            fn from(id: $name) -> Self {
                Self::$target(id)
            }
        }

        impl std::ops::Index<$name> for Model {
            type Output = $target;
            fn index(&self, id: $name) -> &$target {
                &self.$field[id.0 as usize]
            }
        }
    )*};
}

/// An id of any kind.
///
/// Ids hash as one `u128`, and nothing else in the model does. The numbers change when something is
/// inserted, so a hasher that must not depend on them can recognize ids and hash names instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnyId {
    /// Of a domain.
    Domain(DomainId),
    /// Of a scalar.
    Scalar(ScalarId),
    /// Of an enum.
    Enum(EnumId),
    /// Of a record.
    Record(RecordId),
    /// Of an event.
    Event(EventId),
    /// Of a variant.
    Variant(VariantId),
}

impl AnyId {
    /// The kind in the upper half, the number in the lower.
    fn to_bits(self) -> u128 {
        let (kind, number) = match self {
            Self::Domain(id) => (0, id.0),
            Self::Scalar(id) => (1, id.0),
            Self::Enum(id) => (2, id.0),
            Self::Record(id) => (3, id.0),
            Self::Event(id) => (4, id.0),
            Self::Variant(id) => (5, id.0),
        };
        kind << 64 | u128::from(number)
    }

    /// The id that hashes as these bits; `None` if no id does.
    #[must_use]
    pub fn from_bits(bits: u128) -> Option<Self> {
        let number = u32::try_from(bits & u128::from(u64::MAX)).ok()?;
        Some(match bits >> 64 {
            0 => Self::Domain(DomainId(number)),
            1 => Self::Scalar(ScalarId(number)),
            2 => Self::Enum(EnumId(number)),
            3 => Self::Record(RecordId(number)),
            4 => Self::Event(EventId(number)),
            5 => Self::Variant(VariantId(number)),
            _ => return None,
        })
    }
}

id! {
    /// Index into [`Model::domains`].
    DomainId => domains: Domain;
    /// Index into [`Model::scalars`].
    ScalarId => scalars: Scalar;
    /// Index into [`Model::enums`].
    EnumId => enums: Enum;
    /// Index into [`Model::records`].
    RecordId => records: Record;
    /// Index into [`Model::events`].
    EventId => events: Event;
    /// Index into [`Model::variants`].
    VariantId => variants: Variant;
}
