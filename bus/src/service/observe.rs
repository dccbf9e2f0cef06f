//! What a bus tells: spans and events of `tracing`, and counters of `metrics` (feature `metrics`). None of them has a value
//! of an event.

use crate::consumer::{Cause, Notice, Report};
use crate::entry::Entry;
use crate::handler::{Attempt, Failure, Handler, Opened};
use crate::relay::RelayReport;
use crate::transport::Lag;

/// A handler in spans.
pub(super) struct Observed<'a, H> {
    pub(super) handler: &'a H,
    pub(super) topic: &'a str,
}

impl<H: Handler> Handler for Observed<'_, H> {
    type Event = H::Event;

    fn open(&self, entry: &Entry) -> Result<Opened<H::Event>, String> {
        self.handler.open(entry)
    }

    fn handle(&self, event: &Opened<H::Event>, attempt: &Attempt<'_>) -> Result<(), Failure> {
        let (topic, metadata) = (self.topic, &event.metadata);
        let (event_type, id) = (metadata.event_type(), metadata.id());
        let Attempt { msg_id, tries } = attempt;
        let span = tracing::info_span!("annals_bus.handle", topic, event_type, %id, msg_id, tries);
        let _entered = span.enter();
        count("annals_bus_received_total", topic);
        self.handler.handle(event, attempt)
    }
}

pub(super) fn consumer(topic: &str, report: &Report<'_>) {
    match report {
        Report::Ready => tracing::info!(topic, "consuming"),
        Report::Done { msg_id, id } => {
            count("annals_bus_handled_total", topic);
            tracing::debug!(topic, msg_id, id, "handled");
        }
        Report::Retry { msg_id, id, tries, cause, reason, .. } => {
            let outside = *cause == Cause::Outside;
            let name = if outside { "annals_bus_waited_total" } else { "annals_bus_failed_total" };
            count(name, topic);
            count("annals_bus_retried_total", topic);
            tracing::warn!(topic, msg_id, id, tries, outside, reason, "to be tried again");
        }
        Report::Dead { msg_id, id, tries, reason } => {
            count("annals_bus_dead_total", topic);
            tracing::error!(topic, msg_id, id, tries, reason, "put aside");
        }
        Report::Notice(
            notice @ (Notice::GroupCreated | Notice::Reconnected | Notice::Claimed(_)),
        ) => {
            tracing::info!(topic, ?notice);
        }
        Report::Notice(notice) => tracing::warn!(topic, ?notice),
    }
}

pub(super) fn relay(report: RelayReport<'_>) {
    match report {
        RelayReport::Sent { id, msg_id, .. } => {
            count("annals_bus_sent_total", "");
            tracing::debug!(id, msg_id, "sent");
        }
        RelayReport::SentAgain { id, msg_id } => {
            count("annals_bus_sent_again_total", "");
            tracing::warn!(id, msg_id, "sent again");
        }
        RelayReport::Waiting(reason) => tracing::warn!(reason, "nothing can be sent"),
        RelayReport::StreamLost(count) => tracing::warn!(count, "the topic has lost entries"),
        RelayReport::MarkFailed(reason) => tracing::warn!(reason, "cannot note what was sent"),
    }
}

#[cfg(feature = "metrics")]
fn count(name: &'static str, topic: &str) {
    metrics::counter!(name, "topic" => topic.to_owned()).increment(1);
}

#[cfg(not(feature = "metrics"))]
fn count(_: &'static str, _: &str) {}

#[cfg(feature = "metrics")]
pub(super) fn lag(topic: &str, group: &str, lag: &Lag) {
    let labels = [("topic", topic.to_owned()), ("group", group.to_owned())];
    let waiting = u32::try_from(lag.waiting + lag.pending).unwrap_or(u32::MAX);
    metrics::gauge!("annals_bus_lag", &labels).set(waiting);
}

#[cfg(not(feature = "metrics"))]
pub(super) fn lag(_: &str, _: &str, _: &Lag) {}
