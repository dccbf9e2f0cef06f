//! Resolves key paths.

use std::collections::BTreeSet;

use crate::ast::Text;
use crate::diagnostic::{About, Diagnostics};
use crate::model::{Key, RecordId, Type};
use crate::resolve::bind::{Binder, did_you_mean};
use crate::resolve::data::Data;
use crate::resolve::fields::{Field, listed_names};
use crate::resolve::records::Records;
use crate::resolve::shape::is_field_name;
use crate::resolve::text::{segments, within};
use crate::rule::meaning::{KEY_NO_VALUE, KEY_UNKNOWN};
use crate::source::Span;
use crate::suggest::Near;

/// The greatest number of names in a hint.
const FEW: usize = 10;

/// Resolves a key path; `None` if a report says why not.
pub(crate) fn key<'a>(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, '_>,
    records: &Records<'a>,
    data: &Data<'a>,
    path: &Text,
) -> Option<Key> {
    let mut steps = Vec::new();
    let mut at = Place::Data(data);
    let mut segments = segments(&path.value).peekable();
    while let Some((name, range)) = segments.next() {
        let span = within(path, range);
        let Some((step, field)) = at.field(records, name) else {
            at.report_unknown(diagnostics, binder, records, name, span);
            return None;
        };
        steps.push(step);
        let ty = field.ty.as_ref()?;
        let last = segments.peek().is_none();
        let absent = field.is_optional();
        if let (Type::Record(record), false, false) = (ty, last, absent) {
            at = Place::Record(*record);
        } else if last && is_value(ty) && !absent {
            return Some(Key { path: path.value.clone(), steps, ty: ty.clone() });
        } else {
            diagnostics
                .report(&KEY_NO_VALUE, span, obstacle(name, ty, absent))
                .related(field.ast.name.span, "its type is here")
                .hint("use a value that every event of this type has exactly once")
                .about = Some(Box::new(About { name: name.to_owned(), near: None }));
            return None;
        }
    }
    None
}

/// Where a path has led to.
enum Place<'s, 'a> {
    /// The data of the event.
    Data(&'s Data<'a>),
    /// A record.
    Record(RecordId),
}

impl<'s, 'a> Place<'s, 'a> {
    fn field(&self, records: &'s Records<'a>, name: &str) -> Option<(usize, &'s Field<'a>)> {
        let (step, field) = match self {
            Place::Data(data) => {
                let mut fields = data.fields.iter().enumerate();
                fields.find(|(_, field)| field.ast.name.value == name)?
            }
            Place::Record(id) => {
                let step = *records.by_name(*id).get(name)?;
                (step, records.field(records.get(*id).flat[step]))
            }
        };
        field.is_listed().then_some((step, field))
    }

    fn report_unknown(
        &self,
        diagnostics: &mut Diagnostics,
        binder: &Binder<'_, '_>,
        records: &Records<'_>,
        name: &str,
        span: Span,
    ) {
        let (broken, owner, fields) = match self {
            Place::Data(data) => {
                (data.broken, "the data".to_owned(), data.fields.iter().collect::<Vec<_>>())
            }
            Place::Record(id) => {
                let owner = format!("`{}`", binder.index.qualified(*id));
                (records.get(*id).broken, owner, records.fields(*id).collect())
            }
        };
        let names = listed_names(fields);
        // An invalid name is reported already, and may be the one that is meant.
        if broken || !names.iter().copied().all(is_field_name) {
            diagnostics.meet_reported();
            return;
        }
        let message = match name {
            "" => "a step of the key path is empty".to_owned(),
            name => format!("{owner} has no `{name}`"),
        };
        let near = binder.nearest(name, names.iter().copied());
        let report = diagnostics.report(&KEY_UNKNOWN, span, message);
        report.hint(did_you_mean(near, &possible(&names))).fix(name, near.and_then(Near::fix));
        if let Place::Record(id) = self {
            let of_field = |name: &str| {
                let step = records.by_name(*id).get(name)?;
                Some(records.field(records.get(*id).flat[*step]).ast.name.span)
            };
            report.about = binder.about(name, near, of_field);
        }
    }
}

/// The names that are possible, if they are few.
fn possible(names: &BTreeSet<&str>) -> String {
    if names.is_empty() || names.len() > FEW {
        return "write a key path as `data_key.field.field`".to_owned();
    }
    format!("it has `{}`", names.iter().copied().collect::<Vec<_>>().join("`, `"))
}

fn is_value(ty: &Type) -> bool {
    match ty {
        Type::Primitive(primitive) => primitive.is_atomic(),
        Type::Scalar(_) | Type::Enum(_) => true,
        Type::List(_) | Type::Map(_) | Type::Nullable(_) => false,
        Type::Record(_) | Type::Variant(_) => false,
    }
}

/// Why a path cannot continue or end at a field of type `ty`.
fn obstacle(name: &str, ty: &Type, absent: bool) -> String {
    if absent {
        return format!("`{name}` may be absent");
    }
    match ty {
        Type::Nullable(_) => format!("`{name}` can be null"),
        Type::List(_) => format!("`{name}` is a list"),
        Type::Map(_) => format!("`{name}` is a map"),
        Type::Record(_) => format!("`{name}` is a record, expected one of its fields"),
        Type::Variant(_) => format!("`{name}` is a variant, whose cases have different values"),
        Type::Primitive(primitive) if !primitive.is_atomic() => {
            format!("`{name}` is {primitive}, whose content is not known")
        }
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => format!("`{name}` has no fields"),
    }
}
