//! Implements the Avro codec of a record or an event.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::slot::Slot;

/// ```text
/// fn encode(&self, out: &mut Vec<u8>) {
///     ::annals::avro::Codec::encode(&self.id, out);
/// }
/// fn decode(decoder: &mut ::annals::avro::Decoder<'_>) -> … {
///     ::annals::__private::decode_record(decoder)
/// }
/// ```
pub(crate) fn body(runtime: &TokenStream, slots: Option<&[Slot<'_>]>) -> TokenStream {
    let fields = slots.unwrap_or_default().iter().map(|Slot { ident, cast, .. }| {
        let value = match cast {
            Some(cast) => quote!(#cast.expected(&self.#ident)),
            None => quote!(&self.#ident),
        };
        quote!(#runtime::avro::Codec::encode(#value, out);)
    });
    quote! {
        fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
            let _ = &out;
            #(#fields)*
        }
        #[inline]
        fn decode(
            decoder: &mut #runtime::avro::Decoder<'_>,
        ) -> ::core::result::Result<Self, #runtime::DecodeError> {
            #runtime::__private::decode_record(decoder)
        }
        #[inline]
        fn decode_to<'a>(
            decoder: &mut #runtime::avro::Decoder<'_>,
            slot: #runtime::__private::Slot<'a, Self>,
        ) -> ::core::result::Result<#runtime::__private::Filled<'a, Self>, #runtime::DecodeError> {
            #runtime::__private::decode_record_to(decoder, slot)
        }
    }
}
