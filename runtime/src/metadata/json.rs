//! The JSON form of metadata, printed like Python's `json.dumps`.

use std::fmt::{self, Write};

use crate::metadata::Metadata;
use crate::{Json, Timestamp, Uuid};

/// Why metadata is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidMetadata {
    /// The text is not JSON, or not an object.
    NotAnObject,
    /// This key is missing.
    Missing(&'static str),
    /// The value of this key (first) is not what was expected (second).
    Invalid(&'static str, &'static str),
    /// The time has no offset, or an offset other than UTC.
    NotUtc,
}

impl fmt::Display for InvalidMetadata {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => formatter.write_str("metadata must be a JSON object"),
            Self::Missing(key) => write!(formatter, "`{key}` is missing"),
            Self::Invalid(key, expected) => write!(formatter, "`{key}` must be {expected}"),
            Self::NotUtc => formatter.write_str("`time` must be in UTC, written `+00:00` or `Z`"),
        }
    }
}

impl std::error::Error for InvalidMetadata {}

/// Prints one line, with a space after each comma and colon.
pub(super) fn print(metadata: &Metadata) -> String {
    let mut text = String::with_capacity(320);
    text.push_str("{\"event_type\": ");
    print_text(&mut text, metadata.event_type());
    let _ = write!(text, ", \"id\": \"{}\"", metadata.id());
    let _ = write!(text, ", \"minorversion\": {}", metadata.minorversion());
    text.push_str(", \"source\": ");
    print_text(&mut text, metadata.source());
    text.push_str(", \"sourcehost\": ");
    print_text(&mut text, metadata.sourcehost());
    let _ = write!(text, ", \"time\": \"{}\", \"sourcelib\": [", metadata.time());
    for (index, part) in metadata.sourcelib().iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{part}");
    }
    text.push_str("]}");
    text
}

/// Escapes everything except printable ASCII, as UTF-16 code units.
fn print_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

/// Parses the JSON form, with the keys in any order.
pub(super) fn parse(text: &str) -> Result<Metadata, InvalidMetadata> {
    let json: Json = serde_json::from_str(text).map_err(|_| InvalidMetadata::NotAnObject)?;
    let object = Object(json.as_object().ok_or(InvalidMetadata::NotAnObject)?);
    let metadata = Metadata {
        event_type: object.text("event_type")?.to_owned().into(),
        id: object.id()?,
        minorversion: object.minorversion()?,
        source: object.text("source")?.to_owned().into(),
        sourcehost: object.text("sourcehost")?.to_owned().into(),
        time: 0,
        sourcelib: object.sourcelib()?.into(),
    };
    metadata.with_time(object.time()?)
}

struct Object<'a>(&'a serde_json::Map<String, Json>);

impl<'a> Object<'a> {
    fn get(&self, key: &'static str) -> Result<&'a Json, InvalidMetadata> {
        self.0.get(key).ok_or(InvalidMetadata::Missing(key))
    }

    fn text(&self, key: &'static str) -> Result<&'a str, InvalidMetadata> {
        self.get(key)?.as_str().ok_or(InvalidMetadata::Invalid(key, "text"))
    }

    fn id(&self) -> Result<Uuid, InvalidMetadata> {
        self.text("id")?.parse().map_err(|_| InvalidMetadata::Invalid("id", "a UUID"))
    }

    fn time(&self) -> Result<Timestamp, InvalidMetadata> {
        let expected = "a date and time in ISO 8601";
        self.text("time")?.parse().map_err(|_| InvalidMetadata::Invalid("time", expected))
    }

    fn minorversion(&self) -> Result<u32, InvalidMetadata> {
        let Some(json) = self.0.get("minorversion") else {
            return Ok(0);
        };
        number(json).ok_or(InvalidMetadata::Invalid("minorversion", "a whole number"))
    }

    fn sourcelib(&self) -> Result<Vec<u32>, InvalidMetadata> {
        let parts = self.get("sourcelib")?.as_array();
        let parts = parts.and_then(|parts| parts.iter().map(number).collect());
        parts.ok_or(InvalidMetadata::Invalid("sourcelib", "a list of whole numbers"))
    }
}

fn number(json: &Json) -> Option<u32> {
    u32::try_from(json.as_u64()?).ok()
}
