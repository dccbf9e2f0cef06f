//! A macro that emits the same code as the derive of a record.

use annals::{FieldDescription, Limits};

/// The names that the macro below uses.
pub mod names {
    pub use std::fmt;

    pub use annals::__private::debug_record;
    pub use annals::{FieldDescription, RecordView};
}

/// Describes a field.
pub const fn field<T>(name: &'static str, ty: &'static str) -> FieldDescription {
    FieldDescription { name, ty, pii: false, default: None, limits: None }
}

/// Marks a field as personal data.
pub const fn pii(field: FieldDescription) -> FieldDescription {
    FieldDescription { pii: true, ..field }
}

/// Adds a default.
pub const fn or(field: FieldDescription, default: &'static str) -> FieldDescription {
    FieldDescription { default: Some(default), ..field }
}

/// Adds limits.
pub const fn within(field: FieldDescription, limits: &'static Limits) -> FieldDescription {
    FieldDescription { limits: Some(limits), ..field }
}

/// The type that a field is accessed as.
macro_rules! field_type {
    ($ty:ty) => { $ty };
    ($ty:ty, $form:ident) => { annals::__private::$form<$ty> };
}

/// A record: `record! { User "learning.User" { id: i64 = field::<i64>("id", "long"), } }`.
macro_rules! record {
    ($name:ident $wire:literal { $($field:ident: $ty:ty $(as $form:ident)? = $description:expr,)* }) => {
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $(pub $field: $ty,)*
        }

        #[allow(unused_imports, reason = "a record without fields needs fewer")]
        const _: () = {
            use $crate::common::record::names::{FieldDescription, RecordView, debug_record, fmt};

            const FIELDS: &[FieldDescription] = &[$($description),*];
            annals::__record!($name, $wire, FIELDS, [], [$($field: field_type!($ty $(, $form)?) $(as $form)?),*]);

            impl fmt::Debug for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    debug_record(formatter, stringify!($name), RecordView::of(self))
                }
            }

            annals::__impl_serde!($name);
        };
    };
}
