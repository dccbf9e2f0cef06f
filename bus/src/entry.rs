//! An event as a topic has it: named fields, of which seven are the envelope and one is the payload.

use std::fmt;

use annals::{Metadata, Timestamp, Uuid};

/// The fields in the order in which the Python producer writes them.
const TYPE: &str = "type";
const ID: &str = "id";
const SOURCE: &str = "source";
const TIME: &str = "time";
const MINOR_VERSION: &str = "minorversion";
const SOURCE_HOST: &str = "sourcehost";
const SOURCE_LIB: &str = "sourcelib";
const EVENT_DATA: &str = "event_data";

/// The fields of an entry, in their order. A name may be there several times; the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Names and values.
    pub fields: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Why the envelope of an entry cannot be read. It names the field, and never contains its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidEnvelope {
    /// The field is missing or empty.
    Missing(&'static str),
    /// The field is not UTF-8.
    NotText(&'static str),
    /// The field (first) is not what was expected (second).
    Invalid(&'static str, &'static str),
}

impl Entry {
    /// The entry of an event: the same bytes as the Python producer writes.
    pub fn new(metadata: &Metadata, payload: Vec<u8>) -> Self {
        let sourcelib: Vec<String> = metadata.sourcelib().iter().map(u32::to_string).collect();
        let fields = [
            (TYPE, metadata.event_type().as_bytes().to_vec()),
            (ID, metadata.id().to_string().into_bytes()),
            (SOURCE, metadata.source().as_bytes().to_vec()),
            (TIME, metadata.time().to_string().into_bytes()),
            (MINOR_VERSION, metadata.minorversion().to_string().into_bytes()),
            (SOURCE_HOST, metadata.sourcehost().as_bytes().to_vec()),
            (SOURCE_LIB, sourcelib.join(".").into_bytes()),
            (EVENT_DATA, payload),
        ];
        let fields = fields.into_iter().map(|(name, value)| (name.as_bytes().to_vec(), value));
        Self { fields: fields.collect() }
    }

    /// The last value of a field.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        let field = self.fields.iter().rev().find(|(known, _)| known == name.as_bytes());
        field.map(|(_, value)| value.as_slice())
    }

    /// The payload.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn payload(&self) -> Result<&[u8], InvalidEnvelope> {
        self.get(EVENT_DATA).ok_or(InvalidEnvelope::Missing(EVENT_DATA))
    }

    /// The id as it is written, also if the rest of the envelope cannot be read; empty if there is none.
    pub fn id(&self) -> String {
        self.get(ID).map(String::from_utf8_lossy).unwrap_or_default().into_owned()
    }

    /// The event type as it is written, also if the rest of the envelope cannot be read; empty if there is none.
    pub fn event_type(&self) -> String {
        self.get(TYPE).map(String::from_utf8_lossy).unwrap_or_default().into_owned()
    }

    /// The bytes of all names and values.
    pub fn size(&self) -> usize {
        self.fields.iter().map(|(name, value)| name.len() + value.len()).sum()
    }

    /// The fields as one string of bytes, for a database: the lengths are before the names and values.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.size() + self.fields.len() * 8);
        for bytes in self.fields.iter().flat_map(|(name, value)| [name, value]) {
            // SQLite cannot store what is longer.
            let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            out.extend(length.to_le_bytes());
            out.extend(bytes);
        }
        out
    }

    /// Reads what `to_bytes` made.
    pub(crate) fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let mut next = || {
                let (length, rest) = bytes.split_first_chunk::<4>()?;
                let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
                let (value, rest) = rest.split_at_checked(length)?;
                bytes = rest;
                Some(value.to_vec())
            };
            fields.push((next()?, next()?));
        }
        Some(Self { fields })
    }

    /// Reads the envelope. Nothing is made up: without a type, id or time it is an error, and a source, host or library
    /// that is missing is empty.
    ///
    /// # Errors
    ///
    /// If a field that is needed is missing, or one has a value that is not valid.
    pub fn metadata(&self) -> Result<Metadata, InvalidEnvelope> {
        let event_type = self.needed(TYPE)?.to_owned();
        let id = self.needed(ID)?;
        let id = Uuid::parse_str(id).map_err(|_| InvalidEnvelope::Invalid(ID, "a UUID"))?;
        let time = time(self.needed(TIME)?)?;
        let minorversion = match self.text(MINOR_VERSION)? {
            "" => 0,
            text => text.parse().map_err(|_| WHOLE_NUMBER)?,
        };
        let metadata = Metadata::received(event_type, id, time).map_err(|_| NOT_UTC)?;
        Ok(metadata
            .with_source(self.text(SOURCE)?.to_owned())
            .with_sourcehost(self.text(SOURCE_HOST)?.to_owned())
            .with_minorversion(minorversion)
            .with_sourcelib(self.sourcelib()?))
    }

    fn sourcelib(&self) -> Result<Vec<u32>, InvalidEnvelope> {
        let expected =
            InvalidEnvelope::Invalid(SOURCE_LIB, "whole numbers with points between them");
        match self.text(SOURCE_LIB)? {
            "" => Ok(Vec::new()),
            text => text.split('.').map(|part| part.parse().map_err(|_| expected)).collect(),
        }
    }

    fn needed(&self, name: &'static str) -> Result<&str, InvalidEnvelope> {
        match self.text(name)? {
            "" => Err(InvalidEnvelope::Missing(name)),
            text => Ok(text),
        }
    }

    /// The field's text; empty if it is missing.
    fn text(&self, name: &'static str) -> Result<&str, InvalidEnvelope> {
        let value = self.get(name).unwrap_or_default();
        std::str::from_utf8(value).map_err(|_| InvalidEnvelope::NotText(name))
    }
}

const WHOLE_NUMBER: InvalidEnvelope = InvalidEnvelope::Invalid(MINOR_VERSION, "a whole number");
const NOT_UTC: InvalidEnvelope = InvalidEnvelope::Invalid(TIME, "a date and time in UTC");

/// Python writes a time in one form, and reads some more: a space before the time of day, and more than six digits of a
/// second, of which it ignores the rest.
fn time(text: &str) -> Result<Timestamp, InvalidEnvelope> {
    let mut text = text.to_owned();
    if text.as_bytes().get(10) == Some(&b' ') {
        text.replace_range(10..11, "T");
    }
    if text.as_bytes().get(19) == Some(&b'.') {
        let digits = text.bytes().skip(20).take_while(u8::is_ascii_digit).count();
        if digits > 6 {
            text.replace_range(26..20 + digits, "");
        }
    }
    text.parse().map_err(|_| NOT_UTC)
}

impl fmt::Display for InvalidEnvelope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(formatter, "the field `{field}` is missing"),
            Self::NotText(field) => write!(formatter, "the field `{field}` is not UTF-8"),
            Self::Invalid(field, expected) => {
                write!(formatter, "the field `{field}` is not {expected}")
            }
        }
    }
}

impl std::error::Error for InvalidEnvelope {}
