//! Rules about records.

use std::collections::BTreeSet;

use crate::ast::{self, Text};
use crate::check::findings::Findings;
use crate::model::Model;
use crate::resolve::{reached, record_in};
use crate::rule::convention::UNREACHED_RECORD;

/// A record is reached through the fields of events and of reached records. A base is not: its fields
/// are flattened into those that extend it, so nothing carries it.
pub(crate) fn check_reached(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    let in_field = |field: &crate::model::Field| record_in(&field.ty).map(|id| id.0 as usize);
    let edges: Vec<Vec<usize>> = model
        .records
        .iter()
        .map(|record| record.fields.iter().filter_map(in_field).collect())
        .collect();
    let starts = model.events.iter().flat_map(|event| event.data.iter().filter_map(in_field));
    let reached = reached(&edges, starts);
    let extended: BTreeSet<&str> =
        ast.records.iter().filter_map(|record| bare(record.extends.as_ref()?)).collect();
    for (record, _) in ast.records.iter().zip(reached).filter(|(_, reached)| !reached) {
        let (name, span) = (&record.name.value, record.name.span);
        let message = format!("no event carries the record `{name}`");
        if let Some(report) = findings.report(&UNREACHED_RECORD, &[&record.allow], span, message) {
            let hint = if extended.contains(name.as_str()) {
                "records extend it: say so in a waiver, or use it in an event as well"
            } else {
                "remove it, or use it in an event"
            };
            report.hint(hint);
        }
    }
}

/// The name of an extended record without its domain: close enough for a hint.
fn bare(extends: &Text) -> Option<&str> {
    extends.value.rsplit('.').next()
}
