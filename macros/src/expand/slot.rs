//! Pairs the fields of the lock with the fields of the struct.

use annals_contract::{Field, Presence};
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
    /// The name of a record in Avro without the namespace, if it has another one in the catalog.
    pub(crate) avro: Option<&'a str>,
    /// The custom properties of a record.
    pub(crate) properties: &'a [(String, String)],
}

/// A field in the lock, and where its value is.
pub(crate) struct Slot<'a> {
    pub(crate) field: &'a Field,
    pub(crate) home: Home<'a>,
}

pub(crate) enum Home<'a> {
    /// A field of the struct.
    Member {
        ident: Ident,
        ty: &'a Type,
        /// The constant that converts between the type in the lock and the type in the struct; `None` if they
        /// are spelled alike, full paths or not. Only this constant fails to compile if the types differ.
        cast: Option<Ident>,
    },
    /// A type that has the only value, as JSON.
    Constant { ident: Ident, json: &'a str },
}

impl Structure<'_> {
    /// The fields in order; `None` after an error.
    pub(super) fn slots(&self) -> Option<Vec<Slot<'_>>> {
        let mut members = self.members.as_ref()?.iter();
        let slots = self.fields.iter().enumerate().map(|(index, field)| {
            let home = match &field.presence {
                Presence::Constant(json) => {
                    Home::Constant { ident: format_ident!("Constant{index}"), json }
                }
                Presence::Required
                | Presence::Default(_)
                | Presence::Optional
                | Presence::Extra => member(members.next()?, field, index),
            };
            Some(Slot { field, home })
        });
        slots.collect()
    }
}

fn member<'a>(member: &Member<'a>, field: &Field, index: usize) -> Home<'a> {
    let mut ident = member.ident.clone();
    ident.set_span(Span::call_site());
    let same = is_spelled(&spelling(&member.ty.to_token_stream()), &spelling(&field.rust));
    let cast = (!same).then(|| format_ident!("CAST_{index}"));
    Home::Member { ident, ty: member.ty, cast }
}
