//! Serde's traits for any [`Value`](crate::Value): written through its view, read through a JSON tree.

#[cfg(feature = "serde")]
mod enabled {
    use serde_core::de::{DeserializeSeed as _, Error as _};
    use serde_core::ser::Error as _;
    use serde_core::{Deserializer, Serialize as _, Serializer};

    use crate::json::{self, Serialized, TreeSeed};
    use crate::value::Value;

    /// Serializes a value through its view.
    pub fn serialize<T: Value, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        Serialized(value.view())
            .serialize(serializer)
            .map_err(|error| json::no_form(value.view()).map_or(error, S::Error::custom))
    }

    /// Deserializes a value through a JSON tree. Duplicate keys are an error.
    pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let json = TreeSeed::Root.deserialize(deserializer)?;
        json::from_value(&json).map_err(D::Error::custom)
    }
}

#[cfg(feature = "serde")]
pub use enabled::{deserialize, serialize};
#[cfg(feature = "serde")]
pub use serde_core;

/// Implements serde's two traits for a `Value`. Expands to nothing without the feature `serde`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde {
    ($name:ty $(, $param:ident: $bound:path)* $(; $(const $number:ident: $kind:ty),*)?) => {
        #[automatically_derived]
        impl<$($(const $number: $kind,)*)? $($param: $bound),*> $crate::__private::serde_core::Serialize for $name {
            fn serialize<S: $crate::__private::serde_core::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'de, $($(const $number: $kind,)*)? $($param: $bound),*>
            $crate::__private::serde_core::Deserialize<'de> for $name
        {
            fn deserialize<D: $crate::__private::serde_core::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}

/// Implements serde's two traits for a `Value`. Expands to nothing without the feature `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_serde {
    ($name:ty $(, $param:ident: $bound:path)* $(; $(const $number:ident: $kind:ty),*)?) => {};
}
