//! Collects the errors about one item.

use proc_macro2::{Span, TokenStream};

/// The hint of most errors.
pub(crate) const FIX: &str = "run `annals generate` (in the repository of Annals, `cargo codegen`)";

/// The hint for a type that was edited by hand.
pub(crate) const FIX_EDIT: &str = "run `annals generate` (in the repository of Annals, `cargo codegen`), \
    and if the change was meant, make it in the catalog first";

/// The errors about one item so far.
#[derive(Default)]
pub(crate) struct Errors {
    first: Option<syn::Error>,
    shape: bool,
}

impl Errors {
    /// Adds an error about how the item is written.
    pub(crate) fn add(&mut self, span: Span, message: impl std::fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Adds an error from syn about how the item is written.
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.shape = true;
        self.combine(error);
    }

    /// Adds an error about a file.
    pub(crate) fn add_for_file(&mut self, span: Span, message: impl std::fmt::Display) {
        self.combine(syn::Error::new(span, message));
    }

    fn combine(&mut self, error: syn::Error) {
        match &mut self.first {
            Some(first) => first.combine(error),
            None => self.first = Some(error),
        }
    }

    /// Whether there are no errors.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Whether an error is about how the item is written.
    pub(crate) fn has_shape_errors(&self) -> bool {
        self.shape
    }

    /// The errors as tokens, followed by `item`.
    pub(crate) fn with(self, item: TokenStream) -> TokenStream {
        let mut tokens = self.first.map(|error| error.to_compile_error()).unwrap_or_default();
        tokens.extend(item);
        tokens
    }
}

/// The name that `wrong` was probably meant to be: at most a third of its letters differ.
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

/// The Levenshtein distance in bytes.
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
