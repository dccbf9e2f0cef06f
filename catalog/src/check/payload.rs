//! Rules about the data of an event, its key and its repository.

use crate::ast;
use crate::check::findings::Findings;
use crate::model::{self, Core, Model, Type};
use crate::rule::convention::{
    DATA_RECORD, DATA_RESERVED, DATA_SUFFIX, KEY_MISSING, KEY_PERSONAL, NO_REPOSITORY,
};

/// Parameters of sending and receiving, which a data key with the same name would replace.
const ARGUMENTS: [&str; 7] =
    ["from_event_bus", "metadata", "self", "send_robust", "sender", "signal", "time"];

pub(crate) fn check_suffix(findings: &mut Findings<'_>, event: &ast::Event) {
    for field in &event.data {
        let name = &field.name.value;
        let Some(suffix) = ["_data", "_payload"].into_iter().find(|end| name.ends_with(end)) else {
            continue;
        };
        let message = format!("the data key `{name}` ends with `{suffix}`");
        let waivers: [&[ast::Waiver]; 2] = [&field.allow, &event.allow];
        if let Some(report) = findings.report(&DATA_SUFFIX, &waivers, field.name.span, message) {
            let stem = &name[..name.len() - suffix.len()];
            report.hint(format!("rename it to `{stem}`: the suffix says nothing"));
        }
    }
}

pub(crate) fn check_reserved(findings: &mut Findings<'_>, event: &ast::Event) {
    for field in &event.data {
        let name = &field.name.value;
        if !ARGUMENTS.contains(&name.as_str()) {
            continue;
        }
        let message = format!("`{name}` is a parameter of sending, so it cannot be a data key");
        let waivers: [&[ast::Waiver]; 2] = [&field.allow, &event.allow];
        if let Some(report) = findings.report(&DATA_RESERVED, &waivers, field.name.span, message) {
            report.hint("name the data after what it describes");
        }
    }
}

pub(crate) fn check_repository(findings: &mut Findings<'_>, event: &ast::Event) {
    if event.broken || !event.repository.is_empty() {
        return;
    }
    let message = format!("no repository is given for `{}`", event.name.value);
    if let Some(report) = findings.report(&NO_REPOSITORY, &[&event.allow], event.name.span, message)
    {
        report.hint("add `repository: owner/name`");
    }
}

pub(crate) fn check_key(findings: &mut Findings<'_>, event: &ast::Event) {
    if event.broken || event.key.is_some() || event.local_only.is_some() {
        return;
    }
    let waivers = [event.allow.as_slice()];
    if findings.judge(&KEY_MISSING, &waivers).is_none() {
        return;
    }
    let message = format!("`{}` has no key that keeps its events in order", event.name.value);
    if let Some(report) = findings.report(&KEY_MISSING, &waivers, event.name.span, message) {
        report.hint("add `key:` with the path to what the event is about, such as `user.id`");
    }
}

pub(crate) fn check_data_records(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    for (event, written) in model.events.iter().zip(&ast.events) {
        let own = event.own().zip(&written.data).filter(|(field, _)| !field.presence.is_extra());
        for (field, key) in own {
            let why = match field.ty.core() {
                Core::Record(id) if field.ty != Type::Record(id) => {
                    "a list, map or nullable type of a record".to_owned()
                }
                Core::Record(id) if model[id].domain == event.domain => continue,
                Core::Record(id) => format!("a record of `{}`", model[model[id].domain].name),
                Core::Variant(id) if field.ty != Type::Variant(id) => {
                    "a list, map or nullable type of a variant".to_owned()
                }
                Core::Variant(id) if model[id].domain == event.domain => continue,
                Core::Variant(id) => format!("a variant of `{}`", model[model[id].domain].name),
                Core::Primitive(_) | Core::Scalar(_) | Core::Enum(_) => "not a record".to_owned(),
            };
            let message = format!("the data key `{}` is {why}", field.name);
            let waivers: [&[ast::Waiver]; 2] = [&key.allow, &written.allow];
            if let Some(report) = findings.report(&DATA_RECORD, &waivers, field.span, message) {
                let domain = &model[event.domain].name;
                report.hint(format!("use a record of the event's own domain, `{domain}`"));
            }
        }
    }
}

pub(crate) fn check_key_personal(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    for (event, written) in model.events.iter().zip(&ast.events) {
        let Some(key) = &event.key else { continue };
        let Some(personal) = personal_step(model, event, key) else { continue };
        let span = written.key.as_ref().map_or(event.span, |path| path.span);
        let message = format!("the key is personal data: `{}` is marked", personal.name);
        if let Some(report) = findings.report(&KEY_PERSONAL, &[&written.allow], span, message) {
            report.related(personal.span, "marked itself, or by its record or type");
            report
                .hint("keys appear in logs and topics: use an id that does not identify a person");
        }
    }
}

/// The first field on the path of the key that is personal data.
fn personal_step<'m>(
    model: &'m Model,
    event: &'m model::Event,
    key: &model::Key,
) -> Option<&'m model::Field> {
    let mut fields = event.data.as_slice();
    for step in &key.steps {
        let field = &fields[*step];
        if field.pii {
            return Some(field);
        }
        let Type::Record(id) = &field.ty else { break };
        fields = &model[*id].fields;
    }
    None
}
