//! Pairs the fields of the lock with the fields of the struct.

use annals_contract::Field;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::Type;

use crate::input::{Member, is_spelled, spelling};

/// A record or an event.
pub(crate) struct Structure<'a> {
    /// The fields in the lock; empty if the lock has no such entry.
    pub(crate) fields: &'a [Field],
    /// The fields of the struct in the same order; `None` after an error. Bodies are stubs then.
    pub(crate) members: Option<Vec<Member<'a>>>,
    /// An example as JSON.
    pub(crate) example: Option<&'a str>,
}

/// A field in the lock and in the struct.
pub(crate) struct Slot<'a> {
    pub(crate) field: &'a Field,
    pub(crate) ident: Ident,
    pub(crate) ty: &'a Type,
    /// The constant that converts between the type in the lock and the type in the struct; `None` if they
    /// are spelled alike, full paths or not. Only this constant fails to compile if the types differ.
    pub(crate) cast: Option<Ident>,
}

impl Structure<'_> {
    /// The fields in order; `None` after an error.
    pub(super) fn slots(&self) -> Option<Vec<Slot<'_>>> {
        let pairs = self.fields.iter().zip(self.members.as_ref()?).enumerate();
        let slots = pairs.map(|(index, (field, member))| {
            let mut ident = member.ident.clone();
            ident.set_span(Span::call_site());
            let same = is_spelled(&spelling(&member.ty.to_token_stream()), &spelling(&field.rust));
            let cast = (!same).then(|| format_ident!("CAST_{index}"));
            Slot { field, ident, ty: member.ty, cast }
        });
        Some(slots.collect())
    }
}
