//! `annals-bus lag`: shows how far a group is.

use serde_json::json;

use crate::arguments::Lag;
use crate::engine::{Engine, failed};
use crate::lines::Lines;
use crate::{Failed, Outcome};

pub(crate) fn run(arguments: &Lag, lines: &Lines) -> Result<Outcome, Failed> {
    let engine = Engine::open(&arguments.place, None)?;
    let lag = engine.transport.lag(&engine.topic, &arguments.group).map_err(failed)?;
    let oldest = u64::try_from(lag.oldest_pending.as_millis()).unwrap_or(u64::MAX);
    lines.print(&json!({
        "kind": "lag", "stream": engine.topic, "group": arguments.group, "length": lag.length,
        "added": lag.added, "read": lag.read, "lag": lag.waiting, "pending": lag.pending,
        "oldest_pending_ms": oldest, "trimmed_unread": lag.trimmed_unread, "dead": lag.dead,
    }));
    let too_many = arguments.max.is_some_and(|max| lag.waiting > max);
    Ok(if too_many { Outcome::Findings } else { Outcome::Clean })
}
