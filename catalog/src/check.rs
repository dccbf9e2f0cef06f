//! Checks the conventions, one function per rule.
//!
//! Rules about what is written in one item need the syntax tree only, so they run even if resolving
//! found errors; the others need a model.

mod deprecated;
mod description;
mod event_name;
mod event_type;
mod expired;
mod findings;
mod payload;
mod personal;
mod records;
mod waivers;

use std::collections::{BTreeSet, HashSet};

use regex_lite::Regex;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::parallel;
use crate::resolve::{compile, is_event_name, is_event_type, is_namespace};
use description::Described;
use event_type::{Claims, Segments, namespace_of_types};
pub(crate) use expired::{Dated, expired};
use findings::Findings;

/// Rules about an event's type, and its name compared to the type.
const TYPE_RULES: [fn(&mut Claims<'_, '_, '_>); 9] = [
    event_type::check_segments,
    event_type::check_namespace,
    event_type::check_domain,
    event_type::check_version,
    event_type::check_letters,
    event_type::check_participle,
    event_name::check_version,
    event_name::check_from_type,
    event_name::check_action,
];

/// Rules about an event as written.
const EVENT_RULES: [fn(&mut Findings<'_>, &ast::Event); 5] = [
    event_name::check_word_event,
    payload::check_suffix,
    payload::check_reserved,
    payload::check_key,
    payload::check_repository,
];

/// Rules about a description, or the lack of one.
const DESCRIPTION_RULES: [fn(&mut Findings<'_>, &Described<'_>); 4] = [
    description::check_missing,
    description::check_name,
    description::check_end,
    description::check_twice,
];

/// Rules about the catalog as meant.
const MODEL_RULES: [fn(&mut Findings<'_>, &Model, &ast::Catalog); 10] = [
    payload::check_data_records,
    payload::check_key_personal,
    personal::check_marked,
    records::check_reached,
    records::check_used,
    deprecated::check_bases,
    deprecated::check_fields,
    deprecated::check_cases,
    deprecated::check_keys,
    expired::check_waived,
];

/// A part of the work, which does not depend on the others.
type Part<'p> = Box<dyn Fn(&mut Findings<'_>) + Send + Sync + 'p>;

/// The number of items in a part.
const PART: usize = 64;

/// Checks all conventions, then the waivers.
pub(crate) fn check(diagnostics: &mut Diagnostics, model: Option<&Model>, ast: &ast::Catalog) {
    let levels = findings::levels(&ast.lint);
    let event_types = EventTypes::of(ast);
    let mut findings = Findings::new(diagnostics, &levels, BTreeSet::new());
    let judged = judged(&mut findings, ast, &event_types);
    let mut all_used = findings.into_used();
    let parts: Vec<Part<'_>> = of_events(&judged, &event_types)
        .chain(of_descriptions(ast))
        .chain(of_model(model, ast))
        .collect();
    let used = parallel::parts(diagnostics, ast.size(), parts, |diagnostics, part| {
        let mut findings = Findings::new(diagnostics, &levels, BTreeSet::new());
        part(&mut findings);
        findings.into_used()
    });
    all_used.extend(used.into_iter().flatten());
    let mut findings = Findings::new(diagnostics, &levels, all_used);
    waivers::check_levels(&mut findings, ast);
    waivers::check_waivers(&mut findings, ast, model.is_some());
}

/// What event types consist of.
enum EventTypes {
    /// Namespace, domain, subject, action and version.
    Parts,
    /// What the catalog says.
    Pattern(Regex),
    /// The pattern of the catalog is malformed, which was reported.
    Unknown,
}

impl EventTypes {
    fn of(ast: &ast::Catalog) -> Self {
        match ast.header.as_ref().and_then(|header| header.event_types.as_ref()) {
            Some(pattern) => compile(&pattern.value).map_or(Self::Unknown, Self::Pattern),
            None => Self::Parts,
        }
    }
}

/// An event with a valid name, and its type if that is valid too.
struct Judged<'a> {
    event: &'a ast::Event,
    segments: Option<Segments<'a>>,
}

/// Leaves out what resolving has reported already.
fn judged<'a>(
    findings: &mut Findings<'_>,
    ast: &'a ast::Catalog,
    pattern: &EventTypes,
) -> Vec<Judged<'a>> {
    let namespace = ast.header.as_ref().and_then(|header| header.namespace.as_ref());
    // Without a valid namespace, no type can start with it.
    let namespace = namespace.filter(|namespace| is_namespace(&namespace.value));
    let namespace = namespace.filter(|_| matches!(pattern, EventTypes::Parts));
    let namespace = namespace.map(|written| namespace_of_types(findings, written, &ast.events));
    let defined: BTreeSet<&str> =
        ast.domains.iter().map(|domain| domain.name.value.as_str()).collect();
    let (mut names, mut types) = (HashSet::new(), HashSet::new());
    let judge = |event: &'a ast::Event| {
        if !is_event_name(&event.name.value) || !names.insert(event.name.value.as_str()) {
            return None;
        }
        let event_type = event.event_type.as_ref();
        let event_type = event_type.filter(|event_type| is_event_type(&event_type.value));
        let event_type = event_type.filter(|event_type| types.insert(event_type.value.as_str()));
        let segments = event_type.zip(namespace).map(|(event_type, namespace)| {
            let mut segments = Segments::of(event_type, namespace);
            if !defined.contains(event.domain.value.as_str()) {
                segments.forget_domain();
            }
            segments
        });
        Some(Judged { event, segments })
    };
    ast.events.iter().filter_map(judge).collect()
}

fn of_events<'p>(
    judged: &'p [Judged<'_>],
    pattern: &'p EventTypes,
) -> impl Iterator<Item = Part<'p>> {
    let judge = |findings: &mut Findings<'_>, Judged { event, segments }: &Judged<'_>| {
        match pattern {
            EventTypes::Parts => {
                if let Some(segments) = segments {
                    let mut claims = Claims::new(findings, event, segments);
                    TYPE_RULES.iter().for_each(|rule| rule(&mut claims));
                }
            }
            EventTypes::Pattern(pattern) => event_type::check_pattern(findings, event, pattern),
            EventTypes::Unknown => {}
        }
        EVENT_RULES.iter().for_each(|rule| rule(findings, event));
    };
    let part = move |events: &'p [Judged<'_>]| -> Part<'p> {
        Box::new(move |findings| events.iter().for_each(|event| judge(findings, event)))
    };
    judged.chunks(PART).map(part)
}

fn of_descriptions(ast: &ast::Catalog) -> impl Iterator<Item = Part<'_>> {
    fn judge(findings: &mut Findings<'_>, of: &Described<'_>) {
        DESCRIPTION_RULES.iter().for_each(|rule| rule(findings, of));
    }
    let others: Part<'_> =
        Box::new(|findings| description::of_others(ast, |of| judge(findings, &of)));
    let records = ast.records.chunks(PART).map(|records| -> Part<'_> {
        Box::new(move |findings| {
            for record in records {
                description::of_record(record, |of| judge(findings, &of));
            }
        })
    });
    let events = ast.events.chunks(PART).map(|events| -> Part<'_> {
        Box::new(move |findings| {
            for event in events {
                description::of_event(event, |of| judge(findings, &of));
            }
        })
    });
    std::iter::once(others).chain(records).chain(events)
}

fn of_model<'p>(model: Option<&'p Model>, ast: &'p ast::Catalog) -> impl Iterator<Item = Part<'p>> {
    let part = move |model: &'p Model| {
        MODEL_RULES
            .iter()
            .map(move |rule| -> Part<'p> { Box::new(move |findings| rule(findings, model, ast)) })
    };
    model.into_iter().flat_map(part)
}
