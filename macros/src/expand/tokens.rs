//! Helpers for all implementations.

use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;

/// Wraps the implementations of one item in a const, and tells rustc which files they depend on.
///
/// ```text
/// #[allow(deprecated, …)]
/// const _: () = {
///     const _: &[u8] = ::core::include_bytes!("/…/catalog.lock");
///     impl …
/// };
/// ```
pub(super) fn wrap(context: &Context<'_>, body: &TokenStream) -> TokenStream {
    let whole = if context.reports_lock { context.file.tracked() } else { Vec::new() };
    let paths = whole.iter().map(|path| path.to_string_lossy());
    let tracked = paths.map(|path| {
        quote!(
            const _: &[u8] = ::core::include_bytes!(#path);
        )
    });
    quote! {
        #[allow(deprecated, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            #(#tracked)*
            #body
        };
    }
}

/// An expression of type `Option`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
