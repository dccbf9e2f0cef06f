//! Binds and flattens records.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::RecordId;
use crate::parallel;
use crate::resolve::bind::Binder;
use crate::resolve::fields::{Field, fields, listed_names};
use crate::resolve::index::Index;
use crate::resolve::scalars::Bases;
use crate::rule::meaning::{EXTENDS_CYCLE, EXTENDS_UNKNOWN};
use crate::rule::yaml::FILE_SIZE;
use crate::sort;

/// The longest chain of records that extend each other. Flattening copies the fields of all of
/// them, so without a limit a small file could use all memory.
const EXTENDS_LIMIT: usize = 32;

/// The greatest number of inherited fields in a catalog, for the same reason.
pub(crate) const INHERITED_LIMIT: usize = 1_000_000;

/// A bound record.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) ast: &'a ast::Record,
    /// The record it extends.
    pub(crate) base: Option<RecordId>,
    /// Its own fields.
    pub(crate) own: Vec<Field<'a>>,
    /// All its fields in wire order, as references to where they are defined.
    pub(crate) flat: Vec<FieldRef>,
    /// Positions in `flat` by name, computed when first needed.
    by_name: OnceLock<BTreeMap<&'a str, usize>>,
    /// A part of it was reported, so fields may be missing.
    pub(crate) broken: bool,
}

/// Where a field is defined: the record, and the position in its own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FieldRef {
    pub(crate) record: RecordId,
    pub(crate) own: usize,
}

/// All records, by id.
#[derive(Debug)]
pub(crate) struct Records<'a>(pub(crate) Vec<Record<'a>>);

impl<'a> Records<'a> {
    pub(crate) fn get(&self, id: RecordId) -> &Record<'a> {
        &self.0[id.0 as usize]
    }

    pub(crate) fn field(&self, field: FieldRef) -> &Field<'a> {
        &self.get(field.record).own[field.own]
    }

    /// All fields of a record in wire order.
    pub(crate) fn fields(&self, id: RecordId) -> impl Iterator<Item = &Field<'a>> {
        self.get(id).flat.iter().map(|field| self.field(*field))
    }

    /// The positions of all fields of a record, by name.
    pub(crate) fn by_name(&self, id: RecordId) -> &BTreeMap<&'a str, usize> {
        let names = || self.fields(id).map(|field| field.ast.name.value.as_str());
        let by_name = || sort::map(names().enumerate().map(|(position, name)| (name, position)));
        self.get(id).by_name.get_or_init(by_name)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = RecordId> + use<> {
        (0..).take(self.0.len()).map(RecordId)
    }
}

/// Binds and flattens all records. `None` if they inherit too much, which was reported.
pub(crate) fn records<'a>(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, 'a>,
    bases: &Bases,
) -> Option<Records<'a>> {
    let index = binder.index;
    let items = &index.records.items;
    let of_record = |diagnostics: &mut Diagnostics, binder: &mut Binder<'_, 'a>, ast: &&'a _| {
        bind(diagnostics, binder, bases, ast)
    };
    let sound = parallel::map_sound(index.size(), items, || Binder::new(index), of_record);
    let bound = sound
        .unwrap_or_else(|| items.iter().map(|ast| bind(diagnostics, binder, bases, ast)).collect());
    let mut records = Records(bound);
    let order = order(diagnostics, index, &mut records);
    if let Some(id) = too_much(&records, &order) {
        report_inherited(diagnostics, records.get(id));
        return None;
    }
    for id in order {
        flatten(&mut records, id);
    }
    Some(records)
}

/// The record with which there are too many inherited fields, counted before any is copied.
fn too_much(records: &Records<'_>, order: &[RecordId]) -> Option<RecordId> {
    let mut counts = vec![0_usize; records.0.len()];
    let mut inherited = 0;
    order.iter().copied().find(|id| {
        let record = records.get(*id);
        let of_base = record.base.map_or(0, |base| counts[base.0 as usize]);
        inherited += of_base;
        counts[id.0 as usize] = of_base + record.own.len();
        inherited > INHERITED_LIMIT
    })
}

fn report_inherited(diagnostics: &mut Diagnostics, record: &Record<'_>) {
    let span = record.ast.extends.as_ref().map_or(record.ast.name.span, |text| text.span);
    let message = format!("the records up to here inherit more than {INHERITED_LIMIT} fields");
    diagnostics
        .report(&FILE_SIZE, span, message)
        .hint("add a field that holds the base instead, or extend a smaller record");
}

/// Binds a record's own fields.
fn bind<'a>(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, 'a>,
    bases: &Bases,
    ast: &'a ast::Record,
) -> Record<'a> {
    let domain = ast.domain.value.as_str();
    let own = fields(diagnostics, binder, bases, domain, &ast.fields);
    let extends = ast.extends.as_ref();
    let base = extends.and_then(|text| binder.record(diagnostics, &EXTENDS_UNKNOWN, domain, text));
    let broken = ast.broken || base.is_none() && extends.is_some();
    Record { ast, base, own, flat: Vec::new(), by_name: OnceLock::new(), broken }
}

/// The records, every base before those that extend it. Reports cycles and chains that are too
/// long; a record in or after one is broken and has only its own fields.
fn order(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    records: &mut Records<'_>,
) -> Vec<RecordId> {
    // The length of each record's chain; 0 if not known yet.
    let mut lengths = vec![0_usize; records.0.len()];
    let mut order = Vec::with_capacity(records.0.len());
    for id in records.ids() {
        let mut path = Vec::new();
        let mut on_path = BTreeSet::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| lengths[id.0 as usize] == 0) {
            if !on_path.insert(id) {
                let cycle = path.iter().skip_while(|other| **other != id).copied();
                let cycle: Vec<RecordId> = cycle.collect();
                report_cycle(diagnostics, index, records, &cycle);
                break;
            }
            path.push(id);
            next = records.get(id).base;
        }
        for id in path.into_iter().rev() {
            let base = records.get(id).base;
            let length = 1 + base.map_or(0, |base| lengths[base.0 as usize]);
            if length > EXTENDS_LIMIT {
                report_length(diagnostics, records, id);
            }
            let broken_base = records.get(id).base.is_some_and(|base| records.get(base).broken);
            let record = &mut records.0[id.0 as usize];
            record.broken |= broken_base;
            // After a chain that is too long, counting starts again, so that it is reported once.
            lengths[id.0 as usize] = if record.base.is_some() { length } else { 1 };
            order.push(id);
        }
    }
    order
}

fn report_cycle(
    diagnostics: &mut Diagnostics,
    index: &Index<'_>,
    records: &mut Records<'_>,
    cycle: &[RecordId],
) {
    let Some(first) = cycle.first() else { return };
    let path = cycle.iter().chain([first]).map(|id| index.qualified(*id));
    let path = path.collect::<Vec<_>>().join("` extends `");
    let ast = records.get(*first).ast;
    let span = ast.extends.as_ref().map_or(ast.name.span, |text| text.span);
    diagnostics
        .report(&EXTENDS_CYCLE, span, format!("`{path}`"))
        .hint("move what they share into a record that does not extend any of them");
    for id in cycle {
        let record = &mut records.0[id.0 as usize];
        record.base = None;
        record.broken = true;
    }
}

fn report_length(diagnostics: &mut Diagnostics, records: &mut Records<'_>, id: RecordId) {
    let record = &mut records.0[id.0 as usize];
    let span = record.ast.extends.as_ref().map_or(record.ast.name.span, |text| text.span);
    let message = format!("a chain of `extends` has more than {EXTENDS_LIMIT} records");
    diagnostics.report(&EXTENDS_CYCLE, span, message).hint("extend an earlier record of the chain");
    record.base = None;
    record.broken = true;
}

/// Inherited fields first; a redefined field is where it is redefined.
fn flatten<'a>(records: &mut Records<'a>, id: RecordId) {
    let record = records.get(id);
    let mut flat = Vec::new();
    if let Some(base) = record.base {
        let own = listed_names(&record.own);
        let inherited = records.get(base).flat.iter();
        let inherited = inherited.filter(|place| records.field(**place).is_inherited_beside(&own));
        flat.extend(inherited);
    }
    flat.extend((0..record.own.len()).map(|own| FieldRef { record: id, own }));
    records.0[id.0 as usize].flat = flat;
}
