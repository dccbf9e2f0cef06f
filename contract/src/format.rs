//! The formats of strings: names, and patterns that every target checks them with.

/// A number below 256 without leading zeros.
macro_rules! octet {
    () => {
        "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    };
}

macro_rules! ipv4 {
    () => {
        concat!("(?:", octet!(), "\\.){3}", octet!())
    };
}

/// Four hexadecimal digits of an IPv6 address, with the colon after them.
macro_rules! group {
    () => {
        "(?:[0-9A-Fa-f]{1,4}:)"
    };
}

/// Up to `$before` groups with colons after them and one without, then `::`.
macro_rules! elided {
    ($before:literal) => {
        concat!("|(?:", group!(), "{0,", $before, "}[0-9A-Fa-f]{1,4})?::")
    };
}

/// The last 32 bits of an IPv6 address.
macro_rules! last {
    () => {
        concat!("(?:", group!(), "[0-9A-Fa-f]{1,4}|", ipv4!(), ")")
    };
}

// One alternative a line, as in RFC 3986.
#[rustfmt::skip]
macro_rules! ipv6 {
    () => {
        concat!(
            "(?:", group!(), "{6}", last!(),
            "|::", group!(), "{5}", last!(),
            "|(?:[0-9A-Fa-f]{1,4})?::", group!(), "{4}", last!(),
            elided!(1), group!(), "{3}", last!(),
            elided!(2), group!(), "{2}", last!(),
            elided!(3), group!(), last!(),
            elided!(4), last!(),
            elided!(5), "[0-9A-Fa-f]{1,4}",
            elided!(6), ")",
        )
    };
}

/// Labels of at most 63 characters.
macro_rules! hostname {
    () => {
        concat!(label!(), "(?:\\.", label!(), ")*")
    };
}

macro_rules! label {
    () => {
        "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?"
    };
}

macro_rules! escaped {
    ($others:literal) => {
        concat!("(?:[A-Za-z0-9\\-._~!$&'()*+,;=", $others, "]|%[0-9A-Fa-f]{2})")
    };
}

/// `//`, the authority, and a path that is empty or begins with a slash.
macro_rules! network {
    () => {
        concat!(
            "//(?:",
            escaped!(":"),
            "*@)?",
            "(?:\\[(?:",
            ipv6!(),
            "|[Vv][0-9A-Fa-f]+\\.[A-Za-z0-9\\-._~!$&'()*+,;=:]+)\\]|",
            escaped!(""),
            "*)(?::[0-9]*)?(?:/",
            escaped!(":@"),
            "*)*",
        )
    };
}

/// The rest of a path after its first segment.
macro_rules! segments {
    () => {
        concat!("(?:/", escaped!(":@"), "*)*")
    };
}

/// Query and fragment.
macro_rules! suffix {
    () => {
        concat!("(?:\\?", escaped!(":@/?"), "*)?(?:#", escaped!(":@/?"), "*)?")
    };
}

macro_rules! scheme {
    () => {
        "(?:[A-Za-z][A-Za-z0-9+\\-.]*:)"
    };
}

/// A path that does not begin with `//`.
macro_rules! path {
    () => {
        concat!("/?(?:", escaped!(":@"), "+", segments!(), ")?")
    };
}

/// A variable of a URI template, with its modifier.
macro_rules! variable {
    () => {
        "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\\*)?"
    };
}

/// A time of day of a duration.
macro_rules! clock {
    () => {
        "T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)"
    };
}

macro_rules! formats {
    ($($(#[doc = $doc:literal])* $variant:ident => $name:literal, $example:literal, $longest:expr, [$($pattern:expr),+];)*) => {
        /// The form of a string.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Format {
            /// All formats, in the order in which messages and docs list them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Their names.
            pub const NAMES: &[&str] = &[$($name),*];

            /// The name in `catalog.yaml`, in `catalog.lock` and in JSON Schema.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The name of its variant in the runtime.
            #[must_use]
            pub const fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }

            /// A string in this format.
            #[must_use]
            pub const fn example(self) -> &'static str {
                match self {
                    $(Self::$variant => $example,)*
                }
            }

            /// The greatest number of characters, if the patterns do not say so.
            #[must_use]
            pub const fn longest(self) -> Option<u64> {
                match self {
                    $(Self::$variant => $longest,)*
                }
            }

            /// The patterns that a string in this format matches; they mean the same in Rust and in ECMAScript.
            /// The first is one of the whole string.
            #[must_use]
            pub const fn patterns(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($pattern),+],)*
                }
            }

            /// The format with this name.
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

// Name, example, greatest length, patterns.
formats! {
    /// URI of RFC 3986, with its scheme.
    Uri => "uri", "https://example.org/", None,
        [concat!("^", scheme!(), "(?:", network!(), "|", path!(), ")", suffix!(), "$")];
    /// URI of RFC 3986, or a reference that is relative to one.
    UriReference => "uri-reference", "/events?page=2", None,
        // The first segment of a relative path has no colon.
        [concat!(
            "^(?:", scheme!(), "?", network!(), "|", scheme!(), path!(),
            "|(?:/", escaped!(":@"), "+|", escaped!("@"), "+)", segments!(), "|/?)", suffix!(), "$"
        )];
    /// URI template of RFC 6570.
    UriTemplate => "uri-template", "/users/{name}{?page}", None, [concat!(
        "^(?:[!#$&(-;=?@A-Z\\[\\]_a-z~]|%[0-9A-Fa-f]{2}|\\{[+#./;?&=,!@|]?",
        variable!(), "(?:,", variable!(), ")*\\})*$"
    )];
    /// Address of RFC 5321, without quotes and address literals.
    Email => "email", "user@example.org", Some(254), [
        concat!(
            "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]+)*@",
            hostname!(), "$"
        ),
        "^[^@]{1,64}@"
    ];
    /// Host name of RFC 1123.
    Hostname => "hostname", "www.example.org", Some(253), [concat!("^", hostname!(), "$")];
    /// Four decimal numbers, without leading zeros.
    Ipv4 => "ipv4", "192.0.2.1", None, [concat!("^", ipv4!(), "$")];
    /// Address of RFC 4291, section 2.2, without a zone.
    Ipv6 => "ipv6", "2001:db8::1", None, [concat!("^", ipv6!(), "$")];
    /// Time of day with an offset: `full-time` of RFC 3339, without leap seconds.
    Time => "time", "08:30:00Z", None,
        ["^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?(?:[Zz]|[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"];
    /// Duration of RFC 3339, appendix A.
    Duration => "duration", "PT30M", None, [concat!(
        "^P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)(?:",
        clock!(), ")?|", clock!(), ")$"
    )];
}

impl std::fmt::Display for Format {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::str::FromStr for Format {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::from_name(name).ok_or(())
    }
}
