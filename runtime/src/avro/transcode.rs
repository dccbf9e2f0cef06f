//! JSON text to Avro binary and back, for callers that have no type at hand.

use std::fmt;

use super::{DecodeError, from_slice};
use crate::event::EventDescriptor;
use crate::json::{self, JsonError, Path};
use crate::record::Record;
use crate::shape::Shape;
use crate::value::View;

/// How the data of one event goes from Avro to JSON; the way back needs nothing but its description.
#[derive(Debug, Clone, Copy)]
pub struct Transcoder {
    to_json: fn(&[u8]) -> Result<String, TranscodeError>,
}

/// Why data could not go from JSON to Avro or back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TranscodeError {
    /// The JSON cannot be read, or the value has no JSON form.
    Json(JsonError),
    /// The Avro bytes cannot be read.
    Avro(DecodeError),
    /// The event of this type never goes on a bus, so it has no Avro form.
    LocalOnly(&'static str),
}

impl Transcoder {
    /// That of a record.
    pub const fn of<T: Record>() -> Self {
        Self {
            to_json: |bytes| match from_slice::<T>(bytes) {
                Ok(record) => to_json(record.view()),
                Err(error) => Err(TranscodeError::Avro(error)),
            },
        }
    }
}

fn to_json(view: View<'_>) -> Result<String, TranscodeError> {
    json::view_to_string(view).map_err(TranscodeError::Json)
}

impl EventDescriptor {
    /// Turns the event's data from JSON text into Avro binary; both are checked in full.
    pub fn json_to_avro(&self, text: &str) -> Result<Vec<u8>, TranscodeError> {
        self.has_avro()?;
        let json = json::tree_from_str(text)?;
        let mut out = Vec::new();
        json::transcode::write(Shape::Record(self.record), &json, &Path::ROOT, &mut out)?;
        Ok(out)
    }

    /// Turns the event's data from Avro binary into compact JSON text.
    pub fn avro_to_json(&self, bytes: &[u8]) -> Result<String, TranscodeError> {
        self.has_avro()?;
        (self.transcoder.to_json)(bytes)
    }

    pub(crate) fn has_avro(&self) -> Result<(), TranscodeError> {
        if self.local_only { Err(TranscodeError::LocalOnly(self.event_type)) } else { Ok(()) }
    }
}

impl From<JsonError> for TranscodeError {
    fn from(error: JsonError) -> Self {
        Self::Json(error)
    }
}

impl From<DecodeError> for TranscodeError {
    fn from(error: DecodeError) -> Self {
        Self::Avro(error)
    }
}

impl fmt::Display for TranscodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(formatter),
            Self::Avro(error) => error.fmt(formatter),
            Self::LocalOnly(event) => {
                write!(formatter, "`{event}` never goes on a bus: it has no Avro form")
            }
        }
    }
}

impl std::error::Error for TranscodeError {}
