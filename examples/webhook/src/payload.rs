//! Payloads: an event and its metadata in, the body of a request out.
//!
//! `{"metadata": {…},"data": {…}}`: the envelope as it goes on the bus, and the data as far as it may be sent.

use annals::{AnyEvent, JsonError, Metadata};

use crate::privacy::Privacy;

/// The body of the request about `event`.
pub fn body(
    event: &dyn AnyEvent,
    metadata: &Metadata,
    privacy: &Privacy,
) -> Result<Vec<u8>, JsonError> {
    let data = privacy.apply(event)?;
    Ok(format!("{{\"metadata\": {},\"data\": {data}}}", metadata.to_json()).into_bytes())
}
