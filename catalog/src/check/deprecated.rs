//! Rules about deprecated items that are used by others that are not deprecated.

use std::collections::BTreeSet;

use crate::ast::{self, Text, Waiver};
use crate::check::findings::Findings;
use crate::model::{Core, Deprecation, EnumId, Field, Model, RecordId, Replacement, Type, Value};
use crate::rule::convention::DEPRECATED_USED;
use crate::source::Span;

/// A use of a deprecated item.
struct Use<'m> {
    /// What is used, such as ``the record `OldBook` ``.
    what: String,
    deprecated: &'m Deprecation,
    /// Where it is defined.
    defined: Span,
}

/// Reports a use, unless the user is deprecated too.
fn report(
    findings: &mut Findings<'_>,
    model: &Model,
    waivers: &[&[Waiver]],
    at: Span,
    of: &Use<'_>,
) {
    let message = match of.deprecated.since {
        Some(since) => format!("{} has been deprecated since {since}", of.what),
        None => format!("{} is deprecated", of.what),
    };
    if let Some(report) = findings.report(&DEPRECATED_USED, waivers, at, message) {
        report.related(of.defined, "defined here");
        report.hint(match &of.deprecated.replacement {
            Some(replacement) => format!("use `{}`", name(model, replacement)),
            None => "stop using it, or deprecate what uses it too".to_owned(),
        });
    }
}

fn name(model: &Model, replacement: &Replacement) -> String {
    match replacement {
        Replacement::Event(id) => model[*id].name.clone(),
        Replacement::Record(id) => {
            let record = &model[*id];
            format!("{}.{}", model[record.domain].name, record.name)
        }
        Replacement::Sibling(name) => name.clone(),
    }
}

fn record(model: &Model, id: RecordId) -> Option<Use<'_>> {
    let record = &model[id];
    let deprecated = record.deprecated.as_ref()?;
    let what = format!("the record `{}`", record.name);
    Some(Use { what, deprecated, defined: record.span })
}

/// Records and events that extend a deprecated record.
pub(crate) fn check_bases(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    let records = model.records.iter().zip(&ast.records).map(|(heir, written)| {
        (heir.extends, heir.deprecated.is_none(), &written.extends, &written.allow)
    });
    let events = model.events.iter().zip(&ast.events).map(|(heir, written)| {
        (heir.extends, heir.deprecated.is_none(), &written.extends, &written.allow)
    });
    for (base, live, written, allow) in records.chain(events) {
        let base = base.filter(|_| live).and_then(|id| record(model, id));
        if let (Some(base), Some(written)) = (base, written) {
            report(findings, model, &[allow], written.span, &base);
        }
    }
}

/// Fields whose type is a deprecated record, or whose default is a deprecated value of an enum.
pub(crate) fn check_fields(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    let values = deprecated_values(model);
    for (holder, written) in model.records.iter().zip(&ast.records) {
        if holder.deprecated.is_none() {
            let fields = holder.own().zip(&written.fields);
            fields.for_each(|pair| of_field(findings, model, &values, pair, &written.allow));
        }
    }
    for (event, written) in model.events.iter().zip(&ast.events) {
        if event.deprecated.is_none() {
            let fields = event.own().zip(&written.data);
            fields.for_each(|pair| of_field(findings, model, &values, pair, &written.allow));
        }
    }
}

/// Cases of variants whose type is a deprecated record.
pub(crate) fn check_cases(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    for (variant, written) in model.variants.iter().zip(&ast.variants) {
        for (case, of) in variant.cases.iter().zip(&written.cases) {
            let place = of.ty.as_ref().map_or(of.name.span, |text| text.span);
            if let Some(used) = case.ty.record().and_then(|id| record(model, id)) {
                report(findings, model, &[&written.allow], place, &used);
            }
        }
    }
}

/// The enums that have a deprecated value.
fn deprecated_values(model: &Model) -> BTreeSet<EnumId> {
    let has = |id: &EnumId| model[*id].values.iter().any(|value| value.deprecated.is_some());
    (0..).take(model.enums.len()).map(EnumId).filter(has).collect()
}

fn of_field(
    findings: &mut Findings<'_>,
    model: &Model,
    values: &BTreeSet<EnumId>,
    (field, written): (&Field, &ast::Field),
    outer: &[Waiver],
) {
    if field.deprecated.is_some() {
        return;
    }
    let waivers = [written.allow.as_slice(), outer];
    let place = |text: Option<&Text>| text.map_or(field.span, |text| text.span);
    match field.ty.core() {
        Core::Record(id) => {
            if let Some(used) = record(model, id) {
                report(findings, model, &waivers, place(written.ty.as_ref()), &used);
            }
        }
        Core::Enum(id) if values.contains(&id) => {
            let (Some(value), Some(text)) = (field.presence.default(), &written.default) else {
                return;
            };
            if let Some(used) = deprecated_value(model, id, value) {
                report(findings, model, &waivers, text.span, &used);
            }
        }
        // The records of a variant are used by its cases.
        Core::Enum(_) | Core::Primitive(_) | Core::Scalar(_) | Core::Variant(_) => {}
    }
}

/// The first deprecated value in the default of an enum, or of lists and maps of it.
fn deprecated_value<'m>(model: &'m Model, id: EnumId, value: &Value) -> Option<Use<'m>> {
    match value {
        Value::String(_) | Value::Int(_) => {
            let of = &model[id];
            let known = of.on_wire(value)?;
            let deprecated = known.deprecated.as_ref()?;
            let what = format!("the value `{}` of `{}`", known.value, of.name);
            Some(Use { what, deprecated, defined: of.span })
        }
        Value::List(items) => items.iter().find_map(|item| deprecated_value(model, id, item)),
        Value::Map(entries) => {
            entries.iter().find_map(|(_, item)| deprecated_value(model, id, item))
        }
        _ => None,
    }
}

/// Keys that lead through a deprecated field.
pub(crate) fn check_keys(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    for (event, written) in model.events.iter().zip(&ast.events) {
        let (Some(key), Some(path), None) = (&event.key, &written.key, &event.deprecated) else {
            continue;
        };
        let mut fields = event.data.as_slice();
        for step in &key.steps {
            let field = &fields[*step];
            if let Some(deprecated) = &field.deprecated {
                let what = format!("the field `{}`", field.name);
                let used = Use { what, deprecated, defined: field.span };
                report(findings, model, &[&written.allow], path.span, &used);
                break;
            }
            let Type::Record(id) = &field.ty else { break };
            fields = &model[*id].fields;
        }
    }
}
