//! Rules about dates in the past: expired waivers and accepted changes, and deprecated items that should have
//! been removed.
//!
//! They are apart from the other rules because only the caller knows today's date.

use crate::ast::{self, Lint};
use crate::check::findings::{Findings, levels};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Date, Deprecation, Field, Model, Waiver};
use crate::rule::Rule;
use crate::rule::convention::{REMOVAL_PASSED, WAIVER_DATE};
use crate::rule::history::ACCEPTANCE_DATE;
use crate::source::Span;

/// The levels of these rules; `None` if a rule is off.
#[derive(Debug)]
pub(crate) struct Dated {
    waivers: Option<Severity>,
    removals: Option<Severity>,
}

impl Dated {
    pub(crate) fn of(lint: &[Lint]) -> Self {
        let levels = levels(lint);
        let level = |rule: &Rule| levels.get(rule.code).copied().unwrap_or(rule.level());
        Self { waivers: level(&WAIVER_DATE), removals: level(&REMOVAL_PASSED) }
    }
}

/// Reports dates before `today`, in the order of the source.
pub(crate) fn expired(model: &Model, levels: &Dated, today: Date) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    if let Some(severity) = levels.waivers {
        waivers(&mut diagnostics, model, severity, today);
    }
    if let Some(severity) = levels.removals {
        let mut removals = Removals { diagnostics: &mut diagnostics, severity, today };
        removals.of(model);
    }
    accepted(&mut diagnostics, model, today);
    diagnostics.into_sorted()
}

fn accepted(diagnostics: &mut Diagnostics, model: &Model, today: Date) {
    for item in &model.evolution.accepted {
        let Some(until) = item.until.filter(|until| *until < today) else { continue };
        let message = format!("the change of `{}` was accepted until {until}", item.change);
        diagnostics
            .report(&ACCEPTANCE_DATE, item.span, message)
            .hint("undo the change and remove the entry, or set a later `until`");
    }
}

fn waivers(diagnostics: &mut Diagnostics, model: &Model, severity: Severity, today: Date) {
    for waiver in model.waivers() {
        let Some(until) = waiver.until.filter(|until| *until < today) else { continue };
        let message = format!("the waiver of {} ended on {until}", waiver.rule);
        diagnostics
            .report(&WAIVER_DATE, waiver.span, message)
            .severity(severity)
            .hint("fix what it waives and remove the waiver, or set a later `until`");
    }
}

/// Reports removals in the past.
struct Removals<'d> {
    diagnostics: &'d mut Diagnostics,
    severity: Severity,
    today: Date,
}

impl Removals<'_> {
    fn of(&mut self, model: &Model) {
        for (of, value) in
            model.enums.iter().flat_map(|of| of.values.iter().map(move |value| (of, value)))
        {
            let what = || format!("the value `{}` of `{}`", value.value, of.name);
            let waivers = [value.waivers.as_slice(), &of.waivers];
            self.item(what, value.deprecated.as_ref(), of.span, &waivers);
        }
        for record in &model.records {
            let what = || format!("the record `{}`", record.name);
            self.item(what, record.deprecated.as_ref(), record.span, &[&record.waivers]);
            self.fields(record.own(), &record.waivers);
        }
        for event in &model.events {
            let what = || format!("the event `{}`", event.name);
            self.item(what, event.deprecated.as_ref(), event.span, &[&event.waivers]);
            self.fields(event.own(), &event.waivers);
        }
    }

    fn fields<'f>(&mut self, fields: impl Iterator<Item = &'f Field>, outer: &[Waiver]) {
        for field in fields {
            let what = || format!("the field `{}`", field.name);
            self.item(what, field.deprecated.as_ref(), field.span, &[&field.waivers, outer]);
        }
    }

    fn item(
        &mut self,
        what: impl FnOnce() -> String,
        deprecated: Option<&Deprecation>,
        span: Span,
        waivers: &[&[Waiver]],
    ) {
        let Some(removal) = deprecated.and_then(|deprecated| deprecated.removal) else { return };
        let is_waived =
            waivers.iter().any(|list| list.iter().any(|of| of.rule == REMOVAL_PASSED.code));
        if removal >= self.today || is_waived {
            return;
        }
        let message = format!("{} should have been removed on {removal}", what());
        self.diagnostics
            .report(&REMOVAL_PASSED, span, message)
            .severity(self.severity)
            .hint("remove it, or set a later `removal`");
    }
}

/// Counts a waiver of this rule as used from the start, so that it is not reported as unused before
/// the day of the removal.
pub(crate) fn check_waived(findings: &mut Findings<'_>, _: &Model, ast: &ast::Catalog) {
    let goes = |deprecated: &Option<Box<ast::Deprecation>>| {
        deprecated.as_ref().is_some_and(|deprecated| deprecated.removal.is_some())
    };
    for of in &ast.enums {
        for value in of.values.iter().filter(|value| goes(&value.deprecated)) {
            findings.accept(&REMOVAL_PASSED, &[&value.allow, &of.allow]);
        }
    }
    let records = ast.records.iter().map(|of| (&of.deprecated, &of.fields, &of.allow));
    let events = ast.events.iter().map(|of| (&of.deprecated, &of.data, &of.allow));
    for (deprecated, fields, allow) in records.chain(events) {
        if goes(deprecated) {
            findings.accept(&REMOVAL_PASSED, &[allow]);
        }
        for field in fields.iter().filter(|field| goes(&field.deprecated)) {
            findings.accept(&REMOVAL_PASSED, &[&field.allow, allow]);
        }
    }
}
