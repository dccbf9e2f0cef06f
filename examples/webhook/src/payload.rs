//! Creates the body of a request: `{"metadata": {…},"data": {…}}`, which is the envelope as it is sent to a bus and the
//! data that may be sent.

use annals::{AnyEvent, JsonError, Metadata};

use crate::privacy::Privacy;

/// The body of the request for `event`.
pub fn body(
    event: &dyn AnyEvent,
    metadata: &Metadata,
    privacy: &Privacy,
) -> Result<Vec<u8>, JsonError> {
    let data = privacy.apply(event)?;
    Ok(format!("{{\"metadata\": {},\"data\": {data}}}", metadata.to_json()).into_bytes())
}
