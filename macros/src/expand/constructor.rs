//! Implements `new`, which takes the required fields, and `Default` if there are none.

use annals_contract::Primitive;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::context::Context;
use crate::expand::slot::Slot;

/// ```text
/// impl UserData {
///     #[doc = "Creates a `UserData` from its required fields. …"]
///     pub fn new(id: i64, name: impl Into<String>) -> Self {
///         Self { id, name: Into::into(name), nickname: None }
///     }
/// }
/// ```
pub(crate) fn new(context: &Context<'_>, slots: &[Slot<'_>]) -> TokenStream {
    let ident = &context.input.ident;
    let parameters = slots.iter().filter(|slot| is_required(slot)).map(|slot| {
        let (name, ty) = (parameter(&slot.ident), slot.ty);
        if takes_any_text(slot) {
            quote!(#name: impl ::core::convert::Into<#ty>)
        } else {
            quote!(#name: #ty)
        }
    });
    let members = slots.iter().map(|slot| member(&context.attribute.runtime, slot));
    let doc = doc(&ident.to_string(), slots);
    let default = slots.iter().all(|slot| !is_required(slot)).then(|| {
        quote! {
            #[automatically_derived]
            impl ::core::default::Default for #ident {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #ident {
            #[doc = #doc]
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#members),* }
            }
        }
        #default
    }
}

/// The parameter for a field. A name in upper case could match a constant or variant in scope, such as
/// `None`.
fn parameter(field: &Ident) -> Ident {
    let name = field.to_string();
    let upper = name.starts_with(char::is_uppercase);
    if upper { format_ident!("field_{}", name.to_lowercase()) } else { field.clone() }
}

fn is_required(slot: &Slot<'_>) -> bool {
    slot.field.default.is_none()
}

/// Whether the parameter is `impl Into<String>`, so that callers can pass a `&str`.
fn takes_any_text(slot: &Slot<'_>) -> bool {
    slot.field.ty == Primitive::String.name() && !slot.field.boxed && slot.cast.is_none()
}

fn member(runtime: &TokenStream, slot: &Slot<'_>) -> TokenStream {
    let name = &slot.ident;
    let Some(default) = &slot.field.default else {
        let parameter = parameter(name);
        return if takes_any_text(slot) {
            quote!(#name: ::core::convert::Into::into(#parameter))
        } else {
            quote!(#name: #parameter)
        };
    };
    let value = literal(&slot.field.ty, default)
        .unwrap_or_else(|| quote!(#runtime::__private::default_value(#default)));
    match &slot.cast {
        Some(cast) => quote!(#name: #cast.written(#value)),
        None => quote!(#name: #value),
    }
}

/// A default as a Rust expression if it is simple. The runtime parses the others.
fn literal(ty: &str, json: &str) -> Option<TokenStream> {
    if let Some(primitive) = Primitive::from_name(ty) {
        return primitive_literal(primitive, json);
    }
    if ty.ends_with('?') {
        return (json == "null").then(|| quote!(::core::option::Option::None));
    }
    let empty = match json {
        "[]" => ty.starts_with("list<"),
        "{}" => ty.starts_with("map<"),
        _ => false,
    };
    empty.then(|| quote!(::core::default::Default::default()))
}

fn primitive_literal(primitive: Primitive, json: &str) -> Option<TokenStream> {
    match primitive {
        Primitive::Boolean | Primitive::Int | Primitive::Long => json.parse().ok(),
        Primitive::Float | Primitive::Double => {
            json.contains('.').then(|| json.parse().ok()).flatten()
        }
        Primitive::String => match json.trim_matches('"') {
            "" => Some(quote!(::std::string::String::new())),
            text if text.contains('\\') => None,
            text => Some(quote!(::std::string::String::from(#text))),
        },
        Primitive::Bytes
        | Primitive::Date
        | Primitive::Datetime
        | Primitive::Uuid
        | Primitive::Json => None,
    }
}

fn doc(name: &str, slots: &[Slot<'_>]) -> String {
    let defaulted: Vec<_> = slots
        .iter()
        .filter(|slot| !is_required(slot))
        .map(|slot| format!("`{}`", slot.ident))
        .collect();
    let list = defaulted.join(", ");
    match defaulted.len() {
        0 => format!("Creates a `{name}` from all its fields."),
        count if count == slots.len() => {
            format!("Creates a `{name}` with the defaults of the catalog.")
        }
        _ => format!(
            "Creates a `{name}` from its required fields. The defaults of the catalog are used for {list}."
        ),
    }
}
