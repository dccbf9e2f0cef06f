//! Generates the implementations of a scalar, an enum or a variant: one call of a macro in the runtime.

use annals_contract::{Case, Enum, Scalar, Unknown, Variant};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Type;

use crate::context::Context;
use crate::expand::description;
use crate::expand::tokens::wrap;

/// ```text
/// ::annals::__scalar!(CourseKey, "course_key", "string", ::std::string::String, …);
/// ```
pub(crate) fn scalar(context: &Context<'_>, valid: Option<(&Scalar, &Type)>) -> TokenStream {
    let Some((scalar, inner)) = valid else {
        return stub(context);
    };
    let (runtime, ident) = (&context.attribute.runtime, &context.input.ident);
    let (name, base) = (context.name(), scalar.base.spelling());
    let limits = description::limits(runtime, &scalar.limits);
    let name = named(runtime, &name, &scalar.properties);
    wrap(context, &quote!(#runtime::__scalar!(#ident, #name, #base, #inner, #limits);))
}

/// ```text
/// ::annals::__enumeration!(Mode, "Mode", [Honor "honor", Audit "audit"]);
/// ```
pub(crate) fn enumeration(context: &Context<'_>, valid: Option<&Enum>) -> TokenStream {
    let Some(item) = valid else {
        return stub(context);
    };
    let (runtime, ident) = (&context.attribute.runtime, &context.input.ident);
    let name = named(runtime, &context.name(), &item.properties);
    let values = item.values.iter().map(|value| {
        let variant = format_ident!("{}", value.variant);
        let texts = [&value.value].into_iter().chain(&value.aliases);
        let wires = texts.map(|text| wire(item, text));
        quote!(#variant #(#wires)|*)
    });
    let numbers = item.numbers.then(|| quote!(numbers));
    let unknown = match &item.unknown {
        Unknown::Kept => None,
        Unknown::Refused => Some(quote!(closed)),
        Unknown::Default(variant) => {
            let variant = format_ident!("{variant}");
            Some(quote!(or #variant))
        }
    };
    let avro = item.avro.iter();
    let symbols = item.symbols.then(|| quote!(symbols #(#avro)*));
    let comma = (numbers.is_some() || unknown.is_some()).then(|| quote!(,));
    wrap(
        context,
        &quote!(#runtime::__enumeration!(#ident, #name, [#(#values),*] #comma #numbers #unknown #symbols);),
    )
}

/// ```text
/// ::annals::__variant!(Change, "learning.Change", Inside("action"), [
///     Opened: [crate::learning::Opened] Itself (0, "opened", "learning.Opened"),
/// ], [Unknown]);
/// ```
pub(crate) fn variant(context: &Context<'_>, valid: Option<&Variant>) -> TokenStream {
    let Some(item) = valid else {
        return stub(context);
    };
    let (runtime, ident) = (&context.attribute.runtime, &context.input.ident);
    let name = named(runtime, &context.name(), &item.properties);
    let tagging = match (&item.tag, &item.content) {
        (None, _) => quote!(Kind()),
        (Some(tag), None) => quote!(Inside(#tag)),
        (Some(tag), Some(content)) => quote!(Beside(#tag, #content)),
    };
    let cases = item.cases.iter().enumerate().map(|(index, case)| {
        let Case { tag, ty, rust, variant, boxed, .. } = case;
        let index = Literal::usize_unsuffixed(index);
        let variant = format_ident!("{variant}");
        let rust: TokenStream = rust.parse().unwrap_or_default();
        let hold = if *boxed { quote!(InBox) } else { quote!(Itself) };
        quote!(#variant: [#rust] #hold (#index, #tag, #ty),)
    });
    let unknown = item.open.then(|| quote!(Unknown));
    wrap(context, &quote!(#runtime::__variant!(#ident, #name, #tagging, [#(#cases)*], [#unknown]);))
}

/// The name, with the custom properties if there are any.
fn named(runtime: &TokenStream, name: &str, properties: &[(String, String)]) -> TokenStream {
    match description::properties(runtime, properties) {
        Some(properties) => quote!((#name, #properties)),
        None => quote!(#name),
    }
}

/// A text or a number on the wire. If it is not a number, the lock has an error, and is shown as a text.
fn wire(item: &Enum, text: &str) -> TokenStream {
    match text.parse::<i64>() {
        Ok(number) if item.numbers => {
            let number = Literal::i64_unsuffixed(number);
            quote!(#number)
        }
        _ => quote!(#text),
    }
}

/// Implementations for a type with errors, so that its uses compile.
fn stub(context: &Context<'_>) -> TokenStream {
    let (runtime, ident) = (&context.attribute.runtime, &context.input.ident);
    let (generics, arguments, bounds) = context.input.generics.split_for_impl();
    let body = quote! {
        #[automatically_derived]
        impl #generics #runtime::avro::Codec for #ident #arguments #bounds {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                let _ = out;
            }
            fn decode(
                decoder: &mut #runtime::avro::Decoder<'_>,
            ) -> ::core::result::Result<Self, #runtime::DecodeError> {
                let _ = decoder;
                ::core::unreachable!()
            }
        }
        #[automatically_derived]
        impl #generics #runtime::Value for #ident #arguments #bounds {
            const SHAPE: #runtime::Shape = #runtime::Shape::Json;
            fn view(&self) -> #runtime::View<'_> {
                #runtime::View::Null
            }
            fn read_json<'a>(
                parser: &mut #runtime::__private::Parser<'_>,
                slot: #runtime::__private::Slot<'a, Self>,
            ) -> ::core::result::Result<#runtime::__private::Filled<'a, Self>, #runtime::JsonError>
            {
                let _ = (parser, slot);
                ::core::unreachable!()
            }
        }
        #[automatically_derived]
        impl #generics ::core::fmt::Debug for #ident #arguments #bounds {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let _ = formatter;
                ::core::unreachable!()
            }
        }
    };
    wrap(context, &body)
}
