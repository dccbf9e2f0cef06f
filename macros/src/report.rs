//! Collects what is wrong with one item; all of it becomes compile errors, each at its place.

use proc_macro2::{Span, TokenStream};

/// What repairs most of it.
pub(crate) const REPAIR: &str =
    "run `annals generate` (in the repository of Annals, `cargo codegen`)";

/// What repairs a type that was changed by hand.
pub(crate) const EDIT: &str = "run `annals generate` (in the repository of Annals, `cargo codegen`), \
    and if the change was meant, make it in the catalog first";

/// The mistakes of one item so far.
#[derive(Default)]
pub(crate) struct Errors {
    first: Option<syn::Error>,
    shape: bool,
}

impl Errors {
    /// Adds one at `span`.
    pub(crate) fn add(&mut self, span: Span, message: impl std::fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Adds one that syn made.
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.shape = true;
        self.combine(error);
    }

    /// Adds one that is not about how the item is written, but about a file.
    pub(crate) fn add_beside(&mut self, span: Span, message: impl std::fmt::Display) {
        self.combine(syn::Error::new(span, message));
    }

    fn combine(&mut self, error: syn::Error) {
        match &mut self.first {
            Some(first) => first.combine(error),
            None => self.first = Some(error),
        }
    }

    /// True as long as nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// True if one is about how the item is written.
    pub(crate) fn blame_shape(&self) -> bool {
        self.shape
    }

    /// The errors as tokens, then the tokens of the item.
    pub(crate) fn with(self, item: TokenStream) -> TokenStream {
        let mut tokens = self.first.map(|error| error.to_compile_error()).unwrap_or_default();
        tokens.extend(item);
        tokens
    }
}

/// The one of `names` that `wrong` most likely means: at most a third of its letters differ.
pub(crate) fn nearest<'a>(
    wrong: &str,
    names: impl Iterator<Item = &'a String>,
) -> Option<&'a String> {
    names
        .map(|name| (distance(wrong, name), name))
        .filter(|(distance, name)| distance * 3 <= name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Levenshtein's distance, by bytes.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, a) in left.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = index + 1;
        for (column, b) in right.bytes().enumerate() {
            let replaced = corner + usize::from(a != b);
            corner = row[column + 1];
            row[column + 1] = replaced.min(corner + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}
