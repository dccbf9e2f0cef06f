//! What a derive knows before it checks anything: the type, its attribute and the lock.

use std::sync::Arc;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attr::{Attribute, Kind};
use crate::lockfile::LockFile;
use crate::report::Errors;

/// What every derive reads first.
pub(crate) struct Context<'a> {
    pub(crate) kind: Kind,
    pub(crate) input: &'a DeriveInput,
    pub(crate) attribute: Attribute,
    pub(crate) file: Arc<LockFile>,
    /// Whether this item answers for the lock as a whole.
    pub(crate) speaks: bool,
    /// The generated file it stands in, if somebody changed that by hand.
    pub(crate) edited: Option<String>,
}

impl<'a> Context<'a> {
    pub(crate) fn read(errors: &mut Errors, input: &'a DeriveInput, kind: Kind) -> Self {
        let attribute = Attribute::read(errors, input, kind);
        let file = LockFile::find();
        let name = attribute.name.as_ref().map(|name| name.value()).unwrap_or_default();
        let speaks = file.speaks(&format!("{} {name} {}", kind.noun(), input.ident));
        let edited = file.edited();
        Self { kind, input, attribute, file, speaks, edited }
    }

    /// The errors, then the item. What they say about the item, `verify!` need not say about its file.
    pub(crate) fn end(&self, errors: Errors, item: TokenStream) -> TokenStream {
        if errors.blame_shape() {
            self.explain();
        }
        errors.with(item)
    }

    /// A hand edit of the file that the item stands in is explained by a message at the item.
    pub(crate) fn explain(&self) {
        self.edited.iter().for_each(|place| self.file.seen.explain(place));
    }

    /// The entry's name; empty if the attribute is not there.
    pub(crate) fn name(&self) -> String {
        self.attribute.name.as_ref().map(|name| name.value()).unwrap_or_default()
    }
}
