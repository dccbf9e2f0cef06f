//! The table of rules: every code there is, with its level, one sentence and its page.

pub mod convention;
mod explanation;
pub mod generated;
pub mod meaning;
pub mod syntax;

pub use explanation::{Example, Explanation, Part};

use crate::diagnostic::Severity;
use crate::suggest;

/// A rule; its diagnostics carry its code.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code: `A00..` text and YAML, `A01..` meaning, `A02..` conventions (can be given a
    /// level), `A03..` generated files.
    pub code: &'static str,
    /// What the code calls it: `UNKNOWN_KEY`.
    pub name: &'static str,
    /// Level where `lint:` says nothing; for a rule that is [off](Rule::enabled), the one to switch
    /// it on with.
    pub severity: Severity,
    /// False if the rule is silent until `lint:` gives it a level.
    pub enabled: bool,
    /// What it demands, one sentence.
    pub summary: &'static str,
    /// The items whose `allow:` can waive it; none where it cannot be waived.
    pub waived_on: &'static [Item],
    /// Its page, Markdown; [`Rule::explanation`] takes it apart.
    pub page: &'static str,
}

/// What an `allow:` stands on.
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
}

impl Item {
    /// As it is called in texts.
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
        }
    }
}

impl Rule {
    /// The level where `lint:` says nothing: `None` if that is silence.
    #[must_use]
    pub fn level(&self) -> Option<Severity> {
        self.enabled.then_some(self.severity)
    }

    /// True if `lint:` can give it a level.
    #[must_use]
    pub fn is_convention(&self) -> bool {
        self.code.starts_with("A02")
    }
}

/// Every rule, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let tables = [syntax::TABLE, meaning::TABLE, convention::TABLE, generated::TABLE];
    tables.into_iter().flatten().copied()
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

/// Declares one `pub static` a rule and the `TABLE` of them all. A rule whose page
/// `catalog/rules/<CODE>.md` is missing does not compile.
///
/// ```text
/// rules! {
///     UNKNOWN_KEY = "A0010", Error, "a mapping has only the keys the language knows";
///     DATA_SUFFIX = "A0222", Warning, "a data key …", waived on [Event, DataKey];
///     KEY_MISSING = "A0231", Warning (off), "an event has a key", waived on [Event];
/// }
/// ```
macro_rules! rules {
    (@enabled off) => { false };
    (@enabled) => { true };
    ($(
        $name:ident = $code:literal, $severity:ident $(($off:ident))?, $summary:literal
        $(, waived on [$($item:ident),*])?;
    )*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $summary, ".")]
            pub static $name: $crate::rule::Rule = $crate::rule::Rule {
                code: $code,
                name: stringify!($name),
                severity: $crate::diagnostic::Severity::$severity,
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
            assert!(rule.waived_on.is_empty() && rule.enabled, "{}", rule.code);
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
