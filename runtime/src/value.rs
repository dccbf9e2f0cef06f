//! What every type of a catalog can do: show itself as a [`View`], be read from JSON, and go to Avro and back.

mod container;
mod primitive;

use std::fmt;

use crate::Json;
use crate::avro::Codec;
use crate::json::{JsonError, Path};
use crate::record::RecordView;
use crate::shape::Shape;

pub(crate) use primitive::parse_uuid;

/// A type that a field of a catalog can have.
///
/// | catalog | Rust |
/// | --- | --- |
/// | `boolean`, `int`, `long`, `float`, `double` | `bool`, `i32`, `i64`, `f32`, `f64` |
/// | `string`, `bytes` | `String`, [`Bytes`](crate::Bytes) |
/// | `date`, `datetime`, `uuid` | [`Date`](crate::Date), [`Timestamp`](crate::Timestamp), [`Uuid`](crate::Uuid) |
/// | `json` | [`Json`] |
/// | `list<T>`, `map<T>`, `T?` | `Vec<T>`, `BTreeMap<String, T>`, `Option<T>` |
/// | scalar, enum, record | the generated type; `Box` of one where it contains itself |
pub trait Value: Codec {
    /// The type in the catalog's terms.
    const SHAPE: Shape;

    /// The value as one of a few shapes.
    fn view(&self) -> View<'_>;

    /// Reads the value; `path` says where `json` stands, for the error.
    fn from_json(json: &Json, path: &Path<'_>) -> Result<Self, JsonError>;
}

/// A borrowed value in one of a few shapes: all that writers need to know.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// A nullable value that is not there.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer of either size.
    Int(i64),
    /// A floating point number of 64 bits.
    Float(f64),
    /// A floating point number of 32 bits.
    Float32(f32),
    /// Text.
    Str(&'a str),
    /// A value whose wire form is its printed text: a date, a timestamp, a UUID.
    Text(&'a dyn fmt::Display),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A list.
    List(&'a dyn ListView),
    /// A map.
    Map(&'a dyn MapView),
    /// A record or an event.
    Record(&'a dyn RecordView),
    /// A JSON value of any shape.
    Json(&'a Json),
}

/// A list whose elements can be viewed.
pub trait ListView {
    /// Number of elements.
    fn len(&self) -> usize;

    /// True if there is no element.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`; [`View::Null`] beyond the end.
    fn item(&self, index: usize) -> View<'_>;
}

/// A map from text whose values can be viewed.
pub trait MapView {
    /// Number of entries.
    fn len(&self) -> usize;

    /// True if there is no entry.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries in ascending order of their keys.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;
}
