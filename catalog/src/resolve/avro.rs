//! Reports events whose Avro schema has two records with the same name.
//!
//! Unless their domains are their namespaces, a schema names records without their domain, and defines
//! each name once. Two records may share a name only if they are equal in Avro.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{AvroNamespace, AvroProfile, RecordId, Type};
use crate::names;
use crate::resolve::Held;
use crate::resolve::data::Data;
use crate::resolve::enums;
use crate::resolve::fields::Field;
use crate::resolve::graph::{reached, reversed};
use crate::resolve::index::Index;
use crate::resolve::records::Records;
use crate::resolve::scalars::Bases;
use crate::rule::meaning::AVRO_MIXED;

/// Checks the schema of every event that has one.
pub(crate) fn mixed(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    bases: &Bases,
    records: &Records<'_>,
    held: &Held<'_, '_>,
    data: &[Data<'_>],
    profile: &AvroProfile,
) {
    if profile.namespace == AvroNamespace::Domain {
        return;
    }
    let name = |id: usize| index.records.items[id].name.value.as_str();
    let top = |event: &ast::Event| profile.top_record(&event.name.value);
    let tops: BTreeSet<String> = match &profile.record {
        Some(record) => [record.clone()].into(),
        None => index.events.items.iter().map(|event| top(event)).collect(),
    };
    symbols(diagnostics, index, profile, &tops);
    let mut by_name: HashMap<&str, usize> = tops.iter().map(|top| (top.as_str(), 1)).collect();
    let is_own = |id: usize| index.records.items[id].avro_name.is_some();
    for record in index.records.items.iter().filter(|record| record.avro_name.is_none()) {
        *by_name.entry(&record.name.value).or_default() += 1;
    }
    let shared: Vec<usize> =
        (0..records.0.len()).filter(|id| !is_own(*id) && by_name[name(*id)] > 1).collect();
    if shared.is_empty() {
        return;
    }
    // Only records that lead to a shared name are walked for every event.
    let leads = reached(&reversed(held.edges), shared.iter().copied());
    for (event, data) in index.events.items.iter().zip(data) {
        if event.local_only.is_some() {
            continue;
        }
        let reached = walk(held.edges, &leads, held.starts(data));
        let top = top(event);
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        let shared = |id: &usize| !is_own(*id) && by_name[name(*id)] > 1;
        let mixed = reached.into_iter().filter(shared).find_map(|id| {
            let other = first.get(name(id)).copied();
            first.entry(name(id)).or_insert(id);
            let mixes = match other {
                Some(other) => !is_alike(index, bases, records, id, other),
                None => name(id) == top,
            };
            mixes.then_some((id, other))
        });
        if let Some((id, other)) = mixed {
            report(diagnostics, index, event, id, other);
        }
    }
}

/// Reports enums that are an `enum` in Avro and have the name of a top record, whether or not its event has both.
fn symbols(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    profile: &AvroProfile,
    tops: &BTreeSet<String>,
) {
    let is_mixed = |item: &&&ast::Enum| {
        item.avro_name.is_none()
            && tops.contains(&item.name.value)
            && enums::has_symbols(item, profile)
    };
    for item in index.enums.items.iter().filter(is_mixed) {
        let name = &item.name;
        let message = format!("the enum `{}` has the name of a top record in Avro", name.value);
        diagnostics
            .report(&AVRO_MIXED, name.span, message)
            .hint("rename it, or write `namespace: domain` or `enums: false` below `avro`");
    }
}

/// True if the two records are equal in Avro, or if one of them is malformed.
fn is_alike(
    index: &Index<'_>,
    bases: &Bases,
    records: &Records<'_>,
    one: usize,
    other: usize,
) -> bool {
    let shape = |id| shape(index, bases, records, id);
    records.0[one].broken || records.0[other].broken || shape(one) == shape(other)
}

/// The records that an event reaches and that lead to a shared name, in a fixed order.
fn walk(edges: &[Vec<usize>], leads: &[bool], starts: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut next: Vec<usize> = starts.filter(|id| leads[*id]).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = next.pop() {
        if seen.insert(id) {
            next.extend(edges[id].iter().filter(|id| leads[**id]));
        }
    }
    seen.into_iter().collect()
}

/// A record in Avro: the names and types of its fields, with records by name only.
fn shape(
    index: &Index<'_>,
    bases: &Bases,
    records: &Records<'_>,
    id: usize,
) -> Vec<(String, Option<String>)> {
    let Ok(id) = u32::try_from(id) else { return Vec::new() };
    let of_field = |field: &Field<'_>| {
        let wire = field.ast.wire.as_ref().map(|wire| wire.value.as_str());
        let ty = field.ty.as_ref().map(|ty| {
            let written = avro_type(index, bases, ty);
            let null = field.is_optional() && !matches!(ty, Type::Nullable(_));
            if null { written + "?" } else { written }
        });
        (names::in_avro(&field.ast.name.value, wire).to_owned(), ty)
    };
    records.fields(RecordId(id)).map(of_field).collect()
}

fn avro_type(index: &Index<'_>, bases: &Bases, ty: &Type) -> String {
    let inner = |inner: &Type| avro_type(index, bases, inner);
    match ty {
        Type::List(of) => format!("array<{}>", inner(of)),
        Type::Map(of) => format!("map<{}>", inner(of)),
        Type::Nullable(of) => format!("{}?", inner(of)),
        Type::Primitive(primitive) => primitive.avro().to_owned(),
        Type::Scalar(id) => bases.get(*id).map_or("", |base| base.primitive.avro()).to_owned(),
        Type::Enum(id) => enums::primitive(index.enums.items[id.0 as usize]).avro().to_owned(),
        Type::Record(id) => format!("record {}", index.records.items[id.0 as usize].name.value),
        // Two of one name in different domains can have other cases.
        Type::Variant(id) => format!("variant {}", id.0),
    }
}

fn report(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    event: &ast::Event,
    id: usize,
    other: Option<usize>,
) {
    let record = index.records.items[id];
    let bare = &record.name.value;
    let message = match other {
        Some(_) => format!("the Avro schema of this event has two records named `{bare}`"),
        None => {
            format!("the Avro schema of this event has the name `{bare}` of one of its records")
        }
    };
    let report = diagnostics.report(&AVRO_MIXED, event.name.span, message);
    report.related(record.name.span, "one record");
    if let Some(other) = other {
        report.related(index.records.items[other].name.span, "the other record");
    }
    report.hint("rename one of them, or write `namespace: domain` below `avro`");
}
