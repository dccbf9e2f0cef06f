//! Reads the type: its fields or variants, with their spans.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Type, Visibility};

use crate::attr::Kind;
use crate::report::{Errors, FIX};

/// A named field of a struct.
pub(crate) struct Member<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    /// Whether it is `pub`.
    pub(crate) public: bool,
}

/// The fields of a struct that can be a record or an event; `None` for any other type.
pub(crate) fn members<'a>(
    errors: &mut Errors,
    input: &'a DeriveInput,
    kind: Kind,
) -> Option<Vec<Member<'a>>> {
    let concrete = refuse_generics(errors, input, kind);
    let Some(Fields::Named(fields)) = fields(input) else {
        let derive = kind.derive();
        errors.add(
            input.ident.span(),
            format_args!("`{derive}` can only be derived for a struct with named fields; {FIX}"),
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
            let what = "`Scalar` can only be derived for a tuple struct with one field";
            errors.add(input.ident.span(), format_args!("{what}; {FIX}"));
            return None;
        }
    };
    if !matches!(field.vis, Visibility::Inherited) {
        let why = "the field of a scalar must be private, so that every value is checked";
        errors.add(field.vis.span(), format_args!("{why}; {FIX}"));
    }
    concrete.then_some(&field.ty)
}

/// A variant of an enum.
pub(crate) struct Arm<'a> {
    pub(crate) ident: &'a Ident,
    /// The types of its fields, and whether they have names.
    pub(crate) fields: Vec<&'a Type>,
    pub(crate) named: bool,
    /// The span of its discriminant, if it has one.
    pub(crate) discriminant: Option<Span>,
}

/// The variants of an enum; `None` for any other type.
pub(crate) fn arms<'a>(
    errors: &mut Errors,
    input: &'a DeriveInput,
    kind: Kind,
) -> Option<Vec<Arm<'a>>> {
    let concrete = refuse_generics(errors, input, kind);
    let Data::Enum(data) = &input.data else {
        let derive = kind.derive();
        errors.add(
            input.ident.span(),
            format_args!("`{derive}` can only be derived for an enum; {FIX}"),
        );
        return None;
    };
    let arms = data.variants.iter().map(|variant| Arm {
        ident: &variant.ident,
        fields: variant.fields.iter().map(|field| &field.ty).collect(),
        named: matches!(variant.fields, Fields::Named(_)),
        discriminant: variant.discriminant.as_ref().map(|(_, value)| value.span()),
    });
    concrete.then(|| arms.collect())
}

/// The spelling of a type without the white space that printing its tokens adds. It stays between words: `dyn Foo` is
/// not `dynFoo`.
pub(crate) fn spelling(ty: &impl ToString) -> String {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut spelling = String::new();
    for part in ty.to_string().split_whitespace() {
        if spelling.ends_with(is_word) && part.starts_with(is_word) {
            spelling.push(' ');
        }
        spelling.push_str(part);
    }
    // The formatter adds a comma after the last argument when it breaks a long type into lines.
    spelling.replace(",>", ">")
}

/// True if a type is spelled as in the lock, or as where the types of the lock are imported: each path is the end of the
/// one in the lock. Types that only look alike are told apart by rustc, in the table of the record.
pub(crate) fn is_spelled(written: &str, lock: &str) -> bool {
    let is_mark = |letter: char| matches!(letter, '<' | '>' | ',');
    let is_end = |(written, path): (&str, &str)| {
        let modules = path.strip_suffix(written);
        modules.is_some_and(|modules| modules.is_empty() || modules.ends_with("::"))
    };
    written.matches(is_mark).eq(lock.matches(is_mark))
        && written.split(is_mark).zip(lock.split(is_mark)).all(is_end)
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
    let derive = kind.derive();
    errors.add(
        parameter.span(),
        format_args!("`{derive}` cannot be derived for a generic type; {FIX}"),
    );
    false
}
