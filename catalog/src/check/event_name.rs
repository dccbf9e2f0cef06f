//! Rules about the names of events, most of them compared to their types.

use crate::ast;
use crate::check::event_type::Claims;
use crate::check::findings::Findings;
use crate::resolve::is_event_name;
use crate::rule::convention::{NAME_ACTION, NAME_EVENT, NAME_FROM_TYPE, NAME_VERSION};

/// The name without its version, and the digits of the version.
pub(super) fn split_version(name: &str) -> (&str, Option<&str>) {
    let start = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let (stem, digits) = name.split_at(start);
    match stem.strip_suffix("_V") {
        Some(stem) if !digits.is_empty() => (stem, Some(digits)),
        _ => (name, None),
    }
}

fn upper(segments: &[&str]) -> String {
    segments.join("_").replace('-', "_").to_ascii_uppercase()
}

pub(crate) fn check_version(claims: &mut Claims<'_, '_, '_>) {
    let Claims { event, segments, .. } = *claims;
    let (stem, written) = split_version(&event.name.value);
    let expected = segments.major().filter(|major| !matches!(*major, "0" | "1"));
    // Without a version in the type, there is nothing to compare.
    if written == expected || segments.major().is_none() {
        return;
    }
    let name = expected.map_or_else(|| stem.to_owned(), |major| format!("{stem}_V{major}"));
    let message = match expected {
        Some(major) => format!("the type has version {major}, but the name does not"),
        None => "only versions from 2 on are part of a name".to_owned(),
    };
    let part = segments.nothing();
    if let Some(report) = claims.report(&NAME_VERSION, part, event.name.span, message) {
        report.hint(format!("rename it to `{name}`"));
    }
}

pub(crate) fn check_from_type(claims: &mut Claims<'_, '_, '_>) {
    let Claims { event, segments, .. } = *claims;
    let Some(words) = segments.subject_and_action() else { return };
    let (stem, version) = split_version(&event.name.value);
    let expected = upper(words);
    // Another rule reports a different action, or a type without the parts of a name.
    if stem == expected
        || !is_event_name(&expected)
        || !ends_in_action(stem, words[words.len() - 1])
    {
        return;
    }
    let version = version.map_or_else(String::new, |digits| format!("_V{digits}"));
    let message = format!("the name does not match the type, expected `{expected}{version}`");
    let part = segments.name_span();
    if let Some(report) = claims.report(&NAME_FROM_TYPE, part, event.name.span, message) {
        report.hint("rename the event, or change its type if nothing uses it yet");
    }
}

pub(crate) fn check_action(claims: &mut Claims<'_, '_, '_>) {
    let Claims { event, segments, .. } = *claims;
    let Some(action) = segments.action() else { return };
    let (stem, _) = split_version(&event.name.value);
    if ends_in_action(stem, action) {
        return;
    }
    let message =
        format!("the name does not end with the action of the type, `{}`", upper(&[action]));
    let part = segments.action_span();
    if let Some(report) = claims.report(&NAME_ACTION, part, event.name.span, message) {
        report.hint("end the name and the type with the same word");
    }
}

fn ends_in_action(stem: &str, action: &str) -> bool {
    let before = stem.strip_suffix(&upper(&[action]));
    before.is_some_and(|before| before.is_empty() || before.ends_with('_'))
}

pub(crate) fn check_word_event(findings: &mut Findings<'_>, event: &ast::Event) {
    if !event.name.value.split('_').any(|word| word == "EVENT") {
        return;
    }
    let message = "the name of an event contains the word EVENT";
    if let Some(report) = findings.report(&NAME_EVENT, &[&event.allow], event.name.span, message) {
        report.hint("remove the word: it says nothing about the event");
    }
}
