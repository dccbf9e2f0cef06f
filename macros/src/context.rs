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
    /// Whether this item reports errors about the lock as a whole.
    pub(crate) reports_lock: bool,
    /// The generated file that contains the item, if it was edited.
    pub(crate) edited: Option<String>,
}

impl<'a> Context<'a> {
    pub(crate) fn read(errors: &mut Errors, input: &'a DeriveInput, kind: Kind) -> Self {
        let attribute = Attribute::read(errors, input, kind);
        let file = LockFile::find();
        let name = attribute.name.as_ref().map(|name| name.value()).unwrap_or_default();
        let reports_lock = file.is_reporter(&format!("{} {name} {}", kind.noun(), input.ident));
        let edited = file.edited();
        Self { kind, input, attribute, file, reports_lock, edited }
    }

    /// The errors and the item. If they are about the item, `verify!` does not report its file again.
    pub(crate) fn end(&self, errors: Errors, item: TokenStream) -> TokenStream {
        if errors.has_shape_errors() {
            self.explain();
        }
        errors.with(item)
    }

    /// Marks the edited file as explained by an error at the item.
    pub(crate) fn explain(&self) {
        self.edited.iter().for_each(|place| self.file.seen.explain(place));
    }

    /// The entry's name; empty if the attribute is missing.
    pub(crate) fn name(&self) -> String {
        self.attribute.name.as_ref().map(|name| name.value()).unwrap_or_default()
    }
}
