//! Waivers that have run out: a catalog and a day in, a finding for each out.
//!
//! Apart from the other rules, since only the doors know what day it is.

use crate::ast::Lint;
use crate::check::findings::levels;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Date, Model, Waiver};
use crate::rule::convention::WAIVER_DATE;

/// The level of these findings in a catalog; `None` where it wants none.
pub(crate) fn level(lint: &[Lint]) -> Option<Severity> {
    levels(lint).get(WAIVER_DATE.code).copied().unwrap_or(Some(WAIVER_DATE.severity))
}

/// Reports the waivers whose last day lies before `today`, by place.
pub(crate) fn expired(model: &Model, severity: Severity, today: Date) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    for waiver in waivers(model) {
        let Some(until) = waiver.until.filter(|until| *until < today) else { continue };
        let message = format!("the waiver of {} ended on {until}", waiver.rule);
        diagnostics
            .report(&WAIVER_DATE, waiver.span, message)
            .severity(severity)
            .hint("mend what it waives and remove it, or set a later `until`");
    }
    diagnostics.into_sorted()
}

fn waivers(model: &Model) -> impl Iterator<Item = &Waiver> {
    let of_records = model.records.iter().flat_map(|record| {
        record.waivers.iter().chain(record.fields.iter().flat_map(|field| &field.waivers))
    });
    let of_events = model.events.iter().flat_map(|event| {
        event.waivers.iter().chain(event.data.iter().flat_map(|field| &field.waivers))
    });
    of_records.chain(of_events)
}
