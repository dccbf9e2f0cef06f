//! Checking: the catalog in; a finding for each convention it breaks out.
//!
//! One rule, one function. Rules about an event's own texts need the catalog as written only, so
//! they speak also where resolving found errors; the others wait until there is a model.

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

use std::collections::BTreeSet;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::resolve::{is_event_name, is_event_type, is_namespace};
use description::Described;
use event_type::Segments;
pub(crate) use expired::{Dated, expired};
use findings::Findings;

/// Rules about the event type and the event's name in the light of it.
const TYPE_RULES: [fn(&mut Findings<'_>, &ast::Event, &Segments<'_>); 9] = [
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

/// Rules about a description, or about there being none.
const DESCRIPTION_RULES: [fn(&mut Findings<'_>, &Described<'_>); 4] = [
    description::check_missing,
    description::check_name,
    description::check_end,
    description::check_twice,
];

/// Rules about the catalog as meant.
const MODEL_RULES: [fn(&mut Findings<'_>, &Model, &ast::Catalog); 9] = [
    payload::check_data_records,
    payload::check_key_personal,
    personal::check_marked,
    records::check_reached,
    records::check_used,
    deprecated::check_records,
    deprecated::check_fields,
    deprecated::check_keys,
    expired::check_waived,
];

/// Checks all conventions, then the waivers of those that were broken.
pub(crate) fn check(diagnostics: &mut Diagnostics, model: Option<&Model>, ast: &ast::Catalog) {
    let namespace = ast.header.as_ref().and_then(|header| header.namespace.as_ref());
    // What begins with no namespace cannot begin with the right one.
    let namespace = namespace.filter(|namespace| is_namespace(&namespace.value));
    let defined: BTreeSet<&str> =
        ast.domains.iter().map(|domain| domain.name.value.as_str()).collect();
    let mut findings = Findings::new(diagnostics, &ast.lint);
    let (mut names, mut types) = (BTreeSet::new(), BTreeSet::new());
    for event in &ast.events {
        // What has been reported while resolving is not judged by its form as well.
        if !is_event_name(&event.name.value) || !names.insert(&event.name.value) {
            continue;
        }
        let event_type = event.event_type.as_ref();
        let event_type = event_type.filter(|event_type| is_event_type(&event_type.value));
        let event_type = event_type.filter(|event_type| types.insert(&event_type.value));
        if let (Some(event_type), Some(namespace)) = (event_type, namespace) {
            let mut segments = Segments::of(event_type, &namespace.value);
            if !defined.contains(event.domain.value.as_str()) {
                segments.forget_domain();
            }
            TYPE_RULES.iter().for_each(|rule| rule(&mut findings, event, &segments));
        }
        EVENT_RULES.iter().for_each(|rule| rule(&mut findings, event));
    }
    description::each(ast, |described| {
        DESCRIPTION_RULES.iter().for_each(|rule| rule(&mut findings, &described));
    });
    if let Some(model) = model {
        MODEL_RULES.iter().for_each(|rule| rule(&mut findings, model, ast));
    }
    waivers::check_levels(&mut findings, ast);
    waivers::check_waivers(&mut findings, ast, model.is_some());
}
