//! What every type of a catalog implements: a [`View`] of its values, reading from JSON, and an Avro form.

pub(crate) mod boxed;
pub(crate) mod constant;
mod container;
pub(crate) mod optional;
mod primitive;

use std::fmt;

use crate::Json;
use crate::avro::Codec;
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::layout::{AccessTo, Filled, RecordView, Slot};
use crate::shape::Shape;
use crate::variant::CaseView;

pub(crate) use primitive::parse_uuid;

/// A type that a field of the catalog can have.
///
/// | catalog | Rust |
/// | --- | --- |
/// | `boolean`, `int`, `long`, `float`, `double` | `bool`, `i32`, `i64`, `f32`, `f64` |
/// | `string`, `bytes` | `String`, [`Bytes`](crate::Bytes) |
/// | `date`, `datetime`, `uuid` | [`Date`](crate::Date), [`Timestamp`](crate::Timestamp), [`Uuid`](crate::Uuid) |
/// | `datetime` with a precision, `local_datetime`, `local_time` | [`UtcDatetime`](crate::UtcDatetime), [`LocalDatetime`](crate::LocalDatetime), [`LocalTime`](crate::LocalTime) |
/// | `decimal` | [`Decimal`](crate::Decimal) |
/// | `json` | [`Json`] |
/// | `list<T>`, `map<T>`, `T?` | `Vec<T>`, `BTreeMap<String, T>`, `Option<T>` |
/// | `T` or `T?` that is optional | `Option<T>`, `Option<Option<T>>` |
/// | `open: T` | `BTreeMap<String, T>` |
/// | scalar, enum, record, variant | the generated type, in a `Box` where a record contains itself |
pub trait Value: Codec + Clone + PartialEq + 'static {
    /// The type in the catalog.
    const SHAPE: Shape;

    /// How a value is read, viewed, cloned and compared in place.
    #[doc(hidden)]
    const ACCESS: AccessTo<Self> = AccessTo::value();

    /// A view of the value.
    fn view(&self) -> View<'_>;

    /// Reads a value from JSON text into `slot`.
    ///
    /// # Errors
    ///
    /// If the next value in the text is not a valid value of this type.
    #[doc(hidden)]
    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError>;
}

/// A borrowed value of any type, reduced to the few kinds that writers distinguish.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// An optional field that is absent.
    Absent,
    /// The null of a nullable type.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer of 32 or 64 bits.
    Int(i64),
    /// A floating point number of 64 bits.
    Float(f64),
    /// A floating point number of 32 bits.
    Float32(f32),
    /// Text.
    Str(&'a str),
    /// A value that is written as its `Display` text: a date, a timestamp or a UUID.
    Text(&'a dyn fmt::Display),
    /// A date, time or decimal with a precision, which JSON has as its `Display` text.
    Exact(&'a dyn Exact),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A list.
    List(&'a dyn ListView),
    /// A map.
    Map(&'a dyn MapView),
    /// A record or an event.
    Record(RecordView<'a>),
    /// A JSON value.
    Json(&'a Json),
    /// A variant, in one of its cases.
    Case(&'a dyn CaseView),
}

/// A value with a precision, whose Avro form is not its text.
pub trait Exact: fmt::Display {
    /// Appends the value as Avro.
    fn encode(&self, out: &mut Vec<u8>);
}

/// A list whose items can be viewed.
pub trait ListView {
    /// Number of items.
    fn len(&self) -> usize;

    /// True if there are no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`; [`View::Null`] beyond the end.
    fn item(&self, index: usize) -> View<'_>;
}

/// A map with text keys whose values can be viewed.
pub trait MapView {
    /// Number of entries.
    fn len(&self) -> usize;

    /// True if there are no entries.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, ascending by key.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;
}
