//! Builds the records of the model.

use crate::diagnostic::Diagnostics;
use crate::model::{self, RecordId};
use crate::resolve::build::{Builder, field, waivers};
use crate::resolve::cycle::Boxes;
use crate::resolve::date;
use crate::resolve::deprecation::{Subject, deprecation};
use crate::resolve::personal::is_marked_record;
use crate::resolve::records::FieldRef;
use crate::resolve::text::text_of;
use field::Siblings;

/// A record's own fields; `None` if one of them could not be built.
pub(super) type Own = Option<Vec<model::Field>>;

/// Builds a record's own fields.
pub(super) fn own(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
    id: RecordId,
) -> Own {
    let records = builder.records;
    let siblings = Siblings::of_record(records, id);
    let own = &records.get(id).own;
    let mut built = Vec::with_capacity(own.len());
    for (position, field) in own.iter().enumerate() {
        let place = FieldRef { record: id, own: position };
        let presence = builder.reader.presence(diagnostics, place);
        built.extend(field::field(diagnostics, builder, field, &siblings, presence));
    }
    (built.len() == own.len()).then_some(built)
}

/// The records of the model. Each field is built once, however many records inherit it.
pub(super) fn records(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
    boxes: &Boxes,
    mut written: Vec<Own>,
) -> Option<Vec<model::Record>> {
    let records = builder.records;
    let mut inherited = vec![false; records.0.len()];
    for base in records.0.iter().filter_map(|record| record.base) {
        inherited[base.0 as usize] = true;
    }
    let mut built = Vec::with_capacity(records.0.len());
    for id in records.ids() {
        let fields = fields(builder, boxes, &mut written, &inherited, id);
        built.push(record(diagnostics, builder, fields, id));
    }
    built.into_iter().collect()
}

/// All fields of a record. A field that no other record inherits is moved, others are copied.
fn fields(
    builder: &Builder<'_, '_>,
    boxes: &Boxes,
    written: &mut [Own],
    inherited: &[bool],
    id: RecordId,
) -> Own {
    let records = builder.records;
    let flat = &records.get(id).flat;
    let own = &mut written[id.0 as usize];
    let own = if inherited[id.0 as usize] { own.clone()? } else { own.take()? };
    let mut fields = own;
    if flat.len() > fields.len() {
        let own = fields;
        fields = Vec::with_capacity(flat.len());
        for place in &flat[..flat.len() - own.len()] {
            fields.push(written[place.record.0 as usize].as_ref()?[place.own].clone());
        }
        fields.extend(own);
    }
    for (place, field) in flat.iter().zip(&mut fields) {
        if is_marked_record(records, id) || is_marked_record(records, place.record) {
            let marked = records.field(*place).ast.pii.as_ref();
            field.pii |= marked.is_none_or(|pii| pii.value);
        }
        field.boxed = boxes.boxed(id, field);
        field.inherited_from = Some(place.record).filter(|from| *from != id);
    }
    Some(fields)
}

fn record(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
    fields: Own,
    id: RecordId,
) -> Option<model::Record> {
    let records = builder.records;
    let record = records.get(id);
    let ast = record.ast;
    let (subject, written) = (Subject::Record(id), ast.deprecated.as_deref());
    let deprecated = deprecation(diagnostics, builder.binder(), &subject, written);
    let added = ast.added.as_ref().and_then(|text| date::date(diagnostics, text));
    Some(model::Record {
        name: ast.name.value.clone(),
        domain: builder.index().domain(&ast.domain.value)?,
        avro_name: ast.avro_name.as_ref().map(|name| name.value.clone()),
        description: text_of(ast.description.as_ref()),
        extends: record.base,
        fields: fields?,
        pii: is_marked_record(records, id),
        added,
        deprecated: deprecated?,
        properties: builder.properties(diagnostics, "record", &ast.properties),
        waivers: waivers(&ast.allow),
        span: ast.name.span,
    })
}
