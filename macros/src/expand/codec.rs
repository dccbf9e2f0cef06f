//! Avro of a record or an event: its fields one after the other.

use annals_contract::Limits;
use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::structure::Slot;

/// ```text
/// fn encode(&self, out: &mut Vec<u8>) {
///     ::annals::avro::Codec::encode(&self.id, out);
/// }
/// #[inline(never)] // It is long, and several callers would take it in.
/// fn decode(decoder: &mut ::annals::avro::Decoder<'_>) -> … {
///     Ok(Self {
///         id: match ::annals::avro::Codec::decode(decoder) {
///             Ok(value) => value,
///             Err(error) => return Err(::annals::__private::field_error(error, DESCRIPTION, 0)),
///         },
///         name: match ::annals::__private::decode_limited(decoder, DESCRIPTION, 1) { … },
///     })
/// }
/// ```
pub(crate) fn body(runtime: &TokenStream, slots: Option<&[Slot<'_>]>) -> TokenStream {
    let (encode, decode) = match slots {
        None => (quote!(let _ = out;), quote!(let _ = decoder; ::core::unreachable!())),
        Some(slots) => (encode(runtime, slots), decode(runtime, slots)),
    };
    quote! {
        fn encode(&self, out: &mut ::std::vec::Vec<u8>) { #encode }
        #[inline(never)]
        fn decode(
            decoder: &mut #runtime::avro::Decoder<'_>,
        ) -> ::core::result::Result<Self, #runtime::DecodeError> { #decode }
    }
}

fn encode(runtime: &TokenStream, slots: &[Slot<'_>]) -> TokenStream {
    let fields = slots.iter().map(|Slot { ident, cast, .. }| {
        let value = match cast {
            Some(cast) => quote!((#cast.0)(&self.#ident)),
            None => quote!(&self.#ident),
        };
        quote!(#runtime::avro::Codec::encode(#value, out);)
    });
    quote!(#(#fields)*)
}

fn decode(runtime: &TokenStream, slots: &[Slot<'_>]) -> TokenStream {
    let description = quote!(<Self as #runtime::Record>::DESCRIPTION);
    let members = slots.iter().enumerate().map(|(index, slot)| {
        let Slot { field, ident, cast, .. } = slot;
        let read = if field.limits == Limits::default() {
            quote!(#runtime::avro::Codec::decode(decoder))
        } else {
            quote!(#runtime::__private::decode_limited(decoder, #description, #index))
        };
        let value = match cast {
            Some(cast) => quote!((#cast.1)(value)),
            None => quote!(value),
        };
        // With `?` rustc would have twice as much to compile, and there are many fields.
        quote! {
            #ident: match #read {
                ::core::result::Result::Ok(value) => #value,
                ::core::result::Result::Err(error) => return ::core::result::Result::Err(
                    #runtime::__private::field_error(error, #description, #index),
                ),
            }
        }
    });
    quote! {
        let _ = &decoder;
        ::core::result::Result::Ok(Self { #(#members),* })
    }
}
