//! `annals-bus check`: checks what a topic has, or what comes, against the catalog.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::arguments::Check;
use crate::catalog::Catalog;
use crate::engine::{Engine, seconds, usage};
use crate::lines::Lines;
use crate::scan::{scan, valid};
use crate::signals::stop_on_signal;
use crate::{Failed, Outcome};

/// What is wrong with some entries: how many, and one of them.
struct Finding {
    count: u64,
    sample: String,
}

pub(crate) fn run(arguments: &Check, lines: &Lines) -> Result<Outcome, Failed> {
    let catalog = Catalog::open(arguments.events.catalog.as_deref());
    let catalog = catalog.map_err(|error| usage(&error))?;
    let longest = arguments.minutes.map(|minutes| seconds(minutes * 60.0)).transpose()?;
    let engine = Engine::open(&arguments.place, None)?;
    let stop = stop_on_signal();
    let until = Instant::now() + longest.unwrap_or(Duration::ZERO);
    let mut checked = 0_u64;
    let mut findings: BTreeMap<(String, String), Finding> = BTreeMap::new();
    let more = || !stop.is_stopped() && Instant::now() < until;
    scan(&engine, None, more, |position, entry| {
        checked += 1;
        if let Err(reason) = valid(&catalog, entry) {
            let sample = engine.transport.msg_id(position);
            let key = (entry.event_type(), place(&reason).to_owned());
            findings.entry(key).or_insert(Finding { count: 0, sample }).count += 1;
        }
        !stop.is_stopped()
    })?;
    let mut invalid = 0;
    for ((event_type, reason), Finding { count, sample }) in &findings {
        invalid += count;
        lines.print(&json!({
            "kind": "finding", "event_type": event_type, "reason": reason, "count": count,
            "sample": sample,
        }));
    }
    lines.print(&json!({ "kind": "end", "checked": checked, "invalid": invalid }));
    Ok(if findings.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// The reason without the offset, which differs from one payload to another.
fn place(reason: &str) -> &str {
    reason.split_once(" (byte ").map_or(reason, |(reason, _)| reason)
}
