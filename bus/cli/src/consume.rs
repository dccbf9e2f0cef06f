//! `annals-bus consume`: hands the events of a topic to a program, or prints them.

use std::time::Duration;

use annals_bus::consumer::{Cause, Notice, Why};
use annals_bus::handler::{Attempt, Opened};
use annals_bus::{Consumer, Entry, Failure, Handler, Report, Settings, Stop, Summary};
use serde_json::{Value, json};

use crate::arguments::Consume;
use crate::catalog::Catalog;
use crate::engine::{Engine, seconds, usage};
use crate::exec::Program;
use crate::lines::{Lines, log};
use crate::signals::stop_on_signal;
use crate::{Failed, Outcome};

pub(crate) fn run(arguments: &Consume, lines: &Lines) -> Result<Outcome, Failed> {
    let program = Program::new(&arguments.exec);
    if program.as_ref().is_some_and(|program| !program.exists()) {
        return Err(usage("the program of `--exec` does not exist"));
    }
    let settings = settings(arguments)?;
    let catalog = Catalog::open(arguments.events.catalog.as_deref());
    let catalog = catalog.map_err(|error| usage(&error))?;
    let engine = Engine::open(&arguments.place, None)?;
    let stop = stop_on_signal();
    let handler = EventLines { catalog, program, lines, stop: &stop };
    let member = engine.transport.member(&engine.topic, &arguments.group, &arguments.consumer);
    let report = |report: Report<'_>| {
        lines.print(&line(&report, &engine.topic, arguments));
        if lines.is_closed() {
            stop.stop();
        }
    };
    let summary = Consumer::new(&*member, &handler, settings).run(&stop, &report);
    lines.print(&json!({
        "kind": "end", "why": why(&summary), "handled": summary.handled, "dead": summary.dead,
        "retries": summary.retries, "lost": summary.lost,
    }));
    Ok(outcome(&summary))
}

fn settings(arguments: &Consume) -> Result<Settings, Failed> {
    Ok(Settings {
        claim_after: Duration::from_millis(arguments.claim_after),
        max_tries: arguments.max_tries,
        backoff_min: Duration::from_millis(arguments.backoff_min.max(1)),
        backoff_max: Duration::from_millis(arguments.backoff_max),
        workers: usize::from(arguments.workers),
        dedupe: arguments.dedupe.map(seconds).transpose()?,
        expect: arguments.expect,
        idle_exit: arguments.idle_exit.map(seconds).transpose()?,
        give_up_after: arguments.give_up_after.map(seconds).transpose()?,
        stop_timeout: Duration::from_millis(arguments.place.timeout),
        ..Settings::default()
    })
}

fn why(summary: &Summary) -> &'static str {
    match summary.why {
        Why::Stopped => "stopped",
        Why::Expected => "expected",
        Why::Idle => "idle",
        Why::GaveUp => "gave-up",
        Why::Refused => "refused",
    }
}

fn outcome(summary: &Summary) -> Outcome {
    if let Some(refusal) = &summary.refusal {
        log(refusal);
    }
    match summary.why {
        Why::Refused => Outcome::Usage,
        Why::GaveUp => Outcome::Away,
        _ if summary.unconfirmed > 0 => Outcome::Away,
        _ if summary.dead > 0 || summary.lost > 0 => Outcome::Findings,
        Why::Stopped | Why::Expected | Why::Idle => Outcome::Clean,
    }
}

fn line(report: &Report<'_>, stream: &str, arguments: &Consume) -> Value {
    match report {
        Report::Ready => json!({
            "kind": "ready", "stream": stream, "group": arguments.group, "consumer": arguments.consumer,
        }),
        Report::Done { msg_id, id } => json!({ "kind": "done", "msg_id": msg_id, "id": id }),
        Report::Retry { msg_id, id, tries, cause, reason, wait } => {
            let cause = match cause {
                Cause::Message => "message",
                Cause::Outside => "outside",
            };
            let in_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            json!({
                "kind": "retry", "msg_id": msg_id, "id": id, "tries": tries, "cause": cause,
                "reason": reason, "in_ms": in_ms,
            })
        }
        Report::Dead { msg_id, id, tries, reason } => json!({
            "kind": "dead", "msg_id": msg_id, "id": id, "tries": tries, "reason": reason,
        }),
        Report::Notice(notice) => notice_line(notice),
    }
}

fn notice_line(notice: &Notice<'_>) -> Value {
    match notice {
        Notice::GroupCreated => json!({ "kind": "notice", "code": "group-created" }),
        Notice::GroupRecreated => json!({ "kind": "notice", "code": "group-recreated" }),
        Notice::StreamLost => json!({ "kind": "notice", "code": "stream-lost" }),
        Notice::Disconnected(reason) => {
            json!({ "kind": "notice", "code": "disconnected", "reason": reason })
        }
        Notice::Reconnected => json!({ "kind": "notice", "code": "reconnected" }),
        Notice::Waiting(reason) => json!({ "kind": "notice", "code": "waiting", "reason": reason }),
        Notice::Claimed(msg_id) => json!({ "kind": "notice", "code": "claimed", "msg_id": msg_id }),
        Notice::Hole(msg_id) => json!({ "kind": "notice", "code": "hole", "msg_id": msg_id }),
        Notice::TrimmedUnread(count) => {
            json!({ "kind": "notice", "code": "trimmed-unread", "count": count })
        }
        Notice::Duplicate(id, msg_id) => {
            json!({ "kind": "notice", "code": "duplicate", "id": id, "msg_id": msg_id })
        }
    }
}

/// Prints the line of each event, and runs the program with it.
struct EventLines<'a> {
    catalog: Catalog,
    program: Option<Program>,
    lines: &'a Lines,
    stop: &'a Stop,
}

impl Handler for EventLines<'_> {
    /// The data as JSON.
    type Event = String;

    fn open(&self, entry: &Entry) -> Result<Opened<String>, String> {
        let metadata = entry.metadata().map_err(|error| error.to_string())?;
        let Some(event) = self.catalog.get(metadata.event_type()) else {
            return Err("the field `type` is not an event type of the catalog".to_owned());
        };
        let payload = entry.payload().map_err(|error| error.to_string())?;
        let json = event.to_json(payload)?;
        Ok(Opened { metadata, key: event.key(&json), event: json })
    }

    fn handle(&self, event: &Opened<String>, attempt: &Attempt<'_>) -> Result<(), Failure> {
        let Opened { metadata, event: data, .. } = event;
        let (id, tries) = (metadata.id().to_string(), attempt.tries.to_string());
        let line = format!(
            r#"{{"kind":"event","msg_id":{},"id":"{id}","event_type":{},"tries":{tries},"metadata":{},"event_data":{data}}}"#,
            json!(attempt.msg_id),
            json!(metadata.event_type()),
            metadata.to_json(),
        );
        if !self.lines.print_json(&line) {
            self.stop.stop();
            return Err(Failure::Outside("standard output is closed".to_owned()));
        }
        let Some(program) = &self.program else { return Ok(()) };
        let variables = [
            ("ANNALS_EVENT_ID", id.as_str()),
            ("ANNALS_EVENT_TYPE", metadata.event_type()),
            ("ANNALS_MSG_ID", attempt.msg_id),
            ("ANNALS_TRIES", &tries),
        ];
        program.run(&line, variables)
    }
}
