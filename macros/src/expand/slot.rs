//! The fields of a record or an event, as the lock and the struct say them.

use annals_contract::Field;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::Type;

use crate::input::{Member, spelling};

/// A struct that stands for a record or an event.
pub(crate) struct Structure<'a> {
    /// What the lock says; empty if it says nothing about it.
    pub(crate) fields: &'a [Field],
    /// What the struct says, in the same order; `None` if they disagree: then bodies are hollow.
    pub(crate) members: Option<Vec<Member<'a>>>,
    /// JSON of an example.
    pub(crate) example: Option<&'a str>,
}

/// A field on both sides.
pub(crate) struct Slot<'a> {
    pub(crate) field: &'a Field,
    pub(crate) ident: Ident,
    pub(crate) ty: &'a Type,
    /// The constant that turns the type of the catalog into the written one and back; `None` if
    /// they are spelled alike. It is the only place where a wrong type shows.
    pub(crate) cast: Option<Ident>,
}

impl Structure<'_> {
    /// The fields on both sides, in order; `None` if the sides disagree.
    pub(super) fn slots(&self) -> Option<Vec<Slot<'_>>> {
        let pairs = self.fields.iter().zip(self.members.as_ref()?).enumerate();
        let slots = pairs.map(|(index, (field, member))| {
            let mut ident = member.ident.clone();
            ident.set_span(Span::call_site());
            let alike = spelling(&member.ty.to_token_stream()) == spelling(&field.rust);
            let cast = (!alike).then(|| format_ident!("CAST_{index}"));
            Slot { field, ident, ty: member.ty, cast }
        });
        Some(slots.collect())
    }
}
