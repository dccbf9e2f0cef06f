//! Binds the bases of scalars and checks their limits.

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{Primitive, ScalarId, Type};
use crate::resolve::bind::{Binder, alias, did_you_mean};
use crate::resolve::limits::{Checked, Measure, limits};
use crate::resolve::precision::{self, Written};
use crate::rule::meaning::SCALAR_BASE;
use crate::suggest::Near;

/// The base of a scalar, with its limits.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) primitive: Primitive,
    pub(crate) checked: Checked,
}

/// The bases of all scalars, by id; `None` if a base was reported.
#[derive(Debug)]
pub(crate) struct Bases(Vec<Option<Base>>);

impl Bases {
    /// The base of one scalar.
    pub(crate) fn get(&self, scalar: ScalarId) -> Option<&Base> {
        self.0[scalar.0 as usize].as_ref()
    }

    /// What limits of `ty` are about; `None` if it is a scalar whose base was reported.
    pub(crate) fn measure(&self, ty: &Type) -> Option<Measure> {
        match ty {
            Type::Primitive(primitive) => Some(Measure::of(*primitive)),
            Type::List(_) | Type::Map(_) => Some(Measure::Count),
            Type::Nullable(inner) => self.measure(inner),
            Type::Scalar(id) => self.get(*id).map(|base| Measure::of(base.primitive)),
            Type::Enum(_) | Type::Record(_) | Type::Variant(_) => Some(Measure::Nothing),
        }
    }
}

/// Binds the base of every scalar.
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
    let Some(primitive) = Primitive::from_name(&written.value).filter(|base| base.is_atomic())
    else {
        let known = Primitive::ALL.iter().filter(|base| base.is_atomic()).map(|base| base.name());
        let near = alias(&written.value).or_else(|| binder.nearest(&written.value, known));
        let fallback = "use a primitive such as `string`, `long` or `date`";
        let message = format!("`{}` cannot be the base of a scalar", written.value);
        diagnostics
            .report(&SCALAR_BASE, written.span, message)
            .hint(did_you_mean(near, fallback))
            .fix(&written.value, near.and_then(Near::fix));
        return None;
    };
    let precise = Written {
        ty: written.span,
        limits: scalar.limits.as_deref(),
        is_open: false,
        text: binder.index.text,
    };
    let primitive = precision::primitive(diagnostics, precise, primitive)?;
    let none = ast::Limits::default();
    let written = scalar.limits.as_deref().unwrap_or(&none);
    let pattern = scalar.pattern.as_ref().or(written.pattern.as_ref());
    let checked = limits(diagnostics, Measure::of(primitive), written, pattern);
    Some(Base { primitive, checked })
}
