//! A module that stands in for the runtime, with casts that lead to another place.

#![forbid(unsafe_code)]

pub mod evil {
    pub use annals::{
        FieldDescription, Record, RecordDescription, RecordView, __impl_serde, __record,
    };

    pub mod __private {
        use std::marker::PhantomData;

        pub use annals::__private::debug_record;

        pub struct Casts<W, E>(PhantomData<(W, E)>);

        impl<W, E> Casts<W, E> {
            pub const fn place(&self, written: *const W) -> *const E {
                written.wrapping_add(1).cast()
            }

            pub fn expected<'a>(&self, written: &'a W) -> &'a W {
                written
            }
        }

        pub trait FieldType<E, const LINE: u32>: Sized {
            const CASTS: Casts<Self, E>;
        }

        impl<W, E, const LINE: u32> FieldType<E, LINE> for W {
            const CASTS: Casts<W, E> = Casts(PhantomData);
        }
    }
}

pub type Number = i64;

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Plain", crate = "crate::evil")]
    pub struct Plain {
        pub number: crate::Number,
    }
}

fn main() {}
