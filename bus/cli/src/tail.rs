//! `annals-bus tail`: shows what passes, without the data of the events, which may be personal.

use serde_json::json;

use crate::arguments::Tail;
use crate::catalog::Catalog;
use crate::engine::{Engine, usage};
use crate::lines::Lines;
use crate::scan::{scan, valid};
use crate::signals::stop_on_signal;
use crate::{Failed, Outcome};

pub(crate) fn run(arguments: &Tail, lines: &Lines) -> Result<Outcome, Failed> {
    let catalog = Catalog::open(arguments.events.catalog.as_deref());
    let catalog = catalog.map_err(|error| usage(&error))?;
    let engine = Engine::open(&arguments.place, None)?;
    let stop = stop_on_signal();
    let from =
        if arguments.from_start { None } else { scan(&engine, None, || false, |_, _| true)? };
    let (mut shown, mut outcome) = (0, Outcome::Clean);
    lines.print(&json!({ "kind": "ready", "stream": engine.topic }));
    scan(
        &engine,
        from,
        || !stop.is_stopped(),
        |position, entry| {
            let result = valid(&catalog, entry);
            let mut line = json!({
                "kind": "passed", "msg_id": engine.transport.msg_id(position), "id": entry.id(),
                "event_type": entry.event_type(), "bytes": entry.size(),
            });
            match result {
                Ok(metadata) => line["time"] = metadata.time().to_string().into(),
                Err(reason) => {
                    line["reason"] = reason.into();
                    outcome = Outcome::Findings;
                }
            }
            lines.print(&line);
            shown += 1;
            arguments.count.is_none_or(|count| shown < count)
                && !stop.is_stopped()
                && !lines.is_closed()
        },
    )?;
    lines.print(&json!({ "kind": "end", "shown": shown }));
    Ok(outcome)
}
