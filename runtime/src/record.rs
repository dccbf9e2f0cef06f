//! Records: structures with named fields, and what the catalog says about them.

use std::fmt;

use crate::Json;
use crate::avro::{self, DecodeError, WriterSchema};
use crate::json::{self, JsonError};
use crate::layout::Layout;
use crate::limits::Limits;
use crate::shape::Shape;
use crate::value::{Value, View};

/// A record of the catalog, or the data of an event. Implemented by the derives only.
///
/// # Safety
///
/// The description must have the layout of this type.
pub unsafe trait Record: Value + RecordView {
    /// What the catalog says about it.
    const DESCRIPTION: &'static RecordDescription;

    /// Writes compact JSON text; see [`json`] for when that fails.
    fn to_json(&self) -> Result<String, JsonError> {
        json::to_string(self)
    }

    /// Makes a JSON tree; see [`json`] for when that fails.
    fn to_json_value(&self) -> Result<Json, JsonError> {
        json::to_value(self)
    }

    /// Checks the limits of all fields, as a reader would: writing does not. Scalars need no check, since
    /// none is made that breaks its limits.
    fn validate(&self) -> Result<(), JsonError> {
        json::validate::value(self.view(), &json::Path::ROOT)
    }

    /// Reads JSON text strictly; see [`json`].
    fn from_json_str(text: &str) -> Result<Self, JsonError> {
        json::from_str(text)
    }

    /// Reads JSON text in UTF-8 strictly; see [`json`].
    fn from_json_slice(text: &[u8]) -> Result<Self, JsonError> {
        json::from_slice(text)
    }

    /// Reads a JSON tree strictly; see [`json`].
    fn from_json_value(json: &Json) -> Result<Self, JsonError> {
        json::from_value(json)
    }

    /// An example, from the examples of the catalog where it has some: the same at every call.
    #[cfg(feature = "testing")]
    fn sample() -> Self {
        crate::sample::sample()
    }

    /// Writes Avro binary; see [`avro`].
    fn to_avro(&self) -> Vec<u8> {
        avro::to_vec(self)
    }

    /// Appends Avro binary to a buffer, which can be used again and again.
    fn encode_avro(&self, out: &mut Vec<u8>) {
        self.encode(out);
    }

    /// Reads Avro binary that was written with the same schema; see [`avro`].
    fn from_avro(bytes: &[u8]) -> Result<Self, DecodeError> {
        avro::from_slice(bytes)
    }

    /// Reads Avro binary that was written with another version of the schema; see [`WriterSchema`].
    fn from_avro_with(schema: &WriterSchema, bytes: &[u8]) -> Result<Self, DecodeError> {
        schema.read(bytes)
    }
}

/// A record whose fields can be viewed without its type.
pub trait RecordView {
    /// What the catalog says about it.
    fn description(&self) -> &'static RecordDescription;

    /// The field at `index` of [`RecordDescription::fields`]; [`View::Null`] beyond the end.
    fn field(&self, index: usize) -> View<'_>;
}

/// What the catalog says about a record.
#[derive(Debug)]
pub struct RecordDescription {
    /// Domain and name, `learning.UserData`; for the data of an event, its event type.
    pub name: &'static str,
    /// Its fields, in wire order.
    pub fields: &'static [FieldDescription],
    /// JSON text of an example, with the feature `testing`, if the catalog gives enough to make one.
    pub example: Option<&'static str>,
    /// Where its fields stand in memory.
    #[doc(hidden)]
    pub layout: Layout,
}

impl RecordDescription {
    /// Index and description of the field called `name`.
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDescription)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

/// What the catalog says about a field.
pub struct FieldDescription {
    /// Name on the wire.
    pub name: &'static str,
    /// Type in the catalog's spelling, records with their domain: `list<learning.UserData>`.
    pub ty: &'static str,
    /// Type in parts.
    pub shape: fn() -> Shape,
    /// True for personal data: `Debug` does not print it.
    pub pii: bool,
    /// JSON text of the value that a reader takes where the field is missing; `None` if it is required.
    pub default: Option<&'static str>,
    /// Limits of its value that a reader checks.
    pub limits: Option<&'static Limits>,
}

impl FieldDescription {
    /// True if a reader demands the field.
    pub const fn is_required(&self) -> bool {
        self.default.is_none()
    }
}

impl fmt::Debug for FieldDescription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.name, self.ty)
    }
}
