//! The types of a catalog as data, for code that does not know the Rust types.

use crate::enumeration::EnumDescription;
use crate::record::RecordDescription;
use crate::scalar::ScalarDescription;
use crate::variant::VariantDescription;

/// A type of the catalog.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// `boolean`.
    Boolean,
    /// `int`: 32 bits.
    Int,
    /// `long`: 64 bits.
    Long,
    /// `float`: 32 bits.
    Float,
    /// `double`: 64 bits.
    Double,
    /// `string`.
    String,
    /// `bytes`.
    Bytes,
    /// `date`.
    Date,
    /// `datetime`.
    Datetime,
    /// `uuid`.
    Uuid,
    /// `datetime` with a precision, `local_datetime` or `local_time`.
    Moment(MomentShape),
    /// `decimal`.
    Decimal(DecimalShape),
    /// `json`.
    Json,
    /// `list<T>`.
    List(&'static Shape),
    /// `map<T>`.
    Map(&'static Shape),
    /// `T?`.
    Nullable(&'static Shape),
    /// A field that may be absent, and its type.
    Optional(&'static Shape),
    /// A scalar, and the primitive it is based on.
    Scalar(&'static ScalarDescription, &'static Shape),
    /// An enum.
    Enum(&'static EnumDescription),
    /// A record.
    Record(&'static RecordDescription),
    /// A variant.
    Variant(&'static VariantDescription),
}

/// What tells values of different types apart in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Shape {
    /// The shape with null among its values, as Avro writes an optional field of this shape.
    pub(crate) fn nullable(&'static self) -> Self {
        match self {
            Self::Nullable(_) => *self,
            shape => Self::Nullable(shape),
        }
    }

    /// What all values of this shape are in JSON; `None` if they can be several things.
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            Self::Boolean => Some(Kind::Boolean),
            Self::Int | Self::Long | Self::Float | Self::Double => Some(Kind::Number),
            Self::String | Self::Bytes | Self::Date | Self::Datetime | Self::Uuid => {
                Some(Kind::Text)
            }
            Self::Enum(description) if description.numbers => Some(Kind::Number),
            Self::Enum(_) | Self::Moment(_) | Self::Decimal(_) => Some(Kind::Text),
            Self::List(_) => Some(Kind::List),
            Self::Map(_) | Self::Record(_) => Some(Kind::Object),
            Self::Scalar(_, base) => base.kind(),
            Self::Json | Self::Nullable(_) | Self::Optional(_) | Self::Variant(_) => None,
        }
    }
}

/// What a [`Moment`](crate::moment::Moment) counts, and how Avro has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MomentShape {
    /// What it counts from.
    pub clock: Clock,
    /// What it counts.
    pub unit: Unit,
    /// True if it is a string in Avro, not a number.
    pub text: bool,
}

/// What a moment counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// `datetime`: from 1970, in UTC.
    Utc,
    /// `local_datetime`: from 1970, without an offset.
    Local,
    /// `local_time`: from midnight, without an offset.
    Day,
}

/// What a moment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
}

/// The digits of a [`Decimal`](crate::Decimal), and how Avro has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecimalShape {
    /// Most digits.
    pub precision: u8,
    /// How many of them are after the point.
    pub scale: u8,
    /// True if it is a string in Avro, not bytes.
    pub text: bool,
}
