//! What it means if a payload does not have a field.

use super::Value;

/// What it means if a payload does not have a field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Presence {
    /// It is an error.
    Required,
    /// Readers use this value; `Null` for a nullable type, unless the catalog says otherwise.
    Default(Value),
    /// It is an error, and writers begin with this value. In Avro, readers use it for writers that do not have the field.
    Initial(Value),
    /// It stays absent, also when it is written again. In Avro, where every field has a value, it
    /// is null.
    Optional,
    /// It is an error, and so is any other value than this.
    Constant(Value),
    /// The field of an open record, which is always the last one: a map of the fields that the
    /// record does not list. In JSON they are fields like others.
    Extra,
}

impl Presence {
    /// True if every payload must have the field.
    #[must_use]
    pub fn is_required(&self) -> bool {
        match self {
            Self::Required | Self::Initial(_) | Self::Constant(_) => true,
            Self::Default(_) | Self::Optional | Self::Extra => false,
        }
    }

    /// True if the field stays absent.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        match self {
            Self::Optional => true,
            Self::Required | Self::Default(_) | Self::Initial(_) => false,
            Self::Constant(_) | Self::Extra => false,
        }
    }

    /// True for the field of an open record.
    #[must_use]
    pub fn is_extra(&self) -> bool {
        match self {
            Self::Extra => true,
            Self::Required | Self::Default(_) | Self::Initial(_) => false,
            Self::Optional | Self::Constant(_) => false,
        }
    }

    /// The value that readers use, or that writers begin with.
    #[must_use]
    pub fn default(&self) -> Option<&Value> {
        match self {
            Self::Default(value) | Self::Initial(value) => Some(value),
            Self::Required | Self::Optional | Self::Constant(_) | Self::Extra => None,
        }
    }

    /// The only value of the field.
    #[must_use]
    pub fn constant(&self) -> Option<&Value> {
        match self {
            Self::Constant(value) => Some(value),
            Self::Required | Self::Default(_) | Self::Initial(_) => None,
            Self::Optional | Self::Extra => None,
        }
    }
}
