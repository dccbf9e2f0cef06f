//! The primitive types, which the catalog, the lock and the derives share.

mod exact;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

pub use exact::{Clock, Decimal, Moment, Unit};

macro_rules! primitives {
    ($($(#[doc = $doc:literal])* $variant:ident => $name:literal, $rust:literal, $avro:literal;)*) => {
        /// A built-in type without parameters.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Primitive {
            $($(#[doc = $doc])* $variant,)*
            /// Date and time or time of day with a precision.
            Moment(Moment),
            /// Decimal number.
            Decimal(Decimal),
        }

        impl Primitive {
            /// All primitives, in the order in which messages and docs list them.
            pub const ALL: &[Self] = &[
                $(Self::$variant,)*
                Self::Moment(Moment::local(Clock::Local)),
                Self::Moment(Moment::local(Clock::Day)),
                Self::Decimal(Decimal::UNKNOWN),
            ];

            /// The name in `catalog.yaml` and in `catalog.lock`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Moment(moment) => moment.clock.name(),
                    Self::Decimal(_) => "decimal",
                }
            }

            /// The path of the Rust type that holds a value.
            #[must_use]
            pub fn rust(self) -> Cow<'static, str> {
                match self {
                    $(Self::$variant => $rust.into(),)*
                    Self::Moment(moment) => moment.rust().into(),
                    Self::Decimal(decimal) => decimal.rust().into(),
                }
            }

            /// The name of the Avro type that holds a value.
            #[must_use]
            pub const fn avro(self) -> &'static str {
                match self {
                    $(Self::$variant => $avro,)*
                    Self::Moment(moment) => moment.avro(),
                    Self::Decimal(decimal) => decimal.avro(),
                }
            }

            /// The primitive with this name; what its precision says is not known yet.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => Self::$variant,)*
                    "local_datetime" => Self::Moment(Moment::local(Clock::Local)),
                    "local_time" => Self::Moment(Moment::local(Clock::Day)),
                    "decimal" => Self::Decimal(Decimal::UNKNOWN),
                    _ => return None,
                })
            }
        }
    };
}

// Name, Rust type, Avro type. What Avro does not know is the text of JSON there.
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
            Self::Moment(_) | Self::Decimal(_) => true,
            Self::Json => false,
        }
    }

    /// True if its precision is part of the type.
    #[must_use]
    pub const fn has_precision(self) -> bool {
        matches!(self, Self::Moment(_) | Self::Decimal(_))
    }

    /// Its type in Rust without the paths that everybody knows, as the docs show it.
    #[must_use]
    pub fn rust_in_docs(self) -> String {
        let rust = self.rust();
        let rust = rust.strip_prefix("::std::string::").unwrap_or(&rust);
        rust.trim_start_matches("::").replace("<::", "<").replace(", ::", ", ")
    }

    /// What it means, in one sentence for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Boolean => "True or false.",
            Self::Int => "A whole number of 32 bits.",
            Self::Long => "A whole number of 64 bits.",
            Self::Float => "A floating point number of 32 bits.",
            Self::Double => "A floating point number of 64 bits.",
            Self::String => "Text.",
            Self::Bytes => "Bytes.",
            Self::Date => "A date, such as 2025-01-31.",
            Self::Datetime => "A date and time, with or without an offset from UTC.",
            Self::Moment(moment) => match moment.clock {
                Clock::Utc => "A date and time in UTC.",
                Clock::Local => "A date and time without an offset from UTC.",
                Clock::Day => "A time of day without an offset from UTC.",
            },
            Self::Decimal(_) => {
                "A decimal number: how many digits it has, and how many after the point."
            }
            Self::Uuid => "A UUID in lower case with hyphens.",
            Self::Json => "Any JSON value; in Avro, its text.",
        }
    }

    /// As the docs show it: its name, with its precision if it has one.
    #[must_use]
    pub fn spelling(self) -> Cow<'static, str> {
        match self {
            Self::Moment(moment) => moment.to_string().into(),
            Self::Decimal(decimal) => decimal.to_string().into(),
            Self::Boolean | Self::Int | Self::Long | Self::Float | Self::Double => {
                self.name().into()
            }
            Self::String | Self::Bytes | Self::Date | Self::Datetime => self.name().into(),
            Self::Uuid | Self::Json => self.name().into(),
        }
    }
}

/// As the lock writes it: `decimal(10,2)`, or `decimal(10,2,text)` if it is a string in Avro.
impl fmt::Display for Primitive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spelling = self.spelling();
        if let Self::Moment(Moment { text: true, .. }) | Self::Decimal(Decimal { text: true, .. }) =
            self
        {
            return write!(formatter, "{},text)", spelling.trim_end_matches(')'));
        }
        formatter.write_str(&spelling)
    }
}

impl FromStr for Primitive {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let Some((name, options)) = name.split_once('(') else {
            return Self::from_name(name).ok_or(());
        };
        let options = options.strip_suffix(')').ok_or(())?;
        let (options, text) = match options.strip_suffix(",text") {
            Some(options) => (options, true),
            None => (options, false),
        };
        let clock = match name {
            "datetime" => Clock::Utc,
            "local_datetime" => Clock::Local,
            "local_time" => Clock::Day,
            "decimal" => {
                let (precision, scale) = options.split_once(',').ok_or(())?;
                let number = |text: &str| text.parse().map_err(|_| ());
                let (precision, scale) = (number(precision)?, number(scale)?);
                return Ok(Self::Decimal(Decimal { precision, scale, text }));
            }
            _ => return Err(()),
        };
        let unit = Unit::from_name(options).ok_or(())?;
        Ok(Self::Moment(Moment { clock, unit, text }))
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Decimal, Moment, Primitive, Unit};

    #[test]
    fn every_name_is_found() {
        for primitive in Primitive::ALL {
            assert_eq!(Primitive::from_name(primitive.name()), Some(*primitive));
            assert_eq!(primitive.to_string().parse(), Ok(*primitive));
        }
        assert_eq!(Primitive::from_name("list"), None);
    }

    #[test]
    fn the_lock_has_the_precision() {
        let moment =
            |text| Primitive::Moment(Moment { clock: Clock::Utc, unit: Unit::Millis, text });
        let decimal = |text| Primitive::Decimal(Decimal { precision: 10, scale: 2, text });
        for (primitive, word) in [
            (moment(false), "datetime(millis)"),
            (moment(true), "datetime(millis,text)"),
            (decimal(false), "decimal(10,2)"),
            (decimal(true), "decimal(10,2,text)"),
        ] {
            assert_eq!(primitive.to_string(), word);
            assert_eq!(word.parse(), Ok(primitive));
        }
        for word in ["datetime(", "datetime()", "decimal(10)", "string(1)", "decimal(10,2,words)"] {
            assert_eq!(word.parse::<Primitive>(), Err(()), "{word}");
        }
    }
}
