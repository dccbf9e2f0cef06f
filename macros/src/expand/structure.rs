//! Generates the implementations of a record or an event.

use annals_contract::Event;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::context::Context;
use crate::expand::description;
use crate::expand::slot::{Home, Slot, Structure};
use crate::expand::tokens::wrap;
use crate::report::FIX_EDIT;

/// All implementations of `derive(Record)`.
pub(crate) fn record(structure: &Structure<'_>, context: &Context<'_>) -> TokenStream {
    if is_generic(context) {
        return wrap(context, &TokenStream::new());
    }
    wrap(context, &implementations(structure, context))
}

/// Whether the type has parameters. That is an error; no implementation would add anything to it.
fn is_generic(context: &Context<'_>) -> bool {
    !context.input.generics.params.is_empty()
}

/// All implementations of `derive(Event)`: those of a record, the descriptor and the signal's channel.
pub(crate) fn event(
    structure: &Structure<'_>,
    context: &Context<'_>,
    entry: Option<&Event>,
) -> TokenStream {
    if is_generic(context) {
        return wrap(context, &TokenStream::new());
    }
    let mut body = implementations(structure, context);
    let (runtime, ident) = (&context.attribute.runtime, &context.input.ident);
    let record = quote!(<#ident as #runtime::Record>::DESCRIPTION);
    // Without an entry, implement the trait with an empty descriptor: otherwise every signal of the event
    // would be an error too.
    let descriptor = match entry {
        Some(entry) => description::event(context, entry, &record, structure.members.is_none()),
        None => description::event(context, &Event::default(), &record, true),
    };
    let (channel, registered) = signal(context, structure.members.is_some());
    body.extend(quote! {
        #[automatically_derived]
        impl #runtime::Event for #ident {
            const DESCRIPTOR: &'static #runtime::EventDescriptor = {
                static DESCRIPTOR: #runtime::EventDescriptor = #descriptor;
                &DESCRIPTOR
            };

            fn channel() -> &'static #runtime::__private::ChannelOf<Self> { #channel }
        }
        #registered
    });
    wrap(context, &body)
}

/// The channel of the event, and its entry in the registry. A type with errors has neither.
///
/// ```text
/// static CHANNEL: ::annals::__private::ChannelOf<UserCreated> = ::annals::__private::ChannelOf::new();
/// &CHANNEL
/// ```
fn signal(context: &Context<'_>, valid: bool) -> (TokenStream, TokenStream) {
    let (runtime, ident) = (&context.attribute.runtime, &context.input.ident);
    if !valid {
        return (quote!(::core::unreachable!()), TokenStream::new());
    }
    let channel = quote! {
        static CHANNEL: #runtime::__private::ChannelOf<#ident> =
            #runtime::__private::ChannelOf::new();
        &CHANNEL
    };
    let registered = quote! {
        #runtime::__private::inventory::submit! {
            #runtime::registry::RegisteredEvent::of::<#ident>()
        }
    };
    (channel, registered)
}

/// ```text
/// ::annals::__record!(UserData, …);
/// ```
fn implementations(structure: &Structure<'_>, context: &Context<'_>) -> TokenStream {
    let slots = structure.slots();
    let items = slots.iter().flatten().filter_map(|slot| item(context, slot));
    let record = description::record(context, structure, slots.as_deref());
    quote!(#(#items)* #record)
}

/// ```text
/// ::annals::__constant!(Constant0: ::std::string::String = "\"opened\"");
/// const CAST_0: ::annals::__private::Casts<Alias, i64> = <Alias as FieldType<i64, 12>>::CASTS;
/// ```
///
/// In a generated file, a spelling differs from the lock only if the file was edited. Then another constant panics, which
/// rustc reports only if the types are the same.
fn item(context: &Context<'_>, Slot { field, home }: &Slot<'_>) -> Option<TokenStream> {
    let runtime = &context.attribute.runtime;
    let expected: TokenStream = field.rust.parse().ok()?;
    let (name, written) = match home {
        Home::Member { ty, cast, .. } => (cast.as_ref()?, *ty),
        Home::Constant { ident, json } => {
            return Some(quote!(#runtime::__constant!(#ident: #expected = #json);));
        }
    };
    let line = field.line.0;
    let edited = context.edited.as_ref().map(|_| {
        context.explain();
        let right = &field.rust;
        let message = format!(
            "this field has type `{right}` in the catalog (catalog.lock:{line}); {FIX_EDIT}"
        );
        let panic = quote_spanned!(written.span()=> ::core::panic!("{}", #message));
        quote! {
            const _: () = {
                let _ = #name;
                #panic
            };
        }
    });
    Some(quote! {
        const #name: #runtime::__private::Casts<#written, #expected> =
            <#written as #runtime::__private::FieldType<#expected, #line>>::CASTS;
        #edited
    })
}
