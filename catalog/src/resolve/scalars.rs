//! Scalars: those of the index in; base and limits of each out.

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{ScalarId, Type};
use crate::resolve::bind::{Binder, alias, did_you_mean, primitive};
use crate::resolve::limits::{Checked, limits};
use crate::rule::meaning::SCALAR_BASE;
use crate::suggest::Near;
use crate::types::PRIMITIVES;

/// What stands behind the name of a scalar.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) ty: Type,
    pub(crate) checked: Checked,
}

/// The bases of all scalars by id; `None` for one whose base was reported.
#[derive(Debug)]
pub(crate) struct Bases(Vec<Option<Base>>);

impl Bases {
    /// The base of one scalar.
    pub(crate) fn get(&self, scalar: ScalarId) -> Option<&Base> {
        self.0[scalar.0 as usize].as_ref()
    }

    /// The primitive or container that values of `ty` are, with scalars replaced by their bases;
    /// `None` if that is not known.
    pub(crate) fn underlying<'t>(&'t self, ty: &'t Type) -> Option<&'t Type> {
        match ty {
            Type::Nullable(inner) => self.underlying(inner),
            Type::Scalar(id) => self.get(*id).map(|base| &base.ty),
            other => Some(other),
        }
    }
}

/// Finds the base of every scalar.
pub(crate) fn scalars(diagnostics: &mut Diagnostics, binder: &Binder<'_, '_>) -> Bases {
    let items = &binder.index.scalars.items;
    Bases(items.iter().map(|scalar| base(diagnostics, binder, scalar)).collect())
}

fn base(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, '_>,
    scalar: &ast::Scalar,
) -> Option<Base> {
    let written = scalar.base.as_ref()?;
    let ty = primitive(&written.value).filter(|ty| *ty != Type::Json);
    let Some(ty) = ty else {
        let known = PRIMITIVES.into_iter().filter(|name| *name != "json");
        let near = alias(&written.value).or_else(|| binder.nearest(&written.value, known));
        let fallback = "a scalar gives a meaning to a text, a number, a date or the like";
        let message = format!("`{}` cannot be the base of a scalar", written.value);
        diagnostics
            .report(&SCALAR_BASE, written.span, message)
            .hint(did_you_mean(near, fallback))
            .fix(&written.value, near.and_then(Near::fix));
        return None;
    };
    let none = ast::Limits::default();
    let written = scalar.limits.as_deref().unwrap_or(&none);
    let pattern = scalar.pattern.as_ref().or(written.pattern.as_ref());
    let checked = limits(diagnostics, &ty, written, pattern);
    Some(Base { ty, checked })
}
