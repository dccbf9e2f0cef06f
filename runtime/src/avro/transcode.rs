//! Converts an event between JSON text and Avro binary, for code that does not know its type.

use std::fmt;

use super::{DecodeError, Decoder, view};
use crate::event::descriptor::EventDescriptor;
use crate::json::{self, JsonError};
use crate::layout::ErasedRecord;
use crate::value::View;

/// An error of converting between JSON and Avro.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TranscodeError {
    /// The JSON is not valid, or the value has no JSON form.
    Json(JsonError),
    /// The Avro bytes are not valid.
    Avro(DecodeError),
    /// Events of this type are never sent over a bus, so they have no Avro form.
    LocalOnly(&'static str),
}

impl EventDescriptor {
    /// Converts the event's data from JSON text to Avro binary. The text is fully validated.
    ///
    /// # Errors
    ///
    /// If the text is not a valid event, or the event is never sent over a bus.
    pub fn json_to_avro(&self, text: &str) -> Result<Vec<u8>, TranscodeError> {
        self.has_avro()?;
        let record = ErasedRecord::from_json(self.record, text)?;
        let mut out = Vec::new();
        view::record(record.view(), &mut out);
        Ok(out)
    }

    /// Converts the event's data from Avro binary to compact JSON text. The bytes are fully validated.
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly one valid event, the event is never sent over a bus, or it contains a number that
    /// is not finite.
    pub fn avro_to_json(&self, bytes: &[u8]) -> Result<String, TranscodeError> {
        self.has_avro()?;
        let mut decoder = Decoder::new(bytes);
        let record = ErasedRecord::decode(self.record, &mut decoder)?;
        if !decoder.is_finished() {
            return Err(decoder.trailing().into());
        }
        Ok(json::view_to_string(View::Record(record.view()))?)
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
                write!(formatter, "`{event}` is never sent over a bus, so it has no Avro form")
            }
        }
    }
}

impl std::error::Error for TranscodeError {}
