//! What is wrong with a pattern that does not compile: the error in, a place and a hint out.
//!
//! The compiler gives words only, so the place is searched.

use std::ops::Range;

use super::compile;

/// Where a pattern is wrong, and what to write instead.
pub(crate) struct Mistake {
    /// Nothing where the whole pattern is meant.
    pub(crate) range: Option<Range<usize>>,
    pub(crate) hint: &'static str,
}

/// How the place of a mistake is found.
#[derive(Clone, Copy)]
enum Search {
    /// Something is opened and never closed.
    Opening,
    /// Where the pattern could not be continued any more.
    First,
    /// All of it is at fault.
    Whole,
}

/// Part of the compiler's words; the place; what to do. The first that fits.
const HINTS: &[(&str, Search, &str)] = &[
    ("open group", Search::Opening, r"close the group by `)`, or write `\(` for the character"),
    ("expected closing ')'", Search::Opening, "close the group by `)`"),
    ("found closing ')'", Search::First, r"remove it, or write `\)` for the character"),
    ("duplicate capture", Search::First, "name each group once, or write `(?:…)` without a name"),
    ("group name", Search::First, "write `(?<name>…)`, or `(?:…)` without a name"),
    ("look-around", Search::First, "say what matches, and check the rest in code"),
    ("backreferences", Search::First, "write out what is repeated, and check equality in code"),
    ("flag", Search::First, "write the pattern without flags: `[Aa]` for a letter in either case"),
    ("Unicode character classes", Search::First, "list the characters: `[a-z]`"),
    ("escape sequence in character class", Search::First, "remove the backslash"),
    (
        "escape sequence",
        Search::First,
        "remove the backslash, or write two; single quotes in YAML keep each as it is",
    ),
    ("hexadecimal", Search::First, r"write two digits after `\x`, four after `\u`: `\u00e9`"),
    ("too many", Search::Whole, "make it shorter"),
    ("exhausted", Search::Whole, "make it shorter"),
    ("size limit", Search::Whole, "repeat less, or limit the length by `max_length`"),
    ("nesting", Search::Whole, "put fewer groups into each other"),
    ("bigger than its max", Search::First, "write the smaller number first: `{2,5}`"),
    ("sub-expression", Search::First, "put what is repeated before it, or write a backslash"),
    ("repetition", Search::First, r"write `{n}` or `{n,m}`, or `\{` for the character"),
    ("decimal number", Search::First, "write `{n}` or `{n,m}` with small numbers"),
    ("range in", Search::First, "write the smaller character first: `[a-z]`"),
    ("ranges must", Search::First, r"write `\-` for a hyphen"),
    ("closing bracket", Search::Opening, r"close the class by `]`, or write `\[`"),
    ("unclosed character class", Search::Opening, r"close the class by `]`, or write `\[`"),
    ("nested", Search::First, r"write `\[` for the character"),
    ("POSIX", Search::First, "list the characters: `[a-z]`"),
    ("is not supported", Search::First, r"write one class of all characters, or `\-`, `\&`, `\~`"),
    ("word boundary", Search::First, r"write `\b`"),
];

/// Explains why `pattern` does not compile.
pub(crate) fn mistake(pattern: &str, error: &regex_lite::Error) -> Mistake {
    let words = error.to_string();
    let known = HINTS.iter().find(|(part, ..)| words.contains(part));
    let (search, hint) = known
        .map_or((Search::Whole, "write a simpler pattern"), |(_, search, hint)| (*search, *hint));
    let range = match search {
        Search::Opening => opening(pattern),
        Search::First => first(pattern, &words),
        Search::Whole => None,
    };
    Mistake { range, hint }
}

/// The last sign that opens a group or class and has no partner.
fn opening(pattern: &str) -> Option<Range<usize>> {
    let mut groups: Vec<usize> = Vec::new();
    let mut class = None;
    let mut letters = pattern.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            ']' => class = None,
            '[' if class.is_none() => class = Some(at),
            '(' if class.is_none() => groups.push(at),
            ')' if class.is_none() => drop(groups.pop()),
            _ => {}
        }
    }
    class.or_else(|| groups.last().copied()).map(|at| at..at + 1)
}

/// The end of the shortest beginning that fails in the same way: its last character, with the
/// backslash before it.
fn first(pattern: &str, words: &str) -> Option<Range<usize>> {
    let starts: Vec<usize> = pattern.char_indices().map(|(at, _)| at).collect();
    let end_of = |start: usize| start + pattern[start..].chars().next().map_or(0, char::len_utf8);
    let differs = |start: &usize| {
        let error = compile(&pattern[..end_of(*start)]).err();
        error.is_none_or(|error| error.to_string() != words)
    };
    let start = *starts.get(starts.partition_point(differs))?;
    let escaped = pattern[..start].ends_with('\\');
    Some(start - usize::from(escaped)..end_of(start))
}

#[cfg(test)]
mod tests {
    use super::{compile, mistake};

    #[test]
    fn places() {
        for (pattern, part) in [
            ("x(a", "("),
            ("(b)(a|[()]", "("),
            (r"\(x(", "("),
            ("a[b-", "["),
            ("a)b", ")"),
            (r"é\qz", r"\q"),
            ("x(?=y)z", "="),
            ("*a", "*"),
            ("a{5,2}b", "}"),
            ("[z-a]b", "a"),
            (r"(x)\1", r"\1"),
        ] {
            let error = compile(pattern).expect_err(pattern);
            let range = mistake(pattern, &error).range;
            assert_eq!(range.map(|range| &pattern[range]), Some(part), "{pattern}: {error}");
        }
        let large = "((a{1000}){1000}){1000}";
        let error = compile(large).expect_err(large);
        assert_eq!(mistake(large, &error).range, None);
    }

    #[test]
    fn every_error_has_a_hint_of_its_own() {
        let letters =
            ["\\", "[", "]", "(?", ")", "{", "}", "x", "-", ",", "P<", ">", "b", "9", "*"];
        let mut patterns = vec![String::new()];
        for _ in 0..4 {
            let longer =
                patterns.iter().flat_map(|start| letters.map(|end| format!("{start}{end}")));
            patterns = longer.collect();
            for pattern in &patterns {
                let Err(error) = compile(pattern) else { continue };
                let hint = mistake(pattern, &error).hint;
                assert_ne!(hint, "write a simpler pattern", "{pattern}: {error}");
            }
        }
    }
}
