//! The primitive types, which the catalog, the lock and the derives share.

use std::fmt;
use std::str::FromStr;

macro_rules! primitives {
    ($($(#[doc = $doc:literal])* $variant:ident => $name:literal, $rust:literal;)*) => {
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

primitives! {
    /// `true` or `false`.
    Boolean => "boolean", "bool";
    /// 32-bit integer.
    Int => "int", "i32";
    /// 64-bit integer.
    Long => "long", "i64";
    /// 32-bit floating point number.
    Float => "float", "f32";
    /// 64-bit floating point number.
    Double => "double", "f64";
    /// Text.
    String => "string", "::std::string::String";
    /// Bytes; base64 in JSON.
    Bytes => "bytes", "::annals::Bytes";
    /// Calendar date, `YYYY-MM-DD`.
    Date => "date", "::annals::Date";
    /// Date and time, with an offset or without.
    Datetime => "datetime", "::annals::Timestamp";
    /// UUID, lower case with hyphens.
    Uuid => "uuid", "::annals::Uuid";
    /// Any JSON value; its text in Avro.
    Json => "json", "::annals::Json";
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
