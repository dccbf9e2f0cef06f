//! Rules about event types: `<namespace>.<domain>.<subject>.….<action>.v<n>`.

mod claims;
mod namespace;
mod participle;

use std::ops::Range;

use regex_lite::Regex;

use crate::ast::{self, Text};
use crate::check::event_name::split_version;
use crate::check::findings::Findings;
use crate::resolve::{is_event_type, segments, within};
use crate::rule::convention::{
    TYPE_DOMAIN, TYPE_LETTERS, TYPE_NAMESPACE, TYPE_PARTICIPLE, TYPE_PATTERN, TYPE_SEGMENTS,
    TYPE_VERSION,
};
use crate::source::Span;
pub(crate) use claims::Claims;
pub(crate) use namespace::of_types as namespace_of_types;
use participle::is_participle;

/// The parts of an event type. If a part is missing or in the wrong place, one rule reports that
/// and the rules about the part are silent.
pub(crate) struct Segments<'a> {
    text: &'a Text,
    namespace: &'a str,
    in_namespace: bool,
    /// After the namespace; `None` if the namespace is wrong.
    domain: Option<(&'a str, Span)>,
    /// Between domain and version, the action last.
    middle: Vec<&'a str>,
    /// The namespace, or as many segments.
    start: Span,
    /// What comes after it.
    rest: Span,
    action: Option<(&'a str, Span)>,
    version: Version<'a>,
}

/// The last segment.
enum Version<'a> {
    /// `v` and a number without leading zeros.
    Good(&'a str),
    /// Something that was probably meant as a version.
    Bad(Span),
    /// Not a version.
    Missing,
}

impl<'a> Segments<'a> {
    pub(crate) fn of(text: &'a Text, namespace: &'a str) -> Self {
        let rest = text.value.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('.'));
        let start = rest.map_or(0, |rest| text.value.len() - rest.len());
        let count = segments(namespace).count();
        let end = segments(&text.value).nth(count - 1).map_or(text.value.len(), |(_, it)| it.end);
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
        Segments {
            text,
            namespace,
            in_namespace: rest.is_some(),
            domain,
            middle,
            start: within(text, 0..end),
            rest: within(text, end..text.value.len()),
            action,
            version,
        }
    }

    /// Silences the rules about the domain.
    pub(crate) fn forget_domain(&mut self) {
        self.domain = None;
    }

    /// The action, if there is one.
    pub(crate) fn action(&self) -> Option<&'a str> {
        self.action.map(|(action, _)| action)
    }

    /// Subject and action, if the type has all parts.
    pub(crate) fn subject_and_action(&self) -> Option<&[&'a str]> {
        let complete = self.in_namespace && self.middle.len() >= 2;
        complete.then_some(self.middle.as_slice())
    }

    /// Where subject, action and version are.
    pub(crate) fn name_span(&self) -> Span {
        let start = self.domain.map_or(self.rest.start, |(_, domain)| domain.end);
        Span { start, ..self.rest }
    }

    /// Where the action is.
    pub(crate) fn action_span(&self) -> Span {
        self.action.map_or(self.rest, |(_, span)| span)
    }

    /// No part of the type.
    pub(crate) fn nothing(&self) -> Span {
        Span { start: self.rest.end, ..self.rest }
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

pub(crate) fn check_segments(claims: &mut Claims<'_, '_, '_>) {
    let Claims { event, segments, .. } = *claims;
    if !segments.in_namespace || segments.middle.len() >= 2 {
        return;
    }
    let message = match segments.middle[..] {
        [_] => "the event type has a subject or an action, but not both",
        _ => "the event type has no subject and no action",
    };
    let (namespace, domain) = (segments.namespace, &event.domain.value);
    if let Some(report) = claims.report(&TYPE_SEGMENTS, segments.rest, segments.text.span, message)
    {
        report.hint(format!("write `{namespace}.{domain}.<subject>.<action>.v1`"));
    }
}

pub(crate) fn check_namespace(claims: &mut Claims<'_, '_, '_>) {
    let segments = claims.segments;
    if segments.in_namespace {
        return;
    }
    let namespace = segments.namespace;
    // The rule about letters reports a difference in case.
    let lower = segments.text.value.to_ascii_lowercase();
    let begins = lower.strip_prefix(namespace).is_some_and(|rest| rest.starts_with('.'));
    if begins && claims.speaks(&TYPE_LETTERS) {
        return;
    }
    let message = format!("the event type does not start with `{namespace}.`");
    let report = claims.report(&TYPE_NAMESPACE, segments.start, segments.text.span, message);
    if let Some(report) = report {
        report.hint("start every event type with the `namespace` of the catalog");
    }
}

pub(crate) fn check_domain(claims: &mut Claims<'_, '_, '_>) {
    let Claims { event, segments, .. } = *claims;
    let Some((written, span)) = segments.domain else { return };
    let domain = &event.domain.value;
    if written == domain {
        return;
    }
    let message =
        format!("the event type has the domain `{written}`, but the event is in `{domain}`");
    if let Some(report) = claims.report(&TYPE_DOMAIN, span, span, message) {
        report.related(event.domain.span, "the domain of the event");
        report.hint("write the domain of the event after the namespace, or move the event");
    }
}

pub(crate) fn check_version(claims: &mut Claims<'_, '_, '_>) {
    let segments = claims.segments;
    let (part, span) = match segments.version {
        Version::Good(_) => return,
        Version::Bad(span) => (span, span),
        // If nothing follows the domain, that is the mistake.
        Version::Missing if segments.in_namespace && segments.middle.is_empty() => return,
        // Without the namespace either, the whole type is something else.
        Version::Missing if !segments.in_namespace => (segments.text.span, segments.text.span),
        Version::Missing => {
            // What is no action may be meant as a version.
            let other = segments.action.filter(|(action, _)| !is_participle(action));
            (other.map_or(segments.nothing(), |(_, span)| span), segments.text.span)
        }
    };
    let message = "the event type does not end with a version";
    if let Some(report) = claims.report(&TYPE_VERSION, part, span, message) {
        report.hint("end it with `v` and the major version: `.v1`");
    }
}

pub(crate) fn check_letters(claims: &mut Claims<'_, '_, '_>) {
    let segments = claims.segments;
    let whole = &segments.text.value;
    let legal = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let good = |part: &str| part.bytes().all(legal) && !starts_with_digit(part);
    // Another rule is about the last segment, if it is meant as a version.
    let version =
        |range: &Range<usize>, part: &str| range.end == whole.len() && is_like_version(part);
    let bad = crate::resolve::segments(whole)
        .filter(|(part, range)| !good(part) && !version(range, part));
    for (part, range) in bad {
        let span = within(segments.text, range);
        let digit = starts_with_digit(part);
        let message = match digit {
            true => format!("the segment `{part}` starts with a digit"),
            false => format!("the segment `{part}` has characters other than a-z, 0-9 and `_`"),
        };
        let Some(report) = claims.report(&TYPE_LETTERS, span, span, message) else { continue };
        let fixed = part.to_ascii_lowercase().replace('-', "_");
        report.hint(match part.contains('-') {
            _ if digit => {
                format!("Avro requires a letter: put a word first, such as `user_{part}`")
            }
            true => format!("write `{fixed}`: names in Avro have no hyphen"),
            false => format!("write `{fixed}`: event types are in lower case"),
        });
        return;
    }
}

fn starts_with_digit(segment: &str) -> bool {
    segment.starts_with(|first: char| first.is_ascii_digit())
}

pub(crate) fn check_participle(claims: &mut Claims<'_, '_, '_>) {
    let Claims { event, segments, .. } = *claims;
    let Some((action, span)) = segments.action else { return };
    if is_participle(action) {
        return;
    }
    let message = format!("the action `{action}` is not a past participle");
    if let Some(report) = claims.report(&TYPE_PARTICIPLE, span, span, message) {
        let name = split_version(&event.name.value).0.to_ascii_lowercase();
        let last = name.rsplit('_').next().filter(|word| is_participle(word));
        report.hint(match last {
            Some(word) => format!("write `{word}`, as the name of the event does"),
            None => "use a past participle, such as `created` or `sent`".to_owned(),
        });
    }
}

/// In place of all other rules about event types, in a catalog that has a pattern for them.
pub(crate) fn check_pattern(findings: &mut Findings<'_>, event: &ast::Event, pattern: &Regex) {
    let Some(event_type) = &event.event_type else { return };
    if !is_event_type(&event_type.value) || pattern.is_match(&event_type.value) {
        return;
    }
    let message = format!("the event type does not match `{}`", pattern.as_str());
    if let Some(report) = findings.report(&TYPE_PATTERN, &[&event.allow], event_type.span, message)
    {
        report.hint("change the type, or the pattern `event_types` of the catalog");
    }
}
