//! Objects with a fixed set of documented attributes.

use std::cell::RefCell;

/// An attribute as `docs/templates.md` describes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    /// Its type in words.
    pub(crate) ty: &'static str,
    /// What it is, a sentence.
    pub(crate) description: &'static str,
}

/// An unknown attribute that a template used.
#[derive(Debug, Clone)]
pub(crate) struct Missed {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// The known ones.
    pub(crate) attributes: &'static [Attribute],
}

thread_local! {
    /// The last miss on this thread; a template is rendered on one thread.
    static LAST: RefCell<Option<Missed>> = const { RefCell::new(None) };
}

/// The last miss since the last call, if there was one.
pub(crate) fn missed() -> Option<Missed> {
    LAST.with(RefCell::take)
}

pub(super) fn miss(kind: &'static str, name: &str, attributes: &'static [Attribute]) {
    let missed = Missed { kind, name: name.to_owned(), attributes };
    LAST.with(|last| last.replace(Some(missed)));
}

/// Declares objects: for each a struct, the description of its attributes, and their lookup.
///
/// ```text
/// /// A point.
/// Point, "point" { x: u32, "number" = "To the right."; }
/// ```
macro_rules! view {
    ($($(#[doc = $doc:literal])* $name:ident, $kind:literal {
        $($field:ident $(as $alias:literal)?: $ty:ty, $shown:literal = $description:literal;)*
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
                    description: $description,
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

        /// Every kind of object with its description and its attributes, in the order of the docs.
        pub(crate) const KINDS: &[(&str, &str, &[Attribute])] =
            &[$(($kind, concat!($($doc),*), $name::ATTRIBUTES)),*];
    };
}

/// The name of an attribute: that of its field, unless Rust does not allow it there.
macro_rules! name {
    ($field:ident $alias:literal) => {
        $alias
    };
    ($field:ident) => {
        stringify!($field)
    };
}

pub(super) use {name, view};
