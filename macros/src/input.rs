//! What the type says: its fields or variants, with their places.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Type, Visibility};

use crate::attr::Kind;
use crate::report::{Errors, REPAIR};

/// A named field of a struct.
pub(crate) struct Member<'a> {
    /// Its name.
    pub(crate) ident: &'a Ident,
    /// Its type.
    pub(crate) ty: &'a Type,
    /// Whether it is `pub`.
    pub(crate) public: bool,
}

/// The fields of a struct that may stand for a record or an event; `None` for any other type.
pub(crate) fn members<'a>(
    errors: &mut Errors,
    input: &'a DeriveInput,
    kind: Kind,
) -> Option<Vec<Member<'a>>> {
    let concrete = refuse_generics(errors, input, kind);
    let Some(Fields::Named(fields)) = fields(input) else {
        let noun = kind.noun();
        errors.add(
            input.ident.span(),
            format_args!(
                "only a struct with named fields can stand for {} of the catalog; {REPAIR}",
                article(noun)
            ),
        );
        return None;
    };
    let members = fields.named.iter().filter_map(|field| {
        let public = matches!(field.vis, Visibility::Public(_));
        field.ident.as_ref().map(|ident| Member { ident, ty: &field.ty, public })
    });
    concrete.then(|| members.collect())
}

/// The type inside a newtype; `None` for any other type.
pub(crate) fn newtype<'a>(errors: &mut Errors, input: &'a DeriveInput) -> Option<&'a Type> {
    let concrete = refuse_generics(errors, input, Kind::Scalar);
    let field = match fields(input) {
        Some(Fields::Unnamed(fields)) if fields.unnamed.len() == 1 => fields.unnamed.first()?,
        _ => {
            let what = "only a tuple struct with one field can stand for a scalar of the catalog";
            errors.add(input.ident.span(), format_args!("{what}; {REPAIR}"));
            return None;
        }
    };
    if !matches!(field.vis, Visibility::Inherited) {
        let why = "the field of a scalar is private: a value from outside would not be checked";
        errors.add(field.vis.span(), format_args!("{why}; {REPAIR}"));
    }
    concrete.then_some(&field.ty)
}

/// A variant of an enum.
pub(crate) struct Arm<'a> {
    /// Its name.
    pub(crate) ident: &'a Ident,
    /// How many fields it has.
    pub(crate) fields: usize,
    /// Where its discriminant is, if it has one.
    pub(crate) discriminant: Option<Span>,
}

/// The variants of an enum; `None` for any other type.
pub(crate) fn arms<'a>(errors: &mut Errors, input: &'a DeriveInput) -> Option<Vec<Arm<'a>>> {
    let concrete = refuse_generics(errors, input, Kind::Enum);
    let Data::Enum(data) = &input.data else {
        let what = "only an enum can stand for an enum of the catalog";
        errors.add(input.ident.span(), format_args!("{what}; {REPAIR}"));
        return None;
    };
    let arms = data.variants.iter().map(|variant| Arm {
        ident: &variant.ident,
        fields: variant.fields.len(),
        discriminant: variant.discriminant.as_ref().map(|(_, value)| value.span()),
    });
    concrete.then(|| arms.collect())
}

/// A type as it is spelled, whatever white space a printer of tokens puts in.
pub(crate) fn spelling(ty: &impl ToString) -> String {
    let mut text = ty.to_string();
    text.retain(|letter| !letter.is_whitespace());
    // What breaks a long type into lines also puts a comma after its last argument.
    text.replace(",>", ">")
}

fn fields(input: &DeriveInput) -> Option<&Fields> {
    match &input.data {
        Data::Struct(data) => Some(&data.fields),
        Data::Enum(_) | Data::Union(_) => None,
    }
}

fn refuse_generics(errors: &mut Errors, input: &DeriveInput, kind: Kind) -> bool {
    let Some(parameter) = input.generics.params.first() else {
        return true;
    };
    let noun = kind.noun();
    errors.add(
        parameter.span(),
        format_args!(
            "{} of the catalog has one type: it cannot be generic; {REPAIR}",
            article(noun)
        ),
    );
    false
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with('e') { "an" } else { "a" };
    format!("{article} {noun}")
}
