//! A cause as a diagnostic, at the place of the edit.

use std::cmp::Reverse;

use annals_catalog::diagnostic::{Diagnostic, Diagnostics};
use annals_catalog::model::Model;
use annals_catalog::rule::history::{BACKWARD, FORWARD};
use annals_contract::Lock;

use crate::advice::advice;
use crate::cause::{Cause, Direction};
use crate::notes::notes;
use crate::place::{of_type, place};

/// The causes that are one change in one direction, together: the one with the most readers first.
#[must_use]
pub fn by_change<'c>(causes: impl IntoIterator<Item = &'c Cause>) -> Vec<Vec<&'c Cause>> {
    let mut groups: Vec<Vec<&Cause>> = Vec::new();
    for cause in causes {
        let same = |group: &&mut Vec<&Cause>| {
            group[0].direction == cause.direction && group[0].change() == cause.change()
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(cause),
            None => groups.push(vec![cause]),
        }
    }
    groups.iter_mut().for_each(|group| group.sort_by_key(|cause| Reverse(cause.readers.len())));
    groups
}

/// Reports a change: its causes, the contracts before and after it, and the name of the one before.
pub fn report<'d>(
    diagnostics: &'d mut Diagnostics,
    model: &Model,
    (old, new): (&Lock, &Lock),
    causes: &[&Cause],
    since: &str,
) -> Option<&'d mut Diagnostic> {
    let (cause, others) = causes.split_first()?;
    let problem = &cause.problem;
    let rule = match cause.direction {
        Direction::Backward => &BACKWARD,
        Direction::Forward => &FORWARD,
    };
    let name = problem.field.as_deref();
    let edited = name.and_then(|name| of_type(model, (old, new), &problem.owner, name));
    let first = || {
        let mut events = model.events.iter();
        events.find(|event| cause.events.contains(&event.name)).map(|event| event.span)
    };
    let span = edited.or_else(|| place(model, &problem.owner, name)).or_else(first);
    let report = diagnostics.report(rule, span.unwrap_or(model.version_span), cause.title());
    report.label(format!("differs from {since}")).hint(advice(cause, old, new));
    for note in notes(cause) {
        report.note(note);
    }
    for other in others {
        let names = other.reader_names();
        report.note(format!("also, for {names}: {}", other.problem.reason));
    }
    Some(report.note(format!("change: {}", cause.change())))
}
