//! Reads text that contains exactly one JSON value.

use super::JsonError;
use super::parser::Parser;
use crate::Json;

/// Reads a document. `read` reads its value.
pub(crate) fn document<T>(
    text: &str,
    read: impl FnOnce(&mut Parser<'_>) -> Result<T, JsonError>,
) -> Result<T, JsonError> {
    let mut parser = Parser::new(text);
    let read = match read(&mut parser) {
        Ok(_) if !parser.is_finished() => Err(JsonError::malformed()),
        read => read,
    };
    read.map_err(|error| malformed(text.as_bytes()).unwrap_or(error))
}

/// The text of a document in UTF-8.
pub(super) fn utf8(document: &[u8]) -> Result<&str, JsonError> {
    str::from_utf8(document)
        .map_err(|error| malformed(document).unwrap_or_else(|| JsonError::new(error)))
}

/// The error of text that is not JSON, even if it is not the first error: the parser only knows that there is one.
#[cold]
fn malformed(document: &[u8]) -> Option<JsonError> {
    serde_json::from_slice::<Json>(document).err().map(JsonError::new)
}
