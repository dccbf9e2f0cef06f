//! The types of a catalog as data, for code that does not know the Rust types.

use crate::enumeration::EnumDescription;
use crate::record::RecordDescription;
use crate::scalar::ScalarDescription;

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
}

impl Shape {
    /// The shape with null among its values, as Avro writes an optional field of this shape.
    pub(crate) fn nullable(&'static self) -> Self {
        match self {
            Self::Nullable(_) => *self,
            shape => Self::Nullable(shape),
        }
    }
}
