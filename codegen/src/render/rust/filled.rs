//! Builds the implementations that fill in the defaults of the catalog.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::token::Brace;
use syn::{
    Expr, ExprField, ExprStruct, FieldValue, ImplItem, ImplItemFn, ItemImpl, Member, Path, Stmt,
    Token, parse_quote,
};

use super::ident;
use crate::lower::rust::{Filled, Literal, Source};

/// ```text
/// impl ::core::convert::From<UserData> for super::UserData {
///     fn from(required: UserData) -> Self {
///         Self { id: required.id, name: ::std::string::String::new() }
///     }
/// }
/// ```
pub(super) fn from(item: &Filled) -> syn::Item {
    let name = ident(&item.name);
    implementation(
        parse_quote!(impl ::core::convert::From<#name> for super::#name {}),
        parse_quote!(fn from(required: #name) -> Self {}),
        item,
    )
}

/// ```text
/// impl ::core::default::Default for super::Settings {
///     fn default() -> Self {
///         Self { on: true }
///     }
/// }
/// ```
pub(super) fn default(item: &Filled) -> syn::Item {
    let name = ident(&item.name);
    implementation(
        parse_quote!(impl ::core::default::Default for super::#name {}),
        parse_quote!(
            fn default() -> Self {}
        ),
        item,
    )
}

fn implementation(mut of: ItemImpl, mut function: ImplItemFn, item: &Filled) -> syn::Item {
    let fields = item.fields.iter().map(|(name, source)| {
        let member = Member::Named(ident(name));
        let expr = match source {
            Source::Required => required(member.clone()),
            Source::Default(default) => syn::parse2(literal(default)).expect("literals are Rust"),
        };
        FieldValue { attrs: Vec::new(), member, colon_token: Some(<Token![:]>::default()), expr }
    });
    let whole = Expr::Struct(ExprStruct {
        attrs: Vec::new(),
        qself: None,
        path: Path::from(<Token![Self]>::default()),
        brace_token: Brace::default(),
        fields: fields.collect::<Punctuated<_, Token![,]>>(),
        dot2_token: None,
        rest: None,
    });
    function.block.stmts.push(Stmt::Expr(whole, None));
    of.items.push(ImplItem::Fn(function));
    syn::Item::Impl(of)
}

/// `required.name`. It is not bound to a name, since `None` would be a pattern.
fn required(member: Member) -> Expr {
    let required = proc_macro2::Ident::new("required", Span::call_site());
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(Expr::Path(syn::ExprPath {
            attrs: Vec::new(),
            qself: None,
            path: Path::from(required),
        })),
        dot_token: <Token![.]>::default(),
        member,
    })
}

fn literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Null => quote!(::core::option::Option::None),
        Literal::Boolean(value) => quote!(#value),
        Literal::Number(number) => number.parse().expect("lowered numbers are Rust"),
        Literal::Text(text) if text.is_empty() => quote!(::std::string::String::new()),
        Literal::Text(text) => quote!(::std::string::String::from(#text)),
        Literal::List => quote!(::std::vec::Vec::new()),
        Literal::Map => quote!(::std::collections::BTreeMap::new()),
        Literal::Json(json) => quote!(::annals::__private::default_value(#json)),
    }
}
