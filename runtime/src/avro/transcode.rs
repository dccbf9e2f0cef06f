//! JSON text to Avro binary and back, for callers that have no type at hand.

use std::fmt;

use super::{DecodeError, Decoder};
use crate::event::descriptor::EventDescriptor;
use crate::json::{self, JsonError, Path};
use crate::layout::Held;
use crate::value::View;

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

impl EventDescriptor {
    /// Turns the event's data from JSON text into Avro binary; both are checked in full.
    pub fn json_to_avro(&self, text: &str) -> Result<Vec<u8>, TranscodeError> {
        self.has_avro()?;
        let json = json::tree_from_str(text)?;
        let mut out = Vec::new();
        json::transcode::record(self.record, &json, &Path::ROOT, &mut out)?;
        Ok(out)
    }

    /// Turns the event's data from Avro binary into compact JSON text.
    pub fn avro_to_json(&self, bytes: &[u8]) -> Result<String, TranscodeError> {
        self.has_avro()?;
        let mut decoder = Decoder::new(bytes);
        let record = Held::decode(self.record, &mut decoder)?;
        if !decoder.is_finished() {
            return Err(decoder.trailing().into());
        }
        Ok(json::view_to_string(View::Record(&record))?)
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
