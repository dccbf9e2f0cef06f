//! Finds records that contain themselves: reports those that cannot be constructed, and finds the
//! fields that need a box in Rust.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostics;
use crate::model::{self, RecordId, Type};
use crate::resolve::graph::components;
use crate::resolve::index::Index;
use crate::resolve::records::{FieldRef, Records};
use crate::rule::meaning::ENDLESS_RECORD;

/// A field that holds a record, not in a list or map.
struct Edge {
    from: usize,
    to: usize,
    field: FieldRef,
    /// Whether the field may hold no record.
    empty: bool,
}

/// The strongly connected component of each record.
pub(crate) struct Boxes(Vec<usize>);

impl Boxes {
    /// True if a field of `record` holds the record again, so Rust needs a box. A cycle of fields
    /// that always hold a record has been reported, so boxes in the others are enough.
    pub(crate) fn boxed(&self, record: RecordId, field: &model::Field) -> bool {
        let component = |id: RecordId| self.0[id.0 as usize];
        held(&field.ty).is_some_and(|(to, nullable)| {
            (nullable || field.presence.is_optional()) && component(to) == component(record)
        })
    }
}

/// Reports every cycle of required fields, and marks the records in it as broken.
pub(crate) fn cycles(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    records: &mut Records<'_>,
) -> Boxes {
    let edges = edges(records);
    let count = records.0.len();
    let required = edges.iter().filter(|edge| !edge.empty);
    let component = components(&targets(count, required.clone()));
    // The edges inside each component; only cycles have any.
    let mut cycles: BTreeMap<usize, Vec<&Edge>> = BTreeMap::new();
    for edge in required.filter(|edge| component[edge.from] == component[edge.to]) {
        cycles.entry(component[edge.from]).or_default().push(edge);
    }
    let mut cycles: Vec<_> = cycles.into_values().collect();
    cycles.sort_by_key(|inside| inside.iter().map(|edge| edge.from).min());
    for inside in &cycles {
        report(diagnostics, index, records, inside);
        for edge in inside {
            records.0[edge.from].broken = true;
        }
    }
    Boxes(components(&targets(count, &edges)))
}

fn edges(records: &Records<'_>) -> Vec<Edge> {
    let of_record = |id: RecordId| {
        records.get(id).flat.iter().filter_map(move |place| {
            let field = records.field(*place);
            let (to, nullable) = held(field.ty.as_ref()?)?;
            let empty = nullable || field.is_optional();
            Some(Edge { from: id.0 as usize, to: to.0 as usize, field: *place, empty })
        })
    };
    records.ids().flat_map(of_record).collect()
}

/// The record that every value of the type holds, except null.
fn held(ty: &Type) -> Option<(RecordId, bool)> {
    match ty {
        Type::Record(id) => Some((*id, false)),
        Type::Nullable(inner) => held(inner).map(|(id, _)| (id, true)),
        Type::List(_) | Type::Map(_) => None,
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => None,
    }
}

fn targets<'e>(count: usize, edges: impl IntoIterator<Item = &'e Edge>) -> Vec<Vec<usize>> {
    let mut targets = vec![Vec::new(); count];
    for edge in edges {
        targets[edge.from].push(edge.to);
    }
    targets
}

/// Reports a cycle in a component.
fn report(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    records: &Records<'_>,
    inside: &[&Edge],
) {
    let mut ways: BTreeMap<usize, &Edge> = BTreeMap::new();
    for edge in inside {
        ways.entry(edge.from).or_insert(edge);
    }
    let mut at = inside[0].from;
    let mut seen = BTreeSet::new();
    while seen.insert(at) {
        at = ways[&at].to;
    }
    let mut path = vec![ways[&at]];
    while path[path.len() - 1].to != at {
        path.push(ways[&path[path.len() - 1].to]);
    }
    let name = |record: usize| index.qualified(RecordId(u32::try_from(record).unwrap_or(u32::MAX)));
    let field = |edge: &Edge| records.field(edge.field).ast;
    let steps = path.iter().map(|edge| format!("{}.{}", name(edge.from), field(edge).name.value));
    let steps = steps.collect::<Vec<_>>().join("` needs `");
    let last = path[path.len() - 1];
    let message = format!("`{}` contains itself without end: `{steps}`", name(at));
    let ty = field(last).ty.as_ref();
    let span = ty.map_or(field(last).name.span, |text| text.span);
    let report = diagnostics.report(&ENDLESS_RECORD, span, message);
    for edge in &path[..path.len() - 1] {
        report.related(field(edge).name.span, "part of the cycle");
    }
    report.hint("make one of these fields nullable, a list or a map: add `?` to its type");
}
