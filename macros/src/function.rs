//! What a function says: just enough of it for the attributes, so that syn is built without its full grammar.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token};

/// A function in its parts.
pub(crate) struct Function {
    /// Its attributes.
    pub(crate) attributes: Vec<Attribute>,
    /// What stands before `fn`: `pub(crate) async`.
    head: Vec<TokenTree>,
    /// Its name.
    pub(crate) ident: Ident,
    /// What stands in `<…>`, with these.
    generics: Vec<TokenTree>,
    /// Its parameters.
    pub(crate) inputs: Group,
    /// What stands between its parameters and its body: `-> Result<()>`.
    pub(crate) output: TokenStream,
    /// Its body.
    pub(crate) body: Group,
}

impl Function {
    /// True for `async fn`.
    pub(crate) fn is_async(&self) -> bool {
        self.head.iter().any(|token| is_word(token, "async"))
    }

    /// True if it has type parameters; lifetimes do not count.
    pub(crate) fn is_generic(&self) -> bool {
        let mut before = None;
        self.generics.iter().any(|token| {
            let starts = matches!(before, Some('<' | ','));
            before = punctuation(token);
            starts && matches!(token, TokenTree::Ident(_))
        })
    }

    /// True if its first parameter is a `dyn` reference, or an `impl` of a trait.
    pub(crate) fn takes_any(&self) -> bool {
        let first = self.inputs.stream().into_iter();
        let mut first = first.take_while(|token| punctuation(token) != Some(','));
        first.any(|token| is_word(&token, "dyn") || is_word(&token, "impl"))
    }

    /// True if it has a `self`.
    pub(crate) fn is_method(&self) -> bool {
        let first = self.inputs.stream().into_iter();
        first.take_while(|token| punctuation(token) != Some(':')).any(|it| is_word(&it, "self"))
    }

    /// What stands before its name: `pub(crate) async fn`.
    pub(crate) fn head(&self) -> TokenStream {
        self.head.iter().cloned().collect()
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let mut head = Vec::new();
        while !input.peek(Token![fn]) {
            if input.is_empty() {
                return Err(input.error("expected a function"));
            }
            head.push(input.parse()?);
        }
        head.push(input.parse()?);
        let ident = input.parse()?;
        let mut generics = Vec::new();
        let inputs = loop {
            match input.parse()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    break group;
                }
                token => generics.push(token),
            }
        };
        let mut output = TokenStream::new();
        let body = loop {
            match input.parse()? {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break group,
                token => token.to_tokens(&mut output),
            }
        };
        Ok(Self { attributes, head, ident, generics, inputs, output, body })
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn punctuation(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}
