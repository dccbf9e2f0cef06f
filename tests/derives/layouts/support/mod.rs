//! Fields of types that are not in the catalog.

/// Implements what a field needs, for a type that is written as the number 0.
macro_rules! field {
    ([$($generics:tt)*] $ty:ty) => {
        impl<$($generics)*> Clone for $ty {
            fn clone(&self) -> Self {
                Self::default()
            }
        }

        impl<$($generics)*> PartialEq for $ty {
            fn eq(&self, _: &Self) -> bool {
                true
            }
        }

        impl<$($generics)*> annals::avro::Codec for $ty {
            fn encode(&self, out: &mut Vec<u8>) {
                annals::avro::Codec::encode(&0_i64, out);
            }

            fn decode(decoder: &mut annals::avro::Decoder<'_>) -> Result<Self, annals::DecodeError> {
                <i64 as annals::avro::Codec>::decode(decoder).map(|_| Self::default())
            }
        }

        impl<$($generics)*> annals::Value for $ty {
            const SHAPE: annals::Shape = annals::Shape::Long;

            fn view(&self) -> annals::View<'_> {
                annals::View::Int(0)
            }

            fn read_json<'a>(
                _: &mut annals::__private::Parser<'_>,
                slot: annals::__private::Slot<'a, Self>,
            ) -> Result<annals::__private::Filled<'a, Self>, annals::JsonError> {
                Ok(slot.fill(Self::default()))
            }
        }
    };
}
