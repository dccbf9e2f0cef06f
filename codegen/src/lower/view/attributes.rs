//! Objects with a fixed set of attributes, each with its type and words; what was asked for in vain.

use std::cell::RefCell;

/// An attribute, as the documentation shows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    /// Its type in words.
    pub(crate) ty: &'static str,
    /// What it is, a sentence.
    pub(crate) words: &'static str,
}

/// An attribute that somebody asked for and that is not there.
#[derive(Debug, Clone)]
pub(crate) struct Missed {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// What there is.
    pub(crate) attributes: &'static [Attribute],
}

thread_local! {
    /// The last miss on this thread: a template is rendered on one.
    static LAST: RefCell<Option<Missed>> = const { RefCell::new(None) };
}

/// Takes the last miss, if there was one since the last call.
pub(crate) fn missed() -> Option<Missed> {
    LAST.with(RefCell::take)
}

pub(super) fn miss(kind: &'static str, name: &str, attributes: &'static [Attribute]) {
    let missed = Missed { kind, name: name.to_owned(), attributes };
    LAST.with(|last| last.replace(Some(missed)));
}

/// Declares the objects: each a struct, its attributes with types and words, and their lookup.
///
/// ```text
/// /// A point.
/// Point, "point" { x: u32, "number" = "To the right."; }
/// ```
macro_rules! view {
    ($($(#[doc = $doc:literal])* $name:ident, $kind:literal {
        $($field:ident $(as $alias:literal)?: $ty:ty, $shown:literal = $words:literal;)*
    })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug)]
            pub(crate) struct $name {
                $(pub(crate) $field: $ty,)*
            }

            impl $name {
                const ATTRIBUTES: &[Attribute] = &[$(Attribute {
                    name: $crate::lower::view::attributes::name!($field $($alias)?),
                    ty: $shown,
                    words: $words,
                }),*];
            }

            impl minijinja::value::Object for $name {
                fn get_value(self: &Arc<Self>, key: &Any) -> Option<Any> {
                    let key = key.as_str()?;
                    $(
                        if key == $crate::lower::view::attributes::name!($field $($alias)?) {
                            return Some($crate::lower::view::value::ToValue::to_value(&self.$field));
                        }
                    )*
                    $crate::lower::view::attributes::miss($kind, key, Self::ATTRIBUTES);
                    None
                }

                fn enumerate(self: &Arc<Self>) -> minijinja::value::Enumerator {
                    minijinja::value::Enumerator::Str(
                        const { &[$($crate::lower::view::attributes::name!($field $($alias)?)),*] },
                    )
                }
            }
        )*

        /// Every kind of object with its words and its attributes, in the order of the documentation.
        pub(crate) const KINDS: &[(&str, &str, &[Attribute])] =
            &[$(($kind, concat!($($doc),*), $name::ATTRIBUTES)),*];
    };
}

/// The name of an attribute, where Rust does not allow it for a field.
macro_rules! name {
    ($field:ident $alias:literal) => {
        $alias
    };
    ($field:ident) => {
        stringify!($field)
    };
}

pub(super) use {name, view};
