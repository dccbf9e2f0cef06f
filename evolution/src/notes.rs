//! The facts about a cause, as lines of a report.

use crate::cause::Cause;

/// The names of events that are written out.
const NAMED: usize = 5;

/// The longest payload that is written out, in bytes.
const PAYLOAD: usize = 1_000;

/// Each fact about a cause, with its name.
pub(crate) fn notes(cause: &Cause) -> Vec<String> {
    let problem = &cause.problem;
    let mut notes = vec![format!("readers: {}", cause.reader_names())];
    if !problem.path.is_empty() {
        notes.push(format!("value: {}", problem.path));
    }
    notes.extend(problem.when.as_ref().map(|when| format!("only if: {when}")));
    let (label, payload) = match cause.code() {
        Some(code) => ("code", code.to_owned()),
        None if problem.proven => ("payload", problem.payload.to_string()),
        None => ("not decided, for example", problem.payload.to_string()),
    };
    if payload.len() <= PAYLOAD {
        notes.push(format!("{label}: {payload}"));
    }
    notes.push(format!("events: {}", events(cause)));
    if cause.releases.len() > 1 {
        notes.push(format!("releases: {}", some(&cause.releases)));
    }
    notes
}

/// The names of the first events, and the number of the others.
#[must_use]
pub fn events(cause: &Cause) -> String {
    some(&cause.events)
}

fn some(names: &[String]) -> String {
    let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
