//! A module that stands in for the runtime, and gives a record the description of another one.

#![forbid(unsafe_code)]

pub mod evil {
    pub use annals::{
        DecodeError, FieldDescription, JsonError, RecordDescription, RecordView, Shape, Value, View,
        __impl_serde, __private, avro, Record,
    };

    macro_rules! record {
        (Plain, $($rest:tt)*) => {
            impl annals::Record for Plain {
                const DESCRIPTION: &'static annals::RecordDescription =
                    <crate::shop::Other as annals::Record>::DESCRIPTION;
            }
        };
    }
    pub(crate) use record as __record;
}

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Other")]
    pub struct Other {
        pub text: String,
    }

    #[derive(Clone, PartialEq, annals::Record)]
    #[annals(record = "shop.Plain", crate = "crate::evil")]
    pub struct Plain {
        pub number: i64,
    }
}

fn main() {}
