//! Binds the types of fields and checks their limits.

use std::collections::BTreeSet;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{Date, Limits, Primitive, Type};
use crate::resolve::bind::Binder;
use crate::resolve::date::date;
use crate::resolve::limits::{Checked, limits};
use crate::resolve::precision::{Written, precise};
use crate::resolve::scalars::Bases;
use crate::rule::meaning::{CONSTANT, PRESENCE};

/// A bound field.
#[derive(Debug, Clone)]
pub(crate) struct Field<'a> {
    pub(crate) ast: &'a ast::Field,
    /// `None` only if a report says why.
    pub(crate) ty: Option<Type>,
    /// `None` if it has no limits of its own, as most fields.
    pub(crate) checked: Option<Box<Checked>>,
    pub(crate) added: Option<Date>,
}

/// What a field means that a payload does not have, before its default is read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Absence<'a> {
    /// It is an error.
    Error,
    /// It has the default of every nullable field.
    Null,
    /// It has this default.
    Default(&'a ast::Value),
    /// It is an error, and writers begin with this default.
    Initial(&'a ast::Value),
    /// It stays absent.
    Stays,
    /// It is an error, and it has only this value.
    Constant(&'a ast::Value),
    /// It holds the fields that an open record does not list.
    Extra,
}

impl<'a> Field<'a> {
    /// False for the field of an open record, which other records do not inherit.
    pub(crate) fn is_listed(&self) -> bool {
        !self.ast.extra
    }

    /// True if a record that has these fields itself inherits this one too.
    pub(crate) fn is_inherited_beside(&self, own: &BTreeSet<&str>) -> bool {
        self.is_listed() && !own.contains(self.ast.name.value.as_str())
    }

    /// What it means if it is absent.
    pub(crate) fn absence(&self) -> Absence<'a> {
        if self.ast.extra {
            return Absence::Extra;
        }
        let required = self.ast.required.as_ref().map(|required| required.value);
        // With `default` or `required` too, that is reported.
        if let Some(constant) = &self.ast.constant {
            return Absence::Constant(constant);
        }
        match (&self.ast.default, required, &self.ty) {
            (Some(default), Some(true), _) => Absence::Initial(default),
            (Some(default), _, _) => Absence::Default(default),
            (None, Some(true), _) => Absence::Error,
            (None, Some(false), _) => Absence::Stays,
            (None, None, Some(Type::Nullable(_))) => Absence::Null,
            (None, None, _) => Absence::Error,
        }
    }

    /// Its name in JSON.
    pub(crate) fn on_wire(&self) -> &'a str {
        &self.ast.wire.as_ref().unwrap_or(&self.ast.name).value
    }

    /// True if every payload has it.
    pub(crate) fn is_always(&self) -> bool {
        match self.absence() {
            Absence::Error | Absence::Initial(_) | Absence::Constant(_) => true,
            Absence::Stays | Absence::Null | Absence::Default(_) | Absence::Extra => false,
        }
    }

    /// True if it may be absent, and then stays so.
    pub(crate) fn is_optional(&self) -> bool {
        match self.absence() {
            Absence::Stays => true,
            Absence::Error
            | Absence::Null
            | Absence::Default(_)
            | Absence::Initial(_)
            | Absence::Constant(_)
            | Absence::Extra => false,
        }
    }

    /// Its own limits.
    pub(crate) fn limits(&self) -> Limits {
        self.checked.as_ref().map_or_else(Limits::default, |checked| checked.limits.clone())
    }
}

/// The names of fields, without that of an open record.
pub(crate) fn listed_names<'f, 'a: 'f>(
    fields: impl IntoIterator<Item = &'f Field<'a>>,
) -> BTreeSet<&'f str> {
    let listed = fields.into_iter().filter(|field| field.is_listed());
    listed.map(|field| field.ast.name.value.as_str()).collect()
}

/// Binds the fields of a record or event in a domain.
pub(crate) fn fields<'a>(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, '_>,
    bases: &Bases,
    domain: &str,
    fields: &'a [ast::Field],
) -> Vec<Field<'a>> {
    let mut bound = Vec::with_capacity(fields.len());
    for ast in fields {
        let ty = ast.ty.as_ref().and_then(|text| binder.bind(diagnostics, domain, text));
        let ty = if ast.extra { ty.map(|ty| Type::Map(Box::new(ty))) } else { ty };
        let ty = ty.and_then(|ty| precise(diagnostics, written(binder, ast), ty));
        let checked = ast.limits.as_ref().and_then(|written| {
            let measure = bases.measure(ty.as_ref()?)?;
            let checked = limits(diagnostics, measure, written, written.pattern.as_ref());
            Some(Box::new(checked))
        });
        let added = ast.added.as_ref().and_then(|text| date(diagnostics, text));
        let ty = match &ast.constant {
            Some(constant) => check_constant(diagnostics, bases, ast, constant, ty),
            None => {
                check_presence(diagnostics, ast);
                ty
            }
        };
        bound.push(Field { ast, ty, checked, added });
    }
    bound
}

fn written<'a>(binder: &Binder<'_, '_>, ast: &'a ast::Field) -> Written<'a> {
    Written {
        ty: ast.ty.as_ref().map_or(ast.name.span, |ty| ty.span),
        limits: ast.limits.as_deref(),
        is_open: ast.extra,
        text: binder.index.text,
    }
}

fn check_presence(diagnostics: &mut Diagnostics, ast: &ast::Field) {
    let (Some(required), Some(default)) = (&ast.required, &ast.default) else { return };
    if required.value {
        return;
    }
    let message = format!("`{}` stays absent, so its default has no effect", ast.name.value);
    diagnostics
        .report(&PRESENCE, required.span, message)
        .related(default.span, "the default")
        .hint("remove `required`, or remove `default` so that the field stays absent");
}

/// The type again, unless it has no constants, which is reported.
fn check_constant(
    diagnostics: &mut Diagnostics,
    bases: &Bases,
    ast: &ast::Field,
    constant: &ast::Value,
    mut ty: Option<Type>,
) -> Option<Type> {
    let name = &ast.name.value;
    let primitive = match &ty {
        // Its type or base is reported.
        None => Some(Primitive::String),
        Some(Type::Primitive(primitive)) => Some(*primitive),
        Some(Type::Scalar(id)) => {
            Some(bases.get(*id).map_or(Primitive::String, |base| base.primitive))
        }
        Some(
            Type::Nullable(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Enum(_)
            | Type::Record(_)
            | Type::Variant(_),
        ) => None,
    };
    if !primitive.is_some_and(has_one_text) {
        diagnostics
            .report(&CONSTANT, constant.span, format!("the type of `{name}` has no constants"))
            .hint("use the type `string`, `int`, `long` or `boolean`, or a scalar of one of them");
        ty = None;
    }
    let others = [
        ("required", ast.required.as_ref().map(|required| required.span)),
        ("default", ast.default.as_ref().map(|default| default.span)),
        ("example", ast.example.as_ref().map(|example| example.span)),
    ];
    for (key, span) in others.into_iter().filter_map(|(key, span)| Some((key, span?))) {
        let message = format!("`{name}` is a constant, so its `{key}` has no effect");
        diagnostics
            .report(&CONSTANT, span, message)
            .related(constant.span, "the constant")
            .hint(format!("remove `{key}`"));
    }
    ty
}

/// True if each value has one form in JSON, so that comparing JSON is comparing values.
fn has_one_text(primitive: Primitive) -> bool {
    match primitive {
        Primitive::Boolean | Primitive::Int | Primitive::Long | Primitive::String => true,
        Primitive::Float | Primitive::Double | Primitive::Bytes | Primitive::Date => false,
        Primitive::Datetime | Primitive::Uuid | Primitive::Json => false,
        Primitive::Moment(_) | Primitive::Decimal(_) => false,
    }
}
