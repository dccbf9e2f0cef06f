//! The attribute `test`, which isolates the events of a test.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Path, Token, bracketed};

use crate::function::Function;

/// The arguments of `#[annals::test(enable = [A, B], linked)]`.
pub(crate) struct Arguments {
    enable: Vec<Path>,
    /// Method calls that set the other options of the scope.
    options: TokenStream,
    runtime: TokenStream,
}

impl Arguments {
    /// No arguments.
    pub(crate) fn new() -> Self {
        Self { enable: Vec::new(), options: TokenStream::new(), runtime: quote!(::annals) }
    }

    /// Parses one key.
    pub(crate) fn key(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let key = meta.path.to_token_stream().to_string();
        match key.as_str() {
            "enable" => {
                let value = meta.value()?;
                let signals;
                bracketed!(signals in value);
                let parse = Path::parse_mod_style;
                let paths = Punctuated::<Path, Token![,]>::parse_terminated_with(&signals, parse)?;
                self.enable.extend(paths);
            }
            "crate" => {
                let path: LitStr = meta.value()?.parse()?;
                self.runtime = path.parse_with(Path::parse_mod_style)?.into_token_stream();
            }
            "linked" => self.options.extend(quote!(.linked())),
            "lenient" => self.options.extend(quote!(.lenient())),
            _ => {
                let expected = "expected one of `enable = [SIGNAL]`, `linked`, `lenient`";
                return Err(meta.error(format_args!("unknown key `{key}`, {expected}")));
            }
        }
        Ok(())
    }
}

/// ```text
/// #[test]
/// fn welcomes() -> Result<()> {
///     fn welcomes(scope: &Scope) -> Result<()> { … }
///     let scope = ::annals::testing::Scope::new().enable(&SIGNAL);
///     let _entered = scope.enter();
///     welcomes(&scope)
/// }
/// ```
pub(crate) fn expand(arguments: &Arguments, function: &Function) -> TokenStream {
    let Arguments { enable, options, runtime } = arguments;
    let Function { attributes, ident, inputs, output, body, .. } = function;
    let head = function.head();
    let tested = attributes.iter().any(names_a_test);
    if function.is_async() && !tested {
        let message = "an async test needs a runtime: add its attribute, such as `#[tokio::test]`, below this one";
        return syn::Error::new(ident.span(), message).into_compile_error();
    }
    let test = (!tested).then(|| quote!(#[::core::prelude::v1::test]));
    let argument = (!inputs.stream().is_empty()).then(|| quote!(&scope));
    let call = match function.is_async() {
        true => quote!(scope.carry(#ident(#argument)).await),
        false => quote!({
            let _entered = scope.enter();
            #ident(#argument)
        }),
    };
    quote! {
        #test
        #(#attributes)*
        #head #ident() #output {
            #head #ident #inputs #output #body
            let scope = #runtime::testing::Scope::new() #(.enable(&#enable))* #options;
            #call
        }
    }
}

/// Whether the attribute is `#[test]`, `#[tokio::test]` or similar.
fn names_a_test(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "test")
}
