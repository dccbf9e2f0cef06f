//! Tokens that every implementation needs: the const around it, and options.

use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;

/// Wraps the implementations of one item, and names the files that they depend on to rustc.
///
/// ```text
/// #[allow(deprecated, …)]
/// const _: () = {
///     const _: &[u8] = ::core::include_bytes!("/…/catalog.lock");
///     impl …
/// };
/// ```
pub(super) fn wrap(context: &Context<'_>, body: &TokenStream) -> TokenStream {
    let whole = if context.speaks { context.file.tracked() } else { Vec::new() };
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

/// `Some` or `None` as tokens.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
