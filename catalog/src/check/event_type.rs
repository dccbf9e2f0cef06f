//! Rules about event types: `<namespace>.<domain>.<subject>.….<action>.v<n>`.

mod participle;

use std::ops::Range;

use crate::ast::{self, Text};
use crate::check::findings::Findings;
use crate::resolve::{segments, within};
use crate::rule::convention::{
    TYPE_DOMAIN, TYPE_LETTERS, TYPE_NAMESPACE, TYPE_PARTICIPLE, TYPE_SEGMENTS, TYPE_VERSION,
};
use crate::source::Span;
use participle::is_participle;

/// An event type taken apart. A part that is not there, or not where it should be, is missing, and
/// rules about it are silent: one rule reports that.
pub(crate) struct Segments<'a> {
    text: &'a Text,
    namespace: &'a str,
    in_namespace: bool,
    /// Behind the namespace; not read if the namespace is another.
    domain: Option<(&'a str, Span)>,
    /// Between domain and version, the action last.
    middle: Vec<&'a str>,
    action: Option<(&'a str, Span)>,
    version: Version<'a>,
}

/// The last segment.
enum Version<'a> {
    /// `v` and a number without leading zeros.
    Good(&'a str),
    /// Something that was probably meant to be a version.
    Bad(Span),
    /// No version at all.
    Missing,
}

impl<'a> Segments<'a> {
    pub(crate) fn of(text: &'a Text, namespace: &'a str) -> Self {
        let rest = text.value.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('.'));
        let start = rest.map_or(0, |rest| text.value.len() - rest.len());
        let parts = segments(&text.value[start..]);
        let parts =
            parts.map(|(part, range)| (part, within(text, range.start + start..range.end + start)));
        let mut parts: Vec<(&str, Span)> = parts.collect();
        let version = match parts.last() {
            Some((last, _)) if is_version(last) => Version::Good(&last[1..]),
            Some((last, span)) if is_like_version(last) => Version::Bad(*span),
            _ => Version::Missing,
        };
        if !matches!(version, Version::Missing) {
            parts.pop();
        }
        let domain = parts.first().copied().filter(|_| rest.is_some());
        let middle = parts.iter().skip(1).map(|(part, _)| *part).collect();
        let action = parts.last().copied().filter(|_| parts.len() > 1);
        Segments { text, namespace, in_namespace: rest.is_some(), domain, middle, action, version }
    }

    /// Makes rules about the domain silent.
    pub(crate) fn forget_domain(&mut self) {
        self.domain = None;
    }

    /// The action, where there is one.
    pub(crate) fn action(&self) -> Option<&'a str> {
        self.action.map(|(action, _)| action)
    }

    /// Subject and action, where the type has all its parts.
    pub(crate) fn subject_and_action(&self) -> Option<&[&'a str]> {
        let complete = self.in_namespace && self.middle.len() >= 2;
        complete.then_some(self.middle.as_slice())
    }

    /// The digits of the major version.
    pub(crate) fn major(&self) -> Option<&'a str> {
        match self.version {
            Version::Good(digits) => Some(digits),
            Version::Bad(_) | Version::Missing => None,
        }
    }
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| {
        let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        number && (digits == "0" || !digits.starts_with('0'))
    })
}

fn is_like_version(segment: &str) -> bool {
    let digits = segment.trim_start_matches(['v', 'V']);
    let parts = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    digits.bytes().all(parts)
        && (digits.is_empty() || digits.starts_with(|c: char| c.is_ascii_digit()))
}

pub(crate) fn check_segments(
    findings: &mut Findings<'_>,
    event: &ast::Event,
    segments: &Segments<'_>,
) {
    if !segments.in_namespace || segments.middle.len() >= 2 {
        return;
    }
    let message = match segments.middle[..] {
        [_] => "the event type has a subject or an action, not both",
        _ => "the event type has no subject and no action",
    };
    let (namespace, domain) = (segments.namespace, &event.domain.value);
    if let Some(report) =
        findings.report(&TYPE_SEGMENTS, &[&event.allow], segments.text.span, message)
    {
        report.hint(format!("write `{namespace}.{domain}.<subject>.<action>.v1`"));
    }
}

pub(crate) fn check_namespace(
    findings: &mut Findings<'_>,
    event: &ast::Event,
    segments: &Segments<'_>,
) {
    if segments.in_namespace {
        return;
    }
    let namespace = segments.namespace;
    // What is wrong in its letters only, the rule about letters reports.
    let lower = segments.text.value.to_ascii_lowercase();
    let begins = lower.strip_prefix(namespace).is_some_and(|rest| rest.starts_with('.'));
    if begins && findings.speaks(&TYPE_LETTERS, &event.allow) {
        return;
    }
    let message = format!("the event type does not begin with `{namespace}.`");
    if let Some(report) =
        findings.report(&TYPE_NAMESPACE, &[&event.allow], segments.text.span, message)
    {
        report.hint("every event type begins with the `namespace` of the catalog");
    }
}

pub(crate) fn check_domain(
    findings: &mut Findings<'_>,
    event: &ast::Event,
    segments: &Segments<'_>,
) {
    let Some((written, span)) = segments.domain else { return };
    let domain = &event.domain.value;
    if written == domain {
        return;
    }
    let message = format!("the event type says `{written}`, but the event is in `{domain}`");
    if let Some(report) = findings.report(&TYPE_DOMAIN, &[&event.allow], span, message) {
        report.related(event.domain.span, "the domain of the event");
        report.hint("write the domain after the namespace, or move the event");
    }
}

pub(crate) fn check_version(
    findings: &mut Findings<'_>,
    event: &ast::Event,
    segments: &Segments<'_>,
) {
    let span = match segments.version {
        Version::Good(_) => return,
        Version::Bad(span) => span,
        // Where nothing follows the domain, that is the mistake.
        Version::Missing if segments.in_namespace && segments.middle.is_empty() => return,
        Version::Missing => segments.text.span,
    };
    let message = "the event type does not end in a version";
    if let Some(report) = findings.report(&TYPE_VERSION, &[&event.allow], span, message) {
        report.hint("end it in `v` and the major version: `.v1`");
    }
}

pub(crate) fn check_letters(
    findings: &mut Findings<'_>,
    event: &ast::Event,
    segments: &Segments<'_>,
) {
    let whole = &segments.text.value;
    let legal = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let good = |part: &str| part.bytes().all(legal) && !begins_with_digit(part);
    // The last segment has a rule of its own where it is meant to be a version.
    let version =
        |range: &Range<usize>, part: &str| range.end == whole.len() && is_like_version(part);
    let mut bad = crate::resolve::segments(whole)
        .filter(|(part, range)| !good(part) && !version(range, part));
    let Some((first, range)) = bad.next() else { return };
    let span = within(segments.text, range);
    if begins_with_digit(first) {
        let message = format!("the segment `{first}` begins with a digit");
        if let Some(report) = findings.report(&TYPE_LETTERS, &[&event.allow], span, message) {
            report.hint(format!("Avro demands a letter: put a word first, such as `user_{first}`"));
        }
        return;
    }
    let message = format!("the segment `{first}` has other letters than a-z, 0-9 and `_`");
    let mended = first.to_ascii_lowercase().replace('-', "_");
    if let Some(report) = findings.report(&TYPE_LETTERS, &[&event.allow], span, message) {
        report.hint(match first.contains('-') {
            true => format!("write `{mended}`: a name in Avro has no hyphen"),
            false => format!("write `{mended}`: event types are in lower case"),
        });
    }
}

fn begins_with_digit(segment: &str) -> bool {
    segment.starts_with(|first: char| first.is_ascii_digit())
}

pub(crate) fn check_participle(
    findings: &mut Findings<'_>,
    event: &ast::Event,
    segments: &Segments<'_>,
) {
    let Some((action, span)) = segments.action else { return };
    if is_participle(action) {
        return;
    }
    let message = format!("the action `{action}` does not say what has happened");
    if let Some(report) = findings.report(&TYPE_PARTICIPLE, &[&event.allow], span, message) {
        report.hint("name it by a past participle, such as `created` or `sent`");
    }
}
