//! Building: everything bound and checked so far in, the parts of the model out.
//!
//! A part is `None` only where a report says why; then there is no model in the end.

mod event;
mod field;

pub(crate) use event::events;

use std::collections::BTreeMap;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{self, RecordId};
use crate::resolve::bind::Binder;
use crate::resolve::cycle::Boxes;
use crate::resolve::date;
use crate::resolve::deprecation::{Subject, deprecation};
use crate::resolve::personal::is_marked_record;
use crate::resolve::records::{FieldRef, Records};
use crate::resolve::scalars::Bases;
use crate::resolve::text_of;
use crate::resolve::value::Reader;
use field::Siblings;

/// What every part is built from.
pub(crate) struct Builder<'s, 'a> {
    pub(crate) binder: &'s Binder<'s, 'a>,
    pub(crate) bases: &'s Bases,
    pub(crate) records: &'s Records<'a>,
    pub(crate) reader: Reader<'s, 'a>,
}

/// The domains of the model.
pub(crate) fn domains(builder: &Builder<'_, '_>) -> Vec<model::Domain> {
    let domain = |domain: &&ast::Domain| {
        let name = domain.name.value.clone();
        let title = domain.title.as_ref().map(|title| title.value.clone());
        let title = title.unwrap_or_else(|| crate::names::title(&name));
        model::Domain { name, title, description: text_of(domain.description.as_ref()) }
    };
    builder.binder.index.domains.items.iter().map(domain).collect()
}

/// The scalars of the model.
pub(crate) fn scalars(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
) -> Option<Vec<model::Scalar>> {
    let mut scalars = Vec::new();
    for (id, ast) in (0..).map(model::ScalarId).zip(&builder.binder.index.scalars.items) {
        let Some(base) = builder.bases.get(id) else { continue };
        let example = ast.example.as_ref();
        let example = example.and_then(|value| {
            builder.reader.read(diagnostics, &base.ty, Some(&base.checked), value)
        });
        scalars.push(model::Scalar {
            name: ast.name.value.clone(),
            base: base.ty.clone(),
            limits: base.checked.limits.clone(),
            example,
            description: text_of(ast.description.as_ref()),
            span: ast.name.span,
        });
    }
    (scalars.len() == builder.binder.index.scalars.items.len()).then_some(scalars)
}

/// The enums of the model.
pub(crate) fn enums(diagnostics: &mut Diagnostics, builder: &Builder<'_, '_>) -> Vec<model::Enum> {
    let index = builder.binder.index;
    let mut enums = Vec::new();
    for (ast, known) in index.enums.items.iter().zip(&index.enum_values) {
        let siblings: BTreeMap<&str, bool> =
            known.iter().map(|(name, value)| (*name, value.deprecated.is_some())).collect();
        let mut values = Vec::new();
        for value in &ast.values {
            let name = &value.value.value;
            let subject = Subject::Member { name, siblings: &siblings, broken: ast.broken };
            let written = value.deprecated.as_deref();
            values.push(model::EnumValue {
                value: name.clone(),
                description: text_of(value.description.as_ref()),
                deprecated: deprecation(diagnostics, builder.binder, &subject, written).flatten(),
            });
        }
        enums.push(model::Enum {
            name: ast.name.value.clone(),
            values,
            description: text_of(ast.description.as_ref()),
            span: ast.name.span,
        });
    }
    enums
}

/// The records of the model.
pub(crate) fn records(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
    boxes: &Boxes,
) -> Option<Vec<model::Record>> {
    let records = builder.records;
    // Each field is built once, where it is written, however many records inherit it.
    let mut written: Vec<Vec<Option<model::Field>>> = Vec::with_capacity(records.0.len());
    for id in records.ids() {
        let siblings = Siblings::of_record(records, id);
        let mut own = Vec::new();
        for (position, field) in records.get(id).own.iter().enumerate() {
            let place = FieldRef { record: id, own: position };
            let default = builder.reader.default(diagnostics, place);
            own.push(field::field(diagnostics, builder, field, &siblings, default));
        }
        written.push(own);
    }
    // Fields that no other record takes over move, all others are copied.
    let mut inherited = vec![false; records.0.len()];
    for base in records.0.iter().filter_map(|record| record.base) {
        inherited[base.0 as usize] = true;
    }
    let built: Vec<Option<model::Record>> = records
        .ids()
        .map(|id| {
            let mut take = |place: FieldRef| {
                let field = &mut written[place.record.0 as usize][place.own];
                if inherited[place.record.0 as usize] { field.clone() } else { field.take() }
            };
            record(diagnostics, builder, boxes, &mut take, id)
        })
        .collect();
    built.into_iter().collect()
}

fn record(
    diagnostics: &mut Diagnostics,
    builder: &Builder<'_, '_>,
    boxes: &Boxes,
    take: &mut dyn FnMut(FieldRef) -> Option<model::Field>,
    id: RecordId,
) -> Option<model::Record> {
    let records = builder.records;
    let record = records.get(id);
    let ast = record.ast;
    let subject = Subject::Record(id);
    let deprecated = deprecation(diagnostics, builder.binder, &subject, ast.deprecated.as_deref());
    let added = ast.added.as_ref().and_then(|text| date::date(diagnostics, text));
    let mut fields = Vec::with_capacity(record.flat.len());
    for place in &record.flat {
        let mut field = take(*place)?;
        let marked = records.field(*place).ast.pii.as_ref().map(|pii| pii.value);
        let by_record = is_marked_record(records, id) || is_marked_record(records, place.record);
        field.pii |= marked.unwrap_or(by_record);
        field.boxed = boxes.boxed(id, &field.ty);
        field.inherited_from = Some(place.record).filter(|from| *from != id);
        fields.push(field);
    }
    Some(model::Record {
        name: ast.name.value.clone(),
        domain: builder.binder.index.domain(&ast.domain.value)?,
        description: text_of(ast.description.as_ref()),
        extends: record.base,
        fields,
        pii: is_marked_record(records, id),
        added,
        deprecated: deprecated?,
        waivers: waivers(&ast.allow),
        span: ast.name.span,
    })
}

/// The waivers of an item; those that are malformed are reported when they are used.
fn waivers(allow: &[ast::Waiver]) -> Vec<model::Waiver> {
    let waiver = |waiver: &ast::Waiver| {
        let until = waiver.until.as_ref();
        Some(model::Waiver {
            rule: waiver.rule.as_ref()?.value.clone(),
            reason: waiver.reason.as_ref()?.value.clone(),
            until: until.and_then(|text| date::parse(&text.value).ok()),
            span: waiver.span,
        })
    };
    allow.iter().filter_map(waiver).collect()
}
