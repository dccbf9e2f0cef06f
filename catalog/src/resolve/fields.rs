//! Binds the types of fields and checks their limits.

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{Date, Limits, Type};
use crate::resolve::bind::Binder;
use crate::resolve::date::date;
use crate::resolve::limits::{Checked, limits};
use crate::resolve::scalars::Bases;

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

impl Field<'_> {
    /// Its own limits.
    pub(crate) fn limits(&self) -> Limits {
        self.checked.as_ref().map_or_else(Limits::default, |checked| checked.limits.clone())
    }
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
        let checked = ast.limits.as_ref().and_then(|written| {
            let measure = bases.measure(ty.as_ref()?)?;
            let checked = limits(diagnostics, measure, written, written.pattern.as_ref());
            Some(Box::new(checked))
        });
        let added = ast.added.as_ref().and_then(|text| date(diagnostics, text));
        bound.push(Field { ast, ty, checked, added });
    }
    bound
}
