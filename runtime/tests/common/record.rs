//! A macro that emits the same code as the derive of a record.

/// The type that a field is accessed as.
macro_rules! field_type {
    ($ty:ty) => { $ty };
    ($ty:ty, $form:ident) => { annals::__private::$form<$ty> };
}

/// A record: `record! { User "learning.User" { id: i64 = ("id", "long") {}, } }`.
macro_rules! record {
    ($name:ident $wire:literal { $($field:ident: $ty:ty $(as $form:ident)? = ($field_name:literal, $kind:literal) {$($more:tt)*},)* }) => {
        pub struct $name {
            $(pub $field: $ty,)*
        }

        const _: () = {
            const COUNT: usize = { const NAMES: &[&str] = &[$($field_name),*]; NAMES.len() };
            annals::__record!($name, $wire, [], COUNT, [$(
                $field: [field_type!($ty $(, $form)?)] $(as $form)? ($field_name, $kind) {$($more)*},
            )*]);
        };
    };
}
