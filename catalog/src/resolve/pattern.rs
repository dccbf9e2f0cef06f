//! Patterns: regular expressions that mean the same in Rust and in ECMAScript.
//!
//! `regex-syntax` parses a pattern, which gives the exact place of a mistake. `regex-lite` matches
//! it: the runtime uses the same engine, and what only one of the two crates accepts is refused.

mod portable;

use std::ops::Range;

use regex_lite::{Regex, RegexBuilder};
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{self, ErrorKind, Span};

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::lookalike::Lookalike;
use crate::resolve::text::within;
use crate::rule::Rule;
use crate::rule::meaning::PATTERN_SYNTAX;

/// The limit of a compiled pattern, in bytes: nested repetitions soon need all memory.
const SIZE_LIMIT: usize = 1 << 20;

/// Why a pattern is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) rule: &'static Rule,
    pub(crate) message: String,
    pub(crate) hint: &'static str,
    /// `None` for the whole pattern.
    pub(crate) range: Option<Range<usize>>,
}

/// Compiles a pattern that every target understands; reports what is wrong with another.
pub(crate) fn check(diagnostics: &mut Diagnostics, text: &Text) -> Option<Regex> {
    if let Some(quote) = Lookalike::around(text) {
        quote.report(diagnostics, &PATTERN_SYNTAX, text.span);
        return None;
    }
    let Mistake { rule, message, hint, range } = match compile(&text.value) {
        Ok(regex) => return Some(regex),
        Err(mistake) => mistake,
    };
    let span = range.map_or(text.span, |range| within(text, range));
    diagnostics.report(rule, span, message).hint(hint);
    None
}

/// Compiles a pattern that every target understands.
pub(crate) fn compile(pattern: &str) -> Result<Regex, Mistake> {
    let ast = Parser::new().parse(pattern).map_err(|error| malformed(pattern, error))?;
    portable::check(pattern, &ast)?;
    RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().map_err(|error| Mistake {
        rule: &PATTERN_SYNTAX,
        message: format!("the pattern is not a valid regular expression: {error}"),
        hint: "repeat less, nest fewer groups, or limit the length by `max_length`",
        range: None,
    })
}

fn malformed(pattern: &str, error: ast::Error) -> Mistake {
    let Span { start, end } = *error.span();
    let range = match error.kind() {
        ErrorKind::EscapeUnexpectedEof => pattern.rfind('\\').unwrap_or(0)..pattern.len(),
        _ if end.offset > start.offset => start.offset..end.offset,
        // Empty: the character there, or the last one.
        _ => {
            let letters = pattern.char_indices().take_while(|(at, _)| *at <= start.offset);
            letters.last().map_or(0..0, |(at, letter)| at..at + letter.len_utf8())
        }
    };
    Mistake {
        rule: &PATTERN_SYNTAX,
        message: format!("the pattern is not a valid regular expression: {}", error.kind()),
        hint: hint(pattern, error.kind()),
        range: Some(range),
    }
}

/// What to write instead of a pattern that cannot be parsed.
fn hint(pattern: &str, error: &ErrorKind) -> &'static str {
    match error {
        ErrorKind::GroupUnclosed => r"close the group by `)`, or write `\(` for the character",
        ErrorKind::GroupUnopened => r"remove it, or write `\)` for the character",
        ErrorKind::GroupNameDuplicate { .. } => {
            "name each group once, or write `(?:…)` without a name"
        }
        ErrorKind::GroupNameEmpty
        | ErrorKind::GroupNameInvalid
        | ErrorKind::GroupNameUnexpectedEof => "write `(?<name>…)`, or `(?:…)` without a name",
        ErrorKind::UnsupportedLookAround => "say what matches, and check the rest in code",
        ErrorKind::UnsupportedBackreference => {
            "write out what is repeated, and check equality in code"
        }
        ErrorKind::FlagDanglingNegation
        | ErrorKind::FlagDuplicate { .. }
        | ErrorKind::FlagRepeatedNegation { .. }
        | ErrorKind::FlagUnexpectedEof
        | ErrorKind::FlagUnrecognized => NO_FLAGS,
        ErrorKind::UnicodeClassInvalid => LIST,
        ErrorKind::ClassEscapeInvalid => "remove the backslash",
        ErrorKind::EscapeUnrecognized => ESCAPE,
        ErrorKind::EscapeUnexpectedEof => match pattern.rsplit('\\').next() {
            Some(end) if end.starts_with(['x', 'u', 'U']) => DIGITS,
            Some(end) if end.starts_with(['p', 'P']) => LIST,
            _ => ESCAPE,
        },
        ErrorKind::EscapeHexEmpty
        | ErrorKind::EscapeHexInvalid
        | ErrorKind::EscapeHexInvalidDigit => DIGITS,
        ErrorKind::CaptureLimitExceeded => "make it shorter",
        ErrorKind::NestLimitExceeded(_) => "nest fewer groups",
        ErrorKind::RepetitionCountInvalid => "write the smaller number first: `{2,5}`",
        ErrorKind::RepetitionMissing => "put what is repeated before it, or write a backslash",
        ErrorKind::RepetitionCountUnclosed => r"write `{n}` or `{n,m}`, or `\{` for the character",
        ErrorKind::DecimalEmpty
        | ErrorKind::DecimalInvalid
        | ErrorKind::RepetitionCountDecimalEmpty => "write `{n}` or `{n,m}` with small numbers",
        ErrorKind::ClassRangeInvalid => "write the smaller character first: `[a-z]`",
        ErrorKind::ClassRangeLiteral => r"write `\-` for a hyphen",
        ErrorKind::ClassUnclosed => r"close the class by `]`, or write `\[`",
        ErrorKind::SpecialWordBoundaryUnclosed
        | ErrorKind::SpecialWordBoundaryUnrecognized
        | ErrorKind::SpecialWordOrRepetitionUnexpectedEof => r"write `\b`",
        // The crate may add kinds.
        _ => "write a simpler pattern",
    }
}

const DIGITS: &str = r"write two digits after `\x`, four after `\u`: `\u00e9`";
const ESCAPE: &str = "remove the backslash, or write two; single quotes in YAML keep each as it is";
const LIST: &str = "list the characters: `[a-z]`";
const NO_FLAGS: &str = "write the pattern without flags: `[Aa]` for a letter in either case";

#[cfg(test)]
mod tests;
