//! Reads defaults and examples: checks them against their types, completes them, and writes them in
//! canonical form.

mod canonical;
mod defaults;
mod hint;
mod literal;

use std::collections::BTreeMap;

use crate::ast::{self, ValueKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{RecordId, Type, Value};
use crate::resolve::bind::{Binder, did_you_mean};
use crate::resolve::fields::Absence;
use crate::resolve::limits::Checked;
use crate::resolve::records::{FieldRef, Records};
use crate::resolve::scalars::Bases;
use crate::rule::meaning::{ENDLESS_VALUE, NULL_DEFAULT, VALUE_TYPE};
use crate::sort;
use crate::suggest::Near;
use defaults::Defaults;
pub(crate) use defaults::FILL_LIMIT;

/// The greatest depth of a value after defaults are filled in.
const DEPTH_LIMIT: usize = 64;

/// Reads values, and caches the defaults of fields.
pub(crate) struct Reader<'s, 'a> {
    pub(crate) binder: Binder<'s, 'a>,
    bases: &'s Bases,
    records: &'s Records<'a>,
    defaults: Defaults,
}

impl<'s, 'a> Reader<'s, 'a> {
    pub(crate) fn new(binder: Binder<'s, 'a>, bases: &'s Bases, records: &'s Records<'a>) -> Self {
        Reader { binder, bases, records, defaults: Defaults::default() }
    }

    /// Reads a value; `None` if a report says why, now or earlier.
    pub(crate) fn read(
        &mut self,
        diagnostics: &mut Diagnostics,
        ty: &Type,
        checked: Option<&Checked>,
        value: &ast::Value,
    ) -> Option<Value> {
        self.value(diagnostics, ty, checked, value, 0)
    }

    fn value(
        &mut self,
        diagnostics: &mut Diagnostics,
        ty: &Type,
        checked: Option<&Checked>,
        value: &ast::Value,
        depth: usize,
    ) -> Option<Value> {
        if depth > DEPTH_LIMIT {
            diagnostics.report(&ENDLESS_VALUE, value.span, "the value is nested too deep").hint(
                format!("with its defaults filled in, it has more than {DEPTH_LIMIT} levels"),
            );
            return None;
        }
        if let (ValueKind::Null, false) = (&value.kind, matches!(ty, Type::Nullable(_))) {
            diagnostics
                .report(&NULL_DEFAULT, value.span, "null needs a nullable type")
                .hint("add `?` to the type, or use another value");
            return None;
        }
        match ty {
            Type::Nullable(_) if matches!(value.kind, ValueKind::Null) => Some(Value::Null),
            Type::Nullable(inner) => self.value(diagnostics, inner, checked, value, depth),
            Type::List(inner) => self.list(diagnostics, inner, checked, value, depth),
            Type::Map(inner) => self.map(diagnostics, inner, checked, value, depth),
            Type::Record(id) => self.record(diagnostics, *id, value, depth),
            Type::Variant(_) => {
                let message = "a variant has no default or example";
                diagnostics
                    .report(&VALUE_TYPE, value.span, message)
                    .hint("remove it: examples are made from those of its cases");
                None
            }
            Type::Enum(id) => literal::enumeration(diagnostics, &self.binder, *id, value),
            Type::Scalar(id) => {
                let base = self.bases.get(*id)?;
                let base_checked = Some(&base.checked);
                let read = literal::primitive(diagnostics, base.primitive, base_checked, value)?;
                literal::limited(diagnostics, Some(base.primitive), checked, value, read)
            }
            Type::Primitive(primitive) => {
                literal::primitive(diagnostics, *primitive, checked, value)
            }
        }
    }

    fn list(
        &mut self,
        diagnostics: &mut Diagnostics,
        inner: &Type,
        checked: Option<&Checked>,
        value: &ast::Value,
        depth: usize,
    ) -> Option<Value> {
        let ValueKind::List(items) = &value.kind else {
            return mismatch(diagnostics, "a list", "put brackets around it: `[ … ]`", value);
        };
        let mut item = |item| self.value(diagnostics, inner, None, item, depth + 1);
        let read: Vec<Option<Value>> = items.iter().map(&mut item).collect();
        let read = read.into_iter().collect::<Option<Vec<Value>>>()?;
        literal::limited(diagnostics, None, checked, value, Value::List(read))
    }

    fn map(
        &mut self,
        diagnostics: &mut Diagnostics,
        inner: &Type,
        checked: Option<&Checked>,
        value: &ast::Value,
        depth: usize,
    ) -> Option<Value> {
        let ValueKind::Map(entries) = &value.kind else {
            return mismatch(
                diagnostics,
                "a mapping",
                "write `{ key: value }`, or `{}` for an empty one",
                value,
            );
        };
        let mut entry = |(key, item): &(ast::Text, ast::Value)| {
            let item = self.value(diagnostics, inner, None, item, depth + 1)?;
            Some((key.value.clone(), item))
        };
        let read: Vec<Option<(String, Value)>> = entries.iter().map(&mut entry).collect();
        let mut read = read.into_iter().collect::<Option<Vec<(String, Value)>>>()?;
        sort::by(&mut read, |(a, _), (b, _)| a.cmp(b));
        literal::limited(diagnostics, None, checked, value, Value::Map(read))
    }

    /// Reads a mapping as a record, with every field in wire order that is not absent.
    fn record(
        &mut self,
        diagnostics: &mut Diagnostics,
        id: RecordId,
        value: &ast::Value,
        depth: usize,
    ) -> Option<Value> {
        let record = self.records.get(id);
        let ValueKind::Map(entries) = &value.kind else {
            let expected = format!("a mapping with the fields of `{}`", record.ast.name.value);
            let names = self.records.by_name(id).keys().map(|name| format!("{name}: …"));
            let hint = format!("write `{{ {} }}`", names.collect::<Vec<_>>().join(", "));
            return mismatch(diagnostics, &expected, &hint, value);
        };
        if record.broken {
            return None;
        }
        let unknown = self.unknown_fields(diagnostics, id, entries);
        let entries: BTreeMap<&str, &ast::Value> =
            entries.iter().map(|(key, item)| (key.value.as_str(), item)).collect();
        let mut read = Vec::with_capacity(record.flat.len());
        let mut complete = unknown.is_empty();
        for place in &record.flat {
            let field = self.records.field(*place);
            let name = &field.ast.name.value;
            let item = match (entries.get(name.as_str()), &field.ty) {
                (_, None) => None,
                (Some(item), Some(ty)) => {
                    let read =
                        self.value(diagnostics, ty, field.checked.as_deref(), item, depth + 1);
                    self.as_constant(diagnostics, *place, item, read)
                }
                (None, Some(_)) => match field.absence() {
                    Absence::Default(_) | Absence::Constant(_) => {
                        self.default_of(diagnostics, *place, depth + 1)
                    }
                    Absence::Null => Some(Value::Null),
                    Absence::Stays | Absence::Extra => continue,
                    Absence::Error if field.ast.broken || unknown.contains(&Some(name)) => None,
                    Absence::Error => self.missing(diagnostics, id, name, value),
                },
            };
            complete &= item.is_some();
            read.extend(item.map(|item| (field.on_wire().to_owned(), item)));
        }
        complete.then_some(Value::Map(read))
    }

    /// The value of a field in a record, which must be its constant if it has one.
    fn as_constant(
        &mut self,
        diagnostics: &mut Diagnostics,
        place: FieldRef,
        written: &ast::Value,
        read: Option<Value>,
    ) -> Option<Value> {
        match self.records.field(place).absence() {
            Absence::Constant(_) => {}
            Absence::Error
            | Absence::Null
            | Absence::Default(_)
            | Absence::Stays
            | Absence::Extra => return read,
        }
        let (read, constant) = (read?, self.default_of(diagnostics, place, 0)?);
        if read == constant {
            return Some(read);
        }
        let name = &self.records.field(place).ast.name.value;
        diagnostics
            .report(&VALUE_TYPE, written.span, format!("`{name}` has another constant"))
            .hint("remove it: the constant is filled in");
        None
    }

    /// For each field that the record does not have, the one that was probably meant.
    fn unknown_fields(
        &self,
        diagnostics: &mut Diagnostics,
        id: RecordId,
        entries: &[(ast::Text, ast::Value)],
    ) -> Vec<Option<&'a str>> {
        let mut unknown = Vec::new();
        for (key, _) in entries {
            let names = self.records.by_name(id);
            let fields = &self.records.get(id).flat;
            let listed = |position: &usize| self.records.field(fields[*position]).is_listed();
            if names.get(key.value.as_str()).is_some_and(listed) {
                continue;
            }
            let record = self.binder.index.qualified(id);
            let message = format!("`{record}` has no field `{}`", key.value);
            let near = self.binder.nearest(&key.value, names.keys().copied());
            diagnostics
                .report(&VALUE_TYPE, key.span, message)
                .hint(did_you_mean(near, "remove it"))
                .fix(&key.value, near.and_then(Near::fix));
            unknown.push(near.map(|near| near.word));
        }
        unknown
    }

    fn missing(
        &self,
        diagnostics: &mut Diagnostics,
        id: RecordId,
        field: &str,
        value: &ast::Value,
    ) -> Option<Value> {
        let record = self.binder.index.qualified(id);
        diagnostics
            .report(
                &VALUE_TYPE,
                value.span,
                format!("the field `{field}` of `{record}` is missing"),
            )
            .hint("add a value here, or a default where the field is defined");
        None
    }
}

/// Reports a value that does not have its type; returns `None`.
fn mismatch(
    diagnostics: &mut Diagnostics,
    expected: &str,
    hint: &str,
    value: &ast::Value,
) -> Option<Value> {
    report_mismatch(diagnostics, expected, hint, value);
    None
}

fn report_mismatch<'d>(
    diagnostics: &'d mut Diagnostics,
    expected: &str,
    hint: &str,
    value: &ast::Value,
) -> &'d mut Diagnostic {
    let found = match &value.kind {
        ValueKind::Null => "null",
        ValueKind::Bool(_) => "`true` or `false`",
        ValueKind::Int(_) => "a whole number",
        ValueKind::Float(_) => "a number that is not whole",
        ValueKind::String(_) => "a string",
        ValueKind::List(_) => "a list",
        ValueKind::Map(_) => "a mapping",
    };
    let message = format!("expected {expected}, found {found}");
    diagnostics.report(&VALUE_TYPE, value.span, message).hint(hint)
}
