//! The table of rules: every code with its series, its level, one sentence and its page.

pub mod convention;
mod explanation;
pub mod generated;
pub mod history;
pub mod meaning;
pub mod shape;
pub mod yaml;

pub use explanation::{Example, Explanation, Part};

use crate::suggest;

/// A rule that a catalog or its generated files can break.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its code, which never changes: `A0010`.
    pub code: &'static str,
    /// Its name in this crate: `UNKNOWN_KEY`.
    pub name: &'static str,
    /// What kind of rule it is.
    pub series: Series,
    /// The level unless `lint:` sets another; for a rule that is [off](Rule::enabled), the level to
    /// switch it on with.
    pub severity: Severity,
    /// False if the rule is silent until `lint:` gives it a level.
    pub enabled: bool,
    /// What it requires, in one sentence.
    pub summary: &'static str,
    /// The items whose `allow:` can waive it; empty if it cannot be waived.
    pub waived_on: &'static [Item],
    /// Its page, in Markdown; [`Rule::explanation`] splits it.
    pub page: &'static str,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The catalog can be used.
    Warning,
    /// The catalog cannot be used.
    Error,
}

/// A series of rules; the codes of a series follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// Text and YAML.
    Yaml,
    /// Keys of mappings, and the shape of their values.
    Shape,
    /// What names, types and values mean.
    Meaning,
    /// Conventions: `lint:` can set their level.
    Convention,
    /// Generated files.
    Generated,
    /// Promises to readers of earlier and later versions.
    History,
}

/// What an `allow:` can be written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// An event.
    Event,
    /// A data key of an event.
    DataKey,
    /// A record.
    Record,
    /// A field of a record.
    Field,
    /// A domain.
    Domain,
    /// A scalar.
    Scalar,
    /// An enum.
    Enum,
    /// A value of an enum.
    EnumValue,
    /// A variant.
    Variant,
}

impl Item {
    /// Its name in messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::DataKey => "data key",
            Self::Record => "record",
            Self::Field => "field",
            Self::Domain => "domain",
            Self::Scalar => "scalar",
            Self::Enum => "enum",
            Self::EnumValue => "value of an enum",
            Self::Variant => "variant",
        }
    }
}

impl Rule {
    /// The level unless `lint:` sets another: `None` if the rule is off.
    #[must_use]
    pub fn level(&self) -> Option<Severity> {
        self.enabled.then_some(self.severity)
    }

    /// True if `lint:` can set its level.
    #[must_use]
    pub fn is_convention(&self) -> bool {
        self.series == Series::Convention
    }

    /// True if an `allow:` can waive it.
    #[must_use]
    pub fn is_waivable(&self) -> bool {
        !self.waived_on.is_empty()
    }
}

/// Every rule, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let tables = [yaml::TABLE, shape::TABLE, meaning::TABLE, convention::TABLE, generated::TABLE];
    let tables = tables.into_iter().chain([history::TABLE]);
    tables.flatten().copied()
}

/// The rule with this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// The code that was probably meant.
#[must_use]
pub fn nearest(code: &str) -> Option<&'static str> {
    suggest::nearest(code, all().map(|rule| rule.code))
}

/// Declares one `pub static` for each rule of a series, and the `TABLE` of them all. A rule without
/// its page `catalog/rules/<CODE>.md` does not compile.
///
/// ```text
/// rules! { Convention;
///     DATA_SUFFIX = "A0222", Warning, "a data key …", waived on [Event, DataKey];
///     KEY_MISSING = "A0231", Warning (off), "an event has a key", waived on [Event];
///     WAIVER_UNUSED = "A0290", Warning, "a waiver is used";
/// }
/// ```
macro_rules! rules {
    (@enabled off) => { false };
    (@enabled) => { true };
    ($series:ident; $(
        $name:ident = $code:literal, $severity:ident $(($off:ident))?, $summary:literal
        $(, waived on [$($item:ident),*])?;
    )*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $summary, ".")]
            pub static $name: $crate::rule::Rule = $crate::rule::Rule {
                code: $code,
                name: stringify!($name),
                series: $crate::rule::Series::$series,
                severity: $crate::rule::Severity::$severity,
                enabled: $crate::rule::rules!(@enabled $($off)?),
                summary: $summary,
                waived_on: &[$($($crate::rule::Item::$item),*)?],
                page: include_str!(concat!("../../rules/", $code, ".md")),
            };
        )*
        pub(super) const TABLE: &[&$crate::rule::Rule] = &[$(&$name),*];
    };
}
use rules;

#[cfg(test)]
mod tests {
    #[test]
    fn codes_ascend_and_are_found() {
        let codes: Vec<_> = super::all().map(|rule| rule.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        assert!(codes.iter().all(|code| super::find(code).is_some_and(|rule| rule.code == *code)));
        assert_eq!(super::find("A9999"), None);
    }

    #[test]
    fn only_conventions_are_waived_or_off() {
        for rule in super::all().filter(|rule| !rule.is_convention()) {
            assert!(!rule.is_waivable() && rule.enabled, "{}", rule.code);
        }
    }

    #[test]
    fn slips_in_a_code_are_recognised() {
        assert_eq!(super::nearest("A0124"), Some("A0124"));
        assert_eq!(super::nearest("a0124"), Some("A0124"));
        assert_eq!(super::nearest("A124"), Some("A0124"));
        assert_eq!(super::nearest("colour"), None);
    }
}
