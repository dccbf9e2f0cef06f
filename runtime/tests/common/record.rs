//! A macro that emits the same code as the derive of a record.

/// The names that the macro below uses.
pub mod names {
    pub use std::fmt;

    pub use annals::__private::debug_record;
    pub use annals::RecordView;
}

/// The type that a field is accessed as.
macro_rules! field_type {
    ($ty:ty) => { $ty };
    ($ty:ty, $form:ident) => { annals::__private::$form<$ty> };
}

/// A record: `record! { User "learning.User" { id: i64 = ("id", "long") {}, } }`.
macro_rules! record {
    ($name:ident $wire:literal { $($field:ident: $ty:ty $(as $form:ident)? = ($field_name:literal, $kind:literal) {$($more:tt)*},)* }) => {
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $(pub $field: $ty,)*
        }

        #[allow(unused_imports, reason = "a record without fields needs fewer")]
        const _: () = {
            use $crate::common::record::names::{RecordView, debug_record, fmt};

            annals::__record!($name, $wire, [], [$(
                $field: [field_type!($ty $(, $form)?)] $(as $form)? ($field_name, $kind) {$($more)*}
            ),*]);

            impl fmt::Debug for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    debug_record(formatter, stringify!($name), RecordView::of(self))
                }
            }

            annals::__impl_serde!($name);
        };
    };
}
