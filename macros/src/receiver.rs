//! The attribute `receiver`, which registers a function.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path, Token};

use crate::function::Function;

/// The arguments of `#[receiver(A, B, dispatch_uid = "welcome")]`.
pub(crate) struct Arguments {
    signals: Vec<Path>,
    dispatch_uid: Option<LitStr>,
    runtime: TokenStream,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments =
            Self { signals: Vec::new(), dispatch_uid: None, runtime: quote!(::annals) };
        while !input.is_empty() {
            if input.peek(Token![crate]) && input.peek2(Token![=]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                let path: LitStr = input.parse()?;
                arguments.runtime = path.parse_with(Path::parse_mod_style)?.into_token_stream();
            } else {
                arguments.signal_or_uid(input)?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

impl Arguments {
    fn signal_or_uid(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let path = Path::parse_mod_style(input)?;
        if !input.peek(Token![=]) {
            self.signals.push(path);
            return Ok(());
        }
        if !path.is_ident("dispatch_uid") {
            let message =
                "unknown key, expected a signal, `dispatch_uid = \"…\"` or `crate = \"…\"`";
            return Err(syn::Error::new_spanned(path, message));
        }
        input.parse::<Token![=]>()?;
        self.dispatch_uid = Some(input.parse()?);
        Ok(())
    }
}

/// The unchanged function, followed by its registration or an error.
pub(crate) fn expand(arguments: TokenStream, written: TokenStream) -> TokenStream {
    let registered = registered(arguments, written.clone());
    let registered = registered.unwrap_or_else(|error| error.into_compile_error());
    quote!(#written #registered)
}

fn registered(arguments: TokenStream, written: TokenStream) -> syn::Result<TokenStream> {
    let arguments = syn::parse2(arguments)?;
    let function = syn::parse2(written)?;
    check(&arguments, &function)?;
    registrations(&arguments, &function)
}

fn check(arguments: &Arguments, function: &Function) -> syn::Result<()> {
    let error = |message| Err(syn::Error::new(function.ident.span(), message));
    if function.is_method() {
        return error("a receiver cannot be a method: there is no `self` when an event arrives");
    }
    if function.parameters() != 2 {
        return error(match function.is_async() {
            true => {
                "an async receiver takes two parameters: `Arc<E>`, the event, and `Arc<annals::Metadata>`"
            }
            false => "a receiver takes two parameters: `&E`, the event, and `&annals::Metadata`",
        });
    }
    if function.is_generic() && arguments.signals.is_empty() {
        return error("a generic receiver must name its signals: `#[receiver(SIGNAL)]`");
    }
    Ok(())
}

fn registrations(arguments: &Arguments, function: &Function) -> syn::Result<TokenStream> {
    let runtime = &arguments.runtime;
    if arguments.signals.is_empty() {
        return Ok(register(arguments, function, &for_configuration(runtime, function)));
    }
    let one = arguments.signals.iter().map(|signal| {
        let kind = for_signal(runtime, signal, function);
        register(arguments, function, &kind)
    });
    Ok(one.collect())
}

/// ```text
/// const _: () = {
///     ::annals::__private::inventory::submit! {
///         ::annals::__private::LinkedReceiver { name: "my_plugin::welcome", …, channel: …, handler: … }
///     }
/// };
/// ```
fn register(arguments: &Arguments, function: &Function, kind: &TokenStream) -> TokenStream {
    let runtime = &arguments.runtime;
    let name = function.ident.to_string();
    let dispatch_uid = match &arguments.dispatch_uid {
        Some(uid) => quote!(::core::option::Option::Some(#uid)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        const _: () = {
            #runtime::__private::inventory::submit! {
                #runtime::__private::LinkedReceiver {
                    name: ::core::concat!(::core::module_path!(), "::", #name),
                    line: ::core::line!(),
                    dispatch_uid: #dispatch_uid,
                    #kind
                }
            }
        };
    }
}

/// A function that takes one type of event is passed by name, so that rustc names it in errors. One that takes several
/// is wrapped in a closure, for which rustc infers the type from the signal.
fn for_signal(runtime: &TokenStream, signal: &Path, function: &Function) -> TokenStream {
    let ident = &function.ident;
    let several = function.is_generic() || function.takes_any();
    let closure = quote!(|event, metadata| #ident(event, metadata));
    let handler = match (function.is_async(), several) {
        (false, false) => quote!(handler_for(&#signal, #ident)),
        (false, true) => quote!(handler_with(&#signal, #closure)),
        (true, false) => quote!(async_handler_for(&#signal, #ident)),
        (true, true) => quote!(async_handler_with(&#signal, #closure)),
    };
    quote! {
        channel: ::core::option::Option::Some(|| #runtime::__private::channel_of(&#signal)),
        connected: true,
        handler: || #runtime::__private::#handler,
    }
}

fn for_configuration(runtime: &TokenStream, function: &Function) -> TokenStream {
    let ident = &function.ident;
    let (channel, handler) = if function.takes_any() {
        let call = match function.is_async() {
            true => quote!(any_async_handler),
            false => quote!(any_handler),
        };
        let handler = quote!(#call(|event, metadata| #ident(event, metadata)));
        (quote!(::core::option::Option::None), handler)
    } else {
        let (channel, handler) = match function.is_async() {
            true => (quote!(async_channel(#ident)), quote!(async_handler(#ident))),
            false => (quote!(channel_received(#ident)), quote!(handler_received(#ident))),
        };
        (quote!(::core::option::Option::Some(|| #runtime::__private::#channel)), handler)
    };
    quote! {
        channel: #channel,
        connected: false,
        handler: || #runtime::__private::#handler,
    }
}
