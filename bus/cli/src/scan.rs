//! Looks at the entries of a topic without a group.

use std::thread;
use std::time::Duration;

use annals::Metadata;
use annals_bus::{Entry, Position};

use crate::Failed;
use crate::catalog::Catalog;
use crate::engine::{Engine, failed};

const COUNT: usize = 500;
/// How often it looks for new entries.
const LOOK: Duration = Duration::from_millis(100);

/// Calls `each` with all entries after a place, and returns the last place. Goes on as long as `more` says so; ends also
/// when `each` says that it has enough.
pub(crate) fn scan(
    engine: &Engine,
    mut after: Option<Position>,
    more: impl Fn() -> bool,
    mut each: impl FnMut(Position, &Entry) -> bool,
) -> Result<Option<Position>, Failed> {
    loop {
        // Before it looks, so that it looks once more after the last time.
        let goes_on = more();
        let found = engine.transport.scan(&engine.topic, after, COUNT).map_err(failed)?;
        for (position, entry) in &found {
            after = Some(*position);
            if !each(*position, entry) {
                return Ok(after);
            }
        }
        match (found.is_empty(), goes_on) {
            (true, false) => return Ok(after),
            (true, true) => thread::sleep(LOOK),
            (false, _) => {}
        }
    }
}

/// The envelope of an entry whose payload is an event of the catalog, or what is wrong.
pub(crate) fn valid(catalog: &Catalog, entry: &Entry) -> Result<Metadata, String> {
    let metadata = entry.metadata().map_err(|error| error.to_string())?;
    let event = catalog.get(metadata.event_type());
    let event = event.ok_or("the field `type` is not an event type of the catalog")?;
    let payload = entry.payload().map_err(|error| error.to_string())?;
    event.to_json(payload)?;
    Ok(metadata)
}
