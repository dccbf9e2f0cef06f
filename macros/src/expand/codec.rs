//! Avro of a record or an event: its fields one after the other.

use annals_contract::Limits;
use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::structure::Slot;

/// ```text
/// fn encode(&self, out: &mut Vec<u8>) {
///     ::annals::avro::Codec::encode(&self.id, out);
/// }
/// fn decode(decoder: &mut ::annals::avro::Decoder<'_>) -> … {
///     let mut fields = ::annals::__private::AvroFields::new(decoder, …);
///     Ok(Self { id: fields.next()?, name: fields.next_limited()? })
/// }
/// ```
pub(crate) fn body(runtime: &TokenStream, slots: Option<&[Slot<'_>]>) -> TokenStream {
    let (encode, decode) = match slots {
        None => (quote!(let _ = out;), quote!(let _ = decoder; ::core::unreachable!())),
        Some(slots) => (encode(runtime, slots), decode(runtime, slots)),
    };
    quote! {
        fn encode(&self, out: &mut ::std::vec::Vec<u8>) { #encode }
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
    let members = slots.iter().map(|slot| {
        let Slot { field, ident, cast, .. } = slot;
        let next = if field.limits == Limits::default() {
            quote!(fields.next()?)
        } else {
            quote!(fields.next_limited()?)
        };
        match cast {
            Some(cast) => quote!(#ident: (#cast.1)(#next)),
            None => quote!(#ident: #next),
        }
    });
    quote! {
        let mut fields = #runtime::__private::AvroFields::new(
            decoder, <Self as #runtime::Record>::DESCRIPTION,
        );
        ::core::result::Result::Ok(Self { #(#members),* })
    }
}
