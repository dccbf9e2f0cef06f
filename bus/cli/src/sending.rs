//! What `produce` and `relay` have in common.

use annals_bus::outbox::OutboxError;
use annals_bus::relay::{RelayReport, RelaySettings};
use serde_json::{Value, json};

use crate::arguments::Sending;
use crate::engine::seconds;
use crate::lines::Lines;
use crate::{Failed, Outcome};

/// What became of the events.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) accepted: u64,
    pub(crate) sent: u64,
    pub(crate) refused: u64,
    pub(crate) left: u64,
    /// Whether what is left is a failure.
    pub(crate) away: bool,
}

/// How what is in an outbox is sent.
pub(crate) fn relay_settings(sending: &Sending) -> Result<RelaySettings, Failed> {
    Ok(RelaySettings { keep: seconds(sending.keep)?, ..RelaySettings::default() })
}

/// Prints the last line.
pub(crate) fn end(counts: &Counts, lines: &Lines) -> Outcome {
    lines.print(&json!({
        "kind": "end", "accepted": counts.accepted, "sent": counts.sent, "refused": counts.refused,
        "left": counts.left,
    }));
    match counts {
        Counts { away: true, .. } => Outcome::Away,
        Counts { refused: 1.., .. } => Outcome::Findings,
        _ => Outcome::Clean,
    }
}

/// The store is out of reach.
pub(crate) fn unusable(error: OutboxError) -> Failed {
    Failed(Outcome::Away, error.to_string())
}

/// The line of a report. `tag` says which line of the input it was, and whether that was in this run.
pub(crate) fn report_line(report: &RelayReport<'_>, tag: impl Fn(u64) -> (u64, bool)) -> Value {
    match report {
        RelayReport::Sent { tag: given, id, msg_id } => {
            let (n, this_run) = tag(*given);
            let mut line = json!({ "kind": "sent", "n": n, "id": id, "msg_id": msg_id });
            if !this_run {
                line["earlier_run"] = Value::Bool(true);
            }
            line
        }
        RelayReport::Waiting(reason) => {
            json!({ "kind": "notice", "code": "waiting", "reason": reason })
        }
        RelayReport::StreamLost(count) => {
            json!({ "kind": "notice", "code": "stream-lost", "count": count })
        }
        RelayReport::SentAgain { id, msg_id } => {
            json!({ "kind": "notice", "code": "sent-again", "id": id, "msg_id": msg_id })
        }
        RelayReport::MarkFailed(reason) => {
            json!({ "kind": "notice", "code": "mark-failed", "reason": reason })
        }
    }
}
