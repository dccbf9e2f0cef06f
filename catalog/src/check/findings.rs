//! Reports the findings of rules, unless they are waived or the rule is off.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{Lint, Waiver};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rule::Rule;
use crate::sort;
use crate::source::Span;

/// The levels that a catalog sets, by code; `None` if a rule is off.
pub(crate) type Levels = BTreeMap<String, Option<Severity>>;

/// The levels that a catalog sets.
pub(crate) fn levels(lint: &[Lint]) -> Levels {
    let level = |lint: &Lint| {
        let level = match lint.level.value.as_str() {
            "allow" => None,
            "warn" => Some(Severity::Warning),
            _ => Some(Severity::Error),
        };
        (lint.rule.value.clone(), level)
    };
    sort::map(lint.iter().map(level))
}

/// What rules report to.
pub(crate) struct Findings<'d> {
    diagnostics: &'d mut Diagnostics,
    levels: &'d Levels,
    /// The waivers that were used.
    used: BTreeSet<Span>,
}

impl<'d> Findings<'d> {
    /// `used` has the waivers that were used before.
    pub(crate) fn new(
        diagnostics: &'d mut Diagnostics,
        levels: &'d Levels,
        used: BTreeSet<Span>,
    ) -> Self {
        Findings { diagnostics, levels, used }
    }

    /// The waivers that were used.
    pub(crate) fn into_used(self) -> BTreeSet<Span> {
        self.used
    }

    /// Reports a finding on an item with these waivers; returns the diagnostic to complete.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        waivers: &[&[Waiver]],
        span: Span,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        let level = self.judge(rule, waivers)?;
        let report = self.diagnostics.report(rule, span, message);
        report.severity(level);
        Some(report)
    }

    /// The level of a finding on an item with these waivers; `None` if it is not reported. With it,
    /// a rule that is off and that many items violate avoids formatting messages.
    pub(crate) fn judge(&mut self, rule: &'static Rule, waivers: &[&[Waiver]]) -> Option<Severity> {
        if self.accept(rule, waivers) { None } else { self.level(rule) }
    }

    /// True if one of the waivers is for this rule; it counts as used then.
    pub(crate) fn accept(&mut self, rule: &'static Rule, waivers: &[&[Waiver]]) -> bool {
        let covers =
            |waiver: &&Waiver| waiver.rule.as_ref().is_some_and(|named| named.value == rule.code);
        let waiver = waivers.iter().flat_map(|list| list.iter()).find(covers);
        waiver.is_some_and(|waiver| {
            self.used.insert(waiver.span);
            true
        })
    }

    fn level(&self, rule: &'static Rule) -> Option<Severity> {
        self.levels.get(rule.code).copied().unwrap_or(rule.level())
    }

    /// True if a finding by this rule would be reported.
    pub(crate) fn speaks(&self, rule: &'static Rule, waivers: &[Waiver]) -> bool {
        let mut named = waivers.iter().filter_map(|waiver| waiver.rule.as_ref());
        self.level(rule).is_some() && named.all(|named| named.value != rule.code)
    }

    /// True if the waiver was used.
    pub(crate) fn is_used(&self, waiver: &Waiver) -> bool {
        self.used.contains(&waiver.span)
    }

    /// Reports a finding whatever the levels and waivers are.
    pub(crate) fn report_always(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.diagnostics.report(rule, span, message)
    }
}
