//! What the type says against what the lock says; every difference becomes an error at its place.

mod artifacts;
mod order;
mod values;
mod whole;

pub(crate) use artifacts::artifacts;
pub(crate) use values::{scalar_base, variants};
pub(crate) use whole::whole;

use std::collections::BTreeMap;

use annals_contract::{Field, Lock};
use proc_macro2::Ident;
use quote::ToTokens;

use crate::context::Context;
use crate::input::{Member, spelling};
use crate::report::{EDIT, Errors, REPAIR, nearest};
use crate::verify::order::{Expected, Owner, Written};

/// The entry that the item stands for. What is wrong with the lock as a whole is said by one item.
pub(crate) fn entry<'a, T>(
    errors: &mut Errors,
    context: &'a Context<'_>,
    entries: impl FnOnce(&'a Lock) -> &'a BTreeMap<String, T>,
) -> Option<&'a T> {
    let lock = &context.file.lock;
    if context.speaks {
        context.file.speak(errors);
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
        errors.add(
            name.span(),
            format_args!("catalog.lock has no {noun} `{value}`; {hint} {REPAIR}"),
        );
    }
    entry
}

/// The type is called as the catalog calls it.
pub(crate) fn type_name(errors: &mut Errors, ident: &Ident, path: &str, line: u32) {
    let expected = path.rsplit("::").next().unwrap_or(path);
    if *ident != expected {
        errors.add(
            ident.span(),
            format_args!("this type is `{expected}` in the catalog (catalog.lock:{line}); {EDIT}"),
        );
    }
}

/// Presence, names, order and visibility of fields. Their types are rustc's to check.
pub(crate) fn fields(
    errors: &mut Errors,
    item: &Ident,
    members: &[Member<'_>],
    name: &str,
    line: u32,
    fields: &[Field],
) {
    let written = members.iter().map(|member| Written {
        name: member.ident.to_string(),
        ty: spelling(&member.ty.to_token_stream()),
        span: member.ident.span(),
    });
    let expected = fields.iter().map(|field| Expected {
        name: rust_name(&field.name),
        ty: spelling(&field.rust),
        line: field.line.0,
    });
    let owner = Owner { noun: "field", name, line, span: item.span() };
    order::check(errors, &owner, &written.collect::<Vec<_>>(), &expected.collect::<Vec<_>>());
    for member in members.iter().filter(|member| !member.public) {
        let ident = member.ident;
        errors.add(
            ident.span(),
            format_args!("field `{ident}` is not `pub` (catalog.lock:{line}); {EDIT}"),
        );
    }
}

/// The identifier of a field of the catalog; keywords are raw, and those that cannot be end in `_`.
fn rust_name(name: &str) -> String {
    match name {
        "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
        // A keyword since edition 2024, which syn takes for a name.
        "gen" => "r#gen".to_owned(),
        _ if syn::parse_str::<Ident>(name).is_err() => format!("r#{name}"),
        _ => name.to_owned(),
    }
}
