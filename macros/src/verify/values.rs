//! Checks scalars, enums and variants: the inner type, the variants in Rust.

use annals_contract::{Enum, Scalar, Unknown, Variant};
use proc_macro2::Ident;
use quote::ToTokens;
use syn::Type;
use syn::spanned::Spanned;

use crate::input::{Arm, is_spelled, spelling};
use crate::report::{Errors, FIX_EDIT};
use crate::verify::order::{self, Expected, Owner, Written};

/// Checks that the newtype holds the base of its scalar. Only the last segment of each path counts. An
/// alias is an error, since the conversions are implemented for each base.
pub(crate) fn scalar_base(errors: &mut Errors, inner: &Type, name: &str, scalar: &Scalar) {
    let expected = scalar.base.rust();
    let written = spelling(&inner.to_token_stream());
    if bare(&written) != bare(&expected) {
        let (base, line) = (scalar.base, scalar.line.0);
        errors.add(
            inner.span(),
            format_args!(
                "`{name}` is a `{base}` in the catalog (catalog.lock:{line}), so this must be `{expected}`; {FIX_EDIT}"
            ),
        );
    }
}

/// A type without the modules of its paths: `Decimal<10,2>`.
fn bare(ty: &str) -> String {
    let ty: String = ty.split_whitespace().collect();
    let parts = ty.split_inclusive(['<', '>', ',']);
    parts.map(|part| part.rsplit("::").next().unwrap_or_default()).collect()
}

/// Checks that the variants are the values of the catalog in its order, followed by `Unknown` if the enum is open.
pub(crate) fn variants(
    errors: &mut Errors,
    item: &Ident,
    arms: &[Arm<'_>],
    name: &str,
    entry: &Enum,
) {
    let line = entry.line.0;
    let known = match entry.unknown {
        Unknown::Kept => without_unknown(errors, item, arms, line, "UnknownValue"),
        Unknown::Refused | Unknown::Default(_) => arms,
    };
    for arm in known.iter().filter(|arm| !arm.fields.is_empty()) {
        errors.add(
            arm.ident.span(),
            format_args!(
                "variant `{}` must not have fields (catalog.lock:{line}); {FIX_EDIT}",
                arm.ident
            ),
        );
    }
    no_discriminants(errors, arms, line);
    let written = known.iter().map(|arm| Written {
        name: arm.ident.to_string(),
        ty: String::new(),
        span: arm.ident.span(),
    });
    let expected = entry.values.iter().map(|value| Expected {
        name: value.variant.clone(),
        ty: String::new(),
        line: value.line.0,
    });
    let owner = Owner { noun: "variant", name, line, span: item.span() };
    order::check(errors, &owner, &written.collect::<Vec<_>>(), &expected.collect::<Vec<_>>());
}

/// Checks that the variants are the cases of the catalog in its order, each with one value, followed by `Unknown` if the
/// variant of the catalog is open. rustc tells apart types that only look alike.
pub(crate) fn cases(
    errors: &mut Errors,
    item: &Ident,
    arms: &[Arm<'_>],
    name: &str,
    entry: &Variant,
) {
    let line = entry.line.0;
    let known =
        if entry.open { without_unknown(errors, item, arms, line, "UnknownCase") } else { arms };
    for arm in known.iter().filter(|arm| arm.named || arm.fields.len() != 1) {
        errors.add(
            arm.ident.span(),
            format_args!(
                "variant `{}` must have one value without a name (catalog.lock:{line}); {FIX_EDIT}",
                arm.ident
            ),
        );
    }
    no_discriminants(errors, arms, line);
    let ty = |arm: &Arm<'_>| arm.fields.first().map(|ty| spelling(&ty.to_token_stream()));
    for arm in known {
        let case = entry.cases.iter().find(|case| *arm.ident == *case.variant);
        let (Some(case), Some(written), Some(first)) = (case, ty(arm), arm.fields.first()) else {
            continue;
        };
        if !is_spelled(&written, &spelling(&case.rust)) {
            let (rust, line) = (&case.rust, case.line.0);
            errors.add(
                first.span(),
                format_args!(
                    "variant `{}` has a value of type `{rust}` in the catalog (catalog.lock:{line}); {FIX_EDIT}",
                    arm.ident
                ),
            );
        }
    }
    let written = known.iter().map(|arm| Written {
        name: arm.ident.to_string(),
        ty: ty(arm).unwrap_or_default(),
        span: arm.ident.span(),
    });
    let expected = entry.cases.iter().map(|case| Expected {
        name: case.variant.clone(),
        ty: spelling(&case.rust),
        line: case.line.0,
    });
    let owner = Owner { noun: "variant", name, line, span: item.span() };
    order::check(errors, &owner, &written.collect::<Vec<_>>(), &expected.collect::<Vec<_>>());
}

fn no_discriminants(errors: &mut Errors, arms: &[Arm<'_>], line: u32) {
    for span in arms.iter().filter_map(|arm| arm.discriminant) {
        errors.add(
            span,
            format_args!(
                "a variant must not have a discriminant (catalog.lock:{line}); {FIX_EDIT}"
            ),
        );
    }
}

/// The variants without the last one, which must be `Unknown`.
fn without_unknown<'a>(
    errors: &mut Errors,
    item: &Ident,
    arms: &'a [Arm<'a>],
    line: u32,
    holds: &str,
) -> &'a [Arm<'a>] {
    let (known, unknown) = match arms {
        [known @ .., last] if last.ident == "Unknown" => (known, Some(last)),
        _ => (arms, None),
    };
    if unknown.is_none_or(|unknown| unknown.fields.len() != 1) {
        let span = unknown.map_or(item.span(), |unknown| unknown.ident.span());
        errors.add(
            span,
            format_args!(
                "the last variant must be `Unknown(::annals::{holds})`, for values that \
                 the catalog does not list (catalog.lock:{line}); {FIX_EDIT}"
            ),
        );
    }
    known
}
