//! Fields: one as written in; the same with its type bound and its limits checked out.

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{Date, Type};
use crate::resolve::bind::Binder;
use crate::resolve::date::date;
use crate::resolve::limits::{Checked, limits};
use crate::resolve::scalars::Bases;

/// A field on its way into the model.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) ast: &'a ast::Field,
    /// `None` only if a report says why.
    pub(crate) ty: Option<Type>,
    pub(crate) checked: Checked,
    pub(crate) added: Option<Date>,
}

/// Binds fields that stand in one domain.
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
        let underlying = ty.as_ref().and_then(|ty| bases.underlying(ty));
        let checked = underlying.map_or_else(Checked::default, |ty| {
            limits(diagnostics, &ty, &ast.limits, ast.limits.pattern.as_ref())
        });
        let added = ast.added.as_ref().and_then(|text| date(diagnostics, text));
        bound.push(Field { ast, ty, checked, added });
    }
    bound
}
