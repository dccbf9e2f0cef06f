//! Parses as much of a function as the attributes need, so that syn is built without its feature `full`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token};

/// The parts of a function.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    /// The tokens up to `fn`: `pub(crate) async fn`.
    head: Vec<TokenTree>,
    pub(crate) ident: Ident,
    /// `<…>`.
    generics: Vec<TokenTree>,
    /// The parameters in their parentheses.
    pub(crate) inputs: Group,
    /// The tokens between parameters and body: `-> Result<()>`.
    pub(crate) output: TokenStream,
    pub(crate) body: Group,
}

impl Function {
    /// Whether it is an `async fn`.
    pub(crate) fn is_async(&self) -> bool {
        self.head.iter().any(|token| is_word(token, "async"))
    }

    /// Whether it has type parameters. Lifetimes do not count.
    pub(crate) fn is_generic(&self) -> bool {
        let mut before = None;
        self.generics.iter().any(|token| {
            let starts = matches!(before, Some('<' | ','));
            before = punctuation(token);
            starts && matches!(token, TokenTree::Ident(_))
        })
    }

    /// Whether the type of its first parameter contains `dyn` or `impl`.
    pub(crate) fn takes_any(&self) -> bool {
        let first = self.inputs.stream().into_iter();
        let mut first = first.take_while(|token| punctuation(token) != Some(','));
        first.any(|token| is_word(&token, "dyn") || is_word(&token, "impl"))
    }

    /// Whether it has a `self` parameter.
    pub(crate) fn is_method(&self) -> bool {
        let first = self.inputs.stream().into_iter();
        first.take_while(|token| punctuation(token) != Some(':')).any(|it| is_word(&it, "self"))
    }

    /// The number of its parameters.
    pub(crate) fn parameters(&self) -> usize {
        let (mut count, mut open, mut depth, mut before) = (0, false, 0_usize, None);
        for token in self.inputs.stream() {
            let mark = punctuation(&token);
            match mark {
                Some('<') => depth += 1,
                // The `>` of `->` closes nothing.
                Some('>') if before != Some('-') => depth = depth.saturating_sub(1),
                _ => {}
            }
            let ends = mark == Some(',') && depth == 0;
            count += usize::from(!ends && !open);
            open = !ends;
            before = mark;
        }
        count
    }

    /// The tokens before its name: `pub(crate) async fn`.
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
                return Err(syn::Error::new(
                    Span::call_site(),
                    "this attribute can only be applied to a function",
                ));
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
