//! Patterns: a regular expression in; compiled, or the part that other languages read otherwise.
//!
//! A pattern goes into JSON Schema, so it must be one of ECMAScript with the `u` flag as well as
//! one of regex-lite. [`portable`] trusts that the pattern compiles.

mod mistake;

pub(crate) use mistake::mistake;

use std::ops::Range;

use regex_lite::{Regex, RegexBuilder};

/// Bytes a compiled pattern may take: repetitions of repetitions soon need all memory.
const SIZE_LIMIT: usize = 1 << 20;

/// A part that does not mean the same everywhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unportable {
    pub(crate) message: String,
    pub(crate) hint: &'static str,
    pub(crate) range: Range<usize>,
}

/// Compiles a pattern.
pub(crate) fn compile(pattern: &str) -> Result<Regex, regex_lite::Error> {
    RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build()
}

/// Finds the first part that ECMAScript does not know or reads in another way.
pub(crate) fn portable(pattern: &str) -> Result<(), Unportable> {
    let mut at = 0;
    // False where nothing stands that a repetition could repeat, in the eyes of ECMAScript.
    let mut repeatable = false;
    while let Some(letter) = pattern[at..].chars().next() {
        let rest = &pattern[at..];
        let length = match letter {
            '\\' => escape(rest, at, false)?,
            '[' => class(rest, at)?,
            '(' => group(rest, at)?,
            '{' => counted(rest, at)?,
            '.' => {
                let why = "stops at other line ends in ECMAScript than in Rust";
                return Err(unportable(
                    rest,
                    at,
                    1,
                    why,
                    r"write `[^\n]`, or `\.` for a full stop",
                ));
            }
            ']' | '}' => {
                return Err(unportable(rest, at, 1, "must be escaped in ECMAScript", ESCAPE_IT));
            }
            letter => letter.len_utf8(),
        };
        if matches!(letter, '*' | '+' | '?' | '{') {
            if !repeatable {
                let why = "repeats what ECMAScript cannot repeat";
                return Err(unportable(rest, at, length, why, "put what is repeated into `(?:…)`"));
            }
            let lazy = usize::from(rest[length..].starts_with('?'));
            (at, repeatable) = (at + length + lazy, false);
            continue;
        }
        let boundary = letter == '\\' && rest[1..].starts_with(['b', 'B']);
        repeatable = !boundary && !matches!(letter, '^' | '$' | '|' | '(');
        at += length;
    }
    Ok(())
}

const ESCAPE_IT: &str = "write a backslash before it";
const SPELL_OUT: &str = "spell out the characters: `[a-z]` for lower-case letters";

/// The length of an escape.
fn escape(rest: &str, at: usize, in_class: bool) -> Result<usize, Unportable> {
    let Some(letter) = rest[1..].chars().next() else { return Ok(1) };
    match letter {
        'd' | 'D' | 'w' | 'W' | 'n' | 'r' | 't' | 'f' | 'v' => Ok(2),
        's' | 'S' => {
            let hint = match (letter, in_class) {
                ('s', false) => r"write `[ \t\n\r\f\v]`",
                ('s', true) => r"write ` \t\n\r\f\v` in its place, with the space",
                (_, false) => r"write `[^ \t\n\r\f\v]`",
                (_, true) => "list the characters that the class has",
            };
            let why = "means other white space in ECMAScript than in Rust";
            Err(unportable(rest, at, 2, why, hint))
        }
        'b' | 'B' if !rest[2..].starts_with('{') => Ok(2),
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
        | '/' => Ok(2),
        '-' if in_class => Ok(2),
        'x' if hexadecimal(rest, 2) => Ok(4),
        'u' if hexadecimal(rest, 4) => Ok(6),
        'u' if rest[2..].starts_with('{') => Ok(rest.find('}').map_or(rest.len(), |end| end + 1)),
        'A' => Err(unportable(rest, at, 2, "is not known to ECMAScript", "write `^`")),
        'z' => Err(unportable(rest, at, 2, "is not known to ECMAScript", "write `$`")),
        letter if letter.is_ascii_punctuation() => {
            let hint = "the character needs no backslash";
            Err(unportable(rest, at, 2, "is no escape in ECMAScript", hint))
        }
        letter => {
            let length = 1 + letter.len_utf8();
            Err(unportable(rest, at, length, "is not known to ECMAScript", SPELL_OUT))
        }
    }
}

fn hexadecimal(rest: &str, digits: usize) -> bool {
    let digits = rest.get(2..2 + digits);
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The length of a class in brackets.
fn class(rest: &str, at: usize) -> Result<usize, Unportable> {
    let mut inside = 1 + usize::from(rest[1..].starts_with('^'));
    if rest[inside..].starts_with(']') {
        return Err(unportable(
            &rest[inside..],
            at + inside,
            1,
            "ends the class in ECMAScript",
            ESCAPE_IT,
        ));
    }
    while let Some(letter) = rest[inside..].chars().next() {
        let part = &rest[inside..];
        inside += match letter {
            ']' => return Ok(inside + 1),
            '\\' => escape(part, at + inside, true)?,
            '[' if part.starts_with("[:") => {
                let length = part.find(":]").map_or(2, |end| end + 2);
                let why = "is a POSIX class, which ECMAScript does not know";
                return Err(unportable(part, at + inside, length, why, SPELL_OUT));
            }
            '[' => {
                let why = "should be escaped inside a class";
                return Err(unportable(part, at + inside, 1, why, ESCAPE_IT));
            }
            letter => letter.len_utf8(),
        };
    }
    Ok(rest.len())
}

/// The length of the opening of a group.
fn group(rest: &str, at: usize) -> Result<usize, Unportable> {
    if !rest.starts_with("(?") || rest.starts_with("(?:") {
        return Ok(if rest.starts_with("(?:") { 3 } else { 1 });
    }
    if let Some(behind) = rest.strip_prefix("(?<") {
        let length = behind.find('>').unwrap_or(behind.len());
        let name = &behind[..length];
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if name.bytes().all(letters) && !name.starts_with(|first: char| first.is_ascii_digit()) {
            return Ok(rest.len().min(3 + length + 1));
        }
        let hint = "name the group by letters, digits and underscores, or write `(?:…)`";
        return Err(unportable(behind, at + 3, length, "is no name everywhere", hint));
    }
    if rest.starts_with("(?P<") {
        let why = "opens a named group in a way that ECMAScript does not know";
        return Err(unportable(rest, at, 4, why, "write `(?<name>…)`, or `(?:…)` without a name"));
    }
    let length = rest.find([':', ')']).map_or(2, |end| end + 1);
    let hint = "write the pattern without flags: `[Aa]` for a letter in either case";
    Err(unportable(rest, at, length, "sets flags, which ECMAScript does not know", hint))
}

/// The length of `{n}`, `{n,}` or `{n,m}`.
fn counted(rest: &str, at: usize) -> Result<usize, Unportable> {
    let end = rest.find('}').unwrap_or(rest.len());
    let (inside, length) = (&rest[1..end], rest.len().min(end + 1));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (low, high) = inside.split_once(',').unwrap_or((inside, ""));
    if !low.is_empty() && digits(low) && digits(high) {
        return Ok(length);
    }
    Err(unportable(rest, at, length, "is no repetition in ECMAScript", "write `{n}` or `{n,m}`"))
}

fn unportable(rest: &str, at: usize, length: usize, why: &str, hint: &'static str) -> Unportable {
    let part = rest.get(..length).unwrap_or(rest);
    Unportable { message: format!("`{part}` {why}"), hint, range: at..at + part.len() }
}

#[cfg(test)]
mod tests {
    use super::{compile, portable};

    #[test]
    fn portable_patterns() {
        for pattern in [
            "",
            "^course-v1:[^/+]+(/|\\+)[^/+]+$",
            "^(?:a|b){2,3}?$",
            "(?<name>x)+",
            r"^[\w.\-]{3,}$",
            r"\x41\u0041\u{41}[\]\[]",
            r"a\/b\.c\\[.]",
            r"[^ \t\n\r\f\v]+\d\D\w\W",
            "(?<_a1>x)",
            "é+",
            r"\bword\b",
            "a{2}",
            "[^a-z]*?",
            "^$",
            "a|b",
        ] {
            assert!(compile(pattern).is_ok(), "{pattern}");
            assert_eq!(portable(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn patterns_of_rust_alone() {
        for (pattern, part) in [
            (r"\Ax", r"\A"),
            (r"x\z", r"\z"),
            ("(?P<a>x)", "(?P<"),
            ("(?<a.b>x)", "a.b"),
            ("(?<a[0]>x)", "a[0]"),
            ("(?<é>x)", "é"),
            ("a.c", "."),
            (r"\s+", r"\s"),
            (r"x\S", r"\S"),
            (r"[^\s/]", r"\s"),
            (r"[\S]", r"\S"),
            ("(?i)x", "(?i)"),
            ("x(?i:y)", "(?i:"),
            ("[[:alpha:]]", "[:alpha:]"),
            ("[]a]", "]"),
            ("[^]a]", "]"),
            ("a]", "]"),
            ("a}", "}"),
            (r"\:", r"\:"),
            (r"a\-b", r"\-"),
            (r"\a", r"\a"),
            ("a**", "*"),
            ("^*", "*"),
            (r"\b+", "+"),
            (r"é\:", r"\:"),
        ] {
            assert!(compile(pattern).is_ok(), "{pattern}");
            let found = portable(pattern).err().map(|found| &pattern[found.range]);
            assert_eq!(found, Some(part), "{pattern}");
        }
    }

    #[test]
    fn size_is_limited() {
        assert!(compile("((a{1000}){1000}){1000}").is_err());
    }

    #[test]
    fn nothing_panics() {
        let letters = ["\\", "[", "]", "(?", "{", "}", "x", "é", ",", "P<", ":"];
        let mut patterns = vec![String::new()];
        for _ in 0..4 {
            let longer =
                patterns.iter().flat_map(|start| letters.map(|end| format!("{start}{end}")));
            patterns = longer.collect();
            for pattern in &patterns {
                let _ = portable(pattern);
            }
        }
    }
}
