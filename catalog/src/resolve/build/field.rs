//! Builds the fields of the model.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::model::{self, Presence, RecordId};
use crate::resolve::build::{Builder, waivers};
use crate::resolve::data::Data;
use crate::resolve::deprecation::{Subject, deprecation};
use crate::resolve::fields::Field;
use crate::resolve::personal::{is_marked, is_marked_record};
use crate::resolve::records::Records;
use crate::resolve::text::text_of;
use crate::sort;

/// The names that can replace a deprecated field.
pub(super) struct Siblings<'a> {
    deprecated: BTreeMap<&'a str, bool>,
    broken: bool,
}

impl<'a> Siblings<'a> {
    pub(super) fn of_record(records: &Records<'a>, id: RecordId) -> Self {
        let record = records.get(id);
        let needed = needed(&record.own);
        let siblings = needed.then(|| names(records.fields(id)));
        Siblings { deprecated: siblings.unwrap_or_default(), broken: record.broken }
    }

    pub(super) fn of_data(data: &Data<'a>) -> Self {
        let siblings = needed(data.own()).then(|| names(data.fields.iter()));
        Siblings { deprecated: siblings.unwrap_or_default(), broken: data.broken }
    }
}

/// True if a field is deprecated: only then are its siblings needed.
fn needed(fields: &[Field<'_>]) -> bool {
    fields.iter().any(|field| field.ast.deprecated.is_some())
}

fn names<'f, 'a: 'f>(fields: impl Iterator<Item = &'f Field<'a>>) -> BTreeMap<&'a str, bool> {
    let fields = fields.map(|field| field.ast);
    sort::map(fields.map(|ast| (ast.name.value.as_str(), ast.deprecated.is_some())))
}

/// Builds a field for the record that defines it; the caller changes it for records that inherit
/// it.
pub(super) fn field(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
    field: &Field<'_>,
    siblings: &Siblings<'_>,
    presence: Option<Presence>,
) -> Option<model::Field> {
    let ast = field.ast;
    let subject = Subject::Member {
        name: &ast.name.value,
        siblings: &siblings.deprecated,
        broken: siblings.broken,
    };
    let deprecated =
        deprecation(diagnostics, builder.binder(), &subject, ast.deprecated.as_deref());
    let ty = field.ty.as_ref()?;
    let example = ast.example.as_ref();
    let example = example
        .and_then(|value| builder.reader.read(diagnostics, ty, field.checked.as_deref(), value));
    // The field of an open record is not written, so it has no defaults either.
    let properties = match field.is_listed() {
        true => builder.properties(diagnostics, "field", &ast.properties),
        false => Box::default(),
    };
    let mut held = builder.variants.records_in(ty);
    let personal_type = held.any(|id| is_marked_record(builder.records, id));
    Some(model::Field {
        name: ast.name.value.clone(),
        wire: ast.wire.as_ref().map(|wire| wire.value.clone()),
        ty: ty.clone(),
        description: text_of(ast.description.as_ref()),
        presence: presence?,
        example,
        pii: is_marked(field) || personal_type,
        added: field.added,
        deprecated: deprecated?,
        limits: field.limits(),
        inherited_from: None,
        properties,
        waivers: waivers(&ast.allow),
        boxed: false,
        span: ast.name.span,
    })
}
