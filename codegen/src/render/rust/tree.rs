//! Builds syntax trees of structs and signals.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::token::{Brace, Bracket, Paren};
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, Fields, FieldsNamed, Generics, ItemStatic, ItemStruct,
    Lit, LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, StaticMutability, Token,
    Type, Visibility,
};

use super::{doc_line, ident};
use crate::lower::rust::{Derive, Field, Signal, Struct};

/// Builds trees. Parsed types are kept, because most fields have a type that others have too.
#[derive(Default)]
pub(super) struct Trees {
    types: HashMap<String, Type>,
}

impl Trees {
    /// ```text
    /// /// Docs.
    /// #[derive(::annals::Record)]
    /// #[annals(record = "learning.UserData")]
    /// pub struct UserData { … }
    /// ```
    pub(super) fn structure(&mut self, item: &Struct) -> syn::Item {
        let mut attrs = attributes(&item.docs, item.deprecated.as_deref());
        if let Some(derive) = &item.derive {
            attrs.extend(derives(derive));
        }
        let fields = item.fields.iter().map(|field| self.field(field));
        let named = fields.collect::<Punctuated<_, Token![,]>>();
        syn::Item::Struct(ItemStruct {
            attrs,
            vis: public(),
            struct_token: <Token![struct]>::default(),
            ident: ident(&item.name),
            generics: Generics::default(),
            fields: Fields::Named(FieldsNamed { brace_token: Brace::default(), named }),
            semi_token: None,
        })
    }

    /// `pub static USER_CREATED: ::annals::Signal<UserCreated> = ::annals::Signal::new();`
    pub(super) fn signal(&mut self, signal: &Signal) -> syn::Item {
        let payload = ident(&signal.payload);
        syn::Item::Static(ItemStatic {
            attrs: attributes(&signal.docs, signal.deprecated.as_deref()),
            vis: public(),
            static_token: <Token![static]>::default(),
            mutability: StaticMutability::None,
            ident: ident(&signal.name),
            colon_token: <Token![:]>::default(),
            ty: Box::new(syn::parse_quote!(::annals::Signal<#payload>)),
            eq_token: <Token![=]>::default(),
            expr: Box::new(syn::parse_quote!(::annals::Signal::new())),
            semi_token: <Token![;]>::default(),
        })
    }

    fn field(&mut self, field: &Field) -> syn::Field {
        syn::Field {
            attrs: attributes(&field.docs, field.deprecated.as_deref()),
            vis: public(),
            modifiers: syn::FieldModifiers::default(),
            ident: Some(ident(&field.name)),
            colon_token: Some(<Token![:]>::default()),
            ty: self.ty(&field.ty),
            default: None,
        }
    }

    fn ty(&mut self, text: &str) -> Type {
        if let Some(ty) = self.types.get(text) {
            return ty.clone();
        }
        let ty: Type = syn::parse_str(text).expect("lowered types are Rust");
        self.types.insert(text.to_owned(), ty.clone());
        ty
    }
}

/// `#[derive(::annals::Record)] #[annals(record = "learning.UserData")]`
fn derives(derive: &Derive) -> [Attribute; 2] {
    let (derive, key) = match derive {
        Derive::Record(name) => (quote!(::annals::Record), quote!(record = #name)),
        Derive::Event(event_type) => (quote!(::annals::Event), quote!(event = #event_type)),
    };
    [list("derive", derive), list("annals", key)]
}

fn public() -> Visibility {
    Visibility::Public(<Token![pub]>::default())
}

/// `/// Docs.` and `#[deprecated(note = "…")]`
fn attributes(docs: &str, deprecated: Option<&str>) -> Vec<Attribute> {
    let docs = docs.lines().map(doc_line).map(|line| {
        let lit = Lit::Str(LitStr::new(&line, Span::call_site()));
        attribute(Meta::NameValue(MetaNameValue {
            path: path("doc"),
            eq_token: <Token![=]>::default(),
            value: Expr::Lit(ExprLit { attrs: Vec::new(), lit }),
        }))
    });
    let deprecated = deprecated.map(|note| list("deprecated", quote!(note = #note)));
    docs.chain(deprecated).collect()
}

/// `#[name(tokens)]`
fn list(name: &str, tokens: TokenStream) -> Attribute {
    let delimiter = MacroDelimiter::Paren(Paren::default());
    attribute(Meta::List(MetaList { path: path(name), delimiter, tokens }))
}

fn attribute(meta: Meta) -> Attribute {
    Attribute {
        pound_token: <Token![#]>::default(),
        style: AttrStyle::Outer,
        bracket_token: Bracket::default(),
        meta,
    }
}

fn path(name: &str) -> Path {
    Path::from(proc_macro2::Ident::new(name, Span::call_site()))
}
