//! The implementations of a record, for the derives.

/// Implements `Record`, `Clone`, `PartialEq`, `Debug` and serde's traits for a struct, for the derives. The only place
/// that calls the unsafe functions for it.
///
/// ```text
/// __record!(User, "learning.User", ["{}"], 5, [
///     id: [i64] ("id", "long") {},
///     name: [String] ("name", "string") { .pii().or("\"\"") },
///     manager: [Boxed<Option<Box<User>>>] as Boxed ("manager", "learning.User?") { .or("null") },
///     alias: [i64] = CAST_3 ("alias", "long") {},
///     @Constant4 ("kind", "string") { .constant("\"user\"") },
/// ]);
/// ```
///
/// This is sound for any arguments, and for any change that another macro makes to the struct. The macro is
/// in this crate and not in the derive, so that its paths cannot be redirected with `#[annals(crate = "…")]`.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($record:ident, $name:literal, [$($example:literal)?], $count:expr, [$(
        $($field:ident: [$ty:ty] $(= $cast:ident)? $(as $form:ident)?)? $(@ $constant:ident)?
            ($wire:literal, $kind:literal) {$($more:tt)*},
    )*] $(as $avro:literal)? $(, $properties:expr)?) => {
        $crate::__record!(@common $record);
        // SAFETY: `RecordDescription::new` is called with the type that the trait is implemented for.
        #[automatically_derived]
        unsafe impl $crate::Record for $record {
            const DESCRIPTION: &'static $crate::RecordDescription = {
                static FIELDS: [$crate::FieldDescription; $count] = {
                    let mut record = ::core::mem::MaybeUninit::<$record>::uninit();
                    let record = record.as_mut_ptr();
                    // After the struct was named, since it may have the name of the import too.
                    {
                    #[allow(unused_imports)]
                    use $crate::FieldDescription as __Field;
                    // SAFETY: `encode_fields` proves that each is a field of the struct and aligned, or it is a constant
                    // without size, so this only computes its address. The type is written once: it could expand to another one each time.
                    // In parentheses, since `; 0` after it would make an array without fields.
                    [$((unsafe {
                        __Field::of::<_, $($ty)? $($crate::__private::Constant<$constant>)?>(
                            $wire,
                            $kind,
                            record,
                            $($($crate::__private::$form::place)?(
                                $($crate::__private::casts(&$cast).place)?(&raw mut (*record).$field)
                            ))?
                            $($crate::__private::Constant::<$constant>::place(record))?,
                        )
                    } $($more)*)),*]
                    }
                };
                static DESCRIPTION: $crate::RecordDescription =
                    // SAFETY: the pattern in `encode_fields` names every field of the struct once, and so does `FIELDS`,
                    // whose others are constants, which have no size.
                    unsafe {
                        $crate::RecordDescription::new::<$record>(
                            $name,
                            &FIELDS,
                            $crate::__example!($($example)?),
                        )
                    }$(.avro($avro))?$(.having($properties))?;
                &DESCRIPTION
            };

            fn encode_fields(&self, out: &mut ::std::vec::Vec<u8>) {
                // Does not compile unless these are all fields of a struct, each once. Outside of `unsafe`, the field of
                // a union or of a packed struct cannot be borrowed.
                let Self { $($($field: _,)?)* } = self;
                #[allow(unused_imports)]
                use $crate::avro::Codec as __Codec;
                let _ = &out;
                $(__Codec::encode(
                    $($($crate::__private::$form::of)?(
                        $($crate::__private::casts(&$cast).expected)?(&self.$field)
                    ))?
                    $(&$crate::__private::Constant::<$constant>::VALUE)?,
                    out,
                );)*
            }
        }
    };
    // A type with an error.
    (@unreadable $record:ident, $name:literal) => {
        $crate::__record!(@common $record);
        // SAFETY: `RecordDescription::unreadable` is called with the type that the trait is implemented for, and no field
        // of the result is changed.
        #[automatically_derived]
        unsafe impl $crate::Record for $record {
            const DESCRIPTION: &'static $crate::RecordDescription =
                unsafe { &$crate::RecordDescription::unreadable::<Self>($name) };

            fn encode_fields(&self, out: &mut ::std::vec::Vec<u8>) {
                let _ = out;
                ::core::unreachable!()
            }
        }
    };
    // What every record has, also one with an error.
    (@common $record:ident) => {
        #[automatically_derived]
        impl ::core::clone::Clone for $record {
            fn clone(&self) -> Self {
                $crate::__private::cloned($crate::RecordView::of(self))
            }
        }
        #[automatically_derived]
        impl ::core::cmp::PartialEq for $record {
            fn eq(&self, other: &Self) -> bool {
                $crate::RecordView::of(self) == $crate::RecordView::of(other)
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for $record {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug_record(
                    formatter,
                    ::core::stringify!($record),
                    $crate::RecordView::of(self),
                )
            }
        }
        $crate::__impl_serde!($record);
    };
}
