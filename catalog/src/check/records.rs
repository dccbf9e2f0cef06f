//! Rules about unused records, scalars, enums and variants.

use std::collections::BTreeSet;

use crate::ast::{self, Text};
use crate::check::findings::Findings;
use crate::model::{Core, Field, Model};
use crate::resolve::reached;
use crate::rule::convention::{UNREACHED_RECORD, UNUSED_TYPE};

/// A record is reached through the fields of events and of reached records, and if an event extends it
/// or one that extends it. Otherwise extending a record does not reach it: its fields are copied.
pub(crate) fn check_reached(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    let in_field = |field: &Field| model.records_in(&field.ty).map(|id| id.0 as usize);
    let edges: Vec<Vec<usize>> = model
        .records
        .iter()
        .map(|record| record.fields.iter().flat_map(in_field).collect())
        .collect();
    let starts = model.events.iter().flat_map(|event| event.data.iter().flat_map(in_field));
    let bases = model.events.iter().flat_map(|event| {
        std::iter::successors(event.extends, |base| model[*base].extends).map(|id| id.0 as usize)
    });
    let reached = reached(&edges, starts.chain(bases));
    let extended: BTreeSet<&str> =
        ast.records.iter().filter_map(|record| bare(record.extends.as_ref()?)).collect();
    for (record, _) in ast.records.iter().zip(reached).filter(|(_, reached)| !reached) {
        let (name, span) = (&record.name.value, record.name.span);
        let message = format!("the record `{name}` is not part of any event");
        if let Some(report) = findings.report(&UNREACHED_RECORD, &[&record.allow], span, message) {
            let hint = if extended.contains(name.as_str()) {
                "other records extend it: waive the rule, or use the record in an event too"
            } else {
                "remove it, or use it in an event"
            };
            report.hint(hint);
        }
    }
}

/// The name of an extended record without its domain; exact enough for a hint.
fn bare(extends: &Text) -> Option<&str> {
    extends.value.rsplit('.').next()
}

/// A scalar, enum or variant is used if any field, case or custom property has its type, even in an unused record:
/// another rule is about those.
pub(crate) fn check_used(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    let mut scalars = vec![false; model.scalars.len()];
    let mut enums = vec![false; model.enums.len()];
    let mut variants = vec![false; model.variants.len()];
    let of_records = model.records.iter().flat_map(|record| &record.fields);
    let fields = of_records.chain(model.events.iter().flat_map(|event| &event.data));
    let cases = model.variants.iter().flat_map(|variant| &variant.cases).map(|case| &case.ty);
    let properties = model.properties.iter().map(|property| &property.ty);
    for ty in fields.map(|field| &field.ty).chain(cases).chain(properties) {
        match ty.core() {
            Core::Scalar(id) => scalars[id.0 as usize] = true,
            Core::Enum(id) => enums[id.0 as usize] = true,
            Core::Variant(id) => variants[id.0 as usize] = true,
            Core::Primitive(_) | Core::Record(_) => {}
        }
    }
    let scalars = ast.scalars.iter().map(|of| ("scalar", &of.name, &of.allow)).zip(scalars);
    let enums = ast.enums.iter().map(|of| ("enum", &of.name, &of.allow)).zip(enums);
    let variants = ast.variants.iter().map(|of| ("variant", &of.name, &of.allow)).zip(variants);
    let all = scalars.chain(enums).chain(variants);
    for ((kind, name, allow), _) in all.filter(|(_, used)| !used) {
        let message = format!("no field has the type `{}`", name.value);
        if let Some(report) = findings.report(&UNUSED_TYPE, &[allow], name.span, message) {
            report.hint(format!("remove the {kind}, or make it the type of a field"));
        }
    }
}
