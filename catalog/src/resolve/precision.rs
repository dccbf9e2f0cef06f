//! Gives dates, times and decimals the precision that is written beside their type.

use crate::ast::{self, ValueKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Clock, Core, Decimal, Moment, Primitive, Type, Unit};
use crate::rule::meaning::PRECISION;
use crate::source::Span;

/// What to do with a precision that a type cannot have.
const REMOVE: &str = "remove it";

/// What is written beside a type.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    /// The type, or the base of a scalar.
    pub(crate) ty: Span,
    /// `precision` and `scale`, if any limit is written.
    pub(crate) limits: Option<&'a ast::Limits>,
    /// True if it is the type of `open` or of a case, which has no precision beside it.
    pub(crate) is_open: bool,
    /// True if Avro has no logical types, so that it has the text.
    pub(crate) text: bool,
}

/// The type with the precision of the primitive in it; `None` if a report says why not.
pub(crate) fn precise(
    diagnostics: &mut Diagnostics,
    written: Written<'_>,
    ty: Type,
) -> Option<Type> {
    let is_written =
        written.limits.is_some_and(|limits| limits.precision.is_some() || limits.scale.is_some());
    // Most types have none.
    if !is_written && !matches!(ty.core(), Core::Primitive(primitive) if primitive.has_precision())
    {
        return Some(ty);
    }
    let mut inner = |ty: Type| precise(diagnostics, written, ty).map(Box::new);
    match ty {
        Type::List(ty) => inner(*ty).map(Type::List),
        Type::Map(ty) => inner(*ty).map(Type::Map),
        Type::Nullable(ty) => inner(*ty).map(Type::Nullable),
        Type::Primitive(ty) => primitive(diagnostics, written, ty).map(Type::Primitive),
        Type::Scalar(_) => {
            refuse(diagnostics, written, "set it at the scalar, and remove it here");
            Some(ty)
        }
        Type::Enum(_) | Type::Record(_) | Type::Variant(_) => {
            refuse(diagnostics, written, REMOVE);
            Some(ty)
        }
    }
}

/// The primitive with its precision; `None` if a report says why not.
pub(crate) fn primitive(
    diagnostics: &mut Diagnostics,
    written: Written<'_>,
    ty: Primitive,
) -> Option<Primitive> {
    let Written { limits, text, .. } = written;
    let has_precision = limits.is_some_and(|limits| limits.precision.is_some());
    let clock = match ty {
        Primitive::Decimal(_) => {
            let decimal = decimal(diagnostics, written)?;
            return Some(Primitive::Decimal(Decimal { text, ..decimal }));
        }
        Primitive::Moment(moment) => Some(moment.clock),
        Primitive::Datetime => has_precision.then_some(Clock::Utc),
        Primitive::Boolean | Primitive::Int | Primitive::Long | Primitive::Float => None,
        Primitive::Double | Primitive::String | Primitive::Bytes | Primitive::Date => None,
        Primitive::Uuid | Primitive::Json => None,
    };
    let Some(clock) = clock else {
        refuse(diagnostics, written, REMOVE);
        return Some(ty);
    };
    if let Some(scale) = limits.and_then(|limits| limits.scale.as_ref()) {
        refuse_scale(diagnostics, scale, REMOVE);
    }
    let unit = match limits.and_then(|limits| limits.precision.as_ref()) {
        None => Unit::Micros,
        Some(value) => unit(diagnostics, value)?,
    };
    Some(Primitive::Moment(Moment { clock, unit, text }))
}

fn unit(diagnostics: &mut Diagnostics, value: &ast::Value) -> Option<Unit> {
    let word = match &value.kind {
        ValueKind::String(word) => Unit::from_name(word),
        _ => None,
    };
    if word.is_none() {
        report(diagnostics, value.span, "`precision` of a time is `millis` or `micros`".to_owned())
            .hint("write `precision: millis` or `precision: micros`");
    }
    word
}

fn decimal(diagnostics: &mut Diagnostics, written: Written<'_>) -> Option<Decimal> {
    let (precision, scale) = match written.limits {
        Some(limits) => (limits.precision.as_ref(), limits.scale.as_ref()),
        None => (None, None),
    };
    let Some(precision) = precision else {
        let hint = if written.is_open {
            "define a scalar with this base, which has a precision, and use it here"
        } else {
            "write how many digits it has, and how many of them after the point: `precision: 10`, \
             `scale: 2`"
        };
        report(diagnostics, written.ty, "a `decimal` needs a precision".to_owned()).hint(hint);
        return None;
    };
    let most = Decimal::LARGEST;
    let Some(digits) = number(precision).filter(|digits| (1..=most).contains(digits)) else {
        let message = format!("`precision` of a decimal must be a whole number from 1 to {most}");
        report(diagnostics, precision.span, message)
            .hint("write how many digits it has, also those after the point: `precision: 10`");
        return None;
    };
    let Some(scale) = scale else {
        return Some(Decimal { precision: digits, scale: 0, text: false });
    };
    let Some(places) = number(scale).filter(|places| *places <= digits) else {
        report(
            diagnostics,
            scale.span,
            format!("`scale` must be a whole number from 0 to {digits}"),
        )
        .related(precision.span, "the precision")
        .hint("write how many of the digits are after the point: `scale: 2`");
        return None;
    };
    Some(Decimal { precision: digits, scale: places, text: false })
}

fn number(value: &ast::Value) -> Option<u8> {
    match value.kind {
        ValueKind::Int(number) => u8::try_from(number).ok(),
        _ => None,
    }
}

/// Reports that `precision` and `scale` are written beside a type that has none.
fn refuse(diagnostics: &mut Diagnostics, written: Written<'_>, hint: &str) {
    let Some(limits) = written.limits else { return };
    let types = "`decimal`, `datetime`, `local_datetime` and `local_time`";
    match (&limits.precision, &limits.scale) {
        // A number with both was meant to be a decimal.
        (Some(precision), Some(scale)) => {
            let message = "`precision` and `scale` apply to `decimal` only".to_owned();
            report(diagnostics, precision.span, message).related(scale.span, "the scale").hint(
                if hint == REMOVE { "write `decimal` as the type, or remove both" } else { hint },
            );
        }
        (Some(precision), None) => {
            report(diagnostics, precision.span, format!("`precision` applies to {types} only"))
                .hint(hint);
        }
        (None, Some(scale)) => refuse_scale(diagnostics, scale, hint),
        (None, None) => {}
    }
}

fn refuse_scale(diagnostics: &mut Diagnostics, scale: &ast::Value, hint: &str) {
    report(diagnostics, scale.span, "`scale` applies to `decimal` only".to_owned()).hint(hint);
}

fn report(diagnostics: &mut Diagnostics, span: Span, message: String) -> &mut Diagnostic {
    diagnostics.report(&PRECISION, span, message)
}
