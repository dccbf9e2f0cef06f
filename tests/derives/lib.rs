//! An attribute for the cases of the derives.

use proc_macro::{TokenStream, TokenTree};

/// Replaces a text in an item: `#[replace("old", "new")]`.
#[proc_macro_attribute]
pub fn replace(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let texts: Vec<String> = arguments
        .into_iter()
        .filter(|token| matches!(token, TokenTree::Literal(_)))
        .map(|literal| literal.to_string().trim_matches('"').to_owned())
        .collect();
    let [old, new] = texts.as_slice() else {
        panic!("expected two texts");
    };
    let item = item.to_string();
    assert!(item.contains(old), "`{old}` is not in `{item}`");
    item.replace(old, new).parse().expect("the new text is an item")
}
