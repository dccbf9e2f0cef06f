//! The primitive types, which the catalog, the lock and the derives share.

use std::fmt;
use std::str::FromStr;

macro_rules! primitives {
    ($($(#[doc = $doc:literal])* $variant:ident => $name:literal, $rust:literal, $avro:literal;)*) => {
        /// A built-in type without parameters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Primitive {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Primitive {
            /// All primitives, in the order in which messages and docs list them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in `catalog.yaml` and in `catalog.lock`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The path of the Rust type that holds a value.
            #[must_use]
            pub const fn rust(self) -> &'static str {
                match self {
                    $(Self::$variant => $rust,)*
                }
            }

            /// The name of the Avro type that holds a value.
            #[must_use]
            pub const fn avro(self) -> &'static str {
                match self {
                    $(Self::$variant => $avro,)*
                }
            }

            /// The primitive with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => Self::$variant,)*
                    _ => return None,
                })
            }
        }
    };
}

// Name, Rust type, Avro type. Avro has no logical types: what it does not know is the text of JSON.
primitives! {
    /// `true` or `false`.
    Boolean => "boolean", "bool", "boolean";
    /// 32-bit integer.
    Int => "int", "i32", "int";
    /// 64-bit integer.
    Long => "long", "i64", "long";
    /// 32-bit floating point number.
    Float => "float", "f32", "float";
    /// 64-bit floating point number.
    Double => "double", "f64", "double";
    /// Text.
    String => "string", "::std::string::String", "string";
    /// Bytes; base64 in JSON.
    Bytes => "bytes", "::annals::Bytes", "bytes";
    /// Calendar date, `YYYY-MM-DD`.
    Date => "date", "::annals::Date", "string";
    /// Date and time, with an offset or without.
    Datetime => "datetime", "::annals::Timestamp", "string";
    /// UUID, lower case with hyphens.
    Uuid => "uuid", "::annals::Uuid", "string";
    /// Any JSON value; its text in Avro.
    Json => "json", "::annals::Json", "string";
}

impl Primitive {
    /// True for one value that has no parts; only such a type can be a key, or the base of a scalar.
    #[must_use]
    pub const fn is_atomic(self) -> bool {
        match self {
            Self::Boolean | Self::Int | Self::Long | Self::Float | Self::Double => true,
            Self::String | Self::Bytes | Self::Date | Self::Datetime | Self::Uuid => true,
            Self::Json => false,
        }
    }
}

impl fmt::Display for Primitive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Primitive {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::from_name(name).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::Primitive;

    #[test]
    fn every_name_is_found() {
        for primitive in Primitive::ALL {
            assert_eq!(Primitive::from_name(primitive.name()), Some(*primitive));
        }
        assert_eq!(Primitive::from_name("list"), None);
    }
}
