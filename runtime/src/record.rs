//! Records: structs with named fields, and their descriptions.

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
/// [`DESCRIPTION`](Self::DESCRIPTION) must contain the layout of the implementing type: all its fields, each with its
/// offset and type.
pub unsafe trait Record: Value + RecordView {
    /// What the catalog says about the record.
    const DESCRIPTION: &'static RecordDescription;

    /// Writes compact JSON text; see [`json`].
    ///
    /// # Errors
    ///
    /// If the record contains a number that is not finite.
    fn to_json(&self) -> Result<String, JsonError> {
        json::to_string(self)
    }

    /// Converts to a JSON value; see [`json`].
    ///
    /// # Errors
    ///
    /// If the record contains a number that is not finite.
    fn to_json_value(&self) -> Result<Json, JsonError> {
        json::to_value(self)
    }

    /// Checks the limits of all fields, at any depth. Readers check them; writers do not. Scalars are not checked
    /// again: they cannot be constructed outside their limits.
    ///
    /// # Errors
    ///
    /// The first field outside its limits.
    fn validate(&self) -> Result<(), JsonError> {
        json::validate::value(self.view(), &json::Path::ROOT)
    }

    /// Reads JSON text strictly; see [`json`].
    ///
    /// # Errors
    ///
    /// If the text is not valid JSON, or not a valid record.
    fn from_json_str(text: &str) -> Result<Self, JsonError> {
        json::from_str(text)
    }

    /// Reads JSON text in UTF-8 strictly; see [`json`].
    ///
    /// # Errors
    ///
    /// If the text is not valid JSON, or not a valid record.
    fn from_json_slice(text: &[u8]) -> Result<Self, JsonError> {
        json::from_slice(text)
    }

    /// Reads a JSON value strictly; see [`json`].
    ///
    /// # Errors
    ///
    /// If the value is not a valid record.
    fn from_json_value(json: &Json) -> Result<Self, JsonError> {
        json::from_value(json)
    }

    /// An example, made from the examples in the catalog where there are any. Every call returns the same value.
    #[cfg(feature = "testing")]
    fn sample() -> Self {
        crate::sample::sample()
    }

    /// Writes Avro binary; see [`avro`].
    fn to_avro(&self) -> Vec<u8> {
        avro::to_vec(self)
    }

    /// Appends Avro binary to a buffer, which can be reused.
    fn encode_avro(&self, out: &mut Vec<u8>) {
        self.encode(out);
    }

    /// Reads Avro binary that was written with the same schema; see [`avro`].
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly one valid record.
    fn from_avro(bytes: &[u8]) -> Result<Self, DecodeError> {
        avro::from_slice(bytes)
    }

    /// Reads Avro binary that was written with another version of the schema; see [`WriterSchema`].
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly one value of that schema, or that value cannot be converted to a valid record.
    fn from_avro_with(schema: &WriterSchema, bytes: &[u8]) -> Result<Self, DecodeError> {
        schema.read(bytes)
    }
}

/// A record whose fields can be viewed without knowing its type.
pub trait RecordView {
    /// What the catalog says about the record.
    fn description(&self) -> &'static RecordDescription;

    /// The field at `index` of [`RecordDescription::fields`]; [`View::Null`] beyond the end.
    fn field(&self, index: usize) -> View<'_>;
}

/// What the catalog says about a record.
#[derive(Debug)]
pub struct RecordDescription {
    /// Domain and name, `learning.UserData`. For the data of an event: its event type.
    pub name: &'static str,
    /// The fields, in the order on the wire.
    pub fields: &'static [FieldDescription],
    /// JSON text of an example. `None` without the feature `testing`, or if the catalog has too few examples.
    pub example: Option<&'static str>,
    /// Where the fields are in memory.
    #[doc(hidden)]
    pub layout: Layout,
}

impl RecordDescription {
    /// Index and description of the field with this name.
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDescription)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

/// What the catalog says about a field.
pub struct FieldDescription {
    /// Name on the wire.
    pub name: &'static str,
    /// Type as written in the catalog, records with their domain: `list<learning.UserData>`.
    pub ty: &'static str,
    /// Type as data.
    pub shape: fn() -> Shape,
    /// True for personal data, which `Debug` does not print.
    pub pii: bool,
    /// JSON text of the value that readers use if the field is missing. `None` if the field is required.
    pub default: Option<&'static str>,
    /// Limits that readers check.
    pub limits: Option<&'static Limits>,
}

impl FieldDescription {
    /// True if readers require the field.
    pub const fn is_required(&self) -> bool {
        self.default.is_none()
    }
}

impl fmt::Debug for FieldDescription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.name, self.ty)
    }
}
