//! Records: structs with named fields, and their descriptions.

use std::fmt;

use crate::Json;
use crate::avro::{self, DecodeError, WriterSchema};
use crate::json::{self, JsonError};
use crate::layout::{Layout, Place};
use crate::limits::Limits;
use crate::shape::Shape;
use crate::value::{Value, View};

/// A record of the catalog, or the data of an event. Implemented by the derives only.
///
/// # Safety
///
/// [`DESCRIPTION`](Self::DESCRIPTION) must be made for the implementing type, not for another one.
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
        json::validate::value(self.view())
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
    pub(crate) layout: Layout,
}

impl RecordDescription {
    /// The description of `R`.
    ///
    /// # Safety
    ///
    /// `places` must contain every field of `R` exactly once.
    #[doc(hidden)]
    pub const unsafe fn new<R>(
        name: &'static str,
        fields: &'static [FieldDescription],
        example: Option<&'static str>,
        places: &'static [Place],
    ) -> Self {
        // SAFETY: the caller guarantees what `Layout::new` requires.
        Self { name, fields, example, layout: unsafe { Layout::new::<R>(places) } }
    }

    /// The description of a type that does not match the catalog. Reading such a record panics.
    #[doc(hidden)]
    pub const fn unreadable<R>(name: &'static str, fields: &'static [FieldDescription]) -> Self {
        Self { name, fields, example: None, layout: Layout::unreadable::<R>() }
    }

    /// Index and description of the field with this name.
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDescription)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

/// What the catalog says about a field.
pub struct FieldDescription {
    /// Name on the wire: letters, digits and underscores.
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

/// Implements [`Record`] for a struct, for the derives. The only place that calls the unsafe functions for it.
///
/// `__record!(User, "learning.User", FIELDS, ["{}"], [id: i64, name: String]);`
///
/// This is sound for any arguments, and for any change that another macro makes to the struct. The macro is
/// in this crate and not in the derive, so that its paths cannot be redirected with `#[annals(crate = "…")]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($record:ident, $name:literal, $fields:ident, [$($example:literal)?], [$($field:ident: $ty:ty $(= $cast:ident)?),*]) => {
        // SAFETY: `RecordDescription::new` is called with the type that the trait is implemented for.
        #[automatically_derived]
        unsafe impl $crate::Record for $record {
            const DESCRIPTION: &'static $crate::RecordDescription = {
                const PLACES: &[$crate::__private::Place] = {
                    let record: ::core::option::Option<&$record> = ::core::option::Option::None;
                    // Does not compile unless these are all fields of a struct, each once.
                    if let ::core::option::Option::Some($record { $($field: _),* }) = record {}
                    &[$({
                        // The type is written once: it could expand to another one each time.
                        // Not in the `unsafe` block, where the field of a union or of a packed struct would be
                        // accepted, and not an argument, which would be coerced to another type.
                        let field = match record {
                            ::core::option::Option::Some(record) => {
                                ::core::option::Option::Some(&record.$field)
                            }
                            ::core::option::Option::None => ::core::option::Option::None,
                        };
                        $(let field = $crate::__private::Casts::field(&$cast, field);)?
                        let offset = ::core::mem::offset_of!($record, $field);
                        // SAFETY: `offset` is the offset of this field, and `field` proves that its type is `$ty`. It
                        // is aligned, since the compiler accepts a reference to it.
                        unsafe { $crate::__private::Place::of::<$ty>(offset, field) }
                    }),*]
                };
                // SAFETY: the pattern above names every field of the struct once, and so does `PLACES`.
                &unsafe {
                    $crate::RecordDescription::new::<$record>(
                        $name,
                        $fields,
                        $crate::__example!($($example)?),
                        PLACES,
                    )
                }
            };
        }
    };
    // A type with an error. The generics are those that the derive refuses.
    (@unreadable [$($generics:tt)*] [$($record:tt)*] [$($bounds:tt)*], $name:literal, $fields:expr) => {
        // SAFETY: `RecordDescription::unreadable` is called with the type that the trait is implemented for.
        #[automatically_derived]
        unsafe impl $($generics)* $crate::Record for $($record)* $($bounds)* {
            const DESCRIPTION: &'static $crate::RecordDescription =
                &$crate::RecordDescription::unreadable::<Self>($name, $fields);
        }
    };
}
