//! Checks types against the lock, and reports every difference where it is.

mod artifacts;
mod order;
mod values;
mod whole;

pub(crate) use artifacts::artifacts;
pub(crate) use values::{cases, scalar_base, variants};
pub(crate) use whole::whole;

use std::collections::BTreeMap;

use annals_contract::{Field, Lock, Presence, identifier};
use proc_macro2::Ident;
use quote::ToTokens;

use crate::context::Context;
use crate::input::{Member, spelling};
use crate::report::{Errors, FIX, FIX_EDIT, nearest};
use crate::verify::order::{Expected, Owner, Written};

/// The entry of the item. Errors about the lock as a whole are reported by the first item.
pub(crate) fn entry<'a, T>(
    errors: &mut Errors,
    context: &'a Context<'_>,
    entries: impl FnOnce(&'a Lock) -> &'a BTreeMap<String, T>,
) -> Option<&'a T> {
    let lock = &context.file.lock;
    if context.reports_lock {
        context.file.report(errors);
    }
    let name = context.attribute.name.as_ref()?;
    let (noun, value) = (context.kind.noun(), name.value());
    let entries = entries(lock.as_ref().ok()?);
    let entry = entries.get(&value);
    if entry.is_some() {
        context.file.seen.entry(noun, &value);
    } else {
        let hint = match nearest(&value, entries.keys()) {
            Some(near) => format!("did you mean `{near}`? If not, add it to the catalog and"),
            None => "add it to the catalog and".to_owned(),
        };
        errors.add(name.span(), format_args!("catalog.lock has no {noun} `{value}`; {hint} {FIX}"));
    }
    entry
}

/// Checks the name of the type.
pub(crate) fn type_name(errors: &mut Errors, ident: &Ident, path: &str, line: u32) {
    let expected = path.rsplit("::").next().unwrap_or(path);
    if *ident != expected {
        errors.add(
            ident.span(),
            format_args!(
                "this type is named `{expected}` in the catalog (catalog.lock:{line}); {FIX_EDIT}"
            ),
        );
    }
}

/// Checks presence, names, order and visibility of fields; constants have none. rustc checks their types.
pub(crate) fn fields(
    errors: &mut Errors,
    item: &Ident,
    members: &[Member<'_>],
    name: &str,
    line: u32,
    fields: &[Field],
) {
    let (constants, fields): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(is_constant);
    let (extra, others): (Vec<&Member<'_>>, Vec<&Member<'_>>) = members
        .iter()
        .partition(|member| constants.iter().any(|field| *member.ident == identifier(&field.name)));
    for Member { ident, .. } in extra {
        errors.add(
            ident.span(),
            format_args!(
                "`{ident}` is a constant of `{name}`, which is not in the struct (catalog.lock:{line}); {FIX_EDIT}"
            ),
        );
    }
    let written = others.iter().map(|member| member.ident.to_string());
    if !written.eq(fields.iter().map(|field| identifier(&field.name))) {
        let written = others.iter().map(|member| Written {
            name: member.ident.to_string(),
            ty: spelling(&member.ty.to_token_stream()),
            span: member.ident.span(),
        });
        let expected = fields.iter().map(|field| Expected {
            name: identifier(&field.name),
            ty: spelling(&field.rust),
            line: field.line.0,
        });
        let owner = Owner { noun: "field", name, line, span: item.span() };
        order::check(errors, &owner, &written.collect::<Vec<_>>(), &expected.collect::<Vec<_>>());
    }
    for member in members.iter().filter(|member| !member.public) {
        let ident = member.ident;
        errors.add(
            ident.span(),
            format_args!("field `{ident}` must be `pub` (catalog.lock:{line}); {FIX_EDIT}"),
        );
    }
}

fn is_constant(field: &&Field) -> bool {
    match field.presence {
        Presence::Required | Presence::Default(_) | Presence::Initial(_) => false,
        Presence::Optional | Presence::Extra => false,
        Presence::Constant(_) => true,
    }
}
