//! The formats of strings. Their patterns are those that the compiler of catalogs uses.

use std::fmt;

use super::Pattern;

macro_rules! formats {
    ($($(#[doc = $doc:literal])* $variant:ident => $name:literal;)*) => {
        /// The form of a string.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Format {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Format {
            /// All formats.
            #[cfg(all(test, feature = "testing"))]
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in the catalog and in JSON Schema.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The patterns that a string in this format matches.
            pub(crate) fn patterns(self) -> &'static [Pattern] {
                match self {
                    $(Self::$variant => annals_macros::format_patterns!($name),)*
                }
            }
        }
    };
}

formats! {
    /// URI of RFC 3986, with its scheme.
    Uri => "uri";
    /// URI of RFC 3986, or a reference that is relative to one.
    UriReference => "uri-reference";
    /// URI template of RFC 6570.
    UriTemplate => "uri-template";
    /// Address of RFC 5321, without quotes and address literals.
    Email => "email";
    /// Host name of RFC 1123.
    Hostname => "hostname";
    /// IPv4 address: four decimal numbers.
    Ipv4 => "ipv4";
    /// IPv6 address of RFC 4291, without a zone.
    Ipv6 => "ipv6";
    /// Time of day with an offset, as in RFC 3339.
    Time => "time";
    /// Duration of RFC 3339, appendix A.
    Duration => "duration";
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::Format;

    /// A general engine would take many times as long.
    #[test]
    fn every_pattern_fits_into_a_table() {
        for format in Format::ALL.iter().copied() {
            assert!(format.patterns().iter().all(|pattern| pattern.table().is_some()), "{format}");
        }
    }
}
