//! Records: structs with named fields, and their descriptions.

mod glue;

use std::alloc::Layout;
use std::fmt;

use crate::Json;
use crate::avro::{self, Codec, DecodeError, Decoder, WriterSchema};
use crate::json::parser::Parser;
use crate::json::{self, JsonError};
use crate::layout::{self, AccessTo, Filled, Place, RecordView, Slot};
use crate::limits::Limits;
use crate::property::Property;
use crate::shape::Shape;
use crate::value::{Value, View};

/// A record of the catalog, or the data of an event. Implemented by the derives only.
///
/// # Safety
///
/// [`DESCRIPTION`](Self::DESCRIPTION) must be made for the implementing type, not for another one.
pub unsafe trait Record: Clone + PartialEq + 'static {
    /// What the catalog says about the record.
    const DESCRIPTION: &'static RecordDescription;

    /// Appends the fields as Avro.
    #[doc(hidden)]
    fn encode_fields(&self, out: &mut Vec<u8>);

    /// Writes compact JSON text; see [`json`]. Limits are not checked; see [`validate`](Self::validate).
    ///
    /// # Errors
    ///
    /// If the record contains a number that is not finite.
    fn to_json(&self) -> Result<String, JsonError> {
        json::to_string(self)
    }

    /// Converts to a JSON value; see [`json`]. Limits are not checked; see [`validate`](Self::validate).
    ///
    /// # Errors
    ///
    /// If the record contains a number that is not finite.
    fn to_json_value(&self) -> Result<Json, JsonError> {
        json::to_value(self)
    }

    /// Checks the limits of all fields, at any depth. Scalars are not checked again: they cannot be constructed outside
    /// their limits.
    ///
    /// Readers check limits, and so do sends. Writers do not: `record.validate()?.to_json()?` and
    /// `record.validate()?.to_avro()` write only what readers accept.
    ///
    /// # Errors
    ///
    /// The first field outside its limits.
    fn validate(&self) -> Result<&Self, JsonError> {
        json::validate::value(self.view()).map(|()| self)
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

    /// Writes Avro binary; see [`avro`]. Limits are not checked; see [`validate`](Self::validate).
    fn to_avro(&self) -> Vec<u8> {
        avro::to_vec(self)
    }

    /// Appends Avro binary to a buffer, which can be reused. Limits are not checked; see [`validate`](Self::validate).
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

impl<R: Record> Codec for R {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        self.encode_fields(out);
    }

    #[inline]
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        layout::decode_record(decoder)
    }

    #[inline]
    fn decode_to<'a>(
        decoder: &mut Decoder<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, DecodeError> {
        layout::decode_record_to(decoder, slot)
    }
}

impl<R: Record> Value for R {
    const SHAPE: Shape = Shape::Record(R::DESCRIPTION);
    const ACCESS: AccessTo<Self> = AccessTo::record();

    #[inline]
    fn view(&self) -> View<'_> {
        View::Record(RecordView::of(self))
    }

    #[inline]
    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        layout::read_record(parser, slot)
    }
}

/// What the catalog says about a record.
#[derive(Debug)]
pub struct RecordDescription {
    /// Domain and name, `learning.UserData`. For the data of an event: its event type.
    pub name: &'static str,
    /// Its name in Avro without the namespace, if that is not the one in `name`.
    pub avro: Option<&'static str>,
    /// The fields, in the order on the wire.
    pub fields: &'static [FieldDescription],
    /// JSON text of an example. `None` without the feature `testing`, or if the catalog has too few examples.
    pub example: Option<&'static str>,
    /// What the catalog says in words of its own; empty for the data of an event, whose descriptor has it.
    pub properties: &'static [Property],
    /// Size and alignment in memory.
    pub(crate) memory: Layout,
}

impl RecordDescription {
    /// The description of `R`.
    ///
    /// # Safety
    ///
    /// `fields` must contain every field of `R` exactly once; others must have no size.
    #[doc(hidden)]
    pub const unsafe fn new<R>(
        name: &'static str,
        fields: &'static [FieldDescription],
        example: Option<&'static str>,
    ) -> Self {
        Self { name, avro: None, fields, example, properties: &[], memory: Layout::new::<R>() }
    }

    /// The description of a type that does not match the catalog. Reading such a record panics.
    ///
    /// # Safety
    ///
    /// It must not be given other fields.
    #[doc(hidden)]
    pub const unsafe fn unreadable<R>(name: &'static str) -> Self {
        const UNREADABLE: FieldDescription = FieldDescription::at("", "", Place::UNREADABLE);
        Self {
            name,
            avro: None,
            fields: &[UNREADABLE],
            example: None,
            properties: &[],
            memory: Layout::new::<R>(),
        }
    }

    /// The same record with custom properties.
    #[doc(hidden)]
    #[must_use]
    pub const fn having(mut self, properties: &'static [Property]) -> Self {
        self.properties = properties;
        self
    }

    /// The same record with another name in Avro.
    #[doc(hidden)]
    #[must_use]
    pub const fn avro(mut self, avro: &'static str) -> Self {
        self.avro = Some(avro);
        self
    }

    /// Index and description of the field with this name.
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDescription)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }

    /// The fields without that of an open record.
    pub(crate) fn listed(&self) -> &'static [FieldDescription] {
        match self.fields.split_last() {
            Some((FieldDescription { presence: Presence::Extra, .. }, listed)) => listed,
            _ => self.fields,
        }
    }

    /// The field with this name in JSON.
    pub(crate) fn in_json(&self, name: &str) -> Option<(usize, &'static FieldDescription)> {
        self.listed().iter().enumerate().find(|(_, field)| field.wire == name)
    }

    /// Refuses the name of a field, or the key that says which case of a variant this is, as that of one that is not
    /// listed: it would be in the record twice.
    pub(crate) fn check_extra(&self, key: &str, tag: Option<&str>) -> Result<(), JsonError> {
        if self.in_json(key).is_none() && tag != Some(key) {
            return Ok(());
        }
        let error = format_args!("`{}` has a field {key:?} already", self.name);
        Err(self.in_extra(JsonError::new(error)))
    }

    /// The same error, in the field of an open record.
    pub(crate) fn in_extra(&self, error: JsonError) -> JsonError {
        match self.fields.last() {
            Some(field) => error.in_field(field.name, field.pii),
            None => error,
        }
    }

    /// The field with this name in Avro.
    pub(crate) fn in_avro(&self, name: &str) -> Option<(usize, &'static FieldDescription)> {
        self.fields.iter().enumerate().find(|(_, field)| {
            field.wire == name || field.name == name && !is_avro_name(field.wire)
        })
    }
}

fn is_avro_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    name.bytes().next().is_some_and(letter)
        && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
}

/// What it means if a field is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Readers refuse the record.
    Required,
    /// Readers use this value, as JSON text.
    Default(&'static str),
    /// The field is `None`, and is missing again when the record is written as JSON. In Avro it is null.
    Optional,
    /// Readers refuse the record, and any other value than this, as JSON text. The struct does not have the field.
    Constant(&'static str),
    /// The field is a map of those that an open record does not list, and the last one. In JSON, they are beside the
    /// other fields; in Avro, the field is a map.
    Extra,
}

/// What the catalog says about a field.
pub struct FieldDescription {
    /// Name in the catalog: letters, digits and underscores.
    pub name: &'static str,
    /// Name in JSON, and in Avro if Avro allows it. It has no characters that must be escaped.
    pub wire: &'static str,
    /// Type as written in the catalog, records with their domain: `list<learning.UserData>`.
    pub ty: &'static str,
    /// True for personal data, which `Debug` does not print.
    pub pii: bool,
    /// What it means if the field is missing.
    pub presence: Presence,
    /// Limits that readers and sends check.
    pub limits: Option<&'static Limits>,
    /// What the catalog says in words of its own.
    pub properties: &'static [Property],
    /// Where it is in memory.
    pub(crate) place: Place,
}

impl FieldDescription {
    /// The description of a required field of `R`, which has type `T`.
    ///
    /// # Safety
    ///
    /// As for [`Place::of`].
    #[doc(hidden)]
    pub const unsafe fn of<R, T: Value>(
        name: &'static str,
        ty: &'static str,
        record: *mut R,
        field: *mut T,
    ) -> Self {
        // SAFETY: the caller guarantees what `Place::of` requires.
        Self::at(name, ty, unsafe { Place::of(record, field) })
    }

    const fn at(name: &'static str, ty: &'static str, place: Place) -> Self {
        Self {
            name,
            wire: name,
            ty,
            pii: false,
            presence: Presence::Required,
            limits: None,
            properties: &[],
            place,
        }
    }

    /// The same field with another name on the wire.
    #[doc(hidden)]
    #[must_use]
    pub const fn wire(mut self, wire: &'static str) -> Self {
        self.wire = wire;
        self
    }

    /// The same field with personal data.
    #[doc(hidden)]
    #[must_use]
    pub const fn pii(mut self) -> Self {
        self.pii = true;
        self
    }

    /// The same field with a default.
    #[doc(hidden)]
    #[must_use]
    pub const fn or(mut self, default: &'static str) -> Self {
        self.presence = Presence::Default(default);
        self
    }

    /// The same field, which may be absent.
    #[doc(hidden)]
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.presence = Presence::Optional;
        self
    }

    /// The same field with one value only.
    #[doc(hidden)]
    #[must_use]
    pub const fn constant(mut self, json: &'static str) -> Self {
        self.presence = Presence::Constant(json);
        self
    }

    /// The same field for those that are not listed.
    #[doc(hidden)]
    #[must_use]
    pub const fn extra(mut self) -> Self {
        self.presence = Presence::Extra;
        self
    }

    /// The same field with limits.
    #[doc(hidden)]
    #[must_use]
    pub const fn within(mut self, limits: &'static Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// The same field with custom properties.
    #[doc(hidden)]
    #[must_use]
    pub const fn having(mut self, properties: &'static [Property]) -> Self {
        self.properties = properties;
        self
    }

    /// True if readers require the field.
    pub const fn is_required(&self) -> bool {
        match self.presence {
            Presence::Required | Presence::Constant(_) => true,
            Presence::Default(_) | Presence::Optional | Presence::Extra => false,
        }
    }

    /// JSON text of the value that readers use if the field is missing.
    pub const fn default(&self) -> Option<&'static str> {
        match self.presence {
            Presence::Default(json) => Some(json),
            Presence::Required | Presence::Optional | Presence::Constant(_) | Presence::Extra => {
                None
            }
        }
    }

    /// Type as data.
    pub fn shape(&self) -> Shape {
        self.place.shape()
    }
}

impl fmt::Debug for FieldDescription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.name, self.ty)
    }
}
