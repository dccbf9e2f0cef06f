//! Checks the names in Avro that items have of their own.

use std::collections::BTreeMap;

use crate::ast::{self, Text};
use crate::diagnostic::Diagnostics;
use crate::model::{AvroNamespace, AvroProfile, RecordId};
use crate::names;
use crate::resolve::Held;
use crate::resolve::data::Data;
use crate::resolve::graph::reached;
use crate::resolve::header::is_avro_type;
use crate::resolve::index::Index;
use crate::rule::meaning::{AVRO_MIXED, AVRO_NAME};
use crate::source::Span;

/// Checks the form of every name.
pub(crate) fn shapes(diagnostics: &mut Diagnostics, ast: &ast::Catalog) {
    for event in &ast.events {
        shape(diagnostics, event.avro_name.as_ref());
    }
    for record in &ast.records {
        shape(diagnostics, record.avro_name.as_ref());
    }
    for item in &ast.enums {
        shape(diagnostics, item.avro_name.as_ref());
    }
}

fn shape(diagnostics: &mut Diagnostics, full: Option<&Text>) {
    let Some(full) = full else { return };
    let parts = full.value.rsplit_once('.');
    let is_valid = parts.is_some_and(|(namespace, name)| {
        namespace.split('.').all(names::is_avro_name) && is_avro_type(name)
    });
    if !is_valid {
        let message = format!("`{}` is not a valid full name for an Avro record", full.value);
        diagnostics
            .report(&AVRO_NAME, full.span, message)
            .hint("write a namespace and a name, such as `org.example.lending.Book`");
    }
}

/// Reports names that two types have, or a record and the event that contains it.
pub(crate) fn mixed(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    held: &Held<'_, '_>,
    data: &[Data<'_>],
    (profile, namespace): (&AvroProfile, &str),
) {
    let Some(records) = unique(diagnostics, index, (profile, namespace)) else { return };
    for (event, data) in index.events.items.iter().zip(data) {
        let Some(full) = &event.avro_name else { continue };
        let Some(record) = records.get(&full.value) else { continue };
        if reached(held.edges, held.starts(data))[*record] {
            let message = format!("the event and one of its records are `{}` in Avro", full.value);
            diagnostics
                .report(&AVRO_MIXED, full.span, message)
                .related(index.records.items[*record].name.span, "the record")
                .hint("change `avro_name` of one of the two");
        }
    }
}

/// The records by their full names, if any item has a name of its own; reports names that two types have.
fn unique(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    (profile, namespace): (&AvroProfile, &str),
) -> Option<BTreeMap<String, usize>> {
    let records = &index.records.items;
    let has_own = records.iter().any(|record| record.avro_name.is_some())
        || index.events.items.iter().any(|event| event.avro_name.is_some())
        || index.enums.items.iter().any(|item| item.avro_name.is_some());
    if !has_own {
        return None;
    }
    let in_domain = profile.namespace == AvroNamespace::Domain;
    let record = |id: usize| match &records[id].avro_name {
        Some(full) => Some((full.value.clone(), full.span)),
        None => {
            let id = RecordId(u32::try_from(id).ok()?);
            let full = format!("{namespace}.{}", index.qualified(id));
            in_domain.then(|| (full, records[id.0 as usize].name.span))
        }
    };
    let item = |item: &ast::Enum| match &item.avro_name {
        Some(full) => Some((full.value.clone(), full.span)),
        None => in_domain.then(|| (format!("{namespace}.{}", item.name.value), item.name.span)),
    };
    let mut spans: BTreeMap<String, Span> = BTreeMap::new();
    let mut by_name = BTreeMap::new();
    let records = (0..records.len()).map(|id| (record(id), Some(id)));
    let enums = index.enums.items.iter().map(|ast| (item(ast), None));
    for (name, id) in records.chain(enums) {
        let Some((full, span)) = name else { continue };
        if let Some(first) = spans.get(&full) {
            let message = format!("two types are `{full}` in Avro");
            diagnostics
                .report(&AVRO_MIXED, span, message)
                .related(*first, "the first one")
                .hint("change `avro_name` of one of the two");
            continue;
        }
        spans.insert(full.clone(), span);
        by_name.extend(id.map(|id| (full, id)));
    }
    Some(by_name)
}
