//! A macro that emits the same code as the derive of a record.

use annals::{FieldDescription, Limits, Value};

/// The names that the macro below uses.
pub mod names {
    pub use std::fmt;

    pub use annals::__private::{
        Filled, Parser, Slot, debug_record, decode_record, decode_record_to, read_record,
        view_field,
    };
    pub use annals::avro::{Codec, Decoder};
    pub use annals::{
        DecodeError, FieldDescription, JsonError, Record, RecordDescription, RecordView, Shape,
        Value, View,
    };
}

/// Describes a field.
pub const fn field<T: Value>(name: &'static str, ty: &'static str) -> FieldDescription {
    let shape = annals::__private::shape::<T>;
    FieldDescription { name, ty, shape, pii: false, default: None, limits: None }
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

/// A record: `record! { User "learning.User" { id: i64 = field::<i64>("id", "long"), } }`.
macro_rules! record {
    ($name:ident $wire:literal { $($field:ident: $ty:ty = $description:expr,)* }) => {
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $(pub $field: $ty,)*
        }

        #[allow(unused_imports, reason = "a record without fields needs fewer")]
        const _: () = {
            use $crate::common::record::names::{
                Codec, DecodeError, Decoder, FieldDescription, Filled, JsonError, Parser, Record,
                RecordDescription, RecordView, Shape, Slot, Value, View, debug_record,
                decode_record, decode_record_to, fmt, read_record, view_field,
            };

            impl Codec for $name {
                fn encode(&self, out: &mut Vec<u8>) {
                    let _ = &out;
                    $(self.$field.encode(out);)*
                }

                fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                    decode_record(decoder)
                }

                fn decode_to<'a>(
                    decoder: &mut Decoder<'_>,
                    slot: Slot<'a, Self>,
                ) -> Result<Filled<'a, Self>, DecodeError> {
                    decode_record_to(decoder, slot)
                }
            }

            impl Value for $name {
                const SHAPE: Shape = Shape::Record(Self::DESCRIPTION);

                fn view(&self) -> View<'_> {
                    View::Record(self)
                }

                fn read_json<'a>(
                    parser: &mut Parser<'_>,
                    slot: Slot<'a, Self>,
                ) -> Result<Filled<'a, Self>, JsonError> {
                    read_record(parser, slot)
                }
            }

            impl RecordView for $name {
                fn description(&self) -> &'static RecordDescription {
                    Self::DESCRIPTION
                }

                fn field(&self, index: usize) -> View<'_> {
                    view_field(self, index)
                }
            }

            const FIELDS: &[FieldDescription] = &[$($description),*];
            annals::__record!($name, $wire, FIELDS, [], [$($field: $ty),*]);

            impl fmt::Debug for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    debug_record(formatter, stringify!($name), self)
                }
            }

            annals::__impl_serde!($name);
        };
    };
}
