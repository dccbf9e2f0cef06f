//! Compares two lists of names: which are missing, extra, renamed or moved.

use proc_macro2::Span;

use crate::input::is_spelled;
use crate::report::{Errors, FIX_EDIT};

/// The item that has the names.
pub(crate) struct Owner<'a> {
    /// `field` or `variant`.
    pub(crate) noun: &'static str,
    /// Its name in the catalog.
    pub(crate) name: &'a str,
    /// Its line in the lock.
    pub(crate) line: u32,
    /// The span of the type's name.
    pub(crate) span: Span,
}

/// A name in the type.
pub(crate) struct Written {
    pub(crate) name: String,
    /// Its type without spaces, which tells a renamed name from a new one.
    pub(crate) ty: String,
    pub(crate) span: Span,
}

/// A name in the lock.
pub(crate) struct Expected {
    pub(crate) name: String,
    /// Like [`Written::ty`].
    pub(crate) ty: String,
    pub(crate) line: u32,
}

/// Reports each difference once, at the name in the type if there is one.
pub(crate) fn check(
    errors: &mut Errors,
    owner: &Owner<'_>,
    written: &[Written],
    expected: &[Expected],
) {
    let noun = owner.noun;
    let is_extra = |one: &Written| expected.iter().all(|other| other.name != one.name);
    let is_missing = |one: &Expected| written.iter().all(|other| other.name != one.name);
    let mut missing: Vec<_> =
        expected.iter().enumerate().filter(|(_, one)| is_missing(one)).collect();
    for (index, one) in written.iter().enumerate().filter(|(_, one)| is_extra(one)) {
        let Written { name, span, .. } = one;
        match renamed(one, index, &missing) {
            Some(found) => {
                let (_, Expected { name: right, line, .. }) = missing.remove(found);
                let message = format!(
                    "{noun} `{name}` is named `{right}` in the catalog (catalog.lock:{line}); {FIX_EDIT}"
                );
                errors.add(*span, message);
            }
            None => {
                let Owner { name: item, line, .. } = owner;
                let message = format!(
                    "`{item}` has no {noun} `{name}` in the catalog (catalog.lock:{line}); {FIX_EDIT}"
                );
                errors.add(*span, message);
            }
        }
    }
    for (_, Expected { name, ty, line }) in missing {
        let of = if ty.is_empty() { String::new() } else { format!(": {ty}") };
        errors.add(
            owner.span,
            format_args!("{noun} `{name}{of}` is missing (catalog.lock:{line}); {FIX_EDIT}"),
        );
    }
    check_order(errors, noun, written, expected);
}

/// The missing name that was renamed to `one`: it has the same type, and no other missing name does or it
/// has the same index.
fn renamed(one: &Written, index: usize, missing: &[(usize, &Expected)]) -> Option<usize> {
    let same_type = |(_, other): &&(usize, &Expected)| is_spelled(&one.ty, &other.ty);
    let at_place = missing.iter().position(|other| other.0 == index && same_type(&other));
    match missing.iter().filter(same_type).count() {
        1 => missing.iter().position(|other| same_type(&other)),
        _ => at_place,
    }
}

/// Reports the first name that is out of order among those in both lists.
fn check_order(errors: &mut Errors, noun: &str, written: &[Written], expected: &[Expected]) {
    let is = |one: &Written, other: &Expected| one.name == other.name;
    let ours = written.iter().filter(|one| expected.iter().any(|other| is(one, other)));
    let theirs = expected.iter().filter(|other| written.iter().any(|one| is(one, other)));
    if let Some((one, right)) = ours.zip(theirs).find(|(one, other)| !is(one, other)) {
        let (Written { name, span, .. }, Expected { name: right, line, .. }) = (one, right);
        errors.add(
            *span,
            format_args!(
                "expected {noun} `{right}` here, found `{name}` (catalog.lock:{line}): \
                 the order must be that of the catalog; {FIX_EDIT}"
            ),
        );
    }
}
