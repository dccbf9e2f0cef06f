//! Parses `#[annals(…)]`: the entry of the catalog that a type is for, and the path of the runtime.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::meta::ParseNestedMeta;
use syn::{DeriveInput, LitStr, Path};

use crate::report::Errors;

/// The five derives. Each has its own key in the attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Record,
    Event,
    Scalar,
    Enum,
    Variant,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Record, Self::Event, Self::Scalar, Self::Enum, Self::Variant];

    /// Its key in the attribute.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Event => "event",
            Self::Scalar => "scalar",
            Self::Enum => "enumeration",
            Self::Variant => "variant",
        }
    }

    /// The word for it in messages and in the lock.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Enum => "enum",
            Self::Record | Self::Event | Self::Scalar | Self::Variant => self.key(),
        }
    }

    /// The name of the derive.
    pub(crate) fn derive(self) -> &'static str {
        match self {
            Self::Record => "Record",
            Self::Event => "Event",
            Self::Scalar => "Scalar",
            Self::Enum => "Enum",
            Self::Variant => "Variant",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Record => "learning.UserData",
            Self::Event => "org.example.user.created.v1",
            Self::Scalar => "course_key",
            Self::Enum => "Mode",
            Self::Variant => "learning.Change",
        }
    }
}

/// `#[annals(record = "learning.UserData", crate = "::annals")]`.
pub(crate) struct Attribute {
    /// The entry's name; `None` after an error.
    pub(crate) name: Option<LitStr>,
    /// The path of the runtime.
    pub(crate) runtime: TokenStream,
}

impl Attribute {
    /// Parses all `#[annals(…)]` of an item.
    pub(crate) fn read(errors: &mut Errors, input: &DeriveInput, kind: Kind) -> Self {
        let mut attribute = Self { name: None, runtime: quote!(::annals) };
        let before = errors.is_empty();
        for written in input.attrs.iter().filter(|written| written.path().is_ident("annals")) {
            if let Err(error) = written.parse_nested_meta(|meta| attribute.key(&meta, kind)) {
                errors.push(error);
            }
        }
        if attribute.name.is_none() && errors.is_empty() == before {
            let (key, example) = (kind.key(), kind.example());
            errors.add(
                input.ident.span(),
                format_args!(
                    "missing name of the {}: add `#[annals({key} = \"{example}\")]`",
                    kind.noun()
                ),
            );
        }
        attribute
    }

    fn key(&mut self, meta: &ParseNestedMeta<'_>, kind: Kind) -> syn::Result<()> {
        let key = meta.path.to_token_stream().to_string();
        if key == "crate" {
            let path: LitStr = meta.value()?.parse()?;
            self.runtime = path.parse_with(Path::parse_mod_style)?.into_token_stream();
            return Ok(());
        }
        if key == kind.key() {
            let name = meta.value()?.parse()?;
            return match self.name.replace(name) {
                Some(_) => Err(meta.error(format_args!("duplicate key `{key}`"))),
                None => Ok(()),
            };
        }
        let expected = kind.key();
        Err(match Kind::ALL.into_iter().find(|kind| kind.key() == key) {
            Some(other) => meta.error(format_args!(
                "`{key}` is the key of `derive({})`; `derive({})` expects `{expected}`",
                other.derive(),
                kind.derive()
            )),
            None => {
                meta.error(format_args!("unknown key `{key}`, expected `{expected}` or `crate`"))
            }
        })
    }
}
