//! The table of rules: every code there is, with its level and one sentence.

pub mod convention;
pub mod meaning;
pub mod syntax;

use crate::diagnostic::Severity;

/// A rule; its diagnostics carry its code.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code: `A00..` text and YAML, `A01..` meaning, `A02..` conventions (can be waived),
    /// `A03..` generated files.
    pub code: &'static str,
    /// What the code calls it: `UNKNOWN_KEY`.
    pub name: &'static str,
    /// Level where `lint:` says nothing.
    pub severity: Severity,
    /// What it demands, one sentence.
    pub summary: &'static str,
}

/// Every rule of this crate, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [syntax::TABLE, meaning::TABLE, convention::TABLE].into_iter().flatten().copied()
}

/// The rule with this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}

/// Declares one `pub static` a rule and the `TABLE` of them all.
///
/// ```text
/// rules! { UNKNOWN_KEY = "A0010", Error, "a mapping has only the keys the language knows"; }
/// ```
macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $summary:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $summary, ".")]
            pub static $name: $crate::rule::Rule = $crate::rule::Rule {
                code: $code,
                name: stringify!($name),
                severity: $crate::diagnostic::Severity::$severity,
                summary: $summary,
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
}
