//! Reports what is wrong with one event type: each part of it at most once.

use crate::ast;
use crate::check::event_type::Segments;
use crate::check::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::rule::Rule;
use crate::source::Span;

/// An event and its type, which the rules judge in an order: the first that is broken by a part of
/// the type silences the later ones about that part.
pub(crate) struct Claims<'f, 'd, 'a> {
    findings: &'f mut Findings<'d>,
    pub(crate) event: &'f ast::Event,
    pub(crate) segments: &'f Segments<'a>,
    /// The parts that were reported.
    claimed: Vec<Span>,
}

impl<'f, 'd, 'a> Claims<'f, 'd, 'a> {
    pub(crate) fn new(
        findings: &'f mut Findings<'d>,
        event: &'f ast::Event,
        segments: &'f Segments<'a>,
    ) -> Self {
        Self { findings, event, segments, claimed: Vec::new() }
    }

    /// Reports at `span` what is wrong with `part` of the type.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        part: Span,
        span: Span,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        let waivers = [self.event.allow.as_slice()];
        self.findings.judge(rule, &waivers)?;
        let overlaps = |other: &Span| other.start < part.end && part.start < other.end;
        if self.claimed.iter().any(overlaps) {
            return None;
        }
        self.claimed.push(part);
        self.findings.report(rule, &waivers, span, message)
    }

    /// True if a finding by this rule would be reported, if no other rule has reported its part.
    pub(crate) fn speaks(&self, rule: &'static Rule) -> bool {
        self.findings.speaks(rule, &self.event.allow)
    }
}
