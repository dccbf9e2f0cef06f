//! Finds records that contain themselves: reports those that cannot be constructed, and finds the
//! fields that need a box in Rust.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostics;
use crate::model::{self, RecordId, Type, VariantId};
use crate::resolve::graph::components;
use crate::resolve::index::Index;
use crate::resolve::records::{FieldRef, Records};
use crate::resolve::variants::Variants;
use crate::rule::meaning::ENDLESS_RECORD;
use crate::sort;

/// Something that holds a record or a variant, not in a list or map.
struct Edge {
    from: usize,
    to: usize,
    way: Way,
    /// Whether it may hold none.
    empty: bool,
}

/// What an edge is in the catalog.
#[derive(Clone, Copy)]
enum Way {
    Field(FieldRef),
    /// The case of a variant, and its position.
    Case(VariantId, usize),
}

/// The strongly connected component of each record, and then of each variant.
pub(crate) struct Boxes {
    components: Vec<usize>,
    records: usize,
}

impl Boxes {
    /// True if a field of `record` holds the record again, so Rust needs a box. A cycle of fields
    /// that always hold a record has been reported, so boxes in the others are enough, and in the
    /// cases of variants.
    pub(crate) fn boxed(&self, record: RecordId, field: &model::Field) -> bool {
        let component = |id: RecordId| self.components[id.0 as usize];
        held(&field.ty).is_some_and(|(to, nullable)| match to {
            Held::Record(to) => {
                (nullable || field.presence.is_optional()) && component(to) == component(record)
            }
            Held::Variant(_) => false,
        })
    }

    /// True if a case of this type holds the variant again.
    pub(crate) fn boxed_case(&self, variant: VariantId, ty: &Type) -> bool {
        let own = self.components[self.records + variant.0 as usize];
        matches!(ty, Type::Record(id) if self.components[id.0 as usize] == own)
    }
}

/// Reports every cycle of required fields, and marks the records in it as broken.
pub(crate) fn cycles(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    records: &mut Records<'_>,
    variants: &Variants<'_>,
) -> Boxes {
    let mut edges = edges(records, variants);
    let (of_records, count) = (records.0.len(), records.0.len() + variants.0.len());
    if count > of_records {
        leave_finite(&mut edges, of_records, variants);
    }
    let required = edges.iter().filter(|edge| !edge.empty);
    let component = components(&targets(count, required.clone()));
    // The edges inside each component; only cycles have any.
    let mut cycles: BTreeMap<usize, Vec<&Edge>> = BTreeMap::new();
    for edge in required.filter(|edge| component[edge.from] == component[edge.to]) {
        cycles.entry(component[edge.from]).or_default().push(edge);
    }
    let mut cycles: Vec<_> = cycles.into_values().collect();
    sort::by_key(&mut cycles, |inside| inside.iter().map(|edge| edge.from).min());
    for inside in &cycles {
        report(diagnostics, index, records, variants, inside);
        for edge in inside {
            if let Some(record) = records.0.get_mut(edge.from) {
                record.broken = true;
            }
        }
    }
    Boxes { components: components(&targets(count, &edges)), records: of_records }
}

fn edges(records: &Records<'_>, variants: &Variants<'_>) -> Vec<Edge> {
    let count = records.0.len();
    let target = |held: Held| match held {
        Held::Record(id) => id.0 as usize,
        Held::Variant(id) => count + id.0 as usize,
    };
    let of_record = |id: RecordId| {
        records.get(id).flat.iter().filter_map(move |place| {
            let field = records.field(*place);
            let (to, nullable) = held(field.ty.as_ref()?)?;
            let empty = nullable || field.is_optional();
            Some(Edge { from: id.0 as usize, to: target(to), way: Way::Field(*place), empty })
        })
    };
    let mut edges: Vec<Edge> = records.ids().flat_map(of_record).collect();
    for (id, variant) in (0..).map(VariantId).zip(&variants.0) {
        let from = count + id.0 as usize;
        for (position, case) in variant.cases.iter().enumerate() {
            if let Some((to, _)) = case.ty.as_ref().and_then(held) {
                let way = Way::Case(id, position);
                edges.push(Edge { from, to: target(to), way, empty: false });
            }
        }
    }
    edges
}

/// Marks the edges from variants that have a value which does not contain itself: each of their
/// cases can be left out.
fn leave_finite(edges: &mut [Edge], records: usize, variants: &Variants<'_>) {
    let count = records + variants.0.len();
    let (mut needs, mut users) = (vec![0; count], vec![Vec::new(); count]);
    for edge in edges.iter().filter(|edge| !edge.empty) {
        needs[edge.from] += 1;
        users[edge.to].push(edge.from);
    }
    // How many of what it needs must end before it does: one case of a variant is enough, and one
    // that holds nothing of the kind has ended.
    let waits = |(node, needs): (usize, usize)| match node.checked_sub(records) {
        None => needs,
        Some(variant) => usize::from(needs == variants.0[variant].cases.len()),
    };
    let mut waits: Vec<usize> = needs.into_iter().enumerate().map(waits).collect();
    let mut ended: Vec<usize> = (0..count).filter(|node| waits[*node] == 0).collect();
    while let Some(node) = ended.pop() {
        for user in &users[node] {
            if waits[*user] > 0 {
                waits[*user] -= 1;
                ended.extend((waits[*user] == 0).then_some(*user));
            }
        }
    }
    for edge in edges.iter_mut().filter(|edge| edge.from >= records) {
        edge.empty = waits[edge.from] == 0;
    }
}

/// What a field or a case can hold that can contain others.
#[derive(Clone, Copy)]
enum Held {
    Record(RecordId),
    Variant(VariantId),
}

/// The record or variant that every value of the type holds, except null.
fn held(ty: &Type) -> Option<(Held, bool)> {
    match ty {
        Type::Record(id) => Some((Held::Record(*id), false)),
        Type::Variant(id) => Some((Held::Variant(*id), false)),
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
    variants: &Variants<'_>,
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
    let name = |edge: &Edge| match edge.way {
        Way::Field(_) => index.qualified(RecordId(u32::try_from(edge.from).unwrap_or(u32::MAX))),
        Way::Case(id, _) => index.qualified_variant(id),
    };
    let written = |edge: &Edge| match edge.way {
        Way::Field(place) => {
            let field = records.field(place).ast;
            (&field.name, &field.ty)
        }
        Way::Case(id, position) => {
            let case = variants.0[id.0 as usize].cases[position].ast;
            (&case.name, &case.ty)
        }
    };
    let steps = path.iter().map(|edge| format!("{}.{}", name(edge), written(edge).0.value));
    let steps = steps.collect::<Vec<_>>().join("` needs `");
    let last = path[path.len() - 1];
    let message = format!("`{}` contains itself without end: `{steps}`", name(path[0]));
    let (key, ty) = written(last);
    let span = ty.as_ref().map_or(key.span, |text| text.span);
    let report = diagnostics.report(&ENDLESS_RECORD, span, message);
    for edge in &path[..path.len() - 1] {
        report.related(written(edge).0.span, "part of the cycle");
    }
    report.hint(match path.iter().any(|edge| matches!(edge.way, Way::Case(..))) {
        true => "make one of the fields nullable, or give the variant a case that does not hold it",
        false => "make one of these fields nullable, a list or a map: add `?` to its type",
    });
}
