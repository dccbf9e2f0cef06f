//! Generates the implementations of a record or an event.

use annals_contract::Event;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::context::Context;
use crate::expand::slot::{Slot, Structure};
use crate::expand::tokens::wrap;
use crate::expand::{codec, description};
use crate::report::FIX_EDIT;

/// All implementations of `derive(Record)`.
pub(crate) fn record(structure: &Structure<'_>, context: &Context<'_>) -> TokenStream {
    wrap(context, &implementations(structure, context))
}

/// All implementations of `derive(Event)`: those of a record, the descriptor and the signal's channel.
pub(crate) fn event(
    structure: &Structure<'_>,
    context: &Context<'_>,
    entry: Option<&Event>,
) -> TokenStream {
    let mut body = implementations(structure, context);
    let runtime = &context.attribute.runtime;
    let ident = &context.input.ident;
    let (generics, arguments, bounds) = context.input.generics.split_for_impl();
    let record = quote!(<Self as #runtime::Record>::DESCRIPTION);
    // Without an entry, implement the trait with an empty descriptor: otherwise every signal of the event
    // would be an error too.
    let descriptor = match entry {
        Some(entry) => description::event(context, entry, &record, structure.members.is_none()),
        None => description::event(context, &Event::default(), &record, true),
    };
    let (channel, registered) = signal(context, structure.members.is_some());
    body.extend(quote! {
        #[automatically_derived]
        impl #generics #runtime::Event for #ident #arguments #bounds {
            const DESCRIPTOR: &'static #runtime::EventDescriptor = #descriptor;

            #[inline]
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
/// impl ::annals::avro::Codec for UserData { … }
/// impl ::annals::Value for UserData { … }
/// impl ::annals::RecordView for UserData { … }
/// impl ::annals::Record for UserData { … }
/// impl ::core::fmt::Debug for UserData { … }
/// ```
fn implementations(structure: &Structure<'_>, context: &Context<'_>) -> TokenStream {
    let runtime = &context.attribute.runtime;
    let ident = &context.input.ident;
    let (generics, arguments, bounds) = context.input.generics.split_for_impl();
    let slots = structure.slots();
    let casts = slots.iter().flatten().filter_map(|slot| cast(context, slot));
    let codec = codec::body(runtime, slots.as_deref());
    let value = value(runtime);
    let view = view(runtime);
    let record = description::record(context, structure, slots.as_deref());
    let debug = ident.to_string();
    let serde =
        context.input.generics.params.is_empty().then(|| quote!(#runtime::__impl_serde!(#ident);));
    quote! {
        #(#casts)*
        #[automatically_derived]
        impl #generics #runtime::avro::Codec for #ident #arguments #bounds { #codec }
        #[automatically_derived]
        impl #generics #runtime::Value for #ident #arguments #bounds { #value }
        #[automatically_derived]
        impl #generics #runtime::RecordView for #ident #arguments #bounds { #view }
        #record
        #[automatically_derived]
        impl #generics ::core::fmt::Debug for #ident #arguments #bounds {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #runtime::__private::debug_record(formatter, #debug, self)
            }
        }
        #serde
    }
}

/// ```text
/// const CAST_0: ::annals::__private::Casts<Alias, i64> = <Alias as FieldType<i64, 12>>::CASTS;
/// ```
///
/// In a generated file, a spelling differs from the lock only if the file was edited. Then another constant panics, which
/// rustc reports only if the types are the same.
fn cast(context: &Context<'_>, slot: &Slot<'_>) -> Option<TokenStream> {
    let runtime = &context.attribute.runtime;
    let (name, written) = (slot.cast.as_ref()?, slot.ty);
    let expected: TokenStream = slot.field.rust.parse().ok()?;
    let line = slot.field.line.0;
    let edited = context.edited.as_ref().map(|_| {
        context.explain();
        let right = &slot.field.rust;
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

/// ```text
/// fn view(&self) -> ::annals::View<'_> { ::annals::View::Record(self) }
/// fn from_json(…) -> … { ::annals::__private::record_from_json(json, path) }
/// ```
fn value(runtime: &TokenStream) -> TokenStream {
    quote! {
        const SHAPE: #runtime::Shape =
            #runtime::Shape::Record(<Self as #runtime::Record>::DESCRIPTION);
        #[inline]
        fn view(&self) -> #runtime::View<'_> {
            #runtime::View::Record(self)
        }
        #[inline]
        fn from_json(
            json: &#runtime::Json,
            path: &#runtime::Path<'_>,
        ) -> ::core::result::Result<Self, #runtime::JsonError> {
            #runtime::__private::record_from_json(json, path)
        }
    }
}

/// ```text
/// fn field(&self, index: usize) -> ::annals::View<'_> { ::annals::__private::view_field(self, index) }
/// ```
fn view(runtime: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn description(&self) -> &'static #runtime::RecordDescription {
            <Self as #runtime::Record>::DESCRIPTION
        }
        #[inline]
        fn field(&self, index: usize) -> #runtime::View<'_> {
            #runtime::__private::view_field(self, index)
        }
    }
}
